"""What happens in a fiscal year, and when."""

from dataclasses import dataclass
from typing import Literal

from helpers.measures.missing import missing
from helpers.measures.rows import Rows
from helpers.packet import Packet


@dataclass(frozen=True)
class Entry:
    """A meeting, a report or a span of work, in months (``2026-06``). ``end`` is "" where the source does not say it."""

    kind: Literal["meeting", "report", "work"]
    start: str
    end: str
    label: str

    @property
    def is_open(self) -> bool:
        """Whether it is work of which the source does not say when it ends."""
        return self.kind == "work" and not self.end


@dataclass(frozen=True)
class ScheduleItem:
    """Something that the year's schedule holds, with whom it concerns and what is done when."""

    number: int
    name: str
    target: str
    content: str
    entries: tuple[Entry, ...]


def schedule(packet: Packet, fiscal_year: int) -> Rows[ScheduleItem]:
    """その年度の予定。資料の順。

    例::

        measures.schedule(packet, packet.fiscal_year).frame()

    列: number、name、target、content、entries
    ``fiscal_year``: 西暦の年度。データがないとき: 何のデータがないかを言って止まる。
    """
    items, entries = (packet.ledger.rows(table, fiscal_year=fiscal_year) for table in ("schedule_items", "schedule"))
    if not len(items):
        raise missing(packet, "schedule_items", f"fiscal_year が {fiscal_year} の年間スケジュール")
    return Rows(
        ScheduleItem(
            item.number,
            item.name,
            item.target,
            item.content,
            tuple(
                Entry(entry.kind, entry.start, entry.end, entry.label)
                for entry in entries[entries["number"] == item.number].itertuples()
            ),
        )
        for item in items.itertuples()
    )
