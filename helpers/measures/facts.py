"""Every figure of a claim as one row: what the tables of data say, what the documents printed, and what follows from a year's accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from helpers import trace
from helpers.ledger import STATED
from helpers.measures.accounts import PARTS, SETTLED, account, settled_claims
from helpers.measures.formulas import ADDED, BALANCE
from helpers.measures.outstanding import a_year_before
from helpers.measures.stated import stated
from helpers.notation import round_half_up
from helpers.packet import Packet
from helpers.terms import AMOUNTS, RATE, SEGMENTS, Segment


@dataclass(frozen=True)
class Fact:
    """A figure, its words as in ``figures.csv``, the rows it stands in or follows from, and by which ``formula``; "" if it is printed."""

    fiscal_year: int
    as_of: str
    claim: str
    segment: str
    measure: str
    item: str
    group: str
    kind: str
    value: Decimal
    unit: str
    approx: str
    base_year: int | None
    formula: str
    lines: tuple[trace.Line, ...]


def facts(packet: Packet) -> list[Fact]:
    """All of them: those of ``figures.csv`` in its order, those that only ``published.csv`` has, and the computed ones. Amounts are in the
    unit of the city's tables, computed rates rounded as the city prints them.
    """
    with trace.noting():
        return [*_of_figures(packet), *_of_documents(packet), *_of_accounts(packet)]


def _of_figures(packet: Packet) -> Iterator[Fact]:
    lines = packet.ledger.lines("figures")
    for row in packet.ledger["figures"].itertuples():
        yield Fact(
            row.fiscal_year, row.as_of, row.claim, row.segment, row.measure, row.item, row.group, row.kind, row.value,
            row.unit, row.approx, row.base_year, "", (lines[row.Index],),
        )  # fmt: skip


def _of_documents(packet: Packet) -> Iterator[Fact]:
    """Changes, shares and targets met that the documents of the day print; amounts stand in ``figures.csv`` too."""
    if packet.meeting.as_of is None:
        return
    day = packet.meeting.as_of
    days = {packet.fiscal_year: day, packet.fiscal_year - 1: a_year_before(day)}
    for key, own in stated(packet).items():
        if key.measure in STATED and key.measure not in (*AMOUNTS, "target") and key.fiscal_year in days:
            yield Fact(
                key.fiscal_year, days[key.fiscal_year].isoformat(), key.claim, key.segment, key.measure, "", "", "actual",
                own.value, own.unit, "", None, "", (own.source,),
            )  # fmt: skip


def _of_accounts(packet: Packet) -> Iterator[Fact]:
    """Amounts and rates of a year's accounts that no row of ``figures.csv`` has."""
    figures = packet.ledger.figures(**SETTLED)
    printed = set(figures[["fiscal_year", "claim", "segment", "measure"]].itertuples(index=False, name=None))
    for year in sorted(set(figures["fiscal_year"])):
        for claim in settled_claims(packet, year):
            for segment in SEGMENTS:
                yield from _account(packet, claim, segment, year, printed)


def _account(packet: Packet, claim: str, segment: Segment, year: int, printed: set[tuple]) -> Iterator[Fact]:
    with trace.noting() as taken:
        own = account(packet, claim, segment, year)
    balance = ADDED if segment == "total" and _is_divided(packet, claim, year) else BALANCE
    rate = None if own.rate is None else round_half_up(own.rate, packet.city.decimals)
    computed = {RATE: (rate, "%", packet.city.rate.words)} | {
        measure: (amount, packet.city.units.table, balance) for measure, amount in own.amounts.items()
    }
    for measure, (value, unit, formula) in computed.items():
        if value is not None and (year, claim, segment, measure) not in printed:
            lines = tuple(sorted(taken))
            yield Fact(year, "", claim, segment, measure, "", "", "actual", value, unit, "", None, formula, lines)


def _is_divided(packet: Packet, claim: str, year: int) -> bool:
    return all(account(packet, claim, part, year).has_amounts for part in PARTS)
