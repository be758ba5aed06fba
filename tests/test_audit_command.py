"""``make audit``: what the secretariat gets."""

import csv
import re

import openpyxl
import pytest

from helpers import tables
from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.params import ROOT
from tests.conftest import copy_project, make, run, without_own_scripts

SAITAMA = "build/saitama/2026-01-21"
FILES = {"audit.csv", "audit.html", "audit.xlsx"}


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    project = copy_project(tmp_path_factory.mktemp("audit") / "clone")
    return project, run(project, "audit", "saitama")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_mismatch_is_exit_1_and_says_what_may_have_slipped(audited):
    project, done = audited
    assert done.returncode == 1 and not done.stderr
    assert "検算: 印刷された数値 526 件のうち 不一致 3、照合不可 133、端数の範囲 52、一致 338" in done.stdout
    assert "56,227千円 は 56,627千円 か（1桁の誤り）。これで、ほか1件の不一致もなくなる" in done.stdout
    assert "44.4% は 44.8% か" in done.stdout
    assert {path.name for path in (project / SAITAMA).iterdir()} == FILES


def test_no_mismatch_is_exit_0(project):
    done = run(project, "audit", "shizuoka", "--meeting", "2026-06-03")
    assert done.returncode == 0 and "不一致 0" in done.stdout


def test_the_csv_has_every_finding_with_numbers_as_numbers(audited):
    project, _ = audited
    found = rows(project / SAITAMA / "audit.csv")
    wanted = ["document", "place", "item", "published", "recomputed", "low", "high", "verdict", "formula", "note"]
    assert set(wanted) < set(found[0])
    assert [row["verdict"] for row in found[:4]] == ["mismatch"] * 3 + ["unchecked"]
    assert len(found) == 526 and {row["verdict"] for row in found} == {"mismatch", "unchecked", "rounding", "match"}
    for row in found:
        for column in ("recomputed", "low", "high"):
            assert re.fullmatch(r"(-?[0-9]+(\.[0-9]+)?)?", row[column])
        if row["verdict"] == "rounding":
            assert float(row["low"]) <= float(row["high"])
    lunch = next(row for row in found if "学校給食費 F" in row["place"] and row["verdict"] == "mismatch")
    assert (lunch["published"], lunch["low"], lunch["high"]) == ("47.9%", "48.2584", "48.2611")
    assert any(row["note"] == "不納欠損額、還付未済額の記載がない。" for row in found)


def test_the_page_puts_mismatches_first_and_asks_nothing_from_outside(audited):
    project, _ = audited
    html = (project / SAITAMA / "audit.html").read_text(encoding="utf-8")
    headings = re.findall(r"<h2>([^<]+)</h2>", html)
    assert headings == ["目次", "検算の結果", "不一致", "表ごとの結果", "端数の範囲", "照合不可", "一致"]
    assert not re.search(r"""(src|href)=["'](https?:)?//|<script""", without_own_scripts(html))
    assert "+386千円" in html and "▲0.42ポイント" in html and "0.42%" not in html  # rates differ by points


def test_the_workbook_opens_with_the_same_findings(audited):
    project, _ = audited
    book = openpyxl.load_workbook(project / SAITAMA / "audit.xlsx")
    last = book.worksheets[-1]
    assert last.max_row == 1 + 526 and [cell.value for cell in last[1]][10] == "判定"
    assert [cell.value for cell in last[2]][3:6] == ["44.4%", 44.4, "%"]  # as printed, as a number, its unit
    assert book.sheetnames[:3] == ["表紙", "目次", "注記"]
    assert [name.split()[0] for name in book.sheetnames[3:]] == ["表1", "表2", "表3", "表4"]  # no finding on two sheets


def test_the_same_figures_give_the_same_bytes(audited):
    project, _ = audited
    before = {name: (project / SAITAMA / name).read_bytes() for name in FILES}
    run(project, "audit", "saitama")
    assert before == {name: (project / SAITAMA / name).read_bytes() for name in FILES}


def test_make_passes_it_on():
    done = make(ROOT, "audit", "CITY=x; touch pwned")
    assert done.returncode != 0 and "という市はありません" in done.stderr and not (ROOT / "pwned").exists()


def test_without_published_figures_it_says_what_is_missing(project):
    (project / "data/ube/published.csv").unlink()
    done = run(project, "audit", "ube")
    assert done.returncode == 1
    assert "data/ube/published.csv に meeting が 2024-08-01 の行がありません" in done.stderr
    assert not (project / "build").exists()


@pytest.mark.parametrize("command", ["audit", "check", "report"])
def test_a_wrong_formula_stops_before_anything_is_written(project, command):
    path = project / "data/ube/published.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("収納率 - 収納率[2015]", "収納率 - 収納卒[2015]"), encoding="utf-8-sig")
    done = run(project, command, "ube")
    assert done.returncode == 1 and not (project / "build").exists()
    assert "data/ube/published.csv 4行目 formula: 式が指す数値がありません: 序文 全体 2015年度 収納卒" in done.stderr


def test_a_wrong_figure_is_named_by_row_and_column(project):
    path = project / "data/ube/published.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace(",98.05%,", ",九八%,"), encoding="utf-8-sig")
    done = run(project, "check", "ube")
    assert done.returncode == 1 and "published.csv 2行目 figure: 「九八%」: 数値として読めません" in done.stderr


def test_a_meeting_without_figures_has_no_audit(project):
    (project / "data/ube/published.csv").unlink()
    packet = Packet.open("ube", root=project)
    assert packet.audit is None
    with pytest.raises(DeskError, match=r"published\.csv に meeting が"):
        tables.audit_counts(packet)


def test_a_csv_that_excel_saved_its_own_way_stops_no_list(project):
    target = project / "build/ube/2024-08-01"
    target.mkdir(parents=True)
    (target / "audit.csv").write_bytes("資料,場所".encode("cp932"))
    done = run(project, "list")
    assert done.returncode == 0 and "未作成" in done.stdout


def test_figures_of_a_meeting_that_there_is_not(project):
    path = project / "data/ube/published.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("2024-08-01,", "2024-08-11,", 1), encoding="utf-8-sig")
    done = run(project, "check", "ube")
    assert done.returncode == 1
    assert (
        "published.csv 2行目 meeting: params/ube/2024-08-11.yaml がありません。もしかして「2024-08-01」" in done.stderr
    )


def test_dates_and_empty_rows_as_excel_writes_them(project):
    path = project / "data/ube/published.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("2024-08-01,", "2024/8/1,") + "," * 11 + "\n", encoding="utf-8-sig")
    assert run(project, "check", "ube").returncode == 0


def test_a_city_that_cuts_off(project):
    path = project / "params/ube/city.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "published_rounding:\n  amounts: down\n", encoding="utf-8")
    cut = Packet.open("ube", root=project).audit
    item = next(item for item in cut.items.values() if item.printed.unit == "千円" and item.printed.value)
    assert item.printed.interval.low == item.printed.value * 1000
