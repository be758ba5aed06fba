"""Tables of the action sheets: what was done, what came of it, what the hearing asked."""

import calendar
import datetime as dt

from helpers import measures, terms, wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import SEGMENTS

ALL_FROM_ZERO = "皆増"


def class_label(packet: Packet, claim: str) -> str:
    """The claim's classes as the city writes them, or 資料なし."""
    labels = [packet.city.claim_classes[c] for c in measures.classes_of(packet.ledger, claim)]
    return "、".join(labels) or NOT_IN_SOURCE


def action_sheets(packet: Packet) -> Table:
    """The list of action sheets in the city's order."""
    rows = []
    for number, claim in enumerate(measures.sheet_claims(packet.ledger), start=1):
        row = packet.ledger.claim(claim)
        rows.append(
            {
                "number": str(number),
                "name": row["name"],
                "bureau": row["bureau"] or NOT_IN_SOURCE,
                "section": row["section"] or NOT_IN_SOURCE,
                "classes": class_label(packet, claim),
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
    """滞納整理強化期間 of one claim; None if the source has none."""
    campaigns = packet.ledger["campaigns"]
    own = campaigns[(campaigns["claim"] == claim) & (campaigns["fiscal_year"] == fiscal_year)]
    rows = [
        {
            "group": row.group or "全体",
            "round": f"{row.round}回目" if row.round else "",
            "period": period(row.start, row.end) or row.note,
        }
        for row in own.itertuples()
    ]
    if not rows:
        return None
    return Table(
        id=f"tbl-campaign-{claim.replace('_', '-')}",
        caption=f"滞納整理強化期間（{_name(packet, claim)}）",
        columns=[
            Column("group", "担当・内容", width=4),
            *([Column("round", "回", width=1.5)] if any(row["round"] for row in rows) else []),
            Column("period", "期間", width=5),
        ],
        rows=rows,
        notation=packet.notation,
        merged=("group",),
    )


def period(start: str, end: str) -> str:
    """A span of days or months in wareki; "" if there is none."""
    if not start:
        return ""
    if len(start) == len("2025-11"):
        first, last = (wareki.month(dt.date.fromisoformat(text + "-01")) for text in (start, end))
    else:
        first, last = (wareki.date(dt.date.fromisoformat(text), weekday=True) for text in (start, end))
    return first if first == last else f"{first}～{last}"


def initiatives_done(packet: Packet, claim: str, fiscal_year: int) -> Table | None:
    """What was done for current and carried-over money; None if the source has nothing."""
    initiatives = packet.ledger["initiatives"]
    own = initiatives[
        (initiatives["claim"] == claim) & (initiatives["fiscal_year"] == fiscal_year) & (initiatives["stage"] == "done")
    ]
    rows = [
        {
            "segment": SEGMENTS.get(row.segment, "区別なし"),
            "group": " ".join(filter(None, (row.group, row.heading))),
            "text": row.text,
        }
        for row in own.itertuples()
    ]
    grouped = any(row["group"] for row in rows)
    divided = any(row["segment"] != "区別なし" for row in rows)
    rows.sort(key=lambda row: list(SEGMENTS.values()).index(row["segment"]) if row["segment"] != "区別なし" else 9)
    if not rows:
        return None
    return Table(
        id=f"tbl-done-{claim.replace('_', '-')}",
        caption=f"取組内容（{_name(packet, claim)}）",
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
    """Results (of one ``group`` of ``claim``, if named) with last year's beside them; the change in % for counts and amounts, in
    points for rates. None if the source has none.
    """
    frame = measures.results(packet.ledger, claim, fiscal_year, group)
    segments = frame.groupby("item")["segment"].agg(set)
    rows = []
    for row in frame.to_dict("records"):
        label = row["item"] or terms.MEASURE_NAMES[row["measure"]]
        alone = row["segment"] == "total" and segments[row["item"]] == {"total"}
        segment = "" if alone else SEGMENTS[row["segment"]]
        detail = "、".join(filter(None, (segment, "" if group else row["group"], as_of(row["as_of"]))))
        rows.append(
            {
                "item": label + ("（約）" if row["approx"] else ""),
                "detail": detail,
                "unit": row["unit"],
                "last": NOT_IN_SOURCE if row["last"] is None else row["last"],
                "this": NOT_IN_SOURCE if row["this"] is None else row["this"],
                "growth": ALL_FROM_ZERO if row["last"] == 0 and row["this"] else row["growth"],
                "points": row["points"] if row["printed"] is None else row["printed"],
                "target": row["target"],
                "target_unit": row["target_unit"],
                "met": {True: "達成", False: "未達成", None: ""}[row["met"]],
            }
        )
    if not rows:
        return None
    # Numbers do not wrap: their columns are as wide as the longest needs.
    longest = max(
        (len(packet.notation.number(row[y])) for row in rows for y in ("last", "this") if row[y] != NOT_IN_SOURCE),
        default=0,
    )
    wide = max(2.2, 0.3 * longest)
    columns = [
        Column("item", "項目", width=4),
        Column("detail", "区分・担当・時点", width=5),
        Column("unit", "単位", width=1.3),
        Column("last", wareki.fiscal_year_short(fiscal_year - 1), number=True, width=wide),
        Column("this", wareki.fiscal_year_short(fiscal_year), number=True, width=wide),
        Column("growth", "増減率", number=True, unit="%", decimals=1, signed=True, width=2),
    ]
    if any(row["points"] is not None for row in rows):
        places = packet.city.decimals
        columns.append(Column("points", "差", number=True, unit="P", decimals=places, signed=True, width=2))
    if any(row["target"] is not None for row in rows):
        columns += [Column("target", "目標", number=True, width=1.5), Column("target_unit", "目標の単位", width=1.6)]
    if any(row["met"] for row in rows):
        columns.append(Column("met", "達否", width=1.4))
    only_change = any(row["this"] == NOT_IN_SOURCE and row["points"] is not None for row in rows)
    return Table(
        id=f"tbl-results-{claim.replace('_', '-')}",
        caption=f"実績と前年度実績（{group or _name(packet, claim)}）",
        columns=columns,
        rows=rows,
        notation=packet.notation,
        merged=("item",),
        notes=["※ 差だけがある項目は、原資料が差だけを示す。"] if only_change else [],
    )


def as_of(day: str) -> str:
    """A date of a figure: 2月末時点, or 2月25日時点."""
    if not day:
        return ""
    date = dt.date.fromisoformat(day)
    last = date.day == calendar.monthrange(date.year, date.month)[1]
    return f"{date.month}月末時点" if last else f"{date.month}月{date.day}日時点"


def hearings(packet: Packet, claim: str, fiscal_year: int) -> Table | None:
    """Issues of the hearing, each with the responses to it; None if the source has none."""
    hearings = packet.ledger["hearings"]
    own = hearings[(hearings["claim"] == claim) & (hearings["fiscal_year"] == fiscal_year)]
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
        caption=f"債権管理ヒアリングの課題と対応（{_name(packet, claim)}）",
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
    """Causes and what is to follow, as two lists; None if the source has none."""
    hearings = packet.ledger["hearings"]
    own = hearings[(hearings["claim"] == claim) & (hearings["fiscal_year"] == fiscal_year)]
    names = {"issue": "要因・状況", "response": "今後の対応"}
    rows = [{"role": names[row.role], "text": row.text} for row in own.itertuples() if row.role in names]
    if not rows:
        return None
    return Table(
        id=f"tbl-remarks-{claim.replace('_', '-')}",
        caption=f"要因と今後の対応（{_name(packet, claim)}）",
        columns=[Column("role", "区分", width=1.5), Column("text", "内容", width=8)],
        rows=sorted(rows, key=lambda row: list(names.values()).index(row["role"])),
        notation=packet.notation,
        merged=("role",),
    )
