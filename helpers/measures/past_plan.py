"""How a plan that has ended turned out: its targets against the results, and how many were met."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from helpers import trace
from helpers.measures.claims import by_class, class_names
from helpers.measures.formulas import difference, is_met, known, verdict
from helpers.measures.plan import PLAN_SEGMENTS, PlanMeasure, aimed, settled
from helpers.measures.rows import Rows
from helpers.packet import Packet


@dataclass(frozen=True)
class PastTarget:
    """Target and result of one claim in one year: a rate in %, an outstanding amount in the unit of tables."""

    claim: str
    measure: PlanMeasure
    fiscal_year: int
    target: Decimal | None
    actual: Decimal | None
    gap: Decimal | None  # actual − target; of a rate in ポイント
    met: bool | None  # a rate by actual ≥ target, an amount by ≤; None without a target or an actual

    @property
    def verdict(self) -> str:
        """What became of the target, in words."""
        return verdict(self.met, self.target)


@dataclass(frozen=True)
class Tally:
    """How many targets were met, how many missed, and how many claims and years have no verdict."""

    met: int
    missed: int
    none: int

    @property
    def judged(self) -> int:
        """How many have a verdict."""
        return self.met + self.missed


@dataclass(frozen=True)
class PastCount:
    """The verdicts of one ``group``: a claim, a class as the city writes it, or a fiscal year; all of them as ``all``."""

    group: str | int
    collection_rate: Tally
    outstanding: Tally

    def of(self, measure: PlanMeasure) -> Tally:
        return {"collection_rate": self.collection_rate, "outstanding": self.outstanding}[measure]

    @property
    def missed(self) -> int:
        return self.collection_rate.missed + self.outstanding.missed

    @property
    def judged(self) -> int:
        return self.collection_rate.judged + self.outstanding.judged


Counted = Literal["claim", "class", "year"]
_GROUPS: dict[Counted, Callable[[Packet, PastTarget], str | int]] = {
    "claim": lambda packet, row: row.claim,
    "class": lambda packet, row: class_names(packet, row.claim)[0],
    "year": lambda packet, row: row.fiscal_year,
}


def past_targets(packet: Packet, years: Sequence[int], claim: str | None = None) -> Rows[PastTarget]:
    """前期計画の目標と実績と達否。債権、種類、年度の順。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        measures.past_targets(packet, years).frame()

    列: claim、measure、fiscal_year、target、actual、gap、met
    初めの年度の決算がある債権だけ。``gap`` = actual − target。
    単位は行による(measure が collection_rate なら % とポイント、ほかは市の表の金額)。``claim``: 債権の名(省くと全て)。
    """
    question = ("past_targets", claim, *years)
    return packet.ledger.once(question, lambda: Rows(_past_targets(packet, years, claim)))


def _past_targets(packet: Packet, years: Sequence[int], asked: str | None) -> Iterable[PastTarget]:
    for claim in (own for own in past_claims(packet, years) if asked in (None, own)):
        for measure in PLAN_SEGMENTS:
            for year in years:
                target, actual = aimed(packet, claim, measure, year), settled(packet, claim, measure, year)
                met = is_met(actual, target, less_is_better=measure == "outstanding")
                yield PastTarget(claim, measure, year, target, actual, difference(actual, target), met)


def past_claims(packet: Packet, years: Sequence[int]) -> list[str]:
    """Claims of the plan of ``years``, class by class, in each in the city's order: those that have a settlement of its first year, or
    where there are no settlements of that year, of the first that there are any of.
    """
    for year in years:
        figures = packet.ledger.figures(fiscal_year=year, kind="actual", as_of="", item="", group="")
        settled_then = set(figures[figures["measure"].isin(list(PLAN_SEGMENTS))]["claim"])
        if claims := [claim for claim in packet.ledger["claims"]["claim"] if claim in settled_then]:
            return by_class(packet, claims)
    return []


def has_targets(packet: Packet, years: Sequence[int], measure: PlanMeasure | None = None) -> bool:
    """Whether any claim of the plan had a target in ``years``. Nothing of them is shown."""
    with trace.noting():
        return any(aim.target is not None and measure in (None, aim.measure) for aim in past_targets(packet, years))


def has_results(packet: Packet, years: Sequence[int]) -> bool:
    """Likewise of results."""
    with trace.noting():
        return any(aim.actual is not None for aim in past_targets(packet, years))


def past_counts(packet: Packet, years: Sequence[int], by: Counted) -> Rows[PastCount]:
    """前期計画の目標の達成・未達成・判定なしの数。最後に合計 all。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        measures.past_counts(packet, years, "class").frame()

    列: group、met_collection_rate、missed_collection_rate、
      none_collection_rate、met_outstanding、missed_outstanding、
      none_outstanding
    ``by``: claim、class(債権区分)、year(年度)。
    """
    group_of = _GROUPS[known(by, _GROUPS, "by")]
    groups: dict[str | int, list[PastTarget]] = {}
    rows = past_targets(packet, years)
    for row in rows:
        groups.setdefault(group_of(packet, row), []).append(row)
    return Rows(_count(group, own) for group, own in [*groups.items(), ("all", rows)])


def _count(group: str | int, rows: Iterable[PastTarget]) -> PastCount:
    met = {measure: [row.met for row in rows if row.measure == measure] for measure in PLAN_SEGMENTS}
    tallies = {measure: Tally(each.count(True), each.count(False), each.count(None)) for measure, each in met.items()}
    return PastCount(group, **tallies)
