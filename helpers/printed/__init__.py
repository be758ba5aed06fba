"""What a printed figure stands for: not a number but an interval, 60.1% for every rate from 60.05% to 60.15%.

``figure`` reads one, ``rounding`` knows the room that shortening leaves, ``units`` what a unit measures, ``interval`` computes.
"""

from helpers.printed.figure import LARGEST, Printed, read
from helpers.printed.interval import EVERYTHING, Interval
from helpers.printed.rounding import adds_up, shortened_to, stands_for, sum_stands_for
from helpers.printed.units import Kind, kind_of

__all__ = [
    "EVERYTHING",
    "LARGEST",
    "Interval",
    "Kind",
    "Printed",
    "adds_up",
    "kind_of",
    "read",
    "shortened_to",
    "stands_for",
    "sum_stands_for",
]
