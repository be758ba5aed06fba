"""Rows of published.csv that nobody should write: each ends in a fault with its row and column."""

import time

import pytest

from helpers.audit import examine
from helpers.errors import DeskError
from helpers.ledger.reading import read
from helpers.ledger.rows import Published
from tests.audit.conftest import FILE, frame, row

GOOD = dict.fromkeys(Published.model_fields, "") | {
    "meeting": "2026-01-21", "document": "資料", "table": "表", "row": "市税", "fiscal_year": "2025", "column": "A",
    "item": "調定額", "figure": "160件", "source": "3頁",
}  # fmt: skip
FIGURES = [
    "1e999",
    "1e5",
    "∞",
    "-∞",
    "NaN",
    "nan",
    "Infinity",
    "١٢٣",
    "一二三",
    "10²",
    "½",
    "0x10",
    "1_000",
    "1.2.3",
    "--5",
    "5件6件",
    "=1+1",
    "#N/A",
]


def read_rows(tmp_path, *changes):
    """What the reader says of a published.csv whose rows are the good one with ``changes``."""
    path = tmp_path / "published.csv"
    lines = [list(GOOD), *((GOOD | change).values() for change in changes)]
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8-sig")
    started = time.monotonic()
    _, faults = read(path, Published, FILE)
    assert time.monotonic() - started < 10
    return faults


class TestTheReader:
    @pytest.mark.parametrize("figure", FIGURES)
    def test_no_figure(self, tmp_path, figure):
        [fault] = read_rows(tmp_path, {}, {"figure": figure, "column": "B"})
        assert (fault.row, fault.column) == (3, "figure") and "数値として読めません" in fault.message

    @pytest.mark.parametrize("figure", ["1" * 10_000, "1" * 16, "9" * 5_000 + "億円"])
    def test_too_many_digits(self, tmp_path, figure):
        [fault] = read_rows(tmp_path, {"figure": figure})
        assert (fault.row, fault.column) == (2, "figure")

    @pytest.mark.parametrize("column", ["meeting", "document", "table", "row", "column", "item", "figure", "source"])
    @pytest.mark.parametrize("empty", ["", "  ", "　"])
    def test_nothing_where_there_must_be_something(self, tmp_path, column, empty):
        [fault] = read_rows(tmp_path, {column: empty})
        assert (fault.row, fault.column) == (2, column)

    @pytest.mark.parametrize("year", ["1e4", "-1", "NaN", "٢٠٢٥", "9" * 5_000, "0", "2025.0"])
    def test_no_year(self, tmp_path, year):
        [fault] = read_rows(tmp_path, {"fiscal_year": year})
        assert (fault.row, fault.column) == (2, "fiscal_year")

    @pytest.mark.parametrize("unit", ["ドル", "∞", "件" * 10_000, "=1"])
    def test_no_unit(self, tmp_path, unit):
        [fault] = read_rows(tmp_path, {"figure": "160", "unit": unit})
        assert (fault.row, fault.column) == (2, "unit") and "単位を知りません" in fault.message


class TestTheAudit:
    @pytest.mark.parametrize("figure", [*FIGURES, "1" * 10_000])
    def test_a_figure_that_came_past_the_reader(self, figure):
        rows = frame([row("A", "3件"), row("B", "3件", "A"), row("C", "3件", "B")])
        rows.at[3, "figure"] = figure
        with pytest.raises(DeskError) as caught:
            examine(rows, FILE)
        [fault] = caught.value.faults  # and none for the formula that names it
        assert (fault.file, fault.row, fault.column) == (FILE, 3, "figure")

    def test_rows_that_say_the_same_twice(self):
        with pytest.raises(DeskError) as caught:
            examine(frame([row("A", "3件"), row("A", "3件"), row("Ａ", "4件"), row("B", "1件", "Z")]), FILE)
        assert [(fault.row, fault.column) for fault in caught.value.faults] == [(3, ""), (4, ""), (5, "formula")]

    @pytest.mark.parametrize("name", ["合計", "=1+1", "a.b", "1", "'", "\u200b"])
    def test_odd_names_of_tables_rows_and_totals(self, name):
        examine(frame([row("C", "3件", table=name, row=name, part_of=name), row("C", "3件")]), FILE)
