"""Carried-over money by claim, bureau or section: how far it is cut."""

from collections.abc import Iterable
from decimal import Decimal

from helpers import measures, wareki
from helpers.notation import convert_money, round_half_up
from helpers.packet import Packet
from helpers.tables.stated import denied, denied_notes, month_end, shaded, short_year
from helpers.tables.table import Column, Table, Value
from helpers.terms import BY

_SUFFIXES = ("", "_last")  # of the columns, by years back


def cuts(packet: Packet, by: str, without_major: bool = False) -> Table:
    """過年の収入未済額と削減率を、債権・局・課ごとに前年度と比べる表。

    例::

        tables.cuts(packet, "claim")

    列: 債権名、○年度 過年調定額(金額)、○年度 収入未済額(金額)、○年度 削減率(%)、前年度比(P)
    ``by``: claim(債権)、bureau(局)、section(課)。``without_major=True`` は、
    主要なもの(city.yaml の major の数)を除く。
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)の金額が要る。
    """
    found = measures.cuts(packet, by, without_major)
    rows = [_line(packet, row) for row in found]
    marks = {
        (line, column): ("red",)
        for line, row in enumerate(found)
        if packet.is_worse(row.cut_points)
        for column in ("label", "cut", "cut_points")
    }
    notes = _notes(packet, found, by, without_major)
    lines = {row.name: line for line, row in enumerate(found)} if by == "claim" else {}
    if not without_major:
        total = _total_line(packet)
        notes += _sum_notes(packet, rows, total)
        lines["all"] = len(rows)
        marks |= {(len(rows), column): ("bold",) for column in total}
        rows.append(total)
    wrong = [d for d in denied(packet, "carried_over", _TITLES, lines) if (d.measure, d.back) != ("cut_points", 1)]
    notes += denied_notes(packet, wrong, _TITLES)
    summary = packet.city.units.summary
    without = f"（主要{packet.major}{BY[by]}を除く）" if without_major else ""
    return Table(
        id=f"tbl-cuts-{by}" + ("-minor" if without_major else ""),
        caption=f"{BY[by]}別の収入未済額{without}（過年、{month_end(packet)}、単位：{summary}）",
        columns=_columns(packet, by),
        rows=rows,
        notation=packet.notation,
        marks=shaded(marks, [(lines[d.claim], d.measure + _SUFFIXES[d.back]) for d in wrong]),
        notes=notes,
        unit=summary,
    )


_TITLES = {"cut": "削減率", "cut_points": "前年度比"}
_MONEY = {"assessed": "過年調定額", "outstanding": "収入未済額"}


def _columns(packet: Packet, by: str) -> list[Column]:
    places = packet.city.decimals
    columns = [Column("label", f"{BY[by]}名", width=5)]
    for back, suffix in enumerate(_SUFFIXES):
        year = wareki.fiscal_year(measures.moment(packet).fiscal_year - back)
        columns += [
            *(
                Column(f"{name}{suffix}", title, number=True, width=1.8, decimals=1, group=year)
                for name, title in _MONEY.items()
            ),
            Column(f"cut{suffix}", _TITLES["cut"], number=True, width=1.6, unit="%", decimals=places, group=year),
        ]
    points = Column("cut_points", _TITLES["cut_points"], number=True, width=1.6, unit="P", decimals=places, signed=True)
    return [*columns, points]  # fmt: skip


def _line(packet: Packet, row: measures.Cut) -> dict[str, Value]:
    return {"label": row.label, **_amounts(packet, row.days), "cut_points": row.cut_points}


def _total_line(packet: Packet) -> dict[str, Value]:
    """The printed total of all claims as a line of the summaries."""
    total = measures.total_of(measures.positions(packet, "carried_over"))
    return {"label": "合計", **_amounts(packet, total.days), "cut_points": total.this.cut_points}


def _amounts(packet: Packet, days: Iterable[measures.Share | measures.Day]) -> dict[str, Value]:
    """The columns of a summary that both years have."""
    return {
        name + suffix: value
        for suffix, day in zip(_SUFFIXES, days, strict=True)
        for name, value in (
            ("assessed", _summary(packet, day.assessed)),
            ("outstanding", _summary(packet, day.outstanding)),
            ("cut", day.cut),
        )
    }


def _summary(packet: Packet, amount: Decimal | None) -> Decimal | None:
    units = packet.city.units
    return None if amount is None else convert_money(amount, units.table, units.summary)


def _sum_notes(packet: Packet, rows: list[dict], total: dict) -> list[str]:
    """Say so, exactly when the printed parts of a column do not add up to its printed total."""
    off = []
    for back, suffix in enumerate(_SUFFIXES):
        for name, title in _MONEY.items():
            parts = [round_half_up(row[name + suffix], 1) for row in rows if row[name + suffix] is not None]
            whole = total[name + suffix]
            if whole is not None and sum(parts) != round_half_up(whole, 1):
                off.append(f"{short_year(packet, back)}の{title}")
    return [f"※ 単位未満を四捨五入しているため、{'、'.join(off)}は内訳の計と合計が一致しない。"] if off else []


def _notes(packet: Packet, rows: Iterable[measures.Cut], by: str, without_major: bool) -> list[str]:
    before = "前年度" if measures.moment(packet).day is None else "前年度の同じ月"
    notes = [f"※ 削減率は過年調定額からの減少の割合。前年度比の＋は、{before}より深く削減したことを示す。"]
    if packet.city.thresholds.worse_points is not None:
        notes.append(f"※ 赤い太字は、削減率が前年度より{packet.worse_points:g}ポイント以上低下したもの。")
    if without_major:
        notes.append(
            f"※ 主要{packet.major}{BY[by]}は、収入未済額の大きい順の{packet.major}{BY[by]}とした。原資料の図の内訳は文字からは読めない。"
        )
    return [*notes, *_collector_notes(packet, rows, by), *([] if by == "claim" else _newcomer_notes(packet, rows))]


def _collector_notes(packet: Packet, rows: Iterable[measures.Cut], by: str) -> list[str]:
    """Which claims another section collects than the one that owns them; by claim, of those that have a row."""
    claims, shown = packet.ledger["claims"], {row.name for row in rows}
    said = "{section}（{bureau}）が徴収する" if by == "claim" else "徴収する{section}（{bureau}）に含めた"
    return [
        f"※ {row.name}は、{said.format(section=row.collector_section, bureau=row.collector_bureau)}。"
        for row in claims[claims["collector_section"] != ""].itertuples(index=False)
        if by != "claim" or row.claim in shown
    ]


def _newcomer_notes(packet: Packet, rows: Iterable[measures.Cut]) -> list[str]:
    newcomers = [f"{row.label}（{packet.ledger.claim(claim)['name']}）" for row in rows for claim in row.newcomers]
    if not newcomers:
        return []
    return [f"※ 前年度の値がない債権は当年度の金額だけに含み、前年度比からは除いた: {'、'.join(newcomers)}。"]
