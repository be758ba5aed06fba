"""Proof of a built packet, from what a reader gets: report.html against report.xlsx, and its sentences against what generated
them and against its tables.
"""

import bisect
import difflib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup, Tag
from openpyxl import load_workbook

from helpers.errors import DeskError, Fault
from helpers.notation import NOT_APPLICABLE
from helpers.press import workbook
from helpers.press.document import Document
from helpers.printed import Interval, Printed, kind_of, read
from helpers.prose import SENTENCES, Part, Sentence

# Of a longer column no sentence tells the difference of two; pairs grow with the square, and among so many one would fit by chance.
_LONGEST_LINE = 120
_BEFORE_TABLES = 3  # sheets of the workbook: cover, contents, notes
_MEASURED = ("百万円", "億円", "千円", "万円", "円", "%", "％", "ポイント")
_COUNTED = ("件", "債権", "項目", "局", "課", "人", "機関", "倍")
# Not a limit (3ポイント以上) and not a rate of something (1件当たり).
NUMBER = re.compile(
    r"(?<![0-9,.])約?[+▲△]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:\.[0-9]{1,6})?"
    rf"(?:{'|'.join((*_MEASURED, *_COUNTED))})(?!以上|以下|当たり)"
)


@dataclass(frozen=True)
class Said:
    """A number of a sentence: the title of its section, the sentence, and the number as printed."""

    section: str
    sentence: str
    number: str


@dataclass(frozen=True)
class Told:
    """What came of the sentences: how many figures the generated ones have, how many numbers the others have, and those of each that
    follow from no table of their section.
    """

    figures: int = 0
    unfounded: tuple[Said, ...] = ()
    free: int = 0
    free_unfounded: tuple[Said, ...] = ()


@dataclass
class Shown:
    """A table of a report, its body read as figures when somebody asks."""

    tag: Tag

    @cached_property
    def figures(self) -> list[list[Printed | None]]:
        """Every cell of the body, in the unit that the headings of its column or the caption state."""
        return _figures(self.tag)


@dataclass
class Whole:
    """All tables of a section."""

    tables: list[Shown] = field(default_factory=list)

    @cached_property
    def cells(self) -> dict[str, tuple[list[Decimal], list[Printed]]]:
        """The figures by kind, ordered by their size, and these sizes: of many cells few can be a given number."""
        found = defaultdict(list)
        for cell in (cell for table in self.tables for row in table.figures for cell in row if cell and cell.interval):
            found[kind_of(cell.unit)].append((abs(cell.value * cell.scale), cell))
        ordered = {kind: sorted(pairs, key=lambda pair: pair[0]) for kind, pairs in found.items()}
        return {kind: ([size for size, _ in pairs], [cell for _, cell in pairs]) for kind, pairs in ordered.items()}

    def near(self, number: Printed) -> list[Printed]:
        """The cells of the kind of ``number`` whose size a figure printed like it can have."""
        sizes, cells = self.cells.get(kind_of(number.unit), ([], []))
        low, high = sorted((abs(number.room.low), abs(number.room.high)))
        if number.room.low <= 0 <= number.room.high:
            low = Decimal(0)
        return cells[bisect.bisect_left(sizes, low) : bisect.bisect_right(sizes, high)]


@dataclass
class Block:
    """What a reader sees under one heading; ``section`` and ``title`` are those of its section, ``whole`` all its tables."""

    section: str
    title: str
    sentences: list[str] = field(default_factory=list)
    tables: list[Shown] = field(default_factory=list)
    whole: Whole = field(default_factory=Whole)

    def gives(self, number: Printed) -> bool:
        """Whether ``number`` follows from the tables: if a cell of the section is that figure; or, under this heading, if two cells
        of a row or column differ by it, if a cell is that many % more than another of its row or so many times it, or, for a
        count, if it is a number of rows or a sum. (A count is small, and so is what this proves of one.)
        """
        return (
            any(_is(number, cell) for cell in self.whole.near(number))
            or (number.unit in _COUNTED and number.value in self._counts)
            or any(_differ(number, pair) for pair in _pairs(self._near))
            or any(_grew(number, pair) for table in self._near for row in table for pair in _two(row))
        )

    @property
    def _near(self) -> list[list[list[Printed | None]]]:
        return [table.figures for table in self.tables or self.whole.tables]

    @cached_property
    def _counts(self) -> set[Decimal]:
        return _counts(self.tables or self.whole.tables)


def _page(html: Path) -> BeautifulSoup:
    """The page without its pictures, which are most of it."""
    return BeautifulSoup(re.sub(r'(src=")data:[^"]*"', r'\1"', html.read_text(encoding="utf-8")), "html.parser")


