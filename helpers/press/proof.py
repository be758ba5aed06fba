"""Proof of a built packet, from what a reader gets: report.html against report.xlsx, and its sentences against its tables."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from openpyxl import load_workbook

from helpers.errors import DeskError, Fault
from helpers.notation import NOT_APPLICABLE
from helpers.press import workbook
from helpers.press.document import Document
from helpers.printed import Interval, Printed, read

_BEFORE_TABLES = 3  # sheets of the workbook: cover, contents, notes
_MEASURED = ("百万円", "億円", "千円", "円", "%", "ポイント")
_COUNTED = ("件", "債権", "項目", "局", "課", "人", "機関", "倍")
_NUMBER = re.compile(rf"約?[+▲△]?[0-9][0-9,]*(?:\.[0-9]+)?(?:{'|'.join((*_MEASURED, *_COUNTED))})")


@dataclass(frozen=True)
class Said:
    """A number of a sentence: the title of its section, the sentence, and the number as printed."""

    section: str
    sentence: str
    number: str


@dataclass
class Section:
    """What a reader sees of one section."""

    title: str
    sentences: list[str] = field(default_factory=list)
    tables: list[Tag] = field(default_factory=list)


def compare(document: Document, sections: Path, html: Path, xlsx: Path) -> int:
    """Hold every cell of every table in ``html`` against ``xlsx``; ``sections`` has the executed notebooks. Returns how many figures
    were compared.

    DeskError ``proof`` names the cells that differ.
    """
    soup = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser")
    sheets = load_workbook(xlsx, read_only=True).worksheets[_BEFORE_TABLES:]
    resources = [
        table for section in document.sections for table in workbook.tables(sections / f"{section.notebook}.ipynb")
    ]
    faults, figures = [], 0
    for resource, sheet in zip(resources, sheets, strict=True):
        fields = resource["schema"]["fields"]
        place = soup.find(id=resource["name"])
        if place is None or place.find("table") is None:
            faults.append(Fault(sheet.title, f"report.html に表「{resource['title']}」がありません。"))
            continue
        printed = grid(place.find("table"))
        written = [dict(zip([f["name"] for f in fields], row, strict=True)) for row in _values(sheet, len(fields))]
        if len(printed) != len(written):
            faults.append(
                Fault(sheet.title, f"report.html の {len(printed)} 行に対し、Excel は {len(written)} 行です。")
            )
            continue
        shown = [f for f in fields if not _is_words(f, fields)]
        for number, (cells, record) in enumerate(zip(printed, written, strict=True), start=2):
            for column, text in zip(shown, cells, strict=True):
                value = record[column["name"]]
                words = record.get(f"{column['name']}_note") or ""
                figures += column["type"] == "number" and value is not None
                if not _same(text, value, words):
                    message = f"report.html は「{text}」、Excel は「{words if value is None else value}」です。"
                    faults.append(Fault(sheet.title, message, number, column["title"]))
    if faults:
        raise DeskError("proof", "報告書の HTML と Excel が合いません。", faults)
    return figures


def grid(table: Tag) -> list[list[str]]:
    """The cells of a table's body, a merged cell repeated in every row it covers."""
    covering: dict[int, tuple[int, str]] = {}
    rows = []
    for line in table.find("tbody").find_all("tr"):
        cells, row = iter(line.find_all(["th", "td"])), []
        for position in itertools.count():
            left, text = covering.get(position, (0, ""))
            if not left:
                cell = next(cells, None)
                if cell is None:
                    break
                left, text = int(cell.get("rowspan", 1)), _text(cell)
            covering[position] = (left - 1, text)
            row.append(text)
        rows.append(row)
    return rows


def unproven(html: Path) -> tuple[list[Said], int]:
    """The numbers of the sentences in ``html`` that follow from no table of their section, and how many numbers there are.

    A number follows if a cell is that figure, if two cells of a row or column differ by it (in their unit, or in %), or, for a count,
    if it is a number of rows or a sum (:func:`_counts`).
    """
    soup = BeautifulSoup(html.read_text(encoding="utf-8"), "html.parser")
    lost, total = [], 0
    for section in _sections(soup):
        tables = [_figures(table) for table in section.tables]
        cells = [cell for table in tables for row in table for cell in row if cell and cell.interval]
        counts = _counts(section.tables)
        for sentence in section.sentences:
            for found in _NUMBER.finditer(sentence):
                number = read(found[0])
                total += 1
                if not (
                    any(_is(number, cell) for cell in cells)
                    or (number.unit in _COUNTED and number.value in counts)
                    or any(_differ(number, pair) for pair in _pairs(tables))
                ):
                    lost.append(Said(section.title, sentence, found[0]))
    return lost, total


def _is_words(field: dict, fields: list[dict]) -> bool:
    return field["name"].endswith("_note") and any(f["name"] == field["name"].removesuffix("_note") for f in fields)


