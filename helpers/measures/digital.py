"""Digital tools: claims that use them, what they save, how use grows."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.errors import DeskError
from helpers.ledger import Ledger
from helpers.measures.formulas import difference, grown_from, growth
from helpers.notation import round_half_up
from helpers.terms import AGGREGATES


def known_on(table: pd.DataFrame, day: dt.date) -> pd.DataFrame:
    """The rows of the newest month not after ``day``. DeskError ``missing-data`` if there is none."""
    months = [month for month in table["as_of"] if month <= day.isoformat()[:7]]
    if not months:
        raise DeskError(
            "missing-data", f"{day:%Y-%m} までの時点(as_of)の行が tools.csv と tool_claims.csv にありません。"
        )
    return table[table["as_of"] == max(months)]


def savings(ledger: Ledger, day: dt.date) -> pd.DataFrame:
    """What each digital tool known on ``day`` saves a case, in yen: tools.csv with columns saving, exception_saving."""
    tools = known_on(ledger["tools"], day).copy()
    tools["saving"] = tools["before_cost"] - tools["after_cost"]
    tools["exception_saving"] = [
        difference(before, after) for before, after in zip(tools["before_cost"], tools["exception_cost"], strict=True)
    ]
    return tools


def tool_counts(ledger: Ledger, day: dt.date) -> pd.DataFrame:
    """Numbers of claims that use each tool on ``day``: columns tool, continued, new, in_use."""
    uses = known_on(ledger["tool_claims"], day)
    rows = []
    for tool in known_on(ledger["tools"], day)["tool"]:
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
    origin: str  # printed, parts, rest, growth or "" (unknown)


def tool_use(ledger: Ledger, fiscal_year: int) -> list[Use]:
    """Use of the digital tools in ``fiscal_year`` against the year before.

    Where last year's number is not printed it is, in this order: the sum of the claims' own reports (``parts``, for the
    major claims), what a printed two-year total leaves (``rest``), or computed back from a printed growth (``growth``).
    """
    figures = ledger.figures(fiscal_year=fiscal_year, measure="count", segment="total", kind="actual", group="")
    own = [ledger.only(same) for _, same in figures.groupby(["claim", "item"], sort=False)]
    own = [figure for figure in own if figure.claim in AGGREGATES]
    uses: dict[tuple[str, str], Use] = {}
    for figure in sorted(own, key=lambda figure: figure.claim != "major"):  # the others' rest needs them
        key = {"claim": figure.claim, "measure": "count", "segment": "total", "item": figure.item, "group": ""}
        change = key | {"fiscal_year": fiscal_year, "kind": "difference", "unit": "%", "base_year": fiscal_year - 1}
        stated = ledger.value(**change)
        last, origin = ledger.value(**key, fiscal_year=fiscal_year - 1, kind="actual"), "printed"
        if last is None and figure.claim == "major":
            last, origin = _sum_of_claims(ledger, figure.item, fiscal_year - 1), "parts"
        if last is None and figure.claim == "other":
            last, origin = _rest_of_total(ledger, figure, uses.get(("major", figure.item))), "rest"
        if last is None and stated is not None:
            # No more digits than the growth has: from 約37% more, 1.37 times, three.
            exact = grown_from(figure.value, stated)
            digits = len((100 + stated).as_tuple().digits)
            last, origin = round_half_up(exact, digits - exact.adjusted() - 1), "growth"
        grown = growth(figure.value, last) if origin != "growth" else stated
        origin = "" if last is None else origin
        uses[figure.claim, figure.item] = Use(figure.item, figure.claim, figure.unit, figure.value, last, grown, origin)
    return [uses[figure.claim, figure.item] for figure in own]


def _sum_of_claims(ledger: Ledger, item: str, fiscal_year: int) -> Decimal | None:
    """The sum of what each claim reports: its own number, else that of its one group (10月から)."""
    figures = ledger.figures(item=item, fiscal_year=fiscal_year, measure="count", segment="total", kind="actual")
    values = []
    for _, own in figures[~figures["claim"].isin(AGGREGATES)].groupby("claim", sort=False):
        whole = own[own["group"] == ""]
        values.append(ledger.only(whole if len(whole) else own).value)
    return sum(values, Decimal(0)) if values else None


def _rest_of_total(ledger: Ledger, figure: tuple, major: Use | None) -> Decimal | None:
    """Last year's number of the other claims: the printed two-year total (a ``group`` of all claims) less every other term."""
    key = {"item": figure.item, "measure": "count", "segment": "total", "kind": "actual"}
    totals = ledger.figures(**key, fiscal_year=figure.fiscal_year, claim="all")
    total = ledger.only(totals[totals["group"] != ""])
    if total is None or major is None or major.last is None:
        return None
    return total.value - figure.value - major.this - major.last
