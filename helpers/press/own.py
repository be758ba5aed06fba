"""Number and caption what a notebook shows beside the house's own tables and figures; refuse what cannot be printed.

A cell may say what its outputs are called with Quarto's cell options: ``#| label``, ``#| fig-cap``, ``#| fig-alt``, ``#| tbl-cap``.
"""

import base64
import copy
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from ruamel.yaml import YAML, YAMLError

from helpers.errors import DeskError, cut
from helpers.markdown import table_float, table_html
from helpers.press import failure, sizes
from helpers.press.document import Document
from helpers.press.sizes import PICTURES
from helpers.press.workbook import TABLE, width_of

_WIDEST = 185  # columns of a terminal that numbers, which cannot be broken, may take on a landscape page
_WIDE = 116  # columns of a terminal: what a portrait page has room for in the type of a table
_PADDING = 3
_ACTIVE = ("application/javascript", "application/vnd.jupyter.widget-view+json")
_MOVING = re.compile(r"<(?:script|iframe|video|audio|canvas|object|embed)\b", re.IGNORECASE)
_PICTURED = re.compile(r"<(?:img|svg)\b", re.IGNORECASE)
_DRAWN = re.compile(
    r"<(?:Axes|Subplot|Figure|BarContainer|ErrorbarContainer|matplotlib\.|seaborn\.)|^\[?Text\(|<\w+ object of \d+ artists>"
)
_UNTITLED = {"fig": "題のない図", "tbl": "題のない表"}
_NAMED = {
    "fig": ("図", "fig-cap", "charts.own(図, caption=…, alt=…)"),
    "tbl": ("表", "tbl-cap", "tables.own(表, caption=…)"),
}


def settle(document: Document, sections: Path) -> list[str]:
    """Give every table and picture in the executed notebooks in ``sections`` that has none an id, a caption and, a picture, a text that
    is read out; turn the page for a wide table. Returns a notice for each that nobody gave a caption.

    DeskError ``document`` names notebook and cell of an output that cannot be printed, and both cells of an id that stands twice.
    """
    notices, places = [], {}
    for chapter in document.chapters:
        path = sections / f"{chapter.notebook}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        before = copy.deepcopy(notebook)
        notices += _Settling(chapter.notebook, places).settle(notebook)
        if notebook != before:
            nbformat.write(notebook, path)
    return notices


class _Settling:
    """One notebook: how many of its outputs were named so far, and what is to be told of them; ``places`` are the cells of the ids of
    the whole document.
    """

    def __init__(self, name: str, places: dict[str, str]) -> None:
        self.name, self.places = name, places
        self.count = {"fig": 0, "tbl": 0}

    def settle(self, notebook: NotebookNode) -> Iterator[str]:
        for place, cell in failure.cells(notebook, self.name):
            if cell.cell_type == "code" and cell.outputs:
                yield from self._cell(cell, place)

    def _cell(self, cell: NotebookNode, place: str) -> Iterator[str]:
        options = _options(cell, place)
        if any(_kind(output) == "fig" for output in cell.outputs):
            for value in [output.data["text/plain"] for output in cell.outputs if _is_bare(output)]:
                if not _DRAWN.search(value):
                    yield f"{place}は図を描いているので、その値「{cut(value)}」は印刷しません。印刷するなら print() としてください。"
            cell.outputs = _once([output for output in cell.outputs if not _is_bare(output)])
        given = {"fig": 0, "tbl": 0}
        for output in cell.outputs:
            _check(output, cell, place)
            kind = _kind(output)
            if not kind:
                continue
            if kind == "fig" and (width := _width(output)):
                output.metadata["width"] = f"{width:.2f}in"
            if kind == "fig" and 0 < (size := round(_type(output), 1)) < sizes.SMALLEST:
                yield (
                    f"{place}の図には、印刷すると {size} ポイントになる文字があります。読めるのは {sizes.SMALLEST} ポイントからです。"
                    "図の幅(figsize)を 6.7 インチまでにするか、文字を大きくしてください。"
                )
            said = (output.metadata if kind == "fig" else output.data[TABLE]).get
            if said("id" if kind == "fig" else "name") and said("caption" if kind == "fig" else "title"):
                self._note(output, kind, place)
                continue
            given[kind] += 1
            caption = self._give(kind, output, options, given[kind])
            self._note(output, kind, place)
            if caption == _UNTITLED[kind]:
                what, option, call = _NAMED[kind]
                yield f"{place}の{what}に題名がありません。セルの初めに「#| {option}: 題名」と書くか、{call} としてください。"
            if kind == "tbl" and _is_too_wide(output.data[TABLE]):
                columns = len(output.data[TABLE]["schema"]["fields"])
                raise DeskError(
                    "document",
                    f"{place}の表({columns} 列)は、横向きの紙にも入りません。列を減らすか、二つの表に分けるか、.T で行と列を入れ替えてください。",
                )
            if kind == "tbl" and _is_wide(output.data[TABLE]):
                cell.metadata["tags"] = list(dict.fromkeys([*cell.metadata.get("tags", []), "landscape"]))

    def _give(self, kind: str, output: NotebookNode, options: dict, number: int) -> str:
        """Put id and caption into an output, the ``number``-th of its kind in the cell. Returns the caption."""
        self.count[kind] += 1
        label = options.get("label", "")
        id = f"{kind}-{self.name.replace('_', '-')}-own-{self.count[kind]}"
        if label.startswith(f"{kind}-"):
            id = label if number == 1 else f"{label}-{number}"
        asked = options.get(_NAMED[kind][1], "")
        asked = (asked[number - 1] if number <= len(asked) else "") if isinstance(asked, list) else asked
        if kind == "tbl":
            resource = output.data[TABLE]
            resource["name"] = id = resource["name"] or id
            resource["title"] = caption = resource["title"] or asked or _UNTITLED[kind]
            html = table_html(output.data["text/markdown"])
            output.data["text/markdown"] = table_float(id, caption, html, resource["notes"])
            return caption
        said, media = output.metadata, _media(output)
        said["id"] = id = said.get("id") or id
        said["caption"] = caption = said.get("caption") or asked or _UNTITLED[kind]
        said["alt"] = said.get("alt") or options.get("fig-alt", "") or caption
        said["filename"] = f"{id}.{PICTURES[media]}"
        for other in PICTURES:  # one output is one picture
            if other != media:
                output.data.pop(other, None)
        return caption

    def _note(self, output: NotebookNode, kind: str, place: str) -> None:
        """DeskError ``document`` if another table or picture has the id of this one."""
        id = output.metadata["id"] if kind == "fig" else output.data[TABLE]["name"]
        if before := self.places.get(id):
            where = f"{place}の二つの図表の" if before == place else f"{before}と、{place}の図表の"
            raise DeskError("document", f"{where} id が重なっています: {id}。一方の label か id を変えてください。")
        self.places[id] = place


