"""What came of a claim's action sheet."""

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.sentences.wording import say


def results(packet: Packet, claim: str, fiscal_year: int) -> Prose:
    """How many of a claim's results can be compared with last year's, and which way they went."""
    frame = measures.results(packet.ledger, claim, fiscal_year)
    changes = [g if p is None else p for g, p in zip(frame["growth"], frame["points"], strict=True)]
    # From zero there is no growth in %, yet it grew.
    changes += [row["this"] for row in frame.to_dict("records") if row["last"] == 0 and row["this"]]
    compared = [change for change in changes if change is not None]
    if not compared:
        return Prose(["前年度の値がある実績はない。"], bullets=False)
    up, down = sum(change > 0 for change in compared), sum(change < 0 for change in compared)
    same = len(compared) - up - down
    return Prose(
        [
            f"前年度と比べられる実績は{say(packet, len(compared), '項目')}で、増えたもの{say(packet, up, of='項目')}、"
            f"減ったもの{say(packet, down, of='項目')}、同じもの{say(packet, same, of='項目')}である。"
        ],
        bullets=False,
    )
