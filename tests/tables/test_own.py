"""Frames of an analyst's own as tables of the house."""

import datetime as dt
from decimal import Decimal

import pandas as pd
import pytest

from helpers import tables
from helpers.errors import DeskError
from helpers.press.proof.table import grid
from tests.press.test_own import soup


def body(table):
    return grid(soup(table.html()).find("table"))


def test_a_frame_prints_as_the_house_prints():
    frame = pd.DataFrame({"fiscal_year": [2023, 2024, 2025], "額": [-12345.5, 0.125, None], "件": [1, 2, 3], "可": [True, False, True]})  # fmt: skip
    table = tables.own(frame, caption="題", units={"額": "千円"})
    assert body(table) == [
        ["2023", "▲12,345.50", "1", "○"],
        ["2024", "0.13", "2", "×"],
        ["2025", "-", "3", "○"],
    ]
    assert [field["unit"] for field in table.resource()["schema"]["fields"]] == ["", "千円", "", ""]
    assert table.resource()["data"][0]["c2"] == -12345.5 and table.resource()["data"][2]["c2"] is None


def test_an_index_that_says_something_names_the_rows():
    table = tables.own(pd.Series([Decimal("1.50"), None], index=pd.Index(["市税", "保育料"], name="債権"), name="率"))
    assert [column.title for column in table.columns] == ["債権", "率"]
    assert body(table) == [["市税", "1.5"], ["保育料", "-"]] and table.heads == 1
    assert soup(table.html()).find("th", scope="row").text == "市税"


def test_levels_of_columns_and_rows_become_groups_and_merged_cells():
    frame = pd.DataFrame(
        [[1, 2], [3, 4]],
        index=pd.MultiIndex.from_tuples([("税", "a"), ("税", "b")], names=["区分", "名"]),
        columns=pd.MultiIndex.from_tuples([("R6", "額"), ("R6", "率")]),
    )
    table = tables.own(frame)
    page = soup(table.html())
    assert page.find("th", colspan="2").text == "R6" and page.find("th", rowspan="2", scope="row").text == "税"
    assert body(table) == [["税", "a", "1", "2"], ["税", "b", "3", "4"]]


def test_numbers_alone_share_no_cell_and_name_no_row():
    page = soup(tables.own(pd.DataFrame({"a": [0, 0], "b": [1, 1]})).html())
    assert not page.find(rowspan=True) and not page.find("th", scope="row")


def test_what_a_styler_asks_of_numbers_is_printed_and_stays_a_number():
    frame = pd.DataFrame({"率": [0.951, 0.8], "比": [95.1, 1.0], "額": [-1200, 5], "印": [1, 2]})
    styled = frame.style.format({"率": "{:.1%}", "比": "{:.0f}%", "額": "{:,.0f} 円", "印": "第{}位"})
    table = tables.own(styled)
    assert body(table) == [["95.1", "95", "▲1,200", "1"], ["80.0", "1", "5", "2"]]
    assert [column.unit for column in table.columns] == ["%", "%", "円", ""]
    assert table.resource()["data"][0]["c1"] == 95.1
    assert tables.own(styled, units="人", decimals=2).columns[0].unit == "人"


def test_rows_that_a_styler_hides_or_takes_on():
    frame = pd.DataFrame({"額": [1, 2, 3]}, index=["a", "b", "c"])
    styled = frame.style.hide(["a"]).highlight_max(props="font-weight: bold")
    assert body(tables.own(styled)) == [["b", "2"], ["c", "3"]]
    assert tables.own(styled).marks == {(1, "c2"): ["bold"]}
    total = frame.style.concat(frame.agg(["sum"]).style)
    assert body(tables.own(total))[-1] == ["sum", "6"]


def test_a_colour_of_its_own_is_no_warning_and_a_column_shaded_throughout_tells_nothing():
    frame = pd.DataFrame({"額": [1, 2], "率": [0.5, 0.7]})
    assert tables.own(frame.style.background_gradient()).marks == {}
    coloured = frame.style.map(lambda value: f"color: {'green' if value < 1 else '#f00'}")
    assert tables.own(coloured).marks == {(0, "c1"): ["red"], (1, "c1"): ["red"]}


def test_a_styler_keeps_its_caption_marks_and_hidden_columns():
    frame = pd.DataFrame({"名": ["x", "y"], "額": [1, 2], "裏": [8, 9]})
    styled = frame.style.set_caption("題名").hide(["裏"], axis="columns").highlight_max(subset=["額"], props="font-weight: bold; color: crimson")  # fmt: skip
    table = tables.own(styled)
    assert table.caption == "題名" and body(table) == [["x", "1"], ["y", "2"]]
    assert table.marks == {(1, "c2"): ["bold", "red"]}


def test_days_are_written_in_eras():
    assert body(tables.own(pd.DataFrame({"日": [dt.date(2026, 6, 3), pd.Timestamp("2026-06-03 09:30")]}))) == [
        ["令和8年6月3日"],
        ["令和8年6月3日 09:30"],
    ]


def test_the_unit_of_a_frame_comes_along():
    frame = pd.DataFrame({"額": [1]})
    frame.attrs["units"] = {"額": "円"}
    assert tables.own(frame).columns[0].unit == "円"


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"率": [1.0, float("inf")]}), "列「率」に無限大"),
        (pd.DataFrame({"a": range(1001)}), "1,001 行"),
        (pd.DataFrame({"a": []}), "行か列がありません"),
    ],
)
def test_what_cannot_be_printed_is_refused(frame, said):
    with pytest.raises(DeskError, match=said):
        tables.own(frame)
