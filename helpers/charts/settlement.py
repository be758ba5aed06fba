"""The settlement of a year: rates and amounts over the years, the largest claims, what moved."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import (
    BETTER,
    INK,
    LAST,
    QUIET,
    SMALL,
    THIS,
    WORSE,
    Chart,
    canvas,
    colours_above,
    fitting,
    looks_above,
    number_axis,
    rate_axis,
)
from helpers.charts.labels import distinct, ends, on_line, rows_down, sparse, years_across
from helpers.charts.spoken import RATE_ROSE_FELL, ROSE_FELL, course
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.terms import AMOUNT_NAMES, MEASURE_NAMES, RATE, SEGMENTS, Segment

_RATE, _OUTSTANDING = MEASURE_NAMES[RATE], AMOUNT_NAMES["outstanding"]
_ROW, _THIN_ROW = 0.42, 0.27  # inches: of two bars, and of one


def settlement_trend(packet: Packet) -> Chart:
    """決算の収納率を現年度分と滞納繰越分の折れ線で、収入未済額を棒で示す図。

    例::

        charts.settlement_trend(packet)

    題: 収納率と収入未済額の推移（全債権。収納率の縦軸は、二つの図で1ポイントの高さが同じ）
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    years = measures.settled_years(packet)
    figure, (current, carried_over, amounts) = canvas(4.4, rows=3, sharex=True)
    rates = {segment: _known_rates(years, segment) for segment in ("current", "carried_over")}
    span = max((max(known.values()) - min(known.values()) for known in rates.values() if known), default=0)
    for axes, (segment, known) in zip((current, carried_over), rates.items(), strict=True):
        axes.set_ylabel(f"{SEGMENTS[segment]}（%）", fontsize=8)
        if known:
            _rates(packet, axes, known, float(span) or 1)
    _amounts(packet, amounts, years)
    ticks = range(years[0].fiscal_year, years[-1].fiscal_year + 1)
    years_across(amounts, ticks)
    amounts.set_xlim(ticks[0] - 0.6, ticks[-1] + 0.6)
    spoken = "。".join(_spoken(packet, year) for year in years)
    return Chart(
        id="fig-settlement-trend",
        caption=f"{_RATE}と{_OUTSTANDING}の推移（全債権。収納率の縦軸は、二つの図で1ポイントの高さが同じ）",
        alt=f"{''.join(_courses(packet, rates, years))}現年度分と滞納繰越分の{_RATE}の折れ線と、{_OUTSTANDING}の棒。{spoken}。",
        figure=figure,
    )


def _known_rates(years: Sequence[measures.SettledYear], segment: Segment) -> dict[int, Decimal]:
    rates = {year.fiscal_year: getattr(year, segment).rate for year in years}
    return {year: rate for year, rate in rates.items() if rate is not None}


def _rates(packet: Packet, axes: Axes, rates: dict[int, Decimal], span: float) -> None:
    """The line of one segment on an axis ``span`` points high, and room for labels."""
    years, heights = list(rates), [float(rate) for rate in rates.values()]
    axes.plot(years, heights, "o-", color=THIS, markersize=5, zorder=3)
    texts = [f"{packet.notation.number(rate, packet.city.decimals)}%" for rate in rates.values()]
    on_line(axes, years, heights, sparse(years, texts, 8, overlap=0.15), size=8)
    middle = (min(heights) + max(heights)) / 2
    axes.set_ylim(middle - span, middle + span)
    rate_axis(axes.yaxis, packet.notation, heights)


def _amounts(packet: Packet, axes: Axes, years: Sequence[measures.SettledYear]) -> None:
    known = _known_amounts(packet, years)
    texts = [packet.notation.number(value, 1) for value in known.values()]
    for (year, value), text in zip(known.items(), sparse(list(known), texts, 8) if known else [], strict=True):
        axes.bar(year, float(value), width=0.5, color=THIS, zorder=3)
        axes.annotate(text, (year, float(value)), textcoords="offset points", xytext=(0, 3), ha="center", fontsize=8)
    axes.margins(y=0.25)
    axes.set_ylabel(f"{_OUTSTANDING}（{packet.city.units.summary}）", fontsize=8)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    number_axis(axes.yaxis, packet.notation)


def _known_amounts(packet: Packet, years: Sequence[measures.SettledYear]) -> dict[int, Decimal]:
    amounts = {year.fiscal_year: year.total.outstanding for year in years}
    return {year: _summary(packet, amount) for year, amount in amounts.items() if amount is not None}


