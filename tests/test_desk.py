"""A desk elsewhere: ``make … DESK=folder`` keeps parameters, data and products of a city outside the program."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.params import ROOT
from tests import town
from tests.conftest import make

SECTIONS = ("agenda", "claims")
TARGET = f"build/{town.CITY}/{town.MEETING}"


@pytest.fixture
def desk(tmp_path):
    """川辺市 in a folder whose name has a space and Japanese, with no notebooks of its own."""
    desk = town.make(tmp_path / "債権 の机", SECTIONS)
    shutil.rmtree(desk / "notebooks")
    return desk


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_command_works_on_a_desk_elsewhere(desk):
    before, mine = files(desk), files(ROOT / "build") if (ROOT / "build").exists() else set()
    said = {}
    for command in ("check", "report", "forms", "audit", "list", "reports"):
        city = [] if command in ("list", "reports") else [f"CITY={town.CITY}"]
        done = make(ROOT, command, *city, f"DESK={desk}")
        said[command] = done.stdout + done.stderr
        # 川辺市 has no published figures to audit and wants no forms: that is told.
        assert (done.returncode == 0) == (command not in ("forms", "audit")), said[command]
    assert "誤りはありません" in said["check"] and f"{TARGET}/report.pdf" in said["report"]
    assert "最新" in said["list"] and "最新です" in said["reports"]
    assert "published.csv に meeting が" in said["audit"] and "forms" in said["forms"]
    assert {f"{TARGET}/report.html", f"{TARGET}/report.pdf", f"{TARGET}/report.xlsx", "build/index.html"} <= files(desk)
    assert {path for path in files(desk) if not path.startswith("build/")} == before
    assert (files(ROOT / "build") if (ROOT / "build").exists() else set()) == mine
    assert make(ROOT, "clean", f"DESK={desk}").returncode == 0
    assert files(desk) == before and (files(ROOT / "build") if (ROOT / "build").exists() else set()) == mine


def test_a_relative_desk_is_relative_to_where_the_command_runs(desk):
    done = make(ROOT, "report", f"CITY={town.CITY}", f"DESK={os.path.relpath(desk, ROOT)}")
    assert done.returncode == 0, done.stderr
    assert (desk / TARGET / "report.html").exists()


def test_a_desk_has_its_own_notebooks_or_the_program_s(desk, monkeypatch):
    monkeypatch.setenv("DESK", str(desk))
    assert params.notebooks() == ROOT / "notebooks"
    shutil.copytree(ROOT / "notebooks", desk / "notebooks")
    own = desk / "notebooks/agenda.ipynb"
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace("packet = Packet.open(city, meeting)", "1 / 0", 1), encoding="utf-8")
    assert own.read_text(encoding="utf-8") != text
    assert params.notebooks() == desk / "notebooks"
    done = make(ROOT, "report", f"CITY={town.CITY}", f"DESK={desk}")
    assert done.returncode and "ZeroDivisionError" in done.stderr


def test_what_the_packet_depends_on_includes_the_notebooks_of_the_program(desk):
    assert make(ROOT, "report", f"CITY={town.CITY}", f"DESK={desk}").returncode == 0
    inputs = json.loads((desk / TARGET / "build.json").read_text(encoding="utf-8"))["inputs"]
    assert {"notebooks/agenda.ipynb", f"data/{town.CITY}/claims.csv", f"params/{town.CITY}/city.yaml"} <= set(inputs)
    assert not [name for name in inputs if "saitama" in name or "shizuoka" in name]


@pytest.mark.parametrize("missing", [("params",), ("data",), ("params", "data")])
def test_a_desk_with_nothing_on_it_says_how_to_start(desk, monkeypatch, missing):
    for name in missing:
        shutil.rmtree(desk / name)
    monkeypatch.setenv("DESK", str(desk))
    with pytest.raises(DeskError) as caught:
        params.cities()
    named = " と ".join(f"{name}/" for name in missing)
    assert str(caught.value).startswith(f"「{desk}」に {named} がありません。") and "複写" in str(caught.value)


def test_make_never_runs_what_the_name_of_a_desk_holds(tmp_path):
    done = make(ROOT, "list", f"DESK={tmp_path}/x; touch {tmp_path}/pwned")
    assert done.returncode and "がありません" in done.stderr
    assert make(ROOT, "clean", f'DESK={tmp_path}/"; touch {tmp_path}/pwned; "').returncode == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["papermill"], ["jupyter", "nbconvert", "--to", "notebook", "--execute"]], ids=str)
def test_a_notebook_finds_the_program_from_any_folder(tmp_path, command):
    """The program is installed in the environment: a kernel started anywhere imports helpers without PYTHONPATH."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DESK")}
    source = tmp_path / "trend.ipynb"
    shutil.copy(ROOT / "notebooks/trend.ipynb", source)
    if command == ["papermill"]:
        words = [str(source), "out.ipynb", "-p", "city", "ube", "--no-progress-bar"]
    else:
        text = source.read_text(encoding="utf-8")
        assert "shizuoka" in text  # the city that the notebook has for a start
        words = [str(source), "--output", "out"]
    done = subprocess.run(
        [sys.executable, "-m", *command, *words], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    cells = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = [output["data"] for cell in cells for output in cell.get("outputs", []) if "data" in output]
    assert any("text/markdown" in data for data in shown)
