"""Formulas of claims management, and the figures of each section computed with them.

All arithmetic is decimal and unrounded: rounding happens once, where a figure is printed (``notation``, ``tables``). A
formula with a missing term gives None.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.ledger import SEGMENTS, Ledger
from helpers.notation import convert_money, decimals_of

MEASURES = {
    "assessed": "調定額",
    "collected": "収入済額",
    "written_off": "不納欠損額",
    "refund_due": "還付未済額",
    "outstanding": "収入未済額",
    "collection_rate": "収納率",
}


def difference(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """``value − base``: an amount, or ポイント when both are rates in %."""
    return None if value is None or base is None else value - base


def growth(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Change against ``base`` in %: ``(value / base − 1) × 100`` (増減率). None from a base of zero, which is 皆増."""
    return None if value is None or not base else (value / base - 1) * 100


def grown_from(value: Decimal, growth_rate: Decimal) -> Decimal:
    """The base that grew by ``growth_rate`` % to ``value``: the inverse of :func:`growth`."""
    return value / (1 + growth_rate / 100)


def is_met(actual: Decimal | None, target: Decimal | None) -> bool | None:
    """Whether a target that is better exceeded is met: ``actual ≥ target``. None without a target or an actual."""
    return None if actual is None or target is None else actual >= target


@dataclass(frozen=True)
class TrendPoint:
    """Rate and outstanding amount of all claims in one fiscal year; ``computed`` if from a printed difference."""

    fiscal_year: int
    rate: Decimal | None  # %
    outstanding: Decimal | None  # in the unit asked for
    rate_decimals: int  # places the sources allow
    outstanding_decimals: int
    computed: bool
    approx: bool  # the amount rests on a 「約」


def trend(ledger: Ledger, unit: str) -> list[TrendPoint]:
    """Every fiscal year whose rate or outstanding amount is printed or follows from a printed difference, oldest first.

    A year known only as "x less than in FY N" is N = this − difference. Its precision is that of the coarser term:
    約40.2億円 and 約131億円 less give 約171億円.
    """
    known: dict[int, dict[str, tuple[Decimal, int, bool, bool]]] = {}
    for measure in ("collection_rate", "outstanding"):
        figures = ledger.figures(claim="all", segment="total", measure=measure, as_of="")
        printed = {row.fiscal_year: row for row in figures[figures["kind"] == "actual"].itertuples()}
        for row in printed.values():
            scaled, places = _in_unit(row, unit)
            known.setdefault(row.fiscal_year, {})[measure] = (scaled, places, False, bool(row.approx))
        for row in figures[figures["kind"] == "difference"].itertuples():
            this = printed.get(row.fiscal_year)
            if this is None or row.base_year in printed or row.unit == "%":
                continue
            (value, value_places), (change, change_places) = _in_unit(this, unit), _in_unit(row, unit)
            known.setdefault(row.base_year, {})[measure] = (
                value - change,
                min(value_places, change_places),
                True,
                bool(this.approx or row.approx),
            )
    nothing = (None, 0, False, False)
    points = []
    for year in sorted(known):
        rate, outstanding = (known[year].get(measure, nothing) for measure in ("collection_rate", "outstanding"))
        points.append(
            TrendPoint(
                year, rate[0], outstanding[0], rate[1], outstanding[1], rate[2] or outstanding[2], outstanding[3]
            )
        )
    return points


def _in_unit(row: tuple, unit: str) -> tuple[Decimal, int]:
    """Value and printed places of a figure, money converted to ``unit``."""
    if row.measure != "outstanding":
        return row.value, decimals_of(row.value)
    shift = convert_money(Decimal(1), row.unit, unit).adjusted()  # units of money are powers of ten
    return convert_money(row.value, row.unit, unit), max(0, decimals_of(row.value) - shift)


def leaf_claims(ledger: Ledger) -> list[str]:
    """Claims that no other claim is a part of, in the city's order."""
    claims = ledger["claims"]
    return [claim for claim in claims["claim"] if claim not in set(claims["part_of"])]


def sheet_claims(ledger: Ledger) -> list[str]:
    """Claims that have an action sheet of their own: those that are not part of another."""
    claims = ledger["claims"]
    return list(claims[claims["part_of"] == ""]["claim"])