def _courses(
    packet: Packet, rates: dict[str, dict[int, Decimal]], years: Sequence[measures.SettledYear]
) -> Iterator[str]:
    """Where the rates and the amount came from, and where they went."""
    number, places, unit = packet.notation.number, packet.city.decimals, packet.city.units.summary
    lines = [(f"{SEGMENTS[segment]}の{_RATE}", known, places, "%", RATE_ROSE_FELL) for segment, known in rates.items()]
    for name, known, decimals, of, words in [*lines, (_OUTSTANDING, _known_amounts(packet, years), 1, unit, ROSE_FELL)]:
        if len(known) > 1:
            first, *_, last = known
            when = f"{wareki.fiscal_year(first)}から{wareki.fiscal_year(last)}までに"
            printed = (f"{number(known[year], decimals)}{of}" for year in (first, last))
            yield f"{name}は、{when}{course(*printed, known[last] - known[first], words)}。"


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
    ranked = measures.largest(packet, most)[: fitting(_ROW, 0.8)]
    unit, notation = packet.city.units.summary, packet.notation
    figure, axes = canvas(_ROW * len(ranked) + 0.8)
    values, texts = [], []
    for place, row in enumerate(ranked):
        for amount, shift, colour, ink in ((row.last, -0.21, LAST, QUIET), (row.this, 0.21, THIS, INK)):
            if amount is None:
                continue
            value = _summary(packet, amount)
            values.append(float(value))
            texts.append(notation.number(value, 1))
            axes.barh(place + shift, values[-1], height=0.38, color=colour, zorder=2)
            axes.annotate(texts[-1], (values[-1], place + shift), textcoords="offset points",
                          xytext=(3, 0), va="center", fontsize=SMALL, color=ink)  # fmt: skip
    names = distinct(
        [_short(packet, row.claim) for row in ranked], [packet.ledger.claim(row.claim)["name"] for row in ranked]
    )
    rows_down(axes, names)
    axes.set_xlim(*ends(values, texts, names))
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
        alt=f"{_largest_said(packet, names[0], ranked)}債権ごとに前年度と当年度の二本の棒。{spoken}。",
        figure=figure,
    )


def _largest_said(packet: Packet, first: str, ranked: Sequence[measures.Ranked]) -> str:
    amount = packet.notation.number(_summary(packet, ranked[0].this), 1)
    grown = [row.change > 0 for row in ranked if row.change]
    return (
        f"最も大きいのは{first}の{amount}{packet.city.units.summary}。"
        f"{len(ranked)}債権のうち、前年度より増えたのは{grown.count(True)}債権、減ったのは{grown.count(False)}債権。"
    )


def movers(packet: Packet, most: int) -> Chart:
    """決算の収入未済額が増えた債権(右)と減った債権(左)の図。

    例::

        charts.movers(packet, 10)

    題: 収入未済額が増えた債権と減った債権（右が増加、左が減少）
    ``most``: 増加と減少を、それぞれいくつまで載せるか。
    データがないとき: 何のデータがないかを言って止まる。
    """
    moved, most = measures.movers(packet), min(most, fitting(_THIN_ROW, 1) // 2)
    up, down = [row for row in moved if row.change > 0][:most], [row for row in moved if row.change < 0][-most:]
    rows = [*up, *down]
    unit, notation = packet.city.units.summary, packet.notation
    figure, axes = canvas(_THIN_ROW * max(len(rows), 1) + 1)
    axes.axvline(0, color=INK, linewidth=1, zorder=3)
    values = [float(_summary(packet, row.change)) for row in rows]
    texts = [notation.number(_summary(packet, row.change), 1, signed=True) for row in rows]
    for place, (row, value, text) in enumerate(zip(rows, values, texts, strict=True)):
        rises = row.change > 0
        axes.barh(place, value, height=0.62, zorder=2, **(WORSE if rises else BETTER))
        axes.annotate(text, (value, place), textcoords="offset points", xytext=(4 if rises else -4, 0),
                      va="center", ha="left" if rises else "right", fontsize=SMALL)  # fmt: skip
    names = distinct(
        [_short(packet, row.claim) for row in rows], [packet.ledger.claim(row.claim)["name"] for row in rows]
    )
    rows_down(axes, names)
    axes.set_xlim(*ends(values, texts, names))
    number_axis(axes.xaxis, notation)
    axes.set_xlabel(f"{_OUTSTANDING}の前年度からの増減（{unit}）")
    looks_above(axes, {"減少": BETTER, "増加": WORSE})
    told = [f"{name}は{text}{unit}" for name, text in zip(names, texts, strict=True)]
    ends_said = [f"最も増えたのは{names[0]}の{texts[0]}{unit}。"] * bool(up)
    ends_said += [f"最も減ったのは{names[-1]}の{texts[-1]}{unit}。"] * bool(down)
    return Chart(
        id="fig-movers",
        caption=f"{_OUTSTANDING}が増えた債権と減った債権（右が増加、左が減少）",
        alt=f"{''.join(ends_said)}増減の棒。{'。'.join(told) or '増減した債権はない'}。",
        figure=figure,
    )


def _short(packet: Packet, claim: str) -> str:
    return packet.ledger.claim(claim)["short_name"]


def _summary(packet: Packet, amount: Decimal) -> Decimal:
    return convert_money(amount, packet.city.units.table, packet.city.units.summary)
