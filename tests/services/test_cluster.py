"""Packets made by the workers of a cluster: those that this computer would make, whatever dies meanwhile."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from helpers.services import cluster, remote
from tests.damages.test_kills_of_reports import CITIES, make, packet
from tests.forked import Forked

SLOW_CELL = "import time\ntime.sleep(2)"


class Cluster:
    """A scheduler and workers on this computer, started by hand as a secretariat would."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._processes = folder, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"

    def scheduler(self) -> subprocess.Popen:
        return self._start("scheduler", "--port", str(self.port), "--no-dashboard")

    def worker(self) -> subprocess.Popen:
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard")

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", *arguments],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    def end(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
            process.wait()


@pytest.fixture
def made(tmp_path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.end()


def run(desk: Path, address: str) -> Forked:
    return Forked("reports", "--renderer", "embedded", "--scheduler", address, DESK=str(desk))


def until(wanted, seconds: float = 60) -> None:
    began = time.monotonic()
    while not wanted():
        assert time.monotonic() - began < seconds
        time.sleep(0.05)


def building(desk: Path) -> bool:
    """Whether a packet is being made."""
    return any(path.name.startswith(f".{'2026'}") and path.is_dir() for path in (desk / "build").glob("*/.*"))


def log(desk: Path) -> list[dict]:
    [path] = (desk / "build/log").glob("*-reports.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_workers_make_what_this_computer_makes_and_name_what_fails(tmp_path, made):
    here = make(tmp_path / "here", dict.fromkeys(CITIES, "1") | {"yoru": "1 / 0"})
    there = shutil.copytree(here, tmp_path / "there")
    Forked("reports", "--renderer", "embedded", DESK=str(here)).communicate()
    made.scheduler()
    made.worker()
    out, err = run(there, made.address).communicate()
    assert "yoru 2026-01-20" in err and "ZeroDivisionError" in err and err.startswith("エラー: 1 件")
    for city in CITIES:
        assert packet(there, city) == packet(here, city)
    assert packet(there, "asa") and not packet(there, "yoru")
    assert {entry["city"]: entry["made"] for entry in log(there)} == {"asa": True, "hiru": True, "yoru": False}
    assert (there / "build/index.html").exists() and "一覧: build/index.html" in out

    before = {path: path.stat().st_mtime_ns for path in (there / "build/asa").rglob("*")}
    run(there, made.address).communicate()
    assert {path: path.stat().st_mtime_ns for path in (there / "build/asa").rglob("*")} == before  # not made anew


def test_a_worker_that_is_killed_costs_no_packet(tmp_path, made):
    desk = make(tmp_path / "desk", dict.fromkeys(CITIES, SLOW_CELL))
    made.scheduler()
    first = made.worker()
    going = run(desk, made.address)
    until(lambda: building(desk))
    os.kill(first.pid, signal.SIGKILL)
    made.worker()
    out, err = going.communicate()
    assert going.returncode == 0, out + err
    assert all(packet(desk, city) for city in CITIES)
    until(lambda: not building(desk))  # what the killed one was at is gone too


def test_a_scheduler_that_begins_again_is_waited_for(tmp_path, made):
    desk = make(tmp_path / "desk", dict.fromkeys(CITIES, SLOW_CELL))
    scheduler = made.scheduler()
    made.worker()
    going = run(desk, made.address)
    until(lambda: packet(desk, "asa"))
    asa = (desk / "build/asa").stat().st_mtime_ns
    scheduler.kill()
    scheduler.wait()
    made.scheduler()
    made.worker()
    out, err = going.communicate()
    assert going.returncode == 0, out + err
    assert "接続が切れました" in out
    assert all(packet(desk, city) for city in CITIES) and (desk / "build/asa").stat().st_mtime_ns == asa


@pytest.mark.parametrize(
    ("what", "said"),
    [("program", "版が、この計算機と違います"), ("mark", "共有フォルダー")],
)
def test_a_worker_that_does_not_fit_is_refused(tmp_path, made, monkeypatch, what, said):
    desk = make(tmp_path / "desk", {"asa": "1"})
    made.scheduler()
    made.worker()
    if what == "program":
        monkeypatch.setattr(remote, "program", lambda: "another")
    else:  # the worker looks elsewhere
        monkeypatch.setattr(cluster, "desk", lambda: tmp_path / "elsewhere" / "desk")
        (tmp_path / "elsewhere/desk").mkdir(parents=True)
        monkeypatch.setattr(remote, "MARK", "own")
    going = run(desk, made.address)
    out, err = going.communicate()
    assert going.returncode == 1 and "使えるワーカーがありません" in err and said in err, (out, err)
    assert not packet(desk, "asa")


def test_no_scheduler_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    desk = make(tmp_path / "desk", {"asa": "1"})
    for address in ("tcp://127.0.0.1:9", "nowhere at all"):
        going = run(desk, address)
        out, err = going.communicate()
        assert going.returncode == 1 and f"スケジューラー {address} につながりません" in err, (out, err)
