"""What came of what was done: results beside last year's."""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.formulas import difference, growth, is_met
from helpers.measures.missing import missing
from helpers.measures.rows import Percent, Points, Rows
from helpers.packet import Packet

# What makes two results the same thing in two years, with the unit. The date is left out: 9月末 of one year answers 9月末 of the next.
_THING = ["segment", "measure", "item", "group"]

_GOOD = {"collected": "more", "outstanding": "less"}  # which way is the right one


@dataclass(frozen=True)
class Result:
    """Something that a claim reports to have done, this year and last, in ``unit``; None is not in the source.

    Counts and amounts have a ``growth`` in %, rates a difference in ``points``. ``printed`` is a change in points of which the
    source prints only itself. ``target`` is in ``target_unit``; in another unit than the result (件/係) it gives no verdict.
    """

    segment: str
    measure: str
    item: str
    group: str
    unit: str
    as_of: str  # ISO date, "": the whole year
    approx: bool  # printed as 約
    this: Decimal | None
    last: Decimal | None
    growth: Percent | None
    points: Points | None
    printed: Points | None
    target: Decimal | None
    target_unit: str
    met: bool | None

    @property
    def change(self) -> Decimal | None:
        """This year less last, in ``unit``: known from zero too, from where there is no growth in %."""
        return difference(self.this, self.last)

    @property
    def better(self) -> bool | None:
        """Whether it went the right way: more collected, less outstanding; None of other things, and where nothing changed."""
        if self.measure not in _GOOD or not self.change:
            return None
        return (self.change > 0) == (_GOOD[self.measure] == "more")

    @property
    def is_new(self) -> bool:
        """Whether it began this year, from a printed zero (皆増)."""
        return self.last == 0 and bool(self.this)


def results(packet: Packet, claim: str, fiscal_year: int, group: str | None = None) -> Rows[Result]:
    """一つの債権の実績を前年度と比べる。資料の順。

    例::

        measures.results(packet, "municipal_tax", packet.fiscal_year).frame()

    列: segment、measure、item、group、unit、as_of、approx、this、last、
      growth(%)、points(ポイント)、printed(ポイント)、target、target_unit、met
    ``claim``: 債権の名か all。``group``: 担当など一つに絞る。件数と金額は ``growth``、
    率は ``points``。this、last、target の単位は行による(unit、target_unit)。
    一つの実績に二つの数値があれば止まる。``group`` の実績がなければ止まる。債権の実績がないのは、行がないだけ。
    """
    question = ("results", claim, fiscal_year, group)
    rows = packet.ledger.once(question, lambda: _results(packet.ledger, claim, fiscal_year, group))
    if group is not None and not rows:
        wanted = f"claim が {claim}、fiscal_year が {fiscal_year} か {fiscal_year - 1}、group が「{group}」の実績"
        raise missing(packet, "figures", wanted)
    return rows


def _results(ledger: Ledger, claim: str, fiscal_year: int, group: str | None) -> Rows[Result]:
    figures = ledger.figures(claim=claim)
    if group is not None:
        figures = figures[figures["group"] == group]
    reported = figures[_is_reported(figures, fiscal_year)]
    targets = figures[(figures["kind"] == "target") & (figures["fiscal_year"] == fiscal_year)]
    # A rate and a change of it in points are the same thing.
    unit = reported["unit"].replace("ポイント", "%")
    things = reported.groupby([*(reported[column] for column in _THING), unit], sort=False)
    return Rows(_result(ledger, thing, own, targets, fiscal_year) for thing, own in things)


def _is_reported(figures: pd.DataFrame, fiscal_year: int) -> pd.Series:
    """Results of the two years, and changes between them."""
    actual = (figures["kind"] == "actual") & figures["fiscal_year"].isin([fiscal_year, fiscal_year - 1])
    change = (figures["kind"] == "difference") & (figures["fiscal_year"] == fiscal_year)
    return (actual | (change & (figures["base_year"] == fiscal_year - 1))) & (figures["measure"] != "rank")


def _result(
    ledger: Ledger, thing: tuple[str, ...], own: pd.DataFrame, targets: pd.DataFrame, fiscal_year: int
) -> Result:
    actual, of_this_year = own["kind"] == "actual", own["fiscal_year"] == fiscal_year
    figures = (ledger.only(own[rows]) for rows in (actual & of_this_year, actual & ~of_this_year, ~actual))
    reported, before, printed = figures
    this, last = _value(reported), _value(before)
    now = reported or printed
    as_of = now.as_of if now else ""
    target = _target(ledger, targets, thing, as_of)
    *names, unit = thing
    is_rate = unit == "%"
    return Result(
        *names,
        unit=unit,
        as_of=as_of,
        approx=bool(now and now.approx),
        this=this,
        last=last,
        growth=None if is_rate else growth(this, last),
        points=difference(this, last) if is_rate else None,
        printed=_value(printed),
        target=_value(target),
        target_unit=target.unit if target else "",
        met=is_met(this, target.value) if target and target.unit == unit else None,
    )


def _target(ledger: Ledger, targets: pd.DataFrame, thing: tuple[str, ...], as_of: str) -> tuple | None:
    same = targets["as_of"] == as_of
    for column, value in zip(_THING, thing, strict=False):
        same &= targets[column] == value
    return ledger.only(targets[same])


def _value(figure: tuple | None) -> Decimal | None:
    return figure.value if figure else None
