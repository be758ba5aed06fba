"""What the digital tools bring."""

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import say, year_name
from helpers.terms import AGGREGATE_NAMES


def digital(packet: Packet) -> Prose:
    """Reach, saving and growth of the digital tools."""
    savings = measures.savings(packet.ledger, packet.date).to_dict("records")
    counts = measures.tool_counts(packet.ledger, packet.date).to_dict("records")
    this, year = year_name(packet.fiscal_year), year_name(packet.fiscal_year - 1)
    lines = [
        f"{name(tool['name'])}は{say(packet, count['in_use'], '債権')}で使い（{this}からの新規は{say(packet, count['new'], '債権')}）、"
        f"{name('1件当たり')}{say(packet, tool['saving'], '円')}の削減となる。"
        for tool, count in zip(savings, counts, strict=True)
    ]
    for use in measures.tool_use(packet.ledger, packet.fiscal_year - 1):
        grown = ""
        if use.growth is not None:
            grown = f"、前年度比{say(packet, use.growth, '%', 0, signed=True)}"
            times = use.this / use.last
            grown += f"（{say(packet, times, '倍', 0, about=True)}）" if times >= 2 else ""
        number = say(packet, use.this, use.unit)
        lines.append(f"{year}の{name(use.item)}（{AGGREGATE_NAMES[use.claim]}）は{number}{grown}である。")
    return Prose(lines)
