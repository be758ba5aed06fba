"""Folders of a run, and which files of a desk something was made from."""

import os

import pytest

from helpers import trace
from helpers.press import scratch
from tests import town


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return town.make(tmp_path_factory.mktemp("desk"), ["agenda"])


def test_files_that_are_named_are_found_without_a_look_at_the_rest(desk, monkeypatch):
    """A desk may have thousands of cities; a packet is made from one."""
    monkeypatch.setattr(scratch, "files", lambda desk: pytest.fail("every file of the desk was looked at"))
    names = [
        f"data/{town.CITY}/figures.csv",
        f"data/{town.CITY}/none.csv",
        "notebooks/agenda.ipynb",
        "build/index.html",
    ]
    assert sorted(scratch.used(names, desk)) == [f"data/{town.CITY}/figures.csv", "notebooks/agenda.ipynb"]


def test_who_read_everything_depends_on_all_of_it(desk):
    everything = scratch.used([trace.EVERYTHING], desk)
    assert f"params/{town.CITY}/city.yaml" in everything and "notebooks/agenda.ipynb" not in everything
    assert {name.split("/")[0] for name in scratch.used([trace.PARAMETERS], desk)} == {"params"}


def test_a_process_sweeps_up_its_own_folders_alone(monkeypatch):
    """One that is forked knows those of its parent, and the others share them."""
    with scratch.scratch() as folder:
        own = os.getpid()
        monkeypatch.setattr(os, "getpid", lambda: own + 1)
        scratch.tidy()
        assert folder.is_dir()
        monkeypatch.undo()
    assert not folder.exists()
