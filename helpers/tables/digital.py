"""Tables of the digital tools: who uses them, what they save, how use grows."""

from decimal import Decimal

import pandas as pd

from helpers import measures, wareki
from helpers.notation import NOT_APPLICABLE
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import AGGREGATE_NAMES

_ORIGINS: dict[measures.Origin, str] = {
    "printed": "原資料",
    "parts": "各債権の個票の合計",
    "rest": "2か年累計からの差引き",
    "growth": "増加率からの逆算（約）",
    "": NOT_APPLICABLE,
}
_UNNAMED = "※「等」に含まれる債権の名は、原資料にない。"


def tool_matrix(packet: Packet) -> Table:
    """主要債権と、利用している手段(DX)の表。○は利用中。これから始めるものは時期を書く。

    例::

        tables.tool_matrix(packet)

    列: 債権名、SMS催告、QR
    手段ごとに一列。
    データがないとき: 何のデータがないかを言って止まる。tools.csv と tool_claims.csv が要る。
    """
    tools, uses = (measures.known_on(packet, table) for table in ("tools", "tool_claims"))
    packet.ledger.take(tools, "tools")
    rows = []
    for claim in measures.leaf_claims(packet.ledger):
        row = {"claim": packet.ledger.claim(claim)["name"]}
        for tool in tools["tool"]:
            use = packet.ledger.only(uses[(uses["tool"] == tool) & (uses["claim"] == claim)], "tool_claims")
            row[tool] = _use(use.status, use.start) if use else NOT_APPLICABLE
        rows.append(row)
    return Table(
        id="tbl-tool-matrix",
        caption="主要債権の利用状況",
        columns=[
            Column("claim", "債権名", width=4),
            *(Column(row.tool, row.name, width=2.4) for row in tools.itertuples(index=False)),
        ],
        rows=rows,
        notation=packet.notation,
        notes=["※ ○ は利用中または今年度から利用、「-」は利用の予定が原資料にないもの。括弧内は開始時期。"],
    )


def _use(status: str, start: str) -> str:
    if status == "continued":
        return "○"
    mark = "予定" if status == "planned" else "○"
    return f"{mark}（{_start(start)}）" if start else mark


def _start(start: str) -> str:
    year = wareki.fiscal_year_short(int(start[:4]))
    return f"{year}.{int(start[5:])}月" if len(start) > 4 else f"{year}年度"


def tool_others(packet: Packet) -> Table | None:
    """主要債権のほかに、手段(DX)を利用している債権の表。これから始めるものは tool_counts の表にある。

    例::

        tables.tool_others(packet)

    列: 手段、区分、債権、債権数(債権)、開始
    データがないとき: tools.csv と tool_claims.csv がなければ、それを言って止まる。主要債権だけなら、何も載らない。
    """
    tools, uses = (measures.known_on(packet, table) for table in ("tools", "tool_claims"))
    status = {"continued": "継続", "new": f"{wareki.fiscal_year_short(packet.fiscal_year)}新規"}
    others = uses[(uses["claim"] == "") & uses["status"].isin(list(status))]
    packet.ledger.take(others, "tool_claims")
    rows = [
        {
            "name": tool.name,
            "status": status[use.status],
            "label": use.label,
            "count": None if pd.isna(use.count) else int(use.count),
            "start": _start(use.start) if use.start else "",
        }
        for tool in tools.itertuples(index=False)
        for use in others[others["tool"] == tool.tool].itertuples(index=False)
    ]
    if not rows:
        return None
    return Table(
        id="tbl-tool-others",
        caption="主要債権のほかに利用している債権",
        columns=[
            Column("name", "手段", width=3.2),
            Column("status", "区分", width=1.5),
            Column("label", "債権", width=5),
            Column("count", "債権数", number=True, unit="債権", width=1.6),
            Column("start", "開始", width=1.6),
        ],
        rows=rows,
        notation=packet.notation,
        heads=3,
        merged=("name",),
        notes=[_UNNAMED] if any(row["label"].endswith("等") for row in rows) else [],
    )


