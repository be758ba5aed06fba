"""``make diff``: against a revision, a folder and a meeting."""

import re
import shutil
import subprocess

import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.services import diff
from tests import town

FOLDER = f"build/{town.CITY}/{town.MEETING}"
FIGURES = f"data/{town.CITY}/figures.csv"


def git(desk, *arguments):
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", desk, *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """川辺市, committed, and then one figure of it mended."""
    desk = town.make(tmp_path / "desk")
    monkeypatch.setenv("DESK", str(desk))
    git(desk, "init", "-q")
    git(desk, "add", "-A")
    git(desk, "commit", "-qm", "before")
    path = desk / FIGURES
    before = path.read_text(encoding="utf-8-sig")
    after = before.replace(
        "2024,,all,total,collection_rate,,,actual,96.4", "2024,,all,total,collection_rate,,,actual,92.4"
    )
    assert after != before
    path.write_text(after, encoding="utf-8-sig")
    return desk


def test_against_a_revision_the_mended_figure_is_named(desk, capsys):
    assert diff.run(town.CITY, "", "HEAD") == 0
    assert "変更点: 数値 1、目標 0、目標の判定 0、債権 0、取組 0" in capsys.readouterr().out
    page = (desk / FOLDER / "diff.html").read_text(encoding="utf-8")
    assert "▲4.0" in page and "今の 2026-01-20 を git の HEAD と比べた" in page and str(desk) not in page
    assert not re.search(r"令和7年度[^<]*</th>", page)  # what stayed is not listed
    sheet = openpyxl.load_workbook(desk / FOLDER / "diff.xlsx")
    values = [cell.value for name in sheet.sheetnames for row in sheet[name].iter_rows() for cell in row]
    assert {96.4, 92.4, -4} <= set(values)
    assert sorted(path.name for path in (desk / FOLDER).iterdir()) == ["diff.html", "diff.xlsx"]


def test_what_is_a_doubt_by_now_can_still_be_compared_with(desk):
    path = desk / FIGURES
    mended = path.read_text(encoding="utf-8-sig")
    path.write_text(mended.replace("municipal_tax,current,collected,,,actual,51000000", "municipal_tax,current,collected,,,actual,51"), encoding="utf-8-sig")  # fmt: skip
    git(desk, "commit", "-qam", "slip")
    path.write_text(mended, encoding="utf-8-sig")
    assert diff.run(town.CITY, "", "HEAD") == 0
    assert "51,000,000" in (desk / FOLDER / "diff.html").read_text(encoding="utf-8")


def test_another_desk_is_a_folder_and_what_it_cannot_read_is_its_own_fault(desk, tmp_path, capsys):
    other = tmp_path / "other"
    shutil.copytree(desk, other)
    assert diff.run(town.CITY, "", str(other)) == 0
    assert "数値 0" in capsys.readouterr().out
    (other / FIGURES).write_text("x\n", encoding="utf-8")
    with pytest.raises(DeskError, match=r"比べる相手\(フォルダー other\)を読めません"):
        diff.run(town.CITY, "", str(other))


def test_another_meeting_of_the_city(desk, capsys):
    earlier = town.MEETING_YAML.replace("2025-10-31", "2024-10-31").replace("fiscal_year: 2025", "fiscal_year: 2024")
    earlier = earlier.replace("settled_year: 2024", "settled_year: 2023")
    (desk / f"params/{town.CITY}/2025-01-20.yaml").write_text(earlier, encoding="utf-8")
    assert diff.run(town.CITY, town.MEETING, "2025-01-20") == 0
    page = (desk / FOLDER / "diff.html").read_text(encoding="utf-8")
    assert "会議が違うので" in page and "1,300,000" in page and "1,400,000" in page
    with pytest.raises(DeskError, match="同じ会議とは比べられません"):
        diff.run(town.CITY, "2025-01-20", "2025-01-20")


@pytest.mark.parametrize("against", ["", "nosuch", "--output=x", "HEAD~9", "2020-01-01"])
def test_what_is_nothing_to_compare_with_is_one_sentence_and_leaves_nothing(desk, against):
    with pytest.raises(DeskError, match="AGAINST") as error:
        diff.run(town.CITY, "", against)
    assert error.value.code == "usage" and not (desk / "build").exists() and not (desk / "x").exists()


def test_where_there_is_no_git_the_sentence_is_the_same(desk, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DeskError, match="git の版でもありません"):
        diff.run(town.CITY, "", "HEAD")


def test_a_folder_with_neither_data_nor_a_packet_is_named(desk, tmp_path):
    with pytest.raises(DeskError, match="作った資料"):
        diff.run(town.CITY, "", str(tmp_path / "desk" / "data"))
