"""A build reads its inputs once: what is saved while it runs waits for the next one."""

import json
import subprocess
import sys
import time

import pytest

from helpers.params import ROOT
from tests import town
from tests.conftest import run

FIGURES = f"data/{town.CITY}/figures.csv"
TARGET = f"build/{town.CITY}/{town.MEETING}"


@pytest.fixture
def desk(tmp_path):
    return town.make(tmp_path / "desk")


def files(desk):
    return {p.relative_to(desk).as_posix(): p.read_bytes() for p in (desk / TARGET).rglob("*") if p.is_file()}


def start() -> subprocess.Popen:
    """A build at work on the desk that ``DESK`` names."""
    return subprocess.Popen(
        [sys.executable, "-m", "helpers", "report", town.CITY],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip


def test_what_is_saved_meanwhile_waits_for_the_next_build(desk, monkeypatch):
    monkeypatch.setenv("DESK", str(desk))
    assert run(ROOT, "report", town.CITY).returncode == 0
    clean = files(desk)
    path = desk / FIGURES
    old = path.read_text(encoding="utf-8-sig")
    new = old.replace("7010000", "7010001")
    assert new != old
    building = start()
    said = []
    for line in building.stdout:
        said.append(line)
        if line.startswith("実行:"):
            break
    # From here on every section, and the workbook after them, could see a mixture.
    until = time.monotonic() + 30
    while building.poll() is None and time.monotonic() < until:
        path.write_text(new, encoding="utf-8-sig", newline="")
        time.sleep(0.02)
        path.write_text(old if building.poll() is None else new, encoding="utf-8-sig", newline="")
        time.sleep(0.02)
    path.write_text(new, encoding="utf-8-sig", newline="")
    said += building.stdout.readlines()
    assert building.returncode == 0, said
    assert files(desk) == clean
    listed = run(ROOT, "list").stdout
    assert "要更新" in listed and "最新" not in listed
    assert run(ROOT, "report", town.CITY).returncode == 0
    assert "最新" in run(ROOT, "list").stdout
    manifest = json.loads((desk / TARGET / "build.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) >= {
        FIGURES,
        f"params/{town.CITY}/city.yaml",
        "notebooks/trend.ipynb",
        "helpers/cli.py",
    }


def test_a_change_while_it_builds_is_told(desk, monkeypatch):
    monkeypatch.setenv("DESK", str(desk))
    building = start()
    said = []
    for line in building.stdout:
        said.append(line)
        if line.startswith("実行:") and len(said) == 2:
            path = desk / FIGURES
            path.write_text(path.read_text(encoding="utf-8-sig").replace("7010000", "7010001"), encoding="utf-8-sig")
    assert building.wait() == 0
    assert f"注意: 作る間に {FIGURES} が変わりました。この資料は変わる前のものです。" in "".join(said)
