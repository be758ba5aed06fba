"""The year's schedule in words, for those who cannot see the picture."""

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def schedule(packet: Packet, fiscal_year: int) -> Table:
    """一年の取組の予定の表。対象、内容、時期を示す。

    例::

        tables.schedule(packet, packet.fiscal_year)

    列: 番号、取組等、実施対象、実施内容、時期
    ``fiscal_year``: 西暦の年度。
    データがないとき: 何のデータがないかを言って止まる。
    schedule.csv と schedule_items.csv が要る。
    """
    items = measures.schedule(packet, fiscal_year)
    rows = [
        {
            "number": str(item.number),
            "name": item.name,
            "target": item.target,
            "content": item.content,
            "when": "\n".join(f"{_when(entry)} {entry.label}" for entry in item.entries) or NOT_IN_SOURCE,
        }
        for item in items
    ]
    unknown = any(entry.is_open for item in items for entry in item.entries)
    return Table(
        id="tbl-schedule",
        caption=f"債権管理事務の主なスケジュール（{wareki.fiscal_year(fiscal_year)}）",
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
        notes=["※「～」で終わる時期は、終わりの月が原資料の文字からは読み取れない。"] if unknown else [],
    )


def _when(entry: measures.Entry) -> str:
    first, last = (f"{int(month[5:])}月" if month else "" for month in (entry.start, entry.end))
    spans = entry.is_open or entry.end not in ("", entry.start)
    return f"{first}～{last}" if spans else first
