"""Formulas of claims management, and the figures of each section computed with them.

All arithmetic is decimal and unrounded: rounding happens once, where a figure is printed (``notation``, ``tables``).
"""

from helpers.measures.claims import Renumbered, classes_of, has_sheet, leaf_claims, renumbering, sheet_claims
from helpers.measures.comparison import Standing, standing
from helpers.measures.cuts import Cut, Share, cuts
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
from helpers.measures.plan import PLAN_SEGMENTS, PlanMeasure, is_estimate, plan_targets, settled, verdicts
from helpers.measures.results import results, tag_counts
from helpers.measures.rows import Rows
from helpers.measures.stated import Key, Stated, StatedFigures, stated
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
    "PlanMeasure",
    "Position",
    "Renumbered",
    "Rows",
    "Share",
    "Standing",
    "Stated",
    "StatedFigures",
    "TrendPoint",
    "classes_of",
    "collection_rate",
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
    "plan_targets",
    "positions",
    "rate_name",
    "ratio",
    "renumbering",
    "required_trend",
    "results",
    "rounding_gaps",
    "savings",
    "settled",
    "sheet_claims",
    "standing",
    "stated",
    "tag_counts",
    "targets",
    "tool_counts",
    "tool_use",
    "total_of",
    "trend",
    "verdicts",
]
