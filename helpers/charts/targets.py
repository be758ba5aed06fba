"""Estimate against target, and initiatives by tag."""

from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import INK, MET, MISSED, QUIET, TAG_COLOURS, TAG_HATCHES, Chart, canvas, number_axis
from helpers.packet import Packet
from helpers.tables.policy import planned
from helpers.terms import SEGMENTS

# Behind figures, so that no grid line strikes through them.
_PLAIN = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}


def targets(packet: Packet) -> Chart:
    """How far each estimate lies from its target, in points: one panel a segment, claims down."""
    frame = measures.targets(packet.ledger, packet.fiscal_year)
    places, notation = packet.city.decimals, packet.notation
    claims = list(dict.fromkeys(frame["claim"]))
    names = [packet.ledger.claim(claim)["short_name"] for claim in claims]
    figure, panels = canvas(0.36 * len(claims) + 1.1, columns=len(SEGMENTS), sharey=True)
    spoken = []
    for axes, (segment, title) in zip(panels, SEGMENTS.items(), strict=True):
        axes.axvline(0, color=INK, linewidth=1)
        aims = frame[frame["segment"] == segment]
        gaps = [float(gap) for gap in aims["gap"] if gap is not None]
        reach = max((abs(gap) for gap in gaps), default=1) or 1
        for aim in aims.itertuples():
            row = claims.index(aim.claim)
            if aim.gap is None:
                axes.text(0, row, " 目標なし", va="center", color=QUIET, fontsize=7.5, bbox=_PLAIN)
                continue
            gap, colour = float(aim.gap), MET if aim.met else MISSED
            axes.plot([0, gap], [row, row], color=colour, linewidth=2, zorder=2)
            axes.plot(gap, row, "o" if aim.met else "X", color=colour, markersize=7, zorder=3)
            text = notation.number(aim.gap, places, signed=True)
            right = gap >= 0
            axes.annotate(text, (gap, row), textcoords="offset points", xytext=(7 if right else -7, 0), va="center",
                          ha="left" if right else "right", fontsize=7.5, color=colour, bbox=_PLAIN)  # fmt: skip
            verdict = "達成" if aim.met else "未達成"
            spoken.append(f"{names[row]}の{aim.item}は{text}ポイントで{verdict}")
        axes.set_xlim(-reach * 2.1, reach * 2.1)
        axes.set_title(title)
        number_axis(axes.xaxis, notation)
        axes.xaxis.set_major_locator(MaxNLocator(4, prune="both"))
        axes.set_xlabel("目標との差（ポイント）")
        axes.grid(axis="y", visible=True)
    panels[0].set_yticks(range(len(claims)), names)
    panels[0].set_ylim(len(claims) - 0.4, -0.6)
    others = "".join(
        f"。{packet.ledger.claim(row.claim)['short_name']}は{row.item}"
        for row in frame.itertuples()
        if row.measure != "collection_rate"
    )
    return Chart(
        id="fig-targets",
        caption=f"{wareki.fiscal_year(packet.fiscal_year - 1)}の実績推計と目標の差（●は達成、×は未達成。横軸の幅は図ごとに異なる{others}）",
        alt="。".join(spoken) + "。",
        figure=figure,
    )


def tags(packet: Packet) -> Chart:
    """Initiatives of each claim, stacked by tag."""
    counts = measures.tag_counts(planned(packet), packet.ledger["claims"]["claim"])
    names = [packet.ledger.claim(claim)["short_name"] for claim in counts.index]
    figure, axes = canvas(0.32 * len(names) + 0.8)
    left = [0] * len(names)
    for tag in counts.columns:
        numbers = [int(number) for number in counts[tag]]
        axes.barh(range(len(names)), numbers, left=left, color=TAG_COLOURS[tag], hatch=TAG_HATCHES[tag],
                  edgecolor="white", label=tag, zorder=2)  # fmt: skip
        for row, (number, start) in enumerate(zip(numbers, left, strict=True)):
            if number:
                axes.text(start + number / 2, row, str(number), ha="center", va="center", fontsize=8,
                          color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2}, zorder=3)  # fmt: skip
        left = [start + number for start, number in zip(left, numbers, strict=True)]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xlabel("取組の数（件）")
    axes.grid(axis="y", visible=False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, frameon=False)
    spoken = "。".join(
        f"{name}は" + "、".join(f"{tag}{int(number)}件" for tag, number in row.items())
        for name, (_, row) in zip(names, counts.iterrows(), strict=True)
    )
    return Chart(
        id="fig-tags",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}の取組の数",
        alt=f"{spoken}。",
        figure=figure,
    )
