"""Where the figures come from: the rows of data behind every table, picture and text of a packet, and the pages they were read from.

The sections tell (``trace``); what a row says of its source is free text, in which a page is written P14.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.notation import NOT_IN_SOURCE
from helpers.press.document import Document
from helpers.press.executed import TABLE
from helpers.prose import SENTENCES
from helpers.trace import Line

_PAGE = re.compile(r"(?<!\S)P\.?\d+(?!\S)")
_LABELS = {"tbl": "表", "fig": "図"}
TEXT = "本文"
_SHOWN, _RUNS = 4, 5  # so many places, and runs of rows, are named one by one


@dataclass(frozen=True)
class Exhibit:
    """Something that a packet shows: what print calls it (表3, 図1, 本文), the id of its place on the page, and its rows of data;
    ``figures``: it has numbers; ``formulas``: how columns of it are computed, in words, by their headings.
    """

    label: str
    id: str
    title: str
    chapter: str
    lines: tuple[Line, ...]
    figures: bool = True
    formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its label, of a text with that of its section."""
        return f"{self.chapter}の{TEXT}" if self.label == TEXT else self.label


def exhibits(document: Document, sections: Path) -> list[Exhibit]:
    """What the executed notebooks in ``sections`` show, in the order of print; the text of a section, all of it together, comes first."""
    found, counts = [], dict.fromkeys(_LABELS, 0)
    for chapter in document.chapters:
        shown, said = [], set()
        for kind, id, title, sources, fields in _shown(sections / f"{chapter.notebook}.ipynb"):
            lines = tuple(Line(*line) for line in sources)
            if kind == "text":
                said.update(lines)
                continue
            counts[kind] += 1
            label, figures = (
                f"{_LABELS[kind]}{counts[kind]}",
                kind == "fig" or any(f["type"] == "number" for f in fields),
            )
            formulas = {own["title"]: own["formula"] for own in fields if "formula" in own}
            shown.append(Exhibit(label, id, title, chapter.title, lines, figures, formulas))
        if said:
            found.append(Exhibit(TEXT, chapter.notebook, chapter.title, chapter.title, tuple(sorted(said))))
        found += shown
    return found


def places_of(lines: Iterable[Line]) -> str:
    """The documents and the places in them, in short."""
    return "、".join(_documents(line.source for line in lines)) or NOT_IN_SOURCE


def pages_of(lines: Iterable[Line]) -> str:
    """The pages, in the order of the rows; 資料なし behind them where some rows name none."""
    pages = dict.fromkeys(page_of(line.source) for line in lines)
    return "、".join(sorted(pages, key=lambda page: page == NOT_IN_SOURCE)) or NOT_IN_SOURCE


def rows_of(lines: Iterable[Line]) -> str:
    """The rows, file by file: ``data/ube/figures.csv 2～9、12行``."""
    files: dict[str, list[int]] = {}
    for line in lines:
        files.setdefault(line.file, []).append(line.row)
    return "\n".join(f"{file} {_runs(numbers)}行" for file, numbers in files.items())


def page_of(source: str) -> str:
    """The page that a row names; 資料なし if it names none."""
    page = _PAGE.search(source)
    return page[0] if page else NOT_IN_SOURCE


def _shown(notebook: Path) -> Iterable[tuple[str, str, str, list, list]]:
    """Kind, id, title and rows of what an executed notebook shows, and the fields of a table."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            data, said = output.get("data", {}), output.get("metadata", {})
            if TABLE in data:
                table = data[TABLE]
                yield "tbl", table["name"], table["title"], table.get("sources", []), table["schema"]["fields"]
            elif SENTENCES in data:
                yield "text", "", "", data[SENTENCES].get("sources", []), []
            elif said.get("id"):
                yield "fig", said["id"], said["caption"], said.get("sources", []), []


def _documents(sources: Iterable[str]) -> list[str]:
    """What rows say of their sources, without pages: whole, or where those are too many the first two words."""
    whole = list(dict.fromkeys(" ".join(_PAGE.sub("", source).split()) for source in sources))
    if len(whole) <= _SHOWN:
        return whole
    short = list(dict.fromkeys(" ".join(source.split()[:2]) for source in whole))
    if len(short) <= _SHOWN:
        return short
    return [*short[: _SHOWN - 1], f"ほか{len(short) - _SHOWN + 1}か所"]


def _runs(numbers: Sequence[int]) -> str:
    """2～4、7 of 2, 3, 4, 7; of many runs the first and the last row, and how many there are."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > _RUNS:
        return f"{min(numbers)}～{max(numbers)}行のうち{len(numbers)}"
    return "、".join(f"{run[0]}～{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
