"""Rate and outstanding amount of all claims over the years."""

import itertools
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.formulas import known
from helpers.notation import convert_money, decimals_of, round_half_up
from helpers.terms import SEGMENTS, Segment


@dataclass(frozen=True)
class TrendPoint:
    """Rate and outstanding amount of all claims in one fiscal year; ``computed`` if from a printed difference."""

    fiscal_year: int
    rate: Decimal  # %
    outstanding: Decimal  # in the unit asked for
    rate_decimals: int  # places the sources allow
    outstanding_decimals: int
    computed: bool
    approx: bool  # the amount rests on a 「約」
    estimate: bool = False  # the amount is a 決算見込
    about: Decimal | None = None  # the 約 figure of the same year that an exact one replaced


def trend(ledger: Ledger, unit: str, until: int, rate_segment: Segment = "total") -> list[TrendPoint]:
    """Every fiscal year whose rate and outstanding amount are printed or follow from a printed difference, oldest first.

    ``until`` is the newest year shown: what is entered for later years does not change an older packet. ``rate_segment``
    is the segment whose rate the city puts in front. A figure printed as 約 gives way to an exact one of the same year, an estimate
    to a settlement. DeskError ``data`` if a year has two figures still.

    A year known only as "x less than in FY N" is N = this − difference. Its precision is that of the coarser term:
    約40.2億円 and 約131億円 less give 約171億円.
    """
    known(rate_segment, SEGMENTS, "rate_segment")
    by_year: dict[int, dict[str, tuple[Decimal, int, bool, bool]]] = {}
    estimates = set()
    for measure in ("collection_rate", "outstanding"):
        segment = rate_segment if measure == "collection_rate" else "total"
        figures = ledger.figures(claim="all", segment=segment, measure=measure, as_of="", item="", group="")
        figures = figures[figures["fiscal_year"] <= until]
        stated = figures[figures["kind"].isin(["actual", "estimate"])]
        printed = {year: _first(ledger, own, ("", "約")) for year, own in stated.groupby("fiscal_year")}
        if measure == "outstanding":
            abouts = stated[stated["approx"] != ""].groupby("fiscal_year")
            rough = {year: _in_unit(_first(ledger, own, ("約",)), unit)[0] for year, own in abouts}
        for row in printed.values():
            scaled, places = _in_unit(row, unit)
            by_year.setdefault(row.fiscal_year, {})[measure] = (scaled, places, False, bool(row.approx))
            if measure == "outstanding" and row.kind == "estimate":
                estimates.add(row.fiscal_year)
        changes = figures[(figures["kind"] == "difference") & (figures["unit"] != "%")]
        changes = changes[changes["fiscal_year"].isin(list(printed)) & ~changes["base_year"].isin(list(printed))]
        for row in changes.sort_values("fiscal_year").itertuples():  # where two years say it, the newer one does
            this = printed[row.fiscal_year]
            (value, value_places), (change, change_places) = _in_unit(this, unit), _in_unit(row, unit)
            by_year.setdefault(row.base_year, {})[measure] = (
                value - change,
                min(value_places, change_places),
                True,
                bool(this.approx or row.approx),
            )
    points = []
    for year in sorted(year for year, found in by_year.items() if len(found) == 2):
        rate, outstanding = by_year[year]["collection_rate"], by_year[year]["outstanding"]
        points.append(
            TrendPoint(
                year,
                rate[0],
                outstanding[0],
                rate[1],
                outstanding[1],
                rate[2] or outstanding[2],
                outstanding[3],
                year in estimates,
                None if outstanding[3] else rough.get(year),
            )
        )
    return points


def _first(ledger: Ledger, figures: pd.DataFrame, approx: tuple[str, ...]) -> tuple | None:
    """The figure of a year that goes before the others: an exact one before 約, and among these a settlement before an estimate."""
    for rough, kind in itertools.product(approx, ("actual", "estimate")):
        found = ledger.only(figures[(figures["approx"] == rough) & (figures["kind"] == kind)])
        if found is not None:
            return found
    return None


def _in_unit(row: tuple, unit: str) -> tuple[Decimal, int]:
    """Value and printed places of a figure, money converted to ``unit``."""
    if row.measure != "outstanding":
        return row.value, decimals_of(row.value)
    shift = convert_money(Decimal(1), row.unit, unit).adjusted()  # units of money are powers of ten
    places = max(0, decimals_of(row.value) - shift)
    return convert_money(row.value, row.unit, unit), min(places, 1)  # of a summary, one place is enough to read


def outstanding_change(latest: TrendPoint, point: TrendPoint) -> tuple[Decimal, int]:
    """How the outstanding amount changed from ``point`` to ``latest``, and the places of the coarser of the two.

    A 約 figure is held against the 約 figure of the later year where there is one: they come from one text, and cover the same claims.
    """
    rough = point.approx and latest.about is not None
    value = latest.about if rough else latest.outstanding
    places = min(decimals_of(latest.about) if rough else latest.outstanding_decimals, point.outstanding_decimals)
    return value - point.outstanding, places


def disagreements(ledger: Ledger, unit: str, until: int) -> list[tuple[int, Decimal, Decimal]]:
    """Years whose outstanding amount is printed both exactly and as 約, where the exact one does not round to the other.

    Tuples of fiscal year, the round figure, the exact one, in ``unit``.
    """
    figures = ledger.figures(claim="all", segment="total", measure="outstanding", as_of="", item="", group="")
    figures = figures[(figures["fiscal_year"] <= until) & figures["kind"].isin(["actual", "estimate"])]
    found = []
    for year, own in figures.groupby("fiscal_year"):
        for about in own[own["approx"] != ""].itertuples():
            for exact in own[own["approx"] == ""].itertuples():
                value = convert_money(exact.value, exact.unit, about.unit)
                if round_half_up(value, decimals_of(about.value)) != about.value:
                    found.append((year, *(convert_money(row.value, row.unit, unit) for row in (about, exact))))
    return found
