"""The figures of a document by address, as formulas find them."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.errors import did_you_mean
from helpers.printed import Printed

_LONGEST_HINT = 300  # characters: not a list of all rows


class FormulaError(ValueError):
    """A formula that cannot be read, or names a figure that is not there. The message is in Japanese."""


@dataclass(frozen=True)
class Key:
    """The address of a figure. ``fiscal_year`` is None in a table that has no years."""

    table: str
    row: str
    column: str
    fiscal_year: int | None = None


@dataclass
class Book:
    """All figures of a document by address, and the rows that are parts of a row."""

    figures: Mapping[Key, Printed]
    parts: Mapping[tuple[str, str, int | None], Sequence[str]]  # (table, row, fiscal year) → its parts, in order
    looked_up: int = 0  # how often a formula looked for a figure: the work that formulas made

    def missing(self, key: Key) -> FormulaError:
        """What to say of a figure that is not there, with the nearest name that is."""
        year = f" {key.fiscal_year}年度" if key.fiscal_year else ""
        hint = ""
        for name in ("table", "row", "column"):
            known = {getattr(k, name) for k in self.figures}
            if getattr(key, name) not in known:
                self.looked_up += len(known)
                hint = f"。{did_you_mean(getattr(key, name), known)}"
                break
        if len(hint) > _LONGEST_HINT:
            hint = ""
        return FormulaError(f"式が指す数値がありません: {key.table} {key.row}{year} {key.column}{hint}")

    def is_beyond(self, key: Key) -> bool:
        """Whether ``key`` is a figure of a year before or after all those of its table, which has it in another year."""
        years = self._years.get(key.table)
        if key.fiscal_year is None or not years or years[0] <= key.fiscal_year <= years[1]:
            return False
        return (key.table, key.row, key.column) in self._named

    @cached_property
    def _years(self) -> dict[str, tuple[int, int]]:
        """The first and the last year of each table that has years."""
        years: dict[str, list[int]] = {}
        for key in self.figures:
            if key.fiscal_year is not None:
                years.setdefault(key.table, []).append(key.fiscal_year)
        return {table: (min(own), max(own)) for table, own in years.items()}

    @cached_property
    def _named(self) -> set[tuple[str, str, str]]:
        return {(key.table, key.row, key.column) for key in self.figures}

    def find(self, key: Key, year_named: bool) -> Key | None:
        """``key``, or, unless its year was named, the same figure of a table that has no years; None if there is neither."""
        self.looked_up += 1
        if key in self.figures:
            return key
        plain = Key(key.table, key.row, key.column)
        return plain if not year_named and plain in self.figures else None


def plain(name: str) -> str:
    """A name as formulas know it: they come normalised from Python's parser, and those of the file must be met by them."""
    return unicodedata.normalize("NFKC", name)
