"""The workbook: numbers are numbers, texts are texts, and what Excel cannot hold is refused by its place."""

import datetime as dt
import zipfile
from decimal import Decimal

import numpy as np
import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.press import execute, workbook
from helpers.press.document import Chapter, Document
from tests.press.conftest import document

# What a program that opens the file would run, link, compute or take for another type.
TEXTS = [
    "=1+1", '=HYPERLINK("http://x.example","見る")', "=cmd|'/c calc'!A1", "{=1+1}", "+81-54", "-督促", "@SUM(A1)", "#N/A",
    "#REF!", "TRUE", "1e5", "007", "2026-06-03", "http://x.example", "mailto:a@x.example", "  字下げ", "二\n行", "'引用",
]  # fmt: skip


def resource(title="表の題", data=(("甲", 1),), headings=("名", "額"), notes=(), unit="円"):
    types = ("string", "number")
    fields = [
        {"name": name, "title": heading, "type": kind, "unit": unit if kind == "number" else ""}
        for name, heading, kind in zip("ab", headings, types, strict=True)
    ]
    rows = [dict(zip("ab", row, strict=True)) for row in data]
    return {
        "name": "tbl-a", "title": title, "notes": list(notes), "schema": {"fields": fields}, "data": rows,
        "formats": [{} for _ in rows],
    }  # fmt: skip


def written(tmp_path, *tables, made=None, section="節"):
    made = made or Document("題名", "副題", "2026-06-03", (), {})
    workbook.write_tables(made, [(section, table) for table in tables], tmp_path / "report.xlsx")
    return openpyxl.load_workbook(tmp_path / "report.xlsx")


def refused(tmp_path, *tables, **options):
    with pytest.raises(DeskError) as caught:
        written(tmp_path, *tables, **options)
    assert caught.value.code == "document" and not (tmp_path / "report.xlsx").exists()
    return caught.value


def test_numbers_are_numbers_and_one_value_stands_in_a_cell(root):
    made = document("one")
    execute.execute(made, root, root / "sections", lambda *_: None)
    workbook.write(made, root / "sections", root / "report.xlsx")
    book = openpyxl.load_workbook(root / "report.xlsx")
    assert book.sheetnames == ["表紙", "目次", "注記", "表1 表の題"]
    sheet = book["表1 表の題"]
    assert [[cell.value for cell in row] for row in sheet] == [["甲（円）", "乙"], [-1234.5, "x"], [None, None]]
    assert sheet["A2"].number_format == '#,##0.0;"▲"#,##0.0'
    assert sheet["A2"].data_type == "n"
    assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1" and not sheet.merged_cells.ranges
    assert book["目次"]["A2"].hyperlink.location == "'表1 表の題'!A1"
    assert [cell.value for cell in book["注記"][4]] == ["表1 表の題", "※ 注"]
    assert book.properties.modified.isoformat() == "2026-06-03T00:00:00"


def series(part, *data):
    return resource(f"額（{part}）", data=data) | {"series": ["額", "債権名", part]}


def test_tables_of_a_series_are_rows_of_one_sheet_and_each_has_its_line_in_the_contents(tmp_path):
    book = written(tmp_path, series("市税", ("甲", 1), ("乙", 2)), resource("別"), series("国保", ("丙", 3)))
    assert book.sheetnames[3:] == ["表1ほか 額", "表2 別"]
    assert [[cell.value for cell in row] for row in book["表1ほか 額"]] == [
        ["表", "債権名", "名", "額（円）"], ["表1", "市税", "甲", 1], ["表1", "市税", "乙", 2], ["表3", "国保", "丙", 3],
    ]  # fmt: skip
    lines = [(row[0].hyperlink.location, row[1].value) for row in book["目次"].iter_rows(min_row=2)]
    assert lines == [("'表1ほか 額'!A1", "額（市税）"), ("'表2 別'!A1", "別"), ("'表1ほか 額'!A4", "額（国保）")]


def test_a_column_has_room_for_thousands(tmp_path):
    sheet = written(tmp_path, resource(data=[("甲", 1_234_567_890)])).worksheets[-1]
    assert sheet.column_dimensions["B"].width == len("1,234,567,890") + 3


def test_every_sheet_leads_back_to_the_contents(tmp_path):
    book = written(tmp_path, resource(notes=["注"]))
    back = {sheet.title: sheet["A1"].hyperlink.location for sheet in book if sheet.title != "目次"}
    assert back == dict.fromkeys(["表紙", "注記", "表1 表の題"], "'目次'!A1")
    assert book.worksheets[-1]["A1"].value == "名" and book.worksheets[-1].freeze_panes == "A2"  # a heading, in sight


