"""What the digital tools save, and how their use grows."""

from collections.abc import Sequence
from itertools import zip_longest

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, THIS, Chart, canvas, fitting, legend_above, number_axis
from helpers.charts.labels import distinct, ends, rows_down, short
from helpers.notation import Notation, is_withheld, open_number
from helpers.packet import Packet
from helpers.terms import AGGREGATE_NAMES

_ROW, _REST, _PANEL = 0.62, 0.6, 2.3  # inches: of two bars; above and below; of a panel
_ABREAST = 4  # panels side by side
_LINE, _LINES = 10, 3  # characters and lines of a title in a panel


def costs(packet: Packet) -> Chart:
    """手段(DX)ごとの1件当たりの経費を、前と後の棒で比べる図。

    例::

        charts.costs(packet)

    題: 1件当たりの経費の比較
    データがないとき: 何のデータがないかを言って止まる。tools.csv が要る。
    """
    savings, notation = measures.savings(packet), packet.notation
    shown = savings[: fitting(_ROW, _REST)]
    figure, axes = canvas(_ROW * len(shown) + _REST)
    names = distinct([saving.name.split("（")[0] for saving in shown], [saving.name for saving in shown])
    pairs = [_pair(axes, row, saving, notation) for row, saving in enumerate(shown)]
    costs_ = [float(cost) for saving in shown for cost in (saving.before_cost, saving.after_cost)]
    rows_down(axes, names)
    axes.set_xlim(*ends(costs_, [text for pair in pairs for text in pair], names))
    number_axis(axes.xaxis, notation)
    axes.set_xlabel("1件当たりの経費（円/件）。括弧内は差")
    legend_above(axes, columns=2)
    spoken = "。".join(
        f"{saving.name}は{saving.before}{notation.number(saving.before_cost)}円から"
        f"{saving.after}{notation.number(saving.after_cost)}円へ"
        for saving in savings
    )
    left = f"（初めの{len(shown)}件）" if len(shown) < len(savings) else ""
    alt = f"{_cheaper(savings, notation)}{spoken}。"
    return Chart(id="fig-costs", caption=f"1件当たりの経費の比較{left}", alt=alt, figure=figure)


def _cheaper(savings: Sequence[measures.Saving], notation: Notation) -> str:
    """How many means cost less than what they replace, and which saves most."""
    most = max(savings, key=lambda saving: saving.saving)
    fell = sum(saving.saving > 0 for saving in savings)
    said = f"{len(savings)}手段のうち{fell}手段で、1件当たりの経費が下がった。"
    return f"{said}差が最も大きいのは{most.name}の{notation.number(-most.saving)}円。" if fell else said


def _pair(axes: Axes, row: int, saving: measures.Saving, notation: Notation) -> tuple[str, str]:
    """The cost before above the cost after, each with what it was spent on; gives what is written beside them."""
    labels = ("従来", "新しい手段") if row == 0 else (None, None)  # the legend names a colour once
    before, after = float(saving.before_cost), float(saving.after_cost)
    texts = (
        f"{saving.before} {notation.number(saving.before_cost)}",
        f"{saving.after} {notation.number(saving.after_cost)}（{notation.number(-saving.saving)}）",
    )
    for cost, shift, colour, label, text in zip(
        (before, after), (-0.19, 0.19), (LAST, THIS), labels, texts, strict=True
    ):
        axes.barh(row + shift, cost, height=0.34, color=colour, label=label, zorder=2)
        axes.annotate(text, (cost, row + shift), textcoords="offset points", xytext=(4, 0), va="center",
                      fontsize=7.5, color=INK)  # fmt: skip
    return texts


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
    shown = uses[: _ABREAST * fitting(_PANEL, 0)]
    lines = -(-len(shown) // _ABREAST)
    figure, panels = canvas(_PANEL * lines, columns=min(len(shown), _ABREAST), rows=lines, squeeze=False)
    for axes, use in zip_longest(panels.flat, shown):
        if use is None:
            axes.set_visible(False)
        else:
            _panel(packet, axes, use)
    spoken = "。".join(_spoken(packet.notation, use) for use in uses)
    left = f"（初めの{len(shown)}件）" if len(shown) < len(uses) else ""
    alt = f"{_grown(uses)}{spoken}。"
    return Chart(id="fig-tool-use", caption=f"利用実績の前年度比較{left}", alt=alt, figure=figure)


def _grown(uses: Sequence[measures.Use]) -> str:
    """How many numbers grew since last year, and which most."""
    known = [use for use in uses if open_number(use.last)]
    if not known:
        return ""
    rises = [use for use in known if use.this > use.last]
    said = f"前年度と比べられる{len(known)}項目のうち、{len(rises)}項目で増えた。"
    if not rises:
        return said
    most = max(rises, key=lambda use: use.this / use.last)
    return f"{said}伸びが最も大きいのは{most.item}（{AGGREGATE_NAMES[most.claim]}）。"


def _panel(packet: Packet, axes: Axes, use: measures.Use) -> None:
    """A bar for last year, where it is known, and one for this year, each under its number."""
    year = packet.fiscal_year - 1
    bars = [(year - 1, use.last, LAST, use.about_last), (year, use.this, THIS, False)]
    bars = [bar for bar in bars if open_number(bar[1]) is not None]
    for place, (_, value, colour, about) in enumerate(bars):
        axes.bar(place, float(value), color=colour, width=0.6, zorder=2)
        text = packet.notation.number(value, 0, about=about)
        axes.annotate(text, (place, float(value)), textcoords="offset points", xytext=(0, 2), ha="center", fontsize=7.5)
    axes.set_xticks(range(len(bars)), [wareki.fiscal_year_short(year) for year, *_ in bars])
    axes.set_yticks([])
    axes.set_ylim(0, float(max(bar[1] for bar in bars)) * 1.2)
    axes.set_title(f"{_title(use.item)}\n（{AGGREGATE_NAMES[use.claim]}、{use.unit}）", fontsize=7.5)


def _spoken(notation: Notation, use: measures.Use) -> str:
    last = f"前年度{notation.number(use.last, 0, about=use.about_last)}から" if use.last is not None else ""
    return f"{use.item}（{AGGREGATE_NAMES[use.claim]}）は{last}{notation.number(use.this, 0)}{use.unit}"


def _title(item: str) -> str:
    return short(item, _LINE, _LINES)
