"""How the plan before turned out."""

from collections.abc import Sequence

from helpers import measures
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import check_years, names, result, say, span, year_name
from helpers.terms import PLAN_NAMES


def past_plan(packet: Packet, years: Sequence[int]) -> Prose:
    """前期計画の目標をいくつ達成したか、どの債権が多く達成しなかったかの文。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        sentences.past_plan(packet, years)

    文の例: 現年度分収納率の目標は延べ5件のうち2件を達成した。
    ``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    check_years(years=years)
    *claims, total = measures.past_counts(packet, years, "claim")
    if measures.has_results(packet, years) and not measures.has_targets(packet, years):
        return Prose([f"{name(span(years))}の目標は、{NOT_IN_SOURCE}。"])
    if not total.judged:
        raise measures.missing(packet, "figures", f"{span(years)}の目標(kind が target)と、同じ年度の決算")
    lines = [_met(packet, words, total.of(measure)) for measure, words in PLAN_NAMES.items()]
    return Prose([*lines, _missed_most(packet, claims)])


def _met(packet: Packet, words: str, tally: measures.Tally) -> str:
    if not tally.judged:
        return f"{words}には、実績と比べられる目標がない。"
    judged, met = say(packet, tally.judged, "件"), say(packet, tally.met, "件")
    return f"{words}の目標は延べ{judged}のうち{met}を達成した。"


def _missed_most(packet: Packet, claims: Sequence[measures.PastCount]) -> str:
    most = max(count.missed for count in claims)
    if not most:
        return "未達成はない。"
    named = names(packet, [count.group for count in claims if count.missed == most])
    return f"未達成が最も多い（{say(packet, most, '件')}）のは{named}である。"


def past_claim(packet: Packet, claim: str, years: Sequence[int]) -> Prose:
    """前期計画の、一つの債権の初めの年度からの変化と、最後の年度の達否の文。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        sentences.past_claim(packet, "municipal_tax", years)

    文の例: 令和6年度の現年度分収納率は98.5%（令和4年度から+0.5ポイント）、
      収入未済額は4,500,000千円（令和4年度から▲500,000千円）。
    ``claim``: claims.csv の債権の名。``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    check_years(years=years)
    aims = {(aim.measure, aim.fiscal_year): aim for aim in measures.past_targets(packet, years, claim)}
    if not aims:
        raise measures.missing(packet, "figures", f"claim が {claim}、fiscal_year が {years[0]} の決算")
    pairs = [(aims[measure, years[0]], aims[measure, years[-1]]) for measure in PLAN_NAMES]
    changes = "、".join(_changed(packet, *pair) for pair in pairs if pair[1].actual is not None)
    verdicts = "、".join(_verdict(packet, last) for _, last in pairs)
    year = year_name(years[-1])
    return Prose(
        [
            f"{year}の{changes}。" if changes else f"{year}の実績は、{NOT_IN_SOURCE}。",
            *([f"{year}の目標に対し、{verdicts}。"] if measures.has_targets(packet, years) else []),
        ]
    )


def _changed(packet: Packet, first: measures.PastTarget, last: measures.PastTarget) -> str:
    unit, change_unit = measures.plan_units(packet, last.measure)
    change = measures.difference(last.actual, first.actual)
    since = (
        f"（{year_name(first.fiscal_year)}から{result(packet, change, change_unit, signed=True)}）"
        if change is not None
        else ""
    )
    return f"{PLAN_NAMES[last.measure]}は{result(packet, last.actual, unit)}{since}"


def _verdict(packet: Packet, aim: measures.PastTarget) -> str:
    said = f"{PLAN_NAMES[aim.measure]}は{aim.verdict}"
    _, change_unit = measures.plan_units(packet, aim.measure)
    return said if aim.met is None else f"{said}（{result(packet, aim.gap, change_unit, signed=True)}）"
