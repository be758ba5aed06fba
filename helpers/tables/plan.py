"""Tables of the basic plan: its periods, its points, the initiatives that all claims share."""

import datetime as dt

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def plan_periods(packet: Packet) -> Table:
    """The plan periods with rate and outstanding amount at the last settlement, and the change from one to the next."""
    places = packet.city.decimals
    return Table(
        id="tbl-plans",
        caption="計画期間ごとの収納率と収入未済額",
        columns=[
            Column("name", "計画", width=1.2),
            Column("period", "期間", width=4),
            Column("settled", "決算", width=2),
            Column("rate", "収納率", number=True, unit="%", decimals=places, width=1.5),
            Column("points", "前期比", number=True, unit="P", decimals=places, signed=True, width=1.5),
            Column("outstanding", "収入未済額", number=True, unit=packet.city.units.summary, width=2.2),
            Column("growth", "前期比", number=True, unit="%", decimals=places, signed=True, width=1.5),
            Column("note", "備考", width=2),
        ],
        rows=[_period(period) for period in measures.plan_periods(packet)],
        notation=packet.notation,
    )


def _period(period: measures.PlanPeriod) -> dict:
    return {
        "name": period.name,
        "period": f"{_month(period.start)}～{_month(period.end)}",
        "settled": wareki.fiscal_year(period.fiscal_year) if period.fiscal_year else "",
        "rate": period.rate,
        "points": period.points,
        "outstanding": period.outstanding,
        "growth": period.growth,
        "note": period.note,
    }


def _month(text: str) -> str:
    return wareki.month(dt.date.fromisoformat(text + "-01"))


def points(packet: Packet, topic: str, caption: str) -> Table:
    """What the packet says of one topic, point by point."""
    said = packet.ledger["points"]
    said = said[(said["meeting"] == packet.date.isoformat()) & (said["topic"] == topic)].sort_values("number")
    return Table(
        id=f"tbl-points-{topic.replace('_', '-')}",
        caption=caption,
        columns=[Column("heading", "項目", width=3), Column("text", "内容", width=8)],
        rows=said.to_dict("records"),
        notation=packet.notation,
        merged=("heading",),
    )


def common_policy(packet: Packet) -> Table:
    """Initiatives that all claims share."""
    initiatives = packet.ledger["initiatives"]
    own = initiatives[(initiatives["claim"] == "all") & (initiatives["fiscal_year"] == packet.fiscal_year)]
    rows = []
    for row in own.itertuples():
        pillar, _, heading = row.heading.partition("／")
        rows.append({"pillar": pillar, "heading": heading, "text": row.text})
    return Table(
        id="tbl-common",
        caption="全債権に共通する取組方針",
        columns=[
            Column("pillar", "柱", width=3),
            Column("heading", "項目", width=3),
            Column("text", "取組", width=7),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("pillar", "heading"),
    )
