"""The big tables of claims: amounts of every claim, and what follows from them."""

from collections.abc import Iterable, Mapping

from helpers import measures
from helpers.packet import Packet
from helpers.tables.accounts import rate_note
from helpers.tables.stated import Marks, denied, denied_notes, month_end, origin_notes, shaded, short_year
from helpers.tables.table import Column, Table, Value
from helpers.terms import AMOUNT_NAMES, Segment

# The columns of the big tables, by segment: name, title, unit, signed, what the legend says (letters of the columns stand in braces).
_RATES = [
    ("growth", "増減率", "%", True, "{growth} は C の前年度からの増減率"),
    ("target", "目標", "", False, "{target} は年度末の目標"),
    ("achievement", "達成率", "%", False, "{achievement}={target}/C"),
    ("rate", "収納率", "%", False, ""),
    ("rate_points", "前年比", "P", True, "{rate_points} は {rate} の前年度との差"),
]
_DERIVED = {
    "current": _RATES,
    "carried_over": [
        ("growth", "増減率", "%", True, "{growth} は C の前年度からの増減率"),
        ("cut", "削減率", "%", False, "{cut} は A からの減少の割合"),
        ("cut_points", "前年比", "P", True, "{cut_points} は {cut} が前年度より深い幅"),
        ("target", "目標", "", False, "{target} は年度末の目標"),
        ("achievement", "達成率", "%", False, "{achievement}={target}/C"),
    ],
    "total": _RATES,
}
_AIMED = ("target", "achievement")  # left out where no claim has a target


def claims(packet: Packet, segment: Segment) -> Table:
    """全債権の大きな表。債権ごとに今年度と前年度の二行。最後に印刷された合計。

    例::

        tables.claims(packet, "current")

    列: 局、課、債権名、年度、調定額 A(金額)、収入済額 B(金額)、収入未済額 C(金額)、増減率 D(%)、
      目標 E(金額)、達成率 F(%)、収納率 G(%)、前年比 H(P)
    ``segment``: current(現年)、carried_over(過年)、total(合計)。過年では、
    増減率の代わりに削減率も載る。
    局・課と目標は、どの債権にもなければ列がない。
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)か決算の金額が要る。
    """
    measures.known(segment, _DERIVED, "segment")
    positions = measures.positions(packet, segment)
    shown = _shown(segment, positions)
    titles = {name: title for name, title in shown.items() if name in measures.DERIVED}
    lines = {row.claim: 2 * place for place, row in enumerate(positions)}
    wrong = denied(packet, segment, titles, lines)
    marks = {}
    for row in positions:
        marks |= _claim_marks(packet, segment, shown, row, lines[row.claim])
    return Table(
        id=f"tbl-claims-{segment.replace('_', '-')}",
        caption=f"債権別の収入未済額（{_SEGMENTS[segment]}、{month_end(packet)}、単位：{packet.city.units.table}）",
        columns=[*_head_columns(packet, positions), *_claim_columns(packet, segment, shown)],
        rows=[line for row in positions for line in _claim_lines(packet, shown, row)],
        notation=packet.notation,
        heads=3,
        merged=("bureau", "section", "claim"),
        marks=shaded(marks, [(lines[d.claim] + d.back, d.measure) for d in wrong]),
        unit=packet.city.units.table,
        notes=[
            _legend(packet, segment, shown),
            *origin_notes(packet, positions, segment, titles),
            *_account_notes(packet, segment, positions),
            *denied_notes(packet, wrong, titles),
            *_balance_notes(packet, positions),
            *_threshold_notes(packet),
            *_gap_notes(packet, positions),
        ],
    )


# What the tables call their segment.
_SEGMENTS = {"current": "現年", "carried_over": "過年", "total": "合計"}
_AMOUNTS = ("assessed", "collected", "outstanding")


def _shown(segment: Segment, positions: Iterable[measures.Position]) -> dict[str, str]:
    """The columns of figures, with their titles: 収入未済額 C. Those of targets only where there is one."""
    aims = any(day.target is not None for row in positions for day in row.days)
    derived = {name: title for name, title, *_ in _DERIVED[segment] if aims or name not in _AIMED}
    names = {name: AMOUNT_NAMES[name] for name in _AMOUNTS} | derived
    return {name: f"{title} {letter}" for letter, (name, title) in zip("ABCDEFGH", names.items(), strict=False)}


