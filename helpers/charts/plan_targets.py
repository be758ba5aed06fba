"""The whole of a plan over several years on its way to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers import measures, wareki
from helpers.charts.chart import THIS, Chart, canvas, number_axis
from helpers.notation import NOT_IN_SOURCE, convert_money
from helpers.packet import Packet


@dataclass(frozen=True)
class _Bar:
    """Result or target of a year, in the unit of summaries."""

    year: int
    amount: Decimal | None
    aim: bool


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Chart:
    """全体の収入未済額の、実績の棒と目標の斜線の棒の図。

    例::

        results = range(packet.fiscal_year - 3, packet.fiscal_year)
        targets = range(packet.fiscal_year, packet.fiscal_year + 3)
        charts.plan_goal(packet, results, targets)

    題: 全体の収入未済額の実績と目標（斜線は目標）
    ``results`` と ``targets``: 実績と目標の年度。値のない年度は棒がない。
    """
    bars, unit = _bars(packet, results, targets), packet.city.units.summary
    figure, axes = canvas(2.8)
    for place, bar in enumerate(bars):
        if bar.amount is not None:
            _draw(axes, place, bar, packet.notation.number(bar.amount, 1))
    aims = any(bar.aim for bar in bars)
    labels = [wareki.fiscal_year_short(bar.year) + ("目標" if bar.aim else "") for bar in bars]
    axes.set_xticks(range(len(bars)), labels)
    number_axis(axes.yaxis, packet.notation)
    axes.set_ylabel(f"収入未済額（{unit}）")
    axes.margins(y=0.15)
    axes.grid(axis="x", visible=False)
    spoken = "、".join(_spoken(packet, bar) for bar in bars)
    return Chart(
        "fig-plan-goal", f"全体の収入未済額の実績{'と目標（斜線は目標）' if aims else ''}", f"{spoken}。", figure
    )


def _bars(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> list[_Bar]:
    *_, total = measures.plan_targets(packet, "outstanding", results, targets)
    units, kinds = packet.city.units, [(False, total.result)]
    if any(value is not None for value in total.target.values()):
        kinds.append((True, total.target))
    return [
        _Bar(year, None if value is None else convert_money(value, units.table, units.summary), aim)
        for aim, values in kinds
        for year, value in values.items()
    ]


def _draw(axes, place: int, bar: _Bar, label: str) -> None:
    colour, hatch = ("white", "///") if bar.aim else (THIS, "")
    axes.bar(place, float(bar.amount), width=0.55, color=colour, edgecolor=THIS, hatch=hatch)
    axes.annotate(label, (place, float(bar.amount)), textcoords="offset points", xytext=(0, 3), ha="center")


def _spoken(packet: Packet, bar: _Bar) -> str:
    amount = (
        packet.notation.number(bar.amount, 1) + packet.city.units.summary if bar.amount is not None else NOT_IN_SOURCE
    )
    return f"{wareki.fiscal_year(bar.year)}{'目標' if bar.aim else '実績'}{amount}"
