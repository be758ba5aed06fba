"""Printed figures: ``read`` says what one stands for."""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from helpers.cells import DIGITS
from helpers.notation import MINUS, NOT_IN_SOURCE, WITHHELD, decimals_of, round_half_up
from helpers.printed.interval import INFINITY, Interval
from helpers.printed.rounding import is_exact, shortened_to
from helpers.printed.units import Kind, check_unit, kind_of, scale_of

_WORDS = {
    "達成": Decimal(1),
    "成り立つ": Decimal(1),
    "未達成": Decimal(0),
    **dict.fromkeys("○〇◯", Decimal(1)),
    "×": Decimal(0),
}
_NOTHING = ("", "-", "―", "—", "–", "皆増", "皆減", NOT_IN_SOURCE, WITHHELD)
_RISES, _FALLS = ("増加", "増額", "増", "上昇"), ("減少", "減額", "削減", "縮減", "圧縮", "減", "下降", "低下")
_ABOUT = "約|およそ|概ね|≒"
_FIGURE = re.compile(
    rf"(?P<early>{_ABOUT})?"
    r"(?P<sign>[+▲△±-])?"
    rf"(?P<about>{_ABOUT})?"
    r"(?P<digits>[0-9]{1,15}(,[0-9]{3}){0,4}(\.[0-9]{1,20})?)"
    r"(?P<unit>[^0-9+▲△,.-]*?)"
    r"(?P<more>程度|余|強|弱)?"
    rf"(?P<turn>[のを]?({'|'.join((*_RISES, *_FALLS))}))?"
    r"(?P<bound>以上|超|以下|未満)?"
)
# 12億3,456万円; no longer than a figure can be, so that a very long text is searched once and not from each of its digits.
_IN_MAN = re.compile(r"([0-9][0-9,]{0,18})億([0-9][0-9,]{0,18})万円")
_WRITTEN = 6  # decimals that a person writes
LARGEST = Decimal(10**15)
# 約 may round as far as to the last digit that is not a zero, but nobody calls 8億 「約10億」.
_MOST_ROUGH = Decimal("0.05")


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
        return scale_of(self.unit)

    def __str__(self) -> str:
        return self.text if self.value is None or self.unit in _normal(self.text) else self.text + self.unit

    @property
    def blank(self) -> bool:
        """Whether there is nothing to print ("-"), as against a figure that the source lost (資料なし) or that is withheld (x)."""
        return self.value is None and self.text not in (NOT_IN_SOURCE, WITHHELD)

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
    plain, unit = _plain(text), _normal(unit).strip("()")
    if plain in _NOTHING:
        return Printed(text, unit, None, 0, None)
    if plain in _WORDS:
        said = Interval.exactly(_WORDS[plain])
        return Printed(text, "", _WORDS[plain], 0, said, said)
    parts = _parts_of(text, plain)
    unit, _, per = (parts["unit"] or unit).partition("/")
    check_unit(unit)
    size, falls = _kept(Decimal(_bare(parts["digits"]))), _falls(parts)
    about = bool(parts["early"] or parts["about"] or parts["more"])
    cut_off = kind_of(unit) in down
    scale = scale_of(unit) * (-1 if falls else 1)
    room = _room(parts, size, about, cut_off, is_exact(size, unit)) * Interval.exactly(scale)
    exact = is_exact(size, unit) and not (about or per or parts["bound"])
    return Printed(
        text,
        unit,
        value=size * (-1 if falls else 1),
        decimals=decimals_of(size),
        interval=Interval.exactly(size * scale) if exact else room,
        room=room,
        about=about,
        bound=bool(parts["bound"]),
        down=cut_off,
    )


def _plain(text: str) -> str:
    """``text`` in half-width characters, without brackets around it, 億 and 万 as one unit."""
    plain = _normal(text)
    plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    return _IN_MAN.sub(lambda m: f"{int(_bare(m[1])) * 10**4 + int(_bare(m[2])):,}万円", plain)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")


def _bare(digits: str) -> str:
    return digits.replace(",", "")


def _parts_of(text: str, plain: str) -> re.Match:
    """Sign, digits, unit and words of a figure. ValueError if it is none."""
    found = _FIGURE.fullmatch(plain)
    # 10² is no 102: a character that only becomes a digit is none.
    if not found or Decimal(_bare(found["digits"])) >= LARGEST or any(c.isdigit() and not c.isdecimal() for c in text):
        raise ValueError(
            "数値として読めません。印刷されたとおりの数値を、一つの単位で、一つだけ書いてください"
            "(例: ▲24.8%、約40.2億円、1,320件)。該当がなければ -、読み取れなければ 資料なし。"
        )
    return found


def _kept(size: Decimal) -> Decimal:
    """``size`` without the digits that are of Excel's arithmetic and not of the figure: a rate that it exported has 14 decimals, and it
    computes with 15 digits in all. Two less are kept, so that half of the last kept one covers what its arithmetic may have lost.
    """
    places = DIGITS - 3 - size.adjusted()
    return size if decimals_of(size) <= max(places, _WRITTEN) else round_half_up(size, max(places, 0))


def _turn(parts: re.Match) -> str:
    return (parts["turn"] or "").lstrip("のを")


def _falls(parts: re.Match) -> bool:
    """Whether a sign or a word makes the figure negative: not both, ▲5千円減少 fell once."""
    return parts["sign"] in (*MINUS, "-") or (_turn(parts) in _FALLS and not parts["sign"])


def _room(parts: re.Match, size: Decimal, about: bool, down: bool, exact: bool) -> Interval:
    """What a number may be to be printed so, before its sign."""
    if about:
        room = _about(size, parts["more"] or "")
    elif exact and down:
        # Who cuts amounts off may still round a mean in 円.
        room = Interval.around([shortened_to(size), shortened_to(size, down)])
    else:
        room = shortened_to(size, down)
    if not size and (parts["sign"] in ("+", "▲", "△", "-") or _turn(parts)):
        room = Interval(Decimal(0), room.high)  # ▲0.0 fell, by less than is printed
    if not parts["bound"]:
        return room
    low, high = (room.low, room.high) if about else (size, size)
    return Interval(low, INFINITY) if parts["bound"] in ("以上", "超") else Interval(-INFINITY, high)


def _about(size: Decimal, more: str) -> Interval:
    """From where to where a number may lie that is called about ``size``; ``more`` is 余, 強 or 弱 behind it."""
    last = Decimal(1).scaleb(-decimals_of(size))
    zeros = size and decimals_of(size) == 0
    kept = Decimal(1).scaleb(size.normalize().as_tuple().exponent) if zeros else last  # of the last digit that is not 0
    if more in ("余", "強"):
        return Interval(size, size + kept)
    if more == "弱":
        return Interval(size - kept, size)
    rough = max(last / 2, min(kept / 2, size * _MOST_ROUGH))
    return Interval(size - rough, size + max(rough, last))
