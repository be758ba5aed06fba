"""How a claim's results moved against last year."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, QUIET, THIS, Chart, canvas, number_axis, rows_down
from helpers.notation import GROWTH_PLACES, Notation, is_withheld
from helpers.packet import Packet
from helpers.terms import MEASURE_NAMES

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
    labels = [_label(result) for result in compared]
    texts = [_change(packet.notation, result) for result in compared]
    figure, axes = canvas(0.32 * len(labels) + 0.55)
    _bars(axes, [float(result.growth) for result in compared], texts)
    rows_down(axes, labels)
    number_axis(axes.xaxis, packet.notation)
    axes.set_xlabel("前年度比 増減率（%）")
    spoken = "。".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True)).replace("\n", " ")
    name = packet.ledger.claim(claim)["name"]
    return Chart(
        id=f"fig-results-{claim.replace('_', '-')}",
        caption=f"実績の前年度比（{name}、{wareki.fiscal_year(fiscal_year)}。率の項目と皆増{'、秘匿した数値' if withheld else ''}を除く）",
        alt=f"{spoken}。",
        figure=figure,
    )


def _bars(axes: Axes, values: Sequence[float], texts: Sequence[str]) -> None:
    """A bar a row to the right or left of zero, its text on the right, where the axis leaves room but has no ticks."""
    colours = [THIS if value >= 0 else LAST for value in values]
    axes.barh(range(len(values)), values, color=colours, height=0.6, zorder=2)
    axes.axvline(0, color=QUIET, linewidth=1)
    least, most, reach = min(0, *values), max(0, *values), max(abs(value) for value in values)
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.text(max(value, 0) + reach * 0.03, row, text, va="center", fontsize=7.5, color=INK)
    left = least * 1.1 - reach * 0.02
    axes.set_xlim(left, most + reach * 1.1)
    axes.set_xticks([tick for tick in MaxNLocator(5).tick_values(least, most) if left <= tick <= most * 1.05])


def _label(result: measures.Result) -> str:
    item = result.item or MEASURE_NAMES[result.measure]
    detail = " ".join(filter(None, (_SEGMENTS[result.segment], result.group)))
    return f"{item}\n（{detail}）" if detail else item


def _change(notation: Notation, result: measures.Result) -> str:
    grown = notation.number(result.growth, GROWTH_PLACES, signed=True)
    return f"{grown}%（{notation.number(result.last)}→{notation.number(result.this)}{result.unit}）"
