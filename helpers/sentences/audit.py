"""What the audit found."""

from helpers.audit import VERDICTS
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.sentences.wording import say


def audit(packet: Packet) -> Prose:
    """How many of the document's figures were recomputed, and what came of it."""
    audit = packet.required_audit
    counts = audit.counts()
    parts = "、".join(f"{VERDICTS[verdict]}{say(packet, count, '件')}" for verdict, count in counts.items())
    lines = [f"印刷された数値{say(packet, len(audit.findings), '件')}を、資料のほかの数値と照らした。{parts}である。"]
    if not counts["mismatch"]:
        lines.append("照らすことのできた数値に、他の数値と合わないものはない。")
    return Prose(lines)
