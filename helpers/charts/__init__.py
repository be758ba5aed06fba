"""Charts of the packet, one module a kind of picture. Each function takes a Packet and gives a Chart."""

from helpers.charts.calendar import campaigns, schedule
from helpers.charts.digital import costs, tool_use
from helpers.charts.results import results
from helpers.charts.targets import tags, targets
from helpers.charts.trend import trend

__all__ = ["campaigns", "costs", "results", "schedule", "tags", "targets", "tool_use", "trend"]
