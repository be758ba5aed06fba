"""Outstanding amounts on a day inside a fiscal year, against the same day a year before and against the target."""

import calendar
import datetime as dt
import itertools
from decimal import Decimal

import pandas as pd

from helpers import wareki
from helpers.errors import DeskError
from helpers.ledger import Ledger
from helpers.measures.formulas import collection_rate, difference, growth, known, ratio
from helpers.measures.stated import StatedFigures, agree, stands
from helpers.terms import AGGREGATES, AMOUNTS, BY, SEGMENTS, Segment

_TAKEN = ("assessed", "collected", "outstanding", "target")
_OF_A_DAY = ("achievement", "rate", "cut")
_CHANGES = ("growth", "rate_points", "cut_points")
DERIVED = (*_OF_A_DAY, *_CHANGES)


def positions(
    ledger: Ledger,
    segment: Segment,
    as_of: dt.date,
    definition: str = "collected",
    printed: StatedFigures | None = None,
) -> pd.DataFrame:
    """Every claim with amounts of any segment on ``as_of`` or a year before, in the city's order, then the printed total as
    claim ``all``. A claim that has none of this ``segment`` is there with None.

    Columns, each also with ``_last`` for the year before: assessed (A), collected (B), outstanding (C), target (of the
    fiscal year's end), in the unit of the source; achievement (target/outstanding, %), rate (%, as ``definition`` says), cut
    ((outstanding − assessed)/assessed, %). Against the year before: growth (of outstanding, %), rate_points, cut_points
    (how many points deeper the cut is); their ``_last`` are known only where printed. None where a term is missing.

    What the document ``printed`` of all but the amounts stands, unless it cannot be true. DeskError ``data`` if a measure has two
    figures, or an amount is not the one printed.
    """
    known(segment, SEGMENTS, "segment")
    days = {"": as_of, "_last": _a_year_before(as_of)}
    covered = {suffix: _covered(ledger, day) for suffix, day in days.items()}
    if not covered[""]:
        raise DeskError("missing-data", f"{ledger.folder}/figures.csv に as_of が {as_of} の金額がありません。")
    rows = []
    for claim in [*ledger["claims"]["claim"], "all"]:
        if not any(claim in claims for claims in covered.values()):
            continue
        row: dict[str, object] = {"claim": claim}
        for suffix, day in days.items():
            found = _position(ledger, claim, segment, day, definition)
            for name in _TAKEN:
                agree(ledger, printed, (claim, segment, name, wareki.fiscal_year_of(day)), found[name])
            row |= {f"{name}{suffix}": value for name, value in found.items()}
        row["growth"] = growth(row["outstanding"], row["outstanding_last"])
        row["rate_points"] = difference(row["rate"], row["rate_last"])
        row["cut_points"] = difference(row["cut_last"], row["cut"])
        row |= dict.fromkeys(f"{name}_last" for name in _CHANGES)
        for name, (suffix, day) in itertools.product(DERIVED, days.items()):
            key = claim, segment, name, wareki.fiscal_year_of(day)
            row[name + suffix] = stands(printed, key, row[name + suffix])
        rows.append(row)
    return pd.DataFrame(rows, dtype=object)


def total_of(frame: pd.DataFrame) -> pd.Series:
    """The printed total among ``positions``. DeskError ``missing-data`` if the source's total is not in the data."""
    total = frame[frame["claim"] == "all"]
    if not len(total) or None in total[list(_TAKEN)].iloc[0].tolist():
        raise DeskError(
            "missing-data", "figures.csv に、合計(claim が all)の調定額・収入済額・収入未済額・目標の行がありません。"
        )
    return total.iloc[0]


def _a_year_before(day: dt.date) -> dt.date:
    """The same day a year before; the end of a month stays one (29 February comes after 28 February)."""
    last = calendar.monthrange(day.year, day.month)[1]
    before = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=before if day.day == last else min(day.day, before))


