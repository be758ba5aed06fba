"""Runs that are killed at any moment: the last build or the next one, whole, and nothing of the run is left for long."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from helpers import cli
from helpers.params import ROOT
from helpers.press.scratch import scratch
from helpers.services import index
from tests import town
from tests.damages.desks import content
from tests.damages.verbs import BUILD, FIGURES, replace
from tests.forked import Forked

SIGNALS = [signal.SIGKILL] * 40 + [signal.SIGINT, signal.SIGTERM] * 6
CHANGED = replace(
    FIGURES, "2024,,all,total,collection_rate,,,actual,96.4,", "2024,,all,total,collection_rate,,,actual,96.5,"
)


def start(desk: Path, temporary: Path, *arguments: str, **options) -> subprocess.Popen:
    """``python -m helpers`` for ``desk``."""
    return subprocess.Popen(
        [sys.executable, "-m", "helpers", *(arguments or ("report", town.CITY))],
        cwd=ROOT, env=os.environ | {"DESK": str(desk), "TMPDIR": str(temporary)},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"} | options,
    )  # fmt: skip


def of_packet(desk: Path) -> dict[str, object]:
    return content(desk / BUILD) if (desk / BUILD).exists() else {}


@pytest.fixture(scope="module")
def clean(built, tmp_path_factory) -> tuple[dict[str, object], float]:
    """The packet of the changed desk, built without a disturbance, and how long that took."""
    desk = tmp_path_factory.mktemp("clean") / "desk"
    shutil.copytree(built, desk)
    CHANGED(desk)
    began = time.monotonic()
    done = Forked("report", town.CITY, DESK=str(desk), TMPDIR=str(tmp_path_factory.mktemp("tmp")))
    _, err = done.communicate()
    assert done.returncode == 0, err
    assert of_packet(desk) != of_packet(built)
    return of_packet(desk), time.monotonic() - began


@pytest.mark.parametrize("seed", range(len(SIGNALS)))
def test_a_killed_report_leaves_a_whole_packet(built, clean, desk, temporary, seed):
    """The last packet or the next one, byte for byte; then the next run makes the next one and sweeps up."""
    CHANGED(desk)
    inputs = {path: what for path, what in content(desk).items() if not path.startswith("build")}
    wanted, seconds = clean
    # Towards the end more happens: there a moment is as likely as in all the time before.
    chance = random.Random(seed)
    moment = seconds * chance.choice((chance.uniform(0, 1), chance.uniform(0.6, 1.05)))
    # Forked ones begin with their work, and so more moments fall into it; one in eight begins as Python does.
    where = {"DESK": str(desk), "TMPDIR": str(temporary)}
    run = start(desk, temporary) if seed % 8 == 0 else Forked("report", town.CITY, **where)
    family = []
    until = time.monotonic() + moment
    while time.monotonic() < until:
        time.sleep(0.01)
    if run.poll() is None:
        family = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(SIGNALS[seed])
    _, err = run.communicate(timeout=30)
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert "Traceback" not in err
    if SIGNALS[seed] != signal.SIGKILL and run.returncode:
        # Before the program has begun, and after it has ended, a signal is Python's own affair.
        assert (run.returncode == 130 and "中止しました。" in err) or (run.returncode == -SIGNALS[seed] and not err)
        assert list(temporary.glob("claims-desk-*/*")) == []

    # Between the two renames the last packet stands beside, and every command but a build leaves it there.
    previous = desk / BUILD.replace(town.MEETING, f".{town.MEETING}.previous")
    found = of_packet(desk) or content(previous)
    assert found in (of_packet(built), wanted)
    assert {path: what for path, what in content(desk).items() if not path.startswith("build")} == inputs

    again = Forked("report", town.CITY, **where)
    _, err = again.communicate()
    assert again.returncode == 0, err
    assert of_packet(desk) == wanted
    assert [path.name for path in (desk / "build" / town.CITY).iterdir() if path.name != f".{town.MEETING}.lock"] == [
        town.MEETING
    ]
    assert sorted(path.name for path in (desk / "build").iterdir() if path.name != ".cache") == [
        "index.html",
        town.CITY,
    ]
    assert list(temporary.glob("claims-desk-*/*")) == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.6, 1.0])
def test_ctrl_c_in_the_first_second_is_one_line(desk, temporary, sign, seconds):
    run = start(desk, temporary, "check", town.CITY)
    time.sleep(seconds)
    run.send_signal(sign)
    out, err = run.communicate(timeout=30)
    assert "Traceback" not in out + err and "Exception ignored" not in err
    assert run.returncode in (130, -sign) and len(err.splitlines()) <= 1


def test_the_folder_of_a_run_that_was_killed_at_its_end_goes_though_the_packet_stands(desk, temporary):
    with scratch() as folder:
        base = folder.parent
    (base / "killed").mkdir()
    (base / "killed.lock").touch()
    assert cli.main(["report", town.CITY]) == 0
    assert list(base.iterdir()) == []


@pytest.mark.parametrize("name", [".{}.previous", ".{}-k1ll3d"])
def test_what_such_a_run_left_beside_the_packet_goes_too(built, desk, name):
    left = (desk / BUILD).with_name(name.format(town.MEETING))
    shutil.copytree(desk / BUILD, left)
    assert cli.main(["report", town.CITY]) == 0
    assert not left.exists() and of_packet(desk) == of_packet(built)


@pytest.mark.parametrize("chained", [lambda stop: (stop, None), lambda stop: (None, stop)])
def test_a_ctrl_c_in_compiled_code_is_a_ctrl_c(monkeypatch, capsys, chained):
    """It met matplotlib while it was imported, and came out as an ImportError: initialization failed."""
    error = ImportError("initialization failed")
    error.__cause__, error.__context__ = chained(KeyboardInterrupt())

    def stopped() -> None:
        raise error

    monkeypatch.setattr(index, "show", stopped)
    assert cli.main(["list"]) == 130
    assert "中止しました。" in capsys.readouterr().err
