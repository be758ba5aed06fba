"""Temporary folders, and the copy of a desk that a build reads."""

import errno
import os

import pytest
from filelock import FileLock

from helpers import trace
from helpers.errors import LARGEST
from helpers.press import scratch
from tests import town


@pytest.fixture
def base(tmp_path, monkeypatch):
    """Where temporary folders are."""
    monkeypatch.setattr(scratch.tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
    monkeypatch.setattr(scratch.getpass, "getuser", lambda: "me")
    monkeypatch.setattr(scratch, "_open", {})
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary/claims-desk-me"


def test_a_folder_of_ones_own_is_gone_when_the_block_ends(base):
    with scratch.scratch() as folder, scratch.scratch() as other:
        assert folder.parent == other.parent == base and folder.is_dir() and other.is_dir() and folder != other
        assert base.stat().st_mode & 0o777 == 0o700 and len(folder.name) == 8
        (folder / "x").touch()
    assert list(base.iterdir()) == [] and scratch._open == {}


def test_what_a_killed_run_left_goes_and_what_another_has_stays(base):
    (base / "left/below").mkdir(parents=True)
    (base / "left.lock").touch()
    (base / "lockless").mkdir()
    (base / "alone.lock").touch()
    (base / "held").mkdir()
    with FileLock(base / "held.lock"):
        scratch.sweep()
    assert sorted(path.name for path in base.iterdir()) == ["held", "held.lock"]


def test_a_run_that_is_told_to_end_while_it_cleans_up_leaves_nothing(base):
    base.mkdir()
    for name in ("one", "two"):
        (base / name).mkdir()
        scratch._open[base / name] = FileLock(base / f"{name}.lock"), os.getpid()
        scratch._open[base / name][0].acquire()
    scratch.tidy()
    assert list(base.iterdir()) == [] and scratch._open == {}


@pytest.fixture
def desk(tmp_path):
    """A desk three folders deep everywhere, with what programs leave behind."""
    desk = tmp_path / "desk"
    for room in scratch.SNAPSHOT:
        for name in (
            "a",
            "x/b",
            "x/y/c",
            "x/y/z/d",
            "x/y/z/w/e",
            "~$a",
            "x/.~lock.a",
            "__pycache__/f",
            "x/.ipynb_checkpoints/g",
        ):
            path = desk / room / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(room)
    return desk


KEPT = [
    *(f"{room}/{name}" for room in ("data", "params") for name in ("a", "x/b")),
    *(f"notebooks/{name}" for name in ("a", "x/b", "x/y/c", "x/y/z/d")),
]


def test_a_copy_has_what_counts_and_so_does_the_list_of_files(desk, tmp_path):
    (tmp_path / "copy").mkdir()
    copy = scratch.snapshot(desk, tmp_path / "copy")
    assert copy == tmp_path / "copy"
    assert sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()) == sorted(KEPT)
    assert (copy / "data/x/b").read_text() == "data"
    assert scratch.files(desk) == {name: desk / name for name in KEPT}


def test_a_desk_without_notebooks_of_its_own_has_those_of_the_program(tmp_path):
    (tmp_path / "desk/data").mkdir(parents=True)
    assert scratch.source_of(tmp_path / "desk", "notebooks") == scratch.PROGRAM / "notebooks"
    assert scratch.source_of(tmp_path / "desk", "params") == tmp_path / "desk/params"
    (tmp_path / "copy").mkdir()
    scratch.snapshot(tmp_path / "desk", tmp_path / "copy")
    assert (tmp_path / "copy/notebooks/trend.ipynb").is_file() and not (tmp_path / "copy/params").exists()
    assert scratch.files(tmp_path / "desk")["notebooks/trend.ipynb"] == scratch.PROGRAM / "notebooks/trend.ipynb"


def test_what_a_section_used(desk):
    def used(*names):
        return sorted(scratch.used(names, desk))

    assert used("data/a", "data/none") == ["data/a"]
    assert used(trace.PARAMETERS) == ["params/a", "params/x/b"]
    assert used(trace.EVERYTHING) == ["data/a", "data/x/b", "params/a", "params/x/b"]
    assert used(trace.EVERYTHING, "notebooks/a") == ["data/a", "data/x/b", "notebooks/a", "params/a", "params/x/b"]
    assert scratch.used(["data/a"], desk) == {"data/a": desk / "data/a"}


def test_what_cannot_be_read_cannot_be_read_in_the_copy_either(tmp_path):
    source, copy = tmp_path / "source", tmp_path / "copy"
    source.mkdir()
    (source / "file").write_text("x")
    os.utime(source / "file", (1, 1))
    os.mkfifo(source / "pipe")
    for name, size in (("large", LARGEST), ("larger", LARGEST + 1)):
        with (source / name).open("wb") as file:
            file.truncate(size)
    scratch._copy_folder(source, copy, 0)
    assert (copy / "file").read_text() == "x" and (copy / "file").stat().st_mtime == 1
    assert (copy / "pipe").is_dir()
    assert (copy / "large").stat().st_size == LARGEST and (copy / "larger").stat().st_size == LARGEST + 1
    assert scratch._inside(tmp_path / "none") == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EACCES])
def test_a_full_disk_stops_a_copy_and_an_unreadable_file_does_not(tmp_path, monkeypatch, number):
    def refuse(source, target):
        if target.name == "begun":
            target.write_text("half")
        raise OSError(number, "refused")

    (tmp_path / "source").touch()
    monkeypatch.setattr(scratch.shutil, "copy2", refuse)
    if number == errno.EACCES:
        for name in ("begun", "not begun"):
            scratch._copy(tmp_path / "source", tmp_path / name)
            assert (tmp_path / name).is_dir()
        return
    with pytest.raises(OSError, match="refused"):
        scratch._copy(tmp_path / "source", tmp_path / "copy")


@pytest.fixture(scope="module")
def town_desk(tmp_path_factory):
    return town.make(tmp_path_factory.mktemp("desk"), ["agenda"])


def test_files_that_are_named_are_found_without_a_look_at_the_rest(town_desk, monkeypatch):
    """A desk may have thousands of cities; a packet is made from one."""
    monkeypatch.setattr(scratch, "files", lambda desk: pytest.fail("every file of the desk was looked at"))
    names = [
        f"data/{town.CITY}/figures.csv",
        f"data/{town.CITY}/none.csv",
        "notebooks/agenda.ipynb",
        "build/index.html",
    ]
    compiled = town_desk / "notebooks/__pycache__/own.pyc"
    compiled.parent.mkdir()
    compiled.write_bytes(b"")
    names += ["notebooks/__pycache__/own.pyc", f"data/{town.CITY}"]
    assert sorted(scratch.used(names, town_desk)) == [f"data/{town.CITY}/figures.csv", "notebooks/agenda.ipynb"]


def test_who_read_everything_depends_on_all_of_it(town_desk):
    everything = scratch.used([trace.EVERYTHING], town_desk)
    assert f"params/{town.CITY}/city.yaml" in everything and "notebooks/agenda.ipynb" not in everything
    assert {name.split("/")[0] for name in scratch.used([trace.PARAMETERS], town_desk)} == {"params"}


def test_a_process_sweeps_up_its_own_folders_alone(monkeypatch):
    """One that is forked knows those of its parent, and the others share them."""
    with scratch.scratch() as folder:
        own = os.getpid()
        monkeypatch.setattr(os, "getpid", lambda: own + 1)
        scratch.tidy()
        assert folder.is_dir()
        monkeypatch.undo()
    assert not folder.exists()
