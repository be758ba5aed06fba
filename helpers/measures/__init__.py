"""Formulas of claims management, and the figures of each section computed with them.

All arithmetic is decimal and unrounded: rounding happens once, where a figure is printed (``notation``, ``tables``).
"""

from helpers.measures.claims import classes_of, has_sheet, leaf_claims, renumbering, sheet_claims
from helpers.measures.comparison import Standing, standing
from helpers.measures.digital import Origin, Saving, ToolCount, Use, known_on, savings, tool_counts, tool_use
from helpers.measures.formulas import (
    collection_rate,
    difference,
    grown_from,
    growth,
    is_met,
    known,
    ratio,
)
from helpers.measures.initiatives import (
    TAGS,
    UNTAGGED,
    Campaign,
    Initiative,
    TagCount,
    campaigns,
    class_label,
    done,
    planned,
    tag_counts,
)
from helpers.measures.missing import missing
from helpers.measures.outstanding import DERIVED, cuts, positions, rounding_gaps, total_of
from helpers.measures.plan import PLAN_SEGMENTS, PlanMeasure, is_estimate, plan_targets, settled, verdicts
from helpers.measures.results import Result, results
from helpers.measures.rows import Rows
from helpers.measures.schedule import Entry, ScheduleItem, schedule
from helpers.measures.stated import Denied, Stated, StatedFigures, denied, stands, stated
from helpers.measures.targets import Target, targets
from helpers.measures.trend import TrendPoint, disagreements, outstanding_change, trend

__all__ = [
    "DERIVED",
    "PLAN_SEGMENTS",
    "TAGS",
    "UNTAGGED",
    "Campaign",
    "Denied",
    "Entry",
    "Initiative",
    "Origin",
    "PlanMeasure",
    "Result",
    "Rows",
    "Saving",
    "ScheduleItem",
    "Standing",
    "Stated",
    "StatedFigures",
    "TagCount",
    "Target",
    "ToolCount",
    "TrendPoint",
    "Use",
    "campaigns",
    "class_label",
    "classes_of",
    "collection_rate",
    "cuts",
    "denied",
    "difference",
    "disagreements",
    "done",
    "grown_from",
    "growth",
    "has_sheet",
    "is_estimate",
    "is_met",
    "known",
    "known_on",
    "leaf_claims",
    "missing",
    "outstanding_change",
    "plan_targets",
    "planned",
    "positions",
    "ratio",
    "renumbering",
    "results",
    "rounding_gaps",
    "savings",
    "schedule",
    "settled",
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
    "verdicts",
]
