"""What the accounts hold beside the claims."""

from decimal import Decimal

from helpers import measures
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.accounts import city_total, shown, year_names
from helpers.tables.table import Column, Table
from helpers.terms import AMOUNT_NAMES, AMOUNTS


def uncovered(packet: Packet) -> Table | None:
    """債権に含めない歳入を、会計と理由ごとに合計した表。

    例::

        tables.uncovered(packet)

    列: 会計、含めない理由、行数(件)、調定額(金額)、収入済額(金額)、不納欠損額(金額)、還付未済額(金額)、
      収入未済額(金額)
    データがないとき: excluded.csv がないか、その年度の行がなければ、何も示さない(None)。
    """
    found = measures.uncovered(packet)
    if not found:
        return None
    rows = [
        {"account": row.account, "reason": row.reason, "lines": row.lines}
        | {measure: NOT_IN_SOURCE if getattr(row, measure) is None else getattr(row, measure) for measure in AMOUNTS}
        for row in found
    ]
    sums = {
        measure: [getattr(row, measure) for row in found if getattr(row, measure) is not None] for measure in AMOUNTS
    }
    whole = {measure: sum(there, Decimal(0)) if there else NOT_IN_SOURCE for measure, there in sums.items()}
    rows.append({"account": "合計", "reason": "", "lines": sum(row.lines for row in found), **whole})
    claims = city_total(packet)["total"].this
    beside = {measure: shown(claims, measure) for measure in AMOUNTS}
    rows.append({"account": "参考：債権とした行", "reason": "", "lines": None, **beside})
    return Table(
        id="tbl-uncovered",
        caption=f"債権に含めない歳入の行（{year_names(packet)[0]}決算、単位：{packet.city.units.table}）",
        columns=[
            Column("account", "会計", width=2.4),
            Column("reason", "含めない理由", width=3.2),
            Column("lines", "行数", number=True, unit="件", width=1.2),
            *(Column(measure, title, number=True, width=2.1) for measure, title in AMOUNT_NAMES.items()),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("account",),
        marks={(len(found), "account"): ("bold",)},
        unit=packet.city.units.table,
        notes=["※ 決算の歳入の行のうち、どの債権にも入れないものを、会計と理由ごとに合計した（計算）。"],
    )  # fmt: skip
