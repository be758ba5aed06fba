"""The table of claims of a settled year, and the sums by bureau."""

from collections.abc import Iterable

from helpers import measures
from helpers.packet import Packet
from helpers.tables.accounts import (
    city_total,
    claim_name,
    grown,
    lacking_notes,
    rate_note,
    shown,
    year_names,
)
from helpers.tables.table import Column, Table, Value
from helpers.terms import AMOUNT_NAMES, AMOUNTS, MEASURE_NAMES, RATE, SEGMENTS

_OUTSTANDING = AMOUNT_NAMES["outstanding"]
_MOST_NAMED = 5  # the table shows which they are


def settlement_claims(packet: Packet) -> Table:
    """債権別の決算の表。現年度分・滞納繰越分・合計の行と、債権区分ごとの合計、全体の合計。

    例::

        tables.settlement_claims(packet)

    列: 債権、区分、調定額(金額)、収入済額(金額)、不納欠損額(金額)、還付未済額(金額)、収入未済額(金額)、
      収入未済額の前年度比 増減額(金額)、収入未済額の前年度比 増減率(%)、収納率(%)、前年度差(P)
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    lines = [(claim_name(packet, row.name), row) for row in _printed_lines(measures.settlement(packet))]
    heads = len(lines)
    lines += [(f"{row.name} 計", row) for row in _printed_lines(measures.settlement_totals(packet, "class"))]
    lines += [("合計", row) for row in _printed_lines(city_total(packet).values())]
    marks: dict[tuple[int, str], tuple[str, ...]] = {}
    for index, (_, row) in enumerate(lines):
        if index >= heads:
            marks[index, "name"] = ("bold",)
        if packet.is_worse(row.points):
            marks[index, "points"] = ("bold",)
        elif packet.is_better(row.points):
            marks[index, "points"] = ("underline",)
        if row.this.denied is not None:
            marks[index, "rate"] = ("shade",)
    return Table(
        id="tbl-settlement-claims",
        caption=f"債権別の決算（{year_names(packet)[0]}、単位：{packet.city.units.table}）",
        columns=[Column("name", "債権", width=3.6), *_line_columns(packet)],
        rows=[{"name": name, **_line(row)} for name, row in lines],
        notation=packet.notation,
        heads=2,
        merged=("name",),
        marks=marks,
        unit=packet.city.units.table,
        notes=[
            rate_note(packet),
            "※ 合計の印刷がない債権の合計は現年度分と滞納繰越分の和、収入未済額の印刷がないものは 調定額−収入済額−不納欠損額＋還付未済額、"
            "債権区分ごとの計と全体の合計は債権の和である（いずれも計算）。増減は前年度との比較。",
            *_threshold_notes(packet),
            *_denied(packet, lines),
            *_undivided_notes(packet),
            *_coming_and_going(packet),
            *lacking_notes(packet),
            *_rounding_notes(packet),
        ],
    )


def settlement_bureaus(packet: Packet) -> Table | None:
    """局・部別の決算の表。

    例::

        tables.settlement_bureaus(packet)

    列: 局・部、区分、調定額(金額)、収入済額(金額)、不納欠損額(金額)、還付未済額(金額)、収入未済額(金額)、
      収入未済額の前年度比 増減額(金額)、収入未済額の前年度比 増減率(%)、収納率(%)、前年度差(P)
    局のない市: 何も示さない(None)。決算の年度の金額がないときは止まる。
    """
    rows = [row for row in _printed_lines(measures.settlement_totals(packet, "bureau")) if row.name]
    if not rows:
        return None
    return Table(
        id="tbl-settlement-bureaus",
        caption=f"局・部別の決算（{year_names(packet)[0]}、単位：{packet.city.units.table}）",
        columns=[Column("name", "局・部", width=3.6), *_line_columns(packet)],
        rows=[{"name": row.name, **_line(row)} for row in rows],
        notation=packet.notation,
        heads=2,
        merged=("name",),
        unit=packet.city.units.table,
        notes=["※ 債権を、徴収する局・部ごとに合計した（計算）。"],
    )


def _printed_lines(rows: Iterable[measures.Settlement]) -> list[measures.Settlement]:
    """The lines of each name that say something: not a total beside its only part, nor the parts of what has ended."""
    groups: dict[str, list[measures.Settlement]] = {}
    for row in rows:
        groups.setdefault(row.name, []).append(row)
    lines = []
    for own in groups.values():
        parts = [row for row in own if row.segment != "total" and row.this.is_known]
        whole = [row for row in own if row.segment == "total"]
        is_same = len(parts) == 1 and parts[0].this.amounts == whole[0].this.amounts
        lines += parts if is_same and parts[0].last.amounts == whole[0].last.amounts else [*parts, *whole]
    return lines


def _line_columns(packet: Packet) -> list[Column]:
    rate = {"number": True, "decimals": packet.city.decimals}
    return [
        Column("segment", "区分", width=2),
        *(Column(measure, title, number=True, width=2.1) for measure, title in AMOUNT_NAMES.items()),
        Column("change", "増減額", number=True, signed=True, width=1.9, group=f"{_OUTSTANDING}の前年度比"),
        Column("growth", "増減率", number=True, unit="%", decimals=1, signed=True, width=1.5,
               group=f"{_OUTSTANDING}の前年度比"),
        Column("rate", MEASURE_NAMES[RATE], unit="%", width=1.5, **rate),
        Column("points", "前年度差", unit="P", signed=True, width=1.5, **rate),
    ]  # fmt: skip


def _line(row: measures.Settlement) -> dict[str, Value]:
    return {
        "segment": SEGMENTS[row.segment],
        **{measure: shown(row.this, measure) for measure in AMOUNTS},
        "change": row.change,
        "growth": grown(row.this.outstanding, row.last.outstanding, row.growth),
        "rate": shown(row.this, "rate"),
        "points": row.points,
    }


def _threshold_notes(packet: Packet) -> list[str]:
    worse, better = packet.city.thresholds.worse_points, packet.city.thresholds.better_points
    said = [f"{worse:g}ポイント以上低下した値は太字"] if worse is not None else []
    said += [f"{better:g}ポイント以上上昇した値は下線" if better is not None else ""]
    return [f"※ 収納率が前年度より{'、'.join(filter(None, said))}。"] if any(said) else []


def _denied(packet: Packet, lines: Iterable[tuple[str, measures.Settlement]]) -> list[str]:
    """Both rates of every line that does not show the printed one."""
    number, places = packet.notation.number, packet.city.decimals
    named = [
        f"{name}の{SEGMENTS[row.segment]}（印刷 {number(row.this.denied)}%、計算 {number(row.this.rate, places)}%）"
        for name, row in lines
        if row.this.denied is not None
    ]
    return (
        [f"※ 網掛けの収納率は、印刷された値が金額と合わないため、計算した値を示す: {'、'.join(named)}。"]
        if named
        else []
    )


def _rounding_notes(packet: Packet) -> list[str]:
    """Say so, exactly when it happens."""
    off = "、".join(AMOUNT_NAMES[measure] for measure in measures.rounded_apart(packet))
    return [f"※ 単位未満を四捨五入しているため、{off}は、内訳の計と合計が一致しないところがある。"] if off else []


def _undivided_notes(packet: Packet) -> list[str]:
    undivided = measures.undivided(packet)
    if len(undivided) > _MOST_NAMED:
        return [f"※ 合計だけの{len(undivided)}債権は、現年度分と滞納繰越分に分かれていないため、合計にだけ含む。"]
    named = "、".join(claim_name(packet, claim) for claim in undivided)
    return [f"※ 合計だけで、現年度分と滞納繰越分に分かれていない債権は、合計にだけ含む: {named}。"] if named else []


def _coming_and_going(packet: Packet) -> list[str]:
    """Why a line has no change, or nothing at all."""
    whole = [row for row in measures.settlement(packet) if row.segment == "total"]
    new = "、".join(claim_name(packet, row.name) for row in whole if not row.last.is_known)
    ended = "、".join(claim_name(packet, row.name) for row in whole if not row.this.is_known)
    notes = [f"※ 前年度の決算に金額がないため、前年度と比べない債権: {new}。"] if new else []
    return notes + ([f"※ 前年度の決算にだけ金額がある債権: {ended}。"] if ended else [])
