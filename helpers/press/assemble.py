"""Put executed notebooks together as one Quarto document, ``packet.qmd``, with its figures beside it."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import nbformat
from nbconvert.exporters import MarkdownExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from ruamel.yaml import YAML
from traitlets.config import Config

from helpers.errors import DeskError
from helpers.markdown import attribute, escape, formula, verbatim
from helpers.press import csvs, links, source_list, workbook
from helpers.press.document import ASSEMBLED, FIGURES, Chapter, Document
from helpers.press.sheets import sheets
from helpers.press.sources import Exhibit, exhibits

LANDSCAPE, LANDSCAPE_END = "::::: {.landscape}", ":::::"


class _Landscape(Preprocessor):
    """Cells tagged ``landscape`` that follow each other share a landscape page."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        cells, inside = [], False
        shown = [cell for cell in nb.cells if cell.cell_type == "markdown" or cell.get("outputs")]
        for cell in [*shown, new_markdown_cell()]:
            turned = "landscape" in cell.metadata.get("tags", [])
            if turned != inside:
                cells.append(new_markdown_cell(LANDSCAPE if turned else LANDSCAPE_END))
                inside = turned
            cells.append(cell)
        nb.cells = cells[:-1]
        return nb, resources


class _SectionExporter(MarkdownExporter):
    """Markdown of one executed notebook: prose and outputs, no code."""

    extra_template_basedirs = [str(Path(__file__).parent / "templates")]
    template_name = "section"
    preprocessors = [_Landscape]

    def default_filters(self) -> Iterable[tuple[str, Callable]]:
        yield from super().default_filters()
        yield from (("text", escape), ("attribute", attribute), ("formula", formula), ("verbatim", verbatim))

    @property
    def default_config(self) -> Config:
        own = Config(
            {
                "NbConvertBase": {
                    "display_data_priority": [
                        "text/markdown",
                        "image/svg+xml",
                        "image/png",
                        "image/jpeg",
                        "text/latex",
                        "text/html",
                        "text/plain",
                    ]
                },
                "ExtractOutputPreprocessor": {"enabled": True},
                "Exporter": {"optimized_validation": True},  # once, when all preprocessors have run
            }
        )
        merged = super().default_config
        merged.merge(own)
        return merged


@cache
def _exporter() -> _SectionExporter:
    """One for all sections: it compiles its templates when it is first used."""
    return _SectionExporter()


def assemble(document: Document, sections: Path, out: Path) -> Path:
    """Write ``out/packet.qmd`` and ``out/figures/`` from the executed notebooks in ``sections``; the list of sources comes last.

    DeskError ``document`` if two tables or figures of the packet have the same id, or a reference leads nowhere; not asked of a
    part of a packet.
    """
    bodies = {}
    (out / FIGURES).mkdir(exist_ok=True)
    for chapter in document.chapters:
        notebook = nbformat.read(sections / f"{chapter.notebook}.ipynb", as_version=4)
        resources = {"unique_key": chapter.notebook, "output_files_dir": FIGURES}
        links.unpack(notebook, out / FIGURES)
        body, resources = _exporter().from_notebook_node(notebook, resources)
        for name, content in resources["outputs"].items():
            (out / name).write_bytes(content)
        bodies[chapter.notebook] = _titled(body, chapter)
    if document.whole:
        _check_references(bodies)
    parts = [part.strip() for part in bodies.values()]
    if listed := source_list.listed(document, exhibits(document, sections)):
        files = csvs.files_of(sheets(workbook.shown(document, sections)))
        parts.append(source_list.chapter(document, listed, files))
    text = "\n\n".join(parts) + "\n"
    path = out / ASSEMBLED
    front = _front_matter(document, _mark(text, out / FIGURES), listed)
    path.write_text(f"{front}\n\n{text}", encoding="utf-8")
    return path


def _mark(text: str, figures: Path) -> str:
    """A short digest of all that is printed: sheets with the same mark belong together, whatever their page."""
    digest = hashlib.sha256(text.encode())
    for figure in sorted(figures.iterdir()):
        digest.update(figure.name.encode() + b"\0" + figure.read_bytes())
    return digest.hexdigest()[:8]


def _front_matter(document: Document, mark: str, listed: list[Exhibit]) -> str:
    stream = io.StringIO()
    lines = {"title": document.title, "subtitle": document.subtitle}
    front = {name: _metadata(text) for name, text in lines.items()}
    if document.running:
        front["running"] = _metadata(f"{document.running} [{mark}]")
    if document.links:
        front["beside"] = [{"label": _metadata(label), "href": href} for label, href in document.links]
    if listed:
        front["sourced"] = [_metadata(exhibit.id) for exhibit in listed]
    YAML().dump(front, stream)
    return f"---\n{stream.getvalue()}---"


def _metadata(text: str) -> str:
    """``text`` as a line of the front matter. There Quarto takes {{< and >}} for a shortcode even where they are escaped: something that
    prints nothing keeps the braces apart.
    """
    return escape(text).replace(r"\{\{", r"\{[]{}\{").replace(">}}", ">[]{}}}")


def _titled(body: str, chapter: Chapter) -> str:
    """The section with its title in this packet in place of the notebook's own first heading."""
    heading = f"# {escape(chapter.title)} {{#{chapter.notebook}}}"
    body, found = re.subn(r"^# .*$", lambda _: heading, body, count=1, flags=re.MULTILINE)
    if not found:
        raise DeskError("document", f"notebooks/{chapter.notebook}.ipynb の最初のセルに「# 題名」を書いてください。")
    body = re.sub(r"\n{3,}", "\n\n", body)
    notes = "".join(f"※ {escape(note)}\n\n" for note in chapter.notes)
    closing = f"\n\n::: {{.note}}\n{notes}:::" if notes else ""
    body = body.strip()
    if notes and body.endswith(f"\n{LANDSCAPE_END}"):
        # Notes of a section that ends on a landscape page stay on it.
        return body.removesuffix(LANDSCAPE_END).rstrip() + closing + f"\n\n{LANDSCAPE_END}"
    return body + closing


def _check_references(bodies: dict[str, str]) -> None:
    """``bodies`` are the sections by their notebooks."""
    # What a cell of a table says refers to nothing.
    bodies = {
        name: re.sub(r"^```\{=html\}$.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
        for name, text in bodies.items()
    }
    ids = Counter(id for text in bodies.values() for id in re.findall(r"\{#((?:tbl|fig)-[\w-]+)", text))
    if double := [id for id, count in ids.items() if count > 1]:
        raise DeskError(
            "document", f"図表の id が重なっています: {'、'.join(double)}。ノートブックの呼び出しを確かめてください。"
        )
    for name, text in bodies.items():
        if lost := sorted(set(re.findall(r"(?<![\w\\])@((?:tbl|fig)-[\w-]*\w)", text)) - set(ids)):
            raise DeskError("document", f"notebooks/{name}.ipynb の本文が参照する図表がありません: {'、'.join(lost)}。")
