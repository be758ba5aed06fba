"""Every figure of a document that follows from others, recomputed: match, rounding, mismatch or unchecked."""

from collections.abc import Container, Iterable, Mapping
from decimal import Decimal

import pandas as pd

from helpers import wareki
from helpers.audit.book import Book, FormulaError, Key, plain
from helpers.audit.findings import ENDLESS, Audit, Check, Finding, Item, Verdict, off
from helpers.audit.formulas import Result
from helpers.audit.syntax import parse, parted
from helpers.errors import DeskError, Fault
from helpers.notation import WITHHELD
from helpers.printed import EVERYTHING, LARGEST, Kind, Printed, read

_ENOUGH = 5  # rates that would not all end in 0 by chance
_SHORTENED: tuple[Kind, ...] = ("amount", "rate")  # a count is whole
_NAMED = 10  # terms that a note names
# How often all formulas of a document together may look for a figure: less than a second's work, and some thirty times what one needs.
_MOST_LOOKS = 200_000


def examine(published: pd.DataFrame, file: str, down: Container[Kind] = ()) -> Audit:
    """Recompute every figure of ``published``: rows of ``published.csv``, indexed by their number as Excel counts it. Figures of the
    kinds in ``down`` were cut off, not rounded.

    DeskError ``data`` names every figure and every formula that cannot be read, and every formula that points nowhere.
    """
    items, unread = _read_figures(published, file, down)
    found = Audit(items, Book({key: item.printed for key, item in items.items()}, _parts(published)), {})
    faults = _twice(published, items, file)
    # What cannot be read is not there for the formulas: each that names it would be a fault of its own.
    faults += unread or _read_formulas(found, file)
    if faults:
        raise DeskError("data", f"{file} に {len(faults)} 件の誤りがあります。", faults)
    _check_digits(items.values(), file)
    found.findings = _findings(found)
    return found


def _read_figures(published: pd.DataFrame, file: str, down: Container[Kind]) -> tuple[dict[Key, Item], list[Fault]]:
    """The items by address, of two at one address the first, and what of them cannot be read."""
    items: dict[Key, Item] = {}
    unread = []
    for row in published.itertuples():
        try:
            items.setdefault(_key(row), _item(row, down))
        except ValueError as error:
            unread.append(Fault(file, str(error), row.Index, "figure"))
    return items, unread


def _twice(published: pd.DataFrame, items: Mapping[Key, Item], file: str) -> list[Fault]:
    """Rows at the address of an earlier one."""
    return [
        Fault(file, f"{first.line}行目と同じ場所です(全角と半角は同じ名とみなします)。", row.Index)
        for row in published.itertuples()
        if (first := items.get(_key(row))) and first.line < row.Index
    ]


def _parts(published: pd.DataFrame) -> dict[tuple[str, str, int | None], list[str]]:
    """The rows that are parts of a total, by its table, row and year, in their order."""
    parts: dict[tuple[str, str, int | None], dict[str, None]] = {}
    for row in published[published["part_of"] != ""].itertuples():
        key = _key(row)
        parts.setdefault((key.table, plain(row.part_of), key.fiscal_year), {})[key.row] = None
    return {total: list(names) for total, names in parts.items()}


def _read_formulas(found: Audit, file: str) -> list[Fault]:
    """Read and judge the formulas of every item; what is wrong with them."""
    faults = []
    texts = [(key, item, parted(item.formula)) for key, item in found.items.items()]
    for key, item, text, number in ((k, i, text, n) for k, i, own in texts for n, text in enumerate(own)):
        if found.book.looked_up > _MOST_LOOKS:
            message = (
                f"ここまでの式で、数値を {_MOST_LOOKS:,} 回より多く探しました。この行からは、まだ調べていません。"
                "SUM を多くの行で繰り返さずに、計の行を一つ設けて、それを指してください。"
            )
            return [*faults, Fault(file, message, item.line, "formula")]
        try:
            formula = parse(text)
            if not item.printed.blank:
                check = Check(key, number)
                found.formulas[check] = formula
                found.judge(check)
        except FormulaError as error:
            which = f"{number + 1} つ目の式: " if len(parted(item.formula)) > 1 else ""
            faults.append(Fault(file, f"{which}{error}", item.line, "formula"))
    return faults