def compare(document: Document, sections: Path, html: Path, xlsx: Path) -> int:
    """Hold every cell of every table in ``html`` against ``xlsx``; ``sections`` has the executed notebooks. Returns how many figures
    were compared.

    DeskError ``proof`` names the cells that differ.
    """
    soup = _page(html)
    sheets = load_workbook(xlsx, read_only=True).worksheets[_BEFORE_TABLES:]
    resources = [
        table for section in document.sections for table in workbook.tables(sections / f"{section.notebook}.ipynb")
    ]
    places = {tag["id"]: tag for tag in soup.find_all(id=True)}
    faults, figures = [], 0
    for resource, sheet in zip(resources, sheets, strict=True):
        fields = resource["schema"]["fields"]
        place = places.get(resource["name"])
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


def blocks(document: Document, html: Path) -> list[Block]:
    """What stands under each heading of a report. A section begins with the heading that has its notebook's name."""
    soup = _page(html)
    titles = {section.notebook: section.title for section in document.sections}
    found = [Block("", "")]
    # Quarto's own template has no <main>.
    for tag in (soup.find("main") or soup.body or soup).find_all(["h1", "h2", "h3", "p", "li", "table"]):
        if tag.find_parent(["nav", "header"]):
            continue
        if tag.name in ("h1", "h2", "h3"):
            section = tag.get("id") or (tag.parent.get("id") if tag.parent.name == "section" else "")
            if tag.name == "h1" and section in titles:
                found.append(Block(section, titles[section]))
            else:
                found.append(Block(found[-1].section, found[-1].title, whole=found[-1].whole))
        elif tag.name == "table" and _is_plain(tag):
            found[-1].tables.append(Shown(tag))
            found[-1].whole.tables.append(found[-1].tables[-1])
        elif not tag.find_parent(["table", "figcaption", "li"]) and not tag.find_parent(class_="note"):
            found[-1].sentences.append(tag.get_text())
    return found


def sentences(document: Document, sections: Path, html: Path) -> Told:
    """Hold the sentences in ``html`` against those the executed notebooks in ``sections`` carry, and their numbers against the tables
    of their section.

    DeskError ``proof`` if a generated sentence does not stand in its section as it was generated, or has a number that is not the
    figure it was made from. A number that follows from no table is no error: the tables need not have it.
    """
    found = blocks(document, html)
    faults, figures, unfounded = [], 0, []
    for section in document.sections:
        own = [block for block in found if block.section == section.notebook]
        printed = [(_folded(text), block) for block in own for text in block.sentences]
        lost = []
        for carried in told(sections / f"{section.notebook}.ipynb"):
            sentence = Sentence.from_json(carried)
            faults += [Fault(section.title, message) for message in _wrong(sentence, carried["text"])]
            place = next((i for i, (text, _) in enumerate(printed) if text == _folded(carried["text"])), None)
            if place is None:
                lost.append(carried["text"])
                continue
            text, block = printed.pop(place)
            block.sentences.remove(next(said for said in block.sentences if _folded(said) == text))
            figures += len(sentence.figures)
            unfounded += [
                Said(section.title, text, part.text) for part in sentence.figures if not block.gives(_printed(part))
            ]
        faults += [Fault(section.title, _instead(text, [left for left, _ in printed])) for text in lost]
    if faults:
        raise DeskError("proof", "報告書の文が、計算から生成した文と合いません。", faults)
    free = _free(found)
    doubtful = tuple(said for block, said in free if not block.gives(read(said.number)))
    return Told(figures, tuple(unfounded), len(free), doubtful)


def told(notebook: Path) -> list[dict]:
    """The generated sentences that an executed notebook shows, in its order."""
    outputs = (output for cell in nbformat.read(notebook, as_version=4).cells for output in cell.get("outputs", []))
    return [
        sentence for output in outputs for sentence in output.get("data", {}).get(SENTENCES, {}).get("sentences", [])
    ]


def _wrong(sentence: Sentence, text: str) -> list[str]:
    """What is wrong with a sentence that a notebook carries."""
    wrong = [] if sentence.text == text else [f"生成した文「{text}」が、その部分「{sentence.text}」と違います。"]
    wrong += [f"生成した文に、どこから来たかわからない数字「{run}」があります: {text}" for run in sentence.typed]
    return wrong + [
        f"「{part.text}」は、計算した値 {part.value}{part.unit} と違います: {text}"
        for part in sentence.figures
        if not _printed(part).agrees(part.value * _printed(part).scale)
    ]


def _printed(part: Part) -> Printed:
    """A figure of a sentence as a printed one, in the unit it has."""
    digits = part.text.removesuffix(part.unit)
    try:
        return read(digits, part.unit)
    except ValueError:
        return read(digits)  # a unit that only the data knows