class TestTextStaysText:
    @pytest.mark.parametrize("text", TEXTS)
    def test_wherever_it_stands(self, tmp_path, text):
        made = Document(text, text, "2026-06-03", (Chapter("one", text, (text,)),), {})
        table = resource(text, data=[(text, 1)], headings=(text, text), notes=[text])
        book = written(tmp_path, table, made=made, section=text)
        cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
        assert [cell.data_type for cell in cells if cell.data_type != "s"] == ["n"]  # the one amount
        assert sum(cell.value == text for cell in cells) == 9
        with zipfile.ZipFile(tmp_path / "report.xlsx") as file:
            assert not any(b"<f>" in file.read(name) for name in file.namelist())

    @pytest.mark.parametrize(("text", "quoted"), [("=1+1", True), ("-督促", True), ("督促", False)])
    def test_even_after_somebody_edits_it(self, tmp_path, text, quoted):
        cell = written(tmp_path, resource(data=[(text, 1)])).worksheets[-1]["A2"]
        assert bool(cell.quotePrefix) is quoted

    def test_line_breaks_are_those_of_excel(self, tmp_path):
        assert written(tmp_path, resource(data=[("一\r\n二\r三", 1)])).worksheets[-1]["A2"].value == "一\n二\n三"


class TestSheetNames:
    @pytest.mark.parametrize(
        "title",
        [
            "市税の'滞納'",
            "''",
            "History",
            "a!b#c%41&d",
            "表：計／[内訳]（単位：千円）",
            "長" * 60,
            "𠮷" * 40,
            "",
            "改\n行",
            "'",
        ],
    )
    def test_links_find_their_sheets(self, tmp_path, title):
        book = written(tmp_path, resource(title), resource(title))
        names = book.sheetnames[3:]
        assert len({name.casefold() for name in names}) == 2
        for row, name in enumerate(names, start=2):
            assert len(name.encode("utf-16-le")) <= 62 and not set(name) & set("\\/*?:[]：／？＊［］\n")
            assert name[0] != "'" != name[-1]
            link = book["目次"].cell(row, 1)
            assert link.value == name and link.hyperlink.location == f"{openpyxl.utils.quote_sheetname(name)}!A1"


class TestWhatExcelCannotHold:
    @pytest.mark.parametrize("text", ["\x00", "a\x07b", "\x1b[2J", "\x0b", "\ud800", "\ufffe"])
    def test_a_character(self, tmp_path, text):
        error = refused(tmp_path, resource(data=[("甲", 1), (text, 2)]))
        assert f"表「表の題」 3行目 名: 目に見えない制御文字(U+{ord(text.strip('ab')[0]):04X}" in str(error)
        assert text not in str(error)

    @pytest.mark.parametrize("text", ["字" * 32_768, "𠮷" * 16_384])
    def test_a_text_too_long(self, tmp_path, text):
        assert "表「表の題」 2行目 名: 長すぎます(32,768 字)" in str(refused(tmp_path, resource(data=[(text, 1)])))
        assert written(tmp_path, resource(data=[(text[:-1], 1)])).worksheets[-1]["A2"].value == text[:-1]

    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (float("nan"), "空欄(None)"), (float("inf"), "空欄(None)"), (Decimal("NaN"), "空欄(None)"),
            (Decimal("-Infinity"), "空欄(None)"), (np.float64("nan"), "空欄(None)"),
            (1234567890123456, "16 桁"), (Decimal("1." + "1" * 40), "41 桁"), (-(10**40) - 1, "41 桁"),
            (10**400, "大きさ"), (Decimal("1e400"), "大きさ"),
            ("皆増", "数値でない値「皆増」"), (True, "数値でない値「True」"), (np.True_, "数値でない値"),
            (dt.date(2026, 6, 3), "date 型"), (dt.datetime(1868, 1, 25), "datetime 型"), (np.datetime64("2026-06-03"), "datetime64 型"),
            (1 + 2j, "complex 型"), ([1], "list 型"),
        ],
    )  # fmt: skip
    def test_a_value_in_a_column_of_numbers(self, tmp_path, value, said):
        error = str(refused(tmp_path, resource(data=[("甲", value)])))
        assert "表「表の題」 2行目 額: " in error and said in error

    def test_every_place_is_named_at_once(self, tmp_path):
        table = resource(title="題\x01", data=[("\x02", float("nan"))], headings=("名\x03", "額"), notes=["\x04"])
        made = Document("\x05", "副題", "2026-06-03", (Chapter("one", "節", ("\x06",)),), {})
        said = str(refused(tmp_path, table, made=made)).splitlines()
        assert said[0] == "Excel に書けない値が 7 件あります。"
        assert [line.split(":")[0] for line in said[1:]] == [
            "  - 表紙", "  - 節", "  - 表「題□」", "  - 表「題□」", "  - 表「題□」 1行目 名□", "  - 表「題□」 2行目 名□",
            "  - 表「題□」 2行目 額",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("value", "stands"),
        [
            (np.int64(5), 5), (np.float64(0.1), 0.1), (np.float32(0.1), 0.1), (Decimal("97.10"), 97.1), (10**20, 10**20),
            (999_999_999_999_999, 999_999_999_999_999), (-0.0, 0), (None, None), ("", None), (1 / 3, pytest.approx(1 / 3)),
        ],
    )  # fmt: skip
    def test_what_it_can_hold_stands_there(self, tmp_path, value, stands):
        cell = written(tmp_path, resource(data=[("甲", value)])).worksheets[-1]["B2"]
        assert cell.value == stands and cell.data_type == "n"

    def test_true_and_false_beside_numbers(self, tmp_path):
        assert written(tmp_path, resource(data=[(np.True_, 1)])).worksheets[-1]["A2"].value is True


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    wide = resource(
        "広い表",
        data=[("字" * 30, 1), ("あ\nいう", None)],
        headings=("長い見出し" * 8, "額"),
        notes=["※ 甲", "※ 乙"],
    )
    for number in range(5):
        wide["schema"]["fields"].append({"name": f"c{number}", "title": f"列{number}", "type": "string", "unit": ""})
        for row in wide["data"]:
            row[f"c{number}"] = "x"
    wide["formats"] = [{"b": "0.0"}, {"b": "0.0"}]
    narrow = resource("狭い表", data=[("甲", 1), ("乙", 2)])
    narrow["formats"] = [{"b": "#,##0"}, {"b": "0.00"}]
    made = Document("題名", "副題", "2026-06-03", (Chapter("one", "第一", ("※ 節の注",)), Chapter("two", "第二")), {})
    return written(tmp_path_factory.mktemp("book"), wide, narrow, made=made, section="第一")


