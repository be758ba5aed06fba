"""What stands under one heading of a report, and whether a number of a sentence follows from the tables there."""

import bisect
import itertools
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from bs4 import Tag

from helpers.notation import SIGNS
from helpers.press.proof.table import Shown, grid
from helpers.printed import Interval, Printed, kind_of

# Of a longer column no sentence tells the difference of two; pairs grow with the square, and among so many one would fit by chance.
_LONGEST_LINE = 120


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

    def gives(self, number: Printed, counted: Container[str]) -> bool:
        """Whether ``number`` follows from the tables: if a cell of the section is that figure; or, under this heading, if two cells
        of a row or column differ by it, if a cell is that many % more than another of its row or so many times it, or, for a
        count (its unit is one of ``counted``), if it is a number of rows or a sum. (A count is small, and so is what this proves of one.)
        """
        return (
            any(_is(number, cell) for cell in self.whole.near(number))
            or (number.unit in counted and number.value in self._counts)
            or any(_differ(number, pair) for pair in _pairs(self._near))
            or any(_grew(number, pair) for table in self._near for row in table for pair in _two(row))
        )

    @property
    def _near(self) -> list[list[list[Printed | None]]]:
        return [table.figures for table in self.tables or self.whole.tables]

    @cached_property
    def _counts(self) -> set[Decimal]:
        return _counts(self.tables or self.whole.tables)


def _is(number: Printed, cell: Printed) -> bool:
    """Whether ``cell`` is ``number``: the same digits, or in another unit or with more digits, digits that round to it."""
    kind = kind_of(number.unit)
    if kind != kind_of(cell.unit) or (kind == "count" and cell.unit not in ("", number.unit)):
        return False
    signed = number.text[0] in SIGNS  # else the words say which way: 40百万円減少した
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
    grown = number.unit == "%" and number.text[0] in SIGNS
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