def _covered(ledger: Ledger, day: dt.date) -> set[str]:
    """Claims with an amount of their own on ``day``."""
    figures = ledger.figures(**_on(day), kind="actual", item="", group="")
    return set(figures[figures["measure"].isin(AMOUNTS)]["claim"])


def _on(day: dt.date) -> dict[str, object]:
    # The year too: in April and May the accounts of two years are open.
    return {"as_of": day.isoformat(), "fiscal_year": wareki.fiscal_year_of(day)}


def _position(ledger: Ledger, claim: str, segment: Segment, day: dt.date, definition: str) -> dict[str, Decimal | None]:
    own = {"claim": claim, "segment": segment, "item": "", "group": ""}
    assessed, collected, outstanding, refund_due = (
        ledger.value(**own, **_on(day), measure=measure, kind="actual")
        for measure in ("assessed", "collected", "outstanding", "refund_due")
    )
    year = wareki.fiscal_year_of(day)
    target = ledger.value(**own, fiscal_year=year, as_of="", measure="outstanding", kind="target")
    return {
        "assessed": assessed,
        "collected": collected,
        "outstanding": outstanding,
        "target": target,
        "achievement": ratio(target, outstanding),
        "rate": collection_rate(collected, assessed, refund_due, definition),
        "cut": ratio(difference(outstanding, assessed), assessed),
    }


def cuts(
    ledger: Ledger, as_of: dt.date, by: str, leave_out_major: int = 0, printed: StatedFigures | None = None
) -> pd.DataFrame:
    """Carried-over amounts of ``by`` (claim, bureau or section), summed from the claims, and how far each is cut.

    A claim counts with the bureau and section that collects it. ``leave_out_major`` leaves out that many of the largest
    outstanding. Columns: name (claim id, bureau, or section), assessed, outstanding, cut and their ``_last``, cut_points
    (over the claims that have both years), newcomers (claims without a last year, which only this year's sums hold). In the
    city's order. What rests on one claim is that claim's, as ``positions`` gives it: the ``printed`` figure, if it can be true.
    """
    known(by, BY, "by")
    frame = positions(ledger, "carried_over", as_of, printed=printed)
    frame = frame[~frame["claim"].isin(AGGREGATES)]
    if by == "claim":
        frame["name"] = frame["claim"]
    else:
        owners = {claim: ledger.claim(claim) for claim in frame["claim"]}
        frame["name"] = [owners[claim][f"collector_{by}"] or owners[claim][by] for claim in frame["claim"]]
    rows = []
    for name, own in frame.groupby("name", sort=False):
        row: dict[str, object] = {"name": name}
        for suffix in ("", "_last"):
            row |= {f"{measure}{suffix}": _sum(own[measure + suffix]) for measure in ("assessed", "outstanding")}
            row[f"cut{suffix}"] = _cut(own[own[f"assessed{suffix}"].notna()], suffix)
        both = own[own["assessed"].notna() & own["assessed_last"].notna()]
        row["cut_points"] = difference(_cut(both, "_last"), _cut(both, ""))
        if len(both) == 1:
            row["cut_points"] = both["cut_points"].iloc[0]
        row["newcomers"] = list(own[own["assessed_last"].isna()]["claim"])
        rows.append(row)
    result = pd.DataFrame(rows, dtype=object)
    largest = result["outstanding"].astype(float).nlargest(leave_out_major).index
    return result.drop(largest).reset_index(drop=True)


def _sum(amounts: pd.Series) -> Decimal | None:
    known_ones = [amount for amount in amounts if amount is not None]
    return sum(known_ones, Decimal(0)) if known_ones else None


def _cut(claims: pd.DataFrame, suffix: str) -> Decimal | None:
    """How far the claims are cut together; of one claim, how far that is."""
    if len(claims) == 1:
        return claims[f"cut{suffix}"].iloc[0]
    assessed = _sum(claims[f"assessed{suffix}"])
    return ratio(difference(_sum(claims[f"outstanding{suffix}"]), assessed), assessed)


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
