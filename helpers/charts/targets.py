"""Estimate against target, and initiatives by tag."""

from collections import Counter
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
    TAG_EDGES,
    TAG_HATCHES,
    Chart,
    canvas,
    fitting,
    legend_above,
    number_axis,
)
from helpers.charts.labels import broken, distinct, rows_down
from helpers.packet import Packet
from helpers.terms import SEGMENTS, VERDICT_NAMES

# Inches: of a row of targets and of initiatives; above and below.
_ROW, _REST, _TAG_ROW, _TAG_REST = 0.36, 1.1, 0.32, 0.8
_ROOM = 2.1  # to either side, of the widest gap, for what is written there
_NUMBERS = 25  # as many numbers stand beside each other in the longest bar
_BEHIND = PLAIN | {"pad": 0.8}


def targets(packet: Packet) -> Chart:
    """実績推計が目標からどれだけ離れているかを、点で示す図。

    例::

        charts.targets(packet)

    題: ○年度の実績推計と目標の差（●は達成、×は未達成。保育料は分納率）
    データがないとき: 何のデータがないかを言って止まる。前年度の実績推計と目標が要る。
    """
    aims = measures.targets(packet)
    claims = list(dict.fromkeys(aim.claim for aim in aims))
    rows = {claim: row for row, claim in enumerate(claims[: fitting(_ROW, _REST)])}
    shown = [aim for aim in aims if aim.claim in rows]
    segments = [segment for segment in SEGMENTS if any(aim.segment == segment for aim in shown)]
    figure, grid = canvas(_ROW * len(rows) + _REST, columns=len(segments), sharex=True, sharey=True, squeeze=False)
    for axes, segment in zip(grid[0], segments, strict=True):
        _panel(packet, axes, [aim for aim in shown if aim.segment == segment], rows)
        axes.set_title(SEGMENTS[segment])
    figure.supxlabel("目標との差（ポイント）", fontsize=9)
    reach = max((abs(float(aim.gap)) for aim in shown if aim.gap is not None), default=1) or 1
    grid[0][0].set_xlim(-reach * _ROOM, reach * _ROOM)
    names = distinct([_short(packet, claim) for claim in rows], [packet.ledger.claim(claim)["name"] for claim in rows])
    grid[0][0].set_yticks(range(len(rows)), [broken(name) for name in names])
    grid[0][0].set_ylim(len(rows) - 0.4, -0.6)
    spoken = [
        f"{_named(packet, aim)}は{_gap(packet, aim)}ポイントで{VERDICT_NAMES[aim.met]}"
        for segment in SEGMENTS
        for aim in aims
        if aim.segment == segment and aim.gap is not None
    ]
    others = "".join(f"。{_short(packet, aim.claim)}は{aim.item}" for aim in shown if not aim.is_rate)
    left = f"。初めの{len(rows)}債権" if len(rows) < len(claims) else ""
    last = wareki.fiscal_year(packet.fiscal_year - 1)
    return Chart(
        id="fig-targets",
        caption=f"{last}の実績推計と目標の差（●は達成、×は未達成{others}{left}）",
        alt=_message(packet, aims) + "。".join(spoken or ["実績推計と比べられる目標はない"]) + "。",
        figure=figure,
    )


def _message(packet: Packet, aims: Sequence[measures.Target]) -> str:
    """How many targets were met, and which was missed by most."""
    judged = [aim for aim in aims if aim.gap is not None]
    if not judged:
        return ""
    met, worst = sum(bool(aim.met) for aim in judged), min(judged, key=lambda aim: aim.gap)
    said = f"比べられる{len(judged)}の目標のうち、達成は{met}、未達成は{len(judged) - met}。"
    if worst.met:
        return said
    return f"{said}最も下回ったのは{_named(packet, worst)}の{_gap(packet, worst)}ポイント。"


def _panel(packet: Packet, axes: Axes, aims: Sequence[measures.Target], rows: dict[str, int]) -> None:
    """The gaps of one segment, each from zero to the right (more than the target) or left in the row of its claim."""
    axes.axvline(0, color=INK, linewidth=1)
    for aim in aims:
        if aim.gap is None:
            axes.annotate(aim.verdict, (0, rows[aim.claim]), textcoords="offset points", xytext=(7, 0), va="center",
                          color=QUIET, fontsize=7.5, bbox=_BEHIND)  # fmt: skip
        else:
            _draw_gap(axes, rows[aim.claim], aim, _gap(packet, aim))
    number_axis(axes.xaxis, packet.notation)
    axes.xaxis.set_major_locator(MaxNLocator(4, prune="both"))
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


def _named(packet: Packet, aim: measures.Target) -> str:
    return f"{_short(packet, aim.claim)}の{aim.item}"


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
    claims = list(dict.fromkeys(count.claim for count in counts))
    shown = claims[: fitting(_TAG_ROW, _TAG_REST)]
    names = distinct(
        [_short(packet, claim) for claim in claims], [packet.ledger.claim(claim)["name"] for claim in claims]
    )
    figure, axes = canvas(_TAG_ROW * len(shown) + _TAG_REST)
    sums = [sum(count.number for count in counts if count.claim == claim) for claim in claims]
    left = [0] * len(shown)
    for tag in dict.fromkeys(count.tag for count in counts):
        numbers = [count.number for count in counts if count.tag == tag and count.claim in shown]
        _stack(axes, tag, numbers, left, room=max(sums) / _NUMBERS)
        left = [start + number for start, number in zip(left, numbers, strict=True)]
    rows_down(axes, names[: len(shown)])
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("取組の数（件）")
    legend_above(axes, columns=4)
    spoken = "。".join(
        f"{name}は" + "、".join(f"{count.tag}{count.number}件" for count in own)
        for name, (_, own) in zip(names, groupby(counts, key=lambda count: count.claim), strict=True)
    )
    first = f"（初めの{len(shown)}債権）" if len(shown) < len(claims) else ""
    return Chart(
        id="fig-tags",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}の取組の数{first}",
        alt=f"{_most_said(counts, names, sums)}{spoken}。",
        figure=figure,
    )


def _most_said(counts: Sequence[measures.TagCount], names: Sequence[str], sums: Sequence[int]) -> str:
    """How many initiatives there are of each tag, and which claim has most."""
    tags: Counter[str] = Counter()
    for count in counts:
        tags[count.tag] += count.number
    told = "、".join(f"{tag}{number}件" for tag, number in tags.items())
    return f"取組は合わせて{sum(sums)}件（{told}）。最も多いのは{names[sums.index(max(sums))]}の{max(sums)}件。"


def _stack(axes: Axes, tag: str, numbers: Sequence[int], left: Sequence[int], room: float) -> None:
    """Bars of one tag, a row each, from where the tags before it end; each with its number, unless it is narrower than ``room``."""
    axes.barh(range(len(numbers)), numbers, left=left, color=TAG_COLOURS[tag], hatch=TAG_HATCHES[tag],
              edgecolor=TAG_EDGES[tag], label=tag, zorder=2)  # fmt: skip
    for row, (number, start) in enumerate(zip(numbers, left, strict=True)):
        if number > room:
            axes.text(start + number / 2, row, str(number), ha="center", va="center", fontsize=8, color=INK,
                      bbox=PLAIN | {"pad": 1.2}, zorder=3)  # fmt: skip
