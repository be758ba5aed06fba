"""How a claim's results moved against last year."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import (
    BETTER,
    INK,
    QUIET,
    THIS,
    WORSE,
    Chart,
    canvas,
    fitting,
    looks_above,
    number_axis,
)
from helpers.charts.labels import breadth, distinct, ends, rows_down, short
from helpers.notation import GROWTH_PLACES, Notation, is_withheld
from helpers.packet import Packet
from helpers.terms import MEASURE_NAMES

_BARS = 280  # points: the width of the axes beside the longest names
_ROW, _REST = 0.34, 0.8  # inches: of a bar; above and below
# By :attr:`measures.Result.better`: how it is called, and how it looks.
_LOOKS = {
    True: ("改善（収入の増、未済の減）", BETTER),
    False: ("悪化（収入の減、未済の増）", WORSE),
    None: ("件数などの増減", {"facecolor": THIS}),
}
_SEGMENTS = {"current": "現年", "carried_over": "滞繰", "total": ""}  # as short as a label beside bars must be


def results(packet: Packet, claim: str, fiscal_year: int) -> Chart | None:
    """一つの債権の実績の前年度比を、棒で並べた図。

    例::

        charts.results(packet, "municipal_tax", packet.fiscal_year)

    題: 実績の前年度比（市税、○年度。率の項目と皆増を除く）
    ``claim``: claims.csv の債権の名。``fiscal_year``: 西暦の年度。
    データがないとき: 前年度と比べられる実績が二つなければ、何も示さない(None)。
    """
    compared = [result for result in measures.results(packet, claim, fiscal_year) if result.growth is not None]
    withheld = any(is_withheld(result.growth) for result in compared)
    compared = [result for result in compared if not is_withheld(result.growth)]
    if len(compared) < 2:
        return None
    shown = compared[: fitting(_ROW, _REST)]
    labels = distinct([_label(result) for result in shown], [result.unit for result in shown])
    texts = [_change(packet.notation, result) for result in shown]
    figure, axes = canvas(_ROW * len(shown) + _REST)
    _bars(axes, shown, texts, labels)
    rows_down(axes, labels)
    number_axis(axes.xaxis, packet.notation)
    axes.set_xlabel("前年度比 増減率（%）")
    looks = {result.better for result in shown}
    looks_above(axes, {name: look for better, (name, look) in _LOOKS.items() if better in looks})
    spoken = "。".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True)).replace("\n", " ")
    name = packet.ledger.claim(claim)["name"]
    left = f"。初めの{len(shown)}項目" if len(shown) < len(compared) else ""
    return Chart(
        id=f"fig-results-{claim.replace('_', '-')}",
        caption=f"実績の前年度比（{name}、{wareki.fiscal_year(fiscal_year)}。率の項目と皆増{'、秘匿した数値' if withheld else ''}を除く{left}）",
        alt=f"{_message(packet.notation, shown, labels)}{spoken}。",
        figure=figure,
    )


def _message(notation: Notation, results: Sequence[measures.Result], labels: Sequence[str]) -> str:
    """How many rose and fell, and which most of all."""
    grown = [result.growth for result in results]
    rose, fell = sum(each > 0 for each in grown), sum(each < 0 for each in grown)
    said = f"{len(results)}項目のうち、増えたのは{rose}項目、減ったのは{fell}項目。"
    for word, number, most in (("増えた", rose, max(grown)), ("減った", fell, min(grown))):
        if number:
            label = labels[grown.index(most)].replace("\n", "")
            said += f"最も{word}のは{label}の{notation.number(most, GROWTH_PLACES, signed=True)}%。"
    return said


def _bars(axes: Axes, results: Sequence[measures.Result], texts: Sequence[str], labels: Sequence[str]) -> None:
    """A bar a row to the right or left of zero, its text on the right, where the axis leaves room but has no ticks."""
    values = [float(result.growth) for result in results]
    for row, (result, value) in enumerate(zip(results, values, strict=True)):
        axes.barh(row, value, height=0.6, zorder=2, **_LOOKS[result.better][1])
    axes.axvline(0, color=QUIET, linewidth=1)
    least, most = min(0, *values), max(0, *values)
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.annotate(text, (max(value, 0), row), textcoords="offset points", xytext=(4, 0), va="center",
                      fontsize=7.5, color=INK)  # fmt: skip
    # A bar to the left leaves its text the room right of zero.
    places, written = [*(max(value, 0) for value in values), least], [*texts, ""]
    low, high = ends(places, written, labels, size=7.5)
    axes.set_xlim(low, high)
    axes.set_xticks(_ticks(least, most, high - low))


def _ticks(least: float, most: float, span: float) -> list[float]:
    """As many round numbers along the bars as stand beside each other on an axis of ``span``; at least zero."""
    for number in (5, 4, 3, 2, 1):
        ticks = [tick for tick in MaxNLocator(number).tick_values(least, most) if least * 1.1 <= tick <= most * 1.05]
        widest = max((breadth(f"{tick:,.10g}", 9) for tick in ticks), default=0)
        if len(ticks) > 1 and (ticks[1] - ticks[0]) / span * _BARS >= widest:
            return ticks
    return [0]


def _label(result: measures.Result) -> str:
    item = result.item or MEASURE_NAMES[result.measure]
    detail = " ".join(filter(None, (_SEGMENTS[result.segment], result.group)))
    return f"{item}\n（{detail}）" if detail else short(item)


def _change(notation: Notation, result: measures.Result) -> str:
    grown = notation.number(result.growth, GROWTH_PLACES, signed=True)
    return f"{grown}%（{notation.number(result.last)}→{notation.number(result.this)}{result.unit}）"
