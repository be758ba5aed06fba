"""The few figures that a meeting is about: where they stand, against a year before and against the target."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from helpers import wareki
from helpers.measures.accounts import account
from helpers.measures.aims import aims
from helpers.measures.formulas import difference, growth, is_met
from helpers.measures.outstanding import Day, has_positions, moment, positions
from helpers.measures.rows import Percent, Rows
from helpers.measures.trend import TrendPoint, trend
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.terms import MEASURE_NAMES, RATE, SEGMENTS, Segment

MOST = 5
_DAY: tuple[Segment, ...] = ("carried_over", "current")
_LESS_IS_BETTER = ("outstanding", "written_off")


@dataclass(frozen=True)
class Headline:
    """A figure of all claims: an amount in the unit of summaries (one below 1 in that of tables), a rate in %, or the targets that were
    met (件).
    """

    when: str  # 令和7年10月末, 令和6年度決算
    segment: str
    measure: str  # outstanding, written_off, collection_rate; met_… of the targets of one measure
    unit: str
    decimals: int  # in which it is printed
    this: Decimal
    last: Decimal | None  # a year before
    target: Decimal | None
    target_year: int | None  # whose target it is: that of the figure, or the next that has one
    due: bool  # whether the target is to be reached by the figure
    approx: bool = False  # 約 in the source
    estimate: bool = False  # 推計 or 見込み
    computed: bool = False  # it, or last year's, follows from a printed difference

    @property
    def change(self) -> Decimal | None:
        """This less last; of a rate in ポイント."""
        return difference(self.this, self.last)

    @property
    def growth(self) -> Percent | None:
        """The change of an amount in %."""
        return None if self.unit == "%" else growth(self.this, self.last)

    @property
    def left(self) -> Decimal | None:
        """This less the target."""
        return difference(self.this, self.target)

    @property
    def met(self) -> bool | None:
        """Whether a target that is due was reached; None if there is none, or it is not due."""
        return is_met(self.this, self.target, self.measure in _LESS_IS_BETTER) if self.due else None

    @property
    def better(self) -> bool | None:
        """Whether it is better than a year before; None if that is not known, or it is the same."""
        return (self.change < 0) == (self.measure in _LESS_IS_BETTER) if self.change else None

    @property
    def name(self) -> str:
        """滞納繰越分の収入未済額, 達成した収納率の目標."""
        if self.measure.startswith("met_"):
            return f"達成した{MEASURE_NAMES.get(self.measure.removeprefix('met_'), '割合')}の目標"
        return ("" if self.segment == "total" else f"{SEGMENTS[self.segment]}の") + MEASURE_NAMES[self.measure]


def headlines(packet: Packet) -> Rows[Headline]:
    """会議で見る数値。会議の日(as_of)の収入未済額と収納率、決算、達成した目標の数の順に、値のあるものを五つまで。

    例::

        measures.headlines(packet).frame()

    列: when、segment、measure、unit、decimals、this、last、target、target_year、
      due、approx、estimate、computed
    全債権の値。``last`` は一年前、``target`` はその年度の目標、なければ次にある目標。目標の期限前なら ``due`` が False。
    単位は行による(unit)。値がなければ行がない。
    """
    found = [*_of_day(packet), *_of_accounts(packet), *_of_aims(packet)]
    return Rows(found[:MOST])


def _of_day(packet: Packet) -> Iterator[Headline]:
    """Of the day that the meeting looks at."""
    if not has_positions(packet):
        return
    when = moment(packet).words
    for segment in _DAY:
        total = next((row for row in positions(packet, segment) if row.claim == "all"), None)
        if total is None:
            continue
        this, last = total.days
        if this.outstanding is not None:
            aim = None if this.target is None else (this.target, packet.fiscal_year)
            yield _amount(packet, "outstanding", when, segment, this.outstanding, last.outstanding, aim)
        if this.rate is not None:
            yield _rate(packet, when, segment, this.rate, _rate_before(this, last))


def _rate_before(this: Day, last: Day) -> Decimal | None:
    """Last year's rate; where only a change in points is printed, what that says."""
    return difference(this.rate, this.rate_points) if last.rate is None else last.rate


