"""The table behind the bridge from the opening to the target."""

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.table import Column, Table


def bridge(packet: Packet) -> Table:
    """過年の収入未済額の、期首・会議の日・目標の金額と、その間の差の表。目標がなければ二行。

    例::

        tables.bridge(packet)

    列: 項目、金額(金額)、前の行との差(金額)、差の割合(%)
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)か決算の、合計の金額が要る。
    """
    moment, unit = measures.moment(packet), packet.city.units.table
    year = wareki.fiscal_year(moment.fiscal_year)
    names = {
        "assessed": f"{year} 過年調定額",
        "outstanding": f"{moment.words} 収入未済額",
        "target": f"{year} 目標収入未済額",
    }
    return Table(
        id="tbl-bridge",
        caption=f"過年の収入未済額と目標（単位：{unit}）",
        columns=[
            Column("name", "項目", width=4),
            Column("amount", "金額", number=True, width=2.2),
            Column("change", "前の行との差", number=True, signed=True, width=2.2, formula="その行−前の行"),
            Column(
                "share",
                "差の割合",
                number=True,
                unit="%",
                decimals=packet.city.decimals,
                signed=True,
                width=1.8,
                formula="前の行との差÷過年調定額",
            ),
        ],
        rows=[
            {"name": names[step.name], "amount": step.amount, "change": step.change, "share": step.share}
            for step in measures.bridge(packet)
        ],
        notation=packet.notation,
        unit=unit,
        notes=["※ 差の割合は、過年調定額に対するもの。"],
    )
