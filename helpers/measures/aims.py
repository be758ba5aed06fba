"""Targets of the claims whose result is known: what each was to reach, and whether it did."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from helpers.measures.accounts import account
from helpers.measures.formulas import difference, is_met
from helpers.measures.rows import Rows
from helpers.packet import Packet
from helpers.terms import AGGREGATES, MEASURE_NAMES, RATE, SEGMENTS

# What claims have targets of; less of an outstanding amount is better.
_AIMED = (RATE, "outstanding", "share")


@dataclass(frozen=True)
class Aim:
    """A target of one claim and what was reached: a rate or share in %, an outstanding amount in the unit of tables."""

    claim: str
    segment: str
    measure: str
    item: str
    fiscal_year: int
    actual: Decimal
    estimate: bool  # the result is 推計 or 見込み, not yet settled
    target: Decimal
    gap: Decimal  # actual − target, of rates and shares in ポイント
    met: bool

    @property
    def is_rate(self) -> bool:
        return self.measure != "outstanding"


class _Result(NamedTuple):
    value: Decimal
    estimate: bool


def aims(packet: Packet) -> Rows[Aim]:
    """判定できる目標。目標と実績(決算、なければ推計)がそろう最も新しい年度の、債権ごとの目標。市の順。

    例::

        measures.aims(packet).frame()

    列: claim、segment、measure、item、fiscal_year、actual、estimate、target、
      gap、met
    会議の年度より後は含まない。``gap`` = actual − target。率と割合は目標以上、収入未済額は目標以下で達成。
    単位は行による(measure が outstanding なら市の表の金額、ほかは % とポイント)。判定できる目標がなければ行がない。
    """
    return packet.once("aims", lambda: _newest(packet))


def aim_name(row: Aim) -> str:
    """What a target is of: 滞納繰越分の収納率, 収入未済額, 分納実施割合."""
    if row.item:
        return row.item
    return ("" if row.segment == "total" else f"{SEGMENTS[row.segment]}の") + MEASURE_NAMES.get(row.measure, "割合")


def missed_most(rows: Rows[Aim], most: int, met: bool = False) -> list[Aim]:
    """Those not met with the largest gaps, ``most`` of each measure; with ``met`` those that were passed by most."""
    found = []
    for measure in _AIMED:
        own = [row for row in rows if row.measure == measure and row.met == met and row.gap]
        found += sorted(own, key=lambda row: -abs(row.gap))[:most]
    return found


def _newest(packet: Packet) -> Rows[Aim]:
    figures = packet.ledger.figures(kind="target", as_of="", group="")
    own = figures["measure"].isin(list(_AIMED)) & ~figures["claim"].isin(list(AGGREGATES))
    targets = figures[own & (figures["fiscal_year"] <= packet.fiscal_year)]
    for year in sorted(set(targets["fiscal_year"]), reverse=True):
        if found := _judged(packet, targets[targets["fiscal_year"] == year]):
            return Rows(found)
    return Rows()


def _judged(packet: Packet, targets: pd.DataFrame) -> Sequence[Aim]:
    order = {claim: place for place, claim in enumerate(packet.ledger["claims"]["claim"])}
    rows = (_aim(packet, target) for target in sorted(targets.itertuples(), key=lambda row: order[row.claim]))
    return [row for row in rows if row is not None]


def _aim(packet: Packet, target: tuple) -> Aim | None:
    """None without a result."""
    thing = {name: getattr(target, name) for name in ("claim", "segment", "measure", "item", "fiscal_year")}
    result = _result(packet, thing)
    if result is None:
        return None
    met = is_met(result.value, target.value, less_is_better=target.measure == "outstanding")
    gap = difference(result.value, target.value)
    return Aim(**thing, actual=result.value, estimate=result.estimate, target=target.value, gap=gap, met=met)


def _result(packet: Packet, thing: dict[str, Hashable]) -> _Result | None:
    """What was reached of a whole year: the settlement, else the estimate of it."""
    settled = None
    if not thing["item"] and thing["measure"] in (RATE, "outstanding"):
        own = account(packet, thing["claim"], thing["segment"], thing["fiscal_year"])
        settled = own.rate if thing["measure"] == RATE else own.outstanding
    else:
        settled = packet.ledger.value(**thing, kind="actual", as_of="", group="")
    if settled is not None:
        return _Result(settled, estimate=False)
    estimate = packet.ledger.value(**thing, kind="estimate", as_of="", group="", approx="")
    return None if estimate is None else _Result(estimate, estimate=True)
