"""A file of printed figures, audited without a city."""

import csv

import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.services import audit_file

HEADER = ["row", "column", "fiscal_year", "figure", "unit", "formula", "part_of", "rounding"]
ROWS = [
    ["市税", "A", 2025, 24832941, "千円", "", "合計", ""],
    ["市税", "B", 2025, 11002822, "千円", "", "", ""],
    ["市税", "G", 2025, "44.30736576871825", "%", "B / A", "", ""],
    ["市税", "D", 2025, "+5.0%", "", "A / A[-1] - 1", "", ""],
    ["市税", "E", 2025, "", "千円", "A - B", "", ""],
    ["検算", "A以下", 2025, "成り立つ", "", "表.市税.B <= 表.市税.A", "", ""],
]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK", str(tmp_path))
    return tmp_path


def as_csv(desk, rows):
    path = desk / "figures.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return str(path)


def as_workbook(desk, rows, **formats):
    path, book = desk / "figures.xlsx", openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row)
    for address, code in formats.items():
        book.active[address].number_format = code
    book.save(path)
    return str(path)


def verdicts(desk, name="試し"):
    path = desk / "build/audit" / name / "audit.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["place"].split()[1].split("（")[0]: (row["verdict"], row["note"]) for row in csv.DictReader(file)}


def test_a_csv_of_the_least_columns(desk, capsys):
    assert audit_file.run(as_csv(desk, ROWS), "試し") == 0
    found = verdicts(desk)
    assert found["G"][0] == "match" and found["A以下"][0] == "match"
    assert found["D"] == ("unchecked", "市税 A（2024年度）の記載がない。")  # the year before the first
    assert found["E"] == ("unchecked", "原資料からこの数値を読めない。")  # a blank cell
    assert "検算: 印刷された数値 4 件のうち 不一致 0" in capsys.readouterr().out
    assert {path.name for path in (desk / "build/audit/試し").iterdir()} == {"audit.html", "audit.xlsx", "audit.csv"}


def test_a_workbook_shows_its_numbers_as_their_formats_do(desk):
    rows = [*ROWS[:2], ["市税", "G", 2025, 0.4430736577, "", "=B / A", "", ""]]
    assert audit_file.run(as_workbook(desk, rows, D4="0.0%", D2="#,##0"), "試し") == 0
    assert verdicts(desk)["G"][0] == "match"
    rows[2][3] = 0.448
    assert audit_file.run(as_workbook(desk, rows, D4="0.0%"), "試し") == 1


def test_a_formula_that_was_never_computed(desk):
    rows = [["市税", "A", 2025, "=1+1", "件", "", "", ""]]
    with pytest.raises(DeskError, match=r"figures\.xlsx 2行目 figure: 計算の結果が保存されていません"):
        audit_file.run(as_workbook(desk, rows), "試し")


def test_figures_that_were_cut_off(desk):
    rows = [
        ["市税", c, 2025, v, "千円", f, "", how]
        for how in ("切り捨て",)
        for c, v, f in (("A", 10, ""), ("B", 20, ""), ("C", 29, "A + B"))
    ]
    assert audit_file.run(as_csv(desk, rows), "試し") == 1  # 10 and more with 20 and more are never 29
    assert audit_file.run(as_csv(desk, [[*row[:-1], ""] for row in rows]), "試し") == 0


def test_room_for_anything_is_no_match(desk):
    rows = [
        ["市税", "C", 2025, 1, "千円", "", "", ""],
        ["市税", "E", 2025, 0, "千円", "", "", ""],
        ["市税", "F", 2025, "2.0%", "", "E / C", "", ""],
    ]
    assert audit_file.run(as_csv(desk, rows), "試し") == 0
    assert verdicts(desk)["F"] == ("unchecked", "端数の範囲が広く、どのような数値でもおおむね成り立つ。")


def test_other_sheets_and_hidden_rows_of_a_workbook_are_told(desk, capsys):
    path = as_workbook(desk, ROWS)
    opened = openpyxl.load_workbook(path)
    opened.active.row_dimensions[3].hidden = True
    opened.create_sheet("続き").append(["市税", "A"])
    opened.create_sheet("空")
    opened.save(desk / "figures.xlsm")
    assert audit_file.run(str(desk / "figures.xlsm"), "試し") == 0
    said = capsys.readouterr().out
    assert "figures.xlsm「続き」: 最初のシートだけを読みます" in said and "「空」" not in said
    assert "「Sheet」: 非表示の 1 行も読みました(3行目)" in said


@pytest.mark.parametrize(
    ("name", "code"), [("../x", "usage"), ("", "usage"), (".x", "usage"), ("a/b", "usage"), ("x" * 61, "usage")]
)
def test_a_name_that_is_none(desk, name, code):
    with pytest.raises(DeskError) as caught:
        audit_file.run(as_csv(desk, ROWS), name)
    assert caught.value.code == code and not (desk / "build").exists()


def test_what_cannot_be_read_is_told(desk):
    with pytest.raises(DeskError, match=r"figures\.csv 2行目 figure: 「約百」"):
        audit_file.run(as_csv(desk, [["市税", "A", 2025, "約百", "", "", "", ""]]), "試し")
    (desk / "figures.xlsx").write_bytes(b"PK")
    with pytest.raises(DeskError, match="Excel のブックではないか、壊れています"):
        audit_file.run(str(desk / "figures.xlsx"), "試し")
    (desk / "figures.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000))
    with pytest.raises(DeskError, match=r"figures\.xls: 古い形式.*「名前を付けて保存」で「Excel ブック\(\.xlsx\)」"):
        audit_file.run(str(desk / "figures.xls"), "試し")
    with pytest.raises(DeskError, match="ファイルを読めません"):
        audit_file.run(str(desk / "nowhere.csv"), "試し")
    with pytest.raises(DeskError, match=r"\.csv か \.xlsx"):
        audit_file.run(str(desk / "figures.pdf"), "試し")
