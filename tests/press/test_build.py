import dataclasses
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from helpers.errors import DeskError
from helpers.press import build, place
from tests.press.conftest import document, notebook


def make(root, *sections, renderer="embedded"):
    said = []
    target = root / "build/x/2026-06-03"
    inputs = {"notebooks/one.ipynb": root / "notebooks/one.ipynb"}
    build.build(document(*sections), root, target, inputs, renderer, said.append)
    return target, said


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def visible(folder):
    """Names in ``folder`` but for the lock, which stays."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_a_packet_appears_whole_and_the_same_twice(root):
    target, said = make(root, "one")
    assert set(files(target)) == {
        "report.html", "report.pdf", "report.xlsx", "packet.qmd", "csv/01-a.csv", "sections/one.ipynb",
        "build.json"
    }  # fmt: skip
    assert any("1/1" in line for line in said)
    first = files(target)
    target, _ = make(root, "one")
    second = files(target)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_failing_cell_is_named_and_the_last_packet_stays(root):
    target, _ = make(root, "one")
    before = files(target)
    notebook(root / "notebooks/bad.ipynb", "good = 1", "good / 0")
    with pytest.raises(DeskError) as caught:
        make(root, "one", "bad")
    assert caught.value.code == "notebook"
    for words in ("notebooks/bad.ipynb", "4 番目のセル", "good / 0", "ZeroDivisionError"):
        assert words in str(caught.value)
    assert files(target) == before
    assert (root / "build/x/2026-06-03.failed/bad.ipynb").exists()
    # Nothing half-made is left beside it, and the next good build tidies up.
    assert visible(target.parent) == ["2026-06-03", "2026-06-03.failed"]
    make(root, "one")
    assert visible(target.parent) == ["2026-06-03"]


def test_an_undeclared_parameter_is_an_error(root):
    notebook(root / "notebooks/deaf.ipynb", "1", parameters='ctiy = ""')
    with pytest.raises(DeskError, match=r"「city」がありません.*もしかして「ctiy」"):
        make(root, "deaf")


@pytest.mark.parametrize("content", ["{", "{}", "[]", "\0\1", '{"cells": [], "nbformat": 4}'])
def test_a_broken_notebook_file_is_named(root, content):
    (root / "notebooks/torn.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(DeskError, match=r"torn\.ipynb をノートブックとして読めません"):
        make(root, "torn")


def test_a_place_that_cannot_be_written_is_named(root):
    (root / "build").write_text("a file where the folder should be")
    with pytest.raises(DeskError, match="書き込めませんでした") as caught:
        make(root, "one")
    assert caught.value.code == "write"


def test_a_build_killed_between_the_renames_is_undone(root):
    target, _ = make(root, "one")
    before = files(target)
    target.replace(place.previous(target))  # as if killed after the first rename
    notebook(root / "notebooks/bad.ipynb", "1 / 0")
    with pytest.raises(DeskError):
        make(root, "bad")
    assert files(target) == before


def test_a_failure_while_putting_in_place_keeps_the_last_packet(root, monkeypatch):
    target, _ = make(root, "one")
    before = files(target)
    replace = Path.replace

    def refuse(source, destination):
        if destination == target:
            raise PermissionError(13, "Permission denied", str(destination))
        return replace(source, destination)

    with monkeypatch.context() as patch, pytest.raises(DeskError, match="書き込めませんでした"):
        patch.setattr(Path, "replace", refuse)
        make(root, "one")
    place.recover(target)
    assert files(target) == before


def test_two_builds_of_the_same_packet_do_not_meet(root):
    target = root / "build/x/2026-06-03"
    with place.replacing(target) as stage:
        with pytest.raises(DeskError, match="別の実行が作っています"):
            make(root, "one")
        (stage / "first").touch()
    assert set(files(target)) == {"first"}


def test_what_a_killed_build_left_is_swept(root):
    target, _ = make(root, "one")
    left = target.parent / f".{target.name}-abc"
    left.mkdir()
    make(root, "one")
    assert not left.exists()


def test_a_section_has_parameters_of_its_own(root):
    notebook(root / "notebooks/own.ipynb", "print(city, word)", parameters='city = ""\nword = ""')
    asked = document("own")
    chapter = dataclasses.replace(asked.chapters[0], parameters={"word": "ことば"})
    target = root / "build/x/own"
    build.build(dataclasses.replace(asked, chapters=(chapter,)), root, target, {}, "embedded", lambda said: None)
    assert "x ことば" in (target / "packet.qmd").read_text(encoding="utf-8")


def test_files_are_added_to_a_packet_all_or_none(tmp_path, monkeypatch):
    target = tmp_path / "2026-06-03"
    with place.adding(target) as stage:
        for name in "abc":
            (stage / name).write_text("old")
    assert {path.name: path.read_text() for path in target.iterdir()} == {"a": "old", "b": "old", "c": "old"}
    (target / "c").unlink()
    real = Path.replace

    def refuse(self, to):
        if self.name == "c":  # another program holds it open
            raise PermissionError(13, "Permission denied", str(to))
        return real(self, to)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DeskError) as caught, place.adding(target) as stage:
        for name in "abc":
            (stage / name).write_text("new")
    assert caught.value.code == "write"
    assert {path.name: path.read_text() for path in target.iterdir()} == {"a": "old", "b": "old"}
    assert visible(tmp_path) == ["2026-06-03"]


def test_files_are_added_after_an_interrupted_build(tmp_path):
    """A run killed between its two renames left the packet under another name: it comes back first."""
    target = tmp_path / "2026-06-03"
    place.previous(target).mkdir()
    (place.previous(target) / "report.html").write_text("packet")
    with place.adding(target) as stage:
        (stage / "audit.html").write_text("audit")
    assert sorted(path.name for path in target.iterdir()) == ["audit.html", "report.html"]


@pytest.mark.parametrize("way", [place.replacing, place.adding])
def test_a_run_waits_for_the_end_of_one_that_was_killed_and_not_for_one_at_work(tmp_path, monkeypatch, way):
    target = tmp_path / "x"
    held = FileLock(tmp_path / ".x.lock", thread_local=False)
    held.acquire()
    ending = threading.Timer(0.2, held.release)
    ending.start()
    with way(target) as stage:
        (stage / "report.html").touch()
    ending.join()
    assert (target / "report.html").exists()
    held = FileLock(tmp_path / ".x.lock")
    monkeypatch.setattr(place, "_ENDING", 0.1)
    with held, pytest.raises(DeskError, match="いま別の実行が作っています"), way(target):
        pytest.fail("somebody else is at work")
