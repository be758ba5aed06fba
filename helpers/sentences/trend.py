"""Where rate and outstanding amount of all claims stand."""

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose
from helpers.sentences.wording import grew, rose, say, year_name


def trend(packet: Packet) -> Prose:
    """最新の収納率と収入未済額を、前年度と最も古い年度と比べる文。

    例::

        sentences.trend(packet)

    文の例: 令和6年度の収納率は96.4%、収入未済額は5,430.0百万円である。
    データがないとき: 何のデータがないかを言って止まる。収納率と収入未済額がそろう年度が要る。
    """
    unit, places = packet.city.units.summary, packet.city.decimals
    points = measures.required_trend(packet)
    latest = points[-1]
    rated = measures.rate_name(packet)
    amount = say(packet, latest.outstanding, unit, latest.outstanding_decimals, about=latest.approx)
    lines = [
        f"{year_name(latest.fiscal_year)}の{rated}は{say(packet, latest.rate, '%', places)}、収入未済額は{amount}である。"
    ]
    # Against the year before and the first one; what lies between is in the table.
    for point in dict.fromkeys((points[-2], points[0])) if len(points) > 1 else ():
        rate = measures.difference(latest.rate, point.rate)
        change = measures.outstanding_change(latest, point)
        amount = say(packet, abs(change.value), unit, change.decimals, about=latest.approx or point.approx)
        against = "前年度" if point.fiscal_year == latest.fiscal_year - 1 else year_name(point.fiscal_year)
        lines.append(
            f"{against}と比べ、{rated}は{say(packet, abs(rate), 'ポイント', places)}{rose(rate)}、収入未済額は{amount}{grew(change.value)}。"
        )
    return Prose(lines)