def tool_counts(packet: Packet) -> Table:
    """手段(DX)ごとの債権数と、今後の予定の表。

    例::

        tables.tool_counts(packet)

    列: 手段、継続(債権)、○年度新規(債権)、計(債権)、次年度以降の予定、横展開・留意点
    データがないとき: 何のデータがないかを言って止まる。tools.csv と tool_claims.csv が要る。
    """
    tools, uses = (packet.ledger.take(measures.known_on(packet, table), table) for table in ("tools", "tool_claims"))
    rows = []
    for tool, count in zip(tools.itertuples(), measures.tool_counts(packet), strict=True):
        planned = uses[(uses["tool"] == tool.tool) & (uses["status"] == "planned")]
        plans = [f"{_start(row.start)} {row.label}" if row.start else row.label for row in planned.itertuples()]
        rows.append(
            {
                "name": tool.name,
                "continued": count.continued,
                "new": count.new,
                "in_use": count.in_use,
                "planned": "\n".join(plans) or "未定",
                "rollout": "\n".join(filter(None, (tool.rollout, tool.caution))),
            }
        )
    this = wareki.fiscal_year_short(packet.fiscal_year)
    return Table(
        id="tbl-tool-counts",
        caption="手段別の実施債権数と今後の予定",
        columns=[
            Column("name", "手段", width=2.2),
            Column("continued", "継続", number=True, unit="債権", width=1.3),
            Column("new", f"{this}新規", number=True, unit="債権", width=1.4),
            Column("in_use", "計", number=True, unit="債権", width=1.3),
            Column("planned", "次年度以降の予定", width=4),
            Column("rollout", "横展開・留意点", width=4),
        ],
        rows=rows,
        notation=packet.notation,
    )


def costs(packet: Packet) -> Table:
    """手段(DX)ごとの1件当たりの経費と削減額の表。

    例::

        tables.costs(packet)

    列: 手段、区分、従来の手段、従来の単価(円/件)、新しい手段、新しい単価(円/件)、削減額(円/件)
    データがないとき: 何のデータがないかを言って止まる。tools.csv が要る。
    """
    rows = []
    for saving in measures.savings(packet):
        rows.append(_cost(saving, "原則", saving.after_cost, saving.saving))
        if saving.exception:
            rows.append(_cost(saving, saving.exception, saving.exception_cost, saving.exception_saving))
    return Table(
        id="tbl-costs",
        caption="1件当たりの経費と削減額（単位：円/件）",
        columns=[
            Column("name", "手段", width=3),
            Column("party", "区分", width=1.8),
            Column("before", "従来の手段", width=2),
            Column("before_cost", "従来の単価", number=True, decimals=1, width=1.7),
            Column("after", "新しい手段", width=2.2),
            Column("after_cost", "新しい単価", number=True, decimals=1, width=1.7),
            Column("saving", "削減額", number=True, decimals=1, width=1.5),
        ],
        rows=rows,
        notation=packet.notation,
        merged=("name",),
        unit="円/件",
    )


def _cost(saving: measures.Saving, party: str, after_cost: Decimal | None, saved: Decimal | None) -> dict:
    return {
        "name": saving.name,
        "party": party,
        "before": saving.before,
        "before_cost": saving.before_cost,
        "after": saving.after,
        "after_cost": after_cost,
        "saving": saved,
    }


def tool_use(packet: Packet) -> Table:
    """手段(DX)の利用実績を前年度と比べる表。前年度の値をどう知ったかも示す。

    例::

        tables.tool_use(packet)

    列: 項目、対象、単位、○年度、増加率(%)、前年度の値の根拠
    データがないとき: 何のデータがないかを言って止まる。figures.csv に前年度の利用の件数が要る。
    """
    year = packet.fiscal_year - 1
    rows = [
        {
            "item": use.item,
            "claim": AGGREGATE_NAMES[use.claim],
            "unit": use.unit,
            "last": use.last,
            "this": use.this,
            "growth": use.growth,
            "origin": _ORIGINS[use.origin],
        }
        for use in measures.tool_use(packet)
    ]
    return Table(
        id="tbl-tool-use",
        caption="利用実績と前年度比",
        columns=[
            Column("item", "項目", width=3.6),
            Column("claim", "対象", width=1.6),
            Column("unit", "単位", width=1),
            Column("last", wareki.fiscal_year_short(year - 1), number=True, decimals=0, width=1.7),
            Column("this", wareki.fiscal_year_short(year), number=True, decimals=0, width=1.7),
            Column("growth", "増加率", number=True, unit="%", decimals=0, signed=True, width=1.7),
            Column("origin", "前年度の値の根拠", width=3),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("item",),
        notes=[
            f"※ {row.item}の{row.group}は{packet.notation.number(row.value)}{row.unit}。"
            for row in packet.ledger.figures(fiscal_year=year, claim="all", measure="count", kind="actual").itertuples()
            if row.group and row.item in {line["item"] for line in rows}
        ],
    )
