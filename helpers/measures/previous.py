"""What changed since the meeting before, of one city and one desk."""

import datetime as dt
from dataclasses import replace

from helpers import params, trace
from helpers.errors import DeskError
from helpers.measures.changes import Changes, FigureChange, changes
from helpers.packet import Packet
from helpers.terms import AGGREGATES


def previous(packet: Packet, against: str = "") -> Packet:
    """The packet of the meeting before, or of the one on the day ``against``: the same data, seen from that meeting.

    DeskError ``missing-data`` if there is no meeting before, ``params`` or ``unknown-meeting`` if ``against`` is none to compare with.
    """
    trace.use(trace.PARAMETERS)  # a new meeting between the two would be the one before
    return packet.once(("previous", against), lambda: _previous(packet, against))


def _previous(packet: Packet, against: str) -> Packet:
    with trace.quietly():
        day = against or _before(packet)
        meeting = params.load_meeting(packet.name, day, packet.root)
    if day == packet.date.isoformat():
        raise DeskError("params", f"params/{packet.name}/{day}.yaml の against に、別の会議の日付を書いてください。")
    return replace(packet, date=dt.date.fromisoformat(day), meeting=meeting)


def _before(packet: Packet) -> str:
    """The day of the newest meeting before the packet's."""
    own = packet.date.isoformat()
    earlier = [day for day in params.meetings(packet.name, packet.root) if day < own]
    if not earlier:
        raise DeskError(
            "missing-data",
            f"params/{packet.name}/ に、{own} より前の会議の YAML がありません。前回からの変化の節は、二回目の会議から作れます。"
            "それまでは、YAML の sections からこの節を除いてください。",
        )
    return max(earlier)


def since(packet: Packet, against: str = "") -> Changes:
    """What is not the same as in :func:`previous`. Computed once."""
    before = previous(packet, against)
    return packet.once(("since", against), lambda: changes(packet, before))


def foremost(rows: tuple[FigureChange, ...], most: int) -> list[FigureChange]:
    """The ``most`` changes to look at first: those over the city's threshold, those of all claims, outstanding amounts by size."""

    def rank(row: FigureChange) -> tuple:
        is_amount = row.known.measure == "outstanding"
        size = abs(row.change) if is_amount and row.change is not None else 0
        return not row.is_marked, row.known.claim not in AGGREGATES, not is_amount, -size

    return sorted(rows, key=rank)[:most]
