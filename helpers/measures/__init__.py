"""Formulas of claims management, and the figures of each section computed with them.

All arithmetic is decimal and unrounded: rounding happens once, where a figure is printed (``notation``, ``tables``).
"""

from helpers.measures.claims import classes_of, has_sheet, leaf_claims, sheet_claims
from helpers.measures.comparison import Standing, standing
from helpers.measures.cuts import Cut, Share, cuts
from helpers.measures.digital import known_on, savings, tool_counts, tool_use
from helpers.measures.formulas import collection_rate, difference, grown_from, growth, is_met, known, ratio
from helpers.measures.outstanding import (
    DERIVED,
    TAKEN,
    Day,
    Denied,
    Gap,
    Position,
    denied,
    is_adjusted,
    positions,
    rounding_gaps,
    total_of,
)
from helpers.measures.past_plan import PastCount, PastTarget, Tally, past_claims, past_counts, past_targets
from helpers.measures.plan import (
    PLAN_SEGMENTS,
    PlanMeasure,
    PlanPeriod,
    PlanTarget,
    aimed,
    aimed_cut,
    is_estimate,
    plan_periods,
    plan_targets,
    plan_units,
    settled,
    settled_periods,
)
from helpers.measures.ranks import Rank, ranks
from helpers.measures.results import results, tag_counts
from helpers.measures.rows import Rows
from helpers.measures.scope import Renumbered, class_name, covered, renumbering
from helpers.measures.stated import Key, Stated, StatedFigures, stands, stated
from helpers.measures.targets import targets
from helpers.measures.trend import (
    Change,
    Disagreement,
    TrendPoint,
    disagreements,
    outstanding_change,
    rate_name,
    required_trend,
    trend,
)

__all__ = [
    "DERIVED",
    "PLAN_SEGMENTS",
    "TAKEN",
    "Change",
    "Cut",
    "Day",
    "Denied",
    "Disagreement",
    "Gap",
    "Key",
    "PastCount",
    "PastTarget",
    "PlanMeasure",
    "PlanPeriod",
    "PlanTarget",
    "Position",
    "Rank",
    "Renumbered",
    "Rows",
    "Share",
    "Standing",
    "Stated",
    "StatedFigures",
    "Tally",
    "TrendPoint",
    "aimed",
    "aimed_cut",
    "class_name",
    "classes_of",
    "collection_rate",
    "covered",
    "cuts",
    "denied",
    "difference",
    "disagreements",
    "grown_from",
    "growth",
    "has_sheet",
    "is_adjusted",
    "is_estimate",
    "is_met",
    "known",
    "known_on",
    "leaf_claims",
    "outstanding_change",
    "past_claims",
    "past_counts",
    "past_targets",
    "plan_periods",
    "plan_targets",
    "plan_units",
    "positions",
    "ranks",
    "rate_name",
    "ratio",
    "renumbering",
    "required_trend",
    "results",
    "rounding_gaps",
    "savings",
    "settled",
    "settled_periods",
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
]
