"""Outstanding amounts on a day inside a fiscal year, or in a year's accounts, against a year before and against the target."""

import calendar
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers import trace, wareki
from helpers.errors import DeskError
from helpers.ledger import STATED
from helpers.measures.accounts import account, settled_claims
from helpers.measures.formulas import difference, growth, known, ratio
from helpers.measures.rows import Amount, Percent, Points, Rows
from helpers.measures.stated import Key, Stated, StatedFigures, agree, stands, stated
from helpers.notation import round_half_up
from helpers.packet import Packet
from helpers.printed import adds_up
from helpers.terms import AMOUNTS, SEGMENTS, Segment

TAKEN = tuple(measure for measure, kind in STATED.items() if kind == "amount")
_SHOWN = ("assessed", "collected", "outstanding")
DERIVED = tuple(measure for measure, kind in STATED.items() if kind == "rate")


@dataclass(frozen=True)
class Moment:
    """When the claims are looked at: on a day inside a fiscal year, or (``day`` None) in the accounts of the year."""

    fiscal_year: int
    day: dt.date | None

    @property
    def words(self) -> str:
        """令和7年10月末, 令和6年度決算."""
        return f"{wareki.fiscal_year(self.fiscal_year)}決算" if self.day is None else wareki.day_or_end(self.day)

    @property
    def before(self) -> "Moment":
        """The same a year before."""
        return Moment(self.fiscal_year - 1, self.day and a_year_before(self.day))


@dataclass(frozen=True)
class Day:
    """Where a claim stands on one day. None where a term is missing."""

    # In the unit of the city's tables.
    assessed: Amount | None  # A
    collected: Amount | None  # B
    outstanding: Amount | None  # C
    target: Amount | None  # of the outstanding amount at the fiscal year's end
    # In %.
    achievement: Percent | None  # target / outstanding
    rate: Percent | None  # as the city defines it
    cut: Percent | None  # (outstanding − assessed) / assessed
    # Against the same day a year before; of last year only what is printed.
    growth: Percent | None = None  # of outstanding, %
    rate_points: Points | None = None  # points
    cut_points: Points | None = None  # how many points deeper the cut is


@dataclass(frozen=True)
class Position:
    """Where a claim, or the printed total ``all``, stands on the meeting's day and stood a year before."""

    claim: str
    this: Day
    last: Day

    @property
    def days(self) -> tuple[Day, Day]:
        """By years back: this one, then last year's."""
        return self.this, self.last


@dataclass(frozen=True)
class Denied:
    """A printed figure that the others make impossible, and what was computed in its place."""

    claim: str
    measure: str
    back: int  # 0: of the meeting's year, 1: of the year before
    printed: Stated
    computed: Decimal | None


@dataclass(frozen=True)
class Gap:
    """What the claims' amounts add up to more than their printed total, in the unit of the city's tables."""

    measure: str
    back: int  # 0: of the meeting's year, 1: of the year before
    amount: Amount
    by_rounding: bool  # whether rounding can explain it


def positions(packet: Packet, segment: Segment) -> Rows[Position]:
    """会議の日(as_of)と一年前の、債権ごとの金額と率。市の順、最後に合計 all。

    例::

        measures.positions(packet, "carried_over").frame()

    列: claim、assessed(金額)、collected(金額)、outstanding(金額)、target(金額)、
      achievement(%)、rate(%)、cut(%)、growth(%)、rate_points(ポイント)、
      cut_points(ポイント)、assessed_last(金額)、collected_last(金額)、
      outstanding_last(金額)、target_last(金額)、achievement_last(%)、
      rate_last(%)、cut_last(%)、growth_last(%)、rate_points_last(ポイント)、
      cut_points_last(ポイント)
    ``segment``: current(現年)、carried_over(過年)、total(合計)。
    ``_last`` は一年前。会議に as_of がなければ、決算の年度(settled_year)と前年度の決算。合計は、印刷がなければ債権の和。
    achievement = target / outstanding、
    cut = (outstanding − assessed) / assessed。金額以外は、正しくありうる限り印刷値。
    データがないとき: 何のデータがないかを言って止まる。一つの値に二つの数値があるか、金額が印刷と違えば止まる。
    """
    known(segment, SEGMENTS, "segment")
    return packet.once(("positions", segment), lambda: _positions(packet, segment))


