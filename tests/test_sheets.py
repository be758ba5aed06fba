"""The first sheet of a workbook, read as the CSV that it would be."""

import datetime as dt

import openpyxl
import pytest

from helpers.ledger.sheets import records

FILE = "表.xlsx"


def read(tmp_path, *rows, name=FILE):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            value, code = cell if isinstance(cell, tuple) else (cell, "General")
            place = book.active.cell(number, column, value)
            place.number_format = code
    book.create_sheet("別の表").append(["読まない"])
    book.save(tmp_path / name)
    return records(tmp_path / name, FILE)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.443, "0.0%", "44.3%"),
        (0.4425, "0.0%", "44.3%"),  # half up
        (0.5, "0%", "50%"),
        (0.125, '0.0"点"', "0.1"),
        (1234.5, "#,##0", "1235"),
        (1234.5, "General", "1234.5"),
        (-5, '0.00;"▲"0.00', "-5.00"),
        (5, '"100%"0', "5"),
        (5, "[Red]0.0_%", "5.0"),
        (5, "0.??", "5.00"),
        (7, "@", "7"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (dt.datetime(2026, 6, 3), "yyyy/m/d", "2026-06-03"),
        ("約5", "General", "約5"),
        ("=B2/A2", "General", "=B2/A2"),
    ],
)
def test_a_cell_is_what_it_shows(tmp_path, value, code, text):
    assert read(tmp_path, ["formula"], [(value, code)]) == ([(1, ["formula"]), (2, [text])], [])


def test_rows_keep_their_numbers_and_empty_ones_are_none(tmp_path):
    assert read(tmp_path, [" a ", "b"], [None, None], ["x", None]) == ([(1, [" a ", "b"]), (3, ["x", ""])], [])


def test_a_formula_that_was_never_computed_is_named(tmp_path):
    found, faults = read(tmp_path, ["a", " b "], ["x", "=1+1"])
    assert found == [(1, ["a", " b "]), (2, ["x", ""])]
    (fault,) = faults
    assert str(fault) == "表.xlsx 2行目 b: 計算の結果が保存されていません。Excel で開いて保存し直してください。"


def test_what_is_no_workbook_or_too_large_is_refused(tmp_path, monkeypatch):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    found, (fault,) = records(tmp_path / "broken.xlsx", FILE)
    assert found == []
    assert str(fault) == "表.xlsx: Excel のブックとして読めません。Excel で開いて、.xlsx で保存し直してください。"
    found, (fault,) = records(tmp_path / "none.xlsx", FILE)
    assert found == [] and fault.file == FILE
    monkeypatch.setattr("helpers.ledger.sheets._MOST_ROWS", 2)
    monkeypatch.setattr("helpers.ledger.sheets._MOST_COLUMNS", 2)
    assert read(tmp_path, ["a", "b"], ["x", "y"])[1] == []
    for rows in ([["a"], ["x"], ["y"]], [["a", "b", "c"]]):
        found, (fault,) = read(tmp_path, *rows)
        assert found == [] and str(fault) == "表.xlsx: 2 行、2 列までにしてください。"
