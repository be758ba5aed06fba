"""Charts of the packet, one module a kind of picture. Each function takes a Packet and gives a Chart."""

from helpers.charts.bridge import bridge
from helpers.charts.calendar import campaigns, schedule
from helpers.charts.digital import costs, tool_use
from helpers.charts.nation import rate_funnel
from helpers.charts.outstanding import cuts
from helpers.charts.own import own
from helpers.charts.past_plan import past_plan
from helpers.charts.plan import flow, plan_periods
from helpers.charts.plan_targets import plan_goal
from helpers.charts.results import results
from helpers.charts.settlement import largest, movers, settlement_trend
from helpers.charts.targets import tags, targets
from helpers.charts.trend import trend

__all__ = [
    "bridge",
    "campaigns",
    "costs",
    "cuts",
    "flow",
    "largest",
    "movers",
    "own",
    "past_plan",
    "plan_goal",
    "plan_periods",
    "rate_funnel",
    "results",
    "schedule",
    "settlement_trend",
    "tags",
    "targets",
    "tool_use",
    "trend",
]


def __dir__() -> list[str]:
    """What Tab offers in a notebook: functions, not the modules they are in."""
    return __all__
