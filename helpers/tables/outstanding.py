"""The two big tables of claims: amounts of every claim, and what follows from them."""

from collections.abc import Iterable

from helpers import measures
from helpers.packet import Packet
from helpers.tables.stated import Marks, denied, denied_notes, month_end, origin_notes, shaded, short_year
from helpers.tables.table import Column, Table, Value
from helpers.terms import AMOUNT_NAMES, Segment

# The columns of the two big tables, by segment: name, title, unit, signed.
_DERIVED = {
    "current": [
        ("growth", "増減率 D", "%", True),
        ("target", "目標 E", "", False),
        ("achievement", "達成率 F", "%", False),
        ("rate", "収納率 G", "%", False),
        ("rate_points", "前年比 H", "P", True),
    ],
    "carried_over": [
        ("growth", "増減率 D", "%", True),
        ("cut", "削減率 E", "%", False),
        ("cut_points", "前年比 F", "P", True),
        ("target", "目標 G", "", False),
        ("achievement", "達成率 H", "%", False),
    ],
}


def claims(packet: Packet, segment: Segment) -> Table:
    """全債権の大きな表。債権ごとに今年度と前年度の二行。最後に印刷された合計。

    例::

        tables.claims(packet, "current")

    列: 局、課、債権名、年度、調定額 A(金額)、収入済額 B(金額)、収入未済額 C(金額)、増減率 D(%)、
      目標 E(金額)、達成率 F(%)、収納率 G(%)、前年比 H(P)
    ``segment``: current(現年)、carried_over(過年)、total(合計)。過年では、
    増減率の代わりに削減率も載る。
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)の金額が要る。
    """
    measures.known(segment, _DERIVED, "segment")
    positions = measures.positions(packet, segment)
    titles = {name: title for name, title, *_ in _DERIVED[segment] if name in measures.DERIVED}
    lines = {row.claim: 2 * place for place, row in enumerate(positions)}
    wrong = denied(packet, segment, titles, lines)
    marks = {}
    for row in positions:
        marks |= _claim_marks(packet, segment, row, lines[row.claim])
    return Table(
        id=f"tbl-claims-{segment.replace('_', '-')}",
        caption=f"債権別の収入未済額（{_SEGMENTS[segment]}、{month_end(packet)}、単位：{packet.city.units.table}）",
        columns=_claim_columns(packet, segment),
        rows=[line for row in positions for line in _claim_lines(packet, segment, row)],
        notation=packet.notation,
        heads=3,
        merged=("bureau", "section", "claim"),
        marks=shaded(marks, [(lines[d.claim] + d.back, d.measure) for d in wrong]),
        unit=packet.city.units.table,
        notes=[
            _legend(packet, segment),
            *origin_notes(packet, positions, segment, titles),
            *denied_notes(packet, wrong, titles),
            *_balance_notes(packet, positions),
            *_threshold_notes(packet),
            *_gap_notes(packet, positions),
        ],
    )


# What the two tables call their segment.
_SEGMENTS = {"current": "現年", "carried_over": "過年"}
_LETTERS = {"assessed": "A", "collected": "B", "outstanding": "C"}


def _legend(packet: Packet, segment: Segment) -> str:
    if segment == "carried_over":
        return "※ D は C の前年度からの増減率、E は A からの減少の割合、F は E が前年度より深い幅、G は年度末の目標、H=G/C。"
    letters = packet.city.rate.letters
    rate = f"G={letters}" if letters else "G は原資料の収納率"
    return f"※ D は C の前年度からの増減率、E は年度末の目標、F=E/C、{rate}、H は G の前年度との差。"


def _claim_columns(packet: Packet, segment: Segment) -> list[Column]:
    places = packet.city.decimals
    return [
        Column("bureau", "局", width=1.9),
        Column("section", "課", width=2.3),
        Column("claim", "債権名", width=3.6),
        Column("year", "年度", width=0.9),
        *(Column(name, f"{AMOUNT_NAMES[name]} {letter}", number=True, width=2.3) for name, letter in _LETTERS.items()),
        *(
            Column(name, title, number=True, unit=unit, decimals=places if unit else None, signed=signed,
                   width=1.9 if unit else 2.1)
            for name, title, unit, signed in _DERIVED[segment]
        ),
    ]  # fmt: skip


def _shown(segment: Segment) -> list[str]:
    """The columns of figures."""
    return [*_LETTERS, *(name for name, *_ in _DERIVED[segment])]


def _claim_lines(packet: Packet, segment: Segment, row: measures.Position) -> list[dict[str, Value]]:
    """The two lines of a claim."""
    if row.claim == "all":
        head = {"bureau": "合計", "section": "", "claim": "合計"}
    else:
        owner = packet.ledger.claim(row.claim)
        head = {"bureau": owner["bureau"], "section": owner["section"], "claim": packet.numbered(row.claim)}
    return [
        head | {"year": short_year(packet, back)} | {name: getattr(day, name) for name in _shown(segment)}
        for back, day in enumerate(row.days)
    ]


def _claim_marks(packet: Packet, segment: Segment, row: measures.Position, line: int) -> Marks:
    """What stands out in the two lines of a claim, the first of which is ``line``."""
    points = "rate_points" if segment == "current" else "cut_points"
    change, marks = getattr(row.this, points), {}
    if packet.is_worse(change):
        marks = {(line, points): ("bold",), (line, "claim"): ("shade",)}
    elif packet.is_better(change):
        marks = {(line, points): ("underline",)}
    if row.claim == "all":
        total = ("bureau", "claim", *_shown(segment))
        marks |= {(own, name): ("bold",) for own in (line, line + 1) for name in total}
    return marks


def _balance_notes(packet: Packet, positions: Iterable[measures.Position]) -> list[str]:
    if not any(measures.is_adjusted(packet, row.this) for row in positions):
        return []
    return ["※ 収入未済額は不納欠損額と還付未済額を含めて算出するため、A−B と一致しないことがある。"]


def _threshold_notes(packet: Packet) -> list[str]:
    worse, better = packet.city.thresholds.worse_points, packet.city.thresholds.better_points
    said = f"{worse:g}ポイント以上低下した値は太字、その債権名は網掛け。" if worse is not None else ""
    said += f"{better:g}ポイント以上上昇した値は下線。" if better is not None else ""
    return [f"※ 前年度より{said}"] if said else []


def _gap_notes(packet: Packet, positions: Iterable[measures.Position]) -> list[str]:
    """Columns whose claims do not add up to the printed total, and whether rounding explains it."""
    titles = {name: AMOUNT_NAMES[name] for name in _LETTERS} | {"target": "目標収入未済額"}
    gaps = [
        (f"{short_year(packet, gap.back)}の{titles[gap.measure]}", gap)
        for gap in measures.rounding_gaps(packet, positions)
    ]
    rounded = [name for name, gap in gaps if gap.by_rounding]
    notes = []
    if rounded:
        notes.append(f"※ 単位未満を四捨五入しているため、{'、'.join(rounded)}は、内訳の計と合計が一致しない。")
    notes += [
        f"※ {name}は、内訳の計が合計と{packet.notation.number(gap.amount)}{packet.city.units.table}違う。"
        "四捨五入では説明できず、原資料の値のまま示す。"
        for name, gap in gaps
        if not gap.by_rounding
    ]
    return notes
