"""What the audit says of a figure, and how the figures of a document hang together."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from helpers.audit.book import Book, Key
from helpers.audit.formulas import Move, Result, evaluate
from helpers.audit.moves import Moves
from helpers.printed import EVERYTHING, Interval, Printed, kind_of

ENDLESS = Decimal(10**20)  # what is as large has no digits worth printing

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
class Check:
    """One formula of a figure, which can have several: its ``number`` counts from 0."""

    key: Key
    number: int = 0


@dataclass(frozen=True)
class Finding:
    """What the audit says of one printed figure by one formula. ``recomputed``, ``low`` and ``high`` are in its unit; None where not known.

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
    check: Check | None = None  # None where the figure has no formula
    formula: str = ""

    @property
    def gap(self) -> Decimal | None:
        """How far the printed figure is from the recomputed one, in its unit; None where either has no number."""
        value = self.item.printed.value
        return None if value is None or self.recomputed is None else value - self.recomputed


@dataclass
class Audit:
    """All items of a document by address, their formulas, and how the figures hang together."""

    items: Mapping[Key, Item]
    book: Book
    formulas: Mapping[Check, ast.expr]
    findings: list[Finding] = field(default_factory=list)
    guessed: bool = True  # whether the mismatches have slips where one explains them
    hints: dict[Check, tuple[str, ...]] = field(
        default_factory=dict, repr=False
    )  # what ``slips`` says of the mismatches
    _judged: dict[Check, tuple[Verdict, Result]] = field(default_factory=dict, init=False, repr=False)
    _moves: dict[Check, Moves] = field(default_factory=dict, init=False, repr=False)

    def counts(self) -> dict[Verdict, int]:
        """How many findings there are of each verdict."""
        verdicts = [finding.verdict for finding in self.findings]
        return {verdict: verdicts.count(verdict) for verdict in VERDICTS}

    @cached_property
    def users(self) -> dict[Key, list[Check]]:
        """The formulas that a figure takes part in, as their result or as a term."""
        users = defaultdict(list)
        for check in self.formulas:
            for part in (check.key, *self.judge(check)[1].terms):
                users[part].append(check)
        return users

    @cached_property
    def wrong(self) -> set[Check]:
        """The formulas that do not hold."""
        return {finding.check for finding in self.of("mismatch")}

    @property
    def several(self) -> int:
        """How many figures have more than one formula, and with it more than one finding."""
        return len({check.key for check in self.formulas if check.number})

    def of(self, verdict: Verdict) -> list[Finding]:
        """The findings of one verdict, in the order of the document."""
        return [finding for finding in self.findings if finding.verdict == verdict]

    @property
    def resting(self) -> int:
        """How many figures have no formula of their own and serve others as terms."""
        judged = {finding.item.key for finding in self.findings}
        return sum(not item.printed.blank and key not in judged for key, item in self.items.items())

    def judge(self, check: Check) -> tuple[Verdict, Result]:
        """The verdict of one formula on its figure, and what it gives. FormulaError if it names what is not there."""
        if check not in self._judged:
            result = evaluate(self.formulas[check], check.key, self.book)
            self._judged[check] = verdict(self.book.figures[check.key], result), result
        return self._judged[check]

    def move(self, check: Check, term: Key) -> Move:
        """What a formula could give, as a function of the amounts that ``term`` stands for."""
        if check not in self._moves:
            self._moves[check] = Moves(self.formulas[check], check.key, self.book)
        return self._moves[check].of(term)

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


def verdict(printed: Printed, result: Result) -> Verdict:
    """``match``: rounding the recomputed value gives the printed figure. ``rounding``: it does not, but amounts within the printed
    ones do. ``mismatch``: none do. ``unchecked``: a term is not printed, and what is possible for it leaves room for the figure;
    or rounding leaves room for any figure.
    """
    if printed.room is None:
        return "unchecked"
    if not printed.room.touches(result.reach):
        return "mismatch"
    if result.lacking or result.reach == EVERYTHING or says_nothing(printed, result.reach):
        return "unchecked"
    point = result.point
    return "match" if point and (printed.agrees(point.low) or printed.agrees(point.high)) else "rounding"


def says_nothing(printed: Printed, reach: Interval) -> bool:
    """Whether the formula would let pass ten times the figure and a tenth of it (of a zero: a hundred of its last digit): 0% to 5,755%
    is no check of 80%. Only of rates and amounts that shortening made so wide; a count or a word has few values.
    """
    if printed.value is None or printed.about or printed.bound or kind_of(printed.unit) == "count":
        return False
    if not printed.value:
        return reach.high - reach.low > Decimal(100).scaleb(-printed.decimals) * printed.scale
    value = printed.value * printed.scale
    return value * 10 in reach and value / 10 in reach


def off(printed: Printed, reach: Interval) -> Decimal:
    """How far the digits of ``printed`` are from the nearest possible value, in its unit."""
    nearest = (reach.low if printed.point.low < reach.low else reach.high) / printed.scale
    most = ENDLESS.scaleb(-max(0, printed.decimals - 6))  # so that Decimal's 28 digits hold its places too
    return printed.value - max(-most, min(nearest, most))
