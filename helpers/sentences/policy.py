"""The year's targets and initiatives."""

from collections.abc import Sequence

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import names, say, year_name
from helpers.terms import SEGMENTS

_REACHED = {True: "届いた", False: "届かない"}


def targets(packet: Packet) -> Prose:
    """数値目標の達否、最も届かなかったもの、今年度の目標が求めるものの文。

    例::

        sentences.targets(packet)

    文の例: 令和6年度の数値目標3件のうち、実績推計が目標に届いたのは1件、届かないのは2件である。
    データがないとき: 何のデータがないかを言って止まる。figures.csv に今年度の目標が要る。
    """
    aims = measures.targets(packet)
    judged = [aim for aim in aims if aim.met is not None]
    return Prose(
        [
            _counts(packet, judged),
            *_totals(packet, judged),
            *_shares(packet, judged),
            *_worst(packet, [aim for aim in judged if not aim.met]),
            *_lacking(packet, [aim for aim in aims if aim.target is None], "目標"),
            *_lacking(packet, [aim for aim in aims if aim.estimate is None], "実績推計"),
            *_lowered(packet, aims),
        ]
    )


def _counts(packet: Packet, judged: Sequence[measures.Target]) -> str:
    last, met = year_name(packet.fiscal_year - 1), sum(aim.met for aim in judged)
    if not judged:
        return f"{last}の数値目標で、実績推計と比べられるものはない。"
    every, reached, unreached = (say(packet, number, "件") for number in (len(judged), met, len(judged) - met))
    return f"{last}の数値目標{every}のうち、実績推計が目標に届いたのは{reached}、届かないのは{unreached}である。"


def _totals(packet: Packet, judged: Sequence[measures.Target]) -> list[str]:
    lines = []
    for verdict, reached in _REACHED.items():
        claims = [aim.claim for aim in judged if aim.is_rate and aim.segment == "total" and aim.met is verdict]
        if claims:
            lines.append(f"合計収納率の目標に{reached}のは、{names(packet, claims)}である。")
    return lines


def _shares(packet: Packet, judged: Sequence[measures.Target]) -> list[str]:
    return [
        f"{names(packet, [aim.claim])}の{name(aim.item)}は、目標に{_REACHED[aim.met]}。"
        for aim in judged
        if not aim.is_rate
    ]


def _worst(packet: Packet, missed: Sequence[measures.Target]) -> list[str]:
    if not missed:
        return []
    worst = min(missed, key=lambda aim: aim.gap)
    gap = say(packet, worst.gap, "ポイント", packet.city.decimals)
    return [f"目標との差が最も大きいのは{names(packet, [worst.claim])}の{name(worst.item)}で、{gap}である。"]


def _lacking(packet: Packet, aims: Sequence[measures.Target], what: str) -> list[str]:
    claims = list(dict.fromkeys(aim.claim for aim in aims))
    return [f"{names(packet, claims)}には{year_name(packet.fiscal_year - 1)}の{what}がない。"] if claims else []


def _lowered(packet: Packet, aims: Sequence[measures.Target]) -> list[str]:
    lower = [aim for aim in aims if aim.change is not None and aim.change < 0]
    if not lower:
        return []
    items = "、".join(f"{names(packet, [aim.claim])}（{SEGMENTS[aim.segment]}）" for aim in lower)
    this, last = year_name(packet.fiscal_year), year_name(packet.fiscal_year - 1)
    return [f"{this}の目標が{last}の実績推計を下回るのは、{items}である。"]


def tags(packet: Packet) -> Prose:
    """予定する取組の数と、そのうち新規のものの文。

    例::

        sentences.tags(packet)

    文の例: 令和7年度の取組は全3件で、内訳は新規1件、継続2件である。
    データがないとき: 何のデータがないかを言って止まる。
    """
    counts = measures.tag_counts(packet)
    numbers: dict[str, int] = {}
    for count in counts:
        numbers[count.tag] = numbers.get(count.tag, 0) + count.number
    parts = "、".join(f"{tag}{say(packet, number, '件')}" for tag, number in numbers.items())
    total = say(packet, sum(numbers.values()), "件")
    return Prose([f"{year_name(packet.fiscal_year)}の取組は全{total}で、内訳は{parts}である。"], bullets=False)
