"""The same claim in several cities."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.formulas import collection_rate
from helpers.measures.stated import StatedFigures, stands
from helpers.notation import convert_money

_DONE = ("actual", "estimate")
_PARTS = ("current", "carried_over")


@dataclass(frozen=True)
class Standing:
    """Where a claim stands: the rate of current money in its newest year, and what it is a rate of."""

    fiscal_year: int
    as_of: str  # ISO date if the year was not over; "" for the whole year
    kind: str  # actual, estimate, or computed (from amounts)
    rate: Decimal  # %
    target: Decimal | None  # % of the same year
    outstanding: Decimal | None  # of all segments, in ``unit``
    unit: str


def standing(
    ledger: Ledger, claim: str, definition: str, prefer: int | None = None, printed: StatedFigures | None = None
) -> Standing | None:
    """The newest rate of current money that the sources give for ``claim``, or that of the year ``prefer`` if there is one; None
    if they give none.

    A printed rate of a whole year goes before one computed from amounts on a day inside a year, and a settlement before an
    estimate. Of a day's rates that the document itself ``printed``, the printed one stands.
    """
    own = ledger.figures(claim=claim, item="", group="")
    rates = own[(own["measure"] == "collection_rate") & (own["segment"] == "current") & (own["as_of"] == "")]
    done = rates[rates["kind"].isin(_DONE)]
    if len(done):
        year = prefer if prefer in set(done["fiscal_year"]) else max(done["fiscal_year"])
        found = _settled(ledger, done[done["fiscal_year"] == year])
        aim = ledger.only(rates[(rates["fiscal_year"] == year) & (rates["kind"] == "target")])
        outstanding, unit = _outstanding(ledger, own, year, "")
        return Standing(year, "", found.kind, found.value, aim and aim.value, outstanding, unit)
    amounts = own[(own["kind"] == "actual") & (own["as_of"] != "") & (own["segment"] == "current")]
    amounts = amounts[amounts["measure"].isin(["assessed", "collected", "refund_due"])]
    if not len(amounts):
        return None
    year, day = max(zip(amounts["fiscal_year"], amounts["as_of"], strict=True))
    key = {"claim": claim, "segment": "current", "fiscal_year": year, "as_of": day, "kind": "actual"}
    assessed, collected, refund_due = (
        ledger.value(**key, measure=measure, item="", group="") for measure in ("assessed", "collected", "refund_due")
    )
    computed = collection_rate(collected, assessed, refund_due, definition)
    rate = stands(printed, (claim, "current", "rate", year), computed)
    if rate is None:
        return None
    outstanding, unit = _outstanding(ledger, own, year, day)
    return Standing(year, day, "computed", rate, None, outstanding, unit)


def _settled(ledger: Ledger, figures: pd.DataFrame) -> tuple | None:
    """The figure of a year: the actual one, else the estimate."""
    actual = ledger.only(figures[figures["kind"] == "actual"])
    return actual or ledger.only(figures[figures["kind"] == "estimate"])


def _outstanding(ledger: Ledger, own: pd.DataFrame, year: int, day: str) -> tuple[Decimal | None, str]:
    """The outstanding amount of all segments, printed or added up; and its unit."""
    of_year = own[(own["measure"] == "outstanding") & (own["fiscal_year"] == year) & (own["as_of"] == day)]
    total, *parts = (_settled(ledger, of_year[of_year["segment"] == segment]) for segment in ("total", *_PARTS))
    if total is not None:
        return total.value, total.unit
    if None in parts:
        return None, ""
    return sum(convert_money(part.value, part.unit, parts[0].unit) for part in parts), parts[0].unit
