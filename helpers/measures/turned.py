"""Which claims got better and which got worse than a year before, and how much of the whole each is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.measures.accounts import account
from helpers.measures.formulas import difference, growth, ratio
from helpers.measures.outstanding import has_positions, positions
from helpers.measures.plan import settled
from helpers.measures.rows import Amount, Percent, Points, Rows
from helpers.packet import Packet
from helpers.terms import AGGREGATES, Segment

_DAY: tuple[Segment, ...] = ("carried_over", "current")


@dataclass(frozen=True)
class Turn:
    """One segment of a claim, this year and the year before: amounts in the unit of the city's tables, rates in %."""

    claim: str
    segment: str
    this: Amount | None  # outstanding
    last: Amount | None
    change: Amount | None
    growth: Percent | None
    share: Percent | None  # of what is outstanding of all claims in the segment
    rate: Percent | None
    points: Points | None  # the rate against a year before
    worse: bool = False  # over the threshold by which the city marks a fall
    better: bool = False

    @property
    def turn(self) -> int | None:
        """1: less is outstanding and the rate rose, −1: more is and it fell, 0: neither; None where a year is not known."""
        if self.change is None or self.points is None:
            return None
        return 1 if self.change < 0 < self.points else -1 if self.points < 0 < self.change else 0


def turned(packet: Packet) -> Rows[Turn]:
    """債権ごとの収入未済額と収納率の前年との差。会議の日(as_of)があれば過年と現年、なければ決算の合計。市の順。

    例::

        measures.turned(packet).frame()

    列: claim、segment、this(金額)、last(金額)、change(金額)、growth(%)、share(%)、
      rate(%)、points(ポイント)、worse、better
    ``turn`` は、収入未済額が減り収納率が上がれば 1、増えて下がれば −1、ほかは 0。``share`` は同じ区分の全債権の
    収入未済額に占める割合。``worse`` と ``better`` は city.yaml の thresholds を超えたもの。値がなければ行がない。
    """
    rows = packet.once("turned", lambda: [*(_of_day(packet) if has_positions(packet) else _of_accounts(packet))])
    return Rows(rows, packet.city.units)


def furthest(rows: Rows[Turn], turn: int, most: int) -> list[Turn]:
    """Those that took the ``turn``, the largest change of an amount first."""
    return sorted((row for row in rows if row.turn == turn), key=lambda row: -abs(row.change))[:most]


def _of_day(packet: Packet) -> Iterator[Turn]:
    for segment in _DAY:
        days = {row.claim: row.days for row in positions(packet, segment)}
        watched = "cut_points" if segment == "carried_over" else "rate_points"  # what the city's tables mark
        rows = []
        for claim in _counted(packet, days):
            this, last = days[claim]
            if this.outstanding is None and last.outstanding is None:
                continue  # the claim has no such part
            change = getattr(this, watched)
            row = _turn(claim, segment, this.outstanding, last.outstanding, this.rate, last.rate)
            points = row.points if this.rate_points is None else this.rate_points
            rows.append(replace(row, points=points, worse=packet.is_worse(change), better=packet.is_better(change)))
        yield from _shared(rows, days["all"][0].outstanding if "all" in days else None)


def _of_accounts(packet: Packet) -> Iterator[Turn]:
    year, segment = packet.meeting.settled_year, packet.city.headline_rate
    amounts = {
        claim: [settled(packet, claim, "outstanding", year - back) for back in (0, 1)] for claim in _claims(packet)
    }
    rates = {claim: [_rate(packet, claim, segment, year - back) for back in (0, 1)] for claim in amounts}
    known = [claim for claim in amounts if any(value is not None for value in (*amounts[claim], *rates[claim]))]
    rows = []
    for claim in _counted(packet, known):
        row = _turn(claim, "total", *amounts[claim], *rates[claim])
        rows.append(replace(row, worse=packet.is_worse(row.points), better=packet.is_better(row.points)))
    yield from _shared(rows, settled(packet, "all", "outstanding", year))


def _rate(packet: Packet, claim: str, segment: Segment, year: int) -> Decimal | None:
    """The settled rate of a segment; only of the current one are estimates as good as that (:func:`plan.settled`)."""
    if segment == "current":
        return settled(packet, claim, "collection_rate", year)
    return account(packet, claim, segment, year).rate


def _turn(claim: str, segment: str, this: Decimal | None, last: Decimal | None, *rates: Decimal | None) -> Turn:
    points = difference(*rates)
    return Turn(claim, segment, this, last, difference(this, last), growth(this, last), None, rates[0], points)


def _shared(rows: Sequence[Turn], printed: Decimal | None) -> Iterator[Turn]:
    """``rows`` with their shares of the ``printed`` total, or of their sum."""
    whole = sum((row.this for row in rows if row.this is not None), Decimal(0)) if printed is None else printed
    yield from (replace(row, share=ratio(row.this, whole)) for row in rows)


def _claims(packet: Packet) -> list[str]:
    return list(packet.ledger["claims"]["claim"])


def _counted(packet: Packet, claims: Sequence[str] | dict) -> list[str]:
    """Of ``claims`` those that no other of them holds, in the city's order."""
    wholes = dict(zip(_claims(packet), packet.ledger["claims"]["part_of"], strict=True))
    return [claim for claim in wholes if claim in claims and claim not in AGGREGATES and wholes[claim] not in claims]
