"""Tables of the audit: how many printed figures hold, which cannot be true, and the whole list."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from helpers.audit import VERDICTS, Audit, Finding, Verdict
from helpers.packet import Packet
from helpers.printed import kind_of
from helpers.tables.table import Column, Table, Value

_MEANINGS: dict[Verdict, str] = {
    "mismatch": "印刷された金額の端数をどう動かしても、この数値にならない。",
    "unchecked": "計算に要る数値が資料に印刷されていないか、ほかの数値から求まらない。",
    "rounding": "印刷された金額からは違う桁になるが、端数の範囲の金額なら、この数値になる。",
    "match": "再計算して四捨五入すると、印刷された数値になる。",
}
_PLACES = 3  # digits of a recomputed figure below the last printed one


def audit_counts(packet: Packet) -> Table:
    """検算の判定ごとの件数の表。

    例::

        tables.audit_counts(packet)

    列: 判定、件数、意味
    データがないとき: 何のデータがないかを言って止まる。published.csv にこの会議の行が要る。
    """
    audit = _audit(packet)
    rows = [
        {"verdict": VERDICTS[verdict], "count": count, "meaning": _MEANINGS[verdict]}
        for verdict, count in audit.counts().items()
    ]
    rows.append({"verdict": "計", "count": len(audit.findings), "meaning": "検算の対象とした数値。"})
    return Table(
        id="tbl-audit-counts",
        caption="検算の結果",
        columns=[
            Column("verdict", "判定", width=2),
            Column("count", "件数", number=True, width=1),
            Column("meaning", "意味", width=8),
        ],
        rows=rows,
        notation=packet.notation,
        notes=[
            f"ほかに、もとの数値としてだけ使ったものが{audit.resting}件ある。",
            *([f"式が二つ以上ある{audit.several}件の数値は、式ごとに数える。"] if audit.several else []),
        ],
        marks={(0, name): ("bold",) for name in ("verdict", "count")} if audit.counts()["mismatch"] else {},
    )


def audit_tables(packet: Packet) -> Table:
    """検算の判定を、資料の表ごとに数えた表。

    例::

        tables.audit_tables(packet)

    列: 資料、表、不一致(件)、照合不可(件)、端数の範囲(件)、一致(件)、計(件)
    データがないとき: 何のデータがないかを言って止まる。published.csv にこの会議の行が要る。
    """
    audit = _audit(packet)
    names = list(dict.fromkeys((finding.item.document, finding.item.key.table) for finding in audit.findings))
    rows, marks = [], {}
    for index, (document, table) in enumerate(names):
        own = [f.verdict for f in audit.findings if (f.item.document, f.item.key.table) == (document, table)]
        rows.append({"document": document, "table": table} | {v: own.count(v) for v in VERDICTS} | {"all": len(own)})
        if rows[-1]["mismatch"]:
            marks |= {(index, name): ("bold",) for name in ("table", "mismatch")}
    return Table(
        id="tbl-audit-tables",
        caption="表ごとの検算の結果（単位：件）",
        columns=[
            Column("document", "資料", width=3),
            Column("table", "表", width=3),
            *(Column(verdict, word, number=True, width=1.5) for verdict, word in VERDICTS.items()),
            Column("all", "計", number=True, width=1.5),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("document",),
        marks=marks,
        unit="件",
    )


def audit_mismatches(packet: Packet) -> Table | None:
    """印刷された数値のうち、正しくありえないものの表。計算のもと、差、考えられる誤りを示す。

    例::

        tables.audit_mismatches(packet)

    列: 場所、印刷された数値、ありうる範囲、再計算との差、範囲との差、計算のもと、考えられる誤り、
      印刷された数値（数値）、再計算、下限、上限、再計算との差（数値）、範囲との差（数値）、単位
    7列めまでを印刷する。あとは Excel と ``.frame()`` だけにある。
    不一致がないとき: 何も示さない(None)。published.csv がないときは止まる。
    """
    findings = packet.required_audit.of("mismatch")
    if not findings:
        return None
    packet.rest_on(item for finding in findings for item in (finding.item, *finding.terms))
    return Table(
        id="tbl-audit-mismatches",
        caption="他の数値と合わない数値",
        columns=[
            Column("place", "場所", width=3),
            Column("published", "印刷された数値", width=2),
            Column("range", "ありうる範囲", width=2.4),
            Column("gap", "再計算との差", width=2.1),
            Column("off", "範囲との差", width=2.1),
            Column("terms", "計算のもと", width=3.6),
            *([Column("slips", "考えられる誤り", width=3.6)] if packet.required_audit.guessed else []),
            *_NUMBERS,
        ],
        rows=[
            {
                "place": f"{finding.item.place} {finding.item.name}",
                "published": str(finding.item.printed),
                "range": _range(packet, finding),
                "gap": "" if finding.gap is None else _difference(packet, finding, finding.gap),
                "off": _difference(packet, finding, finding.off),
                "terms": _terms(finding),
                "slips": "\n".join(finding.slips) or "一つの誤りでは説明できない。",
                **_numbers(finding),
            }
            for finding in findings
        ],
        notation=packet.notation,
    )


def audit_list(packet: Packet, verdict: Verdict) -> Table | None:
    """検算の結果を一つの判定だけ並べた表。

    例::

        tables.audit_list(packet, "match")

    列: 資料、場所、項目、印刷された数値、単位、再計算、下限、上限、式、備考
    ``verdict``: match(一致)、rounding(端数の範囲)、mismatch(不一致)、
    unchecked(照合不可)。
    その判定の行がないとき: 何も示さない(None)。published.csv がないときは止まる。
    """
    findings = packet.required_audit.of(verdict)
    if not findings:
        return None
    return Table(
        id=f"tbl-audit-{verdict}",
        caption=f"検算の一覧（{VERDICTS[verdict]}）",
        columns=_COLUMNS,
        rows=[_line(finding) for finding in findings],
        notation=packet.notation,
        heads=3,
        notes=[_ROUNDED],
    )


def audit_all(packet: Packet) -> Table:
    """検算の結果を全て並べた表。不一致が先。機械で読むための判定の語(verdict)も付く。

    例::

        tables.audit_all(packet)

    列: 資料、場所、項目、印刷された数値、数値、単位、再計算、下限、上限、verdict、判定、式、備考
    データがないとき: 何のデータがないかを言って止まる。published.csv にこの会議の行が要る。
    """
    audit = packet.required_audit
    return Table(
        id="tbl-audit-all",
        caption="検算の一覧",
        columns=[
            *_COLUMNS[:4],
            Column("value", "数値", number=True),
            *_COLUMNS[4:-2],
            Column("verdict", "verdict"),
            Column("judgement", "判定"),
            *_COLUMNS[-2:],
        ],
        rows=[
            {**_line(finding), "value": finding.item.printed.value, "verdict": verdict, "judgement": word}
            for verdict, word in VERDICTS.items()
            for finding in audit.of(verdict)
        ],
        notation=packet.notation,
        notes=[_ROUNDED],
    )


_COLUMNS = [
    Column("document", "資料", width=2),
    Column("place", "場所", width=4),
    Column("item", "項目", width=3),
    Column("published", "印刷された数値", width=2),
    Column("unit", "単位", width=1),
    Column("recomputed", "再計算", number=True, width=2),
    Column("low", "下限", number=True, width=2),
    Column("high", "上限", number=True, width=2),
    Column("formula", "式", width=4),
    Column("note", "備考", width=4),
]
# The same figures as the texts beside them, for who computes with them.
_NUMBERS = [
    Column(name, title, number=True, printed=False)
    for name, title in (
        ("value", "印刷された数値（数値）"),
        ("recomputed", "再計算"),
        ("low", "下限"),
        ("high", "上限"),
        ("gap_value", "再計算との差（数値）"),
        ("off_value", "範囲との差（数値）"),
    )
] + [Column("unit", "単位", printed=False)]
_ROUNDED = "再計算と上限・下限は、印刷された数値の単位で、その桁より3桁下まで示す（下限は切り捨て、上限は切り上げ）。「-」は、限りがないか、計算できないもの。"


def _audit(packet: Packet) -> Audit:
    """The audit of all rows of the meeting, which are taken."""
    packet.rest_on(finding.item for finding in packet.required_audit.findings)
    return packet.required_audit


def _line(finding: Finding) -> dict[str, Value]:
    item = finding.item
    return {
        "document": item.document,
        "place": item.place,
        "item": item.name,
        "published": item.printed.text,
        "unit": item.printed.unit,
        "recomputed": _cut(finding, finding.recomputed, None),
        "low": _cut(finding, finding.low, ROUND_FLOOR),
        "high": _cut(finding, finding.high, ROUND_CEILING),
        "formula": finding.formula,
        "note": "。".join(filter(None, (finding.note, *finding.slips))),
    }


def _numbers(finding: Finding) -> dict[str, Value]:
    printed = finding.item.printed
    return {
        "value": printed.value,
        "recomputed": _cut(finding, finding.recomputed, None),
        "low": _cut(finding, finding.low, ROUND_FLOOR),
        "high": _cut(finding, finding.high, ROUND_CEILING),
        "gap_value": _cut(finding, finding.gap, None),
        "off_value": _cut(finding, finding.off, None),
        "unit": printed.unit,
    }


def _cut(finding: Finding, value: Decimal | None, rounding: str | None) -> Decimal | None:
    if value is None:
        return None
    last = Decimal(1).scaleb(-finding.item.printed.decimals - _PLACES)
    cut = value.quantize(last, rounding=rounding or ROUND_HALF_UP)
    whole = cut.to_integral_value()
    return whole if cut == whole else cut


def _number(packet: Packet, finding: Finding, value: Decimal) -> str:
    return _places(packet, finding, value) + finding.item.printed.unit


def _places(packet: Packet, finding: Finding, value: Decimal, signed: bool = False) -> str:
    printed = finding.item.printed
    return packet.notation.cell(value, printed.decimals + (printed.decimals > 0), signed)


def _difference(packet: Packet, finding: Finding, value: Decimal) -> str:
    printed = finding.item.printed
    # Rates differ by points, never by %.
    unit = "ポイント" if kind_of(printed.unit) == "rate" else printed.unit
    return _places(packet, finding, value, signed=True) + unit


def _range(packet: Packet, finding: Finding) -> str:
    low, high = ("" if end is None else _number(packet, finding, end) for end in (finding.low, finding.high))
    return low if low == high else f"{low}～{high}"


def _terms(finding: Finding) -> str:
    """The formula, then its terms; of a long column only how many there are."""
    terms = [f"{term.place} {term.printed}" for term in finding.terms]
    if len(terms) > 6:
        terms = [*terms[:2], f"ほか{len(terms) - 2}件"]
    return "\n".join([finding.formula, *terms])
