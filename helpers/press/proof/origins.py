"""Hold the list of sources of report.html against the data."""

import csv
import io
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from helpers.errors import DeskError, Fault
from helpers.press.document import Document
from helpers.press.source_list import listed, place_of
from helpers.press.sources import Exhibit, exhibits
from helpers.trace import Line


def origins(document: Document, sections: Path, page: BeautifulSoup, desk: Path) -> tuple[int, list[Exhibit]]:
    """How many rows of data the list of ``page`` names, each of which stands on ``desk`` with the source that the list gives; and the
    tables and pictures with figures that no row is known of.

    DeskError ``proof`` names what the list lacks, and rows that are not there.
    """
    records = cache(lambda file: _records(desk / file))
    shown = listed(document, exhibits(document, sections))
    places = {tag["id"] for tag in page.find_all(id=True)}
    faults = [
        Fault(exhibit.name, f"report.html の出典の一覧に「{exhibit.title}」がありません。")
        for exhibit in shown
        if place_of(exhibit) not in places
    ]
    lines = {line for exhibit in shown for line in exhibit.lines}
    faults += [
        Fault(line.file, f"出典「{line.source}」の行がありません。", line.row)
        for line in sorted(lines)
        if not _stands(line, records(line.file))
    ]
    if faults:
        raise DeskError("proof", "出典の一覧が、データと合いません。", faults)
    return len(lines), [exhibit for exhibit in shown if not exhibit.lines]


def _stands(line: Line, records: list[list[str]]) -> bool:
    """Whether the row is there and says the same of its source."""
    return line.row <= len(records) and _folded(line.source) in map(_folded, records[line.row - 1])


def _folded(text: str) -> str:
    return "".join(text.split())


def _records(path: Path) -> list[list[str]]:
    """The rows of a table of data, its heading the first; none of a file that is not there."""
    if not path.is_file():
        return []
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
