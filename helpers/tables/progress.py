"""Middle- and long-term issues of every claim with progress and response."""

import pandas as pd

from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.table import Column, Table

_ROLES = {"issue": "中・長期的な課題", "progress": "課題に対する進捗", "response": "今後の対応方針"}


def progress(packet: Packet) -> Table:
    """中・長期的な課題への取組の表。対応するものには、どの列でも同じ①、②が付く。

    例::

        tables.progress(packet)

    列: 債権名、債権所管課、中・長期的な課題、課題に対する進捗、今後の対応方針
    データがないとき: hearings.csv か numbers.csv がなければ止まる。記載のない欄は「資料なし」。
    """
    hearings = packet.ledger.rows("hearings", fiscal_year=packet.fiscal_year)
    rows = []
    for claim in packet.numbers:
        own = hearings[hearings["claim"] == claim]
        texts = {role: _lines(own[own["role"] == role]) or NOT_IN_SOURCE for role in _ROLES}
        rows.append({"claim": packet.numbered(claim), "section": packet.ledger.described(claim)["section"], **texts})
    return Table(
        id="tbl-progress",
        caption="中・長期的な課題への取組状況",
        columns=[
            Column("claim", "債権名", width=2.2),
            Column("section", "債権所管課", width=1.8),
            *(Column(role, title, width=5) for role, title in _ROLES.items()),
        ],
        rows=rows,
        notation=packet.notation,
        heads=1,
    )


def _lines(own: pd.DataFrame) -> str:
    """Texts below each other; the first of a numbered group wears its number."""
    lines, last = [], None
    for row in own.itertuples():
        mark = _mark(row.number) if row.number and row.number != last else ""
        lines.append(f"{mark}{row.text}")
        last = row.number
    return "\n".join(lines)


def _mark(number: int) -> str:
    """① to ⑳, then as there are no more, (21)."""
    return chr(ord("①") + number - 1) if number <= 20 else f"({number})"
