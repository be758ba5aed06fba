"""Rows as a frame: names, numbers and what is missing."""

import math
from dataclasses import dataclass
from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.measures import Rows
from tests.measures.packets import amounts, packet


@dataclass(frozen=True)
class Half:
    amount: D | None
    met: bool | None


@dataclass(frozen=True)
class Whole:
    name: str
    year: int
    month: int | None
    sure: bool
    this: Half
    last: Half
    before: Half | None
    parts: tuple[str, ...]


ROWS = Rows(
    [
        Whole("a", 2025, None, True, Half(D("0.1"), True), Half(None, None), None, ("x", "y")),
        Whole("b", 2024, 3, False, Half(D(2), None), Half(None, None), None, ()),
    ]
)


def test_every_field_is_a_column_and_those_of_a_row_within_wear_its_name():
    assert list(ROWS.frame().columns) == [
        "name", "year", "month", "sure", "amount", "met", "amount_last", "met_last", "amount_before", "met_before", "parts"
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], ROWS[1:]], ids=["both", "first", "second"])
def test_a_column_is_what_the_row_declares_whatever_the_values(rows):
    dtypes = {name: str(dtype) for name, dtype in Rows(rows).frame().dtypes.items()}
    assert dtypes == {
        "name": "object", "year": "int64", "month": "float64", "sure": "boolean", "parts": "object",
        **{f"amount{suffix}": "float64" for suffix in ("", "_last", "_before")},
        **{f"met{suffix}": "boolean" for suffix in ("", "_last", "_before")},
    }  # fmt: skip


def test_a_missing_number_is_nan_and_a_missing_verdict_is_none_of_both():
    frame = ROWS.frame()
    assert frame["amount"].tolist() == [0.1, 2.0] and frame["amount_last"].isna().all()
    assert frame["met"].sum() == 1 and frame["met"].isna().tolist() == [False, True]
    assert math.isnan(frame.loc[0, "month"]) and frame.loc[0, "parts"] == ("x", "y")


def test_no_rows_are_an_empty_frame():
    assert Rows().frame().empty


def test_positions_are_numbers_for_an_analyst():
    frame = measures.positions(packet({"a": "局"}, amounts("a", 1000, 300, 700)), "carried_over").frame()
    assert set(map(str, frame.drop(columns="claim").dtypes)) == {"float64"}
    assert frame.loc[0, "cut"] == -30.0 and math.isnan(frame.loc[0, "cut_last"])
    assert list(frame.columns[:5]) == ["claim", "assessed", "collected", "outstanding", "target"]
