"""Rate and outstanding amount of all claims over the years."""

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from helpers import trace, wareki
from helpers.errors import DeskError
from helpers.measures.rows import Percent, Rows, Summary
from helpers.measures.settlement import account_years
from helpers.notation import convert_money, decimals_of, round_half_up
from helpers.packet import Packet
from helpers.terms import MEASURE_NAMES, RATE, SEGMENTS, Segment


@dataclass(frozen=True)
class TrendPoint:
    """Rate and outstanding amount of all claims in one fiscal year; ``computed`` if from a printed difference."""

    fiscal_year: int
    rate: Percent  # %
    outstanding: Summary  # in the city's summary unit
    outstanding_decimals: int  # places the sources allow
    computed: bool
    approx: bool  # the amount rests on a 「約」
    estimate: bool = False  # the amount is a 決算見込
    about: Summary | None = None  # the 約 figure of the same year that an exact one replaced
    summed: bool = False  # computed from the claims' accounts, because the source prints none for all of them


class Change(NamedTuple):
    """How an amount changed, and the places that the sources allow."""

    value: Decimal
    decimals: int


@dataclass(frozen=True)
class Disagreement:
    """A year whose outstanding amount is printed as 約 and exactly, in the city's summary unit, and the two are not the same."""

    fiscal_year: int
    about: Summary
    exact: Summary


@dataclass(frozen=True)
class _Known:
    """A figure of a year: printed, or computed from the printed one of a later year and the change up to it."""

    value: Decimal
    decimals: int
    approx: bool
    computed: bool = False
    estimate: bool = False
    summed: bool = False


def trend(packet: Packet) -> Rows[TrendPoint]:
    """収納率と収入未済額の推移。印刷された値、印刷された差から求めた値、債権の決算の合計の順に使う。古い順。

    例::

        measures.trend(packet).frame()

    列: fiscal_year、rate(%)、outstanding(金額)、outstanding_decimals、
      computed、approx、estimate、about(金額)、summed
    収納率は市の見出しの区分(headline_rate)。会議の決算の年度より後は含まない。約の値は正確な値に、
    見込みは決算に譲る。``about`` は譲った約の値。
    「N年度より x 少ない」とだけあれば、N年度 = その年度 − 差(約40.2億円と約131億円の減は約171億円)。
    ``outstanding_decimals`` は資料の許す小数の桁。
    データがないとき: 行がない。一つの年度に二つの数値が残れば止まる。
    """
    with trace.noting() as accounts:
        summed_rates, summed_amounts = _rates_of_accounts(packet), _amounts_of_accounts(packet)
    rates = summed_rates | _by_year(packet, RATE, packet.city.headline_rate)
    amounts = summed_amounts | _by_year(packet, "outstanding", "total")
    abouts = _abouts(packet)
    points = Rows(
        (
            TrendPoint(
                fiscal_year=year,
                rate=rates[year].value,
                outstanding=amounts[year].value,
                outstanding_decimals=amounts[year].decimals,
                computed=rates[year].computed or amounts[year].computed,
                approx=amounts[year].approx,
                estimate=amounts[year].estimate,
                about=None if amounts[year].approx else abouts.get(year),
                summed=rates[year].summed or amounts[year].summed,
            )
            for year in sorted(rates.keys() & amounts.keys())
        ),
        packet.city.units,
    )
    if any(point.summed for point in points):
        trace.take(accounts)
    return points


def required_trend(packet: Packet) -> Rows[TrendPoint]:
    """:func:`trend`, of at least one year. DeskError ``missing-data`` if the source has rate and amount for no year."""
    points = trend(packet)
    if not points:
        until = wareki.fiscal_year(packet.meeting.settled_year)
        raise DeskError(
            "missing-data",
            f"{packet.ledger.folder}/figures.csv に、claim が all で、収納率(collection_rate)と"
            f"収入未済額(outstanding)がそろう{until}までの年度の行がありません。債権ごとの決算の金額からも計算できません。",
        )
    return points


def rate_name(packet: Packet) -> str:
    """What the city's headline rate is called: 収納率, 現年度分収納率."""
    segment = packet.city.headline_rate
    return MEASURE_NAMES[RATE] if segment == "total" else SEGMENTS[segment] + MEASURE_NAMES[RATE]


def outstanding_change(latest: TrendPoint, point: TrendPoint) -> Change:
    """How the outstanding amount changed from ``point`` to ``latest``, with the places of the coarser of the two.

    A 約 figure is held against the 約 figure of the later year where there is one: they come from one text, and cover the same claims.
    """
    rough = point.approx and latest.about is not None
    value = latest.about if rough else latest.outstanding
    places = min(decimals_of(latest.about) if rough else latest.outstanding_decimals, point.outstanding_decimals)
    return Change(value - point.outstanding, places)


