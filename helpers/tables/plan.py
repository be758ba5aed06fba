"""Tables of the basic plan: its periods, its points, the initiatives that all claims share."""

import datetime as dt

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def plan_periods(packet: Packet) -> Table:
    """計画期間ごとの、最後の決算の収納率と収入未済額の表。前の期との差も示す。

    例::

        tables.plan_periods(packet)

    列: 計画、期間、決算、収納率(%)、前期比（P）(P)、収入未済額(金額)、前期比（%）(%)、備考
    データがないとき: 何のデータがないかを言って止まる。plans.csv が要る。決算のない期間は空欄。
    """
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


def points(packet: Packet, topic: str, caption: str) -> Table | None:
    """資料の要点の表。一つの話題の項目と内容を並べる。

    例::

        tables.points(packet, "goal", "目標の考え方")

    列: 項目、内容
    ``topic``: points.csv の topic。``caption``: 表の題名。
    データがないとき: 何のデータがないかを言って止まる。
    """
    said = packet.ledger.rows("points", meeting=packet.date.isoformat(), topic=topic).sort_values("number")
    if said.empty and packet.withholds("points"):
        return None
    return Table(
        id=f"tbl-points-{topic.replace('_', '-')}",
        caption=caption,
        columns=[Column("heading", "項目", width=3), Column("text", "内容", width=8)],
        rows=said.to_dict("records"),
        notation=packet.notation,
        merged=("heading",),
    )


def common_policy(packet: Packet) -> Table | None:
    """全債権に共通する取組の表。

    例::

        tables.common_policy(packet)

    列: 柱、項目、取組
    データがないとき: 何のデータがないかを言って止まる。
    initiatives.csv に claim が all で stage が planned の行が要る。
    """
    rows = []
    for row in measures.planned(packet, "all"):
        pillar, _, heading = row.heading.partition("／")
        rows.append({"pillar": pillar, "heading": heading, "text": row.text})
    if not rows and packet.withholds("initiatives"):
        return None
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
