"""Tables of the packet, one module a section. Each function takes a Packet and gives a Table."""

from helpers.tables.agenda import agenda, members, next_meetings
from helpers.tables.digital import costs, tool_counts, tool_matrix, tool_use
from helpers.tables.initiatives import campaigns, class_label, hearings, initiatives_done, results, sheets
from helpers.tables.policy import plans, policies, tags, targets, verdicts
from helpers.tables.schedule import schedule
from helpers.tables.trend import trend

__all__ = [
    "agenda",
    "campaigns",
    "class_label",
    "costs",
    "hearings",
    "initiatives_done",
    "members",
    "next_meetings",
    "plans",
    "policies",
    "results",
    "schedule",
    "sheets",
    "tags",
    "targets",
    "tool_counts",
    "tool_matrix",
    "tool_use",
    "trend",
    "verdicts",
]