def disagreements(packet: Packet) -> Rows[Disagreement]:
    """Years whose outstanding amount is printed both exactly and as 約, where the exact one does not round to the other."""
    unit, figures = packet.city.units.summary, _stated(_figures(packet, "outstanding", "total"))
    found = []
    for year, own in figures.groupby("fiscal_year"):
        rough, exact = (own[(own["approx"] != "") == is_rough].itertuples() for is_rough in (True, False))
        for about, precise in itertools.product(rough, exact):
            value = convert_money(precise.value, precise.unit, about.unit)
            if round_half_up(value, decimals_of(about.value)) != about.value:
                amounts = (convert_money(row.value, row.unit, unit) for row in (about, precise))
                found.append(Disagreement(year, *amounts))
                packet.ledger.take(own)
    return Rows(found, packet.city.units)


def _figures(packet: Packet, measure: str, segment: Segment) -> pd.DataFrame:
    """What the sources say of all claims, for the years that the meeting knows of."""
    figures = packet.ledger.figures(claim="all", segment=segment, measure=measure, as_of="", item="", group="")
    return figures[figures["fiscal_year"] <= packet.meeting.settled_year]


def _stated(figures: pd.DataFrame) -> pd.DataFrame:
    return figures[figures["kind"].isin(["actual", "estimate"])]


def _by_year(packet: Packet, measure: str, segment: Segment) -> dict[int, _Known]:
    """Each year's figure, in the city's summary unit if it is money: the printed one, else what a printed change says."""
    unit, figures = packet.city.units.summary, _figures(packet, measure, segment)
    printed = {year: _first(packet, own, ("", "約")) for year, own in _stated(figures).groupby("fiscal_year")}
    known = {
        year: _Known(*_in_unit(row, unit), bool(row.approx), estimate=row.kind == "estimate")
        for year, row in printed.items()
    }
    changes = figures[(figures["kind"] == "difference") & (figures["unit"] != "%")]
    changes = changes[changes["fiscal_year"].isin(list(printed)) & ~changes["base_year"].isin(list(printed))]
    # Where two years say it, the newer one does.
    for row in packet.ledger.take(changes).sort_values("fiscal_year").itertuples():
        this, (change, places) = known[row.fiscal_year], _in_unit(row, unit)
        rough = this.approx or bool(row.approx)
        known[row.base_year] = _Known(this.value - change, min(this.decimals, places), rough, computed=True)
    return known


def _rates_of_accounts(packet: Packet) -> dict[int, _Known]:
    """The city's headline rate in every year with accounts of the claims."""
    rates = {year.fiscal_year: getattr(year, packet.city.headline_rate).rate for year in account_years(packet)}
    return {
        year: _Known(rate, packet.city.decimals, approx=False, summed=True)
        for year, rate in rates.items()
        if rate is not None
    }


def _amounts_of_accounts(packet: Packet) -> dict[int, _Known]:
    """What is outstanding of all claims, in the city's summary unit, in every year with accounts of the claims."""
    units, amounts = packet.city.units, {y.fiscal_year: y.total.outstanding for y in account_years(packet)}
    return {
        year: _Known(convert_money(amount, units.table, units.summary), 1, approx=False, summed=True)
        for year, amount in amounts.items()
        if amount is not None
    }


def _abouts(packet: Packet) -> dict[int, Decimal]:
    """The amounts printed as 約, by year."""
    figures = _stated(_figures(packet, "outstanding", "total"))
    rough = figures[figures["approx"] != ""].groupby("fiscal_year")
    return {year: _in_unit(_first(packet, own, ("約",)), packet.city.units.summary)[0] for year, own in rough}


def _first(packet: Packet, figures: pd.DataFrame, approx: tuple[str, ...]) -> tuple | None:
    """The figure of a year that goes before the others: an exact one before 約, and among these a settlement before an estimate."""
    for rough, kind in itertools.product(approx, ("actual", "estimate")):
        found = packet.ledger.only(figures[(figures["approx"] == rough) & (figures["kind"] == kind)])
        if found is not None:
            return found
    return None


def _in_unit(row: tuple, unit: str) -> tuple[Decimal, int]:
    """Value and printed places of a figure, money converted to ``unit``."""
    if row.measure == RATE:
        return row.value, decimals_of(row.value)
    shift = convert_money(Decimal(1), row.unit, unit).adjusted()  # units of money are powers of ten
    places = max(0, decimals_of(row.value) - shift)
    return convert_money(row.value, row.unit, unit), min(places, 1)  # of a summary, one place is enough to read
