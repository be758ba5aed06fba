"""Tables of the action sheets: what was done, what came of it, what the hearing asked."""

import datetime as dt
from collections import defaultdict

from helpers import measures, wareki
from helpers.notation import GROWTH_PLACES, NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import FROM_ZERO, MEASURE_NAMES, SEGMENTS, VERDICT_NAMES

_UNDIVIDED = "区別なし"
_SEGMENT_ORDER = [*SEGMENTS.values(), _UNDIVIDED]


def action_sheets(packet: Packet) -> Table:
    """取組個票の一覧の表。市の順。

    例::

        tables.action_sheets(packet)

    列: 番号、債権名、所属、総括課、債権区分
    データがないとき: 何のデータがないかを言って止まる。取組個票のある債権が要る。
    """
    rows = []
    for number, claim in enumerate(measures.sheet_claims(packet.ledger), start=1):
        row = packet.ledger.described(claim)
        rows.append(
            {
                "number": str(number),
                "name": row["name"],
                "bureau": row["bureau"] or NOT_IN_SOURCE,
                "section": row["section"] or NOT_IN_SOURCE,
                "classes": "、".join(measures.class_names(packet, claim)),
            }
        )
    return Table(
        id="tbl-sheets",
        caption="取組個票の一覧",
        columns=[
            Column("number", "番号", width=1),
            Column("name", "債権名", width=4),
            Column("bureau", "所属", width=2.2),
            Column("section", "総括課", width=2.5),
            Column("classes", "債権区分", width=3),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
    )


def campaigns(packet: Packet, claim: str, fiscal_year: int) -> Table | None:
    """一つの債権の滞納整理強化期間の表。

    例::

        tables.campaigns(packet, "municipal_tax", packet.fiscal_year)

    列: 担当・内容、回、期間
    ``claim``: claims.csv の債権の名。``fiscal_year``: 西暦の年度。
    データがないとき: 何も示さない(None)。
    """
    rows = [
        {
            "group": campaign.group or "全体",
            "round": f"{campaign.round}回目" if campaign.round else "",
            "period": wareki.period(campaign.start, campaign.end) or campaign.note,
        }
        for campaign in measures.campaigns(packet, fiscal_year, claim)
    ]
    if not rows:
        return None
    return Table(
        id=f"tbl-campaign-{claim.replace('_', '-')}",
        caption="滞納整理強化期間",
        part=("債権名", _name(packet, claim)),
        columns=[
            Column("group", "担当・内容", width=4),
            *([Column("round", "回", width=1.5)] if any(row["round"] for row in rows) else []),
            Column("period", "期間", width=5),
        ],
        rows=rows,
        notation=packet.notation,
        merged=("group",),
    )


def initiatives_done(packet: Packet, claim: str, fiscal_year: int) -> Table | None:
    """一つの債権で実施した取組の表。現年度分と滞納繰越分を分ける。

    例::

        tables.initiatives_done(packet, "municipal_tax", packet.fiscal_year)

    列: 区分、担当・回など、取組
    ``claim``: claims.csv の債権の名。``fiscal_year``: 西暦の年度。
    データがないとき: 何も示さない(None)。
    """
    rows = [
        {
            "segment": SEGMENTS.get(initiative.segment, _UNDIVIDED),
            "group": " ".join(filter(None, (initiative.group, initiative.heading))),
            "text": initiative.text,
        }
        for initiative in measures.done(packet, fiscal_year, claim)
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: _SEGMENT_ORDER.index(row["segment"]))
    grouped = any(row["group"] for row in rows)
    divided = any(row["segment"] != _UNDIVIDED for row in rows)
    return Table(
        id=f"tbl-done-{claim.replace('_', '-')}",
        caption="取組内容",
        part=("債権名", _name(packet, claim)),
        columns=[
            *([Column("segment", "区分", width=1.6)] if divided else []),
            *([Column("group", "担当・回など", width=2.6)] if grouped else []),
            Column("text", "取組", width=7),
        ],
        rows=rows,
        notation=packet.notation,
        heads=1 if divided or grouped else 0,
        merged=(*(["segment"] if divided else []), *(["group"] if grouped else [])),
    )


def results(packet: Packet, claim: str, fiscal_year: int, group: str | None = None) -> Table | None:
    """一つの債権の実績を前年度と比べる表。件数と金額は増減率、率は差を示す。

    例::

        tables.results(packet, "municipal_tax", packet.fiscal_year)

    列: 項目、区分・担当・時点、単位、○年度、増減率(%)、差(P)、目標、目標の単位、達否
    ``claim``: claims.csv の債権の名か all。``fiscal_year``: 西暦の年度。
    ``group``: 担当など一つに絞る(figures.csv の group)。
    列は、値のあるものだけになる。データがないとき: 何も示さない(None)。``group`` を書いたときは止まる。
    """
    reported = measures.results(packet, claim, fiscal_year, group)
    if not reported:
        return None
    details = _details(reported, named=group is None)
    rows = [_result_row(result) | {"detail": detail} for result, detail in zip(reported, details, strict=True)]
    only_change = any(row["this"] == NOT_IN_SOURCE and row["points"] is not None for row in rows)
    return Table(
        id=f"tbl-results-{claim.replace('_', '-')}",
        caption="実績と前年度実績",
        part=("担当", group) if group else ("債権名", _name(packet, claim)),
        columns=_result_columns(packet, rows, fiscal_year),
        rows=rows,
        notation=packet.notation,
        merged=("item",),
        notes=["※ 差だけがある項目は、原資料が差だけを示す。"] if only_change else [],
    )


def _details(reported: measures.Rows[measures.Result], named: bool) -> list[str]:
    """What tells results of one item apart: segment (a total is called one beside its parts), group if ``named``, day."""
    segments = defaultdict(set)
    for result in reported:
        segments[result.item].add(result.segment)
    details = []
    for result in reported:
        alone = segments[result.item] == {"total"}
        as_of = wareki.as_of(dt.date.fromisoformat(result.as_of)) if result.as_of else ""
        parts = ("" if alone else SEGMENTS[result.segment], result.group if named else "", as_of)
        details.append("、".join(filter(None, parts)))
    return details


def _result_row(result: measures.Result) -> dict:
    return {
        "item": (result.item or MEASURE_NAMES[result.measure]) + ("（約）" if result.approx else ""),
        "unit": result.unit,
        "last": NOT_IN_SOURCE if result.last is None else result.last,
        "this": NOT_IN_SOURCE if result.this is None else result.this,
        "growth": FROM_ZERO if result.is_new else result.growth,
        "points": result.points if result.printed is None else result.printed,
        "target": result.target,
        "target_unit": result.target_unit,
        "met": "" if result.met is None else VERDICT_NAMES[result.met],
    }


def _result_columns(packet: Packet, rows: list[dict], fiscal_year: int) -> list[Column]:
    """The columns of results, of which those that hold nothing are left out."""
    # Numbers do not wrap: their columns are as wide as the longest needs.
    printed = (packet.notation.number(row[y]) for row in rows for y in ("last", "this") if row[y] != NOT_IN_SOURCE)
    wide = max(2.2, 0.3 * max(map(len, printed), default=0))
    columns = [
        Column("item", "項目", width=4),
        Column("detail", "区分・担当・時点", width=5),
        Column("unit", "単位", width=1.3),
        Column("last", wareki.fiscal_year_short(fiscal_year - 1), number=True, width=wide),
        Column("this", wareki.fiscal_year_short(fiscal_year), number=True, width=wide),
        Column("growth", "増減率", number=True, unit="%", decimals=GROWTH_PLACES, signed=True, width=2),
    ]
    if any(row["points"] is not None for row in rows):
        places = packet.city.decimals
        columns.append(Column("points", "差", number=True, unit="P", decimals=places, signed=True, width=2))
    if any(row["target"] is not None for row in rows):
        columns += [Column("target", "目標", number=True, width=1.5), Column("target_unit", "目標の単位", width=1.6)]
    if any(row["met"] for row in rows):
        columns.append(Column("met", "達否", width=1.4))
    return columns


def hearings(packet: Packet, claim: str, fiscal_year: int) -> Table | None:
    """一つの債権の、債権管理ヒアリングの課題と、それぞれへの対応の表。

    例::

        tables.hearings(packet, "municipal_tax", packet.fiscal_year)

    列: 番号、課題、改善点・取組状況
    ``claim``: claims.csv の債権の名。``fiscal_year``: 西暦の年度。
    データがないとき: 何も示さない(None)。
    """
    own = packet.ledger.rows("hearings", claim=claim, fiscal_year=fiscal_year)
    issues = own[own["role"] == "issue"].groupby("number", sort=False)["text"].agg("\n".join)
    responses = own[own["role"] == "response"]
    rows = []
    for number, issue in issues.items():
        answers = list(responses[responses["number"] == number]["text"])
        rows += [{"number": str(number or ""), "issue": issue, "response": text} for text in answers or [NOT_IN_SOURCE]]
    rows += [
        {"number": "", "issue": "（課題によらない新たな取組）", "response": text}
        for text in responses[responses["number"].isna()]["text"]
    ]
    if not rows:
        return None
    return Table(
        id=f"tbl-hearing-{claim.replace('_', '-')}",
        caption="債権管理ヒアリングの課題と対応",
        part=("債権名", _name(packet, claim)),
        columns=[
            Column("number", "番号", width=1),
            Column("issue", "課題", width=4),
            Column("response", "改善点・取組状況", width=6),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("number", "issue"),
    )


def _name(packet: Packet, claim: str) -> str:
    return packet.ledger.claim(claim)["name"]


def remarks(packet: Packet, claim: str, fiscal_year: int) -> Table | None:
    """一つの債権の、増減の要因と今後の対応の表。

    例::

        tables.remarks(packet, "municipal_tax", packet.fiscal_year)

    列: 区分、内容
    ``claim``: claims.csv の債権の名。``fiscal_year``: 西暦の年度。
    データがないとき: 何も示さない(None)。
    """
    own = packet.ledger.rows("hearings", claim=claim, fiscal_year=fiscal_year)
    names = {"issue": "要因・状況", "response": "今後の対応"}
    rows = [{"role": names[row.role], "text": row.text} for row in own.itertuples() if row.role in names]
    if not rows:
        return None
    return Table(
        id=f"tbl-remarks-{claim.replace('_', '-')}",
        caption="要因と今後の対応",
        part=("債権名", _name(packet, claim)),
        columns=[Column("role", "区分", width=1.5), Column("text", "内容", width=8)],
        rows=sorted(rows, key=lambda row: list(names.values()).index(row["role"])),
        notation=packet.notation,
        merged=("role",),
    )
