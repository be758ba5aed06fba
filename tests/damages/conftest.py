import shutil
import tempfile
from pathlib import Path

import pytest

from helpers import cli
from tests import town
from tests.damages.corpus import SMALL
from tests.shared import once


@pytest.fixture(scope="package")
def built(tmp_path_factory) -> Path:
    """The desk of 川辺市 with a build of two sections."""
    return once(tmp_path_factory, "built", _build)


def _build(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(town.make(folder, SMALL)))
        assert cli.main(["report", town.CITY]) == 0


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
