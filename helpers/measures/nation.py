"""What only many municipalities show: where a rate stands among its like, how it spreads, and what stands out.

Like are rates of the same claim, of money of the same kind, of the same year, by the same definition, in municipalities that are owed about
as much (``SIZES``). Nothing else is held against each other. Every spread is told by the municipalities themselves, none by a model:
around the median (1.4826 × the median of the distances from it: the standard deviation, if they were normal), and from one year
to the next, which is how far a rate of that size goes up and down by itself. A distance of more than ``FAR`` spreads counts as evidence
(Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median, quantiles

from helpers import trace
from helpers.errors import DeskError
from helpers.ledger.rows import CityRate
from helpers.measures.accounts import account
from helpers.measures.formulas import difference, ratio
from helpers.measures.rows import Percent, Place, Points, Rows, Times, Yen
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.rates import TABLE

FEWEST = 5  # municipalities: of fewer nothing is told, each would be known
SMALLEST = Decimal(1_000_000)  # 円: who is owed less is not named, a few payments would tell of a few people
FAR = Decimal("3.5")
_NORMAL = Decimal("1.4826")
_TWO_SIDED = Decimal("1.96")  # 95%
# From so many 円 of 調定額 on.
SIZES = {
    Decimal(0): "1千万円未満",
    Decimal(10**7): "1千万円以上1億円未満",
    Decimal(10**8): "1億円以上10億円未満",
    Decimal(10**9): "10億円以上100億円未満",
    Decimal(10**10): "100億円以上",
}
# The money whose rate is compared; of a claim that the accounts do not divide all of it.
_SEGMENTS = ("current", "total")


@dataclass(frozen=True)
class Rated:
    """The rate of a claim in a municipality among its like. What needs ``FEWEST`` of them is None where they are fewer."""

    city: str  # its identifier
    name: str
    prefecture: str
    size: str
    assessed: Yen
    rate: Percent
    change: Points | None  # since the year before
    among: int  # how many are alike, itself included
    rank: Place | None = None  # equal rates share one
    rank_best: Place | None = None  # that its rate may have by the usual ups and downs
    rank_worst: Place | None = None
    middle: Percent | None = None  # the median of its like
    distance: Times | None = None  # from it, in spreads
    move: Times | None = None  # of the change from the usual one, in spreads of changes


@dataclass(frozen=True)
class Spread:
    """How the rates of a claim spread in one size; None where there are fewer than ``FEWEST``."""

    size: str
    number: int
    lowest_quarter: Percent | None = None
    middle: Percent | None = None
    highest_quarter: Percent | None = None
    spread: Points | None = None  # around the median
    swing: Points | None = None  # from year to year


@dataclass(frozen=True)
class Like:
    """A claim of the city beside its like."""

    claim: str
    this: Rated
    lowest_quarter: Percent | None
    highest_quarter: Percent | None


def own_rates(packet: Packet) -> list[CityRate]:
    """What ``data/rates.csv`` holds of a city: the newest settled rate of each claim that can be computed from amounts, and the amounts of
    the year before.
    """
    return [row for claim in packet.ledger["claims"]["claim"] for row in _own(packet, claim)[:1]]


def _own(packet: Packet, claim: str) -> list[CityRate]:
    year, unit = packet.meeting.settled_year, packet.city.units.table
    found = []
    for segment in _SEGMENTS:
        (taken, assessed), before = (
            packet.city.rate.fraction(account(packet, claim, segment, y).amounts) for y in (year, year - 1)
        )
        if taken is None or not assessed:
            continue
        amounts = [None if value is None else convert_money(value, unit, "円") for value in (assessed, taken, *before)]
        names = ("assessed", "taken", "last_taken", "last_assessed")
        found.append(
            CityRate(
                city=packet.name,
                name=packet.city.name,
                prefecture=packet.city.prefecture or "",
                claim=claim,
                segment=segment,
                fiscal_year=year,
                definition=packet.city.rate_definition,
                **{name: "" if value is None else f"{value:f}" for name, value in zip(names, amounts, strict=True)},
                source=f"{packet.ledger.folder}/figures.csv",
            )
        )
    return found


def claims_rated(packet: Packet) -> list[str]:
    """The claims of the city that ``data/rates.csv`` has, the largest first."""
    return [row.claim for row in sorted(_own_rows(packet), key=lambda row: -row.assessed)]


def country(packet: Packet, claim: str) -> Rows[Rated]:
    """一つの債権の、全ての団体の収納率。この市と同じ年度・区分・定義のものだけ。団体の順。

    例::

        measures.country(packet, "municipal_tax").frame()

    列: city、name、prefecture、size、assessed(円)、rate(%)、change(ポイント)、among、
      rank(位)、rank_best(位)、rank_worst(位)、middle(%)、distance(倍)、move(倍)
    順位、中央値と隔たりは、調定額の規模が同じ団体の中のもの。``distance`` と ``move`` は、散らばりの何倍か。団体が五つに満たなければ値がない。
    データがないとき: data/rates.csv がないか、この市の行がなければ止まる。
    """
    own = next((row for row in _own_rows(packet) if row.claim == claim), None)
    if own is None:
        raise _missing(packet, f"{packet.name} の {claim}")
    return packet.once(("country", claim), lambda: Rows(_rated(_alike(packet, own))))


def spreads(packet: Packet, claim: str) -> Rows[Spread]:
    """一つの債権の収納率の散らばり。調定額の規模ごと。

    例::

        measures.spreads(packet, "municipal_tax").frame()

    列: size、number、lowest_quarter(%)、middle(%)、highest_quarter(%)、
      spread(ポイント)、swing(ポイント)
    ``spread`` は団体の間の、``swing`` は年度ごとの散らばり。団体が五つに満たない規模は、数だけを示す。
    データがないとき: data/rates.csv がないか、この市の行がなければ止まる。
    """
    rows = country(packet, claim)
    return Rows(_spread(size, [row for row in rows if row.size == size]) for size in SIZES.values())


def likes(packet: Packet) -> Rows[Like]:
    """この市の債権ごとの収納率を、同じ規模・同じ定義の団体の中に置く。市の順。

    例::

        measures.likes(packet).frame()

    列: claim、city、name、prefecture、size、assessed(円)、rate(%)、change(ポイント)、among、
      rank(位)、rank_best(位)、rank_worst(位)、middle(%)、distance(倍)、move(倍)、
      lowest_quarter(%)、highest_quarter(%)
    データがないとき: data/rates.csv がないか、この市の行がなければ止まる。
    """
    found = []
    for own in _own_rows(packet):
        size = size_of(own.assessed)
        rows = _placed([_plain(row) for row in _alike(packet, own) if size_of(row.assessed) == size])
        this = next(row for row in rows if row.city == packet.name)
        spread = _spread(size, rows)
        found.append(Like(own.claim, this, spread.lowest_quarter, spread.highest_quarter))
    return Rows(found)


def outliers(rows: Sequence[Rated]) -> list[Rated]:
    """Those of :func:`country` that are far from their like, the farthest first."""
    return _far(rows, "distance")


def rate_movers(rows: Sequence[Rated]) -> list[Rated]:
    """Likewise those whose rate moved far more than usual since the year before."""
    return _far(rows, "move")


def _far(rows: Sequence[Rated], measure: str) -> list[Rated]:
    far = [row for row in rows if abs(getattr(row, measure) or 0) > FAR and row.assessed >= SMALLEST]
    return sorted(far, key=lambda row: -abs(getattr(row, measure)))


def size_of(assessed: Decimal) -> str:
    """The size of a municipality that is owed so many 円."""
    return SIZES[max(least for least in SIZES if least <= assessed)]


def _own_rows(packet: Packet) -> list[CityRate]:
    """The city's own, which are taken (``trace``): the thousands beside them are those of the same claim, year and definition."""
    found = {number: row for number, row in packet.rates.items() if row.city == packet.name}
    if not found:
        raise _missing(packet, packet.name)
    trace.take(trace.Line(f"data/{TABLE}", number, row.source) for number, row in found.items())
    return list(found.values())


