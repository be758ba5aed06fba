"""The settlement of a year at a glance: rates and amounts of the city, what turned better or worse, all years."""

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.accounts import (
    city_total,
    claim_name,
    grown,
    growth_column,
    lacking_notes,
    rate_note,
    shown,
    year_names,
)
from helpers.tables.table import Column, Table, Value
from helpers.terms import AMOUNT_NAMES, MEASURE_NAMES, RATE, SEGMENTS

_WHOLE_FIRST = ("total", "current", "carried_over")
_OUTSTANDING = AMOUNT_NAMES["outstanding"]


def settlement_rates(packet: Packet) -> Table:
    """決算の収納率を前年度と比べる表。全体と、現年度分・滞納繰越分。

    例::

        tables.settlement_rates(packet)

    列: 区分、○年度(%)、前年度差(P)
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    totals = city_total(packet)
    rows = [
        {
            "segment": SEGMENTS[segment],
            "this": shown(totals[segment].this, "rate"),
            "last": shown(totals[segment].last, "rate"),
            "points": totals[segment].points,
        }
        for segment in _WHOLE_FIRST
    ]
    this, last = year_names(packet)
    rate = {"number": True, "decimals": packet.city.decimals}
    return Table(
        id="tbl-settlement-rates",
        caption=f"{this}決算の{MEASURE_NAMES[RATE]}",
        columns=[
            Column("segment", "区分", width=2),
            Column("this", this, unit="%", width=2, **rate),
            Column("last", last, unit="%", width=2, **rate),
            Column("points", "前年度差", unit="P", signed=True, width=2, **rate),
        ],
        rows=rows,
        notation=packet.notation,
        notes=[rate_note(packet), *_undivided_notes(packet)],
    )


def settlement_amounts(packet: Packet) -> Table:
    """決算の金額を前年度と比べる表。調定額、収入済額、不納欠損額、還付未済額、収入未済額。

    例::

        tables.settlement_amounts(packet)

    列: 項目、○年度(金額)、増減額(金額)、増減率(%)
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    total = city_total(packet)["total"]
    rows = []
    for measure, title in AMOUNT_NAMES.items():
        this, last = total.this.amounts[measure], total.last.amounts[measure]
        rows.append(
            {
                "measure": title,
                "this": shown(total.this, measure),
                "last": shown(total.last, measure),
                "change": measures.difference(this, last),
                "growth": grown(this, last, measures.growth(this, last)),
            }
        )
    this, last = year_names(packet)
    return Table(
        id="tbl-settlement-amounts",
        caption=f"{this}決算の金額（全債権の合計、単位：{packet.city.units.table}）",
        columns=[
            Column("measure", "項目", width=2),
            Column("this", this, number=True, width=2.4),
            Column("last", last, number=True, width=2.4),
            Column("change", "増減額", number=True, signed=True, width=2),
            growth_column(width=1.6),
        ],
        rows=rows,
        notation=packet.notation,
        unit=packet.city.units.table,
        notes=["※ 債権ごとの決算の金額を合計した（計算）。", *lacking_notes(packet)],
    )


def turns(packet: Packet) -> Table | None:
    """良くなった債権と悪くなった債権の表。収入未済額と収納率の両方が同じ向きに動いたものだけ。

    例::

        tables.turns(packet)

    列: 前年度比、債権、収納率(%)、差(P)、収入未済額(金額)、増減額(金額)、増減率(%)
    該当がないとき: 何も示さない(None)。決算の年度の金額がないときは止まる。
    """
    rows = [
        {
            "turn": turn,
            "claim": claim_name(packet, row.name),
            "rate": row.this.rate,
            "points": row.points,
            "outstanding": row.this.outstanding,
            "change": row.change,
            "growth": grown(row.this.outstanding, row.last.outstanding, row.growth),
        }
        for turn, own in zip(("改善", "悪化"), measures.turns(packet), strict=True)
        for row in own
    ]
    if not rows:
        return None
    rate = {"number": True, "decimals": packet.city.decimals}
    return Table(
        id="tbl-settlement-turns",
        caption=f"良くなった債権、悪くなった債権（{year_names(packet)[0]}決算、単位：{packet.city.units.table}）",
        columns=[
            Column("turn", "前年度比", width=1.2),
            Column("claim", "債権", width=4),
            Column("rate", MEASURE_NAMES[RATE], unit="%", width=1.5, **rate),
            Column("points", "差", unit="P", signed=True, width=1.4, **rate),
            Column("outstanding", _OUTSTANDING, number=True, width=2),
            Column("change", "増減額", number=True, signed=True, width=1.9),
            growth_column(width=1.6),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("turn",),
        unit=packet.city.units.table,
        notes=[
            "※ 前年度より収入未済額が減り収納率が上がったものを改善、収入未済額が増え収納率が下がったものを悪化とし、増減額の大きい順に示す。"
            "どちらでもない債権は載せない。"
        ],
    )


def settlement_trend(packet: Packet) -> Table:
    """決算のある年度ごとの、収納率と収入未済額の表。

    例::

        tables.settlement_trend(packet)

    列: 年度、収納率 合計(%)、収納率 現年度分(%)、収納率 滞納繰越分(%)、収入未済額 合計(金額)、
      収入未済額 現年度分(金額)、収入未済額 滞納繰越分(金額)、不納欠損額(金額)
    間の年度に資料がなければ「資料なし」の行になる。データがないとき: 何のデータがないかを言って止まる。
    """
    years = {year.fiscal_year: year for year in measures.settled_years(packet)}
    rows = []
    for fiscal_year in range(min(years), max(years) + 1):
        year = years.get(fiscal_year)
        accounts = {segment: year and getattr(year, segment) for segment in _WHOLE_FIRST}
        row: dict[str, Value] = {"year": wareki.fiscal_year(fiscal_year)}
        for segment, account in accounts.items():
            row[f"rate_{segment}"] = shown(account, "rate") if account else NOT_IN_SOURCE
            row[f"outstanding_{segment}"] = shown(account, "outstanding") if account else NOT_IN_SOURCE
        row["written_off"] = shown(accounts["total"], "written_off") if year else NOT_IN_SOURCE
        rows.append(row)
    rate, unit = MEASURE_NAMES[RATE], packet.city.units.table
    return Table(
        id="tbl-settlement-trend",
        caption=f"{rate}と{_OUTSTANDING}の推移（全債権、単位：{unit}）",
        columns=[
            Column("year", "年度", width=1.5),
            *(
                Column(f"rate_{segment}", SEGMENTS[segment], number=True, unit="%", decimals=packet.city.decimals,
                       group=rate, width=1.4)
                for segment in _WHOLE_FIRST
            ),
            *(
                Column(f"outstanding_{segment}", SEGMENTS[segment], number=True, group=_OUTSTANDING, width=1.9)
                for segment in _WHOLE_FIRST
            ),
            Column("written_off", AMOUNT_NAMES["written_off"], number=True, width=1.7),
        ],
        rows=rows,
        notation=packet.notation,
        unit=unit,
        notes=[
            "※ 各年度の債権の決算の金額を合計し、収納率をその合計から計算した（計算）。対象の債権は年度により異なることがある。",
            *_undivided_notes(packet),
        ],
    )  # fmt: skip


def _undivided_notes(packet: Packet) -> list[str]:
    count = len(measures.undivided(packet))
    return [f"※ 現年度分と滞納繰越分に分かれていない{count}債権は、合計にだけ含む。"] if count else []