def _options(cell: NotebookNode, place: str) -> dict:
    """Quarto's options at the head of a cell. DeskError ``document`` if they are no YAML, or the label fits nothing."""
    lines = []
    for line in cell.source.splitlines():
        if not line.startswith("#|"):
            break
        lines.append(line.removeprefix("#|"))
    try:
        options = YAML(typ="safe").load("\n".join(line.removeprefix(" ") for line in lines)) if lines else {}
    except YAMLError:
        options = None
    if not isinstance(options, dict):
        raise DeskError("document", f"{place}の「#|」の行を読めません。「#| fig-cap: 題名」の形で書いてください。")
    options = {name: value if isinstance(value, list) else str(value) for name, value in options.items()}
    if "label" in options and not re.fullmatch(r"(?:fig|tbl)-[A-Za-z0-9][\w-]*", str(options["label"]), re.ASCII):
        raise DeskError(
            "document", f"{place}の label は、fig- か tbl- で始まる英数字にしてください(「{options['label']}」)。"
        )
    return options


def _check(output: NotebookNode, cell: NotebookNode, place: str) -> None:
    """DeskError ``document`` if an output cannot be printed."""
    why = output.get("metadata", {}).get("unprintable", "")
    data = output.get("data", {})
    if not why and not _kind(output) and "text/markdown" not in data:
        html = data.get("text/html", "")
        if any(name in _ACTIVE or "plotly" in name or "vegalite" in name for name in data) or _MOVING.search(html):
            why = (
                "動く出力(JavaScript など)は、紙にも PDF にも印刷できません。静止画にしてください(matplotlib や seaborn で描くか、"
                "plotly なら IPython.display.Image(図.to_image()))。"
            )
        elif _PICTURED.search(html):
            why = "HTML の中の画像は印刷できません。IPython.display の Image か SVG で、画像だけを示してください。"
    if why:
        raise DeskError("document", f"{place}の出力を印刷できません。{failure.lines_of(cell.source)}\n  {why}")


def _kind(output: NotebookNode) -> str:
    """``tbl``, ``fig`` or, of anything else, nothing."""
    data = output.get("data", {})
    if TABLE in data and "text/markdown" in data and "```{=html}\n" in data["text/markdown"]:
        return "tbl"
    return "fig" if _media(output) and "text/markdown" not in data else ""


def _media(output: NotebookNode) -> str:
    return next((name for name in PICTURES if name in output.get("data", {})), "")


def _once(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Jupyter shows a figure that is the value of its cell a second time, when the cell ends: that one goes."""
    values = [output.data for output in outputs if output.output_type == "execute_result" and _kind(output) == "fig"]
    pictures = [data[name] for data in values for name in PICTURES if name in data]
    return [
        output
        for output in outputs
        if output.output_type != "display_data" or _kind(output) != "fig" or output.data[_media(output)] not in pictures
    ]


def _width(output: NotebookNode) -> float:
    """How wide to print a picture, in inches; 0: as wide as the page."""
    media, drawing = _media(output), output.data[_media(output)]
    content = drawing.encode() if media == "image/svg+xml" else base64.b64decode(drawing)
    return sizes.width(content, output.metadata.get(media, {}).get("width"))  # Image(…, width=300)


def _type(output: NotebookNode) -> float:
    """The smallest type of a picture as it prints, in points; 0 of one of which that is not known."""
    media = _media(output)
    if media != "image/svg+xml":
        return 0
    return output.metadata.get("type", 0) * sizes.scale(output.data[media].encode())


def _is_bare(output: NotebookNode) -> bool:
    """Whether this is the value of a cell, of which there is only the text. Beside a picture it is what drawing it gave:
    ``<Axes: xlabel='a'>``, or ``(0.0, 5.0)`` from ``plt.ylim``.
    """
    return output.output_type == "execute_result" and set(output.get("data", {})) == {"text/plain"}


def _is_wide(resource: dict) -> bool:
    fields = resource["schema"]["fields"]
    longest = (
        max([width_of(field["title"]), *(width_of(str(row[field["name"]] or "")) for row in resource["data"])])
        for field in fields
    )
    return sum(min(size, 24) + _PADDING for size in longest) > _WIDE


def _is_too_wide(resource: dict) -> bool:
    """Whether numbers and words that cannot be broken would run into each other."""
    longest = (
        max(len(word) for row in resource["data"] for word in re.findall(r"[!-~]+|$", _printed(row[field["name"]])))
        for field in resource["schema"]["fields"]
    )
    return sum(size + 1.3 for size in longest) > _WIDEST


def _printed(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value or "")
