"""No withheld number can be had back: tried by a reader who knows the rules and looks for every solution of the printed sums."""

import random
from fractions import Fraction
from itertools import product

import pytest

from helpers.publish.secrecy import Sum, withheld

BELOW = 10


def table(grid):
    """The cells of a table with its totals of rows and columns and of all, and the sums that hold in it."""
    rows, columns = len(grid), len(grid[0])
    values, sums = {}, []
    at = {(r, c): r * (columns + 1) + c for r in range(rows + 1) for c in range(columns + 1)}
    for r, c in at:
        across = range(columns) if c == columns else [c]
        values[at[r, c]] = Fraction(sum(grid[i][j] for i in (range(rows) if r == rows else [r]) for j in across))
    for r in range(rows + 1):
        sums.append(Sum(at[r, columns], tuple(at[r, c] for c in range(columns))))
    for c in range(columns + 1):
        sums.append(Sum(at[rows, c], tuple(at[r, c] for r in range(rows))))
    return values, sums


def small(values):
    return {cell for cell, value in values.items() if 0 < value < BELOW}


def solutions(values, sums, secret, hidden):
    """What a reader can think of: for each withheld cell the numbers near the true one that it has in some solution of all sums. None is
    zero, and one that is ``secret`` is below the bound. Cells that are no total are tried; the totals follow.
    """
    totals = {one.total for one in sums}
    basic = [cell for cell in sorted(hidden) if cell not in totals]
    found = {cell: set() for cell in hidden}

    def near(cell):
        return range(
            max(1, int(values[cell]) - 2), min(int(values[cell]) + 2, BELOW - 1 if cell in secret else 10**9) + 1
        )

    ordered = sorted(sums, key=lambda one: any(part in totals for part in one.parts))  # totals of totals last
    for tried in product(*map(near, basic)):
        known = dict(values) | dict(zip(basic, tried, strict=True))
        for one in ordered:
            known[one.total] = sum(known[part] for part in one.parts)
        if all(known[cell] == values[cell] for cell in totals - hidden) and all(known[cell] > 0 for cell in hidden):
            for cell in hidden:
                found[cell].add(int(known[cell]))
    return found


@pytest.mark.parametrize("seed", range(24))
def test_every_withheld_number_could_be_another(seed):
    draw = random.Random(seed)
    rows, columns = draw.choice([(1, 2), (1, 4), (1, 5), (2, 2), (2, 3), (3, 2)])
    grid = [[draw.choice([0, 1, 2, 5, 9, 10, 12, 31, 250]) for _ in range(columns)] for _ in range(rows)]
    values, sums = table(grid)
    secret = small(values)
    hidden = withheld(values, sums, secret, BELOW)
    assert secret <= hidden
    assert {cell for cell in hidden if not values[cell]} == set()
    for cell, numbers in solutions(values, sums, secret, hidden).items():
        assert len(numbers) > 1, (grid, cell, numbers, sorted(hidden))


@pytest.mark.parametrize("seed", range(8))
def test_no_sum_of_sums_gives_a_number_away_either(seed):
    """Of larger tables: no withheld cell is determined by the linear system of all that is printed."""
    draw = random.Random(seed)
    grid = [[draw.choice([0, 3, 8, 40, 77, 600, 9000]) for _ in range(draw.choice([5, 6]))] for _ in range(1)]
    grid += [[draw.choice([0, 4, 40, 77, 600, 9000]) for _ in grid[0]] for _ in range(7)]
    values, sums = table(grid)
    hidden = withheld(values, sums, small(values), BELOW)
    assert small(values) <= hidden < set(values)
    assert determined(sums, hidden) == []


def determined(sums, hidden):
    """The hidden cells that are fixed by the sums: those that the null space of the system does not move."""
    columns = sorted(hidden)
    rows = [[Fraction(one.sign(c) if c in one.cells else 0) for c in columns] for one in sums]
    pivots = []
    for place in range(len(columns)):
        row = next((r for r in rows[len(pivots) :] if r[place]), None)
        if row is None:
            continue
        rows.remove(row)
        row = [value / row[place] for value in row]
        rows = [[a - r[place] * b for a, b in zip(r, row, strict=True)] for r in rows]
        rows.insert(len(pivots), row)
        pivots.append(place)
    free = [place for place in range(len(columns)) if place not in pivots]
    return [columns[place] for row, place in zip(rows, pivots, strict=False) if not any(row[other] for other in free)]


def test_the_reader_of_this_test_finds_what_is_given_away():
    """A reader to whom nothing could be hidden would prove nothing: what is withheld too little, it finds."""
    values, sums = table([[4, 50], [60, 70]])
    secret = small(values)
    assert solutions(values, sums, secret, secret)[0] == {4}
    assert determined(sums, secret) == [0]
    assert all(len(n) > 1 for n in solutions(values, sums, secret, withheld(values, sums, secret, BELOW)).values())


def test_two_ones_that_make_two_are_no_secret():
    """Of 1 + 1 + 30 = 32 two withheld numbers, none of them zero, can only be ones: a third goes with them."""
    values = {0: Fraction(32), 1: Fraction(1), 2: Fraction(1), 3: Fraction(30)}
    sums = [Sum(0, (1, 2, 3))]
    assert withheld(values, sums, {1, 2}, BELOW) == {1, 2, 3}
    values |= {0: Fraction(33), 2: Fraction(2)}
    assert withheld(values, sums, {1, 2}, BELOW) == {1, 2}  # 1 and 2, or 2 and 1


def test_without_another_part_the_total_goes():
    values = {0: Fraction(4), 1: Fraction(4), 2: Fraction(0)}
    assert withheld(values, [Sum(0, (1, 2))], {1}, BELOW) == {0, 1}


def test_the_smallest_part_goes_and_not_more():
    values = {0: Fraction(405), 1: Fraction(5), 2: Fraction(100), 3: Fraction(300)}
    assert withheld(values, [Sum(0, (1, 2, 3))], {1}, BELOW) == {1, 2}


def test_what_is_in_no_sum_is_withheld_alone():
    values = {n: Fraction(n) for n in range(1, 30)}
    assert withheld(values, [], {1, 3}, BELOW) == {1, 3}
    assert withheld(values, [Sum(29, (10, 19))], {1, 3}, BELOW) == {1, 3}


def test_a_bridge_between_two_blocks_is_seen():
    """Each row and column has two withheld cells or none, and still one of them would follow from the others."""
    sums = [Sum(100 + i, pair) for i, pair in enumerate([(0, 1), (2, 3), (4, 5), (6, 7)])]
    sums += [Sum(200 + i, group) for i, group in enumerate([(0, 2), (1, 3, 8), (4, 6), (5, 7, 8)])]
    values = {n: Fraction(20) for n in range(9)} | {one.total: Fraction(20 * len(one.parts)) for one in sums}
    assert determined(sums, set(range(9))) == [8]
    hidden = withheld(values, sums, set(range(9)), 0)
    assert determined(sums, hidden) == [] and hidden > set(range(9))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_single_secret_in_a_table_costs_a_square(size):
    """One withheld number takes one more of its row, one of its column and the corner between them."""
    grid = [[100 + 10 * r + c for c in range(size)] for r in range(size)]
    grid[0][0] = 3
    values, sums = table(grid)
    hidden = withheld(values, sums, small(values), BELOW)
    assert len(hidden) == 4
    assert all(len(n) > 1 for n in solutions(values, sums, small(values), hidden).values())
