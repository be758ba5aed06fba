"""The room that shortening a figure leaves: the one home of half a last digit, a whole one where it was cut off, and none for 円.

Whoever asks whether printed figures can belong together asks here, so that no two answers differ::

    adds_up([assessed, -collected], outstanding, "千円")  # whether C can be A - B
    stands_for(closing, "百万円").touches(stands_for(opening, "千円"))
"""

from collections.abc import Iterable
from decimal import Decimal

from helpers.notation import decimals_of
from helpers.printed.interval import Interval
from helpers.printed.units import kind_of, scale_of

_OPEN = Decimal("1e-12")  # of a last digit: what is cut off never reaches the next one


def is_exact(value: Decimal, unit: str) -> bool:
    """Whether ``value`` is the number itself: an amount to the yen (12円, 1.234千円) and a whole count are, as terms of a sum; 2倍 is not."""
    if kind_of(unit) == "amount":
        return scale_of(unit).scaleb(-decimals_of(value)) == 1
    return decimals_of(value) == 0 and kind_of(unit) == "count" and unit != "倍"


def shortened_to(value: Decimal, down: bool = False) -> Interval:
    """Every number that is ``value`` when rounded half up (四捨五入) to its last digit, or, where ``down``, cut off after it (切り捨て,
    towards zero: 8 is [8, 9), ▲8 is (▲9, ▲8], and 0 is both).
    """
    last = Decimal(1).scaleb(-decimals_of(value))
    if not down:
        return Interval.exactly(value) + Interval(-last / 2, last / 2)
    rest = last * (1 - _OPEN)
    return Interval.exactly(value) + Interval(-rest if value <= 0 else Decimal(0), rest if value >= 0 else Decimal(0))


def stands_for(value: Decimal, unit: str, down: bool = False) -> Interval:
    """The numbers that ``value``, printed in ``unit``, may stand for, in the base unit (円, 1, or a count). ``down``: it was cut off."""
    shortened = Interval.exactly(value) if is_exact(value, unit) else shortened_to(value, down)
    return shortened * Interval.exactly(scale_of(unit))


def sum_stands_for(values: Iterable[Decimal], unit: str, down: bool = False) -> Interval:
    """The numbers that the sum of ``values`` may be, each printed in ``unit``, in the base unit."""
    return sum((stands_for(value, unit, down) for value in values), Interval.exactly(0))


def adds_up(parts: Iterable[Decimal], total: Decimal, unit: str, down: bool = False) -> bool:
    """Whether ``total`` can be the sum of ``parts``, all printed in ``unit``; a part that is subtracted has a minus."""
    return sum_stands_for(parts, unit, down).touches(stands_for(total, unit, down))
