"""Every damaged export is read right, to the yen, or refused with its place, and then nothing has changed."""

import re

import pytest

from helpers.errors import DeskError
from tests import exports
from tests.damages.desks import english
from tests.intake.damages import READ, REFUSED, YEAR
from tests.intake.desks import facts, figures, take_in


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> dict:
    """The figures of the export as it should be."""
    folder = tmp_path_factory.mktemp("good")
    made = exports.desk(folder / "desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(made))
        take_in(exports.write(folder / "exports", [YEAR]))
    return figures(made)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "exports").mkdir()
    return tmp_path / "exports"


@pytest.mark.parametrize("damage", READ, ids=lambda damage: damage.what)
def test_an_export_is_read_right(desk, folder, good, damage, capsys):
    damage.make(folder, desk)
    assert take_in(folder) == 0
    assert figures(desk) == good
    assert "未整理の科目" not in capsys.readouterr().out


@pytest.mark.parametrize("damage", REFUSED, ids=lambda damage: damage.what)
def test_an_export_is_refused(desk, folder, damage):
    damage.make(folder, desk)
    before = facts(desk)
    with pytest.raises(DeskError) as caught:
        take_in(folder)
    said = str(caught.value)
    assert re.search(damage.said, said, re.DOTALL), said
    assert english(said) == [] and len(said.splitlines()) < 40
    assert facts(desk) == before


def test_what_was_set_aside_is_said(desk, folder, capsys):
    told = {
        "subtotals": "小計・合計の 2 行は、足しませんでした(6、17行目)",
        "notes below": "金額のない 2 行(注記・見出し)は、読みませんでした(17～18行目)",
        "Excel with a hidden row and another sheet": "非表示の 1 行も読みました(4行目)",
        "a column more": "使わない列: 予算現額(千円)、収入率",
    }
    for damage in READ:
        if damage.what in told:
            for path in folder.iterdir():
                path.unlink()
            damage.make(folder, desk)
            take_in(folder, apply=False)
            assert told.pop(damage.what) in capsys.readouterr().out
    assert told == {}


def test_other_sheets_and_files_are_named(desk, folder, capsys):
    damage = next(damage for damage in READ if "another sheet" in damage.what)
    damage.make(folder, desk)
    (folder / "readme.pdf").write_bytes(b"%PDF")
    (folder / "昨年").mkdir()
    take_in(folder, apply=False)
    said = capsys.readouterr().out
    assert "a.xlsx「作業」: 歳入の見出しがないので、読みませんでした。" in said
    assert "readme.pdf: 読めない種類のファイルなので、読みませんでした。" in said
    assert "昨年/: フォルダーの中のフォルダーなので、読みませんでした。" in said


def test_a_year_in_part_is_said(desk, files, capsys):
    table = [row for row in exports.rows(2024) if row[5] != "介護保険特別会計"]
    for row in table[1:]:
        row[3] = "202503"
    (files / "kessan2024.csv").write_text(exports.text(table), encoding="utf-8")
    take_in(files, apply=False)
    said = capsys.readouterr().out
    assert "介護保険特別会計は、令和6年度の行がありません" in said
    assert "令和6年度は 2025-03 時点で、出納閉鎖(翌年5月末)前" in said
    assert "年度によってコードの違う科目が 3 件あります(例: 保育料 13-1-2-1-1 → 14-1-2-1-1" in said


def test_negative_amounts_are_said(desk, files, capsys):
    table = exports.rows(2024)
    table[4][15], table[4][18] = table[4][14] + 7, -7 - table[4][16] + table[4][17]
    (files / "kessan2024.csv").write_text(exports.text(table), encoding="utf-8")
    take_in(files, apply=False)
    said = capsys.readouterr().out
    assert "収入未済額が負の行が" in said and f"kessan2024.csv 5行目 {table[4][12]} {table[4][18]:,}円" in said


def test_receipts_without_an_assessment_are_said(desk, files, capsys):
    table = [row for row in exports.rows(2024) if (row[0], row[12]) != ("310", "現年課税")]
    (files / "kessan2024.csv").write_text(exports.text(table), encoding="utf-8")
    take_in(files, apply=False)
    assert "2024 年度 市税 現年: 収入未済額が -86,006,952円 で負です" in capsys.readouterr().out


def test_there_are_enough():
    assert len(READ) + len(REFUSED) >= 80 and len({damage.what for damage in (*READ, *REFUSED)}) == len(READ) + len(
        REFUSED
    )
