"""How figures of a city follow from each other: what a reader could compute one from.

Only what is true of the figures counts: parts that do not add up to a total give nothing away.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from helpers.ledger.rows import DESCRIBED, Row
from helpers.notation import MONEY, decimals_of, round_half_up
from helpers.params import CommitteeOnly
from helpers.publish.secrecy import Sum
from helpers.terms import AGGREGATES

Figures = Mapping[int, Row]  # rows of figures.csv by their numbers
_OVER_YEARS = "累計"


@dataclass(frozen=True)
class Quotient:
    """``cell`` is ``part`` by ``whole``: a share, or an amount a head."""

    cell: int
    part: int
    whole: int

    @property
    def cells(self) -> tuple[int, int, int]:
        return self.cell, self.part, self.whole


def sums(figures: Figures, declared: CommitteeOnly) -> list[Sum]:
    """Every sum over segments, groups, claims, items and years that holds."""
    told = {n: row for n, row in figures.items() if row.measure in DESCRIBED and row.kind in ("actual", "estimate")}
    found = [
        *_of_parts(told, "segment", lambda row: row.segment == "total", lambda row: row.segment != "total"),
        *_of_parts(told, "group", lambda row: not row.group, lambda row: bool(row.group)),
        *_of_claims(told),
        *_of_items(told, declared),
        *_of_years(told),
    ]
    return list(dict.fromkeys(each for each in found if _holds(each, told)))


def _holds(one: Sum, figures: Figures) -> bool:
    return figures[one.total].value == sum(figures[part].value for part in one.parts)


def _beside(row: Row, *free: str) -> tuple:
    """What figures share that differ in the columns ``free`` alone."""
    columns = ("fiscal_year", "as_of", "claim", "segment", "measure", "item", "group", "kind", "unit")
    return tuple(getattr(row, column) for column in columns if column not in free)


def _families(figures: Figures, *free: str) -> Iterator[list[int]]:
    found = defaultdict(list)
    for number, row in figures.items():
        found[_beside(row, *free)].append(number)
    yield from (family for family in found.values() if len(family) > 1)


def _of_parts(figures: Figures, column: str, is_total, is_part) -> Iterator[Sum]:
    for family in _families(figures, column):
        parts = tuple(number for number in family if is_part(figures[number]))
        yield from (Sum(number, parts) for number in family if is_total(figures[number]) and parts)


def _of_claims(figures: Figures) -> Iterator[Sum]:
    """All of its claims, major claims and others; whatever of these adds up."""
    for family in _families(figures, "claim"):
        named = {figures[number].claim: number for number in family}
        claims = tuple(number for claim, number in named.items() if claim not in AGGREGATES)
        yield from (Sum(named[total], claims) for total in AGGREGATES if total in named and claims)
        if {"all", "major", "other"} <= named.keys():
            yield Sum(named["all"], (named["major"], named["other"]))


def _of_items(figures: Figures, declared: CommitteeOnly) -> Iterator[Sum]:
    """Items that the city says to add up, all the others beside one, and a run of rows before or after one in the file."""
    for family in _families(figures, "item"):
        named = {figures[number].item: number for number in family}
        for one in declared.sums:
            if one.total in named and set(one.parts) <= named.keys():
                yield Sum(named[one.total], tuple(named[part] for part in one.parts))
        for place, total in enumerate(family):
            if len(family) > 2:  # that two are the same is chance
                yield Sum(total, tuple(number for number in family if number != total))
            yield from _runs(total, family[:place][::-1], figures)
            yield from _runs(total, family[place + 1 :], figures)


def _runs(total: int, others: Sequence[int], figures: Figures) -> Iterator[Sum]:
    """The rows that follow each other, at least two, and add up to ``total``."""
    reached = Decimal(0)
    for end, number in enumerate(others, start=1):
        reached += figures[number].value
        if reached == figures[total].value and end > 1:
            yield Sum(total, tuple(others[:end]))
        if reached > figures[total].value:
            return


def _of_years(figures: Figures) -> Iterator[Sum]:
    """A number that a group calls 累計, and those of its years."""
    for family in _families(figures, "fiscal_year", "as_of", "group", "claim"):
        for total in (number for number in family if _OVER_YEARS in figures[number].group):
            for claims in ((figures[total].claim,), ("major", "other")):
                years = defaultdict(list)
                for number in family:
                    row = figures[number]
                    if not row.group and row.claim in claims and row.fiscal_year <= figures[total].fiscal_year:
                        years[row.fiscal_year].append(number)
                latest = sorted(years, reverse=True)
                yield from (
                    Sum(total, tuple(n for year in latest[:end] for n in years[year]))
                    for end in range(1, len(latest) + 1)
                )


def quotients(figures: Figures) -> list[Quotient]:
    """Shares (割合) that two counts of a claim give, of all or of the rest, and amounts a head (円/件) that an amount and a count give."""
    families = defaultdict(list)
    for number, row in figures.items():
        if row.measure in DESCRIBED and row.kind in ("actual", "estimate"):
            families[row.claim, row.fiscal_year].append(number)
    return [found for family in families.values() for found in _quotients({n: figures[n] for n in family})]


def _quotients(family: Figures) -> Iterator[Quotient]:
    counts = {n: row for n, row in family.items() if row.measure == "count" and row.value > 0}
    amounts = {n: row for n, row in family.items() if row.measure == "amount" and row.unit.split("/")[0] in _YEN}
    for number, row in family.items():
        if row.measure == "share" and row.unit == "%":
            for part, whole in permutations(counts, 2):
                share = counts[part].value / counts[whole].value * 100
                if _is_printed_as(row.value, share) or _is_printed_as(row.value, 100 - share):
                    yield Quotient(number, part, whole)
    for each in amounts:
        for whole in amounts:
            for count, row in counts.items():
                size = family[each].value * _yen(family[each])
                mean = family[whole].value * _yen(family[whole]) / row.value
                if (
                    each != whole
                    and row.value > 1
                    and _is_printed_as(size / _yen(family[each]), mean / _yen(family[each]))
                ):
                    yield Quotient(each, whole, count)


_YEN = {**MONEY, "万円": Decimal(10**4)}


def _yen(row: Row) -> Decimal:
    return _YEN[row.unit.split("/")[0]]


def _is_printed_as(printed: Decimal, exact: Decimal) -> bool:
    return round_half_up(exact, decimals_of(printed)) == printed


def differences(figures: Figures) -> Iterator[tuple[int, int]]:
    """A figure that says how another one moved since a year, and that one, as well as the one of that year."""
    told = {_beside(row, "unit"): number for number, row in figures.items() if row.kind == "actual"}
    for number, row in figures.items():
        if row.kind == "difference":
            now = row.model_copy(update={"kind": "actual"})
            then = now.model_copy(update={"fiscal_year": row.base_year})
            for other in (now, then):
                if _beside(other, "unit") in told:
                    yield number, told[_beside(other, "unit")]
