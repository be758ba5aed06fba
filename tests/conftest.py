"""What several tests need: the repository, a copy of it to break, the built packet."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.packet import Packet
from helpers.params import ROOT

CITY, MEETING = "shizuoka", "2026-06-03"


@pytest.fixture(scope="session")
def packet() -> Packet:
    return Packet.open(CITY, MEETING)


def copy_project(target: Path) -> Path:
    """The files git tracks (or would), in a new folder: what a fresh clone holds."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    for name in listed:
        if (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may break."""
    return copy_project(tmp_path / "clone")


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """``python -m helpers …`` in ``project``, with this Python."""
    return subprocess.run(
        [sys.executable, "-m", "helpers", *arguments],
        cwd=project, capture_output=True, text=True, encoding="utf-8", env=os.environ | environment,
    )  # fmt: skip


def make(project: Path, *arguments: str) -> subprocess.CompletedProcess:
    """``make …`` in ``project`` with this checkout's installed environment, as typed in a shell of its own."""
    if project != ROOT and not (project / ".venv").exists():
        (project / ".venv").symlink_to(ROOT / ".venv")
    # `make test` runs these tests; the make inside must not take itself for a part of it.
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    return subprocess.run(
        ["make", *arguments], cwd=project, capture_output=True, text=True, encoding="utf-8", env=environment
    )


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what tests measured (``record_property``), before pytest's own summary."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_sep("-", name)
            terminalreporter.write_line(str(value))
