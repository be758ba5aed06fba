"""The table behind the trend plot."""

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE, round_half_up
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def trend(packet: Packet) -> Table:
    """Rate and outstanding amount by fiscal year, with the change up to the latest one. Missing years are rows too."""
    unit = packet.city.units.summary
    points = {
        point.fiscal_year: point
        for point in measures.trend(packet.ledger, unit, packet.meeting.settled_year, packet.city.headline_rate)
    }
    latest = points[max(points)]
    rows = []
    for year, point in sorted(points.items()):
        rows.append(
            {
                "fiscal_year": wareki.fiscal_year(year),
                "rate": point.rate,
                "points": measures.difference(latest.rate, point.rate) if point is not latest else None,
                # Rounded to what the coarser term allows, so that 約131億円 less does not claim a decimal.
                "outstanding": round_half_up(point.outstanding, point.outstanding_decimals),
                "change": round_half_up(*measures.outstanding_change(latest, point)) if point is not latest else None,
                "basis": _basis(point),
            }
        )
        if year + 1 not in points and year != latest.fiscal_year:
            last_missing = min(later for later in points if later > year) - 1
            years = wareki.fiscal_year(year + 1)
            if last_missing > year + 1:
                years += f"～{wareki.fiscal_year(last_missing)}"
            missing = dict.fromkeys(("rate", "points", "outstanding", "change"), NOT_IN_SOURCE)
            rows.append({"fiscal_year": years, "basis": "", **missing})
    to_latest = f"{wareki.fiscal_year(latest.fiscal_year)}までの増減"
    return Table(
        id="tbl-trend",
        caption=f"{rate_name(packet)}と収入未済額の推移",
        columns=[
            Column("fiscal_year", "年度"),
            Column("rate", rate_name(packet), number=True, unit="%", decimals=packet.city.decimals),
            Column("points", to_latest, number=True, unit="ポイント", decimals=packet.city.decimals, signed=True),
            Column("outstanding", "収入未済額", number=True, unit=unit),
            Column("change", to_latest, number=True, unit=unit, signed=True),
            Column("basis", "値の根拠"),
        ],
        rows=rows,
        notation=packet.notation,
        notes=_notes(packet, list(points.values())),
    )


def _basis(point: measures.TrendPoint) -> str:
    if point.computed:
        return "差から算出"
    return "原資料（概数）" if point.approx else "原資料（決算見込み）" if point.estimate else "原資料"


def rate_name(packet: Packet) -> str:
    """What the city's headline rate is called."""
    return {"current": "現年度分収納率", "carried_over": "滞納繰越分収納率", "total": "収納率"}[
        packet.city.headline_rate
    ]


def _notes(packet: Packet, points: list[measures.TrendPoint]) -> list[str]:
    notes = []
    if any(point.computed for point in points):
        notes.append("※「差から算出」の年度は、原資料に印刷された値と増減から逆算した。")
    if any(point.approx for point in points):
        notes.append("※ 原資料が「約」で示す年度の収入未済額は、概数である。")
    unit = packet.city.units.summary
    for year, about, exact in measures.disagreements(packet.ledger, unit, packet.meeting.settled_year):
        notes.append(
            f"※ {wareki.fiscal_year(year)}は、本文の約{packet.notation.number(about)}{unit}が"
            f"表の{packet.notation.number(exact, 1)}{unit}と一致しない。表の値により、概数との増減は概数による。"
        )
    return notes
