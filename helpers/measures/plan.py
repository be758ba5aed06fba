"""A plan over several years: its periods, and what it aims at against the results so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from helpers import trace
from helpers.measures.accounts import account
from helpers.measures.formulas import difference, growth, known
from helpers.measures.rows import Percent, Points, Rows, Summary
from helpers.measures.trend import TrendPoint, trend
from helpers.packet import Packet

PlanMeasure = Literal["collection_rate", "outstanding"]
# What a plan aims at, and a difference of two: in the units of :func:`plan_units`.
Aim, AimChange = Annotated[Decimal, "aim"], Annotated[Decimal, "change"]
# What a plan sets targets for, and the segment it looks at.
PLAN_SEGMENTS: dict[PlanMeasure, str] = {"collection_rate": "current", "outstanding": "total"}


@dataclass(frozen=True)
class PlanPeriod:
    """A plan of the city, and where all claims stood at the settlement that it is judged by; None before there is one."""

    name: str
    start: str  # first and last month, 2026-04
    end: str
    fiscal_year: int | None  # of the settlement
    rate: Percent | None  # the city's headline rate, %
    outstanding: Summary | None  # in the unit of summaries
    points: Points | None  # the rate against that of the plan before, ポイント
    growth: Percent | None  # the outstanding amount against that of the plan before, %
    note: str


@dataclass(frozen=True)
class PlanTarget:
    """Results and targets of one claim by fiscal year, and what the targets ask for.

    A rate in %, an outstanding amount in the unit of tables (:func:`plan_units`).
    """

    claim: str
    result: Mapping[int, Aim | None]
    target: Mapping[int, Aim | None]
    change: AimChange | None  # goal − latest; of a rate in ポイント
    yearly: AimChange | None  # change a year of the targets
    percent: Percent | None  # change in % of the latest result; None from a result of zero

    @property
    def latest(self) -> Decimal | None:
        """The result of the last of its years."""
        return list(self.result.values())[-1]

    @property
    def goal(self) -> Decimal | None:
        """The target of the last of its years."""
        return list(self.target.values())[-1]


def plan_periods(packet: Packet) -> Rows[PlanPeriod]:
    """市の計画期間と、最後の決算の収納率と収入未済額。古い順。

    例::

        measures.plan_periods(packet).frame()

    列: name、start、end、fiscal_year、rate(%)、outstanding(金額)、
      points(ポイント)、growth(%)、note
    決算の前の期間には値がない。``points`` と ``growth`` は前の期と比べたもの。
    """
    points = _settlements(packet)
    rows, before = [], None
    for plan in packet.ledger.take(packet.ledger["plans"], "plans").itertuples():
        point = points.get(plan.fiscal_year)
        rows.append(
            PlanPeriod(
                name=plan.name,
                start=plan.start,
                end=plan.end,
                fiscal_year=plan.fiscal_year,
                rate=point and point.rate,
                outstanding=point and point.outstanding,
                points=difference(point.rate, before.rate) if point and before else None,
                growth=growth(point.outstanding, before.outstanding) if point and before else None,
                note=plan.note,
            )
        )
        before = point
    return Rows(rows, packet.city.units)


def settled_periods(packet: Packet) -> Rows[PlanPeriod]:
    """The plans that have a settlement with both rate and outstanding amount."""
    return Rows((period for period in plan_periods(packet) if period.rate is not None), packet.city.units)


def _settlements(packet: Packet) -> dict[int, TrendPoint]:
    return {point.fiscal_year: point for point in trend(packet)}


def plan_units(packet: Packet, measure: PlanMeasure) -> tuple[str, str]:
    """The unit of what a plan aims at, and the unit of a difference of two. DeskError ``params`` if it aims at no ``measure``."""
    known(measure, PLAN_SEGMENTS, "measure")
    return ("%", "ポイント") if measure == "collection_rate" else (packet.city.units.table, packet.city.units.table)


def settled(packet: Packet, claim: str, measure: PlanMeasure, fiscal_year: int) -> Decimal | None:
    """The result of a year: the settlement, printed or computed from its amounts (:func:`accounts.account`), else the estimate of it
    (決算見込). Figures printed as 約 do not count.
    """
    key = _key(claim, measure, fiscal_year) | {"approx": ""}
    own = account(packet, claim, PLAN_SEGMENTS[measure], fiscal_year)
    actual = own.rate if measure == "collection_rate" else own.outstanding
    return packet.ledger.value(**key, kind="estimate") if actual is None else actual


def is_computed(packet: Packet, claim: str, measure: PlanMeasure, fiscal_year: int) -> bool:
    """Whether the result of a year is printed nowhere, and follows from the amounts of the settlement."""
    key = _key(claim, measure, fiscal_year) | {"approx": ""}
    with trace.noting():
        printed = [packet.ledger.value(**key, kind=kind) for kind in ("actual", "estimate")]
        return settled(packet, claim, measure, fiscal_year) not in (None, *printed)


def is_estimate(packet: Packet, claim: str, measure: PlanMeasure, fiscal_year: int) -> bool:
    """Whether the result of a year is the one that was estimated: no settlement, or none that differs."""
    with trace.noting():
        estimate = packet.ledger.value(**_key(claim, measure, fiscal_year), approx="", kind="estimate")
        return estimate is not None and estimate == settled(packet, claim, measure, fiscal_year)


def aimed(packet: Packet, claim: str, measure: PlanMeasure, fiscal_year: int) -> Decimal | None:
    """The target of a year."""
    return packet.ledger.value(**_key(claim, measure, fiscal_year), kind="target")


def aimed_cut(packet: Packet, fiscal_year: int) -> Decimal | None:
    """By how many % the city wants the outstanding amount of all claims to be cut until ``fiscal_year``; None if it does not say."""
    return packet.ledger.value(claim="all", measure="share", kind="target", fiscal_year=fiscal_year)


def _key(claim: str, measure: PlanMeasure, fiscal_year: int) -> dict[str, object]:
    """What names the claim's own figure of a whole year. DeskError ``params`` if no plan sets targets for ``measure``."""
    segment = PLAN_SEGMENTS[known(measure, PLAN_SEGMENTS, "measure")]
    own = {"as_of": "", "item": "", "group": ""}
    return {"claim": claim, "measure": measure, "segment": segment, "fiscal_year": fiscal_year, **own}


