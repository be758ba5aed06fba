"""Where a city's rates stand among the cities of the prefecture."""

from dataclasses import dataclass

from helpers.measures.formulas import difference
from helpers.measures.plan import settled
from helpers.measures.rows import Percent, Place, Points, Rows
from helpers.packet import Packet


@dataclass(frozen=True)
class Rank:
    """The place of a claim's rate (現年度分収納率 of the settled year, %), counted ``among`` some cities (県内13市)."""

    claim: str
    among: str
    rank: Place  # 1 is the best
    rate: Percent | None
    best: Percent | None  # the best city's rate, %
    gap: Points | None  # rate − best, ポイント


def ranks(packet: Packet) -> Rows[Rank]:
    """収納率の順位と、首位の市との差。市の順。

    例::

        measures.ranks(packet).frame()

    列: claim、among、rank(位)、rate(%)、best(%)、gap(ポイント)
    首位の率は、share の「…トップの収納率」。一つの債権に順位が二つあれば止まる。なければ行がない。
    """
    ranks = (_rank(packet, claim) for claim in packet.ledger["claims"]["claim"])
    return Rows(rank for rank in ranks if rank is not None)


def _rank(packet: Packet, claim: str) -> Rank | None:
    year, ledger = packet.meeting.settled_year, packet.ledger
    own = {"claim": claim, "fiscal_year": year, "segment": "current", "kind": "actual", "as_of": "", "group": ""}
    rank = ledger.only(ledger.figures(**own, measure="rank"))
    if rank is None:
        return None
    rate = settled(packet, claim, "collection_rate", year)
    best = ledger.value(**own, measure="share", item=f"{rank.item}トップの収納率")
    return Rank(claim, rank.item, rank.value, rate, best, difference(rate, best))