def classes_of(ledger: Ledger, claim: str) -> list[str]:
    """Claim classes of ``claim``, or of its parts."""
    claims = ledger["claims"]
    rows = claims[(claims["claim"] == claim) | (claims["part_of"] == claim)]
    return list(dict.fromkeys(c for classes in rows["classes"] for c in classes.split(";") if c))


def targets(ledger: Ledger, fiscal_year: int) -> pd.DataFrame:
    """What each claim aims at: estimate of last year against its target, and the target of ``fiscal_year``.

    One row a claim and segment (or a claim and item, where the target is a share), in the city's order. Columns: claim,
    segment, measure, item, estimate, target, gap (points), met, next_target, change (next target − estimate, points), rank.
    """
    rows = []
    figures = ledger["figures"]
    for claim in leaf_claims(ledger):
        aims = figures[
            (figures["claim"] == claim) & (figures["fiscal_year"] == fiscal_year) & (figures["kind"] == "target")
        ]
        for aim in aims.itertuples():
            key = {"claim": claim, "segment": aim.segment, "measure": aim.measure, "item": aim.item}
            last = key | {"fiscal_year": fiscal_year - 1}
            estimate = ledger.value(**last, kind="estimate")
            target = ledger.value(**last, kind="target")
            rank = {"claim": claim, "segment": aim.segment, "measure": "rank"}
            rows.append(
                {
                    "claim": claim,
                    "segment": aim.segment,
                    "measure": aim.measure,
                    "item": aim.item or SEGMENTS[aim.segment] + "収納率",
                    "estimate": estimate,
                    "target": target,
                    "gap": difference(estimate, target),
                    "met": is_met(estimate, target),
                    "next_target": aim.value,
                    "change": difference(aim.value, estimate),
                    "rank": ledger.value(**rank, fiscal_year=fiscal_year - 2),
                }
            )
    return pd.DataFrame(rows, dtype=object)


# What makes two results the same thing in two years. The date is left out: 9月末 of one year answers 9月末 of the next.
_RESULT = ["segment", "measure", "item", "group", "unit"]


def results(ledger: Ledger, claim: str, fiscal_year: int) -> pd.DataFrame:
    """What ``claim`` reports to have done in ``fiscal_year``, with last year's figure beside each, in the source's order.

    Columns: segment, measure, item, group, unit, as_of, approx, last, this, growth (%, for counts and amounts), points (for
    rates), printed (a change of which the source prints only itself), target, target_unit, met. A result counted over
    another period (another ``group``) is another row. A target in another unit (件/係) has no verdict.
    """
    figures = ledger.figures(claim=claim)
    figures = figures[figures["fiscal_year"].isin([fiscal_year, fiscal_year - 1]) & (figures["measure"] != "rank")]
    reported = figures[figures["kind"].isin(["actual", "difference"])]
    targets = figures[(figures["kind"] == "target") & (figures["fiscal_year"] == fiscal_year)]
    rows = {}
    for figure in reported.itertuples():
        key = (*(getattr(figure, column) for column in _RESULT[:-1]), _rate_unit(figure.unit))
        row = rows.setdefault(key, dict(zip(_RESULT, key, strict=True)) | {"last": None, "this": None, "printed": None})
        if figure.fiscal_year == fiscal_year:
            row["as_of"], row["approx"] = figure.as_of, figure.approx
        year = "printed" if figure.kind == "difference" else "this" if figure.fiscal_year == fiscal_year else "last"
        if row[year] is not None:
            raise ValueError(f"{claim}: two figures for {key} in {figure.fiscal_year}")
        row[year] = figure.value
    for key, row in rows.items():
        same = targets[targets["as_of"] == row.get("as_of", "")]
        for column, value in zip(_RESULT[:-1], key[:-1], strict=True):
            same = same[same[column] == value]
        target = next(same.itertuples(), None)
        is_rate = row["unit"] == "%"
        row["points"] = difference(row["this"], row["last"]) if is_rate else None
        row["growth"] = None if is_rate else growth(row["this"], row["last"])
        row["target"] = target.value if target else None
        row["target_unit"] = target.unit if target else ""
        comparable = target is not None and target.unit == row["unit"]
        row["met"] = is_met(row["this"], row["target"]) if comparable else None
    columns = [
        *_RESULT,
        "as_of",
        "approx",
        "last",
        "this",
        "growth",
        "points",
        "printed",
        "target",
        "target_unit",
        "met",
    ]
    return pd.DataFrame(rows.values(), columns=columns, dtype=object).fillna({"as_of": "", "approx": ""})


