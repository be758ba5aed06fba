"""Tables as CSV."""

import csv

import pytest

from helpers.press import csvs
from helpers.press.sheets import sheets
from tests.press.test_sheets import TAG, TEXT, alone, table


def test_each_sheet_is_a_file_that_excel_opens(tmp_path):
    shown = [("節", table("市税", TEXT, TAG)), ("節", alone("別")), ("節", table("国保", TEXT))]
    for (_, one), id in zip(shown, ("tbl-done-tax", "tbl-other", "tbl-done-care"), strict=True):
        one["name"] = id
    shown[1][1]["data"] = [{"text": "=1+1"}]
    made = sheets(shown)
    csvs.write(made, tmp_path / "csv")
    assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == ["01-done.csv", "02-other.csv"]
    assert (tmp_path / "csv/01-done.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "csv/01-done.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["表", "債権名", "取組", "別"], ["表1", "市税", "市税0", "市税0"], ["表3", "国保", "国保0", ""],
        ]  # fmt: skip
    assert (tmp_path / "csv/02-other.csv").read_text(encoding="utf-8-sig") == "取組\n'=1+1\n"
    assert csvs.files_of(made) == {
        "tbl-done-tax": "csv/01-done.csv", "tbl-done-care": "csv/01-done.csv", "tbl-other": "csv/02-other.csv",
    }  # fmt: skip


def test_a_number_is_written_in_digits_under_its_unit(tmp_path):
    field = {"name": "a", "title": "額", "type": "number", "unit": "円"}
    csvs.write_rows(tmp_path / "a.csv", {"a": csvs.heading(field)}, [{"a": 1e-05}, {"a": -1234.5}, {"a": None}])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == '額（円）\n0.00001\n-1234.5\n""\n'


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        (None, None), (True, "True"), ("", ""), (0, "0"), (1e-5, "0.00001"), (1e22, "10000000000000000000000"), ("a\r\nb\rc", "a\nb\nc"),
        ("-" + "1" * 40, "'-" + "1" * 40), (" -1", "' -1"), ("\t1", "'\t1"),
    ],
)  # fmt: skip
def test_a_cell_of_the_csv(value, stands):
    assert csvs._inert(value) == stands
