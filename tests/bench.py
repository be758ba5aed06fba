"""``make bench``: how long a packet takes against the papermill command, and how cost grows with a city. Prints ratios of one run.

    python -m tests.bench               the three packets: (a) to (e), phases, memory
    python -m tests.bench --size        a made-up city of 10 to 1,000 claims and 5 to 30 years

Nothing of it is a test: seconds depend on the machine, ratios less so.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from helpers import params
from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.press import render
from tests import large, town

RUNS = 3
GOALS = {
    "(a)/(b)": "≥ 8",
    "(b)/(e)": "≤ 1.5",
    "(c)/(b)": "≤ 25%",
    "(d)": "≤ 0.7 s",
    "list": "≤ 0.4 s",
    "quarto": "≤ 2 times",
    "memory": "≤ 600 MB",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", action="store_true", help="cost over the size of a made-up city")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        (sizes if options.size else packets)(Path(folder) / "desk", options.runs)


def packets(desk: Path, runs: int) -> None:
    """The three packets on a desk of their own."""
    for name in ("params", "data", "notebooks"):
        shutil.copytree(ROOT / name, desk / name)
    meetings = [(city, meeting) for city in params.cities(desk) for meeting in params.meetings(city, desk)]
    command = _papermill(desk, meetings)
    cold, memory = _median(runs, lambda: _reports(desk, CACHE="off"))
    shutil.rmtree(desk / "build")
    _reports(desk)  # fills the cache
    notebook = desk / "notebooks/trend.ipynb"
    table = desk / "data/saitama/members.csv"
    figures = desk / "data/saitama/figures.csv"
    one_notebook, _ = _median(runs, lambda: _changed(desk, notebook, "図の値は", "図の値は、"))
    one_csv, _ = _median(runs, lambda: _changed(desk, table, "\n2025-11-01,本部長,", "\n2025-11-01,本部長代理,"))
    most_used, _ = _median(
        runs,
        lambda: _changed(
            desk,
            figures,
            "2011,,all,total,collection_rate,,,actual,88.",
            "2011,,all,total,collection_rate,,,actual,88.0",
        ),
    )
    nothing, _ = _median(runs, lambda: _reports(desk))
    quick = {
        name: _median(runs, lambda a=a: _helpers(desk, *a))[0]
        for name, a in (("list", ["list"]), ("help", ["--help"]), ("refused", ["report", "shizuok"]))
    }
    made_help, _ = _median(runs, lambda: _timed(["make", "help"], ROOT))
    cells, printing = _floor(desk, meetings)
    quarto = _quarto(desk, meetings, runs)
    print(f"\n{len(meetings)} packets, {os.cpu_count()} cores, medians of {runs} (papermill and the floor: one run)\n")
    print(f"| {'what':<52} | seconds | ratio | goal |\n|---|---|---|---|")
    floor = cells + printing
    for label, seconds, ratio, goal in (
        ("(a) papermill command, section by section", command, "", ""),
        ("(b) make reports, cold (CACHE=off)", cold, f"(a)/(b) = {command / cold:.1f}", GOALS["(a)/(b)"]),
        ("(c) one notebook changed", one_notebook, f"(c)/(b) = {one_notebook / cold:.0%}", GOALS["(c)/(b)"]),
        ("(c) one CSV changed (members.csv)", one_csv, f"(c)/(b) = {one_csv / cold:.0%}", GOALS["(c)/(b)"]),
        (
            "(c) the CSV that most sections use (figures.csv)",
            most_used,
            f"(c)/(b) = {most_used / cold:.0%}",
            GOALS["(c)/(b)"],
        ),
        ("(d) nothing changed", nothing, "", GOALS["(d)"]),
        ("(e) floor: the cells in one warm process, one core", cells, "", ""),
        ("(e) floor: bare pandoc twice and Typst", printing, f"(b)/(e) = {cold / floor:.2f}", GOALS["(b)/(e)"]),
        ("make list", quick["list"], "", GOALS["list"]),
        ("make help", made_help, "", GOALS["list"]),
        ("a refused name", quick["refused"], "", GOALS["list"]),
    ):
        print(f"| {label:<52} | {seconds:.2f} | {ratio} | {goal} |")
    if quarto:
        small, longest = quarto
        print(f"| {'with Quarto, both formats: a document of one line':<52} | {small:.2f} | | |")
        label = "with Quarto, both formats: the slowest packet"
        print(f"| {label:<52} | {longest:.2f} | {longest / small:.1f} times | {GOALS['quarto']} |")
    print(f"| {'peak memory of all processes, (b)':<52} | {memory:.0f} MB | | {GOALS['memory']} |")
    print("\nby phase, (b), seconds a packet:")
    for city, phases in _phases(desk, meetings).items():
        print(f"  {city}: " + ", ".join(f"{name} {seconds:.2f}" for name, seconds in phases.items()))


def sizes(desk: Path, runs: int) -> None:
    """A made-up city of 10, 100 and 1,000 claims, and of 5, 10 and 30 years."""
    print(
        "| claims | years | rows of figures.csv | seconds | seconds a claim | peak MB | MB a claim | PDF pages |\n|---|---|---|---|---|---|---|---|"
    )
    for claims, years in ((10, 5), (100, 5), (1000, 5), (100, 10), (100, 30)):
        shutil.rmtree(desk, ignore_errors=True)
        rows = large.make(desk, claims, years)
        seconds, memory = _median(1 if claims > 100 else runs, lambda: _helpers(desk, "report", town.CITY, CACHE="off"))
        pages = _pages(desk / "build" / town.CITY / town.MEETING / "report.pdf")
        print(
            f"| {claims} | {years} | {rows:,} | {seconds:.1f} | {seconds / claims:.3f} | {memory:.0f} | {memory / claims:.2f} | {pages} |",
            flush=True,
        )


def _pages(pdf: Path) -> int:
    import pypdf

    return len(pypdf.PdfReader(pdf).pages)


def _median(runs: int, work: Callable[[], tuple[float, float]]) -> tuple[float, float]:
    found = [work() for _ in range(runs)]
    return statistics.median(seconds for seconds, _ in found), max(memory for _, memory in found)


def _reports(desk: Path, **environment: str) -> tuple[float, float]:
    return _helpers(desk, "reports", "--renderer", "embedded", **environment)


def _helpers(desk: Path, *arguments: str, **environment: str) -> tuple[float, float]:
    return _timed([sys.executable, "-m", "helpers", *arguments], ROOT, DESK=str(desk), **environment)


def _changed(desk: Path, path: Path, old: str, new: str) -> tuple[float, float]:
    """Seconds of a build after one file was changed; then everything is as it was before, and built."""
    before = path.read_bytes()
    text = before.decode("utf-8")
    assert old in text, path
    path.write_bytes(text.replace(old, new, 1).encode("utf-8"))
    shutil.rmtree(desk / "build" / ".cache-before", ignore_errors=True)
    cache = shutil.copytree(desk / "build" / ".cache", desk / "build" / ".cache-before")
    found = _reports(desk)
    path.write_bytes(before)
    shutil.rmtree(desk / "build" / ".cache")
    cache.rename(desk / "build" / ".cache")  # else the next run would know this change already
    _reports(desk)
    return found


def _timed(command: list[str], folder: Path, **environment: str) -> tuple[float, float]:
    """Seconds of a command, and the most memory (MB, shared pages counted once) that it and its processes had."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with _watched(process.pid) as peak:
        process.wait()
    return time.perf_counter() - started, peak[0] / 2**20


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    peak, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.2):
            total = 0
            try:
                for process in (root := psutil.Process(pid), *root.children(recursive=True)):
                    total += process.memory_full_info().pss
            except psutil.Error:
                continue
            peak[0] = max(peak[0], total)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def _papermill(desk: Path, meetings: list[tuple[str, str]]) -> float:
    """Seconds of the papermill command for every section of every packet, one after the other."""
    total = 0.0
    for city, meeting in meetings:
        for section in params.load_meeting(city, meeting, desk).sections:
            own = [word for name, value in section.parameters.items() for word in ("-p", name, value)]
            source, target = desk / "notebooks" / f"{section.notebook}.ipynb", desk.parent / "out.ipynb"
            command = [sys.executable, "-m", "papermill", str(source), str(target), "-k", "python3", "-p", "city", city, "-p", "meeting", meeting, *own, "--no-progress-bar"]  # fmt: skip
            total += _timed(command, ROOT, DESK=str(desk), PYTHONPATH=str(ROOT))[0]
    return total


