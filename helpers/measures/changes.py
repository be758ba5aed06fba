"""What is not the same in two packets of a city: figures, targets, verdicts, claims and initiatives.

Two states of one meeting are compared row by row. Of two meetings, the figures of the year that each stands in and of the
year that each has settled are compared, and the day that each looks at (``as_of``).
"""

import calendar
import datetime as dt
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from helpers.measures.formulas import difference, growth, is_met
from helpers.measures.rewording import Reworded, claims_reworded, initiatives_reworded
from helpers.measures.rows import Percent, Rows
from helpers.notation import round_half_up
from helpers.packet import Packet
from helpers.terms import AGGREGATE_NAMES, AMOUNTS, RATE

_THING = ("claim", "segment", "measure", "item", "group", "kind")


@dataclass(frozen=True)
class Known:
    """A figure of one packet: where it stands, and what it is."""

    fiscal_year: int
    as_of: str
    claim: str
    name: str  # the claim's
    segment: str
    measure: str
    item: str
    group: str
    kind: str
    value: Decimal
    unit: str
    approx: str = ""
    computed: bool = False  # a rate that follows from amounts by the city's definition

    @property
    def is_rate(self) -> bool:
        return self.unit == "%"


@dataclass(frozen=True)
class FigureChange:
    """A figure that came, went or changed; ``change`` is in its unit, of a rate in ポイント. Amounts have a ``growth`` too.

    What has another unit, or rests on another definition of the rate, is ``apart``: both stand there, and are not compared.
    """

    old: Known | None
    new: Known | None
    change: Decimal | None
    growth: Percent | None
    apart: str  # "", unit or definition
    worse: bool  # over the city's threshold
    better: bool

    @property
    def known(self) -> Known:
        """What the row is about: the new figure, or the one that went."""
        return self.new or self.old

    @property
    def has_growth(self) -> bool:
        """Whether the change can be told in %: of an amount or a count that both have."""
        return self.change is not None and not self.known.is_rate and self.known.kind != "difference"

    @property
    def is_marked(self) -> bool:
        return self.worse or self.better


@dataclass(frozen=True)
class Turned:
    """A verdict on a target that both packets have, and that is another now."""

    known: Known
    target: Decimal
    old: bool
    new: bool


@dataclass(frozen=True)
class Changes:
    """All that is not the same; ``figures`` and ``targets`` with those over the city's threshold first."""

    figures: Rows[FigureChange]
    targets: Rows[FigureChange]
    verdicts: Rows[Turned]
    claims: Rows[Reworded]
    initiatives: Rows[Reworded]


def changes(new: Packet, old: Packet) -> Changes:
    """What is not the same in ``new`` as in ``old``: another meeting of the city, or another state of the same one."""
    same_meeting = new.date == old.date
    before, now = (_figures(packet, other, same_meeting) for packet, other in ((old, new), (new, old)))
    found = [row for key in now | before if (row := _change(new, old, now.get(key), before.get(key)))]
    if not same_meeting:
        # The two look at one ledger: what only one of them has is of a day that the other does not ask for.
        found = [row for row in found if row.new and row.old]
    found.sort(key=lambda row: not row.is_marked)
    is_target = [row.known.kind == "target" for row in found]
    return Changes(
        figures=Rows(row for row, target in zip(found, is_target, strict=True) if not target),
        targets=Rows(row for row, target in zip(found, is_target, strict=True) if target),
        verdicts=Rows(_turned(now, before, same_definition=_same_rates(new, old))),
        claims=claims_reworded(new, old) if same_meeting else Rows(_claims_of(now, before)),
        initiatives=initiatives_reworded(new, old, same_meeting),
    )


def _claims_of(now: dict[Hashable, Known], before: dict[Hashable, Known]) -> Iterator[Reworded]:
    """Claims of which only one of two meetings has results: of the year that it stands in, or settled ones."""
    old, new = (
        {known.claim: known.name for key, known in figures.items() if _is_current(key, known)}
        for figures in (before, now)
    )
    for claim, name in (old | new).items():
        if claim not in old or claim not in new:
            yield Reworded(claim, name, "", *({"name": name} if claim in own else None for own in (old, new)))


def _is_current(key: Hashable, known: Known) -> bool:
    """Whether a figure is a claim's result, and not one that only stands beside it: a target, or last year's day."""
    year, day, *_ = key
    return known.claim not in AGGREGATE_NAMES and known.kind != "target" and (year == "own" or not day)


def _same_rates(new: Packet, old: Packet) -> bool:
    return new.city.rate_definition == old.city.rate_definition


