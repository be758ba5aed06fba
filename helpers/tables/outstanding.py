"""Outstanding amounts: summaries by claim, bureau and section, and the big tables of claims."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pandas as pd

from helpers import measures, wareki
from helpers.notation import convert_money, round_half_up
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import BY, SEGMENTS, Segment

Marks = Mapping[tuple[int, str], Sequence[str]]


def positions(packet: Packet, segment: Segment) -> pd.DataFrame:
    """Rows of :func:`measures.positions` on the meeting's day, with what its documents printed in place of what can be computed."""
    printed = measures.stated(packet.ledger, packet.audit)
    return measures.positions(packet.ledger, segment, packet.as_of, packet.city.rate_definition, printed)


def cuts_frame(packet: Packet, by: str, without_major: bool) -> pd.DataFrame:
    """Rows of :func:`measures.cuts` with a printable ``label``. DeskError ``params`` if ``by`` is not in ``BY``."""
    printed = measures.stated(packet.ledger, packet.audit)
    frame = measures.cuts(packet.ledger, packet.as_of, by, packet.major if without_major else 0, printed)
    frame["label"] = [packet.numbered(name) if by == "claim" else name for name in frame["name"]]
    if by == "bureau":
        frame = frame.sort_values("name", key=lambda names: [packet.city.bureaus.index(name) for name in names])
    return frame.reset_index(drop=True)


def cuts(packet: Packet, by: str, without_major: bool = False) -> Table:
    """Carried-over money by claim, bureau or section: opening, outstanding and cut rate, this year and last."""
    frame = cuts_frame(packet, by, without_major)
    summary, places = packet.city.units.summary, packet.city.decimals
    rows, marks = [], {}
    for index, row in enumerate(frame.to_dict("records")):
        columns = ("assessed", "outstanding", "assessed_last", "outstanding_last")
        money = {key: None if row[key] is None else _summary(packet, row[key]) for key in columns}
        rows.append({**row, **money})
        if packet.is_worse(row["cut_points"]):
            marks |= {(index, name): ("red",) for name in ("label", "cut", "cut_points")}
    notes = _cut_notes(packet, frame, by, without_major)
    if by == "claim":
        denied = _denied(packet, "carried_over", frame.set_index("name"), _CUTS)
        marks = _shaded(marks, [(int(frame.index[frame["name"] == d.claim][0]), d.measure + d.suffix) for d in denied])
        notes += _denied_notes(packet, denied, _CUTS)
    if not without_major:
        total = _total(packet)
        notes += _sum_notes(packet, rows, total)
        marks |= {(len(rows), name): ("bold",) for name in total}
        rows.append(total)
    this, last = (wareki.fiscal_year(packet.fiscal_year - back) for back in (0, 1))
    group_of = [
        Column("assessed", "過年調定額", number=True, width=1.8, decimals=1, group=this),
        Column("outstanding", "収入未済額", number=True, width=1.8, decimals=1, group=this),
        Column("cut", "削減率", number=True, width=1.6, unit="%", decimals=places, group=this),
        Column("assessed_last", "過年調定額", number=True, width=1.8, decimals=1, group=last),
        Column("outstanding_last", "収入未済額", number=True, width=1.8, decimals=1, group=last),
        Column("cut_last", "削減率", number=True, width=1.6, unit="%", decimals=places, group=last),
    ]
    without = f"（主要{packet.major}{BY[by]}を除く）" if without_major else ""
    return Table(
        id=f"tbl-cuts-{by}" + ("-minor" if without_major else ""),
        caption=f"{BY[by]}別の収入未済額{without}（過年、{_month(packet)}、単位：{summary}）",
        columns=[
            Column("label", f"{BY[by]}名", width=5),
            *group_of,
            Column("cut_points", "前年度比", number=True, width=1.6, unit="P", decimals=places, signed=True),
        ],
        rows=rows,
        notation=packet.notation,
        marks=marks,
        notes=notes,
        unit=summary,
    )


_CUTS = {"cut": "削減率", "cut_points": "前年度比"}
_MONEY = {"assessed": "過年調定額", "outstanding": "収入未済額"}


def _total(packet: Packet) -> dict:
    """The printed total of all claims as a line of the summaries."""
    total = measures.total_of(positions(packet, "carried_over"))
    columns = [f"{name}{suffix}" for name in _MONEY for suffix in ("", "_last")]
    money = {column: None if total[column] is None else _summary(packet, total[column]) for column in columns}
    return {"label": "合計", **money, **{name: total[name] for name in ("cut", "cut_last", "cut_points")}}


def _summary(packet: Packet, amount: Decimal) -> Decimal:
    return convert_money(amount, packet.city.units.table, packet.city.units.summary)


def _sum_notes(packet: Packet, rows: list[dict], total: dict) -> list[str]:
    """Say so, exactly when the printed parts of a column do not add up to its printed total."""
    off = []
    for suffix, back in (("", 0), ("_last", 1)):
        for name, title in _MONEY.items():
            parts = [row[name + suffix] for row in rows if row[name + suffix] is not None]
            if total[name + suffix] is not None and sum(round_half_up(part, 1) for part in parts) != round_half_up(
                total[name + suffix], 1
            ):
                off.append(f"{_short(packet, back)}の{title}")
    return [f"※ 単位未満を四捨五入しているため、{'、'.join(off)}は内訳の計と合計が一致しない。"] if off else []


