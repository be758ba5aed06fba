"""What the audit found."""

from helpers.audit import VERDICTS
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.sentences.wording import say


def audit(packet: Packet) -> Prose:
    """印刷された数値をいくつ検算し、どうだったかの文。

    例::

        sentences.audit(packet)

    文の例: 印刷された数値3件を、資料のほかの数値と照らした。不一致2件、照合不可0件、端数の範囲0件、一致1件である。
    データがないとき: 何のデータがないかを言って止まる。published.csv が要る。
    """
    audit = packet.required_audit
    packet.rest_on(finding.item for finding in audit.findings)
    counts = audit.counts()
    parts = "、".join(f"{VERDICTS[verdict]}{say(packet, count, '件')}" for verdict, count in counts.items())
    lines = [f"印刷された数値{say(packet, len(audit.findings), '件')}を、資料のほかの数値と照らした。{parts}である。"]
    if not counts["mismatch"]:
        lines.append("照らすことのできた数値に、他の数値と合わないものはない。")
    return Prose(lines)
