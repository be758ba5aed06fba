"""Lines held against each other: a year that was exported twice, months that do not close it, and what moved between years."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from helpers import wareki
from helpers.errors import DeskError, Fault
from helpers.intake.export import Line
from helpers.intake.words import plain
from helpers.terms import AMOUNT_NAMES, AMOUNTS

_SHOWN = 5


def refuse(lines: list[Line]) -> None:
    """DeskError ``data`` if the lines cannot all be true at once."""
    faults = [*_twice(lines), *_months(lines), *_units(lines)]
    if faults:
        raise DeskError(
            "data", "取り込むファイルを、そのまま足し合わせることはできません。何も変えていません。", faults
        )


def notices(lines: list[Line]) -> Iterator[str]:
    """What a person should know of the lines."""
    yield from _negative(lines)
    yield from _unfinished(lines)
    yield from _absent_accounts(lines)
    yield from _summed_twice(lines)
    yield from _moved(lines)


def key(line: Line) -> tuple:
    """What names a line within a year."""
    texts = (line.account, line.account_code, line.code, line.name, line.section, line.section_code, line.budget)
    return line.year, *map(plain, texts)


def _twice(lines: list[Line]) -> Iterator[Fault]:
    """A line of a year in two tables, or most lines of a table twice: the same export twice, or two editions of it.

    Where departments are not named, a line of two departments looks alike, and only equal amounts show that it is one.
    """
    first: dict[tuple, Line] = {}
    for line in lines:
        alike = (*key(line), *(() if line.section else line.money))
        other = first.setdefault(alike, line)
        if other.place != line.place and (line.section or any(line.money)):
            message = (
                f"{line.year} 年度のこの科目は、{other.place} {other.row}行目にもあります。"
                "同じ年度を二度取り込まないよう、一方を外してください。"
            )
            yield Fault(line.place, message, line.row)
    with_money = Counter(line.place for line in lines if any(line.money))
    for place, again in _repeated(lines).items():
        if 2 * len(again) >= with_money[place]:  # every line that is there twice counts twice in it
            message = f"{len(again)} 行が、同じ表の中に二度あります。二度貼り付けていないか、確かめてください。"
            yield Fault(place, message, again[0].row)


def _repeated(lines: list[Line]) -> dict[str, list[Line]]:
    """The lines that stand in their table before already, with the same money, by table."""
    seen: set[tuple] = set()
    again: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        alike = (line.place, *key(line), line.money)
        if alike in seen and any(line.money):
            again[line.place].append(line)
        seen.add(alike)
    return again


def _months(lines: list[Line]) -> Iterator[Fault]:
    """Amounts are cumulative: of several months of a year only the last may be taken."""
    first: dict[int, Line] = {}
    for line in lines:
        if line.month:
            other = first.setdefault(line.year, line)
            if other.month != line.month:
                message = (
                    f"{line.year} 年度に、対象年月が {other.month:%Y-%m}({other.place} {other.row}行目)と "
                    f"{line.month:%Y-%m} の行があります。累計なので、最後の月だけにしてください。"
                )
                yield Fault(line.place, message, line.row)


def _units(lines: list[Line]) -> Iterator[Fault]:
    first = lines[0] if lines else None
    for line in {line.place: line for line in lines}.values():
        if line.unit != first.unit:
            yield Fault(
                line.place,
                f"単位が{line.unit}です。{first.place} は{first.unit}です。同じ単位のファイルだけにしてください。",
            )


def _negative(lines: list[Line]) -> Iterator[str]:
    """Lines with an amount below zero, amount by amount, the largest first: a correction, a refund, or receipts that no line assesses."""
    for name in AMOUNTS:
        found = sorted((line for line in lines if line.amounts.get(name, 0) < 0), key=lambda line: line.amounts[name])
        if found:
            shown = "、".join(
                f"{line.place} {line.row}行目 {line.name} {line.amounts[name]:,f}{line.unit}" for line in found[:_SHOWN]
            )
            more = f"、ほか {len(found) - _SHOWN} 行" if len(found) > _SHOWN else ""
            why = "調定と収入が別の所属の行にあると、こうなります。" if name == "outstanding" else ""
            yield f"{AMOUNT_NAMES[name]}が負の行が {len(found)} 行あります({shown}{more})。どれもそのまま足しました。{why}"


def _unfinished(lines: list[Line]) -> Iterator[str]:
    """A year whose export was made before its accounts closed at the end of May."""
    for year, month in {line.year: line.month for line in lines if line.month}.items():
        if month < dt.date(year + 1, 5, 1):
            yield f"{wareki.fiscal_year(year)}は {month:%Y-%m} 時点で、出納閉鎖(翌年5月末)前の途中の数値です。"


def _absent_accounts(lines: list[Line]) -> Iterator[str]:
    """An account that other years have: the year may be there only in part."""
    years: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        years[line.account].add(line.year)
    everything = set().union(*years.values()) if years else set()
    for account, own in years.items():
        if lacking := sorted(everything - own):
            shown = "、".join(map(wareki.fiscal_year, lacking))
            yield f"{account}は、{shown}の行がありません。その年度の一部だけを取り込んでいないか、確かめてください。"


def _summed_twice(lines: list[Line]) -> Iterator[str]:
    for place, again in _repeated(lines).items():
        names = "、".join(f"{line.row}行目 {line.name}" for line in again[:_SHOWN])
        yield f"{place}: 同じ表の前の行と、科目も金額も同じ行が {len(again)} 行あります({names})。どれも足しました。"


def _moved(lines: list[Line]) -> Iterator[str]:
    """Accounts whose code is another one in another year; those of which something is owed are the examples."""
    codes: dict[tuple, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        codes[plain(line.account), line.name][line.year].add(line.code)
    owed = {(plain(line.account), line.name) for line in lines if line.is_open}
    moved = {}
    for account, years in codes.items():
        for before, after in pairwise(sorted(years)):
            if not years[before] & years[after]:
                moved[account] = f"{account[1]} {min(years[before])} → {min(years[after])}"
    if moved:
        examples = [text for account, text in moved.items() if account in owed][:_SHOWN]
        shown = f"(例: {'、'.join(examples)})" if examples else ""
        yield f"年度によってコードの違う科目が {len(moved)} 件あります{shown}。コードを書いた規則は、どの年度にも合うか確かめてください。"
