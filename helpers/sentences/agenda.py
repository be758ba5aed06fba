"""When and where the meeting is."""

from helpers import wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose, name


def meeting(packet: Packet) -> Prose:
    """When and where the meeting is."""
    day = f"{wareki.date(packet.date, weekday=True)} {packet.meeting.time or ''}".strip()
    return Prose([f"日時：{name(day)}", f"場所：{name(packet.meeting.place or NOT_IN_SOURCE)}"])
