"""Formulas of claims management. Decimal and unrounded; a formula with a missing term gives None."""

from collections.abc import Iterable
from decimal import Decimal

from helpers.errors import DeskError
from helpers.notation import NOT_IN_SOURCE, is_withheld
from helpers.terms import AMOUNT_NAMES, SEGMENTS, VERDICT_NAMES

# In words, as a list of sources says them. That of 収納率 is the city's (``rates``).
BALANCE = "{assessed}−{collected}−{written_off}＋{refund_due}".format(**AMOUNT_NAMES)  # 収入未済額
ADDED = "{current}＋{carried_over}".format(**SEGMENTS)  # 合計
# What the columns of tables that are computed from others mean, by their names; one that means another thing says so itself.
COLUMNS = {
    "change": "今の値−前の値",
    "growth": "今の値÷前の値−1",
    "points": "今の率−前の率",
    "rate_points": "今の収納率−前年度の収納率",
    "gap": "実績−目標",
    "left": "今の値−目標",
    "achievement": "目標÷収入未済額",
    "cut": "（収入未済額−調定額）÷調定額",
    "cut_points": "前年度の削減率−今の削減率",
    "share": "その値÷全体の値",
    "shares": "割合を上の行から足したもの",
    "distance": "（収納率−中央値）÷散らばり",
    "move": "（前年度との差−その中央値）÷散らばり",
    "saving": "従来の単価−新しい単価",
    "yearly": "（最後の目標−最後の実績）÷年数",
    "percent": "最後の目標÷最後の実績−1",
}


def known(value: str, choices: Iterable[str], name: str) -> str:
    """``value``, if it is one of the closed ``choices``. DeskError ``params`` says which ones there are for ``name``."""
    choices = list(choices)
    if value not in choices:
        raise DeskError("params", f"{name} に「{value}」は使えません。使える値は {'、'.join(choices)} です。")
    return value


def difference(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """``value − base``: an amount, or ポイント when both are rates in %."""
    return None if value is None or base is None else value - base


def growth(value: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Change against ``base`` in %: ``(value / base − 1) × 100`` (増減率). None from a base of zero, which is 皆増."""
    return None if value is None or not base else (value / base - 1) * 100


def grown_from(value: Decimal, growth_rate: Decimal) -> Decimal:
    """The base that grew by ``growth_rate`` % to ``value``: the inverse of :func:`growth`."""
    return value / (1 + growth_rate / 100)


def is_met(actual: Decimal | None, target: Decimal | None, less_is_better: bool = False) -> bool | None:
    """Whether a target is met: a rate by ``actual ≥ target``, an outstanding amount (``less_is_better``) by ``≤``.

    None without a target or an actual, and where one is withheld: no target, no verdict.
    """
    if actual is None or target is None or is_withheld(actual) or is_withheld(target):
        return None
    return actual <= target if less_is_better else actual >= target


def verdict(met: bool | None, target: Decimal | None) -> str:
    """What became of a target, in words: 資料なし if there is one, but no result to hold against it."""
    return NOT_IN_SOURCE if met is None and target is not None else VERDICT_NAMES[met]


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """``part / whole`` in %: collection rate (収入済額/調定額), achievement rate (目標/実績). None of a whole of zero."""
    return None if part is None or not whole else part / whole * 100
