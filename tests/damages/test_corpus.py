"""Every damage of the corpus ends in its sentence, and changes nothing."""

import json
import re
from pathlib import Path

import pytest

from helpers import cli
from helpers.packet import Packet
from helpers.press.build import rehearse
from helpers.services.report import document_of
from tests import town
from tests.damages.corpus import AUDIT_OF, CHECK, CORPUS, REPORT, SMALL, WITHOUT_ROW, WITHOUT_TABLE
from tests.damages.desks import english, kept
from tests.damages.verbs import MEETING, every_table_empty
from tests.shared import once

CASES = [pytest.param(damage, id=f"{topic}: {damage.what}") for topic, damages in CORPUS.items() for damage in damages]
SCREEN = 60  # lines


@pytest.mark.parametrize("damage", CASES)
def test_a_damage_ends_in_its_sentence(desk, temporary, capsys, damage):
    if damage.sections != SMALL:
        (desk / MEETING).write_text(town.meeting_yaml(damage.sections), encoding="utf-8")
    damage.change(desk)
    # What check finds, report stops at.
    for command in [damage.command, *([REPORT] if damage.command == CHECK and damage.status else [])]:
        before = kept(desk)
        status = cli.main(command.split())
        out, err = capsys.readouterr()
        assert status == damage.status, (out, err)
        assert re.search(damage.said, err if status and err else out + err), err or out
        is_fit_to_read(out + err)
        # An audit that finds a mismatch has done its work.
        made = command != CHECK and (not status or (command == AUDIT_OF and not err))
        if status and not made:
            assert err.startswith("エラー: ") and err.count("エラー: ") == 1
        assert without_builds(kept(desk)) == without_builds(before)
        assert made or kept(desk) == before
        assert [path for path in temporary.rglob("*") if path.parent != temporary] == []


@pytest.fixture(scope="module")
def lacking(tmp_path_factory) -> dict[str, dict[str, str]]:
    """What each section says on a desk without the tables it asks for, and on one where they hold nothing."""
    return json.loads((once(tmp_path_factory, "lacking", _lacking) / "said.json").read_text(encoding="utf-8"))


def _lacking(folder: Path) -> None:
    said = {}
    for what, change, wanted in (("table", lambda desk: None, WITHOUT_TABLE), ("row", every_table_empty, WITHOUT_ROW)):
        desk = town.make(folder / what, ["agenda", *wanted])
        change(desk)
        document = document_of(Packet.open(town.CITY, town.MEETING, desk))
        said[what] = {name: str(error) for name, error in rehearse(document, desk, lambda line: None).items()}
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")


LACKS = [("table", *one) for one in WITHOUT_TABLE.items()] + [("row", *one) for one in WITHOUT_ROW.items()]


@pytest.mark.parametrize(("what", "section", "said"), LACKS, ids=[f"{section}: {what}" for what, section, _ in LACKS])
def test_a_section_names_what_it_lacks(lacking, what, section, said):
    found = lacking[what][section]
    assert re.search(said, found), found
    is_fit_to_read(f"エラー: {found}")


def test_the_other_sections_are_made(lacking):
    assert (set(lacking["table"]), set(lacking["row"])) == (set(WITHOUT_TABLE), set(WITHOUT_ROW))


def is_fit_to_read(said: str) -> None:
    assert "Traceback" not in said and "予期しない" not in said
    assert english(said) == []
    assert len(said.splitlines()) <= SCREEN and max(map(len, said.splitlines()), default=0) < 2000


def without_builds(found: dict[str, object]) -> dict[str, object]:
    return {path: what for path, what in found.items() if not path.startswith("build")}


def test_english_is_seen():
    assert english("エラー: could not convert string") == ["could not convert string"]
    assert (
        english(
            "エラー: data/kawabe/figures.csv 2行目 as_of: 「no such file here」: 日付を\n    raise ValueError of it\n  OSError: no such file"
        )
        == []
    )


def test_the_corpus_is_large_and_each_case_is_one_of_its_kind():
    whats = [(topic, damage.what) for topic, damages in CORPUS.items() for damage in damages]
    assert len(whats) >= 350 and len(whats) == len(set(whats))
    assert all(damage.said for damages in CORPUS.values() for damage in damages)
