"""What was newly done, and the help that the supporting section gives."""

from helpers import measures, trace
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def new_measures(packet: Packet) -> Table | None:
    """債権所管課の新たな取組の表。

    例::

        tables.new_measures(packet)

    列: 債権名、債権所管課、取組
    データがないとき: 何のデータがないかを言って止まる。initiatives.csv に今年度の行が要る。
    """
    rows = []
    with trace.noting():
        claims = dict.fromkeys(row.claim for row in measures.done(packet, packet.fiscal_year) if row.claim != "all")
    for claim in claims:
        for initiative in measures.done(packet, packet.fiscal_year, claim):
            owner = packet.ledger.described(claim)
            rows.append({"claim": owner["name"], "section": owner["section"], "text": initiative.text})
    if not rows and packet.withholds("initiatives"):
        return None
    if not rows:
        raise measures.missing(packet, "initiatives", f"{_done(packet)}、claim が all でない取組")
    return Table(
        id="tbl-new-measures",
        caption="債権所管課の新たな取組",
        columns=[
            Column("claim", "債権名", width=3),
            Column("section", "債権所管課", width=2.5),
            Column("text", "取組", width=7),
        ],
        rows=rows,
        notation=packet.notation,
        merged=("claim", "section"),
    )


def support(packet: Packet) -> Table | None:
    """徴収を支援する課の取組の表。

    例::

        tables.support(packet)

    列: 取組、内容
    データがないとき: 何のデータがないかを言って止まる。initiatives.csv に、
    claim が all の今年度の行が要る。
    """
    rows = [
        {"heading": initiative.heading, "text": initiative.text}
        for initiative in measures.done(packet, packet.fiscal_year, "all")
    ]
    if not rows and packet.withholds("initiatives"):
        return None
    if not rows:
        raise measures.missing(packet, "initiatives", f"{_done(packet)}、claim が all の取組")
    return Table(
        id="tbl-support",
        caption="徴収体制を強める支援",
        columns=[Column("heading", "取組", width=3), Column("text", "内容", width=8)],
        rows=rows,
        notation=packet.notation,
        merged=("heading",),
    )


def _done(packet: Packet) -> str:
    return f"fiscal_year が {packet.fiscal_year}、stage が done"
