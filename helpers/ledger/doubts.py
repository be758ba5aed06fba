"""Figures that can be right but look like a slip: each must be mended, or acknowledged with a reason in ``city.yaml``."""

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

import pandas as pd

from helpers import wareki
from helpers.notation import MONEY, convert_money, is_withheld
from helpers.printed import Interval, Kind, adds_up, stands_for
from helpers.terms import AGGREGATES, AMOUNTS, SEGMENTS

# Last year's figure times ten, moved by a year's usual change; likewise for a unit that is a thousand times off.
_TENFOLD = Decimal(8), Decimal("12.5")
_THOUSANDFOLD = Decimal(500), Decimal(2000)
# What does not move tenfold by itself, as 不納欠損額 or the use of a new tool does.
_STEADY = ("assessed", "collected", "outstanding", "amount", "collection_rate")
# Below this a figure moves tenfold by chance.
_SMALLEST = Decimal(100)


Rule = Literal["rate", "between", "sign", "parts", "segments", "tenfold", "thousandfold", "opening"]
RULES: tuple[Rule, ...] = get_args(Rule)


@dataclass(frozen=True)
class Doubt:
    """``name`` is what ``acknowledged`` in ``city.yaml`` calls it: it stays when rows move, others are added or the city's unit changes,
    and changes with the figures at issue, amounts in 円. Its first word is the ``rule``.
    """

    name: str
    rule: Rule
    claim: str
    row: int  # of figures.csv, as Excel counts it
    message: str
    off: Decimal | None = (
        None  # how far from what is expected, as a share of it (0.05); None where nothing else is to be expected
    )
    where: str = ""  # 令和5年度 滞納繰越分


def doubts(figures: pd.DataFrame, claims: pd.DataFrame, down: Container[Kind] = ()) -> list[Doubt]:
    """Everything in ``figures.csv`` that looks like a slip, in the order of its rows. ``figures`` is indexed by their numbers; figures
    of the kinds in ``down`` were cut off, not rounded.
    """
    rows = [
        (number, row)
        for number, row in zip(figures.index, figures.itertuples(), strict=True)
        if not is_withheld(row.value)
    ]
    wholes = dict(zip(claims["claim"], claims["part_of"], strict=True))
    cut_off = "amount" in down
    found = [
        *_rates(rows),
        *_between(rows, "rate" in down),
        *_collected(rows, cut_off),
        *_signs(rows),
        *_parts(rows, wholes, cut_off),
        *_jumps(rows),
        *_openings(rows, cut_off),
    ]
    return sorted(found, key=lambda doubt: doubt.row)


def _doubt(rule: Rule, number: int, row, issue: tuple[Decimal, ...], message: str, off: Decimal | None = None) -> Doubt:
    """A doubt about ``row``; ``issue`` are the numbers at issue, in its unit, with which the name changes."""
    when = row.as_of or str(row.fiscal_year)
    numbers = "-".join(_named(value, row.unit) for value in issue)
    words = (rule, when, row.claim, row.segment, row.measure, row.item, row.group, row.kind, numbers)
    part = "" if row.segment == "total" else SEGMENTS.get(row.segment, "")
    where = " ".join(filter(None, (row.as_of or wareki.fiscal_year(row.fiscal_year), part)))
    return Doubt("/".join(filter(None, words)), rule, row.claim, number, message, off, where)


def _named(value: Decimal, unit: str) -> str:
    """A number of a name: an amount in 円, whatever the city's tables are in; anything else as it was written."""
    return f"{convert_money(value, unit, '円').normalize() if unit in MONEY else value:f}"


def _share(gap: Decimal, expected: Decimal) -> Decimal | None:
    return abs(gap / expected) if expected else None


def _rates(rows: list) -> Iterator[Doubt]:
    """A rate over 100%, or below 0."""
    for number, row in _rates_of(rows):
        if row.value > 100:
            message = f"収納率が {row.value}% で、100% を超えています。"
            yield _doubt("rate", number, row, (row.value,), message, row.value / 100 - 1)
        if row.value < 0:
            yield _doubt("sign", number, row, (row.value,), f"収納率が {row.value}% で、負になっています。")


