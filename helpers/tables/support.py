"""What was newly done, and the help that the supporting section gives."""

from helpers.packet import Packet
from helpers.tables.table import Column, Table


def new_measures(packet: Packet) -> Table:
    """New measures of the sections that own the claims."""
    initiatives = packet.ledger["initiatives"]
    own = initiatives[
        (initiatives["fiscal_year"] == packet.fiscal_year)
        & (initiatives["stage"] == "done")
        & (initiatives["claim"] != "all")
    ]
    rows = []
    for row in own.itertuples():
        claim = packet.ledger.claim(row.claim)
        rows.append({"claim": claim["name"], "section": claim["section"], "text": row.text})
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


def support(packet: Packet) -> Table:
    """What the section in charge of collection did for the others."""
    initiatives = packet.ledger["initiatives"]
    own = initiatives[(initiatives["fiscal_year"] == packet.fiscal_year) & (initiatives["claim"] == "all")]
    return Table(
        id="tbl-support",
        caption="徴収体制を強める支援",
        columns=[Column("heading", "取組", width=3), Column("text", "内容", width=8)],
        rows=own.to_dict("records"),
        notation=packet.notation,
        merged=("heading",),
    )
