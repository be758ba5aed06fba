"""Tables of the year's policy: targets, verdicts, initiatives and their tags."""

from collections.abc import Sequence
from itertools import groupby

from helpers import measures, wareki
from helpers.notation import NOT_APPLICABLE
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import SEGMENTS, VERDICT_SIGNS

_MISSED = ("shade", "bold")
_AS_BEFORE = ("継続", "")


def targets(packet: Packet) -> Table:
    """数値目標の表。前年度の実績推計と目標、今年度の目標、政令市での順位。

    例::

        tables.targets(packet)

    列: 債権名、区分、○年度 実績推計(%)、○年度 目標(%)、○年度 差(P)、○年度 達否、○年度 推計との差(P)、
      政令市順位(○年度・位)
    データがないとき: 何のデータがないかを言って止まる。figures.csv に今年度の目標が要る。
    """
    year = packet.fiscal_year
    aims = measures.targets(packet)
    missed = [index for index, aim in enumerate(aims) if aim.met is False]
    last, this = wareki.fiscal_year(year - 1), wareki.fiscal_year(year)
    return Table(
        id="tbl-targets",
        caption=f"{last}の実績推計と目標、{this}の目標",
        columns=_target_columns(packet, last, this),
        rows=[_target_row(packet, aim) for aim in aims],
        notation=packet.notation,
        heads=2,
        merged=("claim",),
        marks={(index, name): _MISSED for index in missed for name in ("estimate", "gap", "met")},
        notes=[
            "※ P はポイント（率の差）。網掛けと太字は、実績推計が目標に届かない見込みのもの。「-」は目標または順位が原資料にないもの。",
        ],
    )


def _target_row(packet: Packet, aim: measures.Target) -> dict:
    return {
        "claim": packet.ledger.claim(aim.claim)["name"],
        "item": aim.item,
        "estimate": aim.estimate,
        "target": aim.target,
        "gap": aim.gap,
        "met": aim.verdict,
        "next_target": aim.next_target,
        "change": aim.change,
        "rank": aim.rank,
    }


def _target_columns(packet: Packet, last: str, this: str) -> list[Column]:
    rate = {"number": True, "unit": "%", "decimals": packet.city.decimals}
    points = {"number": True, "unit": "P", "decimals": packet.city.decimals, "signed": True}
    ranked = wareki.fiscal_year_short(packet.fiscal_year - 2)
    return [
        Column("claim", "債権名", width=4),
        Column("item", "区分", width=2.9),
        Column("estimate", "実績推計", **rate, group=last, width=2),
        Column("target", "目標", **rate, group=last, width=2),
        Column("gap", "差", **points, group=last, width=2),
        Column("met", "達否", group=last, width=1.9),
        Column("next_target", "目標", **rate, group=this, width=2),
        Column("change", "推計との差", **points, group=this, width=2.2, formula="今年度の目標−実績推計"),
        Column("rank", "政令市順位", number=True, unit=f"{ranked}・位", width=2),
    ]


def verdicts(packet: Packet) -> Table:
    """どの債権がどの目標を達成したかの表。

    例::

        tables.verdicts(packet)

    列: 債権名、現年度分、滞納繰越分、合計
    データがないとき: 何のデータがないかを言って止まる。figures.csv に今年度の目標が要る。
    前年度の目標のない欄は「目標なし」。
    """
    aims = measures.targets(packet)
    rows, marks = [], {}
    for index, (claim, own) in enumerate(groupby(aims, key=lambda aim: aim.claim)):
        row = {"claim": packet.ledger.claim(claim)["name"]} | dict.fromkeys(SEGMENTS, NOT_APPLICABLE)
        for aim in own:
            row[aim.segment] = _verdict(packet, aim)
            if aim.met is False:
                marks[index, aim.segment] = _MISSED
        rows.append(row)
    return Table(
        id="tbl-verdicts",
        caption=f"{wareki.fiscal_year(packet.fiscal_year - 1)}の目標の達否（実績推計による見込み）",
        columns=[Column("claim", "債権名", width=5), *(Column(s, label, width=3) for s, label in SEGMENTS.items())],
        rows=rows,
        notation=packet.notation,
        marks=marks,
        notes=[
            f"※ {packet.ledger.claim(aim.claim)['name']}の目標は、収納率ではなく{aim.item}である。"
            for aim in aims
            if not aim.is_rate
        ],
    )


