"""Rows of a measure: frozen dataclasses for the program, a numeric frame for an analyst."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType, NoneType
from typing import Annotated, TypeVar, get_args, get_origin, get_type_hints

import pandas as pd

from helpers.params.models import Units

R = TypeVar("R")

# What a field of a row is counted in, in its type: the name of one of the units that :class:`Rows` is given, or the unit itself.
Amount = Annotated[Decimal, "table"]  # money, in the unit of the city's tables
Summary = Annotated[Decimal, "summary"]  # money, in the unit of its summaries
Yen = Annotated[Decimal, "円"]
Percent = Annotated[Decimal, "%"]
Points = Annotated[Decimal, "ポイント"]
Place = Annotated[Decimal, "位"]
Times = Annotated[Decimal, "倍"]


class Rows(tuple[R, ...]):
    """The rows of one measure, in the city's order. Rows are frozen dataclasses with Decimal, the record; :meth:`frame` is for
    looking at them and plotting.

    ``units`` are the city's, where the rows hold money; a measure with others names them itself (kind → unit).
    """

    def __new__(cls, rows: Iterable[R] = (), units: Units | Mapping[str, str] = MappingProxyType({})) -> "Rows[R]":
        made = super().__new__(cls, rows)
        made.units = dict(units)
        return made

    def frame(self) -> pd.DataFrame:
        """計算した行を、pandas と seaborn で使う数値の DataFrame にする。

        例::

            frame = measures.trend(packet).frame()
            sns.lineplot(frame, x="fiscal_year", y="rate")

        数値は float、値がないところは NaN、真偽は boolean。単位は ``.attrs["units"]`` にある(列 → 単位。行により単位が違う列は、そこにない)。前年の値の列は
        ``_last`` で終わり、年度ごとの値は年度ごとの列(``result_2023``)になる。行がなければ、列もない。丸めていない値である。
        """
        columns = list(_columns(type(self[0]), self[0])) if self else []
        frame = pd.DataFrame(
            {column: pd.Series([_at(row, path) for row in self], dtype=dtype) for column, path, dtype, _ in columns}
        )
        frame.attrs["units"] = {column: self.units.get(kind, kind) for column, _, _, kind in columns if kind}
        return frame


def _columns(
    row: type, first: object, path: tuple[str, ...] = (), suffix: str = ""
) -> Iterator[tuple[str, tuple[str, ...], object, str]]:
    """Name, place, dtype and kind of unit of the column that each field of ``row`` gives; the keys of mappings are those of the
    ``first`` one.
    """
    hints, annotated = get_type_hints(row), get_type_hints(row, include_extras=True)
    for field in dataclasses.fields(row):
        kinds = set(get_args(hints[field.name]) or [hints[field.name]])
        listed = get_origin(hints[field.name]) is tuple  # several rows in one: no columns of their own
        inner = None if listed else next((kind for kind in kinds if dataclasses.is_dataclass(kind)), None)
        here = (*path, field.name)
        value, kind = getattr(first, field.name, None), _kind(annotated[field.name])
        if inner is not None:
            yield from _columns(inner, value, here, "" if field.name == "this" else f"_{field.name}")
        elif isinstance(value, Mapping):
            kinds = set(get_args(get_args(hints[field.name])[1]))
            yield from ((f"{field.name}_{key}{suffix}", (*here, key), _dtype(kinds), kind) for key in value)
        else:
            yield field.name + suffix, here, _dtype(kinds), kind


def _kind(hint: object) -> str:
    """What a type, or one of those it is made of, is annotated with; "" if none is."""
    if get_origin(hint) is Annotated:
        return hint.__metadata__[0]
    return next((kind for kind in map(_kind, get_args(hint)) if kind), "")


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