def _rates_of(rows: list) -> list:
    return [(n, row) for n, row in rows if row.measure == "collection_rate" and row.kind != "difference"]


def _between(rows: list, cut_off: bool) -> Iterator[Doubt]:
    """A total rate outside those of its parts."""
    rates = {_beside(row): row.value for _, row in _rates_of(rows)}
    for number, row in _rates_of(rows):
        parts = [rates.get(_beside(row._replace(segment=segment))) for segment in ("current", "carried_over")]
        if row.segment != "total" or None in parts:
            continue
        possible = Interval.around(stands_for(part, "%", cut_off) for part in parts)
        if not possible.touches(stands_for(row.value, "%", cut_off)):
            message = (
                f"合計の収納率 {row.value}% が、現年度分と滞納繰越分({'%、'.join(map(str, parts))}%)の間にありません。"
            )
            outside = max(min(parts) - row.value, row.value - max(parts))
            yield _doubt("between", number, row, (row.value, *parts), message, outside / 100)


def _collected(rows: list, cut_off: bool) -> Iterator[Doubt]:
    """Collected more than assessed."""
    assessed = {_beside(row): row for _, row in rows if row.measure == "assessed"}
    for number, row in rows:
        whole = assessed.get(_beside(row))
        if row.measure != "collected" or row.kind == "difference" or whole is None:
            continue
        if stands_for(row.value, row.unit, cut_off).low > stands_for(whole.value, whole.unit, cut_off).high:
            message = f"収入済額 {row.value:,f}{row.unit} が調定額 {whole.value:,f}{whole.unit} を超えています。"
            most = convert_money(whole.value, whole.unit, row.unit)
            yield _doubt("rate", number, row, (row.value, most), message, _share(row.value - most, most))


def _signs(rows: list) -> Iterator[Doubt]:
    """An amount below zero: a sign typed where the print has none."""
    for number, row in rows:
        if row.measure in AMOUNTS and row.kind != "difference" and row.value < 0:
            yield _doubt("sign", number, row, (row.value,), f"{row.value:,f}{row.unit} は負の金額です。")


def _parts(rows: list, wholes: dict[str, str], cut_off: bool) -> Iterator[Doubt]:
    """Claims against the total of all, and current with carried over against the total of both."""
    groups: dict[tuple, dict] = defaultdict(dict)
    for number, row in rows:
        if row.measure in AMOUNTS and row.kind != "difference" and not row.item and not row.group:
            key = row.fiscal_year, row.as_of, row.measure, row.kind, row.unit
            groups[key].setdefault((row.claim, row.segment), (number, row))
    for own in groups.values():
        for (claim, segment), (number, total) in own.items():
            if total.approx:
                continue
            if claim == "all":
                parts = {c: _of_claim(own, c, segment) for c, _ in own if c not in AGGREGATES}
                # A claim that is a part of another is in that one's amount.
                parts = {c: rows for c, rows in parts.items() if rows and not parts.get(wholes.get(c))}
                # One that is not divided is in the total of a part, and nobody knows with how much.
                undivided = any(c not in AGGREGATES and (c, segment) not in own for c, s in own if s == "total")
                are_all = len(parts) >= len(wholes) / 2 and (segment == "total" or not undivided)
                rows = [row for rows in parts.values() for row in rows]
                yield from _sum("parts", number, total, rows, "債権の合計", cut_off, are_all)
            if segment == "total":
                rows = _divided(own, claim)
                yield from _sum("segments", number, total, rows, "現年度分と滞納繰越分の計", cut_off, len(rows) == 2)


def _of_claim(own: dict, claim: str, segment: str) -> list:
    """What ``own`` has of one segment of a claim: its row, or for a total that is not printed the parts that there are."""
    if (claim, segment) in own:
        return [own[claim, segment][1]]
    return _divided(own, claim) if segment == "total" else []


