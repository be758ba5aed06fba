"""What a printed figure stands for: not a number but an interval, 60.1% for every rate from 60.05% to 60.15%."""

import re
import unicodedata
from collections.abc import Callable, Container
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from typing import Literal

from helpers.notation import MONEY, NOT_IN_SOURCE, decimals_of, round_half_up

# Ends are rounded outwards, so that arithmetic never loses an amount that is possible.
_DOWN, _UP = Context(prec=40, rounding=ROUND_FLOOR), Context(prec=40, rounding=ROUND_CEILING)
_INFINITY = Decimal("Infinity")


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
            inverse = Interval(near.low, _INFINITY) if end > 0 else Interval(-_INFINITY, near.high)
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


EVERYTHING = Interval(-_INFINITY, _INFINITY)


def _corners(a: Interval, b: Interval, operation: Callable[[Context, Decimal, Decimal], Decimal]) -> Interval:
    pairs = [(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(operation(_DOWN, *pair) for pair in pairs), max(operation(_UP, *pair) for pair in pairs))


def _quotient(context: Context, a: Decimal, b: Decimal) -> Decimal:
    # Of two infinite ends anything from 0 up can come; the other corners say how much.
    return Decimal(0) if not a or (a.is_infinite() and b.is_infinite()) else context.divide(a, b)


def _truth(certain: bool, impossible: bool) -> Interval:
    return Interval(Decimal(int(certain)), Decimal(int(not impossible)))


# One of a unit in the base unit: money in 円, rates in 1 (60% is 0.6). Everything else is counted.
_MONEY = {**MONEY, "万円": Decimal(10**4)}
_SHARES = dict.fromkeys(("%", "P", "ポイント", "%ポイント", "pt"), Decimal("0.01"))
_COUNTERS = (
    "", "件", "人", "名", "社", "世帯", "戸", "校", "店", "店舗", "機関", "団体", "区", "局", "部", "課", "係", "債権", "項目", "事案",
    "事業", "講座", "回", "通", "枚", "部", "台", "口", "か所", "箇所", "年", "年度", "か月", "月", "期", "期別", "日", "時間", "分", "歳",
    "倍", "位",
)  # fmt: skip
_WORDS = {"達成": Decimal(1), "未達成": Decimal(0), **dict.fromkeys("○〇◯", Decimal(1)), "×": Decimal(0)}
_NOTHING = ("", "-", "―", "—", "–", "皆増", "皆減", NOT_IN_SOURCE)
_RISES, _FALLS = ("増加", "増額", "増", "上昇"), ("減少", "減額", "削減", "縮減", "圧縮", "減", "下降", "低下")
_ABOUT = "約|およそ|概ね|≒"
_FIGURE = re.compile(
    rf"(?P<early>{_ABOUT})?"
    r"(?P<sign>[+▲△±-])?"
    rf"(?P<about>{_ABOUT})?"
    r"(?P<digits>[0-9]{1,15}(,[0-9]{3}){0,4}(\.[0-9]{1,6})?)"
    r"(?P<unit>[^0-9+▲△,.-]*?)"
    r"(?P<more>程度|余|強|弱)?"
    rf"(?P<turn>[のを]?({'|'.join((*_RISES, *_FALLS))}))?"
    r"(?P<bound>以上|超|以下|未満)?"
)
LARGEST = Decimal(10**15)
_OPEN = Decimal("1e-12")
# 約 may round as far as to the last digit that is not a zero, but nobody calls 8億 「約10億」.
_MOST_ROUGH = Decimal("0.05")

Kind = Literal["amount", "rate", "count"]


def kind_of(unit: str) -> Kind:
    """What a unit measures."""
    return "amount" if unit in _MONEY else "rate" if unit in _SHARES else "count"


@dataclass(frozen=True)
class Printed:
    """A figure as it was printed, and the numbers it can stand for, in the base unit (円, 1, or a count).

    ``value`` and ``interval`` are None where the print has no number ("-", 資料なし). As a term an amount in 円 and a count without
    decimals are exact; anything else, a mean (48件/日) too, was rounded half up to its last digit, or cut off after it where ``down``.
    約 allows both, and rounding to the last digit that is not a zero, up to 5%: 約1,800 is 1,750 to 1,850, 約24億円 23.5 to 25.
    ``room`` is what a result may be to be printed so: a mean in 円 was rounded, even though 円 are exact.
    """

    text: str
    unit: str
    value: Decimal | None  # in ``unit``
    decimals: int
    interval: Interval | None
    room: Interval | None = None
    about: bool = False
    bound: bool = False  # 以上, 以下: a limit, not a value
    down: bool = False

    @property
    def scale(self) -> Decimal:
        """One ``unit`` in the base unit."""
        return _scale(self.unit)

    def __str__(self) -> str:
        return self.text if self.value is None or self.unit in _normal(self.text) else self.text + self.unit

    @property
    def blank(self) -> bool:
        """Whether there is nothing to print ("-"), as against a figure that the source lost (資料なし)."""
        return self.value is None and self.text != NOT_IN_SOURCE

    @property
    def point(self) -> Interval | None:
        """The number that the digits say, as an interval without width."""
        return None if self.value is None else Interval.exactly(self.value * self.scale)

    def agrees(self, value: Decimal) -> bool:
        """Whether ``value``, in the base unit, is printed as this figure: rounding it gives these digits."""
        if self.value is None or not value.is_finite() or value not in self.room:
            return False
        if self.about or self.bound:
            return True
        value /= self.scale
        if self.down:
            return value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_DOWN) == self.value
        return round_half_up(value, self.decimals) == self.value


