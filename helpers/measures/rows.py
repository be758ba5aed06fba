"""Rows of a measure: frozen dataclasses for the program, a numeric frame for an analyst."""

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

import pandas as pd

R = TypeVar("R")


class Rows(tuple[R, ...]):
    """The rows of one measure, in the city's order. Rows are frozen dataclasses with Decimal, the record; :meth:`frame` is for
    looking at them and plotting.
    """

    def frame(self) -> pd.DataFrame:
        """The same as a DataFrame for pandas and seaborn, a row each. Numbers are float64 and a missing one is NaN, truth values
        are nullable booleans. A row within a row gives its fields a suffix with its name (``assessed_last``); ``this`` has none.
        A mapping gives a column a key (``result_2023``).
        """
        records = [dict(_fields(row)) for row in self]
        frame = pd.DataFrame.from_records(records)
        for column in frame:
            values = [record[column] for record in records if record[column] is not None]
            if values and all(isinstance(value, bool) for value in values):
                frame[column] = frame[column].astype("boolean")
            elif values and any(isinstance(value, Decimal) for value in values):
                frame[column] = frame[column].astype(float)
        return frame


def _fields(row: object, suffix: str = "") -> Iterator[tuple[str, object]]:
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if dataclasses.is_dataclass(value):
            yield from _fields(value, "" if field.name == "this" else f"_{field.name}")
        elif isinstance(value, Mapping):
            yield from ((f"{field.name}_{key}{suffix}", each) for key, each in value.items())
        else:
            yield field.name + suffix, value