def _verdict(packet: Packet, aim: measures.Target) -> str:
    if aim.met is None:
        return aim.verdict
    verdict = f"{VERDICT_SIGNS[aim.met]} {aim.verdict}"
    return verdict if aim.met else f"{verdict}（{packet.notation.cell(aim.gap, packet.city.decimals)}P）"


def policies(packet: Packet) -> Table | None:
    """債権ごとの取組方針の表。

    例::

        tables.policies(packet)

    列: 債権名、取組方針
    データがないとき: 何のデータがないかを言って止まる。policies.csv に今年度の行が要る。
    """
    rows = [
        {"claim": packet.ledger.claim(row.claim)["name"], "text": row.text}
        for row in packet.ledger.rows("policies", fiscal_year=packet.fiscal_year).itertuples()
    ]
    if not rows and packet.withholds("policies"):
        return None
    if not rows:
        raise measures.missing(packet, "policies", f"fiscal_year が {packet.fiscal_year} の取組方針")
    return Table(
        id="tbl-policies",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}の取組方針",
        columns=[Column("claim", "債権名", width=3), Column("text", "取組方針", width=6)],
        rows=rows,
        notation=packet.notation,
    )


def planned(packet: Packet, claim: str) -> Table | None:
    """一つの債権で予定する取組の表。新規・継続などの別も示す。

    例::

        tables.planned(packet, "care_insurance")

    列: 柱、取組、別
    ``claim``: claims.csv の債権の名。
    データがないとき: 何も示さない(None)。
    """
    own = measures.planned(packet, claim)
    if not own:
        return None
    grouped = any(initiative.heading for initiative in own)
    return Table(
        id=f"tbl-plan-{claim.replace('_', '-')}",
        caption="数値目標の達成に向けた取組",
        part=("債権名", packet.ledger.claim(claim)["name"]),
        columns=[
            *([Column("heading", "柱", width=3)] if grouped else []),
            Column("text", "取組", width=7),
            Column("tag", "別", width=1.3),
        ],
        rows=[
            {"heading": one.heading, "text": f"{one.group}：{one.text}" if one.group else one.text, "tag": one.tag}
            for one in own
        ],
        notation=packet.notation,
        heads=1 if grouped else 0,
        merged=("heading",) if grouped else (),
        marks={(index, "tag"): ("bold",) for index, one in enumerate(own) if one.tag not in _AS_BEFORE},
    )


def tags(packet: Packet) -> Table:
    """債権ごとの取組の数を、新規・継続などの別に数えた表。

    例::

        tables.tags(packet)

    列: 債権名、新規(件)、継続(件)、計(件)
    別ごとに一列。
    データがないとき: 何のデータがないかを言って止まる。
    initiatives.csv に stage が planned の行が要る。
    """
    counts = measures.tag_counts(packet)
    used = list(dict.fromkeys(count.tag for count in counts))
    rows = [
        _tag_row(packet.ledger.claim(claim)["name"], used, list(own))
        for claim, own in groupby(counts, key=lambda count: count.claim)
    ]
    rows.append(_tag_row("合計", used, counts))
    return Table(
        id="tbl-tags",
        caption=f"{wareki.fiscal_year(packet.fiscal_year)}からの取組の数（{'・'.join(used)}）",
        columns=[
            Column("claim", "債権名", width=5),
            *(Column(tag, tag, number=True, unit="件", width=2) for tag in used),
            Column("total", "計", number=True, unit="件", width=2),
        ],
        rows=rows,
        notation=packet.notation,
        marks={(len(rows) - 1, name): ("bold",) for name in ("claim", *used, "total")},
    )


def _tag_row(name: str, used: Sequence[str], counts: Sequence[measures.TagCount]) -> dict:
    numbers = {tag: sum(count.number for count in counts if count.tag == tag) for tag in used}
    return {"claim": name, **numbers, "total": sum(numbers.values())}
