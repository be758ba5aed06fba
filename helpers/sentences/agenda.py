"""When and where the meeting is."""

from helpers import wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose, name


def meeting(packet: Packet) -> Prose:
    """会議の日時と場所の文。

    例::

        sentences.meeting(packet)

    文の例: 日時：令和8年1月20日（火） 10:00～11:30
    会議の YAML に time、place がなければ、日付だけになる。
    """
    day = f"{wareki.date(packet.date, weekday=True)} {packet.meeting.time or ''}".strip()
    return Prose([f"日時：{name(day)}", f"場所：{name(packet.meeting.place or NOT_IN_SOURCE)}"])
