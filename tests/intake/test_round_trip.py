"""From the export to the city's tables and back: no yen is lost, and a second run changes nothing."""

import csv
from collections import defaultdict

import pytest

from helpers import ledger
from helpers.errors import DeskError
from helpers.packet import Packet
from tests import exports, town
from tests.intake.desks import FIGURES, facts, figures, lines, take_in

MEASURES = ("assessed", "collected", "written_off", "refund_due", "outstanding")


def directly(folder):
    """The sums by claim, taken from the files without any of our code: what each account is, is said here once more."""
    sums = defaultdict(int)
    for path in folder.glob("*.csv"):
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()[1:]):
            name, own, part = row[12], row[4], row[9]
            if name in ("現年課税", "滞納繰越分"):
                claim = "municipal_tax", "current" if name == "現年課税" else "carried_over"
            elif own == "14":
                claim = "care_insurance", "current" if part == "1" else "carried_over"
            elif "給食費" in name or "保育料" in name:
                claim = "school_meals" if "給食費" in name else "child_care", "total"
            else:
                claim = "", ""
            for measure, amount in zip(MEASURES, row[14:19], strict=True):
                sums[int(row[1]), *claim, measure] += int(amount)
    return sums


def test_figures_are_the_sums_of_the_export(desk, files):
    assert take_in(files) == 0
    wanted = directly(files)
    assert figures(desk) == {key: value for key, value in wanted.items() if key[1]}
    left = {(int(r["fiscal_year"]), m): 0 for r in lines(desk / "data/kawabe/excluded.csv") for m in MEASURES}
    for row in lines(desk / "data/kawabe/excluded.csv"):
        for measure in MEASURES:
            left[int(row["fiscal_year"]), measure] += int(row[measure])
    assert left == {(year, measure): value for (year, claim, _, measure), value in wanted.items() if not claim}
    Packet.open(town.CITY, root=desk)


def test_a_figure_names_the_rows_it_comes_from(desk, files):
    take_in(files)
    sources = {
        r.source
        for r in ledger.load(town.CITY, desk)["figures"].itertuples()
        if r.claim == "municipal_tax" and r.segment == "current"
    }
    assert sources == {f"取込 kessan{year}.csv 2-3行" for year in exports.YEARS}


def test_a_dry_run_says_what_would_be_and_writes_nothing(desk, files, capsys):
    before = facts(desk)
    take_in(files, apply=False)
    said = capsys.readouterr().out
    assert facts(desk) == before
    assert "figures.csv: 追加 90 件、変更 0 件、削除 0 件" in said and "APPLY=1" in said
    listed = lines(desk / "build/kawabe/import.csv")
    assert len(listed) == 90 and {row["種別"] for row in listed} == {"追加"}


def test_the_second_run_changes_nothing(desk, files, capsys):
    take_in(files)
    before = facts(desk)
    capsys.readouterr()
    take_in(files)
    assert facts(desk) == before
    assert "変わるものはありません" in capsys.readouterr().out


def test_the_reconciliation_adds_up(desk, files, capsys):
    take_in(files)
    said = capsys.readouterr().out.splitlines()
    at = said.index("  2022 年度")
    whole, *parts = [line.rpartition("収入未済額 ")[2].replace(",", "") for line in said[at + 1 : at + 5]]
    assert int(whole) == sum(map(int, parts)) and int(whole) > 0


def test_a_corrected_export_changes_the_figure_and_says_old_and_new(desk, files, capsys):
    take_in(files)
    table = exports.rows(2024)
    table[4][15] += 100  # 保育料: more came in
    table[4][18] -= 100
    (files / "kessan2024.csv").write_text(exports.text(table), encoding="utf-8")
    before = figures(desk)
    capsys.readouterr()
    take_in(files / "kessan2024.csv")
    said = capsys.readouterr().out
    key = 2024, "child_care", "total", "collected"
    assert f"{before[key]:,} → {before[key] + 100:,}円" in said
    changed = {k for k, value in figures(desk).items() if value != before[k]}
    assert changed == {key, (2024, "child_care", "total", "outstanding")}


def test_a_year_more_leaves_the_others_as_they_are(desk, files):
    take_in(files / "kessan2022.csv", files / "kessan2024.csv")
    before = (desk / FIGURES).read_text(encoding="utf-8-sig").splitlines()
    take_in(files / "kessan2023.csv")
    after = (desk / FIGURES).read_text(encoding="utf-8-sig").splitlines()
    assert [line for line in after if not line.startswith("2023")] == before
    years = [line[:4] for line in after[1:]]
    assert years == sorted(years) and set(years) == {"2022", "2023", "2024"}


def test_what_an_account_no_longer_is_is_removed(desk, files, capsys):
    take_in(files)
    rules = [rule for rule in exports.RULES if "給食費" not in rule]
    town.write(desk / "params/kawabe/accounts.csv", ["年度,会計,コード,科目名称,所属,債権,区分,理由", *rules])
    capsys.readouterr()
    take_in(files)
    assert "追加 0 件、変更 0 件、削除 15 件" in capsys.readouterr().out
    assert not [key for key in figures(desk) if key[1] == "school_meals"]
    reasons = {row["reason"] for row in lines(desk / "data/kawabe/excluded.csv")}
    assert "未整理(対応付けの規則がない)" in reasons


PEOPLE = [
    "2023,,all,total,collection_rate,,,actual,95.8,%,,,推移",
    "",
    '2024,,child_care,total,rank,"近隣, 五市",,actual,2,位,,,"調べ\n二行目"',
]


def test_rows_of_people_stay_byte_for_byte(desk, files):
    header = town.tables()["figures"][0]
    town.write(desk / FIGURES, [header, *PEOPLE])
    before = (desk / FIGURES).read_bytes()
    take_in(files)
    assert (desk / FIGURES).read_bytes().startswith(before)
    take_in(files / "kessan2022.csv")
    assert (desk / FIGURES).read_bytes().startswith(before)


def test_a_figure_of_people_that_is_the_same_stands(desk, files, capsys):
    header = town.tables()["figures"][0]
    value = directly(files)[2022, "school_meals", "total", "assessed"]
    own = f"2022,,school_meals,total,assessed,,,actual,{value},円,,,決算書 12 頁"
    town.write(desk / FIGURES, [header, own])
    take_in(files)
    assert "手で入れた値と一致し、そのままにするもの 1 件" in capsys.readouterr().out
    rows = [line for line in lines(desk / FIGURES) if line["claim"] == "school_meals" and line["measure"] == "assessed"]
    assert [row["source"][:3] for row in rows] == ["決算書", "取込 ", "取込 "]


def test_another_figure_of_people_is_refused_with_both(desk, files):
    header = town.tables()["figures"][0]
    town.write(desk / FIGURES, [header, "2022,,school_meals,total,assessed,,,actual,2382,千円,,,決算書"])
    before = facts(desk)
    with pytest.raises(DeskError) as caught:
        take_in(files)
    said = str(caught.value)
    assert facts(desk) == before
    for words in ("2行目", "2,382千円", "2,383,000円", "kessan2022.csv 8-9行"):
        assert words in said
