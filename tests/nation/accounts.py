"""The accounts of a municipality: ten years in 円. What a year leaves unpaid is what the next one begins with."""

import random
from collections.abc import Iterable, Iterator
from math import exp, sqrt
from typing import NamedTuple

from tests.nation.kinds import Kind
from tests.nation.municipalities import YEARS, Municipality

HEADER = "fiscal_year,as_of,claim,segment,measure,item,group,kind,value,unit,approx,base_year,source"
_UNIT = 100  # 円: bills are in hundreds
_SWING = 0.05  # how much the unpaid share of a claim of size 1 goes up and down from year to year
_MOST = 0.4  # however small a claim is: a figure ten times last year's would be a doubt
_WORST = 0.95
_BETTER = 0.98  # of the unpaid share of the year before


class Amounts(NamedTuple):
    """In 円, in the order of ``terms.AMOUNTS``."""

    assessed: int
    collected: int
    written_off: int
    refund_due: int
    outstanding: int


Line = tuple[int, str, str, Amounts]  # year, claim, segment


def accounts(place: Municipality, seed: int) -> Iterator[Line]:
    """Every year of every claim, those too of which there is no file."""
    chance = random.Random(f"accounts {seed} {place.id}")
    for kind in place.kinds:
        yield from (_left_over if kind.claim == "former_town_loans" else _of_kind)(place, kind, chance)


def _of_kind(place: Municipality, kind: Kind, chance: random.Random) -> Iterator[Line]:
    rates = kind.rates
    swing = min(_SWING / sqrt(place.size), _MOST)
    # The unpaid share of current money: of a few debtors it is far from what is usual elsewhere, and stays so.
    usual = min((1 - chance.uniform(*rates.current) / 100) * place.badness * exp(swing * chance.gauss(0, 1)), _WORST)
    paid, gone = (chance.uniform(*between) / 100 for between in (rates.carried_over, rates.written_off))
    due = kind.per_size * place.size * 1000 * chance.uniform(0.8, 1.25)
    left = due * usual / (paid + gone)  # what stays the same when nothing changes
    for year in YEARS:
        grown = place.grown if year == place.merged else 1.0
        due *= grown * chance.uniform(0.98, 1.02)
        usual *= _BETTER
        new, old = max(round(due / _UNIT), 1) * _UNIT, round(left * grown)
        share = min(usual * exp(swing * max(-1, min(1, chance.gauss(0, 0.5)))), 1)
        current = _amounts(new, round(new * share), 0, chance)
        carried_over = _amounts(old, round(old * (1 - paid - gone)), round(old * gone), chance)
        if kind.divided:
            yield year, kind.claim, "current", current
            yield year, kind.claim, "carried_over", carried_over
        else:
            yield year, kind.claim, "total", Amounts(*map(sum, zip(current, carried_over, strict=True)))
        left = current.outstanding + carried_over.outstanding


def _left_over(place: Municipality, kind: Kind, chance: random.Random) -> Iterator[Line]:
    """Loans of a town that was merged: what is left of them from that year on."""
    left = max(round(kind.per_size * place.size), 1) * 1000
    for year in YEARS:
        if year >= place.merged:
            paid = chance.uniform(*kind.rates.carried_over) / 100
            amounts = _amounts(left, round(left * (1 - paid)), 0, chance)
            yield year, kind.claim, "carried_over", amounts
            left = amounts.outstanding


def _amounts(assessed: int, left: int, written_off: int, chance: random.Random) -> Amounts:
    """``left``: what is not collected, with nothing paid twice."""
    refund = min(round(assessed * chance.choice((0, 0, 0.0001, 0.001))), left)
    return Amounts(assessed, assessed - left - written_off + refund, written_off, refund, left)


def rows(place: Municipality, lines: Iterable[Line]) -> Iterator[str]:
    """The rows of figures.csv: what the files have that there are."""
    years = set(place.years)
    for year, claim, segment, amounts in lines:
        if year not in years:
            continue
        start, end = f"{year},,{claim},{segment},", f",円,,,作例 {year}年度決算"
        for measure, amount in zip(Amounts._fields, amounts, strict=True):
            if year >= place.full_since or measure not in ("written_off", "refund_due"):
                yield f"{start}{measure},,,actual,{amount}{end}"