def _of_accounts(packet: Packet) -> Iterator[Headline]:
    """Of the settled year: the whole first."""
    year, headline = packet.meeting.settled_year, packet.city.headline_rate
    when = f"{wareki.fiscal_year(year)}決算"
    points = {point.fiscal_year: point for point in trend(packet)}
    if point := points.get(year):
        yield from _of_trend(packet, when, point, points.get(year - 1))
    written = [account(packet, "all", "total", year - back).written_off for back in (0, 1)]
    if written[0] is not None:
        yield _amount(packet, "written_off", when, "total", *written)
    for segment in _DAY:
        rates = [account(packet, "all", segment, year - back).rate for back in (0, 1)]
        if segment != headline and rates[0] is not None:
            yield _rate(packet, when, segment, *rates, aim=_aim(packet, RATE, segment))


def _of_trend(packet: Packet, when: str, point: TrendPoint, before: TrendPoint | None) -> Iterator[Headline]:
    units, segment = packet.city.units, packet.city.headline_rate
    told = before is not None and before.computed
    amounts = [each and convert_money(each.outstanding, units.summary, units.table) for each in (point, before)]
    aim = _aim(packet, "outstanding", "total")
    origin = {"approx": point.approx, "estimate": point.estimate, "computed": told}
    yield _amount(packet, "outstanding", when, "total", *amounts, aim, **origin)
    aim = _aim(packet, RATE, segment)
    yield _rate(packet, when, segment, point.rate, before and before.rate, aim, computed=told)


def _amount(
    packet: Packet, measure: str, when: str, segment: str, this: Decimal, last: Decimal | None,
    aim: tuple[Decimal, int] | None = None, **origin: bool,
) -> Headline:  # fmt: skip
    """Of amounts in the unit of tables; ``aim`` is a target and its year."""
    table, unit = packet.city.units.table, packet.city.units.summary
    if abs(convert_money(this, table, unit)) < 1:
        unit = table
    target, year = aim or (None, None)
    amounts = (None if amount is None else convert_money(amount, table, unit) for amount in (this, last, target))
    places = 1 if unit == "億円" else 0
    return Headline(when, segment, measure, unit, places, *amounts, year, _is_due(packet, year), **origin)


def _rate(
    packet: Packet, when: str, segment: str, this: Decimal, last: Decimal | None,
    aim: tuple[Decimal, int] | None = None, **origin: bool,
) -> Headline:  # fmt: skip
    target, year = aim or (None, None)
    due = _is_due(packet, year)
    return Headline(when, segment, RATE, "%", packet.city.decimals, this, last, target, year, due, **origin)


def _is_due(packet: Packet, year: int | None) -> bool:
    """Whether the target of a year is one of those that the settlement answers."""
    return year is not None and year <= packet.meeting.settled_year


def _aim(packet: Packet, measure: str, segment: str) -> tuple[Decimal, int] | None:
    """The target of all claims for the settled year, or the next year that has one, and which; None without any."""
    whole = {"claim": "all", "kind": "target", "as_of": "", "item": "", "group": ""}
    key = whole | {"measure": measure, "segment": segment}
    years = sorted(
        year for year in set(packet.ledger.figures(**key)["fiscal_year"]) if year >= packet.meeting.settled_year
    )
    if not years:
        return None
    target = packet.ledger.only(packet.ledger.figures(**key, fiscal_year=years[0]))
    # A round figure of all claims may be in any unit of money.
    value = target.value if measure == RATE else convert_money(target.value, target.unit, packet.city.units.table)
    return value, years[0]


def _of_aims(packet: Packet) -> Iterator[Headline]:
    """How many targets of the claims were met, of those that can be judged."""
    rows = aims(packet)
    for measure in dict.fromkeys(row.measure for row in rows):
        own = [row for row in rows if row.measure == measure]
        met = Decimal(sum(row.met for row in own))
        guessed = any(row.estimate for row in own)
        year = own[0].fiscal_year
        yield Headline(
            wareki.fiscal_year(year), "total", f"met_{measure}", "件", 0, met, None, Decimal(len(own)), year,
            due=True, estimate=guessed,
        )  # fmt: skip
