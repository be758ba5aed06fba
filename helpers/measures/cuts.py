"""How far carried-over money is cut, by claim, bureau or section."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from helpers.errors import DeskError
from helpers.measures.formulas import difference, known, ratio
from helpers.measures.outstanding import Day, Position, positions
from helpers.measures.rows import Amount, Percent, Points, Rows
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.terms import AGGREGATES, BY


@dataclass(frozen=True)
class Share:
    """The claims of one bureau, section or claim on one day: amounts in the unit of the city's tables, the cut in %."""

    assessed: Amount | None
    outstanding: Amount | None
    cut: Percent | None


@dataclass(frozen=True)
class Cut:
    """How far the carried-over money of a claim, bureau or section is cut. ``cut_points`` is over the claims that have both years."""

    name: str  # claim id, bureau or section
    label: str  # the same as it is printed
    this: Share
    last: Share
    cut_points: Points | None  # how many points deeper than last year
    newcomers: tuple[str, ...]  # claims without a last year, which only this year's sums hold

    @property
    def days(self) -> tuple[Share, Share]:
        """By years back: this one, then last year's."""
        return self.this, self.last


def cuts(packet: Packet, by: str, without_major: bool = False) -> Rows[Cut]:
    """過年の金額を債権・局・課ごとに合計し、どれだけ減らしたか。市の順。

    例::

        measures.cuts(packet, "claim").frame()

    列: name、label、assessed(金額)、outstanding(金額)、cut(%)、
      assessed_last(金額)、outstanding_last(金額)、cut_last(%)、
      cut_points(ポイント)、newcomers
    ``by``: claim、bureau(局)、section(課)。``without_major=True`` は、
    収入未済額の大きい順に city.yaml の major の数だけ除く。
    債権は、徴収する局と課に数える。一つの債権だけのものは ``positions`` の値(正しくありうる印刷値)。前年度比は、
    両年度ある債権で求める。
    データがないとき: 何のデータがないかを言って止まる。
    """
    known(by, BY, "by")
    claims: dict[str, list[Position]] = {}
    for row in positions(packet, "carried_over"):
        if row.claim not in AGGREGATES:
            claims.setdefault(_owner(packet, row.claim, by), []).append(row)
    rows = [_cut(packet, name, by, own) for name, own in claims.items()]
    if without_major:
        rows = _without_largest(rows, packet.major)
    if not rows:
        left_out = f"主要{packet.major}{BY[by]}を除くと、" if without_major else ""
        raise DeskError(
            "missing-data", f"{packet.ledger.folder}/figures.csv に、{left_out}{BY[by]}別に示す金額がありません。"
        )
    if by == "bureau":
        order = [*packet.city.bureaus, ""]  # last the claims whose bureau the city does not say
        rows.sort(key=lambda row: order.index(row.name))
    return Rows(rows, packet.city.units)


def _owner(packet: Packet, claim: str, by: str) -> str:
    if by == "claim":
        return claim
    owner = packet.ledger.claim(claim)
    return owner[f"collector_{by}"] or owner[by]


def _cut(packet: Packet, name: str, by: str, claims: list[Position]) -> Cut:
    label = packet.numbered(name) if by == "claim" else name or NOT_IN_SOURCE
    both = [row for row in claims if row.this.assessed is not None and row.last.assessed is not None]
    points = difference(_depth([row.last for row in both]), _depth([row.this for row in both]))
    return Cut(
        name,
        label,
        this=_share([row.this for row in claims]),
        last=_share([row.last for row in claims]),
        cut_points=both[0].this.cut_points if len(both) == 1 else points,
        newcomers=tuple(row.claim for row in claims if row.last.assessed is None),
    )


def _share(days: list[Day]) -> Share:
    return Share(
        assessed=_sum(day.assessed for day in days),
        outstanding=_sum(day.outstanding for day in days),
        cut=_depth([day for day in days if day.assessed is not None]),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    there = [amount for amount in amounts if amount is not None]
    return sum(there, Decimal(0)) if there else None


def _depth(days: list[Day]) -> Decimal | None:
    """How far the claims are cut together, in %; of one claim, how far that is."""
    if len(days) == 1:
        return days[0].cut
    assessed = _sum(day.assessed for day in days)
    return ratio(difference(_sum(day.outstanding for day in days), assessed), assessed)


def _without_largest(rows: list[Cut], count: int) -> list[Cut]:
    """``rows`` but for the ``count`` largest outstanding of this year."""
    known_ones = [row for row in rows if row.this.outstanding is not None]
    largest = sorted(known_ones, key=lambda row: row.this.outstanding, reverse=True)[:count]
    return [row for row in rows if row not in largest]
