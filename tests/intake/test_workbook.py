"""The desk's own tables as one workbook: out, back without a change, and back with every change said before it is made."""

import io
import re
import shutil

import openpyxl
import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.intake import own
from helpers.intake.own import book as own_book
from helpers.params import ROOT
from helpers.services import intake, workbook
from tests import town
from tests.damages.desks import content, english
from tests.intake.desks import FIGURES, facts, lines
from tests.intake.workbooks import FIGURES as SHEET
from tests.intake.workbooks import READ, REFUSED

BOOK = f"build/{town.CITY}/tables.xlsx"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A desk with its workbook."""
    folder = town.make(tmp_path_factory.mktemp("own") / "desk", ["notes"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(folder))
        workbook.run(town.CITY)
    return folder


@pytest.fixture
def desk(made, tmp_path, monkeypatch):
    folder = shutil.copytree(made, tmp_path / "desk")
    monkeypatch.setenv("DESK", str(folder))
    return folder


def edit(desk, *edits):
    book = openpyxl.load_workbook(desk / BOOK)
    for each in edits:
        each(book)
    book.save(desk / BOOK)


def take_in(desk, apply=True):
    return intake.run(town.CITY, [str(desk / BOOK)], apply)


def append(*cells):
    return lambda book: book[SHEET].append(cells)


def new(value, unit="千円", measure="不納欠損額"):
    return append(
        None, "令和6年度", None, "市税", "現年", measure, None, None, "実績", value, unit, None, None, "手入力"
    )


@pytest.mark.parametrize("damage", READ, ids=lambda damage: damage.what)
def test_what_says_the_same_changes_nothing(desk, damage, capsys):
    before = facts(desk)
    edit(desk, damage.edit)
    assert take_in(desk) == 0
    assert facts(desk) == before
    assert "変わるものはありません" in capsys.readouterr().out


@pytest.mark.parametrize("damage", REFUSED, ids=lambda damage: damage.what)
def test_what_cannot_be_read_is_refused_with_its_cell(desk, damage):
    edit(desk, damage.edit)
    before = facts(desk)
    with pytest.raises(DeskError) as caught:
        take_in(desk)
    told = str(caught.value)
    assert re.search(damage.said, told, re.DOTALL), told
    assert english(told) == [] and len(told.splitlines()) < 40
    assert facts(desk) == before


@pytest.mark.parametrize(
    ("value", "written"),
    [("▲1,234", "-1234"), ("△1,234", "-1234"), ("(1,234)", "-1234"), ("（１，２３４）", "-1234"), ("－1,234", "-1234"), ("▲ 1,234千円", "-1234"),
     ("(1,234千円)", "-1234"), (-1234, "-1234"), ("1,234", "1234"), ("97.10", "97.10"), (1234.5, "1234.5"), ("0", "0"), (10**14, "1" + "0" * 14)],
)  # fmt: skip
def test_a_new_number_is_read_with_its_digits(desk, value, written):
    edit(desk, new(value))
    take_in(desk)
    last = lines(desk / FIGURES)[-1]
    what = {
        "fiscal_year": "2024",
        "claim": "municipal_tax",
        "segment": "current",
        "measure": "written_off",
        "kind": "actual",
    }
    blank = dict.fromkeys(("as_of", "item", "group", "approx", "base_year"), "")
    assert last == {**what, **blank, "value": written, "unit": "千円", "source": "手入力"}


def test_a_format_shows_the_digits_of_a_number(desk):
    def typed(book):
        new(97.1, "%", "収納率")(book)
        book[SHEET].cell(book[SHEET].max_row, 10).number_format = "0.00"

    edit(desk, typed)
    take_in(desk)
    assert lines(desk / FIGURES)[-1]["value"] == "97.10"


def test_changes_are_said_first_then_made_once(desk, capsys):
    before = (desk / FIGURES).read_bytes()
    edit(
        desk,
        new("1,234"),
        lambda book: setattr(book[SHEET]["J6"], "value", 7010001),
        lambda book: book[SHEET].delete_rows(8),
    )
    take_in(desk, apply=False)
    said = capsys.readouterr().out
    assert (desk / FIGURES).read_bytes() == before
    assert "金額・率・件数(figures.csv): 追加 1 件、変更 1 件、削除 1 件" in said
    assert "変更 「金額・率・件数」6行 2022・全債権・合計・収入未済額・実績: 値 7010000 → 7010001" in said
    assert "削除 「金額・率・件数」 2023・全債権・合計・収入未済額・実績 6,220,000千円" in said
    assert re.search(r"追加 「金額・率・件数」\d+行 2024・市税・現年度分・不納欠損額・実績 1,234千円", said)
    assert "まだ何も書いていません" in said
    listed = lines(desk / f"build/{town.CITY}/import.csv")
    assert {"種別": "変更", "表": SHEET, "シートの行": "6", "行の内容": "2022・全債権・合計・収入未済額・実績", "列": "値", "前": "7010000", "後": "7010001"} in listed  # fmt: skip
    take_in(desk)
    old, now = before.decode("utf-8-sig").splitlines(), (desk / FIGURES).read_text(encoding="utf-8-sig").splitlines()
    assert now[:4] == [*old[:2], old[2].replace("7010000", "7010001"), old[3]] and now[4:-1] == old[5:]
    assert "書き込みました" in capsys.readouterr().out
    written = facts(desk)
    take_in(desk)
    assert "変わるものはありません" in capsys.readouterr().out and facts(desk) == written


def test_a_claim_is_renamed_where_its_old_name_still_stands(desk):
    edit(desk, lambda book: setattr(book["債権"]["C5"], "value", "市民税"))
    before = (desk / FIGURES).read_bytes()
    take_in(desk)
    assert lines(desk / f"data/{town.CITY}/claims.csv")[0]["name"] == "市民税"
    assert (desk / FIGURES).read_bytes() == before


def test_a_table_that_the_city_did_not_have_is_made(desk):
    edit(desk, lambda book: book["取組方針"].append([None, "令和7年度", "市税", "早期の着手\n分納の管理", "資料2"]))
    take_in(desk)
    assert lines(desk / f"data/{town.CITY}/policies.csv") == [
        {"fiscal_year": "2025", "claim": "municipal_tax", "text": "早期の着手\n分納の管理", "source": "資料2"}
    ]


def test_a_workbook_older_than_the_table_says_so(desk, capsys):
    path = desk / FIGURES
    path.write_text(
        path.read_text(encoding="utf-8") + "2024,,municipal_tax,current,written_off,,,actual,5,千円,,,表\n",
        encoding="utf-8",
    )
    take_in(desk, apply=False)
    said = capsys.readouterr().out
    assert "このブックを作った後に data/kawabe/figures.csv が変わっています" in said and "削除 1 件" in said


def test_an_input_that_waits_is_not_written_over(desk):
    workbook.run(town.CITY)
    edit(desk, new("1,234"))
    filled = (desk / BOOK).read_bytes()
    with pytest.raises(DeskError, match="まだ取り込んでいない入力があります"):
        workbook.run(town.CITY)
    assert (desk / BOOK).read_bytes() == filled
    take_in(desk)
    workbook.run(town.CITY)
    assert (desk / BOOK).read_bytes() != filled
    before = facts(desk)
    take_in(desk)
    assert facts(desk) == before


def test_line_ends_and_marks_of_a_file_stay(desk):
    path = desk / FIGURES
    path.write_bytes(path.read_text(encoding="utf-8-sig").replace("\n", "\r\n").encode())
    (desk / BOOK).unlink()
    workbook.run(town.CITY)
    edit(desk, new("1,234"))
    before = path.read_bytes()
    take_in(desk)
    after = path.read_bytes()
    assert after.startswith(before) and after.count(b"\r\n") == after.count(b"\n") == before.count(b"\n") + 1


def test_the_first_claims_of_a_city_are_taken_in_without_figures(desk, capsys):
    for name in ("figures", "numbers", "claims"):
        town.write(desk / f"data/{town.CITY}/{name}.csv", town.tables()[name][:1])
    (desk / BOOK).unlink()
    workbook.run(town.CITY)
    edit(
        desk,
        lambda book: book["債権"].append(
            [None, "municipal_tax", "市税", "市税", "市税", "財務局", None, "収納課", None, None, None, "一覧"]
        ),
    )
    take_in(desk)
    assert lines(desk / f"data/{town.CITY}/claims.csv")[0]["classes"] == "tax"
    assert "資料は作れません" in capsys.readouterr().out


def test_two_workbooks_at_once_are_refused(desk, tmp_path):
    shutil.copy(desk / BOOK, tmp_path / "b.xlsx")
    with pytest.raises(DeskError, match="一つだけで取り込みます"):
        intake.run(town.CITY, [str(desk / BOOK), str(tmp_path / "b.xlsx")], False)


@pytest.mark.parametrize("city", params.cities(ROOT))
def test_a_real_city_comes_back_byte_for_byte(city, tmp_path, monkeypatch):
    for room in ("data", "params"):
        shutil.copytree(ROOT / room, tmp_path / room)
    monkeypatch.setenv("DESK", str(tmp_path))
    before = content(tmp_path / "data")
    workbook.run(city)
    assert intake.run(city, [str(tmp_path / f"build/{city}/tables.xlsx")], True) == 0
    assert content(tmp_path / "data") == before


def test_the_same_tables_give_the_same_bytes_and_choices(desk):
    tables = own.load(town.CITY, desk)
    made = [own_book.content(town.CITY, "川辺市", tables, {"municipal_tax": "市税"}, ["財務局"]) for _ in range(2)]
    assert made[0] == made[1]
    book = openpyxl.load_workbook(io.BytesIO(made[0]))
    assert book["はじめに"]["A1"].value == "債権管理の表(川辺市)"
    lists = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book[SHEET].data_validations.dataValidation}
    assert set(lists) == {
        "D5",
        "E5",
        "F5",
        "I5",
        "K5",
        "L5",
        "O5",
    }  # claim, segment, measure, kind, unit, about, audience
    assert lists["D5"] == "選択肢!$A$2:$A$8" and lists["E5"] == '"現年度分,滞納繰越分,合計"'
    assert [row[0].value for row in book["選択肢"]["A2:A8"]] == [
        "市税",
        "介護保険料",
        "保育料",
        "給食費",
        "全債権",
        "主要債権",
        "他債権",
    ]
    assert [book[SHEET].cell(4, place).value for place in (1, 2, 4, 5)] == ["例", "2025", "市税", "現年度分"]


def test_there_are_enough():
    both = [damage.what for damage in (*READ, *REFUSED)]
    assert len(both) >= 80 and len(set(both)) == len(both)