def _cut_notes(packet: Packet, frame: pd.DataFrame, by: str, without_major: bool) -> list[str]:
    notes = ["※ 削減率は過年調定額からの減少の割合。前年度比の＋は、前年度の同じ月より深く削減したことを示す。"]
    if packet.city.thresholds.worse_points is not None:
        notes.append(
            f"※ 赤い太字は、削減率が前年度より{packet.city.thresholds.worse_points:g}ポイント以上低下したもの。"
        )
    if without_major:
        notes.append(
            f"※ 主要{packet.major}{BY[by]}は、収入未済額の大きい順の{packet.major}{BY[by]}とした。原資料の図の内訳は文字からは読めない。"
        )
    claims = packet.ledger["claims"]
    if by != "claim":
        notes += [
            f"※ {row.name}は、徴収する{row.collector_section}（{row.collector_bureau}）に含めた。"
            for row in claims[claims["collector_section"] != ""].itertuples(index=False)
        ]
    newcomers = [
        f"{label}（{packet.ledger.claim(claim)['name']}）"
        for label, new in zip(frame["label"], frame["newcomers"], strict=True)
        for claim in new
    ]
    if newcomers and by != "claim":
        notes.append(f"※ 前年度の値がない債権は当年度の金額だけに含み、前年度比からは除いた: {'、'.join(newcomers)}。")
    return notes


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
_LEGENDS = {
    "current": "※ D は C の前年度からの増減率、E は年度末の目標、F=E/C、G=B/A、H は G の前年度との差。",
    "carried_over": "※ D は C の前年度からの増減率、E は A からの減少の割合、F は E が前年度より深い幅、G は年度末の目標、H=G/C。",
}


def claims(packet: Packet, segment: Segment) -> Table:
    """Every claim in two lines, this year and last, with what follows from the amounts; the printed total at the end."""
    measures.known(segment, _DERIVED, "segment")
    frame = positions(packet, segment)
    places = packet.city.decimals
    points = "rate_points" if segment == "current" else "cut_points"
    rows, marks = [], {}
    names = ["assessed", "collected", "outstanding", *(name for name, *_ in _DERIVED[segment])]
    for record in frame.to_dict("records"):
        claim = record["claim"]
        owner = packet.ledger.claim(claim) if claim != "all" else {"bureau": "合計", "section": ""}
        head = {
            "bureau": owner["bureau"],
            "section": owner["section"],
            "claim": packet.numbered(claim) if claim != "all" else "合計",
        }
        index = len(rows)
        rows.append(head | {"year": _short(packet, 0)} | {name: record[name] for name in names})
        rows.append(head | {"year": _short(packet, 1)} | {name: record[f"{name}_last"] for name in names})
        if packet.is_worse(record[points]):
            marks |= {(index, points): ("bold",), (index, "claim"): ("shade",)}
        elif packet.is_better(record[points]):
            marks[index, points] = ("underline",)
        if claim == "all":
            marks |= {(line, name): ("bold",) for line in (index, index + 1) for name in ("bureau", "claim", *names)}
    titles = {name: title for name, title, *_ in _DERIVED[segment] if name in measures.DERIVED}
    denied = _denied(packet, segment, frame.set_index("claim"), titles)
    lines = {claim: 2 * index for index, claim in enumerate(frame["claim"])}
    marks = _shaded(marks, [(lines[found.claim] + bool(found.suffix), found.measure) for found in denied])
    notes = [
        _LEGENDS[segment],
        *_origin_notes(packet, frame, segment, titles),
        *_denied_notes(packet, denied, titles),
        *_claim_notes(packet, frame),
    ]
    letters = {"assessed": "調定額 A", "collected": "収入済額 B", "outstanding": "収入未済額 C"}
    return Table(
        id=f"tbl-claims-{segment.replace('_', '-')}",
        caption=f"債権別の収入未済額（{_segment(segment)}、{_month(packet)}、単位：{packet.city.units.table}）",
        columns=[
            Column("bureau", "局", width=1.9),
            Column("section", "課", width=2.3),
            Column("claim", "債権名", width=3.6),
            Column("year", "年度", width=0.9),
            *(Column(name, title, number=True, width=2.3) for name, title in letters.items()),
            *(
                Column(name, title, number=True, unit=unit, decimals=places if unit else None, signed=signed,
                       width=1.9 if unit else 2.1)
                for name, title, unit, signed in _DERIVED[segment]
            ),
        ],
        rows=rows,
        notation=packet.notation,
        heads=3,
        merged=("bureau", "section", "claim"),
        marks=marks,
        unit=packet.city.units.table,
        notes=notes,
    )  # fmt: skip


