"""Tables of the year's policy: targets, verdicts, initiatives and their tags."""

from helpers import measures, wareki
from helpers.notation import NOT_APPLICABLE
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import SEGMENTS

NO_TARGET = "目標なし"


def targets(packet: Packet) -> Table:
    """Last year's estimate against its target, this year's target, and the rank among designated cities."""
    year, places = packet.fiscal_year, packet.city.decimals
    frame = measures.targets(packet.ledger, year)
    rows, marks = [], {}
    for index, row in enumerate(frame.to_dict("records")):
        rows.append(
            {
                **row,
                "claim": packet.ledger.claim(row["claim"])["name"],
                "met": {True: "達成", False: "未達成", None: NO_TARGET}[row["met"]],
            }
        )
        if row["met"] is False:
            marks |= {(index, name): ("shade", "bold") for name in ("estimate", "gap", "met")}
    last, this = wareki.fiscal_year(year - 1), wareki.fiscal_year(year)
    return Table(
        id="tbl-targets",
        caption=f"{last}の実績推計と目標、{this}の目標",
        columns=[
            Column("claim", "債権名", width=4),
            Column("item", "区分", width=2.9),
            Column("estimate", "実績推計", number=True, unit="%", decimals=places, group=last, width=2),
            Column("target", "目標", number=True, unit="%", decimals=places, group=last, width=2),
            Column("gap", "差", number=True, unit="P", decimals=places, signed=True, group=last, width=2),
            Column("met", "達否", group=last, width=1.9),
            Column("next_target", "目標", number=True, unit="%", decimals=places, group=this, width=2),
            Column("change", "推計との差", number=True, unit="P", decimals=places, signed=True, group=this, width=2.2),
            Column("rank", "政令市順位", number=True, unit=f"{wareki.fiscal_year_short(year - 2)}・位", width=2),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("claim",),
        marks=marks,
        notes=[
            "※ P はポイント（率の差）。網掛けと太字は、実績推計が目標に届かない見込みのもの。「-」は目標または順位が原資料にないもの。",
        ],
    )


def verdicts(packet: Packet) -> Table:
    """Which claim misses which target: claims by segment."""
    frame = measures.targets(packet.ledger, packet.fiscal_year)
    rows, marks = [], {}
    for index, claim in enumerate(dict.fromkeys(frame["claim"])):
        row = {"claim": packet.ledger.claim(claim)["name"]} | dict.fromkeys(SEGMENTS, NOT_APPLICABLE)
        for aim in frame[frame["claim"] == claim].itertuples():
            if aim.met is None:
                row[aim.segment] = NO_TARGET
            elif aim.met:
                row[aim.segment] = "○ 達成"
            else:
                row[aim.segment] = f"× 未達成（{packet.notation.number(aim.gap, packet.city.decimals)}P）"
                marks[index, aim.segment] = ("shade", "bold")
        rows.append(row)
    return Table(
        id="tbl-verdicts",
        caption=f"{wareki.fiscal_year(packet.fiscal_year - 1)}の目標の達否（実績推計による見込み）",
        columns=[Column("claim", "債権名", width=5), *(Column(s, label, width=3) for s, label in SEGMENTS.items())],
        rows=rows,
        notation=packet.notation,
        marks=marks,
        notes=[
            f"※ {packet.ledger.claim(row.claim)['name']}の目標は、収納率ではなく{row.item}である。"
            for row in frame.itertuples()
            if row.measure != "collection_rate"
        ],
    )


def policies(packet: Packet) -> Table:
    """取組方針 of each claim."""
    policies = packet.ledger["policies"]
    rows = [
        {"claim": packet.ledger.claim(row.claim)["name"], "text": row.text}
        for row in policies[policies["fiscal_year"] == packet.fiscal_year].itertuples()
    ]
    return Table(
        id="tbl-policies",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}の取組方針",
        columns=[Column("claim", "債権名", width=3), Column("text", "取組方針", width=6)],
        rows=rows,
        notation=packet.notation,
    )


def plans(packet: Packet, claim: str) -> Table:
    """The initiatives planned for one claim, with their tags."""
    initiatives = planned(packet)
    rows = [
        {"heading": row.heading, "text": f"{row.group}：{row.text}" if row.group else row.text, "tag": row.tag}
        for row in initiatives[initiatives["claim"] == claim].itertuples()
    ]
    grouped = any(row["heading"] for row in rows)
    marks = {(index, "tag"): ("bold",) for index, row in enumerate(rows) if row["tag"] not in ("継続", "")}
    return Table(
        id=f"tbl-plan-{claim.replace('_', '-')}",
        caption=f"数値目標の達成に向けた取組（{packet.ledger.claim(claim)['name']}）",
        columns=[
            *([Column("heading", "柱", width=3)] if grouped else []),
            Column("text", "取組", width=7),
            Column("tag", "別", width=1.3),
        ],
        rows=rows,
        notation=packet.notation,
        heads=1 if grouped else 0,
        merged=("heading",) if grouped else (),
        marks=marks,
    )


def tags(packet: Packet) -> Table:
    """How many initiatives of each tag a claim has, with totals."""
    counts = measures.tag_counts(planned(packet), packet.ledger["claims"]["claim"])
    rows = [
        {"claim": packet.ledger.claim(claim)["name"], **{t: int(n) for t, n in row.items()}, "total": int(row.sum())}
        for claim, row in counts.iterrows()
    ]
    rows.append(
        {"claim": "合計", **{t: int(n) for t, n in counts.sum().items()}, "total": int(counts.to_numpy().sum())}
    )
    marks = {(len(rows) - 1, name): ("bold",) for name in ("claim", *counts.columns, "total")}
    return Table(
        id="tbl-tags",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}からの取組の数（{'・'.join(counts.columns)}）",
        columns=[
            Column("claim", "債権名", width=5),
            *(Column(tag, tag, number=True, unit="件", width=2) for tag in counts.columns),
            Column("total", "計", number=True, unit="件", width=2),
        ],
        rows=rows,
        notation=packet.notation,
        marks=marks,
    )


def planned(packet: Packet):
    """Initiatives planned for the packet's fiscal year."""
    initiatives = packet.ledger["initiatives"]
    return initiatives[(initiatives["fiscal_year"] == packet.fiscal_year) & (initiatives["stage"] == "planned")]
