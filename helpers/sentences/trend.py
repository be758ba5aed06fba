"""Where rate and outstanding amount of all claims stand."""

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.sentences.wording import grew, missing, rose, say, year_name
from helpers.tables.trend import rate_name


def trend(packet: Packet) -> Prose:
    """Where rate and outstanding amount stand, against the year before and the earliest year known.

    DeskError ``missing-data`` if the source has both for no year.
    """
    unit, places = packet.city.units.summary, packet.city.decimals
    points = measures.trend(packet.ledger, unit, packet.meeting.settled_year, packet.city.headline_rate)
    if not points:
        until = wareki.fiscal_year(packet.meeting.settled_year)
        raise missing(
            packet,
            "figures",
            f"claim が all で、収納率(collection_rate)と収入未済額(outstanding)がそろう{until}までの年度",
        )
    latest = points[-1]
    rated = rate_name(packet)
    amount = say(packet, latest.outstanding, unit, latest.outstanding_decimals, about=latest.approx)
    lines = [
        f"{year_name(latest.fiscal_year)}の{rated}は{say(packet, latest.rate, '%', places)}、収入未済額は{amount}である。"
    ]
    # Against the year before and the first one; what lies between is in the table.
    for point in dict.fromkeys((points[-2], points[0])) if len(points) > 1 else ():
        rate = measures.difference(latest.rate, point.rate)
        change, change_places = measures.outstanding_change(latest, point)
        amount = say(packet, abs(change), unit, change_places, about=latest.approx or point.approx)
        against = "前年度" if point.fiscal_year == latest.fiscal_year - 1 else year_name(point.fiscal_year)
        lines.append(
            f"{against}と比べ、{rated}は{say(packet, abs(rate), 'ポイント', places)}{rose(rate)}、収入未済額は{amount}{grew(change)}。"
        )
    return Prose(lines)