def _check_digits(items: Iterable[Item], file: str) -> None:
    """Excel rewrites the rates of a CSV that it opens: 44.4% becomes 44.40%, and every figure would seem more exact than its print."""
    rates = [item for item in items if item.printed.text.endswith("%") and item.printed.value is not None]
    if len(rates) >= _ENOUGH and all(item.printed.decimals == 2 and item.printed.text.endswith("0%") for item in rates):
        message = (
            "率が全て「0%」で終わっています。Excel で CSV を直接開いて保存すると、44.4% が 44.40% に変わります。"
            "元の桁に戻してください(開き方は data/README.md)。"
        )
        raise DeskError("data", "率の桁が変わったようです。", [Fault(file, message, rates[0].line, "figure")])


def _findings(audit: Audit) -> list[Finding]:
    findings, used = [], set()
    for check in audit.formulas:
        found, result = audit.judge(check)
        used |= set(result.terms)
        findings.append(_finding(audit, check, found, result))
    judged = {check.key for check in audit.formulas}
    for key, item in audit.items.items():
        if key not in judged and key not in used and not item.printed.blank:
            findings.append(Finding(item, "unchecked", None, None, None, "式がない。他の数値からは求まらない。"))
    return sorted(findings, key=lambda finding: finding.item.line)


def _finding(audit: Audit, check: Check, found: Verdict, result: Result) -> Finding:
    item = audit.items[check.key]
    low, high = (_shown(end, item.printed) for end in (result.reach.low, result.reach.high))
    note = ""
    if item.printed.text == WITHHELD:
        note = "秘匿した数値。"
    elif item.printed.room is None:
        note = "原資料からこの数値を読めない。"
    elif result.lacking and found == "unchecked":
        note = f"{_listed(result.lacking)}の記載がない。"
    elif result.lacking:
        note = f"{_listed(result.lacking)}がいくらであっても成り立たない。"
    elif result.reach == EVERYTHING:
        note = "0 で割る計算になる。"
    elif found == "unchecked":
        note = "端数の範囲が広く、どのような数値でもおおむね成り立つ。"
    return Finding(
        item,
        found,
        _shown(result.point.high, item.printed) if result.point else None,
        low,
        high,
        note,
        tuple(audit.items[term] for term in dict.fromkeys(result.terms)),
        off(item.printed, result.reach) if found == "mismatch" else Decimal(0),
        check=check,
        formula=parted(item.formula)[check.number],
    )


def _listed(names: Iterable[str]) -> str:
    """``names``, each once; of very many the first, and how many more."""
    first, more = (names := list(dict.fromkeys(names)))[:_NAMED], len(names) - _NAMED
    return "、".join([*first, f"ほか{more}件"] if more > 0 else first)


def _shown(value: Decimal, printed: Printed) -> Decimal | None:
    """``value`` in the unit of ``printed``; None where there is no limit, or one that no printed figure reaches with as many places."""
    if abs(value) > ENDLESS:
        return None
    shown = value / printed.scale
    return None if abs(shown) >= LARGEST.scaleb(-max(0, printed.decimals - 6)) else shown


def _key(row) -> Key:
    year = None if pd.isna(row.fiscal_year) else row.fiscal_year
    return Key(plain(row.table), plain(row.row), plain(row.column), year)


def _item(row, down: Container[Kind]) -> Item:
    key = _key(row)
    in_year = f"（{wareki.fiscal_year(key.fiscal_year)}）" if key.fiscal_year else ""
    place = f"{row.source} {row.row} {row.column}{in_year}".strip()  # a document alone may name no source
    cut_off = _SHORTENED if getattr(row, "rounding", "") == "切り捨て" else down
    return Item(row.Index, key, row.document, place, row.item, read(row.figure, row.unit, cut_off), row.formula)
