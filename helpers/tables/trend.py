"""The table behind the trend plot."""

import itertools
from collections.abc import Sequence

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE, round_half_up
from helpers.packet import Packet
from helpers.tables.table import Column, Table, Value

_TO_LATEST = "最後の年度の値−その年度の値"


def trend(packet: Packet) -> Table:
    """収納率と収入未済額の推移の表。最新の年度までの増減も示す。

    例::

        tables.trend(packet)

    列: 年度、収納率(%)、○年度までの増減（ポイント）(ポイント)、収入未済額(金額)、○年度までの増減（金額）(金額)、
      値の根拠
    間の年度に資料がなければ「資料なし」の行になる。データがないとき: 何のデータがないかを言って止まる。
    収納率と収入未済額がそろう年度が要る。
    """
    points = measures.required_trend(packet)
    unit, places, latest = packet.city.units.summary, packet.city.decimals, points[-1]
    rows = [_row(points[0], latest)]
    for before, point in itertools.pairwise(points):
        if point.fiscal_year > before.fiscal_year + 1:
            rows.append(_missing(before.fiscal_year + 1, point.fiscal_year - 1))
        rows.append(_row(point, latest))
    to_latest = f"{wareki.fiscal_year(latest.fiscal_year)}までの増減"
    return Table(
        id="tbl-trend",
        caption=f"{measures.rate_name(packet)}と収入未済額の推移",
        columns=[
            Column("fiscal_year", "年度"),
            Column("rate", measures.rate_name(packet), number=True, unit="%", decimals=places),
            Column("points", to_latest, number=True, unit="ポイント", decimals=places, signed=True, formula=_TO_LATEST),
            Column("outstanding", "収入未済額", number=True, unit=unit),
            Column("change", to_latest, number=True, unit=unit, signed=True, formula=_TO_LATEST),
            Column("basis", "値の根拠"),
        ],
        rows=rows,
        notation=packet.notation,
        notes=_notes(packet, points),
    )


def _row(point: measures.TrendPoint, latest: measures.TrendPoint) -> dict[str, Value]:
    earlier = point is not latest
    return {
        "fiscal_year": wareki.fiscal_year(point.fiscal_year),
        "rate": point.rate,
        "points": measures.difference(latest.rate, point.rate) if earlier else None,
        # Rounded to what the coarser term allows, so that 約131億円 less does not claim a decimal.
        "outstanding": round_half_up(point.outstanding, point.outstanding_decimals),
        "change": round_half_up(*measures.outstanding_change(latest, point)) if earlier else None,
        "basis": _basis(point),
    }


def _missing(first: int, last: int) -> dict[str, Value]:
    """The years from ``first`` to ``last``, of which nothing is known."""
    years = "～".join(dict.fromkeys(wareki.fiscal_year(year) for year in (first, last)))
    return {"fiscal_year": years, "basis": ""} | dict.fromkeys(
        ("rate", "points", "outstanding", "change"), NOT_IN_SOURCE
    )


def _basis(point: measures.TrendPoint) -> str:
    if point.computed:
        return "差から算出"
    if point.summed:
        return "債権の決算から計算"
    return "原資料（概数）" if point.approx else "原資料（決算見込み）" if point.estimate else "原資料"


def _notes(packet: Packet, points: Sequence[measures.TrendPoint]) -> list[str]:
    notes = []
    if any(point.computed for point in points):
        notes.append("※「差から算出」の年度は、原資料に印刷された値と増減から逆算した。")
    if any(point.approx for point in points):
        notes.append("※ 原資料が「約」で示す年度の収入未済額は、概数である。")
    return notes + [_two_amounts(packet, found, points) for found in measures.disagreements(packet)]


def _two_amounts(packet: Packet, found: measures.Disagreement, points: Sequence[measures.TrendPoint]) -> str:
    """A year that a text and a table tell differently: why, if the plans say so, and which of the two the changes are from."""
    number, unit = packet.notation.number, packet.city.units.summary
    about, exact, of_text, of_table = f"約{number(found.about)}{unit}", f"{number(found.exact, 1)}{unit}", "", ""
    if plans := measures.two_plans(packet, found):
        ended, begun = plans
        of_text = f"（{ended.plan}計画の{ended.claims}債権、計{number(ended.outstanding, 1)}{unit}）"
        of_table = f"（{begun.plan}計画の{begun.claims}債権）"
    year = wareki.fiscal_year(found.fiscal_year)
    note = f"※ {year}の収入未済額は、本文の{about}{of_text}と表の{exact}{of_table}が一致しない。"
    rough = [number(point.outstanding, point.outstanding_decimals) for point in points if point.approx]
    if rough and found.fiscal_year == points[-1].fiscal_year:
        note += f"{'、'.join(f'約{amount}{unit}' for amount in rough)}とは{about}を、ほかの年度とは{exact}を比べた。"
    return note