def _free(found: list[Block]) -> list[tuple[Block, Said]]:
    """Every number that looks like one in the sentences of ``found``, which nobody generated."""
    return [
        (block, Said(block.title, _folded(sentence), number[0]))
        for block in found
        for sentence in block.sentences
        for number in NUMBER.finditer(sentence)
    ]


def _instead(text: str, printed: list[str]) -> str:
    near = difflib.get_close_matches(_folded(text), printed, n=1, cutoff=0.5)
    there = f"report.html では「{near[0]}」です。" if near else "report.html には、似た文もありません。"
    return f"生成した文は「{text}」、{there}"


def _folded(text: str) -> str:
    return " ".join(text.split())


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


def _is_plain(table: Tag) -> bool:
    """Whether a table has the shape of ours: a head of one line or two, a body without cells across columns."""
    head, body = table.find("thead"), table.find("tbody")
    return bool(head and body and len(head.find_all("tr")) in (1, 2) and not body.find(colspan=True))


def _figures(table: Tag) -> list[list[Printed | None]]:
    """The body with every cell read as a figure, in the unit that the headings of its column or the caption state."""
    figure = table.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
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
    return found[1] if found and _figure("0", found[1]) else ""


def _is(number: Printed, cell: Printed) -> bool:
    """Whether ``cell`` is ``number``: the same digits, or in another unit or with more digits, digits that round to it."""
    kind = kind_of(number.unit)
    if kind != kind_of(cell.unit) or (kind == "count" and cell.unit not in ("", number.unit)):
        return False
    signed = number.text[0] in "+▲△"  # else the words say which way: 40百万円減少した
    return any(
        number.agrees(value) for value in (cell.value * cell.scale, *([] if signed else [abs(cell.value) * cell.scale]))
    )


def _pairs(tables: Sequence[list[list[Printed | None]]]) -> Iterator[tuple[Printed, Printed]]:
    for table in tables:
        for line in itertools.chain(table, zip(*table, strict=True)):
            if len(line) <= _LONGEST_LINE:
                yield from _two(line)


def _two(line: Sequence[Printed | None]) -> Iterator[tuple[Printed, Printed]]:
    return itertools.combinations([cell for cell in line if cell and cell.interval], 2)


def _differ(number: Printed, pair: tuple[Printed, Printed]) -> bool:
    """Whether two cells differ by ``number``. Rates may be rounded, so that their difference is not that of the digits."""
    a, b = pair
    if not kind_of(number.unit) == kind_of(a.unit) == kind_of(b.unit):
        return False
    x, y = (cell.interval if kind_of(cell.unit) == "rate" else cell.point for cell in pair)
    return number.interval.touches(x - y) or number.interval.touches(y - x)


def _grew(number: Printed, pair: tuple[Printed, Printed]) -> bool:
    """Whether one cell of a row is ``number`` % more (+932%) or so many times the other."""
    a, b = pair
    grown = number.unit == "%" and number.text[0] in "+▲△"
    if not (grown or number.unit == "倍") or kind_of(a.unit) != kind_of(b.unit) or kind_of(a.unit) == "rate":
        return False
    if not a.value or not b.value:
        return False
    one = Interval.exactly(1 if grown else 0)
    return any(number.interval.touches(ratio - one) for ratio in (a.point / b.point, b.point / a.point))


def _counts(tables: Sequence[Shown]) -> set[Decimal]:
    """What a count in a sentence may be: so many rows with a text, a figure, a rise, a fall, a mark in one column; the sum of a
    column, with and without its last row, of a row, or of two cells side by side (達成 and 未達成).
    """
    counts: set[Decimal | int] = set()
    for table in tables:
        figures = table.figures
        for column in zip(*figures, strict=True):
            values = [cell.value for cell in column if cell and cell.value is not None]
            counts |= {len(values), sum(v > 0 for v in values), sum(v < 0 for v in values), sum(v == 0 for v in values)}
            counts |= {sum(values), sum(values[:-1])}
        for row in figures:
            values = [cell.value for cell in row if cell and cell.value is not None]
            counts |= {sum(values), *(a + b for a, b in itertools.pairwise(values))}
        for column in zip(*grid(table.tag), strict=True):
            counts |= {*Counter(column).values(), sum(text != "" for text in column)}
        counts |= set(_marked(table.tag).values())
    return {Decimal(count) for count in counts}


def _marked(table: Tag) -> Counter:
    """How many cells carry each style of a mark, by style."""
    return Counter(cell["style"] for cell in table.find("tbody").find_all(["th", "td"]) if ";" in cell.get("style", ""))