class TestHowItLooks:
    """Every sheet as it is saved: fonts, widths, heights, what is printed how."""

    def test_the_cover(self, book):
        cover = book["表紙"]
        assert [(cell.value, cell.font.name, cell.font.size, cell.font.bold) for cell in cover["B"][1:]] == [
            ("題名", "游ゴシック", 18, True),
            ("副題", "游ゴシック", 12, False),
            (None, "游ゴシック", 11, False),
            ("表は目次から開けます。どのシートからも、左上のセル（A1）で目次に戻れます。", "游ゴシック", 11, False),
            ("数値は報告書に印刷した桁で入っています。", "游ゴシック", 11, False),
            (
                "同じ形の表は、一つのシートにまとめ、表の番号と、どれの表かを示す列を付けています。",
                "游ゴシック",
                11,
                False,
            ),
        ]
        assert (cover.dimensions, [cover.column_dimensions[c].width for c in "AB"]) == ("A1:B7", [14, 80])
        back = cover["A1"]
        assert (back.value, back.hyperlink.location, back.hyperlink.tooltip) == ("目次", "'目次'!A1", None)

    def test_the_contents(self, book):
        contents = book["目次"]
        assert [[cell.value for cell in row] for row in contents] == [
            ["シート", "表", "資料"],
            ["表1 広い表", "広い表", "第一"],
            ["表2 狭い表", "狭い表", "第一"],
        ]
        link, plain = contents["A2"], contents["B2"]
        assert (link.hyperlink.ref, link.hyperlink.location) == ("A2", "'表1 広い表'!A1")
        assert (link.font.name, link.font.color.rgb, link.font.underline) == ("游ゴシック", "000563C1", "single")
        assert (plain.font.name, plain.font.underline, plain.hyperlink) == ("游ゴシック", None, None)
        assert [contents.column_dimensions[c].width for c in "ABC"] == [13, 9, 7]

    def test_the_notes(self, book):
        notes = book["注記"]
        assert [cell.value for cell in notes[1]] == ["対象", "注記"]
        assert [[cell.value for cell in row] for row in notes][3:] == [
            ["表1 広い表", "※ 甲"],
            ["表1 広い表", "※ 乙"],
            ["第一", "※ 節の注"],
        ]
        assert [cell.value for cell in notes["A"][1:3]] == ["全体", "全体"] and "備考の列" in notes["B2"].value
        assert "印刷した報告書での表し方" in notes["B3"].value
        cell = notes["B2"]
        assert (cell.font.name, cell.alignment.wrap_text, cell.alignment.vertical) == ("游ゴシック", True, "top")
        assert [notes.column_dimensions[c].width for c in "AB"] == [13, 40]
        assert [notes.row_dimensions[row].height for row in (1, 2, 4)] == [18, 54, 18]

    def test_a_table(self, book):
        table = book["表1 広い表"]
        assert (table.auto_filter.ref, table.freeze_panes, table.print_title_rows) == ("A1:G3", "A2", "$1:$1")
        head = table["A1"]
        assert (head.font.name, head.font.bold, head.fill.fgColor.rgb, head.fill.fill_type) == (
            "游ゴシック",
            True,
            "00E8EDF3",
            "solid",
        )
        assert (head.alignment.horizontal, head.alignment.vertical, head.alignment.wrap_text) == (
            "center",
            "center",
            True,
        )
        text, number = table["A2"], table["B2"]
        for cell in (head, text, number, table["B3"]):
            sides = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            assert {(side.style, side.color.rgb) for side in sides} == {("thin", "00BBBBBB")}
        for cell, how in ((text, "left"), (table["C3"], "left"), (number, "right"), (table["B3"], "right")):
            stands = cell.alignment
            assert (cell.font.name, stands.horizontal, stands.vertical, stands.indent) == ("游ゴシック", how, "top", 1)
            assert bool(stands.wrap_text) is (how == "left")
        assert (text.number_format, number.number_format, table["B3"].number_format) == ("General", "0.0", "0.0")
        assert [cell.number_format for cell in book["表2 狭い表"]["B"]] == ["General", "#,##0", "0.00"]
        # 80 columns of a heading are cut to 40, of which 38 are used: three lines; sixty: two.
        assert [table.column_dimensions[c].width for c in "ABC"] == [40, 11, 6]
        assert [table.row_dimensions[row].height for row in (1, 2, 3)] == [54, 36, 36]

    def test_how_sheets_print(self, book):
        sheets = book.worksheets
        assert [sheet.page_setup.orientation for sheet in sheets] == ["portrait"] * 3 + ["landscape", "portrait"]
        for sheet in sheets:
            setup = sheet.page_setup
            assert (int(setup.paperSize), setup.fitToWidth, setup.fitToHeight) == (9, 1, 0)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage is True and sheet.sheet_view.showGridLines is False
            assert (sheet.oddHeader.left.text, sheet.oddFooter.center.text) == ("&A", "&P / &N")

    def test_no_clock(self, book, tmp_path):
        assert (book.properties.title, book.properties.creator) == ("題名", None)
        day = dt.datetime(2026, 6, 3)
        assert book.properties.created == book.properties.modified == day
        written(tmp_path, resource())
        with zipfile.ZipFile(tmp_path / "report.xlsx") as file:
            assert {entry.date_time for entry in file.infolist()} == {(2026, 6, 3, 0, 0, 0)}
            assert {entry.compress_type for entry in file.infolist()} == {zipfile.ZIP_DEFLATED}

    def test_a_row_is_no_higher_than_excel_allows(self, tmp_path):
        sheet = written(tmp_path, resource(data=[("字\n" * 22, 1), ("字\n" * 23, 1)])).worksheets[-1]
        assert [sheet.row_dimensions[row].height for row in (2, 3)] == [396, 409]

    def test_a_table_of_six_columns_stands_upright(self, tmp_path):
        table = resource()
        for number in range(4):
            table["schema"]["fields"].append(
                {"name": f"c{number}", "title": f"列{number}", "type": "string", "unit": ""}
            )
            table["data"][0][f"c{number}"] = None
        assert written(tmp_path, table).worksheets[-1].page_setup.orientation == "portrait"


