"""What a year's accounts say of a claim: the amounts, and what follows from them.

Amounts are the source. A rate is computed from them; one that is printed beside them stands if they allow it. The accounts of a
year are what ``figures.csv`` has without a day (``as_of``) and as ``actual``; 約 figures are none.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from helpers.measures.rows import Amount, Percent
from helpers.packet import Packet
from helpers.printed import read, stands_for
from helpers.terms import AMOUNTS, RATE, Segment

PARTS: tuple[Segment, ...] = ("current", "carried_over")
# What tells a figure of a year's accounts from any other.
SETTLED = {"as_of": "", "item": "", "group": "", "kind": "actual", "approx": ""}


@dataclass(frozen=True)
class Account:
    """What a year's accounts say of one segment of a claim, or of several claims. None: neither there nor to be computed."""

    # In the unit of the city's tables.
    assessed: Amount | None = None
    collected: Amount | None = None
    written_off: Amount | None = None
    refund_due: Amount | None = None
    outstanding: Amount | None = None
    # In %.
    rate: Percent | None = None  # the one that stands: printed, else computed by the city's definition
    denied: Percent | None = None  # a printed rate that the amounts do not allow

    @property
    def amounts(self) -> dict[str, Decimal | None]:
        return {measure: getattr(self, measure) for measure in AMOUNTS}

    @property
    def has_amounts(self) -> bool:
        """Whether there is any amount."""
        return any(amount is not None for amount in self.amounts.values())

    @property
    def is_known(self) -> bool:
        """Whether there is anything: an amount, or a printed rate."""
        return self.has_amounts or self.rate is not None


def account(packet: Packet, claim: str, segment: Segment, fiscal_year: int) -> Account:
    """What the accounts of ``fiscal_year`` say of one ``segment`` of a ``claim``; computed once.

    Both parts together are the printed total, else the sum of the parts that there are; 収入未済額 follows from the other four. The claim
    ``all`` is what the source prints of all claims, else their sum.
    """
    settings = packet.city.rate_definition, packet.city.units.table, *packet.city.published_rounding.down
    question = "account", claim, segment, fiscal_year, *settings
    own = _of_all if claim == "all" else _account
    return packet.ledger.once(question, lambda: own(packet, claim, segment, fiscal_year))


def together(packet: Packet, claims: Iterable[str], segment: Segment, fiscal_year: int) -> Account:
    """The sum of those of ``claims`` that count in the year; the rate is of those that have all its terms."""
    counted = set(counted_claims(packet, fiscal_year))
    accounts = [account(packet, claim, segment, fiscal_year) for claim in claims if claim in counted]
    amounts = {measure: _sum(own.amounts[measure] for own in accounts) for measure in AMOUNTS}
    definition = packet.city.rate
    rated = [own.amounts for own in accounts if definition.is_computed(own.amounts)]
    return Account(
        **amounts, rate=definition.rate({term: _sum(own[term] for own in rated) for term in definition.terms})
    )


def settled_claims(packet: Packet, fiscal_year: int) -> list[str]:
    """Claims with amounts in the accounts of ``fiscal_year``, in the city's order. Looked up once."""

    def find() -> list[str]:
        figures = packet.ledger.figures(**SETTLED, fiscal_year=fiscal_year)
        claims = set(figures[figures["measure"].isin(AMOUNTS)]["claim"])
        return [claim for claim in packet.ledger["claims"]["claim"] if claim in claims]

    return packet.ledger.once(("settled claims", fiscal_year), find)


def counted_claims(packet: Packet, fiscal_year: int) -> list[str]:
    """Of these, the claims that no other of them holds: a part is in the whole's amount. Looked up once."""

    def count() -> list[str]:
        claims, settled = packet.ledger["claims"], dict.fromkeys(settled_claims(packet, fiscal_year))
        wholes = dict(zip(claims["claim"], claims["part_of"], strict=True))
        return [claim for claim in settled if not _is_held(claim, settled, wholes)]

    return packet.ledger.once(("counted claims", fiscal_year), count)


def _is_held(claim: str, settled: Container[str], wholes: Mapping[str, str]) -> bool:
    whole = wholes[claim]
    return bool(whole) and (whole in settled or _is_held(whole, settled, wholes))


def _of_all(packet: Packet, claim: str, segment: Segment, fiscal_year: int) -> Account:
    printed = _account(packet, claim, segment, fiscal_year)
    summed = together(packet, packet.ledger["claims"]["claim"], segment, fiscal_year)
    if summed.assessed is None:
        return printed  # no accounts of the claims, but a few of their figures: their sum is not all
    amounts = {m: summed.amounts[m] if amount is None else amount for m, amount in printed.amounts.items()}
    return Account(**amounts, rate=summed.rate if printed.rate is None else printed.rate, denied=printed.denied)


def _account(packet: Packet, claim: str, segment: Segment, fiscal_year: int) -> Account:
    amounts = _amounts(packet, claim, segment, fiscal_year)
    computed = packet.city.rate.rate(amounts)
    printed = packet.ledger.value(**SETTLED, claim=claim, segment=segment, fiscal_year=fiscal_year, measure=RATE)
    if printed is None:
        return Account(**amounts, rate=computed)
    if computed is None or _allow(packet, amounts, printed, computed):
        return Account(**amounts, rate=printed)
    return Account(**amounts, rate=computed, denied=printed)


def _amounts(packet: Packet, claim: str, segment: Segment, fiscal_year: int) -> dict[str, Decimal | None]:
    """The amounts as the source has them, and those that follow from them."""
    # A total of all claims in a coarser unit than the tables' lacks the digits that they print.
    key = {**SETTLED, "claim": claim, "segment": segment, "fiscal_year": fiscal_year, "unit": packet.city.units.table}
    amounts = {measure: packet.ledger.value(**key, measure=measure) for measure in AMOUNTS}
    # What is printed of all claims' parts is not all: some claims are not divided.
    if segment == "total" and claim != "all":
        parts = [account(packet, claim, part, fiscal_year) for part in PARTS]
        parts = [part for part in parts if part.has_amounts]
        # Where the source has a total, one part alone is not the rest of it.
        if len(parts) == len(PARTS) or not any(amount is not None for amount in amounts.values()):
            amounts = {m: _added(m, parts) if amount is None else amount for m, amount in amounts.items()}
    assessed, collected, written_off, refund_due, outstanding = amounts.values()
    if outstanding is None and None not in (assessed, collected, written_off, refund_due):
        amounts["outstanding"] = assessed - collected - written_off + refund_due
    return amounts


def _added(measure: str, parts: Sequence[Account]) -> Decimal | None:
    """The sum of the parts; None if one of them lacks it."""
    amounts = [part.amounts[measure] for part in parts]
    return None if None in amounts or not amounts else sum(amounts, Decimal(0))


def _allow(packet: Packet, amounts: dict[str, Decimal | None], rate: Decimal, computed: Decimal) -> bool:
    """Whether a printed ``rate`` can be that of ``amounts``: rounding (or cutting off) the computed one gives it, or that of some
    amounts which are printed as these.
    """
    down = packet.city.published_rounding.down
    printed = read(f"{rate:f}%", down=down)
    if printed.agrees(computed / 100):
        return True
    unit, cut_off = packet.city.units.table, "amount" in down
    possible = {m: None if value is None else stands_for(value, unit, cut_off) for m, value in amounts.items()}
    part, whole = packet.city.rate.fraction(possible)
    reached = part / whole
    return reached.low < reached.high and reached.touches(printed.room)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    there = [amount for amount in amounts if amount is not None]
    return sum(there, Decimal(0)) if there else None
