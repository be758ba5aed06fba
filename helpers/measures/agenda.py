"""What a meeting is asked."""

from dataclasses import dataclass

from helpers.measures.rows import Rows
from helpers.packet import Packet


@dataclass(frozen=True)
class Asked:
    """An item of the agenda with a number of its own."""

    number: str
    kind: str  # as the city says: 議題, 報告
    title: str
    material: str


def asked(packet: Packet) -> Rows[Asked]:
    """会議に諮る案件。次第のうち番号のあるもので、枝番(2-1)は除く。次第の順。

    例::

        measures.asked(packet).frame()

    列: number、kind、title、material
    次第がなければ行がない。
    """
    if not packet.ledger.has("agenda"):
        return Rows()
    own = packet.ledger["agenda"]
    own = own[(own["meeting"] == packet.date.isoformat()) & (own["number"] != "") & ~own["number"].str.contains("-")]
    return Rows(
        Asked(row.number, row.kind, row.title, row.material) for row in packet.ledger.take(own, "agenda").itertuples()
    )
