"""Which figures of a city are withheld from the public."""

from fractions import Fraction

from helpers.notation import is_withheld
from helpers.params import CommitteeOnly
from helpers.publish import relations
from helpers.publish.relations import Figures
from helpers.publish.secrecy import withheld

_MEASURED = ("actual", "estimate")


def is_small(row, only: CommitteeOnly) -> bool:
    """Whether a figure counts so few that they could be known."""
    counts = row.measure == "count" and row.kind in _MEASURED and row.unit.split("/")[0] in only.units
    return counts and 0 < row.value < only.counts_below


def hidden(figures: Figures, only: CommitteeOnly) -> frozenset[int]:
    """The rows of figures.csv that are withheld: small counts and what is marked, and whatever would give one of them away."""
    known = {number: row for number, row in figures.items() if not is_withheld(row.value)}
    secret = {number for number, row in known.items() if row.audience or is_small(row, only)}
    sums, quotients = relations.sums(known, only), relations.quotients(known)
    values = {number: Fraction(row.value) for number, row in known.items()}
    while True:
        found = withheld(values, sums, secret, only.counts_below)
        more = _given_away(quotients, found)
        if more <= found:
            break
        secret = found | more
    return found | {number for number, other in relations.differences(known) if other in found}


def _given_away(quotients: list[relations.Quotient], found: frozenset[int]) -> set[int]:
    """Shares and amounts a head of which a term is withheld; and of one that is withheld itself, a term, where both are printed."""
    more = {each.cell for each in quotients if {each.part, each.whole} & found}
    return more | {each.part for each in quotients if each.cell in found and not {each.part, each.whole} & found}
