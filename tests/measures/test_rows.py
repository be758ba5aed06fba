"""Rows as a frame: names, numbers and what is missing."""

import dataclasses
import math
from dataclasses import dataclass
from decimal import Decimal
from decimal import Decimal as D
from typing import Annotated, get_args, get_origin, get_type_hints

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


def test_money_is_in_the_unit_of_the_city():
    """And rates are in %, differences of two in points, what has its unit in another column in none."""
    town = packet({"a": "局"}, amounts("a", 1000, 300, 700))
    units = measures.positions(town, "carried_over").frame().attrs["units"]
    assert (
        units["assessed"] == units["target_last"] == "千円"
        and units["rate"] == "%"
        and units["cut_points"] == "ポイント"
    )
    assert measures.Rows([measures.TrendPoint(2024, D(96), D(5), 0, False, False)], town.city.units).frame().attrs["units"] == {
        "rate": "%", "outstanding": "億円", "about": "億円"
    }  # fmt: skip
    assert ROWS.frame().attrs["units"] == {} == Rows().frame().attrs["units"]


def test_the_units_of_a_plan_are_those_of_what_it_aims_at():
    town = packet({"a": "局"}, amounts("a", 1000, 300, 700))
    units = [measures.plan_targets(town, m, [2024], [2025]).frame().attrs["units"] for m in measures.PLAN_SEGMENTS]
    assert [(u["result_2024"], u["yearly"], u["percent"]) for u in units] == [
        ("%", "ポイント", "%"),
        ("千円", "千円", "%"),
    ]


def test_every_number_has_a_unit_but_what_depends_on_the_row():
    """Those of a result and of a plan's aim stand beside them; a printed figure and its computed one are of any measure."""
    kinds = [row for row in vars(measures).values() if isinstance(row, type) and dataclasses.is_dataclass(row)]
    numbers = {
        f"{row.__name__}.{name}"
        for row in kinds
        for name, hint in get_type_hints(row, include_extras=True).items()
        if hint is Decimal or (get_origin(hint) is not Annotated and Decimal in get_args(hint))
    }
    assert numbers == {
        "Use.this", "Use.last", "Result.this", "Result.last", "Result.target", "PastTarget.target", "PastTarget.actual",
        "PastTarget.gap", "Denied.computed", "Standing.rate", "Standing.target", "Standing.outstanding", "Stated.value",
        "Headline.this", "Headline.last", "Headline.target", "Aim.actual", "Aim.target", "Aim.gap",
    }  # fmt: skip
