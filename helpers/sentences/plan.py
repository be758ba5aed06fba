"""The basic plan: its periods, the claims it covers."""

from collections import Counter

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import grew, names, rose, say, year_name


def plan_periods(packet: Packet) -> Prose:
    """最初の計画から最新の決算までの、収納率と収入未済額の変化の文。

    例::

        sentences.plan_periods(packet)

    文の例: 第1期の最終年度から令和6年度決算までに、収納率は1.2ポイント上昇し、収入未済額は780百万円減少した。
    データがないとき: 何のデータがないかを言って止まる。決算のある計画が二つ要る。
    """
    known = measures.settled_periods(packet)
    if len(known) < 2:
        wanted = "決算の年度(fiscal_year)の収納率と収入未済額が figures.csv にそろう計画"
        raise measures.missing(packet, "plans", f"{wanted}(二つ以上要りますが、{len(known)} つです)")
    first, latest = known[0], known[-1]
    rate = measures.difference(latest.rate, first.rate)
    change = measures.difference(latest.outstanding, first.outstanding)
    return Prose(
        [
            f"{name(first.name)}の最終年度から{year_name(latest.fiscal_year)}決算までに、"
            f"収納率は{say(packet, abs(rate), 'ポイント')}{rose(rate)}、"
            f"収入未済額は{say(packet, abs(change), packet.city.units.summary)}{grew(change)}。"
        ]
    )


def scope(packet: Packet, before: str, after: str) -> Prose:
    """対象債権の一覧が、前の一覧からどう変わったかの文。

    例::

        sentences.scope(packet, "2025", "next")

    文の例: 対象は3債権である。現行の一覧と比べ、追加0、除外1、番号の変更2、変更なし1である。
    ``before`` と ``after``: numbers.csv の edition。
    データがないとき: 何のデータがないかを言って止まる。
    """
    editions = list(dict.fromkeys(packet.ledger["numbers"]["edition"]))
    for edition in (before, after):
        if edition not in editions:
            raise measures.missing(packet, "numbers", f"edition が {edition} の債権番号({'、'.join(editions)} はある)")
    listed = measures.renumbering(packet, before, after)
    counts = Counter(row.change for row in listed)
    dropped = names(packet, [row.claim for row in listed if row.change == "dropped"])
    changes = "、".join(
        f"{words}{say(packet, counts[change], of='債権')}"
        for change, words in (
            ("added", "追加"),
            ("dropped", "除外"),
            ("renumbered", "番号の変更"),
            ("kept", "変更なし"),
        )
    )
    size = say(packet, len(listed) - counts["dropped"], "債権")
    return Prose(
        [
            f"対象は{size}である。現行の一覧と比べ、{changes}である。",
            *([f"除外するのは{dropped}である。"] if dropped else []),
        ]
    )
