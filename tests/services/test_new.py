"""make new: a city begins with files that explain themselves, or with none."""

import datetime as dt
import errno
import itertools
from pathlib import Path

import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.rates import RATE_DEFINITIONS
from helpers.services import check, new
from helpers.services.templates import CITY
from tests import exports
from tests.damages.desks import content


@pytest.fixture
def desk(tmp_path, monkeypatch):
    made = exports.desk(tmp_path / "desk")
    monkeypatch.setenv("DESK", str(made))
    return made


def test_a_new_city_is_settings_a_meeting_and_empty_tables(desk, capsys):
    before = content(desk)
    new.run("hamabe", "浜辺市", "2025-11-20")
    made = {path: what for path, what in content(desk).items() if path not in before}
    assert {path for path in made if path.endswith((".csv", ".yaml"))} == {
        "data/hamabe/claims.csv", "data/hamabe/figures.csv",
        "params/hamabe/accounts.csv", "params/hamabe/city.yaml", "params/hamabe/2025-11-20.yaml",
    }  # fmt: skip
    assert {path: content(desk)[path] for path in before} == before
    meeting = params.load_meeting("hamabe", "2025-11-20")
    assert (meeting.title, meeting.fiscal_year, meeting.settled_year) == (
        "浜辺市 債権の状況(令和6年度決算)",
        2025,
        2024,
    )
    assert params.load_city("hamabe").name == "浜辺市"
    assert "make import CITY=hamabe" in capsys.readouterr().out
    with pytest.raises(DeskError) as caught:
        check.run("hamabe")
    assert [(fault.file, "make import CITY=hamabe" in fault.message) for fault in caught.value.faults] == [
        ("data/hamabe/claims.csv", True),
        ("data/hamabe/figures.csv", True),
    ]


def test_the_first_city_of_a_desk_has_none_to_be_compared_with(desk, tmp_path, monkeypatch):
    new.run("hamabe", "浜辺市", "2025-11-20")
    beside = [section.notebook for section in params.load_meeting("hamabe", "2025-11-20").sections]
    empty = tmp_path / "empty"
    for name in ("params", "data"):
        (empty / name).mkdir(parents=True)
    (empty / "data/catalogue.csv").write_bytes((desk / "data/catalogue.csv").read_bytes())
    monkeypatch.setenv("DESK", str(empty))
    new.run("hamabe", "浜辺市", "2025-11-20")
    alone = [section.notebook for section in params.load_meeting("hamabe", "2025-11-20").sections]
    assert [name for name in beside if name not in alone] == ["comparison"]


def test_each_key_is_explained(desk):
    new.run("hamabe", "浜辺市", "2025-11-20")
    for name in ("city", "2025-11-20"):
        lines = (desk / f"params/hamabe/{name}.yaml").read_text(encoding="utf-8").splitlines()
        for above, line in itertools.pairwise(lines):
            if line[:1].isalpha():
                assert above.startswith("#") or above[:1].isalpha(), line


def test_the_rates_that_the_settings_explain_exist():
    explained = next(line for line in CITY.splitlines() if line.startswith("# 収納率の式"))
    assert {word for word in RATE_DEFINITIONS if f"{word} は" in explained} == {*RATE_DEFINITIONS} - {"as_published"}


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("Hamabe", "浜辺市", "2025-11-20"), "CITY"),
        (("../hamabe", "浜辺市", "2025-11-20"), "CITY"),
        (("", "浜辺市", "2025-11-20"), "CITY"),
        (("audit", "浜辺市", "2025-11-20"), "CITY"),
        (("hamabe", "浜辺: 市", "2025-11-20"), "NAME"),
        (("hamabe", "", "2025-11-20"), "NAME"),
        (("hamabe", "浜辺\n市", "2025-11-20"), "NAME"),
        (("hamabe", "浜辺市", "2025-02-29"), "MEETING"),
        (("hamabe", "浜辺市", "令和7年11月20日"), "MEETING"),
        (("hamabe", "浜辺市", "1900-01-01"), "MEETING"),
    ],
)
def test_a_word_that_cannot_be_one_is_refused(desk, words, where):
    before = content(desk)
    with pytest.raises(DeskError) as caught:
        new.run(*words)
    assert [fault.file for fault in caught.value.faults] == [where]
    assert content(desk) == before


def test_what_is_there_is_named_and_stays(desk):
    (desk / "data/hamabe").mkdir()
    (desk / "data/hamabe/claims.csv").write_text("別の人の表\n", encoding="utf-8")
    before = content(desk)
    with pytest.raises(DeskError, match="もう始められています") as caught:
        new.run("hamabe", "浜辺市", "2025-11-20")
    assert [fault.file for fault in caught.value.faults] == ["data/hamabe/claims.csv"]
    assert content(desk) == before


def test_a_second_time_is_refused_and_a_killed_one_finished(desk):
    new.run("hamabe", "浜辺市", "2025-11-20")
    whole = content(desk)
    with pytest.raises(DeskError, match="もう始められています") as caught:
        new.run("hamabe", "浜辺市", "2025-11-20")
    assert len(caught.value.faults) == 5 and content(desk) == whole
    (desk / "params/hamabe/city.yaml").unlink()
    new.run("hamabe", "浜辺市", "2025-11-20")
    assert content(desk) == whole


def test_a_full_disk_leaves_nothing(desk, monkeypatch):
    before = content(desk)
    rename = Path.replace

    def refuses(path, target):
        if Path(target).name == "city.yaml":
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", refuses)
    with pytest.raises(DeskError, match="ディスクの空き"):
        new.run("hamabe", "浜辺市", "2025-11-20")
    files = {path for path in content(desk) if (desk / path).is_file()}
    assert files == {path for path in before if (desk / path).is_file()}


@pytest.mark.parametrize(
    ("day", "year"), [("2026-06-03", 2024), ("2026-08-31", 2024), ("2026-09-01", 2025), ("2026-03-31", 2024)]
)
def test_accounts_are_settled_by_the_end_of_august(day, year):
    assert new.settled_year(dt.date.fromisoformat(day)) == year
