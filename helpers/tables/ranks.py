"""The rank among the cities of the prefecture."""

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def ranks(packet: Packet) -> Table:
    """収納率の順位と、首位の市との差の表。

    例::

        tables.ranks(packet)

    列: 債権名、収納率(%)、順位(位)、首位の収納率(%)、首位との差(P)
    データがないとき: 何のデータがないかを言って止まる。figures.csv に順位(rank)が要る。
    """
    ranks, places = measures.ranks(packet), packet.city.decimals
    among = "、".join(dict.fromkeys(rank.among for rank in ranks))
    return Table(
        id="tbl-ranks",
        caption=f"{wareki.fiscal_year(packet.meeting.settled_year)}の現年度分収納率の順位（{among}）",
        columns=[
            Column("name", "債権名", width=4),
            Column("rate", "収納率", number=True, unit="%", decimals=places, width=2),
            Column("rank", "順位", number=True, unit="位", width=1.5),
            Column("best", "首位の収納率", number=True, unit="%", decimals=places, width=2),
            Column(
                "gap", "首位との差", number=True, unit="P", decimals=places, signed=True, width=2, formula="率−首位の率"
            ),
        ],
        rows=[vars(rank) | {"name": packet.ledger.claim(rank.claim)["name"]} for rank in ranks],
        notation=packet.notation,
    )
