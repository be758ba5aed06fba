"""Tables of the claims that a plan covers, and of how the list changed."""

from helpers import measures
from helpers.packet import Packet
from helpers.tables.table import Column, Table

_CHANGES = {"kept": "変更なし", "renumbered": "番号の変更", "added": "追加", "dropped": "除外"}


def coverage(packet: Packet) -> Table:
    """計画の対象債権を、債権区分ごとに所管課と並べた表。

    例::

        tables.coverage(packet)

    列: 債権区分、債権名、所管課
    データがないとき: 何のデータがないかを言って止まる。initiatives.csv に予定する取組が要る。
    """
    rows = [
        {
            "class": measures.class_names(packet, claim)[0],
            **packet.ledger.described(claim)[["name", "section"]].to_dict(),
        }
        for claim in measures.covered(packet)
    ]
    return Table(
        id="tbl-coverage",
        caption="対象債権",
        columns=[
            Column("class", "債権区分", width=2.5),
            Column("name", "債権名", width=5),
            Column("section", "所管課", width=3.5),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("class",),
    )


def scope(packet: Packet, before: str, after: str) -> Table:
    """対象債権の新しい一覧と、前の一覧からの変更の表。外れた債権は最後。

    例::

        tables.scope(packet, "2025", "next")

    列: 債権区分、新しい番号、債権名、債権所管課、現行の番号、変更
    ``before`` と ``after``: numbers.csv の edition。
    データがないとき: 何のデータがないかを言って止まる。
    """
    listed = measures.renumbering(packet, before, after)
    moved = [index for index, row in enumerate(listed) if row.change in ("added", "dropped")]
    return Table(
        id="tbl-scope",
        caption="基本計画の対象債権と、現行の一覧からの変更",
        columns=[
            Column("class", "債権区分", width=2.6),
            Column("after", "新しい番号", width=1.2),
            Column("name", "債権名", width=4.5),
            Column("owner", "債権所管課", width=5.6),
            Column("before", "現行の番号", width=1.2),
            Column("change", "変更", width=2),
        ],
        rows=[_listed(packet, row) for row in listed],
        notation=packet.notation,
        heads=3,
        merged=("class",),
        marks={(index, name): ("shade", "bold") for index in moved for name in ("name", "change")},
    )


def _listed(packet: Packet, row: measures.Renumbered) -> dict:
    claim = packet.ledger.described(row.claim)
    return {
        "class": measures.class_names(packet, row.claim)[0],
        "after": row.after,
        "name": claim["name"],
        "owner": " ".join(filter(None, claim[["bureau", "division", "section"]])),
        "before": row.before,
        "change": _CHANGES[row.change],
    }
