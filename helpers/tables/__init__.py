"""Tables of the packet, one module a section. Each function takes a Packet and gives a Table."""

from helpers.tables.agenda import agenda, members, next_meetings
from helpers.tables.audit import audit_all, audit_counts, audit_list, audit_mismatches, audit_tables
from helpers.tables.bridge import bridge
from helpers.tables.comparison import comparison
from helpers.tables.cuts import cuts
from helpers.tables.decision import aims, asked, headlines, risks, turned
from helpers.tables.digital import costs, tool_counts, tool_matrix, tool_others, tool_use
from helpers.tables.glossary import glossary
from helpers.tables.initiatives import action_sheets, campaigns, hearings, initiatives_done, remarks, results
from helpers.tables.movers import largest, movers
from helpers.tables.nation import likes, rate_movers, rate_outliers, rate_spreads
from helpers.tables.outstanding import claims
from helpers.tables.own import own
from helpers.tables.past_plan import past_claim, past_counts, past_matrix
from helpers.tables.plan import common_policy, plan_periods, points
from helpers.tables.plan_targets import plan_targets
from helpers.tables.policy import planned, policies, tags, targets, verdicts
from helpers.tables.progress import progress
from helpers.tables.ranks import ranks
from helpers.tables.schedule import schedule
from helpers.tables.scope import coverage, scope
from helpers.tables.settlement import settlement_amounts, settlement_rates, settlement_trend, turns
from helpers.tables.settlement_claims import settlement_bureaus, settlement_claims
from helpers.tables.since import changed, changed_counts
from helpers.tables.support import new_measures, support
from helpers.tables.trend import trend
from helpers.tables.uncovered import uncovered

__all__ = [
    "action_sheets",
    "agenda",
    "aims",
    "asked",
    "audit_all",
    "audit_counts",
    "audit_list",
    "audit_mismatches",
    "audit_tables",
    "bridge",
    "campaigns",
    "changed",
    "changed_counts",
    "claims",
    "common_policy",
    "comparison",
    "costs",
    "coverage",
    "cuts",
    "glossary",
    "headlines",
    "hearings",
    "initiatives_done",
    "largest",
    "likes",
    "members",
    "movers",
    "new_measures",
    "next_meetings",
    "own",
    "past_claim",
    "past_counts",
    "past_matrix",
    "plan_periods",
    "plan_targets",
    "planned",
    "points",
    "policies",
    "progress",
    "ranks",
    "rate_movers",
    "rate_outliers",
    "rate_spreads",
    "remarks",
    "results",
    "risks",
    "schedule",
    "scope",
    "settlement_amounts",
    "settlement_bureaus",
    "settlement_claims",
    "settlement_rates",
    "settlement_trend",
    "support",
    "tags",
    "targets",
    "tool_counts",
    "tool_matrix",
    "tool_others",
    "tool_use",
    "trend",
    "turned",
    "turns",
    "uncovered",
    "verdicts",
]


def __dir__() -> list[str]:
    """What Tab offers in a notebook: functions, not the modules they are in."""
    return __all__
