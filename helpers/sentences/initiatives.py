"""What came of a claim's action sheet."""

from helpers import measures
from helpers.notation import is_withheld
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.sentences.wording import say


def results(packet: Packet, claim: str, fiscal_year: int) -> Prose:
    """一つの債権の実績のうち、前年度と比べられるものがどちらに動いたかの文。

    例::

        sentences.results(packet, "municipal_tax", packet.fiscal_year)

    文の例: 前年度と比べられる実績は4項目で、増えたもの3、減ったもの1、同じもの0である。
    ``claim``: claims.csv の債権の名。``fiscal_year``: 西暦の年度。
    データがないとき: 比べられないと言う文になる。
    """
    reported = measures.results(packet, claim, fiscal_year)
    known = [result.change for result in reported if result.change is not None]
    changes = [change for change in known if not is_withheld(change)]
    if not changes:
        said = "前年度と比べられる実績は、秘匿した。" if known else "前年度の値がある実績はない。"
        return Prose([said], bullets=False)
    up, down = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    same = len(changes) - up - down
    return Prose(
        [
            f"前年度と比べられる実績は{'、秘匿したものを除き、' if len(changes) < len(known) else ''}{say(packet, len(changes), '項目')}で、増えたもの{say(packet, up, of='項目')}、"
            f"減ったもの{say(packet, down, of='項目')}、同じもの{say(packet, same, of='項目')}である。"
        ],
        bullets=False,
    )
