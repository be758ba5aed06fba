"""The settlement of a year: rates and amounts over the years, the largest claims, what moved."""

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import (
    INK,
    LAST,
    MET,
    MISSED,
    QUIET,
    THIS,
    Chart,
    canvas,
    colours_above,
    number_axis,
    rows_down,
)
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.terms import AMOUNT_NAMES, MEASURE_NAMES, RATE, SEGMENTS, Segment

_RATE, _OUTSTANDING = MEASURE_NAMES[RATE], AMOUNT_NAMES["outstanding"]
_MOST_YEARS = 10  # labels that stand side by side


def settlement_trend(packet: Packet) -> Chart:
    """決算の収納率を現年度分と滞納繰越分の折れ線で、収入未済額を棒で示す図。

    例::

        charts.settlement_trend(packet)

    題: 収納率と収入未済額の推移（全債権。縦軸は図ごとに異なる）
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    years = measures.settled_years(packet)
    figure, (current, carried_over, amounts) = canvas(4.4, rows=3, sharex=True)
    for axes, segment in ((current, "current"), (carried_over, "carried_over")):
        _rates(packet, axes, years, segment)
    _amounts(packet, amounts, years)
    ticks = range(years[0].fiscal_year, years[-1].fiscal_year + 1)
    amounts.set_xticks(list(ticks), [wareki.fiscal_year_short(year) for year in ticks])
    amounts.set_xlim(ticks[0] - 0.6, ticks[-1] + 0.6)
    spoken = "。".join(_spoken(packet, year) for year in years)
    return Chart(
        id="fig-settlement-trend",
        caption=f"{_RATE}と{_OUTSTANDING}の推移（全債権。縦軸は図ごとに異なる）",
        alt=f"現年度分と滞納繰越分の{_RATE}の折れ線と、{_OUTSTANDING}の棒。{spoken}。",
        figure=figure,
    )


def _rates(packet: Packet, axes: Axes, years: Sequence[measures.SettledYear], segment: Segment) -> None:
    known = [(year.fiscal_year, getattr(year, segment).rate) for year in years]
    known = [(year, rate) for year, rate in known if rate is not None]
    axes.plot([year for year, _ in known], [float(rate) for _, rate in known], "o-", color=THIS, markersize=5, zorder=3)
    for place, (year, rate) in enumerate(known):
        if len(known) > _MOST_YEARS and place < len(known) - 1:
            continue
        beside = [other for _, other in known[max(place - 1, 0) : place + 2]]
        shift = -13 if rate == min(beside) < max(beside) else 6  # away from the line
        text = f"{packet.notation.number(rate, packet.city.decimals)}%"
        axes.annotate(text, (year, float(rate)), textcoords="offset points", xytext=(0, shift), ha="center", fontsize=8)
    axes.margins(y=0.45)
    axes.set_ylabel(f"{SEGMENTS[segment]}（%）", fontsize=8)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.grid(axis="x", visible=False)


def _amounts(packet: Packet, axes: Axes, years: Sequence[measures.SettledYear]) -> None:
    known = [(year.fiscal_year, year.total.outstanding) for year in years if year.total.outstanding is not None]
    for year, amount in known:
        value = _summary(packet, amount)
        axes.bar(year, float(value), width=0.5, color=THIS, zorder=3)
        if len(known) <= _MOST_YEARS or year == known[-1][0]:
            axes.annotate(packet.notation.number(value, 1), (year, float(value)), textcoords="offset points",
                          xytext=(0, 3), ha="center", fontsize=8)  # fmt: skip
    axes.margins(y=0.25)
    axes.set_ylabel(f"{_OUTSTANDING}（{packet.city.units.summary}）", fontsize=8)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    number_axis(axes.yaxis, packet.notation)
    axes.grid(axis="x", visible=False)


def _spoken(packet: Packet, year: measures.SettledYear) -> str:
    number, places = packet.notation.number, packet.city.decimals
    said = [
        f"{SEGMENTS[segment]}{number(account.rate, places)}%"
        for segment, account in (("current", year.current), ("carried_over", year.carried_over))
        if account.rate is not None
    ]
    if year.total.outstanding is not None:
        amount = number(_summary(packet, year.total.outstanding), 1)
        said.append(f"{_OUTSTANDING}{amount}{packet.city.units.summary}")
    return f"{wareki.fiscal_year(year.fiscal_year)}は{'、'.join(said)}"


def largest(packet: Packet, most: int) -> Chart:
    """決算の収入未済額の大きい債権を、今年度と前年度の棒で示す図。

    例::

        charts.largest(packet, 10)

    題: 収入未済額の大きい債権（現年度分と滞納繰越分の合計）
    ``most``: いくつまで載せるか。
    データがないとき: 何のデータがないかを言って止まる。
    """
    ranked = measures.largest(packet, most)
    unit, notation = packet.city.units.summary, packet.notation
    figure, axes = canvas(0.42 * len(ranked) + 0.8)
    for place, row in enumerate(ranked):
        for amount, shift, colour, ink in ((row.last, -0.2, LAST, QUIET), (row.this, 0.2, THIS, INK)):
            if amount is None:
                continue
            value = _summary(packet, amount)
            axes.barh(place + shift, float(value), height=0.38, color=colour, zorder=2)
            axes.annotate(notation.number(value, 1), (float(value), place + shift), textcoords="offset points",
                          xytext=(3, 0), va="center", fontsize=7, color=ink)  # fmt: skip
    names = [_short(packet, row.claim) for row in ranked]
    rows_down(axes, names)
    axes.margins(x=0.12)
    axes.set_xlabel(f"{_OUTSTANDING}（{unit}）")
    number_axis(axes.xaxis, notation)
    years = [wareki.fiscal_year(packet.meeting.settled_year - back) for back in (1, 0)]
    colours_above(axes, dict(zip(years, (LAST, THIS), strict=True)))
    spoken = "。".join(
        f"{name} {years[1]}{notation.number(_summary(packet, row.this), 1)}{unit}"
        + ("" if row.last is None else f"、{years[0]}{notation.number(_summary(packet, row.last), 1)}{unit}")
        for name, row in zip(names, ranked, strict=True)
    )
    return Chart(
        id="fig-largest",
        caption=f"{_OUTSTANDING}の大きい債権（現年度分と滞納繰越分の合計）",
        alt=f"債権ごとに前年度と当年度の二本の棒。{spoken}。",
        figure=figure,
    )


def movers(packet: Packet, most: int) -> Chart:
    """決算の収入未済額が増えた債権(右)と減った債権(左)の図。

    例::

        charts.movers(packet, 10)

    題: 収入未済額が増えた債権と減った債権（右が増加、左が減少）
    ``most``: 増加と減少を、それぞれいくつまで載せるか。
    データがないとき: 何のデータがないかを言って止まる。
    """
    moved = measures.movers(packet)
    up, down = [row for row in moved if row.change > 0][:most], [row for row in moved if row.change < 0][-most:]
    rows = [*up, *down]
    unit, notation = packet.city.units.summary, packet.notation
    figure, axes = canvas(0.27 * max(len(rows), 1) + 0.7)
    axes.axvline(0, color=INK, linewidth=1, zorder=3)
    spoken, values = [], []
    for place, row in enumerate(rows):
        value = _summary(packet, row.change)
        values.append(float(value))
        rises = row.change > 0
        axes.barh(place, float(value), height=0.62, color=MISSED if rises else MET, zorder=2)
        text = notation.number(value, 1, signed=True)
        axes.annotate(text, (float(value), place), textcoords="offset points", xytext=(4 if rises else -4, 0),
                      va="center", ha="left" if rises else "right", fontsize=7.5)  # fmt: skip
        spoken.append(f"{_short(packet, row.claim)}は{text}{unit}")
    rows_down(axes, [_short(packet, row.claim) for row in rows])
    ends = [min([0.0, *values]), max([0.0, *values])]
    room = (ends[1] - ends[0] or 1) * 0.15  # for the labels
    axes.set_xlim(ends[0] - room, ends[1] + room)
    number_axis(axes.xaxis, notation)
    axes.set_xlabel(f"{_OUTSTANDING}の前年度からの増減（{unit}）")
    return Chart(
        id="fig-movers",
        caption=f"{_OUTSTANDING}が増えた債権と減った債権（右が増加、左が減少）",
        alt=f"増減の棒。{'。'.join(spoken) or '増減した債権はない'}。",
        figure=figure,
    )


def _short(packet: Packet, claim: str) -> str:
    return packet.ledger.claim(claim)["short_name"]


def _summary(packet: Packet, amount: Decimal) -> Decimal:
    return convert_money(amount, packet.city.units.table, packet.city.units.summary)
