"""make new-meeting: the last meeting, a year on; comments stay, and what is still to be set is told."""

import datetime as dt

import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.services import new_meeting
from tests import town
from tests.damages.desks import content


@pytest.fixture
def desk(tmp_path, monkeypatch):
    made = town.make(tmp_path / "desk")
    monkeypatch.setenv("DESK", str(made))
    return made


def last_of(desk):
    return desk / "params" / town.CITY / f"{town.MEETING}.yaml"


def a_year_on(years: int = 1) -> str:
    return f"{int(town.MEETING[:4]) + years}{town.MEETING[4:]}"


def test_years_go_forward_and_everything_else_stays(desk, capsys):
    old = params.load_meeting(town.CITY, town.MEETING)
    text = "# 一行目の注釈\n" + last_of(desk).read_text(encoding="utf-8").replace(
        f"settled_year: {old.settled_year}", f"settled_year: {old.settled_year}  # 決算の年度"
    )
    last_of(desk).write_text(text, encoding="utf-8")
    before = content(desk)
    new_meeting.run(town.CITY, a_year_on())
    after = content(desk)
    made = f"params/{town.CITY}/{a_year_on()}.yaml"
    assert {path for path in after if path not in before and (desk / path).is_file()} == {made}
    assert {path: after[path] for path in before} == before
    new = params.load_meeting(town.CITY, a_year_on())
    assert (new.fiscal_year, new.settled_year) == (old.fiscal_year + 1, old.settled_year + 1)
    assert new.as_of == old.as_of.replace(year=old.as_of.year + 1)
    assert [each.notebook for each in new.sections] == [each.notebook for each in old.sections]
    written = (desk / made).read_text(encoding="utf-8")
    assert written.startswith("# 一行目の注釈\n") and f"settled_year: {new.settled_year}  # 決算の年度" in written
    assert len(written.splitlines()) == len(text.splitlines())
    said = capsys.readouterr().out
    assert f"fiscal_year: {old.fiscal_year} → {new.fiscal_year}" in said
    assert f"source: {old.source}(前回のまま)" in said


def test_rows_that_the_tables_lack_are_told(desk, capsys):
    new_meeting.run(town.CITY, a_year_on())
    said = capsys.readouterr().out
    assert "目標がまだない債権 5 件(市税、介護保険料、保育料、給食費、全債権)" in said
    assert f"agenda.csv(次第): {a_year_on()} の行がありません(前回 " in said


def test_a_second_meeting_of_a_year_keeps_its_years(desk):
    old = params.load_meeting(town.CITY, town.MEETING)
    later = (dt.date.fromisoformat(town.MEETING) + dt.timedelta(days=10)).isoformat()
    new_meeting.run(town.CITY, later)
    assert params.load_meeting(town.CITY, later) == old


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (town.MEETING, "もうあります"),
        (a_year_on(-1), "より前です"),
        ("2026-02-30", "使えません"),
        ("来年", "使えません"),
    ],
)
def test_a_day_that_cannot_be_is_refused(desk, day, why):
    before = content(desk)
    with pytest.raises(DeskError, match="何も書いていません") as caught:
        new_meeting.run(town.CITY, day)
    assert why in caught.value.faults[0].message
    assert content(desk) == before


def test_a_value_over_two_lines_is_refused_by_its_key(desk):
    old = params.load_meeting(town.CITY, town.MEETING)
    text = last_of(desk).read_text(encoding="utf-8")
    text = text.replace(f"title: {old.title}", "title:\n  令和7年度\n  委員会", 1)
    last_of(desk).write_text(text, encoding="utf-8")
    before = content(desk)
    with pytest.raises(DeskError, match="何も書いていません") as caught:
        new_meeting.run(town.CITY, a_year_on())
    assert "title の書き方" in caught.value.faults[0].message
    assert {path for path in content(desk) if (desk / path).is_file()} == {p for p in before if (desk / p).is_file()}


@pytest.mark.parametrize(
    ("title", "later"),
    [
        ("令和7年10月末の状況", "令和8年10月末の状況"),
        ("平成30年度決算", "令和元年度決算"),
        ("令和元年度～令和3年度", "令和2年度～令和4年度"),
        ("第37回本部会", "第37回本部会"),
    ],
)
def test_years_of_an_era_in_a_title(title, later):
    assert new_meeting._later(title, 1) == later


def test_the_end_of_february_stays_it():
    assert new_meeting._same_day(dt.date(2027, 2, 28), 1) == dt.date(2028, 2, 29)
    assert new_meeting._same_day(dt.date(2028, 2, 29), 1) == dt.date(2029, 2, 28)
    assert new_meeting._same_day(dt.date(2025, 10, 31), 1) == dt.date(2026, 10, 31)
