"""Why a text and a table name two amounts for one year: they are sums over the claims of two plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.measures.past_plan import past_claims
from helpers.measures.plan import settled
from helpers.measures.rows import Summary
from helpers.measures.scope import covered
from helpers.measures.trend import Disagreement
from helpers.notation import convert_money, decimals_of, round_half_up
from helpers.packet import Packet


@dataclass(frozen=True)
class PlanSum:
    """What is outstanding of all claims of a plan at the settlement of a year."""

    plan: str  # 第3期
    claims: int  # how many
    outstanding: Summary


def two_plans(packet: Packet, found: Disagreement) -> tuple[PlanSum, PlanSum] | None:
    """The plan that ended with the year, where the 約 figure is the sum of its claims rounded, and the one that this meeting begins, where
    the exact figure is the sum of its claims. None where either is not so: then the sources do not say why the two differ.
    """
    if not packet.ledger.has("plans") or not packet.ledger.has("initiatives"):
        return None
    year = found.fiscal_year
    ended = begun = None
    for plan in packet.ledger["plans"].itertuples():
        first = int(plan.start[:4])
        if plan.fiscal_year == year:
            ended = _sum(packet, plan.name, past_claims(packet, range(first - 1, year + 1)), year)
        if first == packet.fiscal_year == year + 1:
            begun = _sum(packet, plan.name, covered(packet), year)
    if ended is None or begun is None or begun.outstanding != found.exact:
        return None
    return (ended, begun) if round_half_up(ended.outstanding, decimals_of(found.about)) == found.about else None


def _sum(packet: Packet, plan: str, claims: Sequence[str], fiscal_year: int) -> PlanSum | None:
    """None unless the amount of every claim is known."""
    amounts = [settled(packet, claim, "outstanding", fiscal_year) for claim in claims]
    if not amounts or None in amounts:
        return None
    units = packet.city.units
    return PlanSum(plan, len(claims), convert_money(sum(amounts, Decimal(0)), units.table, units.summary))
