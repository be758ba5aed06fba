"""What the digital tools save, and how their use grows."""

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, THIS, Chart, canvas, legend_above, number_axis, rows_down
from helpers.notation import Notation, is_withheld, open_number
from helpers.packet import Packet
from helpers.terms import AGGREGATE_NAMES

_LINE = 10  # characters of a title in a panel


def costs(packet: Packet) -> Chart:
    """手段(DX)ごとの1件当たりの経費を、前と後の棒で比べる図。

    例::

        charts.costs(packet)

    題: 1件当たりの経費の比較
    データがないとき: 何のデータがないかを言って止まる。tools.csv が要る。
    """
    savings, notation = measures.savings(packet), packet.notation
    figure, axes = canvas(0.62 * len(savings) + 0.6)
    for row, saving in enumerate(savings):
        _pair(axes, row, saving, notation)
    rows_down(axes, [saving.name.split("（")[0] for saving in savings])
    axes.set_xlim(0, max(float(saving.before_cost) for saving in savings) * 1.35)
    number_axis(axes.xaxis, notation)
    axes.set_xlabel("1件当たりの経費（円/件）。括弧内は差")
    legend_above(axes, columns=2)
    spoken = "。".join(
        f"{saving.name}は{saving.before}{notation.number(saving.before_cost)}円から"
        f"{saving.after}{notation.number(saving.after_cost)}円へ"
        for saving in savings
    )
    return Chart(id="fig-costs", caption="1件当たりの経費の比較", alt=f"{spoken}。", figure=figure)


def _pair(axes: Axes, row: int, saving: measures.Saving, notation: Notation) -> None:
    """The cost before above the cost after, each with what it was spent on."""
    labels = ("従来", "新しい手段") if row == 0 else (None, None)  # the legend names a colour once
    before, after = float(saving.before_cost), float(saving.after_cost)
    axes.barh(row - 0.19, before, height=0.34, color=LAST, label=labels[0], zorder=2)
    axes.barh(row + 0.19, after, height=0.34, color=THIS, label=labels[1], zorder=2)
    spent = f"{saving.before} {notation.number(saving.before_cost)}"
    axes.text(before + 1, row - 0.19, spent, va="center", fontsize=7.5)
    spent = f"{saving.after} {notation.number(saving.after_cost)}（{notation.number(-saving.saving)}）"
    axes.text(after + 1, row + 0.19, spent, va="center", fontsize=7.5, color=INK)


def tool_use(packet: Packet) -> Chart | None:
    """手段(DX)の利用実績を前年度と比べる図。桁が違うので項目ごとに分ける。

    例::

        charts.tool_use(packet)

    題: 利用実績の前年度比較
    データがないとき: 何のデータがないかを言って止まる。秘匿した数値は示さない(全てなら None)。
    """
    uses = [use for use in measures.tool_use(packet) if not is_withheld(use.this)]
    if not uses:
        return None
    figure, panels = canvas(2.3, columns=len(uses), squeeze=False)
    for axes, use in zip(panels[0], uses, strict=True):
        _panel(packet, axes, use)
    spoken = "。".join(_spoken(packet.notation, use) for use in uses)
    return Chart(id="fig-tool-use", caption="利用実績の前年度比較", alt=f"{spoken}。", figure=figure)


def _panel(packet: Packet, axes: Axes, use: measures.Use) -> None:
    """A bar for last year, where it is known, and one for this year, each under its number."""
    year = packet.fiscal_year - 1
    bars = [(year - 1, use.last, LAST, use.about_last), (year, use.this, THIS, False)]
    bars = [bar for bar in bars if open_number(bar[1]) is not None]
    for place, (_, value, colour, about) in enumerate(bars):
        axes.bar(place, float(value), color=colour, width=0.6, zorder=2)
        text = packet.notation.number(value, 0, about=about)
        axes.text(place, float(value), text, ha="center", va="bottom", fontsize=7.5)
    axes.set_xticks(range(len(bars)), [wareki.fiscal_year_short(year) for year, *_ in bars])
    axes.set_yticks([])
    axes.set_ylim(0, float(max(bar[1] for bar in bars)) * 1.2)
    axes.set_title(f"{_title(use.item)}\n（{AGGREGATE_NAMES[use.claim]}、{use.unit}）", fontsize=7.5)
    axes.grid(visible=False)


def _spoken(notation: Notation, use: measures.Use) -> str:
    last = f"前年度{notation.number(use.last, 0, about=use.about_last)}から" if use.last is not None else ""
    return f"{use.item}（{AGGREGATE_NAMES[use.claim]}）は{last}{notation.number(use.this, 0)}{use.unit}"


def _title(item: str) -> str:
    return item if len(item) <= _LINE else f"{item[:_LINE]}\n{item[_LINE:]}"
