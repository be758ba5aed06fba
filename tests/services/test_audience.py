"""AUDIENCE=public: where it may stand, where not, and what is said."""

import pytest

from helpers import cli
from helpers.errors import DeskError
from helpers.params import audience
from helpers.press.cache import Cache
from helpers.services import report, reports
from tests import town


@pytest.mark.parametrize("named", ["publik", "公開版", "all", "Public", " public", "x" * 300])
def test_another_word_is_refused(named, monkeypatch, capsys):
    monkeypatch.setenv("AUDIENCE", named)
    assert cli.main(["list"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("エラー: AUDIENCE に「") and "committee(委員限り)、public(公開版)" in said
    assert len(said) < 200


@pytest.mark.parametrize(("named", "meant"), [("", "committee"), ("committee", "committee"), ("public", "public")])
def test_a_known_word_is_taken(named, meant, monkeypatch):
    monkeypatch.setenv("AUDIENCE", named)
    assert audience.asked() == meant


@pytest.mark.parametrize(
    "command",
    [
        ["audit", "kawabe"],
        ["audit-file", "a.csv", "a"],
        ["check", "kawabe"],
        ["collect", "kawabe", "x"],
        ["diff", "kawabe", "--against", "HEAD"],
        ["forms", "kawabe"],
        ["guide"],
        ["import", "kawabe", "x"],
        ["lab"],
        ["new", "kawabe", "川辺市", "2026-01-01"],
        ["new-meeting", "kawabe", "2026-01-01"],
        ["parity", "kawabe"],
        ["watch", "kawabe"],
        ["workbook", "kawabe"],
    ],
)
def test_what_is_made_for_the_committee_alone_is_refused(command, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("DESK", str(town.make(tmp_path)))
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setenv("AUDIENCE", "public")
    assert cli.main(command) == 1
    assert "使えるのは report、reports、verify、pages、list だけです" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_workers_make_nothing_for_the_public(monkeypatch, tmp_path):
    monkeypatch.setenv("DESK", str(town.make(tmp_path)))
    monkeypatch.setenv("AUDIENCE", "public")
    with pytest.raises(DeskError, match="SCHEDULER を省いてください"):
        reports.build("auto", "tcp://127.0.0.1:1")


def test_faults_of_the_city_are_told_before_anything_is_made(monkeypatch, tmp_path):
    desk = town.make(tmp_path)
    path = desk / f"data/{town.CITY}/figures.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("95.2", "九五"), encoding="utf-8")
    monkeypatch.setenv("DESK", str(desk))
    monkeypatch.setenv("AUDIENCE", "public")
    with pytest.raises(DeskError, match="誤りがあります") as caught:
        report.make(town.CITY, town.MEETING, "embedded")
    assert caught.value.faults[0].file == f"data/{town.CITY}/figures.csv" and caught.value.faults[0].row == 2
    assert not (desk / "build").exists()


def test_results_for_one_audience_are_none_for_the_other(tmp_path):
    desk = town.make(tmp_path / "desk")
    public, committee = (Cache(tmp_path / "cache", desk, [], whom) for whom in ("public", "committee"))
    committee.keep("agenda", {}, "executed", ["params/kawabe/city.yaml"])
    assert committee.find("agenda", {}).executed == "executed"
    assert public.find("agenda", {}) is None
