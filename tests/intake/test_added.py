"""Claims that the city has not listed are added in the workbook of open accounts, without an identifier being written."""

import openpyxl
import pytest

from helpers import ledger
from helpers.errors import DeskError
from helpers.intake.added import COLUMNS, ROOM, SHEET
from tests import exports, office, town
from tests.intake.desks import facts, figures, lines, take_in

BOOK = "build/kawabe/accounts.xlsx"
CLAIMS, CATALOGUE = "data/kawabe/claims.csv", "data/catalogue.csv"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A desk whose city has no claim yet, with a workbook to answer; the catalogue knows the kinds of 川辺市."""
    made = exports.desk(tmp_path / "desk", [])
    for path in (made / "data/kawabe").glob("*.csv"):
        if path.stem not in ("claims", "figures"):
            path.unlink()  # they tell of claims that the city does not have here
    town.write(made / CLAIMS, town.tables()["claims"][:1])
    monkeypatch.setenv("DESK", str(made))
    take_in(exports.write(tmp_path / "exports"))
    return made


def sheet_rows(desk, sheet=SHEET) -> list[list]:
    return [list(row) for row in openpyxl.load_workbook(desk / BOOK)[sheet].iter_rows(values_only=True)]


def write_rows(desk, rows: dict[int, tuple], sheet=SHEET) -> None:
    """Write whole rows of a sheet, by their numbers in Excel."""
    opened = openpyxl.load_workbook(desk / BOOK)
    for number, cells in rows.items():
        for place, value in enumerate(cells, start=1):
            opened[sheet].cell(number, place).value = value
    opened.save(desk / BOOK)


def row_of(desk, kind: str) -> int:
    return [row[0] for row in sheet_rows(desk)].index(kind) + 1


def add(desk) -> None:
    """市税 under its name, 保育料 under another, and a claim that is no kind of the catalogue, after a blank row."""
    free = len(town.CLAIMS) + 3
    write_rows(
        desk,
        {
            row_of(desk, "市税"): ("市税", "市税", None, "市税"),
            row_of(desk, "保育料"): ("保育料", "保育所保育料", "保育料", "強制徴収公債権"),
            free: (None, "小学校給食費", None, "私債権"),
        },
    )


def confirm_all(desk) -> None:
    opened = openpyxl.load_workbook(desk / BOOK)
    head, *rows = opened["科目"].iter_rows()
    place = {cell.value: number for number, cell in enumerate(head)}
    for row in rows:
        if row[place["見込み"]].value:
            row[place["確認"]].value = "○"
        if row[place["科目名称"]].value == "保育料(過年度分)":  # a claim has parts or a total, never both
            row[place["区分"]].value = "計"
    opened.save(desk / BOOK)


def test_every_kind_is_offered_with_room_for_others(desk):
    head, *rows = sheet_rows(desk)
    assert tuple(head) == COLUMNS
    assert [row[0] for row in rows if row[0]] == [claim[1] for claim in town.CLAIMS]
    assert len(rows) == len(town.CLAIMS) + ROOM
    choices = openpyxl.load_workbook(desk / BOOK)[SHEET].data_validations.dataValidation[0]
    assert choices.formula1.startswith("=選択肢!$E$2") or choices.formula1.startswith("選択肢!$E$2")


def test_claims_that_were_added_are_suggested_then_written_with_their_figures(desk, tmp_path, capsys):
    files, before = tmp_path / "exports", facts(desk)
    add(desk)
    take_in(files)  # no account is answered yet: nothing is written, and the answers wait
    assert facts(desk) == before
    assert "claims.csv に加わるもの 3 件" in capsys.readouterr().out
    likely = {row[3]: row[11] for row in sheet_rows(desk, "科目")}
    assert likely["保育料"] == "保育所保育料・計" and likely["小学校給食費"] == "小学校給食費・計"
    confirm_all(desk)
    take_in(files, apply=False)
    assert facts(desk) == before
    take_in(files)
    written = {row["claim"]: (row["name"], row["short_name"], row["classes"]) for row in lines(desk / CLAIMS)}
    assert written == {
        "municipal_tax": ("市税", "市税", "tax"),
        "child_care": ("保育所保育料", "保育料", "compulsory"),
        "kawabe_1": ("小学校給食費", "小学校給食費", "private"),
    }
    assert lines(desk / CATALOGUE)[-1] == {"claim": "kawabe_1", "name": "小学校給食費", "group": "", "note": ""}
    assert figures(desk)[2022, "kawabe_1", "total", "assessed"] == 1_480_000 + 903_000
    assert set(ledger.load("kawabe", desk)["claims"]["claim"]) == set(written)
    offered = [row[0] for row in sheet_rows(desk)[1:] if row[0] or row[1]]
    assert "市税" not in offered and "保育料" not in offered and len(offered) == len(town.CLAIMS) - 2
    after = facts(desk)
    take_in(files)
    assert facts(desk) == after and "変わるものはありません" in capsys.readouterr().out


@pytest.mark.parametrize("known", [0, 1])
def test_a_name_is_among_the_choices_as_soon_as_it_has_a_class(desk, tmp_path, known):
    """Before the next import: the choices are what LibreOffice shows once the sheet of new claims was filled in."""
    if known:
        town.write(desk / CLAIMS, town.tables()["claims"][:2])
        take_in(tmp_path / "exports")
    claim = ["市税"][:known]
    write_rows(
        desk,
        {
            row_of(desk, "保育料"): ("保育料", None, None, "強制徴収公債権"),
            len(town.CLAIMS) + 9: (None, "住宅使用料", None, "私債権"),
            len(town.CLAIMS) + 10: (None, "駐車場使用料", None, None),  # not added: it has no class
            len(town.CLAIMS) + ROOM - known + 1: (None, "市税", None, "市税"),  # in the last row
        },
    )
    choices = office.computed(desk / BOOK, tmp_path)["選択肢"]
    listed = [choices.cell(row, 2).value for row in range(2, choices.max_row + 1)]
    new = ["保育料", "住宅使用料", *(["市税"] if not known else [])]
    assert [name for name in listed if name] == [*claim, *new]
    assert listed[: len(claim + new)] == [*claim, *new]  # no blank between them
    counted = max(cell.value for cell in choices["G"] if isinstance(cell.value, int | float))
    rule = openpyxl.load_workbook(desk / BOOK)["科目"].data_validations.dataValidation[1]
    assert rule.formula1 == f"OFFSET(選択肢!$B$2,0,0,MAX(1,{known}+MAX(選択肢!$G:$G)),1)" and counted == len(new)


def test_a_row_without_a_class_is_only_offered_and_stays(desk, tmp_path):
    write_rows(desk, {row_of(desk, "市税"): ("市税", "町民税", "税", None)})
    take_in(tmp_path / "exports")
    assert ["市税", "町民税", "税", None] in sheet_rows(desk)
    assert lines(desk / CLAIMS) == []


WRONG = (
    ((None, "住宅使用料", None, None), "債権区分: 「」: 次のどれかを選んでください: 市税、"),
    ((None, "駐車場使用料", None, "公債権"), "債権区分: 「公債権」: 次のどれか"),
    (("住宅使用", "住宅使用料", None, "私債権"), "種類: 「住宅使用」は目録にありません。"),
    ((None, "市税", None, "市税"), "債権: 「市税」と同じ名の債権が、ほかにあります。"),
    (("保育料", "延長保育料", None, "私債権"), "種類: 同じ種類の債権「保育所保育料」が、もうあります。"),
    ((None, None, None, "私債権"), "債権: 債権の名を書いてください。"),
)


def test_every_row_that_cannot_be_a_claim_is_named(desk, tmp_path):
    add(desk)
    first = len(town.CLAIMS) + 5
    write_rows(desk, {first + place: row for place, (row, _) in enumerate(WRONG)})
    before, book = facts(desk), (desk / BOOK).read_bytes()
    with pytest.raises(DeskError) as caught:
        take_in(tmp_path / "exports")
    for number, (_, said) in enumerate(WRONG, start=first):
        assert f"{BOOK}「{SHEET}」 {number}行目 {said}" in str(caught.value)
    assert len(caught.value.faults) == len(WRONG)
    assert facts(desk) == before and (desk / BOOK).read_bytes() == book
