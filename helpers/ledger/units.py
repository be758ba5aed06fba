"""The one place where amounts are brought to the unit of a city's tables."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from helpers.ledger import Ledger
from helpers.notation import MONEY, decimals_of
from helpers.terms import AMOUNTS


def in_unit(ledger: Ledger, unit: str) -> Ledger:
    """``ledger`` with every amount of a finer unit expressed in ``unit``: 円 in a city whose tables print 千円. Exactly, with all its
    digits: 1234567円 is 1234.567千円, and rounding happens where it is printed.

    An amount of a coarser unit stays as it is: in a finer one it would claim digits that nobody printed.
    """
    tables = dict(ledger.tables)
    figures = tables["figures"]
    finer = figures["measure"].isin(AMOUNTS) & _is_finer(figures["unit"], unit)
    tables["figures"] = _converted(figures, finer, ("value",), unit)
    if "excluded" in tables:
        excluded = tables["excluded"]
        tables["excluded"] = _converted(excluded, _is_finer(excluded["unit"], unit), AMOUNTS, unit)
    if not finer.any():
        return replace(ledger, tables=tables)
    written = figures[figures["measure"].isin(AMOUNTS) & (figures["unit"] == unit)]["value"]
    return replace(ledger, tables=tables, amount_decimals=max(map(decimals_of, written), default=0))


def _is_finer(units: pd.Series, unit: str) -> pd.Series:
    return units.isin([own for own, yen in MONEY.items() if yen < MONEY[unit]])


def _converted(frame: pd.DataFrame, where: pd.Series, columns: Iterable[str], unit: str) -> pd.DataFrame:
    """``frame`` with the amounts of ``columns`` in ``unit`` in the rows ``where``."""
    if not where.any():
        return frame
    units = list(frame["unit"])
    converted = {
        column: [
            _scaled(value, own, unit) if finer else value
            for value, own, finer in zip(frame[column], units, where, strict=True)
        ]
        for column in columns
    }
    converted["unit"] = [unit if finer else own for own, finer in zip(units, where, strict=True)]
    return frame.assign(**{name: pd.Series(values, frame.index, dtype=object) for name, values in converted.items()})


def _scaled(value: Decimal | None, own: str, unit: str) -> Decimal | None:
    # Units of money are powers of ten; moving the point keeps every digit, also the zeros that say how exact an amount is.
    return None if value is None else value.scaleb((MONEY[own] / MONEY[unit]).adjusted())
