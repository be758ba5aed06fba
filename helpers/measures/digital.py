"""Digital tools: claims that use them, what they save, how use grows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.formulas import difference, grown_from, growth
from helpers.measures.missing import missing
from helpers.measures.rows import Percent, Rows, Yen
from helpers.notation import round_half_up
from helpers.packet import Packet
from helpers.terms import AGGREGATES

# How last year's number is known; "": it is not.
Origin = Literal["printed", "parts", "rest", "growth", ""]


@dataclass(frozen=True)
class Saving:
    """What a tool costs and saves a case, in 円; ``exception`` names a party for whom it is another amount, "" if there is none."""

    tool: str
    name: str
    before: str
    before_cost: Yen
    after: str
    after_cost: Yen
    saving: Yen
    exception: str
    exception_cost: Yen | None
    exception_saving: Yen | None


@dataclass(frozen=True)
class ToolCount:
    """How many claims use a tool: since before, and newly."""

    tool: str
    continued: int
    new: int

    @property
    def in_use(self) -> int:
        return self.continued + self.new


@dataclass(frozen=True)
class Use:
    """How much something was used this year and last, in ``unit``; ``growth`` in %."""

    item: str
    claim: str
    unit: str
    this: Decimal
    last: Decimal | None
    growth: Percent | None
    origin: Origin

    @property
    def about_last(self) -> bool:
        """Whether last year's number is no more than an approximate one."""
        return self.origin == "growth"


def known_on(packet: Packet, table: Literal["tools", "tool_claims"]) -> pd.DataFrame:
    """The rows of ``table`` as they were known on the day of the meeting: those of the newest month not after it. Looked at, not taken.

    DeskError ``missing-data`` if there is none.
    """
    rows, month = packet.ledger[table], f"{packet.date:%Y-%m}"
    months = [known for known in rows["as_of"] if known <= month]
    if not months:
        raise missing(packet, table, f"as_of が {month} かそれより前")
    return rows[rows["as_of"] == max(months)]


def savings(packet: Packet) -> Rows[Saving]:
    """手段(DX)が1件当たりいくらかかり、いくら減らすか。

    例::

        measures.savings(packet).frame()

    列: tool、name、before、before_cost(円)、after、after_cost(円)、
      saving(円)、exception、exception_cost(円)、exception_saving(円)
    ``exception``: 単価の違う相手。なければ空。データがないとき: 何のデータがないかを言って止まる。
    """
    return Rows(
        Saving(
            tool=row.tool,
            name=row.name,
            before=row.before,
            before_cost=row.before_cost,
            after=row.after,
            after_cost=row.after_cost,
            saving=row.before_cost - row.after_cost,
            exception=row.exception,
            exception_cost=row.exception_cost,
            exception_saving=difference(row.before_cost, row.exception_cost),
        )
        for row in packet.ledger.take(known_on(packet, "tools"), "tools").itertuples(index=False)
    )


def tool_counts(packet: Packet) -> Rows[ToolCount]:
    """手段(DX)ごとの、利用する債権の数。前からのものと新規。

    例::

        measures.tool_counts(packet).frame()

    列: tool、continued、new
    データがないとき: 何のデータがないかを言って止まる。
    """
    uses = packet.ledger.take(known_on(packet, "tool_claims"), "tool_claims")
    counted = uses[uses["count"].notna()].groupby(["tool", "status"])["count"].sum()
    return Rows(
        ToolCount(tool, *(int(counted.get((tool, status), 0)) for status in ("continued", "new")))
        for tool in known_on(packet, "tools")["tool"]
    )


def tool_use(packet: Packet) -> Rows[Use]:
    """手段(DX)の利用を、前年度とその前の年度で比べる。

    例::

        measures.tool_use(packet).frame()

    列: item、claim、unit、this、last、growth(%)、origin
    その前の年度が印刷されていなければ、債権ごとの報告の合計(parts、主要債権)、二年の累計の残り(rest)、
    印刷された増加率からの逆算(growth)の順。
    データがないとき: 何のデータがないかを言って止まる。
    """
    year, ledger = packet.fiscal_year - 1, packet.ledger
    own = _used(ledger, year)
    if not own:
        wanted = f"fiscal_year が {year}、claim が {'、'.join(AGGREGATES)} のどれか、measure が count の利用実績"
        raise missing(packet, "figures", wanted)
    uses: dict[tuple[str, str], Use] = {}
    for figure in sorted(own, key=lambda figure: figure.claim != "major"):  # the others' rest needs them
        uses[figure.claim, figure.item] = _use(ledger, figure, uses.get(("major", figure.item)))
    return Rows(uses[figure.claim, figure.item] for figure in own)


def _used(ledger: Ledger, fiscal_year: int) -> list[tuple]:
    figures = ledger.figures(fiscal_year=fiscal_year, measure="count", segment="total", kind="actual", group="")
    figures = figures[figures["claim"].isin(AGGREGATES)]
    return [ledger.only(same) for _, same in figures.groupby(["claim", "item"], sort=False)]


def _use(ledger: Ledger, figure: tuple, major: Use | None) -> Use:
    year = figure.fiscal_year
    change = {"fiscal_year": year, "kind": "difference", "unit": "%", "base_year": year - 1}
    stated = ledger.value(**_key(figure), **change)
    last, origin = _last_year(ledger, figure, stated, major)
    grown = stated if origin == "growth" else growth(figure.value, last)
    return Use(figure.item, figure.claim, figure.unit, figure.value, last, grown, origin)


def _key(figure: tuple) -> dict[str, str]:
    return {"claim": figure.claim, "measure": "count", "segment": "total", "item": figure.item, "group": ""}


def _last_year(
    ledger: Ledger, figure: tuple, stated: Decimal | None, major: Use | None
) -> tuple[Decimal | None, Origin]:
    """Last year's number of what ``figure`` counts, and how it is known."""
    before = figure.fiscal_year - 1
    if (printed := ledger.value(**_key(figure), fiscal_year=before, kind="actual")) is not None:
        return printed, "printed"
    if figure.claim == "major" and (parts := _sum_of_claims(ledger, figure.item, before)) is not None:
        return parts, "parts"
    if figure.claim == "other" and (rest := _rest_of_total(ledger, figure, major)) is not None:
        return rest, "rest"
    if stated is not None:
        return _computed_back(figure.value, stated), "growth"
    return None, ""


def _computed_back(value: Decimal, stated: Decimal) -> Decimal:
    """The number that grew by ``stated`` % to ``value``, with no more digits than that: from 約37% more, 1.37 times, three."""
    exact = grown_from(value, stated)
    digits = len((100 + stated).as_tuple().digits)
    return round_half_up(exact, digits - exact.adjusted() - 1)


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
