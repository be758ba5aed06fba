"""Several packets side by side: one that dies or hangs is named and the others go on; a run that is killed leaves nothing behind, and
the next one, begun at once, is right.
"""

import random
import shutil
import signal
import time
from pathlib import Path

import psutil
import pytest

from helpers.press import execute
from tests import town
from tests.damages.desks import content
from tests.forked import Forked
from tests.press.conftest import notebook

CITIES = ("asa", "hiru", "yoru")  # one more than are built at once
# Of two processes that are asked to end, the second meets the first one's tidying.
SIGNALS = [signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM]


def make(desk: Path, cells: dict[str, str]) -> Path:
    """A desk on which each city's packet is one section with one cell: what there is to disturb, in as little time as can be."""
    town.make(desk)
    shutil.rmtree(desk / "notebooks")
    for city, cell in cells.items():
        for name in ("data", "params"):
            shutil.copytree(desk / name / town.CITY, desk / name / city)
        (desk / "params" / city / f"{town.MEETING}.yaml").write_text(town.meeting_yaml([city]), encoding="utf-8")
        notebook(desk / "notebooks" / f"{city}.ipynb", cell, parameters='city = ""\nmeeting = ""')
    for name in ("data", "params"):
        shutil.rmtree(desk / name / town.CITY)
    return desk


def reports(desk: Path, temporary: Path) -> Forked:
    return Forked("reports", DESK=str(desk), TMPDIR=str(temporary), RENDERER="embedded")


def packet(desk: Path, city: str) -> dict[str, object]:
    folder = desk / "build" / city / town.MEETING
    return content(folder) if folder.exists() else {}


def at_work(folder: Path) -> list[psutil.Process]:
    """Processes that work below ``folder``: sections, pandoc and Typst do."""
    return [p for p in psutil.process_iter(["cwd"]) if (p.info["cwd"] or "").startswith(str(folder))]


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> tuple[Path, float]:
    """A desk with every packet built, and how long that took."""
    desk = make(tmp_path_factory.mktemp("whole") / "desk", dict.fromkeys(CITIES, "1"))
    began = time.monotonic()
    run = reports(desk, tmp_path_factory.mktemp("tmp"))
    out, err = run.communicate()
    assert run.returncode == 0, out + err
    assert all(packet(desk, city) for city in CITIES)
    return desk, time.monotonic() - began


def test_one_that_is_killed_and_one_that_hangs_are_named_and_the_others_go_on(tmp_path, temporary, whole, monkeypatch):
    monkeypatch.setattr(execute, "CELL_TIMEOUT", 3)  # a cell that computes 1 takes far less, on a busy machine too
    killed = "import os\nos.kill(os.getppid(), 9)"  # the process that makes the packet
    cells = {"asa": killed, "hiru": "1", "machi": "while True: pass", "yoru": "1"}
    desk = make(tmp_path / "desk", cells)
    run = reports(desk, temporary)
    out, err = run.communicate()
    assert run.returncode == 1 and "Traceback" not in out + err
    assert f"失敗: asa {town.MEETING}" in out and f"失敗: machi {town.MEETING}" in out
    assert "2 件の会議資料を作れませんでした。" in err
    assert f"asa {town.MEETING}: 途中で動かなくなりました" in err
    assert f"machi {town.MEETING}: notebooks/machi.ipynb のセルが3 秒たっても終わらないので止めました。" in err
    for city in ("hiru", "yoru"):
        assert f"{city} {town.MEETING}" not in err
        assert packet(desk, city)["report.pdf"] == packet(whole[0], city)["report.pdf"]
    assert packet(desk, "asa") == packet(desk, "machi") == {}
    assert at_work(temporary) == [] and list(temporary.glob("claims-desk-*/*")) == []
    # Beside the packet that was killed its stage lies until the next run.
    for city in ("asa", "machi"):
        notebook(desk / "notebooks" / f"{city}.ipynb", "1", parameters='city = ""\nmeeting = ""')
    again = reports(desk, temporary)
    out, err = again.communicate()
    assert again.returncode == 0, out + err
    assert [path.name for path in (desk / "build/asa").iterdir() if path.suffix != ".lock"] == [town.MEETING]


@pytest.mark.parametrize("seed", range(len(SIGNALS)))
def test_a_run_that_is_killed_leaves_whole_packets_and_the_next_one_makes_the_rest(tmp_path, temporary, whole, seed):
    built, seconds = whole
    desk = shutil.copytree(built, tmp_path / "desk", ignore=lambda folder, names: ["build"] if "build" in names else [])
    run = reports(desk, temporary)
    # Any moment will do, and none is wrong: of a run that has ended there is nothing to kill.
    time.sleep(random.Random(seed).uniform(0.05, 0.9) * seconds)
    family = []
    if run.poll() is None:
        run.send_signal(signal.SIGSTOP)  # so that it starts nothing while we look
        family = psutil.Process(run.pid).children(recursive=True)
        run.send_signal(SIGNALS[seed])
        run.send_signal(signal.SIGCONT)
    if SIGNALS[seed] != signal.SIGKILL:
        out, err = run.communicate(timeout=60)
        assert "Traceback" not in out + err
        if run.returncode:
            # Before the program has begun a signal is Python's own affair.
            ended = run.returncode == 130 and err.startswith("中止しました。") and len(err.splitlines()) == 1
            assert ended or (run.returncode == -SIGNALS[seed] and not err), err
        assert list(temporary.glob("claims-desk-*/*")) == []

    again = reports(desk, temporary)  # at once: what the killed one has started may not have ended
    out, err = again.communicate()
    assert again.returncode == 0, out + err
    assert psutil.wait_procs(family, timeout=30)[1] == [] and at_work(temporary) == []
    for city in CITIES:
        assert packet(desk, city) == packet(built, city)
        assert [path.name for path in (desk / "build" / city).iterdir() if path.suffix != ".lock"] == [town.MEETING]
    assert list(temporary.glob("claims-desk-*/*")) == []
    if SIGNALS[seed] == signal.SIGKILL:
        run.communicate()
