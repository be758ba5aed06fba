"""Complementary suppression: which more numbers must be withheld, so that none can be had back from sums that are printed.

A number can be had back if the printed ones leave it no other value. What is shown here is the contrary: for every withheld number
another solution of all sums, in which it is another and no number falls below what a withheld one can be. Where none is found, one
more number of its sums is withheld, and all are looked at again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm

Cell = int  # whatever names a number: its row


@dataclass(frozen=True)
class Sum:
    """``total`` is the sum of ``parts``."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (self.total, *self.parts)

    def sign(self, cell: Cell) -> int:
        return -1 if cell == self.total else 1


def withheld(
    values: Mapping[Cell, Fraction], sums: Sequence[Sum], secret: Collection[Cell], below: int = 0
) -> frozenset[Cell]:
    """The cells to withhold, ``secret`` among them, so that no sum gives one away.

    A reader is taken to know which cells are ``secret``, that what is withheld is no zero, and that a secret one from 1 on is ``below``
    a bound (0: that there is none).
    """
    hidden = set(secret)
    limits = {cell: _limits(values[cell], cell in secret, below) for cell in values}
    while True:
        more: set[Cell] = set()
        for cell in sorted(hidden):
            own = _around(cell, sums, hidden)
            is_helped = any(more & set(one.cells) for one in own)  # by what is withheld for another: looked at again
            if own and not is_helped and not _can_be_another(cell, own, hidden, values, limits):
                more |= _cover(own, hidden, values)
        if not more:
            return frozenset(hidden)
        hidden |= more


def _limits(value: Fraction, is_secret: bool, below: int) -> tuple[Fraction | int, Fraction | float]:
    """From where to where a reader must take a withheld ``value`` to lie."""
    return min(1, value), below - 1 if is_secret and 1 <= value < below else inf


def _around(cell: Cell, sums: Sequence[Sum], hidden: Collection[Cell]) -> list[Sum]:
    """The sums that hang together with ``cell`` by hidden cells, the nearest first."""
    found: list[Sum] = []
    reached, border = {cell}, {cell}
    while border:
        fresh = [one for one in sums if one not in found and border & set(one.cells)]
        found += fresh
        border = {other for one in fresh for other in one.cells if other in hidden} - reached
        reached |= border
    return found


def _can_be_another(
    cell: Cell,
    sums: Iterable[Sum],
    hidden: Collection[Cell],
    values: Mapping[Cell, Fraction],
    limits: Mapping[Cell, tuple],
) -> bool:
    """Whether a whole step of ``cell``, and of others with it, leaves every sum true and every hidden cell within its limits."""
    step = _step(cell, sums, hidden, values)
    return any(
        all(limits[other][0] <= values[other] + way * by <= limits[other][1] for other, by in step.items())
        for way in (1, -1)
        if step
    )


def _step(
    cell: Cell, sums: Iterable[Sum], hidden: Collection[Cell], values: Mapping[Cell, Fraction]
) -> dict[Cell, Fraction]:
    """By how much hidden cells move together when ``cell`` does, in whole numbers; nothing if the sums hold it fast."""
    sums = list(sums)
    unknown = {other for one in sums for other in one.cells if other in hidden}
    # Those that come first follow, the large ones, which have room; the others stay, and ``cell`` leads.
    order = sorted(unknown, key=lambda other: (other == cell, -values[other], other))
    rows = [{other: Fraction(one.sign(other)) for other in one.cells if other in unknown} for one in sums]
    follows: dict[Cell, dict[Cell, Fraction]] = {}
    for pivot in order:
        row = next((row for row in rows if row.get(pivot)), None)
        if row is None:
            continue
        rows.remove(row)
        row = {other: by / row[pivot] for other, by in row.items()}
        rows = [_less(other, row, other.get(pivot, Fraction(0))) for other in rows]
        follows = {name: _less(other, row, other.get(pivot, Fraction(0))) for name, other in follows.items()}
        follows[pivot] = row
    if cell in follows:
        return {}
    step = {name: -row[cell] for name, row in follows.items() if row.get(cell)} | {cell: Fraction(1)}
    whole = lcm(*(by.denominator for by in step.values()))
    return {name: by * whole for name, by in step.items()}


def _less(row: Mapping[Cell, Fraction], other: Mapping[Cell, Fraction], times: Fraction) -> dict[Cell, Fraction]:
    """``row`` less ``times`` the ``other``, without zeros."""
    found = {cell: row.get(cell, Fraction(0)) - times * other.get(cell, Fraction(0)) for cell in {*row, *other}}
    return {cell: by for cell, by in found.items() if by}


def _cover(sums: Sequence[Sum], hidden: set[Cell], values: Mapping[Cell, Fraction]) -> set[Cell]:
    """One more cell to withhold: of a sum that has but one withheld cell, or else of the nearest, the smallest part that is no zero, or
    where there is none its total.
    """
    alone = [one for one in sums if len(hidden & set(one.cells)) == 1]
    for one in (*alone, *sums):
        parts = [part for part in one.parts if part not in hidden and values[part]]
        if parts:
            return {min(parts, key=lambda part: (values[part], part))}
        if one.total not in hidden:
            return {one.total}
    return set()
