"""Numbers as municipal reports print them: decimal arithmetic, half-up rounding, ▲ or △, units."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUS = ("▲", "△")  # the signs that cities print; each stands right before its number
SIGNS = "".join(("+", *MINUS))
NOT_APPLICABLE = "-"
NOT_IN_SOURCE = "資料なし"
WITHHELD = "x"  # of a number that is known and not shown (秘匿)
GROWTH_PLACES = 1  # of a growth in % (増減率)

# Yen in one unit of money.
MONEY = {"円": Decimal(1), "千円": Decimal(10**3), "百万円": Decimal(10**6), "億円": Decimal(10**8)}


# A number that nobody may know; what is computed from one is another.
SECRET = Decimal("NaN")


def is_withheld(value: object) -> bool:
    """Whether ``value`` is a number that is not shown, or was computed from one."""
    return isinstance(value, Decimal) and value.is_nan()


def open_number(value: Decimal | None) -> Decimal | None:
    """``value``, or None if it is withheld: for what compares or draws."""
    return None if is_withheld(value) else value


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """``value`` rounded to ``decimals`` places, ties away from zero (四捨五入): 0.125 → 0.13, -0.125 → -0.13."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def decimals_of(value: Decimal) -> int:
    """How many decimal places ``value`` was written with: 97.10 → 2, 131 → 0; of one that is withheld 0."""
    return 0 if value.is_nan() else max(0, -value.as_tuple().exponent)


def convert_money(value: Decimal, unit: str, to: str) -> Decimal:
    """``value`` in ``unit`` expressed in ``to``. Not rounded. KeyError if either is not a unit of money."""
    return value * MONEY[unit] / MONEY[to]


@dataclass(frozen=True)
class Notation:
    """How one city prints numbers."""

    minus: str = "▲"
    unit: str = ""  # of amounts that are known more exactly than they are printed
    unit_decimals: int = 0  # the places that these are printed with

    def decimals(self, value: Decimal | int, unit: str) -> int:
        """The places of a ``value`` in ``unit`` for which nobody asks for a number of them: those it was written with, but of an amount
        that is known more exactly than it is printed no more than the city prints.
        """
        written = decimals_of(Decimal(value))
        return min(written, self.unit_decimals) if self.unit and unit == self.unit else written

    def number(
        self, value: Decimal | int | None, decimals: int | None = None, signed: bool = False, about: bool = False
    ) -> str:
        """``value`` with thousands separators, the city's minus sign and, when ``signed``, + before a positive one; 約 before a
        number that is known ``about``; x for one that is withheld.

        ``decimals=None`` keeps the places the value was written with. None prints as "-". What rounds to zero has no sign: nobody
        can say of 0.0 that it rose or fell.
        """
        return self._number(value, decimals, signed, about, of_zero=False)

    def cell(self, value: Decimal | int | None, decimals: int | None = None, signed: bool = False) -> str:
        """As :meth:`number`, but as the tables of the cities print it, and Excel shows it: with the sign of what rounds to zero
        (▲0.0: it fell, by less than is printed), and of the negative zero that was read from such a print.
        """
        return self._number(value, decimals, signed, about=False, of_zero=True)

    def _number(
        self, value: Decimal | int | None, decimals: int | None, signed: bool, about: bool, of_zero: bool
    ) -> str:
        if value is None:
            return NOT_APPLICABLE
        value = Decimal(value)
        if is_withheld(value):
            return WITHHELD
        rounded = round_half_up(value, decimals_of(value) if decimals is None else decimals)
        sign = self.minus if value.is_signed() else "+" if signed and value > 0 else ""
        return f"{'約' if about else ''}{sign if rounded or of_zero else ''}{abs(rounded):,f}"

    def excel(self, decimals: int, signed: bool = False) -> str:
        """The Excel number format that shows what :meth:`cell` prints."""
        digits = "#,##0" + ("." + "0" * decimals if decimals else "")
        return f'{"+" if signed else ""}{digits};"{self.minus}"{digits};{digits}'
