"""Data as frames of numbers, with their units beside them."""

import pytest

from helpers import tables
from helpers.errors import DeskError
from tests.by_hand import kawabe


def test_a_table_of_the_data_is_numeric_with_its_unit(packet):
    frame = packet.frame("figures", measure="outstanding", unit="億円")
    assert frame["value"].dtype == float and list(frame.index) == list(range(len(frame)))
    assert frame.attrs["units"] == {"value": "億円"} and set(frame["measure"]) == {"outstanding"}
    assert len(frame) == (packet.ledger["figures"][["measure", "unit"]] == ["outstanding", "億円"]).all(axis=1).sum()


def test_units_that_differ_from_row_to_row_are_not_told(packet):
    assert packet.frame("figures").attrs["units"] == {}


@pytest.mark.parametrize(
    ("table", "where", "said"),
    [("figure", {}, "もしかして「figures」"), ("figures", {"mesure": 1}, "もしかして「measure」")],
)
def test_a_name_that_is_none_is_told(packet, table, where, said):
    with pytest.raises(DeskError, match=said):
        packet.frame(table, **where)


def test_a_printed_table_gives_its_figures_as_printed(packet):
    frame = tables.trend(packet).frame()
    rates = frame.iloc[:, 1]
    assert rates.dtype == float and rates.dropna().tolist() == [90.52, 97.59, 97.81]
    assert rates.isna().sum() == 1 and frame.attrs["units"][rates.name] == "%"


def test_columns_of_the_same_heading_are_both_there_and_say_their_units():
    frame = tables.trend(kawabe()).frame()
    rate, amount = (f"令和6年度までの増減（{unit}）" for unit in ("ポイント", "百万円"))
    assert frame[rate].dropna().tolist() == [1.2, 0.6] and frame[amount].dropna().tolist() == [-1580.0, -790.0]
    assert (frame.attrs["units"][rate], frame.attrs["units"][amount]) == ("ポイント", "百万円")
