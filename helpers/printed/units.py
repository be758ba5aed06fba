"""Units that documents print figures in: what each measures, and how much one of it is."""

from decimal import Decimal
from typing import Literal

from helpers.notation import MONEY

# One of a unit in the base unit: money in 円, rates in 1 (60% is 0.6). Everything else is counted.
_MONEY = {**MONEY, "万円": Decimal(10**4)}
_SHARES = dict.fromkeys(("%", "P", "ポイント", "%ポイント", "pt"), Decimal("0.01"))
_COUNTERS = (
    "", "件", "人", "名", "社", "世帯", "戸", "校", "店", "店舗", "機関", "団体", "区", "局", "部", "課", "係", "債権", "項目", "事案",
    "事業", "講座", "回", "通", "枚", "部", "台", "口", "か所", "箇所", "年", "年度", "か月", "月", "期", "期別", "日", "時間", "分", "歳",
    "倍", "位",
)  # fmt: skip

Kind = Literal["amount", "rate", "count"]


def kind_of(unit: str) -> Kind:
    """What a unit measures. Whatever is neither money nor a share is counted."""
    return "amount" if unit in _MONEY else "rate" if unit in _SHARES else "count"


def scale_of(unit: str) -> Decimal:
    """One ``unit`` in the base unit."""
    return _MONEY.get(unit, _SHARES.get(unit, Decimal(1)))


def check_unit(unit: str) -> None:
    """ValueError, in Japanese, if a printed figure has no such unit."""
    if unit not in _MONEY and unit not in _SHARES and unit not in _COUNTERS:
        known = "、".join((*_MONEY, *_SHARES, *filter(None, _COUNTERS)))
        raise ValueError(f"「{unit}」という単位を知りません。使える単位: {known}。")
