from pathlib import Path

import pytest

from tests import exports


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Path:
    """The desk of 川辺市, where every command looks, ready to take in exports."""
    made = exports.desk(tmp_path / "desk")
    monkeypatch.setenv("DESK", str(made))
    return made


@pytest.fixture
def files(tmp_path) -> Path:
    """The exports of three years in a folder."""
    return exports.write(tmp_path / "exports")