def _rate_unit(unit: str) -> str:
    return "%" if unit == "ポイント" else unit


def tag_counts(initiatives: pd.DataFrame, claims: Iterable[str]) -> pd.DataFrame:
    """Numbers of initiatives by claim (rows) and tag (columns); rows and columns without any are left out."""
    tagged = initiatives[initiatives["tag"] != ""]
    counts = pd.crosstab(tagged["claim"], tagged["tag"])
    tags = [tag for tag in ("新規", "拡充", "強化", "継続") if tag in counts.columns]
    return counts.loc[[claim for claim in claims if claim in counts.index], tags]


def savings(ledger: Ledger) -> pd.DataFrame:
    """What each digital tool saves a case, in yen: columns tool, name, before_cost, after_cost, saving, exception…"""
    tools = ledger["tools"].copy()
    tools["saving"] = tools["before_cost"] - tools["after_cost"]
    tools["exception_saving"] = [
        difference(before, after) for before, after in zip(tools["before_cost"], tools["exception_cost"], strict=True)
    ]
    return tools


def tool_counts(ledger: Ledger) -> pd.DataFrame:
    """Numbers of claims that use each tool: columns tool, continued, new, in_use, planned (None if a source gives none)."""
    uses = ledger["tool_claims"]
    rows = []
    for tool in ledger["tools"]["tool"]:
        of_tool = uses[uses["tool"] == tool]
        counted = of_tool[of_tool["count"].notna()].groupby("status")["count"].sum()
        continued, new = int(counted.get("continued", 0)), int(counted.get("new", 0))
        rows.append({"tool": tool, "continued": continued, "new": new, "in_use": continued + new})
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Use:
    """How much something was used this year and last. ``origin`` says how last year's number is known."""

    item: str
    claim: str
    unit: str
    this: Decimal
    last: Decimal | None
    growth: Decimal | None  # %
    printed_growth: Decimal | None  # %, as the source states it
    origin: str  # printed, parts, rest, growth or "" (unknown)


def tool_use(ledger: Ledger, fiscal_year: int) -> list[Use]:
    """Use of the digital tools in ``fiscal_year`` against the year before.

    Where last year's number is not printed it is, in this order: the sum of the claims' own reports (``parts``, for the
    major claims), what a printed two-year total leaves (``rest``), or computed back from a printed growth (``growth``).
    """
    figures = ledger.figures(fiscal_year=fiscal_year, measure="count", segment="total", kind="actual", group="")
    uses: list[Use] = []
    for figure in figures[figures["claim"].isin(["major", "other", "all"])].itertuples():
        key = {"claim": figure.claim, "measure": "count", "item": figure.item}
        stated = ledger.value(**key, fiscal_year=fiscal_year, kind="difference", unit="%")
        last = ledger.value(**key, fiscal_year=fiscal_year - 1, kind="actual")
        origin = "printed"
        if last is None and figure.claim == "major":
            last, origin = _sum_of_claims(ledger, figure.item, fiscal_year - 1), "parts"
        if last is None and figure.claim == "other":
            last, origin = _rest_of_total(ledger, figure, uses), "rest"
        if last is None and stated is not None:
            last, origin = grown_from(figure.value, stated), "growth"
        known = growth(figure.value, last) if origin != "growth" else stated
        uses.append(
            Use(figure.item, figure.claim, figure.unit, figure.value, last, known, stated, origin if last else "")
        )
    return uses


def _sum_of_claims(ledger: Ledger, item: str, fiscal_year: int) -> Decimal | None:
    figures = ledger.figures(item=item, fiscal_year=fiscal_year, measure="count", kind="actual")
    own = figures[~figures["claim"].isin(["major", "other", "all"])]["value"]
    return sum(own, Decimal(0)) if len(own) else None


def _rest_of_total(ledger: Ledger, figure: tuple, uses: list[Use]) -> Decimal | None:
    """Last year's number of the other claims: the printed two-year total less every other term."""
    totals = ledger.figures(item=figure.item, fiscal_year=figure.fiscal_year, claim="all", kind="actual")
    major = next((use for use in uses if use.item == figure.item and use.claim == "major"), None)
    if len(totals) != 1 or major is None or major.last is None:
        return None
    return totals["value"].iloc[0] - figure.value - major.this - major.last
