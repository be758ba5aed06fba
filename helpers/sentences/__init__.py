"""Sentences about figures, generated from the same measures as the tables, so that the two agree."""

from helpers.sentences.agenda import meeting
from helpers.sentences.audit import audit
from helpers.sentences.decision import decision
from helpers.sentences.definitions import definitions
from helpers.sentences.digital import digital
from helpers.sentences.initiatives import results
from helpers.sentences.outstanding import outstanding, worse
from helpers.sentences.past_plan import past_claim, past_plan
from helpers.sentences.plan import plan_periods, scope
from helpers.sentences.plan_targets import plan_goal
from helpers.sentences.policy import tags, targets
from helpers.sentences.settlement import largest, movers, settlement, uncovered
from helpers.sentences.since import changed
from helpers.sentences.trend import trend

__all__ = [
    "audit",
    "changed",
    "decision",
    "definitions",
    "digital",
    "largest",
    "meeting",
    "movers",
    "outstanding",
    "past_claim",
    "past_plan",
    "plan_goal",
    "plan_periods",
    "results",
    "scope",
    "settlement",
    "tags",
    "targets",
    "trend",
    "uncovered",
    "worse",
]


def __dir__() -> list[str]:
    """What Tab offers in a notebook: functions, not the modules they are in."""
    return __all__
