"""A form being written: its sheet, what is known for it, its looks; and the layout that its parts share.

The sheet has thirteen columns: on the left (1)① figures, (2) issues, (4) the level aimed at; on the right (1)②–④ the situation,
(3) measures, (5) targets. Rows and columns are counted from 0.
"""

from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from helpers.forms.contents import Contents
from helpers.forms.formats import Formats
from helpers.rates import RateDefinition
from helpers.terms import AMOUNTS, RATE

PARTS = ("current", "carried_over")
LABELS = ("現年", "過年", "合計")  # the lines of an item
TOTAL = 2  # the line of a total
ITEMS = (*AMOUNTS, RATE)  # of (1)①, each of three lines
COUNTS = ("滞納者数（人）", "滞納件数（件）")
TOP = 5  # first row of the figures
BELOW = TOP + len(ITEMS) * len(LABELS) + len(COUNTS)  # first row below them
YEARS = (3, 4, 5)  # columns of the three years
REFERENCE = 6  # column of the figures known today
AIMS = (10, 11, 12)  # current, carried over, total in (5)
PLACES = 1  # of a rate
_TEXT_LIMIT = 1000  # characters in a box of text

cell = xl_rowcol_to_cell


def row_of(item: str, line: int) -> int:
    """The row of (1)① in which a line of an item stands."""
    return TOP + ITEMS.index(item) * len(LABELS) + line


def upright(title: str) -> str:
    """A heading written downwards; 「（1）」 stays together."""
    label, _, rest = title.rpartition("）")
    return "\n".join([f"{label}）", *rest] if label else rest)


def total(amounts: dict[str, Decimal | None]) -> Decimal | None:
    """The sum of the parts that are known."""
    known = [amounts[part] for part in PARTS if amounts[part] is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True)
class Draft:
    """What every part of a form is written with."""

    sheet: Worksheet
    form: Contents
    formats: Formats
    rate: RateDefinition

    def heading(self, top: int, left: int, bottom: int, right: int, text: str) -> None:
        """A heading over cells."""
        self.sheet.merge_range(top, left, bottom, right, text, self.formats.head)

    def text(self, top: int, left: int, bottom: int, right: int, text: str, look: Format) -> None:
        """A text that nobody fills in."""
        if (top, left) == (bottom, right):
            self.sheet.write(top, left, text, self.formats.of(look, text))
        else:
            self.sheet.merge_range(top, left, bottom, right, text, self.formats.of(look, text))

    def amount(self, row: int, column: int, value: Decimal | None) -> None:
        """A known amount."""
        self.sheet.write(row, column, None if value is None else float(value), self.formats.money)

    def formula(self, row: int, column: int, formula: str, look: Format, value: Decimal | None = None) -> None:
        """A formula together with its value: a viewer that does not compute shows it too."""
        self.sheet.write_formula(row, column, formula, look, "" if value is None else float(value))

    def sum(self, row: int, column: int, first: str, last: str, value: Decimal | None = None) -> None:
        """The sum of the cells from ``first`` to ``last``; empty while none of them is filled in."""
        cells = f"{first}:{last}"
        self.formula(row, column, f'=IF(COUNT({cells})=0,"",SUM({cells}))', self.formats.money, value)

    def input_number(self, row: int, column: int, title: str) -> None:
        """A cell that takes a whole amount of zero or more."""
        hint = "0以上の整数を、単位やカンマを付けずに入力してください。"
        limits = {"validate": "integer", "criteria": ">=", "value": 0}
        self._input(row, column, self.formats.open_money, limits, title, hint)

    def input_rate(self, row: int, column: int, title: str) -> None:
        """A cell that takes a rate in %."""
        hint = "0から100までの率を入力してください。"
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
        self._input(row, column, self.formats.open_rate, limits, title, hint)

    def _input(self, row: int, column: int, look: Format, limits: dict, title: str, hint: str) -> None:
        self.sheet.write_blank(row, column, None, look)
        self.sheet.data_validation(row, column, row, column, {**limits, **_words(title, hint, hint)})

    def input_text(self, top: int, left: int, bottom: int, right: int, title: str, hint: str, text: str = "") -> None:
        """A box of text to fill in, with what stands there already."""
        self.text(top, left, bottom, right, text, self.formats.open_box)
        limits = {"validate": "length", "criteria": "<=", "value": _TEXT_LIMIT}
        words = _words(title, hint, f"{_TEXT_LIMIT}字までで入力してください。")
        self.sheet.data_validation(top, left, bottom, right, {**limits, **words})


def _words(title: str, hint: str, error: str) -> dict[str, str]:
    return {
        "input_title": title[:32],
        "input_message": hint,
        "error_title": "入力を確かめてください",
        "error_message": error,
    }
