"""Every damage of the corpus ends in its sentence, and changes nothing."""

import re

import pytest

from helpers import cli
from tests import town
from tests.damages.corpus import AUDIT_OF, CHECK, CORPUS, REPORT, SMALL
from tests.damages.desks import english, kept
from tests.damages.verbs import MEETING

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
