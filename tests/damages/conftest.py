import os
import shutil
import tempfile
from pathlib import Path

import pytest

from helpers import cli
from tests import town
from tests.damages.corpus import SMALL


@pytest.fixture(scope="package")
def built(tmp_path_factory) -> Path:
    """The desk of 川辺市 with a build of two sections."""
    desk = town.make(tmp_path_factory.mktemp("built"), SMALL)
    before = os.environ.get("DESK")
    os.environ["DESK"] = str(desk)
    try:
        assert cli.main(["report", town.CITY]) == 0
    finally:
        del os.environ["DESK"]
        if before is not None:
            os.environ["DESK"] = before
    return desk


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """The folder for temporary files, of this test alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def desk(built, tmp_path, temporary, monkeypatch) -> Path:
    """A copy of that desk to damage, where every command looks."""
    desk = tmp_path / "desk"
    shutil.copytree(built, desk)
    monkeypatch.setenv("DESK", str(desk))
    return desk