def _legend(packet: Packet, segment: Segment, shown: Mapping[str, str]) -> str:
    letters = {name: title.split()[-1] for name, title in shown.items()}
    formula = packet.city.rate.letters
    said = {
        "rate": f"{letters['rate']}={formula}" if formula else f"{letters['rate']} は原資料の収納率"
    } if "rate" in letters else {}  # fmt: skip
    words = [said.get(name) or text.format(**letters) for name, *_, text in _DERIVED[segment] if name in shown]
    return f"※ {'、'.join(words)}。"


def _head_columns(packet: Packet, positions: Iterable[measures.Position]) -> list[Column]:
    """Whose claim it is, as far as the city says."""
    owners = [packet.ledger.claim(row.claim) for row in positions if row.claim != "all"]
    widths = {"bureau": ("局", 1.9), "section": ("課", 2.3)}
    return [
        *(Column(name, *head[:1], width=head[1]) for name, head in widths.items() if any(own[name] for own in owners)),
        Column("claim", "債権名", width=3.6),
        Column("year", "年度", width=0.9),
    ]


def _claim_columns(packet: Packet, segment: Segment, shown: Mapping[str, str]) -> list[Column]:
    places = packet.city.decimals
    return [
        *(Column(name, shown[name], number=True, width=2.3) for name in _AMOUNTS),
        *(
            Column(name, shown[name], number=True, unit=unit, decimals=places if unit else None, signed=signed,
                   width=1.9 if unit else 2.1)
            for name, _, unit, signed, _ in _DERIVED[segment] if name in shown
        ),
    ]  # fmt: skip


def _claim_lines(packet: Packet, shown: Iterable[str], row: measures.Position) -> list[dict[str, Value]]:
    """The two lines of a claim."""
    if row.claim == "all":
        head = {"bureau": "合計", "section": "", "claim": "合計"}
    else:
        owner = packet.ledger.described(row.claim)
        head = {"bureau": owner["bureau"], "section": owner["section"], "claim": packet.numbered(row.claim)}
    return [
        head | {"year": short_year(packet, back)} | {name: getattr(day, name) for name in shown}
        for back, day in enumerate(row.days)
    ]


def _claim_marks(packet: Packet, segment: Segment, shown: Iterable[str], row: measures.Position, line: int) -> Marks:
    """What stands out in the two lines of a claim, the first of which is ``line``."""
    points = "cut_points" if segment == "carried_over" else "rate_points"
    change, marks = getattr(row.this, points), {}
    if packet.is_worse(change):
        marks = {(line, points): ("bold",), (line, "claim"): ("shade",)}
    elif packet.is_better(change):
        marks = {(line, points): ("underline",)}
    if row.claim == "all":
        total = ("bureau", "claim", *shown)
        marks |= {(own, name): ("bold",) for own in (line, line + 1) for name in total}
    return marks


def _account_notes(packet: Packet, segment: Segment, positions: Iterable[measures.Position]) -> list[str]:
    """What was computed of a year's accounts, and the printed rates that they do not allow."""
    moment = measures.moment(packet)
    if moment.day is not None:
        return []
    said = "※ 収入未済額の印刷がないものは 調定額−収入済額−不納欠損額＋還付未済額、合計の印刷がないものは内訳の和である（いずれも計算）。"
    denied = []
    for row in positions:
        for back in (0, 1):
            settled = measures.account(packet, row.claim, segment, moment.fiscal_year - back)
            if settled.denied is not None:
                rates = "、計算 ".join(packet.notation.number(rate, places) for rate, places in
                                     ((settled.denied, None), (settled.rate, packet.city.decimals)))  # fmt: skip
                name = "合計" if row.claim == "all" else packet.numbered(row.claim)
                denied.append(f"{name}の{short_year(packet, back)}（印刷 {rates}）")
    wrong = f"※ 印刷された収納率（%）が金額と合わないため、計算した値を示す: {'、'.join(denied)}。"
    return [rate_note(packet), said, *([wrong] if denied else [])]


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
    titles = {name: AMOUNT_NAMES[name] for name in _AMOUNTS} | {"target": "目標収入未済額"}
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
