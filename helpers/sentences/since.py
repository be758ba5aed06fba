"""What changed since the meeting before, in a few sentences."""

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import say


def changed(packet: Packet, against: str = "") -> Prose:
    """前回の会議と比べて、いくつ変わったか、しきい値を超えたものがあるかの文。

    例::

        sentences.changed(packet)

    文の例: 令和7年1月20日の会議と、それぞれの年度、決算の年度、見る時点どうしの数値を比べた。
    ``against``: 比べる会議の日付。空なら、前の会議。データがないとき: 前の会議がないことを言って止まる。
    """
    found, before = measures.since(packet, against), measures.previous(packet, against)
    counts = {
        "数値": found.figures,
        "目標": found.targets,
        "目標の判定": found.verdicts,
        "債権": found.claims,
        "取組": found.initiatives,
    }
    told = "、".join(f"{kind}{say(packet, len(rows), '件')}" for kind, rows in counts.items() if rows)
    return Prose(
        [
            f"{name(wareki.date(before.date))}の会議と、それぞれの年度、決算の年度、見る時点どうしの数値を比べた。",
            f"変わったのは{told}である。" if told else "変わったものはない。",
            *_marked(found, worse=True),
            *_marked(found, worse=False),
        ]
    )


def _marked(found: measures.Changes, worse: bool) -> list[str]:
    """The claims of which a rate changed by more than the city's threshold."""
    rows = [row for row in (*found.figures, *found.targets) if (row.worse if worse else row.better)]
    if not rows:
        return []
    named = "".join(f"「{name(claim)}」" for claim in dict.fromkeys(row.known.name for row in rows))
    return [f"市のしきい値を超えて{'下がった' if worse else '上がった'}率のある債権は、{named}である。"]
