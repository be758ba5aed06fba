"""Outstanding amounts: from the opening to the target, and by claim, bureau or section."""

import itertools
from decimal import Decimal

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import (
    INK,
    LAST,
    MISSED,
    QUIET,
    THIS,
    Chart,
    canvas,
    colours_above,
    largest,
    number_axis,
    rows_down,
)
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.terms import BY

_MOST = 36  # bars that a page holds


def bridge(packet: Packet) -> Chart:
    """過年の収入未済額を、期首・会議の日・目標の三本の棒と矢印で示す図。目標がなければ二本。

    例::

        charts.bridge(packet)

    題: 過年の収入未済額：期首から目標まで（括弧内は過年調定額に対する割合）
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)か決算の、合計の金額が要る。
    """
    total, moment = measures.total_of(measures.positions(packet, "carried_over")).this, measures.moment(packet)
    unit, year = packet.city.units.sentence, wareki.fiscal_year(moment.fiscal_year)
    bars = {f"{year}\n過年調定額": total.assessed, f"{moment.words}\n収入未済額": total.outstanding}
    if total.target is not None:
        bars[f"{year}\n目標収入未済額"] = total.target
    labels, amounts = list(bars), [convert_money(amount, packet.city.units.table, unit) for amount in bars.values()]
    printed = [f"{packet.notation.number(amount, 0)}{unit}" for amount in amounts]
    figure, axes = canvas(3.2)
    values = [float(amount) for amount in amounts]
    count = len(values)
    colours, edges, hatches = [LAST, THIS, "white"][:count], [LAST, THIS, THIS][:count], ["", "", "///"][:count]
    axes.bar(range(count), values, color=colours, edgecolor=edges, hatch=hatches, width=0.5)
    for place, text in enumerate(printed):
        axes.annotate(text, (place, values[place]), textcoords="offset points",
                      xytext=(0, 4), ha="center", fontsize=11)  # fmt: skip
    shares = [step.share for step in measures.bridge(packet)[1:]]
    for place, (pair, share) in enumerate(zip(itertools.pairwise(amounts), shares, strict=True)):
        _arrow(packet, axes, place + 0.5, pair, share)
    axes.set_xticks(range(count), labels)
    axes.set_ylim(0, max(values) * 1.15)
    number_axis(axes.yaxis, packet.notation)
    axes.set_ylabel(unit)
    axes.grid(axis="x", visible=False)
    spoken = "、".join(label.replace("\n", "") + text for label, text in zip(labels, printed, strict=True))
    return Chart(
        id="fig-bridge",
        caption=f"過年の収入未済額：期首から{moment.words if total.target is None else '目標'}まで（括弧内は過年調定額に対する割合）",
        alt=f"棒と矢印の図。{spoken}。",
        figure=figure,
    )


def _arrow(packet: Packet, axes: Axes, middle: float, pair: tuple[Decimal, Decimal], share: Decimal | None) -> None:
    """From the first of ``pair`` to the second, with the change and what ``share`` (%) it is of the opening."""
    high, low = pair
    axes.annotate("", (middle, float(low)), (middle, float(high)), arrowprops={"arrowstyle": "-|>", "color": MISSED})
    number, unit = packet.notation.number, packet.city.units.sentence
    text = f"{number(low - high, 0)}{unit}\n（{number(share, 1)}%）"
    axes.text(middle + 0.03, float((high + low) / 2), text, va="center", fontsize=9, color=INK)


def cuts(packet: Packet, by: str, without_major: bool = False) -> Chart:
    """収入未済額と削減率を、今年度と前年度の棒で比べる図。大きく悪くなったものは赤枠。

    例::

        charts.cuts(packet, "claim")

    題: 債権別の収入未済額（過年、令和7年10月末、赤枠は削減率が前年度より3ポイント以上低下）
    ``by``: claim(債権)、bureau(局)、section(課)。``without_major=True`` は、
    主要なものを除く。一頁に収まらなければ大きい順。
    データがないとき: 何のデータがないかを言って止まる。
    """
    every = measures.cuts(packet, by, without_major)
    rows = [every[place] for place in largest([row.this.outstanding for row in every], _MOST)]
    figure, axes = canvas(0.24 * len(rows) + 0.5)
    spoken, reach = [], 0.0
    for place, row in enumerate(rows):
        texts = _bars(packet, axes, place, row)
        reach = max([reach, *(float(_summary(packet, day.outstanding)) for day in _shown(row))])
        worse = "、削減率が大きく低下" if packet.is_worse(row.cut_points) else ""
        spoken.append(f"{row.label} {'から'.join(texts)}{worse}")
    limit = reach * 1.28
    for place, row in enumerate(rows):
        if packet.is_worse(row.cut_points):
            axes.barh(place, limit * 0.998, height=0.92, facecolor="none", edgecolor=MISSED, linewidth=1.2, zorder=4)
    axes.set_xlim(0, limit)
    number_axis(axes.xaxis, packet.notation)
    rows_down(axes, [row.label for row in rows], size=7)
    axes.set_xlabel(f"収入未済額（{packet.city.units.summary}）。括弧内は過年調定額からの削減率")
    moment = measures.moment(packet)
    year = moment.fiscal_year
    colours_above(axes, {wareki.fiscal_year(year - 1): LAST, wareki.fiscal_year(year): THIS})
    most = f"、大きい順の{_MOST}{BY[by]}" if len(rows) < len(every) else ""
    return Chart(
        id=f"fig-cuts-{by}" + ("-minor" if without_major else ""),
        caption=f"{BY[by]}別の収入未済額{'（主要を除く）' if without_major else ''}"
        f"（過年、{moment.words}{most}{_red(packet)}）",
        alt="。".join(spoken) + "。",
        figure=figure,
    )


def _shown(row: measures.Cut) -> list[measures.Share]:
    """The years that have a bar, last year's first."""
    return [day for day in (row.last, row.this) if day.outstanding is not None]


def _summary(packet: Packet, amount: Decimal) -> Decimal:
    return convert_money(amount, packet.city.units.table, packet.city.units.summary)


def _bars(packet: Packet, axes: Axes, place: int, row: measures.Cut) -> list[str]:
    """Draw the bars of one claim, bureau or section; gives what is written beside them."""
    notation, texts = packet.notation, []
    for day in _shown(row):
        is_this = day is row.this
        amount = _summary(packet, day.outstanding)
        height = place + (0.19 if is_this else -0.19)
        axes.barh(height, float(amount), height=0.36, color=THIS if is_this else LAST, zorder=2)
        texts.append(f"{notation.number(amount, 1)}（{notation.number(day.cut, packet.city.decimals)}%）")
        axes.annotate(texts[-1], (float(amount), height), textcoords="offset points", xytext=(3, 0), va="center",
                      fontsize=6, color=INK if is_this else QUIET)  # fmt: skip
    return texts


def _red(packet: Packet) -> str:
    threshold = packet.city.thresholds.worse_points
    return "" if threshold is None else f"、赤枠は削減率が前年度より{threshold:g}ポイント以上低下"
