"""Every figure of a document that follows from others, recomputed: match, rounding, mismatch or unchecked."""

import ast
import unicodedata
from collections import ChainMap, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

import pandas as pd

from helpers import wareki
from helpers.audit.formulas import Book, FormulaError, Key, Move, Moves, Result, evaluate, parse, reach
from helpers.errors import DeskError, Fault
from helpers.printed import EVERYTHING, LARGEST, Interval, Kind, Printed, read

_ENDLESS = Decimal(10**20)
_ENOUGH = 5  # rates that would not all end in 0 by chance
_NAMED = 10  # terms that a note names
# How often all formulas of a document together may look for a figure: less than a second's work, and some thirty times what one needs.
_MOST_LOOKS = 200_000

Verdict = Literal["mismatch", "unchecked", "rounding", "match"]
VERDICTS: dict[Verdict, str] = {
    "mismatch": "不一致",
    "unchecked": "照合不可",
    "rounding": "端数の範囲",
    "match": "一致",
}


@dataclass(frozen=True)
class Item:
    """A row of ``published.csv`` in the terms of the audit. ``line`` is its number as Excel counts it."""

    line: int
    key: Key
    document: str
    place: str
    name: str
    printed: Printed
    formula: str


@dataclass(frozen=True)
class Finding:
    """What the audit says of one printed figure. ``recomputed``, ``low`` and ``high`` are in its unit; None where not known.

    ``terms``: the figures it rests on. ``off``: how far the printed figure is from what is possible, 0 unless a mismatch.
    """

    item: Item
    verdict: Verdict
    recomputed: Decimal | None
    low: Decimal | None
    high: Decimal | None
    note: str = ""
    terms: tuple[Item, ...] = ()
    off: Decimal = Decimal(0)
    slips: tuple[str, ...] = ()


@dataclass
class Audit:
    """All items of a document by address, their formulas, and how the figures hang together."""

    items: Mapping[Key, Item]
    book: Book
    formulas: Mapping[Key, ast.expr]
    findings: list[Finding] = field(default_factory=list)
    hints: dict[Key, tuple[str, ...]] = field(default_factory=dict, repr=False)  # what ``slips`` says of the mismatches
    _judged: dict[Key, tuple[Verdict, Result]] = field(default_factory=dict, init=False, repr=False)
    _moves: dict[Key, Moves] = field(default_factory=dict, init=False, repr=False)

    def counts(self) -> dict[Verdict, int]:
        """How many findings there are of each verdict."""
        verdicts = [finding.verdict for finding in self.findings]
        return {verdict: verdicts.count(verdict) for verdict in VERDICTS}

    @cached_property
    def users(self) -> dict[Key, list[Key]]:
        """The formulas that a figure takes part in, as their result or as a term."""
        users = defaultdict(list)
        for key in self.formulas:
            for part in (key, *self.judge(key)[1].terms):
                users[part].append(key)
        return users

    @cached_property
    def wrong(self) -> set[Key]:
        """The figures that cannot be true."""
        return {finding.item.key for finding in self.findings if finding.verdict == "mismatch"}

    def of(self, verdict: Verdict) -> list[Finding]:
        """The findings of one verdict, in the order of the document."""
        return [finding for finding in self.findings if finding.verdict == verdict]

    @property
    def resting(self) -> int:
        """How many figures have no formula of their own and serve others as terms."""
        judged = {finding.item.key for finding in self.findings}
        return sum(not item.printed.blank and key not in judged for key, item in self.items.items())

    def judge(self, key: Key) -> tuple[Verdict, Result]:
        """The verdict on the figure at ``key``, and what its formula gives. FormulaError if that names what is not there."""
        if key not in self._judged:
            result = evaluate(self.formulas[key], key, self.book)
            self._judged[key] = verdict(self.book.figures[key], result), result
        return self._judged[key]

    def move(self, key: Key, term: Key) -> Move:
        """What the formula of ``key`` could give, as a function of the amounts that ``term`` stands for."""
        if key not in self._moves:
            self._moves[key] = Moves(self.formulas[key], key, self.book)
        return self._moves[key].of(term)

    @cached_property
    def beside(self) -> dict[tuple[str, str, str], list[str]]:
        """By table, ``row`` or ``column`` and name: the names before and after it in the document."""
        beside = {}
        for kind in ("row", "column"):
            names = defaultdict(dict)
            for key in self.items:
                names[key.table][getattr(key, kind)] = None
            for table, own in names.items():
                for before, name, after in zip((None, *own), own, (*list(own)[1:], None), strict=False):
                    beside[table, kind, name] = [near for near in (before, after) if near is not None]
        return beside

    def possible(self, key: Key, changed: Mapping[Key, Printed]) -> bool:
        """Whether the figure at ``key`` would be no mismatch with the figures in ``changed`` in place of the printed ones."""
        printed = changed.get(key, self.book.figures[key])
        return printed.room is None or printed.room.touches(self.reach(key, changed))

    def reach(self, key: Key, changed: Mapping[Key, Printed]) -> Interval:
        """Everything that the formula of ``key`` could give then."""
        book = Book(ChainMap(dict(changed), self.book.figures), self.book.parts)
        return reach(self.formulas[key], key, book)


