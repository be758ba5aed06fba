"""Pictures of a plan over several years: the whole on its way to the target, and claim by claim how the last plan went."""

from collections.abc import Sequence

from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, MET, MISSED, QUIET, THIS, Chart, canvas, largest
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.tables.plan_targets import PLAN_NAMES, plan_units

_COLUMNS = 3
_MOST = 7 * _COLUMNS  # panels that a page holds


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Chart:
    """Outstanding amount of all claims: results as bars, targets hatched."""
    frame = measures.plan_targets(packet.ledger, "outstanding", results, targets).set_index("claim")
    total, notation, unit = frame.loc["all"], packet.notation, packet.city.units.summary
    figure, axes = canvas(2.8)
    spoken = []
    for place, key in enumerate([*(f"result_{y}" for y in results), *(f"target_{y}" for y in targets)]):
        amount = convert_money(total[key], packet.city.units.table, unit)
        aim = key.startswith("target")
        axes.bar(
            place, float(amount), width=0.55, color="white" if aim else THIS, edgecolor=THIS, hatch="///" if aim else ""
        )
        axes.annotate(
            notation.number(amount, 1), (place, float(amount)), textcoords="offset points", xytext=(0, 3), ha="center"
        )
        year = wareki.fiscal_year(int(key.split("_")[1]))
        spoken.append(f"{year}{'目標' if aim else '実績'}{notation.number(amount, 1)}{unit}")
    labels = [wareki.fiscal_year_short(y) for y in results] + [f"{wareki.fiscal_year_short(y)}目標" for y in targets]
    axes.set_xticks(range(len(labels)), labels)
    axes.set_ylabel(f"収入未済額（{unit}）")
    axes.margins(y=0.15)
    axes.grid(axis="x", visible=False)
    return Chart("fig-plan-goal", "全体の収入未済額の実績と目標（斜線は目標）", "、".join(spoken) + "。", figure)


def past_plan(packet: Packet, measure: measures.PlanMeasure, years: Sequence[int]) -> Chart:
    """Small multiples, a claim a panel: result as a line with a mark for its verdict, target as dashes.

    DeskError ``params`` if the plan aims at no ``measure``.
    """
    unit = plan_units(packet, measure)[0]
    frame = measures.verdicts(packet.ledger, years)
    frame = frame[frame["measure"] == measure]
    known = set(frame[frame["actual"].notna()]["claim"])
    claims = [claim for claim in dict.fromkeys(frame["claim"]) if claim in known]
    sizes = [measures.settled(packet.ledger, claim, "outstanding", years[-1]) for claim in claims]
    most = f"、収入未済額の大きい順の{_MOST}債権" if len(claims) > _MOST else ""
    claims = [claims[place] for place in largest(sizes, _MOST)]
    lines = -(-len(claims) // _COLUMNS)
    figure, grid = canvas(1.35 * lines + 0.4, columns=_COLUMNS, rows=lines, squeeze=False)
    panels = list(grid.flat)
    spoken = []
    for axes, claim in zip(panels, claims, strict=False):
        own = frame[frame["claim"] == claim]
        _line(axes, own, "target", color=QUIET, linestyle="--", marker="_", markersize=9)
        _line(axes, own, "actual", color=THIS, linestyle="-")
        for row in own[own["actual"].notna()].itertuples():
            look = {True: ("o", MET), False: ("X", MISSED), None: ("o", LAST)}[row.met]
            axes.plot(row.fiscal_year, float(row.actual), look[0], color=look[1], markersize=6, zorder=3)
        axes.set_title(packet.ledger.claim(claim)["short_name"], fontsize=8)
        axes.set_xticks(list(years), [wareki.fiscal_year_short(year) for year in years], fontsize=7)
        axes.tick_params(axis="y", labelsize=6.5)
        axes.yaxis.set_major_locator(MaxNLocator(3))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        axes.margins(y=0.25)
        axes.set_xlim(years[0] - 0.4, years[-1] + 0.4)
        last = own[own["fiscal_year"] == years[-1]].iloc[0]
        verdict = {True: "達成", False: "未達成", None: "目標なし"}[last["met"]]
        value = packet.notation.number(last["actual"])
        spoken.append(
            f"{packet.ledger.claim(claim)['short_name']}の{wareki.fiscal_year(years[-1])}は{value}{unit}で{verdict}"
        )
    for axes in panels[len(claims) :]:
        axes.set_visible(False)
    figure.supylabel(f"{PLAN_NAMES[measure]}（{unit}）", fontsize=8, color=INK)
    return Chart(
        id=f"fig-past-{measure.replace('_', '-')}",
        caption=f"{PLAN_NAMES[measure]}の目標（破線）と実績（●達成、×未達成、淡色は目標なし{most}）。縦軸の幅は図ごとに異なる",
        alt="。".join(spoken) + "。",
        figure=figure,
    )


def _line(axes, own, column: str, **look) -> None:
    known = own[own[column].notna()]
    axes.plot(list(known["fiscal_year"]), [float(value) for value in known[column]], linewidth=1.4, **look)