def plan_targets(
    packet: Packet, measure: PlanMeasure, results: Sequence[int], targets: Sequence[int]
) -> Rows[PlanTarget]:
    """計画の実績と目標。債権ごと、市の順、最後に合計 all。

    例::

        results = range(packet.fiscal_year - 3, packet.fiscal_year)
        targets = range(packet.fiscal_year, packet.fiscal_year + 3)
        measures.plan_targets(packet, "collection_rate", results, targets).frame()

    列: claim、result_○年度(%)、target_○年度(%)、change(ポイント)、yearly(ポイント)、
      percent(%)
    ``measure``: collection_rate(収納率)、outstanding(収入未済額)。
    ``change`` は最後の目標 − 最後の実績、``yearly`` はその一年当たり。
    """
    claims = [*packet.ledger["claims"]["claim"], "all"]
    rows = (_plan_target(packet, claim, measure, results, targets) for claim in claims)
    return Rows(rows, dict(zip(("aim", "change"), plan_units(packet, measure), strict=True)))


def _plan_target(
    packet: Packet, claim: str, measure: PlanMeasure, results: Sequence[int], targets: Sequence[int]
) -> PlanTarget:
    result = {year: settled(packet, claim, measure, year) for year in results}
    target = {year: aimed(packet, claim, measure, year) for year in targets}
    latest, goal = result[results[-1]], target[targets[-1]]
    change = difference(goal, latest)
    yearly = None if change is None else change / len(targets)
    return PlanTarget(claim, result, target, change, yearly, growth(goal, latest))
