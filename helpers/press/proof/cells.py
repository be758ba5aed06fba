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
from helpers.printed import read

_BEFORE_TABLES = 3  # sheets of the workbook: cover, contents, notes


def compare(document: Document, sections: Path, page: BeautifulSoup, xlsx: Path) -> int:
    """Hold every cell of every table of ``page`` against ``xlsx``; ``sections`` has the executed notebooks. Returns how many figures
    were compared.

    DeskError ``proof`` names the cells that differ.
    """
    sheets = load_workbook(xlsx, read_only=True).worksheets[_BEFORE_TABLES:]
    resources = [
        table for chapter in document.chapters for table in workbook.tables(sections / f"{chapter.notebook}.ipynb")
    ]
    places = {tag["id"]: tag for tag in page.find_all(id=True)}
    faults, figures = [], 0
    for resource, sheet in zip(resources, sheets, strict=True):
        place = places.get(resource["name"])
        table = place.find("table") if place else None
        if table is None:
            faults.append(Fault(sheet.title, f"report.html に表「{resource['title']}」がありません。"))
            continue
        found, compared = _differences(table, sheet, resource["schema"]["fields"])
        faults += found
        figures += compared
    if faults:
        raise DeskError("proof", "報告書の HTML と Excel が合いません。", faults)
    return figures


def _differences(table: Tag, sheet: ReadOnlyWorksheet, fields: list[dict]) -> tuple[list[Fault], int]:
    """Where a table and its sheet differ, and how many figures were compared."""
    printed = grid(table)
    written = [dict(zip([f["name"] for f in fields], row, strict=True)) for row in _values(sheet, len(fields))]
    if len(printed) != len(written):
        message = f"report.html の {len(printed)} 行に対し、Excel は {len(written)} 行です。"
        return [Fault(sheet.title, message)], 0
    faults, figures = [], 0
    shown = [f for f in fields if not _is_words(f, fields)]
    for number, (cells, record) in enumerate(zip(printed, written, strict=True), start=2):
        for column, text in zip(shown, cells, strict=True):
            value = record[column["name"]]
            words = record.get(f"{column['name']}_note") or ""
            figures += column["type"] == "number" and value is not None
            if not _same(text, value, words):
                message = f"report.html は「{text}」、Excel は「{words if value is None else value}」です。"
                faults.append(Fault(sheet.title, message, number, column["title"]))
    return faults, figures


def _is_words(field: dict, fields: list[dict]) -> bool:
    return field["name"].endswith("_note") and any(f["name"] == field["name"].removesuffix("_note") for f in fields)


def _values(sheet: ReadOnlyWorksheet, width: int) -> Iterator[tuple]:
    return sheet.iter_rows(min_row=2, max_col=width, values_only=True)


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
