"""Tables of the packet, one module a section. Each function takes a Packet and gives a Table."""

from helpers.tables.agenda import agenda, members, next_meetings
from helpers.tables.audit import audit_all, audit_counts, audit_list, audit_mismatches, audit_tables, require_audit
from helpers.tables.comparison import comparison
from helpers.tables.digital import costs, tool_counts, tool_matrix, tool_use
from helpers.tables.initiatives import (
    action_sheets,
    campaigns,
    class_label,
    hearings,
    initiatives_done,
    remarks,
    results,
)
from helpers.tables.movers import largest, movers
from helpers.tables.outstanding import claims, cuts
from helpers.tables.plan import plans as plan_periods
from helpers.tables.plan import points, scope
from helpers.tables.plan_targets import (
    common_policy,
    coverage,
    covered,
    past_claim,
    past_counts,
    past_matrix,
    plan_targets,
    ranks,
)
from helpers.tables.policy import plans, policies, tags, targets, verdicts
from helpers.tables.progress import progress
from helpers.tables.schedule import schedule
from helpers.tables.settlement import settlement_amounts, settlement_rates, settlement_trend, turns
from helpers.tables.settlement_claims import settlement_bureaus, settlement_claims
from helpers.tables.support import new_measures, support
from helpers.tables.trend import trend
from helpers.tables.uncovered import uncovered

__all__ = [
    "action_sheets",
    "agenda",
    "audit_all",
    "audit_counts",
    "audit_list",
    "audit_mismatches",
    "audit_tables",
    "campaigns",
    "claims",
    "class_label",
    "common_policy",
    "comparison",
    "costs",
    "coverage",
    "covered",
    "cuts",
    "hearings",
    "initiatives_done",
    "largest",
    "members",
    "movers",
    "new_measures",
    "next_meetings",
    "past_claim",
    "past_counts",
    "past_matrix",
    "plan_periods",
    "plan_targets",
    "plans",
    "points",
    "policies",
    "progress",
    "ranks",
    "remarks",
    "require_audit",
    "results",
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
    "tool_use",
    "trend",
    "turns",
    "uncovered",
    "verdicts",
]
