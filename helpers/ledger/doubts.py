"""Figures that can be right but look like a slip: each must be mended, or acknowledged with a reason in ``city.yaml``."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.ledger.rows import AGGREGATES, AMOUNTS
from helpers.notation import MONEY, convert_money, decimals_of

# Last year's figure times ten, moved by a year's usual change; likewise for a unit that is a thousand times off.
_TENFOLD = Decimal(8), Decimal("12.5")
_THOUSANDFOLD = Decimal(500), Decimal(2000)
# Below this a figure moves tenfold by chance.
_SMALLEST = Decimal(100)


@dataclass(frozen=True)
class Doubt:
    """``name`` is what ``acknowledged`` in ``city.yaml`` calls it: it stays when rows move, and changes with the figure at issue."""

    name: str
    row: int  # of figures.csv, as Excel counts it
    message: str


def doubts(figures: pd.DataFrame) -> list[Doubt]:
    """Everything in ``figures.csv`` that looks like a slip, in the order of its rows."""
    rows = [(index + 2, row) for index, row in zip(figures.index, figures.itertuples(), strict=True)]
    found = [*_rates(rows), *_signs(rows), *_parts(rows), *_jumps(rows), *_openings(rows)]
    return sorted(found, key=lambda doubt: doubt.row)


def _name(rule: str, row, issue: Decimal) -> str:
    when = row.as_of or str(row.fiscal_year)
    words = (rule, when, row.claim, row.segment, row.measure, row.item, row.group, row.kind, f"{issue:f}")
    return "/".join(filter(None, words))


def _rates(rows: list) -> Iterator[Doubt]:
    """A rate over 100%; a total rate outside those of its parts; collected more than assessed."""
    assessed = {_beside(row): row for _, row in rows if row.measure == "assessed"}
    rates = {
        _beside(row): row.value for _, row in rows if row.measure == "collection_rate" and row.kind != "difference"
    }
    for number, row in rows:
        if row.measure == "collection_rate" and row.kind != "difference" and row.value > 100:
            yield Doubt(_name("rate", row, row.value), number, f"収納率が {row.value}% で、100% を超えています。")
        if row.measure == "collection_rate" and row.segment == "total" and row.kind != "difference":
            parts = [rates.get(_beside(row._replace(segment=segment))) for segment in ("current", "carried_over")]
            if None not in parts and not min(parts) <= row.value <= max(parts):
                message = f"合計の収納率 {row.value}% が、現年度分と滞納繰越分({'%、'.join(map(str, parts))}%)の間にありません。"
                yield Doubt(_name("between", row, row.value), number, message)
        whole = assessed.get(_beside(row))
        if row.measure == "collected" and whole is not None and row.value > whole.value:
            yield Doubt(
                _name("rate", row, row.value),
                number,
                f"収入済額 {row.value:,f} が調定額 {whole.value:,f} を超えています。",
            )


def _signs(rows: list) -> Iterator[Doubt]:
    """An amount below zero: a sign typed where the print has none."""
    for number, row in rows:
        if row.measure in AMOUNTS and row.kind != "difference" and row.value < 0:
            yield Doubt(_name("sign", row, row.value), number, f"{row.value:,f}{row.unit} は負の金額です。")


def _parts(rows: list) -> Iterator[Doubt]:
    """Claims against the total of all, and current with carried over against the total of both."""
    sums: dict[tuple, list] = defaultdict(list)
    for number, row in rows:
        if row.measure in AMOUNTS and row.kind != "difference" and not row.item and not row.group and not row.approx:
            sums[row.fiscal_year, row.as_of, row.measure, row.kind, row.unit].append((number, row))
    for group in sums.values():
        own = {(row.claim, row.segment): (number, row) for number, row in group}
        for (claim, segment), (number, total) in own.items():
            if claim == "all":
                parts = [row for (c, s), (_, row) in own.items() if s == segment and c not in AGGREGATES]
                yield from _sum(number, total, parts, "債権の合計")
            if segment == "total":
                parts = [own[claim, s][1] for s in ("current", "carried_over") if (claim, s) in own]
                yield from _sum(number, total, parts if len(parts) == 2 else [], "現年度分と滞納繰越分の計")


def _sum(number: int, total, parts: list, name: str) -> Iterator[Doubt]:
    gap = sum((row.value for row in parts), Decimal(0)) - total.value
    # Each amount is within half of its last digit; yen are exact.
    room = sum((_half(row) for row in (*parts, total)), Decimal(0))
    if parts and abs(gap) > room:
        yield Doubt(
            _name("parts", total, gap),
            number,
            f"{name}が {total.value:,f}{total.unit} より {gap:+,f} 違います(端数では説明できません)。",
        )


def _jumps(rows: list) -> Iterator[Doubt]:
    """Ten or a thousand times last year's figure, or a part of it."""
    known = {(*_series(row), row.fiscal_year): row for _, row in rows}
    for number, row in rows:
        last = known.get((*_series(row), row.fiscal_year - 1))
        if row.measure in ("rank", "share") or row.kind == "difference" or last is None:
            continue
        low, high = sorted(abs(value) for value in (row.value, last.value))
        if not low or (high < _SMALLEST and row.measure != "collection_rate"):
            continue
        for rule, (least, most), words in (
            ("tenfold", _TENFOLD, "桁が一つ違う"),
            ("thousandfold", _THOUSANDFOLD, "単位が千倍違う"),
        ):
            if least <= high / low <= most:
                yield Doubt(
                    _name(rule, row, row.value),
                    number,
                    f"前年度の {last.value:,f}{last.unit} に対して {row.value:,f}{row.unit} で、{words}かもしれません。",
                )


def _openings(rows: list) -> Iterator[Doubt]:
    """What a year leaves unpaid against what the next one begins with: the carried-over 調定額."""
    closing = {
        (row.claim, row.fiscal_year): row
        for _, row in rows
        if row.measure == "outstanding"
        and row.segment == "total"
        and not row.as_of
        and row.kind == "actual"
        and not row.approx
    }
    for number, row in rows:
        if row.measure != "assessed" or row.segment != "carried_over" or row.kind != "actual" or row.item:
            continue
        last = closing.get((row.claim, row.fiscal_year - 1))
        if last is None or last.unit not in MONEY or row.unit not in MONEY:
            continue
        gap = row.value - convert_money(last.value, last.unit, row.unit)
        if abs(gap) > _half(row) + convert_money(_half(last), last.unit, row.unit):
            yield Doubt(
                _name("opening", row, gap),
                number,
                f"前年度末の収入未済額 {last.value:,f}{last.unit} と、繰り越した調定額 {row.value:,f}{row.unit} が {gap:+,f} 違います。",
            )


def _half(row) -> Decimal:
    return Decimal(0) if row.unit == "円" else Decimal(5).scaleb(-decimals_of(row.value) - 1)


def _beside(row) -> tuple:
    return row.fiscal_year, row.as_of, row.claim, row.segment, row.item, row.group, row.kind


def _series(row) -> tuple:
    # The day inside the year belongs to it: the end of October is held against the end of October.
    return row.claim, row.segment, row.measure, row.item, row.group, row.kind, row.unit, row.as_of[len("2025") :]
