"""Rows of a measure: frozen dataclasses for the program, a numeric frame for an analyst."""

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import NoneType
from typing import TypeVar, get_args, get_origin, get_type_hints

import pandas as pd

R = TypeVar("R")


class Rows(tuple[R, ...]):
    """The rows of one measure, in the city's order. Rows are frozen dataclasses with Decimal, the record; :meth:`frame` is for
    looking at them and plotting.
    """

    def frame(self) -> pd.DataFrame:
        """The same as a DataFrame for pandas and seaborn, a row each. Numbers are float64 and a missing one is NaN, truth values
        are nullable booleans; both as the row declares them, whatever the values. A row within a row gives its fields a suffix
        with its name (``assessed_last``), ``this`` has none; a mapping gives a column a key (``result_2023``). Without rows there are
        no columns.
        """
        if not self:
            return pd.DataFrame()
        return pd.DataFrame(
            {
                column: pd.Series([_at(row, path) for row in self], dtype=dtype)
                for column, path, dtype in _columns(type(self[0]), self[0])
            }
        )


def _columns(
    row: type, first: object, path: tuple[str, ...] = (), suffix: str = ""
) -> Iterator[tuple[str, tuple[str, ...], object]]:
    """Name, place and dtype of the column that each field of ``row`` gives; the keys of mappings are those of the ``first`` one."""
    hints = get_type_hints(row)
    for field in dataclasses.fields(row):
        kinds = set(get_args(hints[field.name]) or [hints[field.name]])
        listed = get_origin(hints[field.name]) is tuple  # several rows in one: no columns of their own
        inner = None if listed else next((kind for kind in kinds if dataclasses.is_dataclass(kind)), None)
        here = (*path, field.name)
        value = getattr(first, field.name, None)
        if inner is not None:
            yield from _columns(inner, value, here, "" if field.name == "this" else f"_{field.name}")
        elif isinstance(value, Mapping):
            kinds = set(get_args(get_args(hints[field.name])[1]))
            yield from ((f"{field.name}_{key}{suffix}", (*here, key), _dtype(kinds)) for key in value)
        else:
            yield field.name + suffix, here, _dtype(kinds)


def _dtype(kinds: set) -> object:
    """The dtype of a field that holds values of ``kinds``."""
    present = kinds - {NoneType}
    if present == {bool}:
        return "boolean"
    if Decimal in present and present <= {Decimal, int}:
        return float
    return (float if NoneType in kinds else int) if present == {int} else object


def _at(row: object, path: tuple[str, ...]) -> object:
    """What stands at ``path``; None where a row on the way is missing."""
    for name in path:
        if row is None:
            return None
        row = row[name] if isinstance(row, Mapping) else getattr(row, name)
    return row