def _change(new: Packet, old: Packet, now: Known | None, before: Known | None) -> FigureChange | None:
    """None where there is no difference that anybody would see."""
    if now and before:
        if now.unit != before.unit:
            return FigureChange(before, now, None, None, "unit", False, False)
        if now.measure == RATE and not _same_rates(new, old):
            return FigureChange(before, now, None, None, "definition", False, False)
        if _as_shown(now, new) == _as_shown(before, old):
            return None
    change = difference(now and now.value, before and before.value)
    compared = bool(now and before)
    points = change if compared and now.is_rate and now.kind != "difference" else None
    grown = growth(now.value, before.value) if compared and not now.is_rate and now.kind != "difference" else None
    return FigureChange(before, now, change, grown, "", new.is_worse(points), new.is_better(points))


def _as_shown(known: Known, packet: Packet) -> tuple[Decimal, str]:
    """A printed figure is itself; a computed rate is what the city prints of it."""
    return (round_half_up(known.value, packet.city.decimals) if known.computed else known.value), known.approx


def _turned(now: dict, before: dict, same_definition: bool) -> Iterator[Turned]:
    old = {key: met for key, _, _, met in _verdicts(before)}
    for key, known, target, met in _verdicts(now):
        if key in old and old[key] != met and (known.measure != RATE or same_definition):
            yield Turned(known, target, old[key], met)


def _verdicts(figures: dict[Hashable, Known]) -> Iterator[tuple[Hashable, Known, Decimal, bool]]:
    """What was reached of each target of which that is known: by the settlement, else by its estimate."""
    for key, aim in figures.items():
        if aim.kind != "target":
            continue
        *thing, _, base = key
        reached = next((found for kind in ("actual", "estimate") if (found := figures.get((*thing, kind, base)))), None)
        if reached and reached.unit == aim.unit:
            met = is_met(reached.value, aim.value, less_is_better=aim.measure == "outstanding")
            yield key, reached, aim.value, met


def _figures(packet: Packet, other: Packet, same_meeting: bool) -> dict[Hashable, Known]:
    """The figures that are compared, by what makes two of them the same thing."""
    found = {}
    for row in packet.ledger["figures"].itertuples():
        when = (row.fiscal_year, row.as_of) if same_meeting else _seen_from(packet, other, row.fiscal_year, row.as_of)
        if when is None:
            continue
        base = row.base_year if same_meeting or row.base_year is None else row.base_year - row.fiscal_year
        key = (*when, *(getattr(row, name) for name in _THING), base)
        named = {name: getattr(row, name) for name in ("fiscal_year", "as_of", *_THING, "value", "unit", "approx")}
        found[key] = Known(**named, name=name_of(packet, row.claim))
    return _rates(packet, found) | found


def _rates(packet: Packet, figures: dict[Hashable, Known]) -> dict[Hashable, Known]:
    """収納率 by the city's definition of whatever has the amounts, all in one unit."""
    amounts: dict[Hashable, dict[str, Known]] = {}
    for (*when, claim, segment, measure, item, group, kind, base), known in figures.items():
        if measure in AMOUNTS and kind == "actual" and not known.approx:
            amounts.setdefault((*when, claim, segment, RATE, item, group, kind, base), {})[measure] = known
    rates = {}
    for key, own in amounts.items():
        rate = packet.city.rate.rate({name: own[name].value if name in own else None for name in AMOUNTS})
        first = next(iter(own.values()))
        if rate is not None and len({own[name].unit for name in packet.city.rate.terms}) == 1:
            where = {
                name: getattr(first, name) for name in ("fiscal_year", "as_of", "claim", "name", "segment", "item")
            }
            rates[key] = Known(
                **where, measure=RATE, group=first.group, kind=first.kind, value=rate, unit="%", computed=True
            )
    return rates


def name_of(packet: Packet, claim: str) -> str:
    """The claim's name in the packet's city; that of a sum of claims is the desk's."""
    return AGGREGATE_NAMES.get(claim) or packet.ledger.claim(claim)["name"]


def _seen_from(packet: Packet, other: Packet, year: int, as_of: str) -> tuple[str, str] | None:
    """Which year and which day it is to ``packet``; None if it is none that two meetings are compared in."""
    years = {packet.meeting.settled_year: "settled", packet.fiscal_year: "own"}
    if year not in years:
        return None
    if not as_of:
        return years[year], ""
    day = dt.date.fromisoformat(as_of)
    if day == packet.meeting.as_of:
        return years[year], "the day"
    if packet.fiscal_year == other.fiscal_year:
        return years[year], as_of
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return years[year], f"{day.month}-{'last' if is_last else day.day}"
