"""Outstanding amounts on a day inside a fiscal year, against the same day a year before and against the target."""

import calendar
import datetime as dt
from decimal import Decimal

import pandas as pd

from helpers import wareki
from helpers.errors import DeskError
from helpers.ledger import AGGREGATES, Ledger, Segment
from helpers.measures.formulas import collection_rate, difference, growth, ratio

_AMOUNTS = ("assessed", "collected", "outstanding")


def positions(ledger: Ledger, segment: Segment, as_of: dt.date, definition: str = "collected") -> pd.DataFrame:
    """Every claim with amounts of any segment on ``as_of`` or a year before, in the city's order, then the printed total as
    claim ``all``. A claim that has none of this ``segment`` is there with None.

    Columns, each also with ``_last`` for the year before: assessed (A), collected (B), outstanding (C), target (of the
    fiscal year's end), in the unit of the source; achievement (target/outstanding, %), rate (%, as ``definition`` says), cut
    ((outstanding − assessed)/assessed, %). Against the year before: growth (of outstanding, %), rate_points, cut_points
    (how many points deeper the cut is). None where a term is missing.
    """
    figures = ledger["figures"]
    days = {"": as_of, "_last": _a_year_before(as_of)}
    reported = figures[figures["as_of"].isin([day.isoformat() for day in days.values()]) & (figures["item"] == "")]
    if not len(reported[reported["as_of"] == as_of.isoformat()]):
        raise DeskError("missing-data", f"{ledger.folder}/figures.csv に as_of が {as_of} の金額がありません。")
    covered = set(reported["claim"])
    listed = [*ledger["claims"]["claim"], "all"]
    rows = []
    for claim in listed:
        own = figures[(figures["claim"] == claim) & (figures["segment"] == segment)]
        if claim not in covered:
            continue
        row: dict[str, object] = {"claim": claim}
        for suffix, day in days.items():
            row |= {f"{name}{suffix}": value for name, value in _position(own, day, definition).items()}
        row["growth"] = growth(row["outstanding"], row["outstanding_last"])
        row["rate_points"] = difference(row["rate"], row["rate_last"])
        row["cut_points"] = difference(row["cut_last"], row["cut"])
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def total_of(frame: pd.DataFrame) -> pd.Series:
    """The printed total among ``positions``. DeskError ``missing-data`` if the source's total is not in the data."""
    total = frame[frame["claim"] == "all"]
    if not len(total) or total["outstanding"].iloc[0] is None or total["target"].iloc[0] is None:
        raise DeskError(
            "missing-data", "figures.csv に、合計(claim が all)の調定額・収入済額・収入未済額・目標の行がありません。"
        )
    return total.iloc[0]


def _a_year_before(day: dt.date) -> dt.date:
    """The same day a year before; the end of a month stays one (29 February comes after 28 February)."""
    last = calendar.monthrange(day.year, day.month)[1]
    before = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=before if day.day == last else min(day.day, before))


def _position(own: pd.DataFrame, day: dt.date, definition: str) -> dict[str, Decimal | None]:
    on_day = own[(own["as_of"] == day.isoformat()) & (own["kind"] == "actual") & (own["item"] == "")]
    amounts = {measure: _only(on_day[on_day["measure"] == measure]) for measure in _AMOUNTS}
    aimed = own[
        (own["fiscal_year"] == wareki.fiscal_year_of(day))
        & (own["measure"] == "outstanding")
        & (own["kind"] == "target")
    ]
    target = _only(aimed)
    return {
        **amounts,
        "target": target,
        "achievement": ratio(target, amounts["outstanding"]),
        "rate": collection_rate(
            amounts["collected"], amounts["assessed"], _only(on_day[on_day["measure"] == "refund_due"]), definition
        ),
        "cut": ratio(difference(amounts["outstanding"], amounts["assessed"]), amounts["assessed"]),
    }


def _only(figures: pd.DataFrame) -> Decimal | None:
    return figures["value"].iloc[0] if len(figures) else None


def cuts(ledger: Ledger, as_of: dt.date, by: str, leave_out_major: int = 0) -> pd.DataFrame:
    """Carried-over amounts of ``by`` (claim, bureau or section), summed from the claims, and how far each is cut.

    A claim counts with the bureau and section that collects it. ``leave_out_major`` leaves out that many of the largest
    outstanding. Columns: name (claim id, bureau, or section), assessed, outstanding, cut and their ``_last``, cut_points
    (over the claims that have both years), newcomers (claims without a last year, which only this year's sums hold). In the city's order.
    """
    frame = positions(ledger, "carried_over", as_of)
    frame = frame[~frame["claim"].isin(AGGREGATES)]
    owners = {row.claim: row for row in ledger["claims"].itertuples()}
    if by == "claim":
        frame["name"] = frame["claim"]
    else:
        frame["name"] = [getattr(owners[c], f"collector_{by}") or getattr(owners[c], by) for c in frame["claim"]]
    rows = []
    for name, own in frame.groupby("name", sort=False):
        row: dict[str, object] = {"name": name}
        for suffix in ("", "_last"):
            for measure in ("assessed", "outstanding"):
                known = [value for value in own[measure + suffix] if value is not None]
                row[measure + suffix] = sum(known, Decimal(0)) if known else None
            assessed = row[f"assessed{suffix}"]
            row[f"cut{suffix}"] = ratio(difference(row[f"outstanding{suffix}"], assessed), assessed)
        comparable = own[own["assessed_last"].notna() & own["assessed"].notna()]
        assessed = sum(comparable["assessed"], Decimal(0))
        cut = ratio(sum(comparable["outstanding"], Decimal(0)) - assessed, assessed)
        row["cut_points"] = difference(row["cut_last"], cut)
        row["newcomers"] = [c.claim for c in own.itertuples() if c.assessed_last is None]
        rows.append(row)
    result = pd.DataFrame(rows, dtype=object)
    largest = result["outstanding"].astype(float).nlargest(leave_out_major).index
    return result.drop(largest).reset_index(drop=True)


def rounding_gaps(frame: pd.DataFrame, columns: list[str]) -> dict[str, tuple[Decimal, bool]]:
    """Columns of ``frame`` (claims, then ``all``) whose parts do not add up to the total: the gap, and whether rounding
    can explain it. Each of n parts and the total is within half a unit of its last digit, so n + 1 halves may gather.
    """
    parts, total = frame[frame["claim"] != "all"], frame[frame["claim"] == "all"]
    gaps = {}
    for column in columns:
        known = [value for value in parts[column] if value is not None]
        printed = total[column].iloc[0] if len(total) else None
        if printed is None or not known:
            continue
        gap = sum(known, Decimal(0)) - printed
        if gap:
            gaps[column] = gap, abs(gap) <= Decimal(len(known) + 1) / 2
    return gaps