def verdict(printed: Printed, result: Result) -> Verdict:
    """``match``: rounding the recomputed value gives the printed figure. ``rounding``: it does not, but amounts within the printed
    ones do. ``mismatch``: none do. ``unchecked``: a term is not printed, and what is possible for it leaves room for the figure.
    """
    if printed.room is None:
        return "unchecked"
    if not printed.room.touches(result.reach):
        return "mismatch"
    if result.lacking or result.reach == EVERYTHING:
        return "unchecked"
    point = result.point
    return "match" if point and (printed.agrees(point.low) or printed.agrees(point.high)) else "rounding"


def examine(published: pd.DataFrame, file: str, down: Container[Kind] = ()) -> Audit:
    """Recompute every figure of ``published``: rows of ``published.csv``, indexed by their number as Excel counts it. Figures of the
    kinds in ``down`` were cut off, not rounded.

    DeskError ``data`` names every figure and every formula that cannot be read, and every formula that points nowhere.
    """
    items: dict[Key, Item] = {}
    parts: dict[tuple[str, str, int | None], dict[str, None]] = {}  # the names in their order
    faults: list[Fault] = []
    unread: list[Fault] = []
    for row in published.itertuples():
        try:
            item = _item(row, down)
        except ValueError as error:
            unread.append(Fault(file, str(error), row.Index, "figure"))
            continue
        if item.key in items:
            faults.append(
                Fault(file, f"{items[item.key].line}行目と同じ場所です(全角と半角は同じ名とみなします)。", item.line)
            )
        items.setdefault(item.key, item)
        if row.part_of:
            parts.setdefault((item.key.table, _plain(row.part_of), item.key.fiscal_year), {})[item.key.row] = None
    figures = {key: item.printed for key, item in items.items()}
    found = Audit(items, Book(figures, {total: list(names) for total, names in parts.items()}), {})
    # What cannot be read is not there for the formulas: each that names it would be a fault of its own.
    faults += unread or _read_formulas(found, file)
    if faults:
        raise DeskError("data", f"{file} に {len(faults)} 件の誤りがあります。", faults)
    _check_digits(items.values(), file)
    found.findings = _findings(found)
    return found


def _read_formulas(found: Audit, file: str) -> list[Fault]:
    """Read and judge the formula of every item; what is wrong with them."""
    faults = []
    for key, item in found.items.items():
        if not item.formula:
            continue
        if found.book.looked_up > _MOST_LOOKS:
            message = (
                f"ここまでの式で、数値を {_MOST_LOOKS:,} 回より多く探しました。この行からは、まだ調べていません。"
                "SUM を多くの行で繰り返さずに、計の行を一つ設けて、それを指してください。"
            )
            return [*faults, Fault(file, message, item.line, "formula")]
        try:
            formula = parse(item.formula)
            if not item.printed.blank:
                found.formulas[key] = formula
                found.judge(key)
        except FormulaError as error:
            faults.append(Fault(file, str(error), item.line, "formula"))
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
    for key in audit.formulas:
        found, result = audit.judge(key)
        used |= set(result.terms)
        findings.append(_finding(audit, key, found, result))
    for key, item in audit.items.items():
        if key not in audit.formulas and key not in used and not item.printed.blank:
            findings.append(Finding(item, "unchecked", None, None, None, "式がない。他の数値からは求まらない。"))
    return sorted(findings, key=lambda finding: finding.item.line)


def _finding(audit: Audit, key: Key, found: Verdict, result: Result) -> Finding:
    item = audit.items[key]
    scale = item.printed.scale
    low, high = (_shown(end, scale) for end in (result.reach.low, result.reach.high))
    note = ""
    if item.printed.room is None:
        note = "原資料からこの数値を読めない。"
    elif result.lacking and found == "unchecked":
        note = f"{_listed(result.lacking)}の記載がない。"
    elif result.lacking:
        note = f"{_listed(result.lacking)}がいくらであっても成り立たない。"
    elif result.reach == EVERYTHING:
        note = "0 で割る計算になる。"
    return Finding(
        item,
        found,
        _shown(result.point.high, scale) if result.point else None,
        low,
        high,
        note,
        tuple(audit.items[term] for term in dict.fromkeys(result.terms)),
        off(item.printed, result.reach) if found == "mismatch" else Decimal(0),
    )


def _listed(names: Iterable[str]) -> str:
    """``names``, each once; of very many the first, and how many more."""
    first, more = (names := list(dict.fromkeys(names)))[:_NAMED], len(names) - _NAMED
    return "、".join([*first, f"ほか{more}件"] if more > 0 else first)


def _shown(value: Decimal, scale: Decimal) -> Decimal | None:
    """``value`` in its unit; None where there is no limit, or one that no printed figure reaches."""
    return None if abs(value) > _ENDLESS or abs(value / scale) >= LARGEST else value / scale


def off(printed: Printed, reach: Interval) -> Decimal:
    """How far the digits of ``printed`` are from the nearest possible value, in its unit."""
    nearest = (reach.low if printed.point.low < reach.low else reach.high) / printed.scale
    return printed.value - max(-_ENDLESS, min(nearest, _ENDLESS))


def _item(row, down: Container[Kind]) -> Item:
    year = None if pd.isna(row.fiscal_year) else row.fiscal_year
    key = Key(_plain(row.table), _plain(row.row), _plain(row.column), year)
    in_year = f"（{wareki.fiscal_year(year)}）" if year else ""
    place = f"{row.source} {row.row} {row.column}{in_year}"
    return Item(row.Index, key, row.document, place, row.item, read(row.figure, row.unit, down), row.formula)


def _plain(name: str) -> str:
    # Names in formulas come normalised from Python's parser; those of the file must be met by them.
    return unicodedata.normalize("NFKC", name)