def _divided(own: dict, claim: str) -> list:
    return [own[claim, s][1] for s in ("current", "carried_over") if (claim, s) in own]


def _sum(rule: Rule, number: int, total, parts: list, name: str, cut_off: bool, are_all: bool) -> Iterator[Doubt]:
    """Too much is always a doubt; too little only where the ``parts`` ``are_all`` that there can be."""
    gap = sum((row.value for row in parts), Decimal(0)) - total.value
    if any(row.approx for row in parts) or not parts or (gap < 0 and not are_all):
        return
    if not adds_up([row.value for row in parts], total.value, total.unit, cut_off):
        message = f"{name}が {total.value:,f}{total.unit} より {gap:+,f}{total.unit} 違います(端数では説明できません)。"
        yield _doubt(rule, number, total, (gap,), message, _share(gap, total.value))


def _jumps(rows: list) -> Iterator[Doubt]:
    """Ten or a thousand times last year's figure, or a part of it."""
    known = {(*_series(row), row.fiscal_year): row for _, row in rows}
    for number, row in rows:
        last = known.get((*_series(row), row.fiscal_year - 1))
        if row.measure not in _STEADY or row.kind == "difference" or last is None:
            continue
        low, high = sorted(abs(value) for value in (row.value, last.value))
        if not low or (high < _SMALLEST and row.measure != "collection_rate"):
            continue
        for rule, (least, most), words in (
            ("tenfold", _TENFOLD, "桁が一つ違う"),
            ("thousandfold", _THOUSANDFOLD, "単位が千倍違う"),
        ):
            if least <= high / low <= most:
                message = (
                    f"前年度の {last.value:,f}{last.unit} に対して {row.value:,f}{row.unit} で、{words}かもしれません。"
                )
                off = _share(row.value - last.value, last.value)
                yield _doubt(rule, number, row, (last.value, row.value), message, off)


def _openings(rows: list, cut_off: bool) -> Iterator[Doubt]:
    """What a year leaves unpaid against what the next one begins with: the carried-over 調定額 of its earliest day."""
    plain = [
        (n, row)
        for n, row in rows
        if row.kind == "actual" and not (row.item or row.group or row.approx) and row.unit in MONEY
    ]
    closing = {
        (row.claim, row.fiscal_year): row
        for _, row in plain
        if row.measure == "outstanding" and row.segment == "total" and not row.as_of
    }
    for number, row in _earliest(plain):
        last = closing.get((row.claim, row.fiscal_year - 1))
        if last is None or stands_for(row.value, row.unit, cut_off).touches(stands_for(last.value, last.unit, cut_off)):
            continue
        closed = convert_money(last.value, last.unit, row.unit)
        gap = row.value - closed
        message = (
            f"前年度末の収入未済額 {last.value:,f}{last.unit} と、繰り越した調定額 {row.value:,f}{row.unit} が "
            f"{gap:+,f}{row.unit} 違います。"
        )
        yield _doubt("opening", number, row, (gap,), message, _share(gap, closed))


def _earliest(rows: list) -> list:
    """The carried-over 調定額 of each claim and year on the first day that is recorded."""
    first: dict[tuple, tuple] = {}
    for number, row in rows:
        if row.measure == "assessed" and row.segment == "carried_over":
            key = row.claim, row.fiscal_year
            if key not in first or (row.as_of or "9999") < (first[key][1].as_of or "9999"):
                first[key] = number, row
    return list(first.values())


def _beside(row) -> tuple:
    return row.fiscal_year, row.as_of, row.claim, row.segment, row.item, row.group, row.kind


def _series(row) -> tuple:
    # The day inside the year belongs to it: the end of October is held against the end of October.
    return row.claim, row.segment, row.measure, row.item, row.group, row.kind, row.unit, row.as_of[len("2025") :]
