"""Formulas of claims management, and the figures of each section computed with them.

All arithmetic is decimal and unrounded: rounding happens once, where a figure is printed (``notation``, ``tables``).
"""

from helpers.measures.claims import classes_of, has_sheet, leaf_claims, renumbering, sheet_claims
from helpers.measures.digital import known_on, savings, tool_counts, tool_use
from helpers.measures.formulas import MEASURES, collection_rate, difference, grown_from, growth, is_met, ratio
from helpers.measures.outstanding import cuts, positions, rounding_gaps
from helpers.measures.results import results, tag_counts
from helpers.measures.targets import targets
from helpers.measures.trend import TrendPoint, trend

__all__ = [
    "MEASURES",
    "TrendPoint",
    "classes_of",
    "collection_rate",
    "cuts",
    "difference",
    "grown_from",
    "growth",
    "has_sheet",
    "is_met",
    "known_on",
    "leaf_claims",
    "positions",
    "ratio",
    "renumbering",
    "results",
    "rounding_gaps",
    "savings",
    "sheet_claims",
    "tag_counts",
    "targets",
    "tool_counts",
    "tool_use",
    "trend",
]
