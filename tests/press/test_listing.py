"""The tables of a listing as CSV: what a double click opens runs nothing, and numbers stay numbers."""

import csv
from decimal import Decimal

import pytest

from helpers.errors import DeskError
from helpers.notation import Notation
from helpers.press import listing
from helpers.press.document import Document
from helpers.tables.table import Column, Table
from tests.conftest import without_own_scripts

DOCUMENT = Document("題名", "副題", "2026-06-03", (), {})


def table(text, value=Decimal("1")):
    columns = [Column("a", "名"), Column("b", "額", number=True)]
    return Table("tbl-a", "表の題", columns, [{"a": text, "b": value}], Notation())


def cells(tmp_path, text, value=Decimal("1")):
    listing.write(tmp_path, "audit", DOCUMENT, [], table(text, value))
    with (tmp_path / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(csv.DictReader(file))


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x.example","見る")', "=cmd|'/c calc'!A1", "=1", "+1+cmd|'/c calc'!A1", "-2+3", "-督促", "+81-54-1",
        "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\n=1+1", "＝1+1", "＋A1", "＠A", "-1e5", "=" * 5_000, "-" + "1" * 5_000,
    ],
)  # fmt: skip
def test_a_text_that_would_run_stands_behind_an_apostrophe(tmp_path, text):
    stands = text.replace("\r", "\n")  # a line break of another kind would begin a row
    assert cells(tmp_path, text) == {"a": f"'{stands}", "b": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "―",
        "－",
        "▲24.8%",
        "+4.0%",
        "-1,234",
        "-1,234千円",
        "+0.1P",
        "44.4%",
        "資料なし",
        "市税",
        "A - B",
        "#N/A",
        "'引用",
        "",
    ],
)
def test_a_figure_and_any_other_text_stand_as_they_are(tmp_path, text):
    assert cells(tmp_path, text)["a"] == text


@pytest.mark.parametrize(
    ("value", "digits"), [("-1234.5", "-1234.5"), ("0.000001", "0.000001"), ("-0.0000005", "-0.0000005"), ("7", "7")]
)
def test_numbers_stay_numbers(tmp_path, value, digits):
    assert cells(tmp_path, "甲", Decimal(value))["b"] == digits


def test_the_page_shows_markup_as_it_was_written(tmp_path):
    part = listing.Part("<b>", ("<script>alert(1)</script>",), table("<img src=x onerror=alert(1)>"))
    listing.write(tmp_path, "audit", DOCUMENT, [part], table("甲"))
    html = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert "<script" not in without_own_scripts(html) and "<img" not in html and "&lt;script&gt;" in html


def test_what_excel_cannot_hold_stops_before_anything_is_written(tmp_path):
    with pytest.raises(DeskError, match="表「表の題」 2行目 名: 目に見えない制御文字"):
        cells(tmp_path, "\x07")
    assert not list(tmp_path.iterdir())
