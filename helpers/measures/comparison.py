"""The same claim in several cities."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.measures.accounts import account
from helpers.measures.stated import Key, stands, stated
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.rates import RATE_TERMS
from helpers.terms import RATE

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


def standing(packet: Packet, claim: str, prefer: int | None = None) -> Standing | None:
    """The newest rate of current money that the sources give for ``claim``, or that of the year ``prefer`` if there is one; None
    if they give none.

    A printed rate of a whole year goes before one that follows from the year's accounts, this before one computed from amounts on a day
    inside a year, and a settlement before an estimate. Of a day's rates that the meeting's documents print, the printed one stands.
    """
    own = packet.ledger.figures(claim=claim, item="", group="")
    return _of_a_year(packet, own, prefer) or _of_accounts(packet, claim, own, prefer) or _of_a_day(packet, claim, own)


def _of_a_year(packet: Packet, own: pd.DataFrame, prefer: int | None) -> Standing | None:
    """By the printed rate of a whole year; ``own`` are the claim's figures."""
    rates = own[(own["measure"] == RATE) & (own["segment"] == "current") & (own["as_of"] == "")]
    done = rates[rates["kind"].isin(_DONE)]
    if not len(done):
        return None
    year = prefer if prefer in set(done["fiscal_year"]) else max(done["fiscal_year"])
    found = _settled(packet, done[done["fiscal_year"] == year])
    aim = packet.ledger.only(rates[(rates["fiscal_year"] == year) & (rates["kind"] == "target")])
    outstanding, unit = _outstanding(packet, own, year, "")
    return Standing(year, "", found.kind, found.value, aim and aim.value, outstanding, unit)


def _of_accounts(packet: Packet, claim: str, own: pd.DataFrame, prefer: int | None) -> Standing | None:
    """By the amounts of a whole year."""
    years = own[(own["as_of"] == "") & own["measure"].isin(RATE_TERMS) & (own["kind"] == "actual")]["fiscal_year"]
    rates = {year: account(packet, claim, "current", year).rate for year in set(years)}
    known = [year for year, rate in rates.items() if rate is not None]
    if not known:
        return None
    year = prefer if prefer in known else max(known)
    outstanding = account(packet, claim, "total", year).outstanding
    return Standing(year, "", "actual", rates[year], None, outstanding, packet.city.units.table)


def _of_a_day(packet: Packet, claim: str, own: pd.DataFrame) -> Standing | None:
    """By the amounts of the newest day inside a year."""
    amounts = own[(own["kind"] == "actual") & (own["as_of"] != "") & (own["segment"] == "current")]
    amounts = amounts[amounts["measure"].isin(RATE_TERMS)]
    if not len(amounts):
        return None
    year, day = max(zip(amounts["fiscal_year"], amounts["as_of"], strict=True))
    key = {"claim": claim, "segment": "current", "fiscal_year": year, "as_of": day, "kind": "actual"}
    terms = {measure: packet.ledger.value(**key, measure=measure, item="", group="") for measure in RATE_TERMS}
    computed = packet.city.rate.rate(terms)
    rate = stands(stated(packet), Key(claim, "current", "rate", year), computed)
    if rate is None:
        return None
    outstanding, unit = _outstanding(packet, own, year, day)
    return Standing(year, day, "computed", rate, None, outstanding, unit)


def _settled(packet: Packet, figures: pd.DataFrame) -> tuple | None:
    """The figure of a year: the actual one, else the estimate."""
    actual = packet.ledger.only(figures[figures["kind"] == "actual"])
    return actual or packet.ledger.only(figures[figures["kind"] == "estimate"])


def _outstanding(packet: Packet, own: pd.DataFrame, year: int, day: str) -> tuple[Decimal | None, str]:
    """The outstanding amount of all segments, printed or added up; and its unit."""
    of_year = own[(own["measure"] == "outstanding") & (own["fiscal_year"] == year) & (own["as_of"] == day)]
    total, *parts = (_settled(packet, of_year[of_year["segment"] == segment]) for segment in ("total", *_PARTS))
    if total is not None:
        return total.value, total.unit
    if None in parts:
        return None, ""
    return sum(convert_money(part.value, part.unit, parts[0].unit) for part in parts), parts[0].unit