def moment(packet: Packet) -> Moment:
    """When the meeting looks at the claims: on its day (``as_of``), else in the accounts of the settled year. DeskError ``params`` if it
    has no day and there are no accounts.
    """
    if packet.meeting.as_of is None and settled_claims(packet, packet.meeting.settled_year):
        return Moment(packet.meeting.settled_year, None)
    return Moment(packet.fiscal_year, packet.as_of)


def has_positions(packet: Packet) -> bool:
    """Whether the meeting looks at a day, and there are amounts of that day."""
    day = packet.meeting.as_of
    return day is not None and bool(_covered(packet, Moment(packet.fiscal_year, day), "total"))


def _positions(packet: Packet, segment: Segment) -> Rows[Position]:
    this = moment(packet)
    moments = this, this.before
    covered = [_covered(packet, own, segment) for own in moments]
    if not covered[0]:
        raise DeskError(
            "missing-data", f"{packet.ledger.folder}/figures.csv に as_of が {packet.as_of} の金額がありません。"
        )
    printed = stated(packet)
    claims = [*packet.ledger["claims"]["claim"], "all"]
    return Rows(
        (
            _position(packet, claim, segment, moments, printed)
            for claim in claims
            if any(claim in of_day for of_day in covered)
        ),
        packet.city.units,
    )


def a_year_before(day: dt.date) -> dt.date:
    """The same day a year before; the end of a month stays one (29 February comes after 28 February)."""
    last = calendar.monthrange(day.year, day.month)[1]
    before = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=before if day.day == last else day.day)


def _on(own: Moment) -> dict[str, object]:
    # The year too: in April and May the accounts of two years are open.
    return {"as_of": own.day.isoformat() if own.day else "", "fiscal_year": own.fiscal_year}


def _covered(packet: Packet, own: Moment, segment: Segment) -> set[str]:
    """Claims with an amount of their own on a day, or in the accounts of one segment."""
    if own.day is None:
        claims = [*settled_claims(packet, own.fiscal_year), "all"]
        return {claim for claim in claims if account(packet, claim, segment, own.fiscal_year).has_amounts}
    figures = packet.ledger.figures(**_on(own), kind="actual", item="", group="")
    return set(figures[figures["measure"].isin(AMOUNTS)]["claim"])


def _position(
    packet: Packet, claim: str, segment: Segment, moments: Sequence[Moment], printed: StatedFigures
) -> Position:
    this, last = (_day(packet, claim, segment, own) for own in moments)
    this = replace(
        this,
        growth=growth(this.outstanding, last.outstanding),
        rate_points=difference(this.rate, last.rate),
        cut_points=difference(last.cut, this.cut),
    )
    days = zip(moments, (this, last), strict=True)
    return Position(claim, *(_as_printed(packet, printed, claim, segment, *own) for own in days))


def _day(packet: Packet, claim: str, segment: Segment, own: Moment) -> Day:
    """What follows from the amounts of one day, or of a year's accounts."""
    amounts, rate = _known(packet, claim, segment, own)
    assessed, collected, outstanding = (amounts[measure] for measure in _SHOWN)
    target = packet.ledger.value(
        claim=claim, segment=segment, measure="outstanding", item="", group="", as_of="", kind="target",
        fiscal_year=own.fiscal_year,
    )  # fmt: skip
    return Day(
        assessed=assessed,
        collected=collected,
        outstanding=outstanding,
        target=target,
        achievement=ratio(target, outstanding),
        rate=rate,
        cut=ratio(difference(outstanding, assessed), assessed),
    )


