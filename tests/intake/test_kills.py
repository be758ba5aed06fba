"""An import that is killed at any moment: each table is the old or the new one, and the next run makes them all new."""

import random
import shutil
import signal
import time

import pytest

from tests import exports, town
from tests.forked import Forked
from tests.intake.desks import facts, take_in


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    """A desk with last year's import, one with this year's too, the files, and how long an import takes."""
    folder = tmp_path_factory.mktemp("kills")
    files = exports.write(folder / "exports")
    before, after = folder / "before", folder / "after"
    exports.desk(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(before))
        take_in(files / "kessan2022.csv")
        shutil.copytree(before, after)
    started = time.monotonic()
    assert start(after, files).wait() == 0
    return before, after, files, time.monotonic() - started


def start(desk, files) -> Forked:
    return Forked("import", town.CITY, str(files), "--apply", DESK=str(desk))


@pytest.mark.parametrize("seed", range(20))
def test_a_killed_import_leaves_every_table_whole(desks, tmp_path, seed):
    before, after, files, seconds = desks
    desk = tmp_path / "desk"
    shutil.copytree(before, desk)
    run = start(desk, files)
    # What is written is written at the end: there a moment is as likely as in all the time before.
    chance = random.Random(seed)
    time.sleep(seconds * chance.choice((chance.uniform(0, 1), chance.uniform(0.8, 1.0))))
    run.send_signal(signal.SIGKILL)
    run.wait()
    old, new, found = facts(before), facts(after), facts(desk)
    for path in {*old, *new, *found}:
        if not path.endswith(".new"):  # what the killed run had begun beside the tables
            assert found.get(path) in (old.get(path), new.get(path)), path
    assert start(desk, files).wait() == 0
    assert facts(desk) == new


@pytest.mark.parametrize("refused", range(3))
def test_a_disk_that_refuses_the_nth_file_leaves_the_old_ones(desks, tmp_path, monkeypatch, refused):
    from pathlib import Path

    from helpers.errors import DeskError

    before, _, files, _ = desks
    desk = tmp_path / "desk"
    shutil.copytree(before, desk)
    town.write(desk / "params/kawabe/accounts.csv", ["年度,会計,コード,科目名称,所属,債権,区分,理由", *exports.RULES])
    monkeypatch.setenv("DESK", str(desk))
    replace, calls = Path.replace, []

    def refusing(path, target):
        calls.append(target)
        if len(calls) == refused + 1:
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refusing)
    old = facts(desk)
    with pytest.raises(DeskError) as caught:
        take_in(files)
    assert caught.value.code == "write" and len(calls) > refused
    assert facts(desk) == old
