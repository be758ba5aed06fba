"""Formulas as functions of one of their terms: what ``slips`` asks thousands of times is computed once."""

import ast
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from helpers.audit.book import Book, Key
from helpers.audit.formulas import Move, Reading, Value
from helpers.printed import Interval


class Moves:
    """A formula as a function of one of its terms: everything else is computed once, and a long sum is only what stands before
    the term and what stands after it.
    """

    def __init__(self, formula: ast.expr, own: Key, book: Book):
        self._formula, self._own, self._book = formula, own, book
        self._by_term: dict[Key, Move] = {}
        self._sums: dict[int, _Sum] = {}

    def of(self, term: Key) -> Move:
        """What ``formula`` can give for what ``term`` stands for. The formula is one that :func:`evaluate` has read."""
        if term not in self._by_term:
            numbers = _Moving(self._own, self._book, term, self._sums).value(self._formula).numbers
            self._by_term[term] = (lambda _: numbers) if isinstance(numbers, Interval) else numbers
        return self._by_term[term]


@dataclass
class _Sum:
    """The parts of a sum (or mean) that apply, by their place in it, and what comes together before and after each of them."""

    places: dict[str, int]
    before: list[Value | None] = field(default_factory=list)
    after: list[Value | None] = field(default_factory=list)


class _Moving(Reading):
    """A pass over a formula whose ``term`` moves. ``sums`` keeps its sums, by their node, for the next term."""

    def __init__(self, own: Key, book: Book, term: Key, sums: dict[int, _Sum]):
        super().__init__(own, book)
        self.term, self.sums = term, sums

    def _figure(self, node: ast.expr, part: str) -> Value:
        if self._find(node, part) != self.term:
            return super()._figure(node, part)
        still = Reading(self.own, self.book)._figure(node, part)
        return Value(lambda figure: figure, still.money)

    def _limit(self, node: ast.expr, part: str) -> Value:
        moved = isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and self._find(node, part) == self.term
        return self._figure(node, part) if moved else super()._limit(node, part)

    def _applying(self, inner: ast.expr) -> Sequence[str]:
        if id(inner) not in self.sums:
            self.sums[id(inner)] = _Sum({part: at for at, part in enumerate(super()._applying(inner))})
        return self.sums[id(inner)].places

    def _together(self, name: str, inner: ast.expr, parts: Sequence[str]) -> Value:
        def running(values: list[Value]) -> list[Value | None]:
            return [None, *itertools.accumulate(values, lambda a, b: self._joined(name, inner, a, b))]

        known = self.sums[id(inner)]
        if not known.before:
            values = [Reading(self.own, self.book).value(inner, part) for part in parts]
            known.before, known.after = running(values), running(values[::-1])[::-1]
        if self.term.row not in known.places:
            return known.before[-1]
        at = known.places[self.term.row]
        joined = [known.before[at], known.after[at + 1], self.value(inner, self.term.row)]
        return functools.reduce(lambda a, b: self._joined(name, inner, a, b), filter(None, joined))

    def _aside(self, node: ast.expr, part: str) -> Interval | Move:
        return _Moving(self.own, self.book, self.term, self.sums).value(node, part).numbers
