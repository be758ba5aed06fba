"""The tables of a listing as CSV: what a double click opens runs nothing, and numbers stay numbers."""

import csv
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup

from helpers.errors import DeskError
from helpers.notation import Notation
from helpers.press import listing, look
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


def named(id, caption, notes=()):
    columns = [Column("a", "名"), Column("b", "額", number=True)]
    return Table(id, caption, columns, [{"a": "甲", "b": Decimal("1234.5")}], Notation(), notes=notes)


def test_the_page_the_workbook_and_the_csv(tmp_path):
    document = replace(DOCUMENT, links=(("資料", "report.html"), ("PDF", "report.pdf")))
    parts = [
        listing.Part("一", ("文1", "文2"), named("tbl-a", "甲の表", ["注1"])),
        listing.Part("二", table=named("tbl-b", "乙の表"), listed=True),
        listing.Part("三"),
    ]
    made = listing.write(tmp_path, "audit", document, parts, named("tbl-c", "全体の表"))
    assert made == [tmp_path / f"audit.{kind}" for kind in ("html", "xlsx", "csv")]
    text = made[0].read_text(encoding="utf-8")
    assert look.css() in text and f"<script>\n{look.script()}{look.sorting()}</script>" in text
    page = BeautifulSoup(text, "html.parser")
    assert (page.title.text, page.find(class_="subtitle").text) == ("題名", "副題")
    assert [(link.text, link["href"]) for link in page.find(class_="beside").find_all("a")] == [
        ("資料", "report.html"),
        ("PDF", "report.pdf"),
    ]
    assert [link.text for link in page.nav.find_all("a")] == ["一", "二", "三"]
    one = page.find(id="part-1")
    assert [tag.text for tag in one.find_all("p")] == ["文1", "文2", "注1"] and one.find("td", string="1,234.5")
    assert [len(page.find(id=f"part-{n}").find_all("table")) for n in (1, 2, 3)] == [1, 1, 0]
    book = openpyxl.load_workbook(made[1])
    assert book.sheetnames[3:] == ["表1 甲の表", "表2 全体の表"]
    assert [[cell.value for cell in row] for row in book["目次"]][1:] == [
        ["表1 甲の表", "甲の表", "一"],
        ["表2 全体の表", "全体の表", "題名"],
    ]
    assert made[2].read_bytes() == "\ufeffa,b\n甲,1234.5\n".encode()  # fmt: skip


def test_without_a_table_of_the_whole_there_is_no_csv(tmp_path):
    made = listing.write(tmp_path, "swap", DOCUMENT, [listing.Part("一", table=named("tbl-a", "甲の表"))])
    assert made == [tmp_path / "swap.html", tmp_path / "swap.xlsx"] == sorted(tmp_path.iterdir())
    assert openpyxl.load_workbook(made[1]).sheetnames[3:] == ["表1 甲の表"]