def _known(
    packet: Packet, claim: str, segment: Segment, own: Moment
) -> tuple[Mapping[str, Decimal | None], Decimal | None]:
    """The amounts of a claim, and its rate."""
    if own.day is None:
        settled = account(packet, claim, segment, own.fiscal_year)
        return settled.amounts, settled.rate
    key = {**_on(own), "claim": claim, "segment": segment, "item": "", "group": "", "kind": "actual"}
    wanted = dict.fromkeys((*_SHOWN, *packet.city.rate.terms))
    amounts = {measure: packet.ledger.value(**key, measure=measure) for measure in wanted}
    return amounts, packet.city.rate.rate(amounts)


def _as_printed(packet: Packet, printed: StatedFigures, claim: str, segment: Segment, own: Moment, day: Day) -> Day:
    """``day`` with every rate that the document printed, if it can be true. DeskError ``data`` if an amount is another one."""
    keys = {measure: Key(claim, segment, measure, own.fiscal_year) for measure in STATED}
    for measure in TAKEN:
        agree(packet, printed, keys[measure], getattr(day, measure))
    return replace(day, **{measure: stands(printed, keys[measure], getattr(day, measure)) for measure in DERIVED})


def total_of(rows: Iterable[Position]) -> Position:
    """The printed total among ``positions``. DeskError ``missing-data`` if the source's total is not in the data."""
    total = next((row for row in rows if row.claim == "all"), None)
    if total is None or None in [getattr(total.this, measure) for measure in _SHOWN]:
        raise DeskError(
            "missing-data", "figures.csv に、合計(claim が all)の調定額・収入済額・収入未済額の行がありません。"
        )
    return total


def denied(packet: Packet, segment: Segment) -> Rows[Denied]:
    """The printed rates that do not stand in ``positions``, in the order of the document."""
    shown = {row.claim: row for row in positions(packet, segment)}
    found = []
    for key, figure in stated(packet).items():
        back = moment(packet).fiscal_year - key.fiscal_year
        asked = key.segment == segment and key.measure in DERIVED and key.claim in shown and back in (0, 1)
        if asked and not figure.stands:
            trace.take(filter(None, [figure.source]))
            computed = getattr(shown[key.claim].days[back], key.measure)
            found.append(Denied(key.claim, key.measure, back, figure, computed))
    return Rows(found)


def rounding_gaps(packet: Packet, rows: Iterable[Position]) -> Rows[Gap]:
    """The amounts whose claims, as printed, do not add up to their total ``all`` among ``rows``: this year's, then last year's."""
    rows = list(rows)
    totals = [row for row in rows if row.claim == "all"]
    gaps = []
    for back, total in enumerate(totals[0].days if totals else ()):
        for measure in TAKEN:
            whole = getattr(total, measure)
            parts = [getattr(row.days[back], measure) for row in rows if row.claim != "all"]
            parts = [part for part in parts if part is not None]
            if whole is None or not parts:
                continue
            *parts, whole = (_in_print(packet, amount) for amount in (*parts, whole))
            gap = sum(parts, Decimal(0)) - whole
            if gap:
                gaps.append(Gap(measure, back, gap, _adds_up(packet, parts, whole)))
    return Rows(gaps, packet.city.units)


def _in_print(packet: Packet, amount: Decimal) -> Decimal:
    return round_half_up(amount, packet.notation.decimals(amount, packet.city.units.table))


def is_adjusted(packet: Packet, day: Day) -> bool:
    """Whether the outstanding amount is not what is assessed less what is collected, and rounding cannot explain it: 不納欠損 or
    還付未済 are in it too.
    """
    balance = difference(day.assessed, day.collected)
    if balance is None or day.outstanding is None:
        return False
    return not _adds_up(packet, [day.assessed, -day.collected], day.outstanding)


def _adds_up(packet: Packet, parts: Iterable[Decimal], total: Decimal) -> bool:
    """Whether rounding can explain what the printed ``parts`` are off their ``total``, in the city's unit, as its documents shorten."""
    return adds_up(parts, total, packet.city.units.table, "amount" in packet.city.published_rounding.down)
