"""``make verify``: the same again, and why not."""

import json

import pytest

from helpers.errors import DeskError
from helpers.services import report, verify
from tests import town

FOLDER = f"build/{town.CITY}/{town.MEETING}"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    desk = town.make(tmp_path_factory.mktemp("verify"), ["agenda"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(desk))
        report.make(town.CITY, town.MEETING, "embedded")
        yield desk


def test_without_a_packet_it_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("DESK", str(town.make(tmp_path)))
    with pytest.raises(DeskError, match=f"先に make report CITY={town.CITY}"):
        verify.run(town.CITY, "")


def test_the_same_is_said_and_build_json_says_what_it_was_made_with(built, capsys):
    before = {path: path.read_bytes() for path in (built / FOLDER).rglob("*") if path.is_file()}
    assert verify.run(town.CITY, "") == 0
    assert f"{FOLDER} は、作り直したものと一バイトも違いません。" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in (built / FOLDER).rglob("*") if path.is_file()} == before
    manifest = json.loads((built / FOLDER / "build.json").read_text(encoding="utf-8"))
    assert manifest["git"]["desk"] is None and set(manifest["git"]) == {"program", "desk"}  # the desk is under no git
    assert len(manifest["fonts"]) == 2 and {len(digest) for digest in manifest["fonts"].values()} == {64}
    assert len(manifest["inputs_digest"]) == 64 and manifest["system"]
    assert str(built) not in (built / FOLDER / "build.json").read_text(encoding="utf-8")


def test_what_changed_is_named_with_the_reason(built, capsys):
    agenda = built / f"data/{town.CITY}/agenda.csv"
    agenda.write_text(agenda.read_text(encoding="utf-8-sig").replace("開会", "開会あいさつ"), encoding="utf-8-sig")
    manifest = built / FOLDER / "build.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["versions"]["typst"], content["system"] = "0.0.1", "別の機械"
    manifest.write_text(json.dumps(content), encoding="utf-8")
    page = built / FOLDER / "report.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert verify.run(town.CITY, "") == 1
    said = capsys.readouterr().out
    assert (
        "違います: csv/01-agenda.csv、packet.qmd、report.html、report.pdf、report.xlsx、sections/agenda.ipynb" in said
    )
    assert f"もとになるファイルが変わった: data/{town.CITY}/agenda.csv\n" in said
    assert "版が違う: typst 0.0.1 → " in said and "機械が違う: 別の機械 → " in said
    assert "作った後に書き換わったか、消えた: report.html\n" in said
    assert "プログラムが変わった" not in said and "書体が違う" not in said
