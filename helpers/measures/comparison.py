"""The same claim in several cities."""

from dataclasses import dataclass
from decimal import Decimal

from helpers.ledger import Ledger
from helpers.measures.formulas import collection_rate


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


def standing(ledger: Ledger, claim: str, definition: str, prefer: int | None = None) -> Standing | None:
    """The newest rate of current money that the sources give for ``claim``, or that of the year ``prefer`` if there is one; None
    if they give none.

    A printed rate of a whole year goes before one computed from amounts on a day inside a year.
    """
    own = ledger.figures(claim=claim)
    rates = own[(own["measure"] == "collection_rate") & (own["segment"] == "current") & (own["as_of"] == "")]
    done = rates[rates["kind"].isin(["actual", "estimate"])]
    if len(done):
        year = prefer if prefer in set(done["fiscal_year"]) else max(done["fiscal_year"])
        newest = done[done["fiscal_year"] == year].sort_values("kind").iloc[0]  # actual before estimate
        aims = rates[(rates["fiscal_year"] == year) & (rates["kind"] == "target")]["value"]
        target = aims.iloc[0] if len(aims) else None
        outstanding, unit = _outstanding(own, year, "")
        return Standing(year, "", newest["kind"], newest["value"], target, outstanding, unit)
    amounts = own[(own["kind"] == "actual") & (own["as_of"] != "") & (own["segment"] == "current")]
    amounts = amounts[amounts["measure"].isin(["assessed", "collected", "refund_due"])]
    if not len(amounts):
        return None
    day = max(amounts["as_of"])
    on_day = amounts[amounts["as_of"] == day].set_index("measure")["value"]
    rate = collection_rate(on_day.get("collected"), on_day.get("assessed"), on_day.get("refund_due"), definition)
    if rate is None:
        return None
    year = amounts[amounts["as_of"] == day]["fiscal_year"].iloc[0]
    outstanding, unit = _outstanding(own, year, day)
    return Standing(year, day, "computed", rate, None, outstanding, unit)


def _outstanding(own, year: int, day: str) -> tuple[Decimal | None, str]:
    """The outstanding amount of all segments, printed or added up; and its unit."""
    found = own[(own["measure"] == "outstanding") & (own["fiscal_year"] == year) & (own["as_of"] == day)]
    found = found[found["kind"].isin(["actual", "estimate"])]
    total = found[found["segment"] == "total"]
    if len(total):
        return total["value"].iloc[0], total["unit"].iloc[0]
    parts = found[found["segment"].isin(["current", "carried_over"])]
    return (sum(parts["value"]), parts["unit"].iloc[0]) if len(parts) == 2 else (None, "")
