"""Definitions of 収納率: one line each. Words, letters, the Excel formula of forms and the computation follow from it.

A city names its definition in ``city.yaml`` (``rate_definition``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import TypeVar

from helpers.printed import Interval
from helpers.terms import AMOUNT_NAMES

Term = TypeVar("Term", Decimal, Interval)

TABLE = "rates.csv"  # in ``data/``: the rates of all cities, collected
# Letters of the city's tables; what has none is named.
_LETTERS = {"assessed": "A", "collected": "B"}


@dataclass(frozen=True)
class RateDefinition:
    """How a city computes 収納率: ``part`` ÷ ``whole`` × 100, each of them an amount (``terms.AMOUNTS``) less those named after it. Without
    a part no rate is computed: each is one that the city printed.
    """

    part: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """The amounts that it takes."""
        return self.part + self.whole

    @property
    def words(self) -> str:
        """The formula as the packet's definitions write it; empty where no rate is computed."""
        return f"{_in_words(self.part, AMOUNT_NAMES)}÷{_in_words(self.whole, AMOUNT_NAMES)}×100" if self.part else ""

    @property
    def letters(self) -> str:
        """The same as the legend of a table writes it, in letters."""
        names = AMOUNT_NAMES | _LETTERS
        return f"{_in_words(self.part, names)}/{_in_words(self.whole, names)}" if self.part else ""

    @property
    def excel(self) -> str:
        """The same as an Excel formula over cells ``{assessed}``, ``{collected}`` and so on, to ``{places}``: "" while an amount is not there.
        COUNT and N, because a cell that holds "" is no number to divide.
        """
        if not self.part:
            return ""
        part, whole = (["{" + name + "}" for name in names] for names in (self.part, self.whole))
        nothing = "-".join(f"N({cell})" for cell in whole) + "=0"
        missing = [_some_missing(part), *([_some_missing(whole)] if len(whole) > 1 else []), nothing]
        rate = f"ROUND({_difference(part)}/{_difference(whole)}*100,{{places}})"
        return f'=IF(OR({",".join(missing)}),"",{rate})'

    def fraction(self, amounts: Mapping[str, Term | None]) -> tuple[Term | None, Term | None]:
        """What is divided by what; None where an amount is missing, or no rate is computed."""
        return _less(amounts, self.part), _less(amounts, self.whole)

    def is_computed(self, amounts: Mapping[str, Term | None]) -> bool:
        """Whether every amount is there that it takes."""
        return None not in self.fraction(amounts)

    def rate(self, amounts: Mapping[str, Decimal | None]) -> Decimal | None:
        """収納率 in %, unrounded; None if an amount is missing, the whole is zero, or no rate is computed from amounts."""
        part, whole = self.fraction(amounts)
        return None if part is None or not whole else part / whole * 100


def _less(amounts: Mapping[str, Term | None], names: tuple[str, ...]) -> Term | None:
    found = [amounts[name] for name in names]
    if not found or None in found:
        return None
    first, *others = found
    for other in others:
        first -= other
    return first


def _in_words(names: tuple[str, ...], words: Mapping[str, str]) -> str:
    text = "−".join(words[name] for name in names)
    return f"（{text}）" if len(names) > 1 else text


def _some_missing(cells: list[str]) -> str:
    return f"COUNT({','.join(cells)})" + (f"<{len(cells)}" if len(cells) > 1 else "=0")


def _difference(cells: list[str]) -> str:
    return f"({'-'.join(cells)})" if len(cells) > 1 else cells[0]


RATE_DEFINITIONS = {
    "collected": RateDefinition(("collected",), ("assessed",)),
    "collected_less_refund_due": RateDefinition(("collected", "refund_due"), ("assessed",)),
    "as_published": RateDefinition(),
}
# Amounts that some definition takes.
RATE_TERMS = tuple(dict.fromkeys(chain.from_iterable(definition.terms for definition in RATE_DEFINITIONS.values())))
