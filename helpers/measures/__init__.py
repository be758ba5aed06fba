"""Formulas of claims management, and the figures of each section computed with them.

All arithmetic is decimal and unrounded: rounding happens once, where a figure is printed (``notation``, ``tables``).
"""

from helpers.measures.accounts import Account, account
from helpers.measures.claims import classes_of, has_sheet, leaf_claims, renumbering, sheet_claims
from helpers.measures.comparison import Standing, standing
from helpers.measures.digital import known_on, savings, tool_counts, tool_use
from helpers.measures.formulas import (
    collection_rate,
    difference,
    grown_from,
    growth,
    is_met,
    known,
    ratio,
)
from helpers.measures.movers import Mover, Ranked, largest, movers
from helpers.measures.outstanding import DERIVED, cuts, positions, rounding_gaps, total_of
from helpers.measures.plan import PLAN_SEGMENTS, PlanMeasure, is_estimate, plan_targets, settled, verdicts
from helpers.measures.results import results, tag_counts
from helpers.measures.settlement import (
    SettledYear,
    Settlement,
    Uncovered,
    account_years,
    lacking,
    rounded_apart,
    settled_years,
    settlement,
    settlement_totals,
    turns,
    uncovered,
    undivided,
)
from helpers.measures.stated import Denied, Stated, StatedFigures, denied, stands, stated
from helpers.measures.targets import targets
from helpers.measures.trend import TrendPoint, disagreements, outstanding_change, trend

__all__ = [
    "DERIVED",
    "PLAN_SEGMENTS",
    "Account",
    "Denied",
    "Mover",
    "PlanMeasure",
    "Ranked",
    "SettledYear",
    "Settlement",
    "Standing",
    "Stated",
    "StatedFigures",
    "TrendPoint",
    "Uncovered",
    "account",
    "account_years",
    "classes_of",
    "collection_rate",
    "cuts",
    "denied",
    "difference",
    "disagreements",
    "grown_from",
    "growth",
    "has_sheet",
    "is_estimate",
    "is_met",
    "known",
    "known_on",
    "lacking",
    "largest",
    "leaf_claims",
    "movers",
    "outstanding_change",
    "plan_targets",
    "positions",
    "ratio",
    "renumbering",
    "results",
    "rounded_apart",
    "rounding_gaps",
    "savings",
    "settled",
    "settled_years",
    "settlement",
    "settlement_totals",
    "sheet_claims",
    "standing",
    "stands",
    "stated",
    "tag_counts",
    "targets",
    "tool_counts",
    "tool_use",
    "total_of",
    "trend",
    "turns",
    "uncovered",
    "undivided",
    "verdicts",
]
