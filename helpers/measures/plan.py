"""A plan over several years: results, targets, and whether the targets of the plan before were met."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.formulas import difference, growth, is_met, known

PlanMeasure = Literal["collection_rate", "outstanding"]
# What a plan sets targets for, and the segment it looks at.
PLAN_SEGMENTS: dict[PlanMeasure, str] = {"collection_rate": "current", "outstanding": "total"}


def settled(ledger: Ledger, claim: str, measure: PlanMeasure, fiscal_year: int) -> Decimal | None:
    """The result of a year: the settlement, else the estimate of it (決算見込). Figures printed as 約 do not count."""
    key = _key(claim, measure, fiscal_year) | {"approx": ""}
    actual = ledger.value(**key, kind="actual")
    return ledger.value(**key, kind="estimate") if actual is None else actual


def is_estimate(ledger: Ledger, claim: str, measure: PlanMeasure, fiscal_year: int) -> bool:
    """Whether the result of a year is the one that was estimated: no settlement, or none that differs."""
    estimate = ledger.value(**_key(claim, measure, fiscal_year), approx="", kind="estimate")
    return estimate is not None and estimate == settled(ledger, claim, measure, fiscal_year)


def aimed(ledger: Ledger, claim: str, measure: PlanMeasure, fiscal_year: int) -> Decimal | None:
    """The target of a year."""
    return ledger.value(**_key(claim, measure, fiscal_year), kind="target")


def _key(claim: str, measure: PlanMeasure, fiscal_year: int) -> dict[str, object]:
    """What names the claim's own figure of a whole year. DeskError ``params`` if no plan sets targets for ``measure``."""
    segment = PLAN_SEGMENTS[known(measure, PLAN_SEGMENTS, "measure")]
    own = {"as_of": "", "item": "", "group": ""}
    return {"claim": claim, "measure": measure, "segment": segment, "fiscal_year": fiscal_year, **own}


def plan_targets(ledger: Ledger, measure: PlanMeasure, results: Sequence[int], targets: Sequence[int]) -> pd.DataFrame:
    """Results of the years ``results`` and targets of the years ``targets``, a row a claim and the total as ``all``.

    Columns: claim, result_<year>, target_<year>; change (last target − last result), yearly (change a year), percent (change
    in % of the last result).
    """
    rows = []
    for claim in [*ledger["claims"]["claim"], "all"]:
        row: dict[str, object] = {"claim": claim}
        row |= {f"result_{year}": settled(ledger, claim, measure, year) for year in results}
        row |= {f"target_{year}": aimed(ledger, claim, measure, year) for year in targets}
        last, goal = row[f"result_{results[-1]}"], row[f"target_{targets[-1]}"]
        row["change"] = difference(goal, last)
        row["yearly"] = None if row["change"] is None else row["change"] / len(targets)
        row["percent"] = growth(goal, last)
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def verdicts(ledger: Ledger, years: Sequence[int]) -> pd.DataFrame:
    """Targets and results of a plan that has ended: a row a claim, measure and year.

    Claims that have a settlement in the first of ``years``, those that left the plan since included. Columns: claim,
    measure, fiscal_year, target, actual, gap (actual − target), met. Computed once a ledger.
    """
    return ledger.once(("verdicts", *years), lambda: _verdicts(ledger, years)).copy()


def _verdicts(ledger: Ledger, years: Sequence[int]) -> pd.DataFrame:
    first = ledger.figures(fiscal_year=years[0], kind="actual", as_of="", item="", group="")
    covered = set(first[first["measure"].isin(list(PLAN_SEGMENTS))]["claim"])
    rows = []
    for claim in ledger["claims"]["claim"]:
        if claim not in covered:
            continue
        for measure in PLAN_SEGMENTS:
            for year in years:
                target, actual = aimed(ledger, claim, measure, year), settled(ledger, claim, measure, year)
                rows.append(
                    {
                        "claim": claim,
                        "measure": measure,
                        "fiscal_year": year,
                        "target": target,
                        "actual": actual,
                        "gap": difference(actual, target),
                        "met": is_met(actual, target, less_is_better=measure == "outstanding"),
                    }
                )
    columns = ["claim", "measure", "fiscal_year", "target", "actual", "gap", "met"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