_FLOOR = """
import os, sys, time
from pathlib import Path
import papermill
from helpers import action_sheets, charts, params, parts, sentences, tables
from helpers.packet import Packet
from helpers.press import engine, render
from helpers.press.scratch import scratch
desk, *meetings = sys.argv[1:]
os.chdir(f"{desk}/notebooks")
cells = printing = 0.0
for word in meetings:
    city, meeting = word.split("/")
    started = time.perf_counter()
    for section in params.load_meeting(city, meeting).sections:
        papermill.execute_notebook(f"{desk}/notebooks/{section.notebook}.ipynb", None, parameters={"city": city, "meeting": meeting, **section.parameters},
                                   engine_name=engine.NAME, kernel_name="python3", progress_bar=False)
    cells += time.perf_counter() - started
    started = time.perf_counter()
    render.render(Path(desk) / "build" / city / meeting / "packet.qmd", render.Choice("embedded"), meeting)
    printing += time.perf_counter() - started
Path(desk).with_name("floor.txt").write_text(f"{cells} {printing}")  # the kernel has taken the streams
"""


def _floor(desk: Path, meetings: list[tuple[str, str]]) -> tuple[float, float]:
    """Seconds of the same cells in one warm process on one core, and of bare pandoc and Typst."""
    words = [f"{city}/{meeting}" for city, meeting in meetings]
    subprocess.run(
        [sys.executable, "-c", _FLOOR, str(desk), *words],
        env=os.environ | {"DESK": str(desk), "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    cells, printing = desk.with_name("floor.txt").read_text().split()
    return float(cells), float(printing)


_SMALL = "---\ntitle: 題名\n---\n\n# 節 {#one}\n\n本文。\n"


def _quarto(desk: Path, meetings: list[tuple[str, str]], runs: int) -> tuple[float, float] | None:
    """Seconds that Quarto takes for a small document in the style of a packet, and for the packet that takes longest; None without it."""
    try:
        choice = render.choose("quarto")
    except DeskError:
        return None
    small = desk.with_name("small")
    (small / "figures").mkdir(parents=True)
    (small / "packet.qmd").write_text(_SMALL, encoding="utf-8")

    def seconds(folder: Path, day: str) -> float:
        started = time.perf_counter()
        render.render(folder / "packet.qmd", choice, day)
        return time.perf_counter() - started

    folders = [(small, "2026-06-03"), *((desk / "build" / city / day, day) for city, day in meetings)]
    first, *packets = (statistics.median(seconds(*folder) for _ in range(runs)) for folder in folders)
    return first, max(packets)


def _phases(desk: Path, meetings: list[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Seconds by phase of each packet built alone, told apart by what the command says."""
    return {city: _phases_of(desk, city, meeting) for city, meeting in meetings}


def _phases_of(desk: Path, city: str, meeting: str) -> dict[str, float]:
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers", "report", city, "--meeting", meeting],
        cwd=ROOT, env=os.environ | {"DESK": str(desk), "CACHE": "off"},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
    )  # fmt: skip
    begins = {"実行: ": "sections", "組版: packet": "assembling", "組版: HTML": "rendering", "校正: ": "rest"}
    phases: dict[str, float] = {}
    last, phase = time.perf_counter(), "start"
    for line in process.stdout:
        starts = next((word for start, word in begins.items() if line.startswith(start)), phase)
        if starts != phase or line.startswith("完成"):
            now = time.perf_counter()
            phases[phase] = phases.get(phase, 0.0) + now - last
            last, phase = now, starts
    process.wait()
    return phases


if __name__ == "__main__":
    main()
