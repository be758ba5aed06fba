"""Estimate against target, and initiatives by tag."""

from collections.abc import Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import (
    INK,
    MET,
    MISSED,
    PLAIN,
    QUIET,
    TAG_COLOURS,
    TAG_HATCHES,
    Chart,
    canvas,
    legend_above,
    number_axis,
    rows_down,
)
from helpers.packet import Packet
from helpers.terms import SEGMENTS, VERDICT_NAMES

_BEHIND = PLAIN | {"pad": 0.8}


def targets(packet: Packet) -> Chart:
    """実績推計が目標からどれだけ離れているかを、点で示す図。

    例::

        charts.targets(packet)

    題: ○年度の実績推計と目標の差（●は達成、×は未達成。横軸の幅は図ごとに異なる。保育料は分納率）
    データがないとき: 何のデータがないかを言って止まる。前年度の実績推計と目標が要る。
    """
    aims = measures.targets(packet)
    rows = {claim: row for row, claim in enumerate(dict.fromkeys(aim.claim for aim in aims))}
    segments = [segment for segment in SEGMENTS if any(aim.segment == segment for aim in aims)]
    figure, grid = canvas(0.36 * len(rows) + 1.1, columns=len(segments), sharey=True, squeeze=False)
    for axes, segment in zip(grid[0], segments, strict=True):
        _panel(packet, axes, [aim for aim in aims if aim.segment == segment], rows)
        axes.set_title(SEGMENTS[segment])
    grid[0][0].set_yticks(range(len(rows)), [_short(packet, claim) for claim in rows])
    grid[0][0].set_ylim(len(rows) - 0.4, -0.6)
    spoken = [
        f"{_short(packet, aim.claim)}の{aim.item}は{_gap(packet, aim)}ポイントで{VERDICT_NAMES[aim.met]}"
        for segment in segments
        for aim in aims
        if aim.segment == segment and aim.gap is not None
    ]
    others = "".join(f"。{_short(packet, aim.claim)}は{aim.item}" for aim in aims if not aim.is_rate)
    last = wareki.fiscal_year(packet.fiscal_year - 1)
    return Chart(
        id="fig-targets",
        caption=f"{last}の実績推計と目標の差（●は達成、×は未達成。横軸の幅は図ごとに異なる{others}）",
        alt="。".join(spoken or ["実績推計と比べられる目標はない"]) + "。",
        figure=figure,
    )


def _panel(packet: Packet, axes: Axes, aims: Sequence[measures.Target], rows: dict[str, int]) -> None:
    """The gaps of one segment, each from zero to the right (more than the target) or left in the row of its claim."""
    axes.axvline(0, color=INK, linewidth=1)
    for aim in aims:
        if aim.gap is None:
            axes.text(0, rows[aim.claim], f" {aim.verdict}", va="center", color=QUIET, fontsize=7.5, bbox=_BEHIND)
        else:
            _draw_gap(axes, rows[aim.claim], aim, _gap(packet, aim))
    reach = max((abs(float(aim.gap)) for aim in aims if aim.gap is not None), default=1) or 1
    axes.set_xlim(-reach * 2.1, reach * 2.1)
    number_axis(axes.xaxis, packet.notation)
    axes.xaxis.set_major_locator(MaxNLocator(4, prune="both"))
    axes.set_xlabel("目標との差（ポイント）")
    axes.grid(axis="y", visible=True)


def _draw_gap(axes: Axes, row: int, aim: measures.Target, text: str) -> None:
    gap, colour = float(aim.gap), MET if aim.met else MISSED
    axes.plot([0, gap], [row, row], color=colour, linewidth=2, zorder=2)
    axes.plot(gap, row, "o" if aim.met else "X", color=colour, markersize=7, zorder=3)
    # The text goes on outwards.
    aside, align = (7, "left") if gap >= 0 else (-7, "right")
    axes.annotate(text, (gap, row), textcoords="offset points", xytext=(aside, 0), va="center", ha=align,
                  fontsize=7.5, color=colour, bbox=_BEHIND)  # fmt: skip


def _gap(packet: Packet, aim: measures.Target) -> str:
    return packet.notation.number(aim.gap, packet.city.decimals, signed=True)


def _short(packet: Packet, claim: str) -> str:
    return packet.ledger.claim(claim)["short_name"]


def tags(packet: Packet) -> Chart:
    """債権ごとの取組の数を、新規・継続などに分けた積み上げの棒で示す図。

    例::

        charts.tags(packet)

    題: ○年度の取組の数
    データがないとき: 何のデータがないかを言って止まる。
    """
    counts = measures.tag_counts(packet)
    names = [_short(packet, claim) for claim in dict.fromkeys(count.claim for count in counts)]
    figure, axes = canvas(0.32 * len(names) + 0.8)
    left = [0] * len(names)
    for tag in dict.fromkeys(count.tag for count in counts):
        numbers = [count.number for count in counts if count.tag == tag]
        _stack(axes, tag, numbers, left)
        left = [start + number for start, number in zip(left, numbers, strict=True)]
    rows_down(axes, names)
    axes.set_xlabel("取組の数（件）")
    legend_above(axes, columns=4)
    spoken = "。".join(
        f"{name}は" + "、".join(f"{count.tag}{count.number}件" for count in own)
        for name, (_, own) in zip(names, groupby(counts, key=lambda count: count.claim), strict=True)
    )
    return Chart(
        id="fig-tags",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}の取組の数",
        alt=f"{spoken}。",
        figure=figure,
    )


def _stack(axes: Axes, tag: str, numbers: Sequence[int], left: Sequence[int]) -> None:
    """Bars of one tag, a row each, from where the tags before it end; each with its number, unless that is zero."""
    axes.barh(range(len(numbers)), numbers, left=left, color=TAG_COLOURS[tag], hatch=TAG_HATCHES[tag],
              edgecolor="white", label=tag, zorder=2)  # fmt: skip
    for row, (number, start) in enumerate(zip(numbers, left, strict=True)):
        if number:
            axes.text(start + number / 2, row, str(number), ha="center", va="center", fontsize=8, color=INK,
                      bbox=PLAIN | {"pad": 1.2}, zorder=3)  # fmt: skip
