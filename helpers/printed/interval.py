"""Intervals of numbers, and arithmetic with them that loses no number that is possible."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

# Ends are rounded outwards, so that arithmetic never loses an amount that is possible.
_DOWN, _UP = Context(prec=40, rounding=ROUND_FLOOR), Context(prec=40, rounding=ROUND_CEILING)
INFINITY = Decimal("Infinity")


@dataclass(frozen=True)
class Interval:
    """Every number from ``low`` to ``high``, both included.

    The result of an operation is exactly the numbers it can give, as long as no figure enters a formula twice. A comparison
    gives 1 (true), 0 (false), or from 0 to 1 where it depends on the amounts.
    """

    low: Decimal
    high: Decimal

    @classmethod
    def exactly(cls, value: Decimal | int) -> "Interval":
        """``value`` and nothing else."""
        return cls(Decimal(value), Decimal(value))

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __neg__(self) -> "Interval":
        # copy_negate: a plain minus would round to the 28 digits of the default context.
        return Interval(self.high.copy_negate(), self.low.copy_negate())

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        return _corners(self, other, lambda context, a, b: context.multiply(a, b) if a and b else Decimal(0))

    def __truediv__(self, other: "Interval") -> "Interval":
        if other.low < 0 < other.high or other.low == other.high == 0:
            return EVERYTHING
        if other.low == 0 or other.high == 0:
            # Amounts as small as one likes are possible: one end of the inverse is infinite.
            end = other.high or other.low
            near = Interval(_DOWN.divide(Decimal(1), end), _UP.divide(Decimal(1), end))
            inverse = Interval(near.low, INFINITY) if end > 0 else Interval(-INFINITY, near.high)
            return self * inverse
        return _corners(self, other, _quotient)

    def __lt__(self, other: "Interval") -> "Interval":
        return _truth(self.high < other.low, self.low >= other.high)

    def __le__(self, other: "Interval") -> "Interval":
        return _truth(self.high <= other.low, self.low > other.high)

    def __gt__(self, other: "Interval") -> "Interval":
        return other < self

    def __ge__(self, other: "Interval") -> "Interval":
        return other <= self

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def touches(self, other: "Interval") -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high

    @classmethod
    def around(cls, intervals: Iterable["Interval"]) -> "Interval":
        """The smallest interval that holds all of ``intervals``, of which there is one at least."""
        known = list(intervals)
        return cls(min(each.low for each in known), max(each.high for each in known))


EVERYTHING = Interval(-INFINITY, INFINITY)


def _corners(a: Interval, b: Interval, operation: Callable[[Context, Decimal, Decimal], Decimal]) -> Interval:
    pairs = [(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(operation(_DOWN, *pair) for pair in pairs), max(operation(_UP, *pair) for pair in pairs))


def _quotient(context: Context, a: Decimal, b: Decimal) -> Decimal:
    # Of two infinite ends anything from 0 up can come; the other corners say how much.
    return Decimal(0) if not a or (a.is_infinite() and b.is_infinite()) else context.divide(a, b)


def _truth(certain: bool, impossible: bool) -> Interval:
    return Interval(Decimal(int(certain)), Decimal(int(not impossible)))
