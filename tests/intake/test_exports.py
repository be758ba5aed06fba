"""Exports that lack a column, or state another unit: what export.yaml says of them."""

import pytest

from helpers.errors import DeskError
from tests import exports
from tests.intake.desks import figures, lines, take_in

PARAMS = "params/kawabe/export.yaml"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.csv"


def test_an_amount_that_the_export_does_not_have_is_no_figure(desk, file):
    table = [row[:17] + row[18:] for row in exports.rows(2024)]
    file.write_text(exports.text(table), encoding="utf-8")
    (desk / PARAMS).write_text("columns:\n  還付未済額: なし\n", encoding="utf-8")
    take_in(file)
    assert {key[3] for key in figures(desk)} == {"assessed", "collected", "written_off", "outstanding"}
    assert {row["refund_due"] for row in lines(desk / "data/kawabe/excluded.csv")} == {""}


def test_what_is_owed_cannot_be_absent(desk, file):
    file.write_text(exports.text(exports.rows(2024)), encoding="utf-8")
    (desk / PARAMS).write_text("columns:\n  収入未済額: なし\n", encoding="utf-8")
    with pytest.raises(DeskError, match="収入未済額は「なし」にできません"):
        take_in(file)


def test_an_export_in_another_unit_is_not_taken_for_yen(desk, file):
    table = exports.rows(2024)
    table[0] = [str(heading).replace("(円)", "(千円)") for heading in table[0]]
    file.write_text(exports.text(table), encoding="utf-8")
    with pytest.raises(DeskError, match=r"「千円」: .*の表の単位は 円"):
        take_in(file)


def test_files_of_different_units_are_not_summed(desk, files):
    table = exports.rows(2024)
    table[0] = [str(heading).replace("(円)", "(千円)") for heading in table[0]]
    (files / "kessan2024.csv").write_text(exports.text(table), encoding="utf-8")
    with pytest.raises(DeskError, match=r"単位が千円です。kessan2022\.csv は円です"):
        take_in(files)


def test_a_unit_that_nobody_states_is_said_to_be_yen(desk, file, capsys):
    table = exports.rows(2024)
    table[0] = [str(heading).removesuffix("(円)") for heading in table[0]]
    file.write_text(exports.text(table), encoding="utf-8")
    take_in(file)
    assert "金額の単位が書かれていないので、円として読みました" in capsys.readouterr().out
    (desk / PARAMS).write_text("unit: 円\n", encoding="utf-8")
    take_in(file)
    assert "金額の単位" not in capsys.readouterr().out


@pytest.mark.parametrize("files", [[], [""], [" "]])
def test_no_file_is_no_folder(desk, files):
    from helpers.services import intake

    with pytest.raises(DeskError) as caught:
        intake.run("kawabe", files, False)
    assert caught.value.code == "usage"


def test_the_desks_own_tables_are_recognised(desk, tmp_path):
    exports.book(tmp_path / "a.xlsx", ("はじめに", [["債権管理の表(川辺市)"]]), ("金額", [["年度"]]))
    with pytest.raises(DeskError, match=r"a\.xlsx「はじめに」: .*make workbook CITY=kawabe で作ったものです"):
        take_in(tmp_path / "a.xlsx")
