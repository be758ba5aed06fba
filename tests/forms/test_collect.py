"""Forms that come back are known whatever they are called; what is wrong in one is told with its cell, and the answers become rows."""

import re
import shutil

import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.forms.answers import slots
from helpers.packet import Packet
from helpers.rates import RATE_DEFINITIONS
from helpers.services import collect, forms
from tests import town
from tests.damages.desks import english
from tests.intake.desks import facts, lines

NUMBERS = {
    "municipal_tax": "強-1_市税",
    "care_insurance": "強-2_介護保険料",
    "child_care": "非-1_保育料",
    "school_meals": "私-1_給食費",
}
HEARINGS = (
    "fiscal_year,claim,number,role,text,source",
    "2025,municipal_tax,1,issue,早期の着手,表",
    "2025,municipal_tax,,response,電話催告を増やす,表",
)
SETTLED = "2023,,municipal_tax,current,assessed,,,actual,8000,千円,,,決算\n"
TARGET = 44  # Excel's row of the targets of rates, two above those of amounts


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A desk with forms for its four claims."""
    desk = town.make(tmp_path_factory.mktemp("collect") / "desk", ["notes"])
    yaml = desk / f"params/{town.CITY}/{town.MEETING}.yaml"
    plan = 'as_of: 2025-10-31\nforms:\n  fiscal_year: 2026\n  edition: "2025"\n'
    yaml.write_text(yaml.read_text(encoding="utf-8").replace("as_of: 2025-10-31\n", plan), encoding="utf-8")
    data = desk / f"data/{town.CITY}"
    town.write(data / "hearings.csv", HEARINGS)
    (data / "figures.csv").write_text((data / "figures.csv").read_text(encoding="utf-8") + SETTLED, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(desk))
        forms.run(town.CITY, "")
    return desk


@pytest.fixture
def desk(made, tmp_path, monkeypatch):
    copy = shutil.copytree(made, tmp_path / "desk")
    (tmp_path / "back").mkdir()
    monkeypatch.setenv("DESK", str(copy))
    return copy


def answer(desk, edit=lambda page: None, claim="municipal_tax", name="回答.xlsx"):
    """A form filled in as its section would, with ``edit`` done to it, sent back as ``name``."""
    book = openpyxl.load_workbook(desk / f"build/{town.CITY}/forms/{NUMBERS[claim]}.xlsx")
    page = book["実施計画"]
    for column, amounts in {
        "D": (8_000_000, 7_500_000, 1_000, 0),
        "E": (8_100_000, 7_600_000, 2_000, 50),
        "F": (8_200_000, 7_700_000, 0, 0),
    }.items():
        for item, amount in enumerate(amounts):
            page[f"{column}{6 + 3 * item}"].value = amount
    page[f"K{TARGET}"].value, page[f"K{TARGET + 2}"].value = 98.5, 400_000
    page["F24"].value = 120
    page[f"B{TARGET}"].value = "年度末の未済額を\n減らす"
    edit(page)
    back = desk.parent / "back" / name
    book.save(back)
    return back


def take_in(desk, apply=False):
    collect.run(town.CITY, "", str(desk.parent / "back"), apply)


def test_the_cells_to_fill_in_are_those_that_are_open(made):
    page = openpyxl.load_workbook(made / f"build/{town.CITY}/forms/{NUMBERS['child_care']}.xlsx")["実施計画"]
    opened = {
        cell.coordinate for row in page.iter_rows() for cell in row if cell.has_style and not cell.protection.locked
    }
    inside = {cell.coordinate for area in page.merged_cells.ranges for row in page[area.coord] for cell in row[:]} - {
        area.coord.split(":")[0] for area in page.merged_cells.ranges
    }
    known = {page.cell(slot.row + 1, slot.column + 1).coordinate for slot in slots(RATE_DEFINITIONS["collected"])}
    assert opened - inside == known
    title = page[f"I{TARGET}"].value
    assert title.startswith("目標収納率")


def test_a_renamed_form_is_taken_in_once(desk, capsys):
    answer(desk, name="保育課より(修正版).xlsx")
    before = facts(desk)
    take_in(desk)
    said = capsys.readouterr().out
    assert "様式 4 件: 回答あり 1 件、未提出 3 件" in said and "追加 14 件" in said and facts(desk) == before
    take_in(desk, apply=True)
    rows = [
        row for row in lines(desk / f"data/{town.CITY}/figures.csv") if row["source"].startswith("様式 強-1 令和8年度")
    ]
    assert [
        (r["fiscal_year"], r["segment"], r["measure"], r["kind"], r["value"], r["unit"]) for r in rows[:2] + rows[-3:]
    ] == [
        ("2023", "current", "collected", "actual", "7500000", "円"),
        ("2023", "current", "written_off", "actual", "1000", "円"),
        ("2025", "total", "count", "estimate", "120", "人"),
        ("2026", "current", "collection_rate", "target", "98.5", "%"),
        ("2026", "current", "outstanding", "target", "400000", "円"),
    ]
    assert lines(desk / f"data/{town.CITY}/policies.csv")[0]["text"] == "年度末の未済額を 減らす"
    assert lines(desk / f"data/{town.CITY}/hearings.csv")[-1]["text"] == "早期の着手"
    assert lines(desk / f"data/{town.CITY}/initiatives.csv")[0]["tag"] == "継続"
    Packet.open(town.CITY)
    written = facts(desk)
    take_in(desk, apply=True)
    assert "変わるものはありません" in capsys.readouterr().out and facts(desk) == written


def test_a_form_sent_again_takes_the_place_of_the_first(desk, capsys):
    answer(desk)
    take_in(desk, apply=True)
    answer(desk, lambda page: setattr(page["E6"], "value", 8_150_000))
    capsys.readouterr()
    take_in(desk, apply=True)
    assert "金額・率・件数(figures.csv): 追加 0 件、変更 1 件、削除 0 件" in capsys.readouterr().out
    assert "8150000" in {row["value"] for row in lines(desk / f"data/{town.CITY}/figures.csv")}


def cell(where, value, code=""):
    def edit(page):
        page[where].value = value
        page[where].number_format = code or page[where].number_format

    return edit


@pytest.mark.parametrize(
    ("edit", "value"),
    [(cell("E6", "8,100,000円"), "8100000"), (cell("E6", "８１０００００"), "8100000"), (cell("E6", 8_100_000.0), "8100000"), (cell("E6", "8,100,000"), "8100000")],
)  # fmt: skip
def test_a_number_written_otherwise_is_read(desk, edit, value):
    answer(desk, edit)
    take_in(desk, apply=True)
    found = [
        r
        for r in lines(desk / f"data/{town.CITY}/figures.csv")
        if (r["fiscal_year"], r["measure"], r["unit"]) == ("2024", "assessed", "円")
    ]
    assert [row["value"] for row in found] == [value]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (cell("E6", "調査中"), "回答.xlsx 6行目 E列 調定額: 「調査中」: 数値として読めません"),
        (cell("E6", "8,100千円"), "6行目 E列 調定額: .*「千円」と書かれていますが、この行の単位は「円」"),
        (cell("E6", "▲100"), "6行目 E列 調定額: 「▲100」: 0 以上の整数"),
        (cell("E6", 0.5), "6行目 E列 調定額: 「0.5」: 0 以上の整数"),
        (cell("E6", "=1+1"), "6行目 E列 調定額: .*数式の値が保存されていません"),
        (cell("E6", "#REF!"), "6行目 E列 調定額: .*数式の参照先がありません"),
        (cell("E6", 8_100), "6行目 E列 調定額: 8,100 は、同じ項目の別の年度の .*千円でなく、円で"),
        (cell("D6", 9_000_000), "6行目 D列 調定額: 令和5年度の実績は市の表では 8,000千円 ですが、9,000,000円 と入力"),
        (cell(f"K{TARGET}", 985), f"{TARGET}行目 K列 目標収納率: 「985」: 0 から 100 まで"),
        (cell(f"K{TARGET}", "98.5件"), f"{TARGET}行目 K列 目標収納率: .*「件」と書かれています"),
        (cell("F24", "多数"), "24行目 F列 滞納者数.*数値として読めません"),
        (cell("F8", 8_200_000), "8行目 F列: 計算式が「8200000」に変わっています"),
        (cell("F8", "=F6+F7"), "8行目 F列: 計算式が「=F6.F7」に変わっています"),
        (cell("G6", 1), "6行目 G列: 記入済みの数値 88,000,000 が「1」に変わっています"),
        (cell("C6", "今年"), "6行目 C列: 「現年」が「今年」に変わっています"),
        (cell("E2", "市民税"), "2行目 E列: 「市税」が「市民税」に変わっています"),
        (lambda page: page.insert_rows(4, 2), "様式の形が変わっています"),
        (lambda page: setattr(page, "title", "計画"), "「実施計画」のシートがありません"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_form_is_told_and_leaves_it_out(desk, capsys, edit, said):
    answer(desk, edit)
    before = facts(desk)
    take_in(desk, apply=True)
    out = capsys.readouterr().out
    assert re.search(said, out), out
    assert "要修正 1 件" in out and english(out.replace("collect", "")) == [] and facts(desk) == before
    mail = (desk / f"build/{town.CITY}/collect.txt").read_text(encoding="utf-8-sig")
    assert mail.startswith("財務局 収納課 御中") and re.search(said, mail)


def test_what_people_entered_stays_and_is_said(desk, capsys):
    town.write(
        desk / f"data/{town.CITY}/policies.csv", ["fiscal_year,claim,text,source", "2026,municipal_tax,別の方針,表"]
    )
    figures = desk / f"data/{town.CITY}/figures.csv"
    target = "2026,,municipal_tax,current,outstanding,,,target,500,千円,,,計画\n"
    figures.write_text(figures.read_text(encoding="utf-8") + target, encoding="utf-8")
    answer(desk)
    take_in(desk)
    assert "令和8年度の目標は市の表では 500千円 ですが、400,000円 と入力" in capsys.readouterr().out
    answer(desk, cell(f"K{TARGET + 2}", 500_400))  # 500千円 to the yen
    take_in(desk, apply=True)
    assert "市の表に別の記入があるので、「年度末の未済額を 減らす」は載せませんでした" in capsys.readouterr().out
    assert lines(desk / f"data/{town.CITY}/policies.csv")[0]["text"] == "別の方針" and target in figures.read_text(
        encoding="utf-8"
    )


def test_an_empty_form_is_no_answer(desk, capsys):
    shutil.copy(desk / f"build/{town.CITY}/forms/{NUMBERS['child_care']}.xlsx", desk.parent / "back")
    take_in(desk, apply=True)
    assert "数値が一つも入力されていません" in capsys.readouterr().out


def test_double_stale_and_foreign_files_are_told(desk, capsys):
    answer(desk, name="a.xlsx")
    answer(desk, cell("E6", 8_100_001), name="b.xlsx")
    first = answer(desk, claim="child_care", name="c.xlsx")
    shutil.copy(first, first.with_name("c の写し.xlsx"))
    old = answer(desk, claim="school_meals", name="old.xlsx")
    book = openpyxl.load_workbook(old)
    next(each for each in book.custom_doc_props.props if each.name == "form.edition").value = "2024"
    book.save(old)
    other = answer(desk, claim="care_insurance", name="other.xlsx")
    book = openpyxl.load_workbook(other)
    next(each for each in book.custom_doc_props.props if each.name == "form.city").value = "kawakami"
    book.save(other)
    (other.parent / "メモ.docx").write_bytes(b"PK")
    openpyxl.Workbook().save(other.parent / "別の表.xlsx")
    take_in(desk)
    said = capsys.readouterr().out
    assert "様式 4 件: 重複 1 件、未提出 1 件、回答あり 1 件、古い様式 1 件" in said
    assert "内容の違う様式が二つ以上届いています(a.xlsx、b.xlsx)" in said
    assert "old.xlsx: 前の様式です(2026-01-20 の会議、2026 年度、2024 の番号)" in said
    assert "other.xlsx: ほかの市か、様式のない債権のものです(kawakami care_insurance)" in said
    assert "別の表.xlsx: この課の様式ではありません" in said and "メモ.docx: 読めない種類のファイルです" in said


def test_who_has_answered_is_a_table_and_the_rest_get_a_letter(desk):
    answer(desk)
    take_in(desk)
    folder = desk / f"build/{town.CITY}"
    assert [(row["債権NO."], row["状態"]) for row in lines(folder / "collect.csv")] == [
        ("強-1", "回答あり"), ("強-2", "未提出"), ("非-1", "未提出"), ("私-1", "未提出"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(folder / "collect.xlsx")
    assert book["提出状況"]["F2"].value == "回答.xlsx" and book["回答"].max_row == 19
    mail = (folder / "collect.txt").read_text(encoding="utf-8-sig")
    assert mail.count("御中") == 2 and "■ 非-1 保育料(未提出)" in mail and "市税" not in mail


def test_a_folder_that_is_none_is_refused(desk):
    with pytest.raises(DeskError, match="というフォルダーはありません"):
        collect.run(town.CITY, "", str(desk / "nothing"), False)


def test_a_city_without_forms_is_refused(desk):
    yaml = desk / f"params/{town.CITY}/{town.MEETING}.yaml"
    yaml.write_text(town.meeting_yaml(["notes"]), encoding="utf-8")
    with pytest.raises(DeskError, match="forms"):
        take_in(desk)
