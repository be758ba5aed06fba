"""What a plan over several years asks for, and how the one before turned out."""

from collections.abc import Sequence

from helpers import measures
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import check_years, missing, names, say, span, year_name
from helpers.tables.plan_targets import PLAN_NAMES, plan_units


def plan_goal(packet: Packet, results: Sequence[int], targets: Sequence[int]) -> Prose:
    """What the whole plan asks for, and whether it reaches the cut that the city set itself.

    DeskError ``missing-data`` if the result of the last of ``results`` or the target of the last of ``targets`` is not known.
    """
    check_years(results=results, targets=targets)
    rate, amount = (
        measures.plan_targets(packet.ledger, measure, results, targets).set_index("claim").loc["all"]
        for measure in measures.PLAN_SEGMENTS
    )
    lines, last, goal = [], year_name(results[-1]), year_name(targets[-1])
    for measure, row in zip(measures.PLAN_SEGMENTS, (rate, amount), strict=True):
        for kind, year in (("result", results[-1]), ("target", targets[-1])):
            if row[f"{kind}_{year}"] is None:
                wanted = "actual か estimate" if kind == "result" else "target"
                raise missing(
                    packet,
                    "figures",
                    f"claim が all、measure が {measure}、fiscal_year が {year}、kind が {wanted} の{PLAN_NAMES[measure]}",
                )
    now, then = (say(packet, rate[key], "%") for key in (f"result_{results[-1]}", f"target_{targets[-1]}"))
    change = say(packet, rate["change"], "ポイント", signed=True)
    yearly = say(packet, rate["yearly"], "ポイント", 2, signed=True)
    lines.append(f"全体の現年度分収納率は、{last}の{now}から{goal}に{then}とする（{change}、年当たり{yearly}）。")
    unit = packet.city.units.table
    now, then = (say(packet, amount[key], unit) for key in (f"result_{results[-1]}", f"target_{targets[-1]}"))
    change, percent = say(packet, amount["change"], unit, signed=True), amount["percent"]
    # From nothing there is no change in %.
    grown = "" if percent is None else f"、{say(packet, percent, '%', 2, signed=True)}"
    lines.append(f"全体の収入未済額は、{last}の{now}から{goal}に{then}とする（{change}{grown}）。")
    cut = packet.ledger.value(claim="all", measure="share", kind="target", fiscal_year=targets[-1])
    if cut is not None and percent is not None:
        limit = name(f"{packet.notation.number(cut)}%以上")
        lines.append(
            f"各債権の目標の合計は、全体で{limit}の縮減という目標に{'届く' if -percent >= cut else '届かない'}。"
        )
    return Prose(lines)


def past_plan(packet: Packet, years: Sequence[int]) -> Prose:
    """How many targets of the plan before were met, by measure, and which claims missed most.

    DeskError ``missing-data`` if no target of ``years`` has a result.
    """
    check_years(years=years)
    frame = measures.verdicts(packet.ledger, years)
    aimed = frame[frame["met"].notna()]
    if not len(aimed):
        raise missing(packet, "figures", f"{span(years)}の目標(kind が target)と、同じ年度の決算")
    lines = []
    for measure, words in PLAN_NAMES.items():
        own = aimed[aimed["measure"] == measure]
        met = int((own["met"] == True).sum())  # noqa: E712 (None is neither)
        lines.append(
            f"{words}の目標は延べ{say(packet, len(own), '件')}のうち{say(packet, met, '件')}を達成した。"
            if len(own)
            else f"{words}には、実績と比べられる目標がない。"
        )
    missed = aimed[aimed["met"] == False]["claim"].value_counts()  # noqa: E712
    if not len(missed):
        return Prose([*lines, "未達成はない。"])
    most = [claim for claim in dict.fromkeys(aimed["claim"]) if missed.get(claim, 0) == missed.max()]
    lines.append(f"未達成が最も多い（{say(packet, int(missed.max()), '件')}）のは{names(packet, most)}である。")
    return Prose(lines)


def past_claim(packet: Packet, claim: str, years: Sequence[int]) -> Prose:
    """One claim under the plan before: the change since its first year, and the verdict of its last.

    DeskError ``missing-data`` if the claim has no settlement in the first of ``years``.
    """
    check_years(years=years)
    frame = measures.verdicts(packet.ledger, years)
    if claim not in set(frame["claim"]):
        raise missing(packet, "figures", f"claim が {claim}、fiscal_year が {years[0]} の決算")
    first, last = year_name(years[0]), year_name(years[-1])
    changes, verdicts = [], []
    for measure, words in PLAN_NAMES.items():
        own = frame[(frame["claim"] == claim) & (frame["measure"] == measure)].set_index("fiscal_year")
        then, now = own.loc[years[0]], own.loc[years[-1]]
        unit, change_unit = plan_units(packet, measure)
        change = measures.difference(now["actual"], then["actual"])
        if now["actual"] is not None:
            against = f"（{first}から{say(packet, change, change_unit, signed=True)}）" if change is not None else ""
            changes.append(f"{words}は{say(packet, now['actual'], unit)}{against}")
        if now["met"] is None:
            verdicts.append(f"{words}は目標なし")
        else:
            gap = say(packet, now["gap"], change_unit, signed=True)
            verdicts.append(f"{words}は{'達成' if now['met'] else '未達成'}（{gap}）")
    settled = f"{last}の{'、'.join(changes)}。" if changes else f"{last}の実績は、{NOT_IN_SOURCE}。"
    return Prose([settled, f"{last}の目標に対し、{'、'.join(verdicts)}。"])
