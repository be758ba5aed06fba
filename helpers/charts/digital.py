"""What the digital tools save, and how their use grows."""

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, THIS, Chart, canvas
from helpers.packet import Packet
from helpers.terms import AGGREGATE_NAMES


def costs(packet: Packet) -> Chart:
    """Unit cost before and after, a pair of bars a tool."""
    tools = measures.savings(packet.ledger, packet.date).to_dict("records")
    notation = packet.notation
    figure, axes = canvas(0.62 * len(tools) + 0.6)
    for row, tool in enumerate(tools):
        before, after = float(tool["before_cost"]), float(tool["after_cost"])
        axes.barh(row - 0.19, before, height=0.34, color=LAST, label="従来" if row == 0 else None, zorder=2)
        axes.barh(row + 0.19, after, height=0.34, color=THIS, label="新しい手段" if row == 0 else None, zorder=2)
        axes.text(
            before + 1,
            row - 0.19,
            f"{tool['before']} {notation.number(tool['before_cost'])}",
            va="center",
            fontsize=7.5,
        )
        text = f"{tool['after']} {notation.number(tool['after_cost'])}（{notation.number(-tool['saving'])}）"
        axes.text(after + 1, row + 0.19, text, va="center", fontsize=7.5, color=INK)
    axes.set_yticks(range(len(tools)), [tool["name"].split("（")[0] for tool in tools])
    axes.set_ylim(len(tools) - 0.4, -0.6)
    axes.set_xlim(0, max(float(tool["before_cost"]) for tool in tools) * 1.35)
    axes.set_xlabel("1件当たりの経費（円/件）。括弧内は差")
    axes.grid(axis="y", visible=False)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)
    spoken = "。".join(
        f"{t['name']}は{t['before']}{notation.number(t['before_cost'])}円から{t['after']}{notation.number(t['after_cost'])}円へ"
        for t in tools
    )
    return Chart(id="fig-costs", caption="1件当たりの経費の比較", alt=f"{spoken}。", figure=figure)


def tool_use(packet: Packet) -> Chart:
    """Use this year against last, a panel each because the scales differ."""
    uses = measures.tool_use(packet.ledger, packet.fiscal_year - 1)
    year, notation = packet.fiscal_year - 1, packet.notation
    figure, panels = canvas(2.3, columns=len(uses), squeeze=False)
    spoken = []
    for axes, use in zip(panels[0], uses, strict=True):
        pairs = [(wareki.fiscal_year_short(year), use.this, THIS)]
        if use.last is not None:
            pairs.insert(0, (wareki.fiscal_year_short(year - 1), use.last, LAST))
        for place, (_, value, colour) in enumerate(pairs):
            axes.bar(place, float(value), color=colour, width=0.6, zorder=2)
            about = "約" if use.origin == "growth" and value is use.last else ""
            axes.text(place, float(value), about + notation.number(value, 0), ha="center", va="bottom", fontsize=7.5)
        axes.set_xticks(range(len(pairs)), [label for label, _, _ in pairs])
        axes.set_yticks([])
        axes.set_ylim(0, float(max(use.this, use.last or 0)) * 1.2)
        axes.set_title(f"{_short(use.item)}\n（{AGGREGATE_NAMES[use.claim]}、{use.unit}）", fontsize=7.5)
        axes.grid(visible=False)
        last = f"前年度{notation.number(use.last, 0)}から" if use.last is not None else ""
        spoken.append(f"{use.item}（{AGGREGATE_NAMES[use.claim]}）は{last}{notation.number(use.this, 0)}{use.unit}")
    return Chart(id="fig-tool-use", caption="利用実績の前年度比較", alt="。".join(spoken) + "。", figure=figure)


def _short(item: str) -> str:
    return item if len(item) <= 10 else f"{item[:10]}\n{item[10:]}"