def _missing(packet: Packet, wanted: str) -> DeskError:
    return DeskError(
        "missing-data",
        f"data/rates.csv に {wanted} の行がありません。make rates で、全ての市の決算の収納率を集めてください"
        "(率を金額から計算しない市と、決算の金額のない債権は、載りません)。",
    )


def _alike(packet: Packet, own: CityRate) -> list[CityRate]:
    """All rates that may be held against ``own``: never by another definition."""

    def sort() -> dict[tuple, list[CityRate]]:
        kinds = defaultdict(list)
        for row in packet.rates.values():
            kinds[_kind(row)].append(row)
        return kinds

    return packet.once("kinds of rates", sort)[_kind(own)]


def _kind(row: CityRate) -> tuple:
    return row.claim, row.segment, row.fiscal_year, row.definition


def _rated(rows: Sequence[CityRate]) -> list[Rated]:
    """The rates in the order of ``rows``, each among those of its size."""
    plain = [_plain(row) for row in rows]
    placed: dict[str, Rated] = {}
    for size in SIZES.values():
        own = [row for row in plain if row.size == size]
        placed |= {row.city: row for row in _placed(own)}
    return [placed[row.city] for row in plain]


def _plain(row: CityRate) -> Rated:
    rate, last = ratio(row.taken, row.assessed), ratio(row.last_taken, row.last_assessed)
    return Rated(
        row.city, row.name, row.prefecture, size_of(row.assessed), row.assessed, rate, difference(rate, last), 0
    )


def _placed(own: Sequence[Rated]) -> list[Rated]:
    """``own``, all alike, with their places among each other."""
    number = len(own)
    if number < FEWEST:
        return [replace(row, among=number) for row in own]
    rates = sorted(row.rate for row in own)
    changes = [row.change for row in own if row.change is not None]
    enough = len(changes) >= FEWEST
    middle, spread = _around([row.rate for row in own])
    usual, swing = _around(changes) if enough else (None, None)
    reach = _reach(swing)
    return [
        replace(
            row,
            among=number,
            rank=Decimal(1 + number - bisect_right(rates, row.rate)),
            # Better or worse for sure are those whose reach does not meet its own.
            rank_best=None if reach is None else Decimal(1 + number - bisect_right(rates, row.rate + 2 * reach)),
            rank_worst=None if reach is None else Decimal(number - bisect_left(rates, row.rate - 2 * reach)),
            middle=middle,
            distance=(row.rate - middle) / spread if spread else None,
            move=(row.change - usual) / swing if swing and row.change is not None else None,
        )
        for row in own
    ]


def _reach(swing: Decimal | None) -> Decimal | None:
    """How far a rate may be from what it usually is; a change has the ups and downs of two years in it."""
    return None if swing is None else _TWO_SIDED * swing / Decimal(2).sqrt()


def _around(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The median, and the spread around it."""
    middle = median(values)
    return middle, _NORMAL * median(abs(value - middle) for value in values)


def _spread(size: str, own: Sequence[Rated]) -> Spread:
    if len(own) < FEWEST:
        return Spread(size, len(own))
    rates = [row.rate for row in own]
    low, middle, high = quantiles(rates, n=4, method="inclusive")
    changes = [row.change for row in own if row.change is not None]
    swing = _around(changes)[1] / Decimal(2).sqrt() if len(changes) >= FEWEST else None
    return Spread(size, len(own), low, middle, high, _around(rates)[1], swing)
