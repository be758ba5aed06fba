"""Claims with the largest outstanding amounts of a settled year, and those whose amounts moved most."""

from dataclasses import dataclass
from decimal import Decimal

from helpers import wareki
from helpers.measures.accounts import account, counted_claims
from helpers.measures.formulas import difference, growth, ratio
from helpers.measures.rows import Amount, Percent, Rows
from helpers.measures.settlement import compared_years, missing_accounts
from helpers.packet import Packet


@dataclass(frozen=True)
class Ranked:
    """A claim among those with the largest outstanding amounts, in the unit of the city's tables."""

    rank: int  # equal amounts share one
    claim: str
    this: Amount
    last: Amount | None
    change: Amount | None
    growth: Percent | None  # %
    share: Percent | None  # of the city's outstanding amount, %
    shares: Percent | None  # likewise, with the ranks above


@dataclass(frozen=True)
class Mover:
    """A claim whose outstanding amount changed, in the unit of the city's tables. One that is new or has ended changed by all of it."""

    claim: str
    this: Amount | None  # None: not in this year's accounts
    last: Amount | None  # None: not in last year's accounts
    change: Amount
    growth: Percent | None  # %; None from nothing
    share: Percent | None  # of the change of all claims together, %; None where that is zero


def largest(packet: Packet, most: int) -> Rows[Ranked]:
    """決算の収入未済額の大きい債権。同額は同じ順位で、最後と同額のものも入る。

    例::

        measures.largest(packet, 10).frame()

    列: rank、claim、this(金額)、last(金額)、change(金額)、growth(%)、share(%)、
      shares(%)
    ``this`` のない列の名は今年度、``last`` は前年度。``share`` は全債権に占める割合、
    ``shares`` はその累計。データがないとき: 何のデータがないかを言って止まる。
    """
    year, before = compared_years(packet)
    amounts = _outstanding(packet, year)
    total = sum(amounts.values(), Decimal(0))
    owing = sorted(amounts, key=lambda claim: -amounts[claim])  # stable: equal amounts in the city's order
    ordered = [amounts[claim] for claim in owing]
    rows, so_far = [], Decimal(0)
    for claim in (claim for claim in owing if amounts[claim] >= ordered[:most][-1]):
        this = amounts[claim]
        so_far += this
        last = account(packet, claim, "total", before).outstanding
        changes = difference(this, last), growth(this, last)
        rows.append(
            Ranked(ordered.index(this) + 1, claim, this, last, *changes, ratio(this, total), ratio(so_far, total))
        )
    return Rows(rows, packet.city.units)


def movers(packet: Packet) -> Rows[Mover]:
    """決算の収入未済額が動いた債権。増加の大きい順から減少の大きい順。同じなら市の順。

    例::

        measures.movers(packet).frame()

    列: claim、this(金額)、last(金額)、change(金額)、growth(%)、share(%)
    新しい債権と終わった債権は、全額が動いたとする。``growth`` は 0 からは値がない。
    データがないとき: 何のデータがないかを言って止まる。
    """
    this, last = (_outstanding(packet, year) for year in compared_years(packet))
    changes = {claim: _or_zero(this.get(claim)) - _or_zero(last.get(claim)) for claim in {**this, **last}}
    total = sum(changes.values(), Decimal(0))
    order = {claim: place for place, claim in enumerate(packet.ledger["claims"]["claim"])}
    moved = sorted((claim for claim in changes if changes[claim]), key=lambda claim: (-changes[claim], order[claim]))
    return Rows(
        (
            Mover(
                claim,
                this.get(claim),
                last.get(claim),
                changes[claim],
                growth(_or_zero(this.get(claim)), last.get(claim)),
                ratio(changes[claim], total),
            )
            for claim in moved
        ),
        packet.city.units,
    )


def _outstanding(packet: Packet, fiscal_year: int) -> dict[str, Decimal]:
    """What is outstanding of each claim that has it, in the city's order. DeskError ``missing-data`` if none has."""
    amounts = {
        claim: account(packet, claim, "total", fiscal_year).outstanding for claim in counted_claims(packet, fiscal_year)
    }
    amounts = {claim: amount for claim, amount in amounts.items() if amount is not None}
    if not amounts:
        wanted = f"{wareki.fiscal_year(fiscal_year)}の決算の収入未済額(outstanding、または他の四つの金額)"
        raise missing_accounts(packet, wanted)
    return amounts


def _or_zero(amount: Decimal | None) -> Decimal:
    return Decimal(0) if amount is None else amount
