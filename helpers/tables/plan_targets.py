"""Results and targets of a plan over several years."""

from collections.abc import Iterable, Sequence

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import PLAN_NAMES

COMPUTED = "※ 印刷がないか、印刷が金額と合わない実績は、決算の金額から計算した（計算）。"


def plan_targets(
    packet: Packet, measure: measures.PlanMeasure, results: Sequence[int], targets: Sequence[int]
) -> Table:
    """計画の対象債権と全体の、実績と目標と、目標が求める変化の表。

    例::

        results = range(packet.fiscal_year - 3, packet.fiscal_year)
        targets = range(packet.fiscal_year, packet.fiscal_year + 3)
        tables.plan_targets(packet, "collection_rate", results, targets)

    列: 区分、債権名、実績 ○年度(%)、目標 ○年度(%)、求める変化 年当たり(P)
    ``measure``: collection_rate(収納率)、outstanding(収入未済額)。
    ``results`` と ``targets``: 実績と目標の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    unit, _ = measures.plan_units(packet, measure)
    every = measures.plan_targets(packet, measure, results, targets)
    shown = {*_claims(packet, every), "all"}
    rows = [_row(packet, row) for row in every if row.claim in shown]
    aims = any(value is not None for row in every for value in row.target.values())
    numbers = [
        *(_year(packet, measure, "result", year, "実績") for year in results),
        *(_year(packet, measure, "target", year, "目標") for year in targets if aims),
        *(_asked(packet, measure) if aims else []),
    ]
    return Table(
        id=f"tbl-plan-{measure.replace('_', '-')}",
        caption=f"{PLAN_NAMES[measure]}の{'実績と目標' if aims else '実績'}（単位：{unit}）",
        columns=[Column("class", "区分", width=2), Column("name", "債権名", width=4), *numbers],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("class",),
        unit=unit,
        marks={(len(rows) - 1, name): ("bold",) for name in ("name", *(column.name for column in numbers))},
        notes=[
            *(_notes(packet, measure, results[-1], targets[-1]) if aims else []),
            *(
                [COMPUTED]
                if any(measures.is_computed(packet, c, measure, year) for c in shown for year in results)
                else []
            ),
        ],
    )


def _claims(packet: Packet, rows: Iterable[measures.PlanTarget]) -> list[str]:
    """Claims of the plan; of a city that has written down no plan, those with a figure."""
    if packet.ledger.has("initiatives"):
        return measures.covered(packet)
    return [row.claim for row in rows if {*row.result.values(), *row.target.values()} != {None}]


def plan_places(packet: Packet, measure: measures.PlanMeasure) -> int:
    """Decimal places of what a plan aims at, and of a difference of two."""
    return packet.city.decimals if measure == "collection_rate" else 0


def gap_unit(measure: measures.PlanMeasure) -> str:
    """What the heading of a difference says beside the unit that the table states."""
    return "P" if measure == "collection_rate" else ""


def _row(packet: Packet, row: measures.PlanTarget) -> dict:
    total = row.claim == "all"
    return {
        "class": "" if total else measures.class_names(packet, row.claim)[0],
        "name": "全体" if total else packet.ledger.claim(row.claim)["name"],
        **{f"result_{year}": value for year, value in row.result.items()},
        **{f"target_{year}": value for year, value in row.target.items()},
        "yearly": row.yearly,
        "percent": row.percent,
    }


def _year(packet: Packet, measure: measures.PlanMeasure, kind: str, year: int, group: str) -> Column:
    title, places = wareki.fiscal_year_short(year), plan_places(packet, measure)
    return Column(f"{kind}_{year}", title, number=True, decimals=places, group=group, width=1.9)


def _asked(packet: Packet, measure: measures.PlanMeasure) -> list[Column]:
    """The columns of what the targets ask for: a rate in points a year, an amount also in % of the last result."""
    asked = {"number": True, "signed": True, "group": "求める変化"}
    places, unit = plan_places(packet, measure), gap_unit(measure)
    yearly = Column("yearly", "年当たり", unit=unit, decimals=places, width=1.9, **asked)
    percent = Column("percent", "3年間", unit="%", decimals=1, width=1.7, **asked)
    return [yearly] if measure == "collection_rate" else [yearly, percent]


def _notes(packet: Packet, measure: measures.PlanMeasure, last: int, goal: int) -> list[str]:
    notes = [
        f"※ 求める変化は、{wareki.fiscal_year(last)}から{wareki.fiscal_year(goal)}までの差を計画の年数で割ったもの。"
    ]
    if measures.is_estimate(packet, "all", measure, last):
        notes.insert(0, f"※ {wareki.fiscal_year(last)}は決算見込みである。")
    return notes
