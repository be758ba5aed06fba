"""``make pages``: what it says, and its end."""

import pytest

from helpers.errors import DeskError
from helpers.press import pages as press
from helpers.press.pages import Finding
from helpers.services import pages
from tests import town

PDF = f"build/{town.CITY}/{town.MEETING}/report.pdf"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK", str(town.make(tmp_path)))
    return tmp_path


def test_without_a_packet_it_says_how_to_get_one(desk):
    with pytest.raises(DeskError, match=f"{PDF} がありません。先に make report CITY={town.CITY}"):
        pages.run(town.CITY, "")


@pytest.mark.parametrize(
    ("findings", "last", "status"),
    [([], "割れ方の悪いページはありません。", 0), ([Finding(2, 0.14, "何か")], "  2ページ(14%): 何か", 1)],
)
def test_it_ends_with_what_it_found(desk, monkeypatch, capsys, findings, last, status):
    (desk / PDF).parent.mkdir(parents=True)
    (desk / PDF).touch()
    monkeypatch.setattr(press, "examine", lambda path: ([1.0, 0.14], findings))
    assert pages.run(town.CITY, "") == status
    assert capsys.readouterr().out.splitlines() == [f"{PDF}: 2 ページ", "埋まり方(%): 1 100、2 14", last]
