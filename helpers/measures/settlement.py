"""The settlement of a year: the accounts of all claims against the year before and their sums."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from helpers import wareki
from helpers.errors import DeskError
from helpers.measures.accounts import (
    PARTS,
    SETTLED,
    Account,
    account,
    counted_claims,
    settled_claims,
    together,
)
from helpers.measures.formulas import difference, growth, known
from helpers.measures.rows import Amount, Percent, Points, Rows
from helpers.notation import round_half_up
from helpers.packet import Packet
from helpers.printed import adds_up
from helpers.terms import AMOUNTS, SEGMENTS, Segment

By = Literal["class", "bureau", "all"]
BY_WHAT = ("class", "bureau", "all")
NO_CLASS = "区分なし"


@dataclass(frozen=True)
class Settlement:
    """One segment of a claim, or of the claims of a class, a bureau or the whole city (``all``), this year and the year before."""

    name: str
    segment: Segment
    this: Account
    last: Account
    # Of the outstanding amount.
    change: Amount | None  # in the unit of the city's tables
    growth: Percent | None  # %; None from zero (皆増)
    # Of the rate.
    points: Points | None


@dataclass(frozen=True)
class SettledYear:
    """All claims of the city in one settled year."""

    fiscal_year: int
    current: Account
    carried_over: Account
    total: Account


@dataclass(frozen=True)
class Uncovered:
    """Lines of the accounts that are no claim's, by account (会計) and reason."""

    account: str
    reason: str
    lines: int
    # In the unit of the city's tables.
    assessed: Amount | None
    collected: Amount | None
    written_off: Amount | None
    refund_due: Amount | None
    outstanding: Amount | None


def settlement(packet: Packet) -> Rows[Settlement]:
    """決算の年度(settled_year)と前年度の、債権ごとの金額と率。市の順、区分ごとの行。

    例::

        measures.settlement(packet).frame()

    列: name、segment、assessed(金額)、collected(金額)、written_off(金額)、
      refund_due(金額)、outstanding(金額)、rate(%)、denied(%)、
      assessed_last(金額)、collected_last(金額)、written_off_last(金額)、
      refund_due_last(金額)、outstanding_last(金額)、rate_last(%)、
      denied_last(%)、change(金額)、growth(%)、points(ポイント)
    ``_last`` は前年度。``denied`` は金額と合わない印刷値の率。
    データがないとき: 何のデータがないかを言って止まる。
    """
    settled = {claim for year in compared_years(packet) for claim in settled_claims(packet, year)}
    claims = [claim for claim in packet.ledger["claims"]["claim"] if claim in settled]
    rows = [_of_claim(packet, claim, segment) for claim in claims for segment in SEGMENTS]
    return Rows((row for row in rows if row.this.is_known or row.last.is_known), packet.city.units)


def settlement_totals(packet: Packet, by: By) -> Rows[Settlement]:
    """決算を債権区分・局・全体で合計したもの。区分ごとの行。

    例::

        measures.settlement_totals(packet, "class").frame()

    列: name、segment、assessed(金額)、collected(金額)、written_off(金額)、
      refund_due(金額)、outstanding(金額)、rate(%)、denied(%)、
      assessed_last(金額)、collected_last(金額)、written_off_last(金額)、
      refund_due_last(金額)、outstanding_last(金額)、rate_last(%)、
      denied_last(%)、change(金額)、growth(%)、points(ポイント)
    ``by``: class(債権区分)、bureau(徴収する局)、all(全体)。他の債権の一部である債権は、
    その債権に数える。
    金額のない債権は合計に入らない。率は、全ての項のある債権で求める。データがないとき: 何のデータがないかを言って止まる。
    """
    known(by, BY_WHAT, "by")
    years = compared_years(packet)
    counted = {claim for year in years for claim in counted_claims(packet, year)}
    groups: dict[str, list[str]] = {}
    for claim in packet.ledger["claims"]["claim"]:
        if claim in counted:
            groups.setdefault(_group(packet, claim, by), []).append(claim)
    if by == "bureau":
        order = packet.city.bureaus
        groups = dict(sorted(groups.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))
    return Rows(
        (
            _compared(name, segment, *(together(packet, claims, segment, year) for year in years))
            for name, claims in groups.items()
            for segment in SEGMENTS
        ),
        packet.city.units,
    )


def settled_years(packet: Packet) -> Rows[SettledYear]:
    """決算のある年度ごとの、全債権の金額と率。古い順。

    例::

        measures.settled_years(packet).frame()

    列: fiscal_year、assessed_current(金額)、collected_current(金額)、
      written_off_current(金額)、refund_due_current(金額)、
      outstanding_current(金額)、rate_current(%)、denied_current(%)、
      assessed_carried_over(金額)、collected_carried_over(金額)、
      written_off_carried_over(金額)、refund_due_carried_over(金額)、
      outstanding_carried_over(金額)、rate_carried_over(%)、
      denied_carried_over(%)、assessed_total(金額)、collected_total(金額)、
      written_off_total(金額)、refund_due_total(金額)、
      outstanding_total(金額)、rate_total(%)、denied_total(%)
    ``_current`` は現年度分、``_carried_over`` は滞納繰越分、``_total`` は合計。
    データがないとき: 何のデータがないかを言って止まる。
    """
    compared_years(packet)
    return account_years(packet)


def account_years(packet: Packet) -> Rows[SettledYear]:
    """All claims together, in every year up to the meeting's settled one whose accounts there are, oldest first."""
    figures = packet.ledger.figures(**SETTLED)
    figures = figures[figures["measure"].isin(AMOUNTS) & (figures["fiscal_year"] <= packet.meeting.settled_year)]
    claims = list(packet.ledger["claims"]["claim"])
    years = sorted(set(figures[figures["claim"].isin(claims)]["fiscal_year"]))
    return Rows(
        (SettledYear(year, *(together(packet, claims, segment, year) for segment in SEGMENTS)) for year in years),
        packet.city.units,
    )


