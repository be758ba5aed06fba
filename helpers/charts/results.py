"""How a claim's results moved against last year."""

from matplotlib.ticker import MaxNLocator

from helpers import measures, terms, wareki
from helpers.charts.chart import INK, LAST, QUIET, THIS, Chart, canvas, number_axis
from helpers.packet import Packet


def results(packet: Packet, claim: str, fiscal_year: int) -> Chart | None:
    """Growth in % of every count and amount with a last year; None if fewer than two can be compared."""
    frame = measures.results(packet.ledger, claim, fiscal_year)
    frame = frame[frame["growth"].notna()]
    if len(frame) < 2:
        return None
    notation = packet.notation
    labels = [_label(row) for row in frame.itertuples()]
    values = [float(value) for value in frame["growth"]]
    texts = [
        f"{notation.number(row.growth, 1, signed=True)}%（{notation.number(row.last)}→{notation.number(row.this)}{row.unit}）"
        for row in frame.itertuples()
    ]
    figure, axes = canvas(0.32 * len(labels) + 0.55)
    colours = [THIS if value >= 0 else LAST for value in values]
    axes.barh(range(len(labels)), values, color=colours, height=0.6, zorder=2)
    axes.axvline(0, color=QUIET, linewidth=1)
    reach = max(abs(value) for value in values)
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.text(max(value, 0) + reach * 0.03, row, text, va="center", fontsize=7.5, color=INK)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(min(0, *values) * 1.1 - reach * 0.02, max(0, *values) + reach * 1.1)
    number_axis(axes.xaxis, notation)
    ticks = MaxNLocator(5).tick_values(min(0, *values), max(0, *values))
    axes.set_xticks([tick for tick in ticks if axes.get_xlim()[0] <= tick <= max(0, *values) * 1.05])
    axes.set_xlabel("前年度比 増減率（%）")
    axes.grid(axis="y", visible=False)
    name = packet.ledger.claim(claim)["name"]
    return Chart(
        id=f"fig-results-{claim.replace('_', '-')}",
        caption=f"実績の前年度比（{name}、{wareki.fiscal_year(fiscal_year)}。率の項目と皆増を除く）",
        alt="。".join(f"{label.replace(chr(10), ' ')} {text}" for label, text in zip(labels, texts, strict=True))
        + "。",
        figure=figure,
    )


def _label(row) -> str:
    segment = {"current": "現年", "carried_over": "滞繰", "total": ""}[row.segment]
    item = row.item or terms.MEASURE_NAMES[row.measure]
    detail = " ".join(filter(None, (segment, row.group)))
    return f"{item}\n（{detail}）" if detail else item