@pytest.mark.parametrize(("line", "columns"), [("abc", 3), ("字", 2), ("Ａ", 2), ("ｱ", 1), ("…", 2), ("", 0)])
def test_how_wide_a_line_is(line, columns):
    assert workbook.width_of(line) == columns


@pytest.mark.parametrize(
    ("value", "number", "said"),
    [
        ("", True, ""), (None, True, ""), (True, False, ""), (np.False_, False, ""), ("字", False, ""), (5, False, ""),
        ("x" * 61, True, f"数値の列に、数値でない値「{'x' * 60}…(全 61 字)」があります。"),
        ("a\x07", True, "数値の列に、数値でない値「a□」があります。"),
        (float("nan"), True, "数値ではない値「NaN」があります。値がないところは、空欄(None)にしてください。"),
        (Decimal("9.99e307"), True, ""), (Decimal("-9.99e307"), True, ""),
        (Decimal("9.991e307"), True, "Excel で扱える数値の大きさを超えています。"),
        (Decimal("123456789012345"), True, ""), (0.1 + 0.2, True, ""),
        (Decimal("1234567890123.456"), True, "16 桁の数値があります。Excel は 15 桁までしか覚えません。単位を大きくするか、丸めてください。"),
        (dt.date(2026, 6, 3), False, "date 型の値は書けません。文字列か数値にしてください(日付は印刷するとおりの文字列に)。"),
    ],
)  # fmt: skip
def test_why_a_value_cannot_stand_in_a_cell(value, number, said):
    assert workbook.flaw(value, number) == said


def test_line_breaks_are_written_as_excel_writes_them():
    """A reader of XML would hide others."""
    assert workbook._plain("一\r\n二\r三\n四") == "一\n二\n三\n四"
