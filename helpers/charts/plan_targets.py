"""The whole of a plan over several years on its way to the target."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers import measures, wareki
from helpers.charts.chart import THIS, Chart, canvas, number_axis
from helpers.charts.labels import sparse, spread
from helpers.charts.spoken import course
from helpers.notation import NOT_IN_SOURCE, convert_money
from helpers.packet import Packet

_MOST = 16  # years that stand side by side


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
    places = range(len(bars))
    texts = ["" if bar.amount is None else packet.notation.number(bar.amount, 1) for bar in bars]
    for place, bar, text in zip(places, bars, sparse(places, texts, 9), strict=True):
        if bar.amount is not None:
            _draw(axes, place, bar, text)
    aims = any(bar.aim for bar in bars)
    shown = spread(places, _MOST)
    axes.set_xticks(
        shown, [wareki.fiscal_year_short(bars[place].year) + ("\n目標" if bars[place].aim else "") for place in shown]
    )
    number_axis(axes.yaxis, packet.notation)
    axes.set_ylabel(f"収入未済額（{unit}）")
    axes.margins(y=0.15)
    spoken = "、".join(_spoken(packet, bar) for bar in bars)
    return Chart(
        "fig-plan-goal",
        f"全体の収入未済額の実績{'と目標（斜線は目標）' if aims else ''}",
        f"{_message(packet, bars)}{spoken}。",
        figure,
    )


def _message(packet: Packet, bars: Sequence[_Bar]) -> str:
    """Where the results came from and went, and where the targets lead."""
    known = [bar for bar in bars if bar.amount is not None]
    results, aims = ([bar for bar in known if bar.aim is aim] for aim in (False, True))
    said = ""
    if len(results) > 1:
        first, last = results[0], results[-1]
        went = course(_amount(packet, first), _amount(packet, last), last.amount - first.amount)
        said = f"実績は{wareki.fiscal_year(first.year)}から{wareki.fiscal_year(last.year)}までに{went}。"
    if aims:
        said += f"目標は{wareki.fiscal_year(aims[-1].year)}の{_amount(packet, aims[-1])}。"
    return said


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
    amount = NOT_IN_SOURCE if bar.amount is None else _amount(packet, bar)
    return f"{wareki.fiscal_year(bar.year)}{'目標' if bar.aim else '実績'}{amount}"


def _amount(packet: Packet, bar: _Bar) -> str:
    return packet.notation.number(bar.amount, 1) + packet.city.units.summary