def _values(sheet, width: int) -> Iterator[tuple]:
    return sheet.iter_rows(min_row=2, max_col=width, values_only=True)


def _text(cell: Tag) -> str:
    return "".join(
        "\n" if part.name == "br" else part for part in cell.descendants if isinstance(part, str) or part.name == "br"
    )


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


def _sections(soup: BeautifulSoup) -> list[Section]:
    sections = [Section("")]
    for tag in soup.find("main").find_all(["h1", "p", "li", "table"]):
        if tag.name == "h1":
            sections.append(Section(tag.get_text()))
        elif tag.name == "table":
            sections[-1].tables.append(tag)
        elif not tag.find_parent(["table", "figcaption", "nav"]) and not tag.find_parent(class_="note"):
            sections[-1].sentences.append(tag.get_text())
    return sections


def _figures(table: Tag) -> list[list[Printed | None]]:
    """The body with every cell read as a figure, in the unit that the headings of its column or the caption state."""
    caption = table.find_parent("figure")
    stated = re.search(r"単位[:：]\s*([^）)]+)", caption.get_text() if caption else "")
    units = [heading or (stated[1] if stated else "") for heading in _units(table)]
    return [[_figure(text, unit) for text, unit in zip(row, units, strict=True)] for row in grid(table)]


def _figure(text: str, unit: str) -> Printed | None:
    try:
        return read(text, unit)
    except ValueError:
        return None


def _units(table: Tag) -> list[str]:
    """The unit in brackets at the end of each column's heading, or of the heading above it."""
    top, *rest = table.find("thead").find_all("tr")
    below = iter(rest[0].find_all("th") if rest else ())
    units = []
    for cell in top.find_all("th"):
        width, alone = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1)) > 1 or not rest
        units += [
            _unit(heading) or _unit(cell) for heading in ([cell] * width if alone else itertools.islice(below, width))
        ]
    return units


def _unit(heading: Tag) -> str:
    found = re.search(r"（([^（）]+)）$", _text(heading))
    return found[1] if found else ""


def _kind(figure: Printed) -> str:
    return "rate" if figure.unit in ("%", "P", "ポイント") else "money" if figure.unit.endswith("円") else "count"


def _size(interval: Interval) -> Interval:
    """Sentences say by how much, and in words which way."""
    return interval if interval.low >= 0 else -interval


def _is(number: Printed, cell: Printed) -> bool:
    """Whether ``cell`` rounds to ``number``. A cell is taken at its digits: it is what the sentence was to repeat."""
    return _kind(number) == _kind(cell) and _matches(number, cell.value * cell.scale)


def _matches(number: Printed, value: Decimal) -> bool:
    return value in number.interval or abs(value) in _size(number.interval)


def _pairs(tables: Sequence[list[list[Printed | None]]]) -> Iterator[tuple[Printed, Printed]]:
    for table in tables:
        for line in itertools.chain(table, zip(*table, strict=True)):
            yield from itertools.combinations([cell for cell in line if cell and cell.interval], 2)


def _differ(number: Printed, pair: Sequence[Printed]) -> bool:
    a, b = pair
    if _kind(a) != _kind(b):
        return False
    x, y = (cell.interval for cell in pair)
    if _kind(number) == _kind(a) and (number.interval.touches(x - y) or number.interval.touches(y - x)):
        return True
    one = Interval.exactly(1)
    return (
        number.unit in ("%", "倍")
        and _kind(a) != "rate"
        and any(number.interval.touches(ratio if number.unit == "倍" else ratio - one) for ratio in (x / y, y / x))
    )


def _counts(tables: Sequence[Tag]) -> set[Decimal]:
    """What a count in a sentence may be: so many rows with a text, a figure, a rise, a fall, a mark in one column; the sum of a
    column, with and without its last row, of a row, or of two cells side by side (達成 and 未達成).
    """
    counts: set[Decimal | int] = set()
    for table in tables:
        figures = _figures(table)
        for column in zip(*figures, strict=True):
            values = [cell.value for cell in column if cell and cell.value is not None]
            counts |= {len(values), sum(v > 0 for v in values), sum(v < 0 for v in values), sum(v == 0 for v in values)}
            counts |= {sum(values), sum(values[:-1])}
        for row in figures:
            values = [cell.value for cell in row if cell and cell.value is not None]
            counts |= {sum(values), *(a + b for a, b in itertools.pairwise(values))}
        for column in zip(*grid(table), strict=True):
            counts |= {*Counter(column).values(), sum(text != "" for text in column)}
        counts |= set(_marked(table).values())
    return {Decimal(count) for count in counts}


def _marked(table: Tag) -> Counter:
    """How many cells carry each style of a mark, by style."""
    return Counter(cell["style"] for cell in table.find("tbody").find_all(["th", "td"]) if ";" in cell.get("style", ""))
