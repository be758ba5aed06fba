"""The cells of a form that a section fills in, and what each says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from helpers.forms.aims import AIMS
from helpers.forms.aims import TOP as AIMS_TOP
from helpers.forms.draft import BELOW, COUNTS, ITEMS, PARTS, TOTAL, YEARS, row_of
from helpers.forms.figures import TERMS
from helpers.forms.situation import bands
from helpers.rates import RateDefinition
from helpers.terms import AMOUNT_NAMES, MEASURE_NAMES, RATE

SEGMENTS = (*PARTS, "total")
Kind = Literal["amount", "rate", "count", "text"]


@dataclass(frozen=True)
class Slot:
    """One cell to fill in, counted from 0. ``back`` is how many years before the plan a figure is of (0: a target); ``what`` is its
    measure, or which text it is.
    """

    row: int
    column: int
    kind: Kind
    title: str
    what: str
    segment: str = ""
    back: int = 0

    @property
    def figure_kind(self) -> str:
        """What a figure in it is: settled, an estimate of the year that is not settled yet, or a target."""
        return {0: "target", 1: "estimate"}.get(self.back, "actual")


def slots(rate: RateDefinition) -> list[Slot]:
    """Every cell to fill in of a form for a city with this definition of the rate."""
    return [*_figures(rate), *_targets(), *_texts()]


def _figures(rate: RateDefinition) -> Iterator[Slot]:
    for back, column in zip((3, 2, 1), YEARS, strict=True):
        for item in ITEMS:
            lines = range(TOTAL) if item in TERMS else range(TOTAL + 1) if item == RATE and not rate.excel else ()
            for line in lines:
                kind: Kind = "rate" if item == RATE else "amount"
                yield Slot(row_of(item, line), column, kind, MEASURE_NAMES[item], item, SEGMENTS[line], back)
        for row, title in enumerate(COUNTS, start=BELOW - len(COUNTS)):
            yield Slot(row, column, "count", title, title.split("（")[0], "total", back)


def _targets() -> Iterator[Slot]:
    for line, column in enumerate(AIMS):
        yield Slot(AIMS_TOP + 1, column, "rate", f"目標{MEASURE_NAMES[RATE]}", RATE, SEGMENTS[line])
        if line != TOTAL:
            yield Slot(
                AIMS_TOP + 3, column, "amount", f"目標{AMOUNT_NAMES['outstanding']}", "outstanding", SEGMENTS[line]
            )


def _texts() -> Iterator[Slot]:
    yield Slot(2, 8, "text", "②回収体制", "organisation")
    yield Slot(7, 8, "text", "③制度上の事項", "law")
    for number, (top, title) in enumerate(bands()):
        yield Slot(top + 1, 1, "text", f"課題 {title}", f"issue_{number}")
        yield Slot(top + 1, 8, "text", f"対策 {title}", f"response_{number}")
    yield Slot(AIMS_TOP + 1, 1, "text", "達成水準", "level")
    yield Slot(AIMS_TOP + 5, 1, "text", "取組目標", "compared")
