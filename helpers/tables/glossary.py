"""The words of the field that a packet uses."""

from helpers import measures
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def glossary(packet: Packet) -> Table | None:
    """用語の表。この資料に出てくるものだけを載せる。

    例::

        tables.glossary(packet)

    列: 用語、意味
    データの文と区分、節の題名と注記、節そのものの語から選ぶ。データがないとき: 何も示さない(None)。
    """
    rows = measures.glossary(packet)
    if not rows:
        return None
    return Table(
        id="tbl-glossary",
        caption="用語",
        columns=[Column("term", "用語", width=2.5), Column("meaning", "意味", width=9)],
        rows=[{"term": row.term, "meaning": row.meaning} for row in rows],
        notation=packet.notation,
    )