def turns(packet: Packet) -> tuple[Rows[Settlement], Rows[Settlement]]:
    """What got better and what got worse, the largest change first: claims (both parts together) whose outstanding amount fell while
    the rate rose, and those where it rose while the rate fell. Any other claim is neither.
    """
    counted = set(counted_claims(packet, packet.meeting.settled_year))
    rows = [row for row in settlement(packet) if row.segment == "total" and row.name in counted]
    told = [row for row in rows if row.change is not None and row.points is not None]
    told.sort(key=lambda row: -abs(row.change))
    better = Rows((row for row in told if row.change < 0 < row.points), packet.city.units)
    worse = Rows((row for row in told if row.points < 0 < row.change), packet.city.units)
    return better, worse


def uncovered(packet: Packet) -> Rows[Uncovered]:
    """決算の年度の歳入のうち、債権に含めない行を、会計と理由ごとに合計したもの。

    例::

        measures.uncovered(packet).frame()

    列: account、reason、lines、assessed(金額)、collected(金額)、
      written_off(金額)、refund_due(金額)、outstanding(金額)
    excluded.csv がなければ行がない。
    """
    if not packet.ledger.has("excluded"):
        return Rows()
    own = packet.ledger.rows("excluded", fiscal_year=packet.meeting.settled_year)
    return Rows(
        (
            Uncovered(row.account, row.reason, row.lines, *(getattr(row, measure) for measure in AMOUNTS))
            for row in own.itertuples()
        ),
        packet.city.units,
    )


def lacking(packet: Packet, measure: str) -> dict[int, list[str]]:
    """Claims that a sum of ``measure`` is without, because the accounts do not say it, by year: the settled one and the one before.
    None where nobody's accounts say it, and there is no sum.
    """
    found = {}
    for year in compared_years(packet):
        counted = counted_claims(packet, year)
        without = [claim for claim in counted if account(packet, claim, "total", year).amounts[measure] is None]
        found[year] = without if len(without) < len(counted) else []
    return found


def undivided(packet: Packet) -> list[str]:
    """Claims that the settled year's accounts give only as a whole: they are in no sum of 現年度分 or 滞納繰越分."""
    year = packet.meeting.settled_year
    return [
        claim
        for claim in counted_claims(packet, year)
        if not any(account(packet, claim, part, year).has_amounts for part in PARTS)
    ]


def compared_years(packet: Packet) -> tuple[int, int]:
    """The settled year and the one before. DeskError ``missing-data`` if the settled year has no amounts."""
    year = packet.meeting.settled_year
    if not settled_claims(packet, year):
        raise missing_accounts(packet, f"{wareki.fiscal_year(year)}の決算の金額(調定額、収入済額など)")
    return year, year - 1


def missing_accounts(packet: Packet, wanted: str) -> DeskError:
    """That the accounts of a year are not there, and which are."""
    have = [wareki.fiscal_year(year.fiscal_year) for year in account_years(packet)]
    there = f"あるのは{'、'.join(have)}の決算です。" if have else ""
    return DeskError(
        "missing-data",
        f"{packet.ledger.folder}/figures.csv に、{wanted}の行がありません。{there}"
        f"その年度の書き出しを make import CITY={packet.name} で取り込むか、会議の YAML の settled_year を、決算のある年度にしてください。"
        "手で入れるなら、as_of と item と group を空欄、kind を actual にして、債権と区分ごとに書きます。",
    )


def rounded_apart(packet: Packet) -> list[str]:
    """Amounts whose parts, as printed, do not add up to their sum because all are rounded: of a claim, or of the city."""
    counted = set(counted_claims(packet, packet.meeting.settled_year))
    claims = [row for row in settlement(packet) if row.name in counted]
    sums = [([row for row in claims if row.segment == all_.segment], all_) for all_ in settlement_totals(packet, "all")]
    for _, own in itertools.groupby(claims, key=lambda row: row.name):
        *parts, whole = own
        sums.append((parts, whole))
    return [measure for measure in AMOUNTS if any(_is_apart(packet, measure, *each) for each in sums)]


def _is_apart(packet: Packet, measure: str, parts: Iterable[Settlement], whole: Settlement) -> bool:
    amounts = [row.this.amounts[measure] for row in parts if row.this.amounts[measure] is not None]
    total, unit = whole.this.amounts[measure], packet.city.units.table
    if total is None or not amounts:
        return False
    places = max(packet.notation.decimals(amount, unit) for amount in (*amounts, total))
    *amounts, total = (round_half_up(amount, places) for amount in (*amounts, total))  # as this project prints them
    return sum(amounts) != total and adds_up(amounts, total, unit)


def _group(packet: Packet, claim: str, by: By) -> str:
    own = packet.ledger.claim(claim)
    if by == "bureau":
        return own["collector_bureau"] or own["bureau"]
    if by == "class":
        names = [packet.city.claim_classes[each] for each in own["classes"].split(";") if each]
        return "、".join(dict.fromkeys(names)) or NO_CLASS
    return "all"


def _of_claim(packet: Packet, claim: str, segment: Segment) -> Settlement:
    return _compared(claim, segment, *(account(packet, claim, segment, year) for year in compared_years(packet)))


def _compared(name: str, segment: Segment, this: Account, last: Account) -> Settlement:
    amounts = this.outstanding, last.outstanding
    return Settlement(
        name, segment, this, last, difference(*amounts), growth(*amounts), difference(this.rate, last.rate)
    )
