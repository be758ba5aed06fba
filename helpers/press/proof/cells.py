"""Hold the tables of report.html against report.xlsx."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from helpers.errors import DeskError, Fault
from helpers.notation import NOT_APPLICABLE
from helpers.press import workbook
from helpers.press.document import Document
from helpers.press.proof.table import grid
from helpers.press.sheets import Part, sheets
from helpers.printed import read


def compare(document: Document, sections: Path, page: BeautifulSoup, xlsx: Path) -> int:
    """Hold every cell of every table of ``page`` against ``xlsx``; ``sections`` has the executed notebooks. Returns how many figures
    were compared.

    DeskError ``proof`` names the cells that differ.
    """
    book = load_workbook(xlsx, read_only=True)
    places = {tag["id"]: tag for tag in page.find_all(id=True)}
    faults, figures = [], 0
    for sheet in sheets(workbook.shown(document, sections)):
        written = list(_records(book[sheet.name], sheet.fields))
        for part in sheet.parts:
            place = places.get(part.table["name"])
            table = place.find("table") if place else None
            if table is None:
                faults.append(Fault(sheet.name, f"report.html に表「{part.table['title']}」がありません。"))
                continue
            own, written = _parted(written, part, last=part is sheet.parts[-1])
            found, compared = _differences(table, own, part, sheet.name)
            faults += found
            figures += compared
    if faults:
        raise DeskError("proof", "報告書の HTML と Excel が合いません。", faults)
    return figures


def _parted(written: list[dict], part: Part, last: bool) -> tuple[list[dict], list[dict]]:
    """The rows of a sheet that are ``part``'s, and those below; below the ``last`` there must be none."""
    rows = len(written) if last else len(part.table["data"])
    return written[:rows], written[rows:]


def _differences(table: Tag, written: list[dict], part: Part, name: str) -> tuple[list[Fault], int]:
    """Where a table and its rows on the sheet ``name`` differ, and how many figures were compared."""
    printed, fields = grid(table), part.table["schema"]["fields"]
    if len(printed) != len(written):
        message = f"report.html の {len(printed)} 行に対し、Excel は {len(written)} 行です。"
        return [Fault(name, message)], 0
    faults, figures = [], 0
    shown = [f for f in fields if f.get("printed", True) and not _is_words(f, fields)]
    for number, (cells, record) in enumerate(zip(printed, written, strict=True), start=part.first):
        for column, text in zip(shown, cells, strict=True):
            value = record[column["name"]]
            words = record.get(f"{column['name']}_note") or ""
            figures += column["type"] == "number" and value is not None
            if not _same(text, value, words):
                message = f"report.html は「{text}」、Excel は「{words if value is None else value}」です。"
                faults.append(Fault(name, message, number, column["title"]))
    return faults, figures


def _is_words(field: dict, fields: list[dict]) -> bool:
    return field["name"].endswith("_note") and any(f["name"] == field["name"].removesuffix("_note") for f in fields)


def _records(sheet: ReadOnlyWorksheet, fields: list[dict]) -> Iterator[dict]:
    names = [field["name"] for field in fields]
    for row in sheet.iter_rows(min_row=2, max_col=len(names), values_only=True):
        yield dict(zip(names, row, strict=True))


def _same(text: str, value: object, words: str) -> bool:
    if isinstance(value, int | float):
        try:
            return read(text).value == Decimal(str(value))
        except ValueError:
            return text == str(value)  # a text that is digits, such as a number of an item
    said = words if value is None else str(value)
    return "".join(text.split()) == "".join(said.split()) or (
        value is None and not words and text in ("", NOT_APPLICABLE)
    )
