"""Which municipalities there are: where, how large, with which claims, and what is peculiar to each.

The ends of the sizes are published ones (``kinds``): up to さいたま市. The spread between them, and how often anything befalls a municipality,
are assumptions, so that a desk has some of everything.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers.terms import PREFECTURES
from tests.nation.kinds import KINDS, LEFT_OVER, MUNICIPAL_TAX, Kind

YEARS = range(2014, 2024)  # settled fiscal years
MARK = "（架空）"  # in every name: nobody takes one for a real municipality
_FIRST = "青赤白黒金銀朝夕春夏秋冬東西南北上中下前後内外新古大小長高深広平早若美清瑞豊栄福和光松竹梅桜"
_SECOND = "川山浜原田野沢谷島崎浦坂橋池泉森林里村戸井根岡峰窪瀬津江沼尾"
_LARGEST = MUNICIPAL_TAX["saitama"] / MUNICIPAL_TAX["komae"]
_SMALLEST, _MEDIAN, _SPREAD = 0.01, 0.2, 1.4  # of a log-normal spread
_CITY, _TOWN = 0.4, 0.05  # from these sizes on
_FEWEST = 5  # claims


@dataclass(frozen=True)
class Municipality:
    """``size`` in 狛江市s. What befell it is None where nothing did."""

    id: str
    name: str
    prefecture: str
    size: float
    kinds: Sequence[Kind]
    rate_definition: str = "collected"
    last_year: int = YEARS[-1]  # a year less where the newest file is late
    missing: int | None = None  # a year whose file nobody has
    full_since: int = YEARS[0]  # before it, 不納欠損額 and 還付未済額 are not in the files
    merged: int | None = None  # the year from which it has another's claims too
    grown: float = 1.0  # to how many times its size, by the merger
    badness: float = 1.0  # how many times as much as elsewhere is left unpaid

    @property
    def years(self) -> list[int]:
        """Those of which there is a file."""
        return [year for year in YEARS if year <= self.last_year and year != self.missing]


def municipalities(number: int, seed: int) -> Iterator[Municipality]:
    """So many of them, by prefecture; the same for the same ``seed``."""
    chance = random.Random(f"nation {seed}")
    names = _names(number, chance)
    prefectures = sorted(chance.choices(range(len(PREFECTURES)), k=number))
    for place, prefecture in enumerate(prefectures):
        within = place - prefectures.index(prefecture) + 1
        yield _municipality(f"m{prefecture + 1:02}{within:04}", names[place], PREFECTURES[prefecture], chance)


def _municipality(identifier: str, name: str, prefecture: str, chance: random.Random) -> Municipality:
    size = min(max(_MEDIAN * chance.lognormvariate(0, _SPREAD), _SMALLEST), _LARGEST)
    kind_of_place = "市" if size >= _CITY else "町" if size >= _TOWN else "村"
    merged = chance.choice(YEARS[2:-2]) if chance.random() < 0.04 else None
    return Municipality(
        identifier,
        f"{name}{kind_of_place}{MARK}",
        prefecture,
        size,
        _kinds(size, chance) + ([LEFT_OVER] if merged else []),
        rate_definition="collected_less_refund_due" if chance.random() < 0.25 else "collected",
        last_year=YEARS[-1] - (chance.random() < 0.03),
        missing=chance.choice(YEARS[1:-2]) if chance.random() < 0.04 else None,
        full_since=chance.choice(YEARS[1:5]) if chance.random() < 0.05 else YEARS[0],
        merged=merged,
        grown=chance.uniform(1.15, 1.9) if merged else 1.0,
        badness=chance.uniform(2, 4) if chance.random() < 0.01 else 1.0,
    )


def _kinds(size: float, chance: random.Random) -> list[Kind]:
    """More in a larger municipality; the first few in any."""
    share = (size / _LARGEST) ** 0.35
    most = _FEWEST + round(share * (len(KINDS) - _FEWEST))
    return [kind for place, kind in enumerate(KINDS[:most]) if place < _FEWEST or chance.random() < 0.93]


def _names(number: int, chance: random.Random) -> list[str]:
    """Two characters each, in any order; where these are used up, three."""
    pairs = [first + second for first in _FIRST for second in _SECOND]
    longer = (third + pair for third in _FIRST for pair in pairs if third != pair[0])
    chance.shuffle(pairs)
    return [*pairs[:number], *(next(longer) for _ in range(number - len(pairs)))]