def read(text: str, unit: str = "", down: Container[Kind] = ()) -> Printed:
    """Read one printed figure: ``▲24.8%``, ``約40.2億円``, ``133,038千円減少``, ``達成``. ``unit`` is what the table states for it; figures of
    the kinds in ``down`` were cut off (切り捨て), not rounded.

    ValueError, in Japanese, if it is none, or in a unit that nobody knows.
    """
    plain = _normal(text)
    plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    plain = _IN_MAN.sub(lambda m: f"{int(_bare(m[1])) * 10**4 + int(_bare(m[2])):,}万円", plain)
    unit = _normal(unit).strip("()")
    if plain in _NOTHING:
        return Printed(text, unit, None, 0, None)
    if plain in _WORDS:
        return Printed(text, "", _WORDS[plain], 0, *[Interval.exactly(_WORDS[plain])] * 2)
    found = _FIGURE.fullmatch(plain)
    # 10² is no 102: a character that only becomes a digit is none.
    if not found or Decimal(_bare(found["digits"])) >= LARGEST or any(c.isdigit() and not c.isdecimal() for c in text):
        raise ValueError(
            "数値として読めません。印刷されたとおりの数値を、一つの単位で、一つだけ書いてください"
            "(例: ▲24.8%、約40.2億円、1,320件)。該当がなければ -、読み取れなければ 資料なし。"
        )
    unit, _, per = (found["unit"] or unit).partition("/")
    if unit not in _MONEY and unit not in _SHARES and unit not in _COUNTERS:
        known = "、".join((*_MONEY, *_SHARES, *filter(None, _COUNTERS)))
        raise ValueError(f"「{unit}」という単位を知りません。使える単位: {known}。")
    turn = (found["turn"] or "").lstrip("のを")
    falls = found["sign"] in ("▲", "△", "-") or (turn in _FALLS and not found["sign"])
    signed = found["sign"] in ("+", "▲", "△", "-") or bool(turn)
    size, down = Decimal(_bare(found["digits"])), kind_of(unit) in down
    about = bool(found["early"] or found["about"] or found["more"])
    whole = decimals_of(size) == 0 and (unit == "円" or (kind_of(unit) == "count" and unit != "倍"))
    exact = whole and not about and not per and not found["bound"]
    room = _reach(size, about, down, found["more"] or "")
    if whole and down and not about:
        room = room[0] - Decimal("0.5"), room[1]  # who cuts amounts off may still round a mean in 円
    if not size and signed:
        room = Decimal(0), room[1]  # ▲0.0 fell, by less than is printed
    if found["bound"]:
        low, high = room if about else (size, size)
        room = (low, _INFINITY) if found["bound"] in ("以上", "超") else (-_INFINITY, high)
    scale = _scale(unit) * (-1 if falls else 1)
    reach = Interval(*sorted(end * scale for end in room))
    return Printed(
        text,
        unit,
        size * (-1 if falls else 1),
        decimals_of(size),
        Interval.exactly(size * scale) if exact else reach,
        reach,
        about,
        bool(found["bound"]),
        down,
    )


_IN_MAN = re.compile(r"([0-9][0-9,]*)億([0-9][0-9,]*)万円")  # 12億3,456万円


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")


def _bare(digits: str) -> str:
    return digits.replace(",", "")


def _scale(unit: str) -> Decimal:
    return _MONEY.get(unit, _SHARES.get(unit, Decimal(1)))


def _reach(size: Decimal, about: bool, down: bool, more: str) -> tuple[Decimal, Decimal]:
    """From where to where a number may lie that is printed as ``size``; ``more`` is 余, 強 or 弱 behind it."""
    last = Decimal(1).scaleb(-decimals_of(size))
    zeros = size and decimals_of(size) == 0
    kept = Decimal(1).scaleb(size.normalize().as_tuple().exponent) if zeros else last  # of the last digit that is not 0
    if more in ("余", "強"):
        return size, size + kept
    if more == "弱":
        return size - kept, size
    if about:
        rough = max(last / 2, min(kept / 2, size * _MOST_ROUGH))
        return size - rough, size + max(rough, last)
    if down:
        top = last * (1 - _OPEN)  # the next figure begins where this one ends
        return (size, size + top) if size else (-top, top)
    return size - last / 2, size + last / 2
