"""What a plan over several years asks for."""

from collections.abc import Sequence

from helpers import measures
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import check_years, result, say, span, year_name
from helpers.terms import PLAN_NAMES


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Prose:
    """計画全体の目標が何を求めるか、市の決めた削減に届くかの文。

    例::

        results = range(packet.fiscal_year - 3, packet.fiscal_year)
        targets = range(packet.fiscal_year, packet.fiscal_year + 3)
        sentences.plan_goal(packet, results, targets)

    文の例: 全体の現年度分収納率は、令和6年度の97.0%から令和9年度に97.9%とする（+0.9ポイント、
      年当たり+0.30ポイント）。
    ``results`` と ``targets``: 実績と目標の年度。
    データがないとき: 何のデータがないかを言って止まる。最後の実績と最後の目標が要る。
    """
    check_years(results=results, targets=targets)
    if not any(_has_targets(packet, measure, results, targets) for measure in measures.PLAN_SEGMENTS):
        return _only_results(packet, results, targets)
    rate, amount = (_total(packet, measure, results, targets) for measure in measures.PLAN_SEGMENTS)
    years = (year_name(results[-1]), year_name(targets[-1]))
    cut = measures.aimed_cut(packet, targets[-1])
    lines = [_rate(packet, rate, *years), _amount(packet, amount, *years)]
    if cut is not None and amount.percent is not None:
        reaches = "届く" if measures.is_met(-amount.percent, cut) else "届かない"
        limit = name(f"{packet.notation.number(cut)}%以上")
        lines.append(f"各債権の目標の合計は、全体で{limit}の縮減という目標に{reaches}。")
    return Prose(lines)


def _has_targets(packet: Packet, measure: measures.PlanMeasure, results: Sequence[int], targets: Sequence[int]) -> bool:
    rows = measures.plan_targets(packet, measure, results, targets)
    return any(value is not None for row in rows for value in row.target.values())


def _only_results(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Prose:
    """Where all claims stood in the last year that is settled. DeskError ``missing-data`` if that is not known either."""
    said: list[str] = []
    known = [y for y in results if any(measures.settled(packet, "all", m, y) is not None for m in PLAN_NAMES)]
    last = known[-1] if known else results[-1]
    for measure, words in PLAN_NAMES.items():
        value, (unit, _) = measures.settled(packet, "all", measure, last), measures.plan_units(packet, measure)
        if value is not None:
            places = packet.city.decimals if unit == "%" else None
            said.append(f"{words}は{say(packet, value, unit, places)}")
    if not said:
        raise measures.missing(packet, "figures", f"{year_name(targets[-1])}の目標(kind が target)")
    return Prose(
        [
            f"全体の{year_name(last)}の{'、'.join(said)}である。",
            f"{name(span(targets))}の目標は、{NOT_IN_SOURCE}。",
        ]
    )


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
    now, then = result(packet, total.latest, "%"), result(packet, total.goal, "%")
    change = result(packet, total.change, "ポイント", signed=True)
    yearly = say(packet, total.yearly, "ポイント", 2, signed=True)
    return f"全体の現年度分収納率は、{last}の{now}から{goal}に{then}とする（{change}、年当たり{yearly}）。"


def _amount(packet: Packet, total: measures.PlanTarget, last: str, goal: str) -> str:
    unit = packet.city.units.table
    now, then = say(packet, total.latest, unit), say(packet, total.goal, unit)
    change = say(packet, total.change, unit, signed=True)
    # From nothing there is no change in %.
    grown = "" if total.percent is None else f"、{say(packet, total.percent, '%', 2, signed=True)}"
    return f"全体の収入未済額は、{last}の{now}から{goal}に{then}とする（{change}{grown}）。"
