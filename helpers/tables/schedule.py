"""The year's schedule in words, for those who cannot see the picture."""

import datetime as dt

from helpers import wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def schedule(packet: Packet, fiscal_year: int) -> Table:
    """Every item of the fiscal year with whom it concerns and when."""
    year = fiscal_year
    items, entries = packet.ledger["schedule_items"], packet.ledger["schedule"]
    shown = entries[entries["fiscal_year"] == year]
    rows = []
    for item in items[items["fiscal_year"] == year].to_dict("records"):
        own = entries[(entries["fiscal_year"] == year) & (entries["number"] == item["number"])]
        when = "\n".join(f"{_when(entry.start, entry.end, entry.kind)} {entry.label}" for entry in own.itertuples())
        rows.append({**item, "number": str(item["number"]), "when": when})
    return Table(
        id="tbl-schedule",
        caption=f"債権管理事務の主なスケジュール（{wareki.fiscal_year(year)}）",
        columns=[
            Column("number", "番号", width=1),
            Column("name", "取組等", width=3),
            Column("target", "実施対象", width=3),
            Column("content", "実施内容", width=4),
            Column("when", "時期", width=3.4),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        notes=["※「～」で終わる時期は、終わりの月が原資料の文字からは読み取れない。"]
        if "" in set(shown["end"])
        else [],
    )


def _when(start: str, end: str, kind: str) -> str:
    first = dt.date.fromisoformat(start + "-01")
    if end == start or (not end and kind != "work"):
        return f"{first.month}月"
    last = f"{dt.date.fromisoformat(end + '-01').month}月" if end else ""
    return f"{first.month}月～{last}"