def _denied(packet: Packet, segment: Segment, frame: pd.DataFrame, shown: Iterable[str]) -> list[measures.Denied]:
    """The printed figures of the columns ``shown`` that do not stand; the index of ``frame`` are claims."""
    printed = measures.stated(packet.ledger, packet.audit)
    return [d for d in measures.denied(printed, frame, segment, packet.fiscal_year) if d.measure in shown]


def _shaded(marks: Marks, cells: Iterable[tuple[int, str]]) -> Marks:
    return marks | {cell: (*marks.get(cell, ()), "shade") for cell in cells}


def _denied_notes(packet: Packet, denied: Sequence[measures.Denied], titles: Mapping[str, str]) -> list[str]:
    """Both figures of every cell that does not show the printed one."""
    if not denied:
        return []
    named = "、".join(
        f"{_cell(packet, found.claim, bool(found.suffix), titles[found.measure])}"
        f"（印刷 {found.printed.text}、計算 {_as_printed(packet, found.computed, found.printed.text)}）"
        for found in denied
    )
    return [f"※ 網掛けの数値は、原資料に印刷された値がほかの印刷された値と合わないため、計算した値を示す: {named}。"]


def _cell(packet: Packet, claim: str, back: int, title: str) -> str:
    return f"{'合計' if claim == 'all' else packet.numbered(claim)}の{_short(packet, back)}の{title}"


def _as_printed(packet: Packet, value: Decimal | None, printed: str) -> str:
    """``value`` in the form of ``printed``: with its sign and unit."""
    unit = next((unit for unit in ("%", "P", "ポイント") if printed.endswith(unit)), "")
    return f"{packet.notation.number(value, packet.city.decimals, signed=printed.startswith('+'))}{unit}"


def _origin_notes(packet: Packet, frame: pd.DataFrame, segment: Segment, titles: Mapping[str, str]) -> list[str]:
    """Which rates and changes are the document's own, and which were computed; nothing where all follow from exact amounts."""
    printed = measures.stated(packet.ledger, packet.audit)
    cells = [
        (record["claim"], name, back)
        for record in frame.to_dict("records")
        for name in titles
        for suffix, back in (("", 0), ("_last", 1))
        if record[name + suffix] is not None
    ]
    own = [cell for cell in cells if (cell[0], segment, cell[1], packet.fiscal_year - cell[2]) not in printed]
    unit = packet.city.units.table
    if len(own) == len(cells):
        return [] if unit == "円" else [f"※ 率と増減は、原資料に印刷された{unit}の値から計算した。"]
    notes = ["※ 率と増減は、原資料に印刷された値である。"]
    if own:
        named = "、".join(_cell(packet, claim, back, titles[name]) for claim, name, back in own)
        notes.append(f"※ 原資料から値を読めない{named}は、印刷された{unit}の値から計算した。")
    return notes


def _claim_notes(packet: Packet, frame: pd.DataFrame) -> list[str]:
    notes = []
    middle = [
        record["outstanding"] - (record["assessed"] - record["collected"])
        for record in frame.to_dict("records")
        if record["outstanding"] is not None
    ]
    # Three amounts within half a unit each: 1.5 can be rounding, more is 不納欠損 or 還付未済.
    if any(abs(gap) > 1.5 for gap in middle):
        notes.append("※ 収入未済額は不納欠損額と還付未済額を含めて算出するため、A−B と一致しないことがある。")
    thresholds = packet.city.thresholds
    better = f"{thresholds.better_points:g}ポイント以上上昇した値は下線。" if thresholds.better_points else ""
    if thresholds.worse_points is not None:
        worse = f"{thresholds.worse_points:g}ポイント以上低下した値は太字、その債権名は網掛け。"
        notes.append(f"※ 前年度より{worse}{better}")
    elif better:
        notes.append(f"※ 前年度より{better}")
    titles = {"assessed": "調定額", "collected": "収入済額", "outstanding": "収入未済額", "target": "目標収入未済額"}
    rounded, unexplained = [], []
    for suffix, year in (("", 0), ("_last", 1)):
        gaps = measures.rounding_gaps(frame, [f"{name}{suffix}" for name in titles])
        named = {f"{_short(packet, year)}の{titles[column.removesuffix('_last')]}": gap for column, gap in gaps.items()}
        rounded += [name for name, (_, explained) in named.items() if explained]
        unexplained += [(name, gap) for name, (gap, explained) in named.items() if not explained]
    if rounded:
        notes.append(f"※ 単位未満を四捨五入しているため、{'、'.join(rounded)}は、内訳の計と合計が一致しない。")
    notes += [
        f"※ {name}は、内訳の計が合計と{packet.notation.number(gap)}{packet.city.units.table}違う。"
        "四捨五入では説明できず、原資料の値のまま示す。"
        for name, gap in unexplained
    ]
    return notes


def _segment(segment: Segment) -> str:
    return {"current": "現年", "carried_over": "過年"}.get(segment, SEGMENTS[segment])


def _month(packet: Packet) -> str:
    return f"{wareki.month(packet.as_of)}末"


def _short(packet: Packet, back: int) -> str:
    return wareki.fiscal_year_short(packet.fiscal_year - back)
