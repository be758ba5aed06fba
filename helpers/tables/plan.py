"""Tables of the basic plan: its periods, its points, the claims it covers."""

import datetime as dt
from collections import Counter

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.plan_targets import class_name
from helpers.tables.table import Column, Table

_CHANGES = {"kept": "変更なし", "renumbered": "番号の変更", "added": "追加", "dropped": "除外"}


def plan_results(packet: Packet) -> list[dict]:
    """Plans with a settlement: name, fiscal_year, rate, outstanding (in the summary unit)."""
    points = {point.fiscal_year: point for point in measures.trend(packet)}
    return [
        {**plan, "rate": points[plan["fiscal_year"]].rate, "outstanding": points[plan["fiscal_year"]].outstanding}
        for plan in packet.ledger["plans"].to_dict("records")
        if plan["fiscal_year"] in points
    ]


def plans(packet: Packet) -> Table:
    """The plan periods with rate and outstanding amount at the last settlement, and the change from one to the next."""
    known = {row["plan"]: row for row in plan_results(packet)}
    rows, before = [], None
    for plan in packet.ledger["plans"].to_dict("records"):
        row = known.get(plan["plan"], {"rate": None, "outstanding": None})
        rows.append(
            {
                "name": plan["name"],
                "period": f"{_month(plan['start'])}～{_month(plan['end'])}",
                "settled": wareki.fiscal_year(plan["fiscal_year"]) if plan["fiscal_year"] else "",
                "rate": row["rate"],
                "points": measures.difference(row["rate"], before and before["rate"]),
                "outstanding": row["outstanding"],
                "growth": measures.growth(row["outstanding"], before and before["outstanding"]),
                "note": plan["note"],
            }
        )
        before = row
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
        rows=rows,
        notation=packet.notation,
    )


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


def scope(packet: Packet, before: str, after: str) -> Table:
    """The claims of edition ``after`` by class with their sections, and what changed since ``before``; leavers last."""
    rows, marks = [], {}
    for index, row in enumerate(measures.renumbering(packet, before, after)):
        claim = packet.ledger.claim(row.claim)
        rows.append(
            {
                "class": class_name(packet, row.claim),
                "after": row.after,
                "name": claim["name"],
                "owner": " ".join(filter(None, claim[["bureau", "division", "section"]])),
                "before": row.before,
                "change": _CHANGES[row.change],
            }
        )
        if row.change in ("added", "dropped"):
            marks |= {(index, name): ("shade", "bold") for name in ("name", "change")}
    return Table(
        id="tbl-scope",
        caption="基本計画の対象債権と、現行の一覧からの変更",
        columns=[
            Column("class", "債権区分", width=2.6),
            Column("after", "新しい番号", width=1.5),
            Column("name", "債権名", width=4.4),
            Column("owner", "債権所管課", width=5.4),
            Column("before", "現行の番号", width=1.5),
            Column("change", "変更", width=1.7),
        ],
        rows=rows,
        notation=packet.notation,
        heads=3,
        merged=("class",),
        marks=marks,
    )


def scope_counts(packet: Packet, before: str, after: str) -> dict[str, int]:
    """How many claims were kept, renumbered, added and dropped."""
    return dict(Counter(row.change for row in measures.renumbering(packet, before, after)))
