"""What a plan over several years asks for."""

from collections.abc import Sequence

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import check_years, say, year_name
from helpers.terms import PLAN_NAMES


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Prose:
    """What the whole plan asks for, and whether it reaches the cut that the city set itself.

    DeskError ``missing-data`` if the result of the last of ``results`` or the target of the last of ``targets`` is not known.
    """
    check_years(results=results, targets=targets)
    rate, amount = (_total(packet, measure, results, targets) for measure in measures.PLAN_SEGMENTS)
    years = (year_name(results[-1]), year_name(targets[-1]))
    cut = measures.aimed_cut(packet, targets[-1])
    lines = [_rate(packet, rate, *years), _amount(packet, amount, *years)]
    if cut is not None and amount.percent is not None:
        reaches = "届く" if measures.is_met(-amount.percent, cut) else "届かない"
        limit = name(f"{packet.notation.number(cut)}%以上")
        lines.append(f"各債権の目標の合計は、全体で{limit}の縮減という目標に{reaches}。")
    return Prose(lines)


def _total(
    packet: Packet, measure: measures.PlanMeasure, results: Sequence[int], targets: Sequence[int]
) -> measures.PlanTarget:
    *_, total = measures.plan_targets(packet, measure, results, targets)
    for value, year, kind in (
        (total.latest, results[-1], "actual か estimate"),
        (total.goal, targets[-1], "target"),
    ):
        if value is None:
            where = f"claim が all、measure が {measure}、fiscal_year が {year}、kind が {kind}"
            raise measures.missing(packet, "figures", f"{where} の{PLAN_NAMES[measure]}")
    return total


def _rate(packet: Packet, total: measures.PlanTarget, last: str, goal: str) -> str:
    now, then = say(packet, total.latest, "%"), say(packet, total.goal, "%")
    change = say(packet, total.change, "ポイント", signed=True)
    yearly = say(packet, total.yearly, "ポイント", 2, signed=True)
    return f"全体の現年度分収納率は、{last}の{now}から{goal}に{then}とする（{change}、年当たり{yearly}）。"


def _amount(packet: Packet, total: measures.PlanTarget, last: str, goal: str) -> str:
    unit = packet.city.units.table
    now, then = say(packet, total.latest, unit), say(packet, total.goal, unit)
    change = say(packet, total.change, unit, signed=True)
    # From nothing there is no change in %.
    grown = "" if total.percent is None else f"、{say(packet, total.percent, '%', 2, signed=True)}"
    return f"全体の収入未済額は、{last}の{now}から{goal}に{then}とする（{change}{grown}）。"
