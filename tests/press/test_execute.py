"""Notebooks that hang, die, ask, or reach for the data: each is told with its cell, and leaves nothing behind."""

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time

import matplotlib
import nbformat
import psutil
import pytest

from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.press import execute, guard, worker
from tests.press.conftest import document, notebook


@pytest.fixture
def desk(tmp_path):
    for name in ("params", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "data/figures.csv").write_text("a\n1\n")
    return tmp_path


def run(desk, *cells, engine="auto", timeout=None, monkeypatch=None):
    """Execute a notebook of ``cells``; the executed notebook, or the sentence of its error."""
    notebook(desk / "notebooks/own.ipynb", *cells)
    if monkeypatch:
        monkeypatch.setenv("ENGINE", engine)
        monkeypatch.setattr(execute, "CELL_TIMEOUT", timeout or execute.CELL_TIMEOUT)
    failures = execute.execute(document("own"), desk, desk / "out", lambda *_: None)
    return str(failures["own"]) if failures else nbformat.read(desk / "out/own.ipynb", as_version=4)


ENGINES = pytest.mark.parametrize("engine", worker.ENGINES)


@ENGINES
@pytest.mark.parametrize("cell", ["while True: pass", "import time; time.sleep(1000)", "!sleep {odd}"])
def test_a_cell_that_hangs_is_named_and_stopped(desk, monkeypatch, engine, cell):
    odd = f"9{os.getpid()}.5"  # tests of other workers sleep too
    limit = 4 if engine == "auto" else 10  # a kernel of its own takes seconds to start where others work too
    said = run(desk, cell.format(odd=odd), engine=engine, timeout=limit, monkeypatch=monkeypatch)
    assert said.startswith(f"notebooks/own.ipynb のセルが{limit} 秒たっても終わらないので止めました。")
    assert cell.format(odd=odd) in said
    assert [p for p in psutil.process_iter(["cmdline"]) if odd in (p.info["cmdline"] or [])] == []


@pytest.mark.parametrize(
    ("cell", "way"),
    [
        ("import sys; sys.exit()", "節の残りが印刷されません"),
        ("input('値: ')", "parameters のセルに"),
        ("import nothing_like_it", "requirements.in に"),
    ],
)
def test_what_ends_or_stops_a_section_says_what_to_do(desk, cell, way):
    said = run(desk, cell, "print('残り')")
    assert said.startswith("notebooks/own.ipynb の 3 番目のセルでエラーになりました。") and way in said


@ENGINES
@pytest.mark.parametrize("cell", ["import os; os.kill(os.getpid(), 9)", "import os; os._exit(0)"])
def test_a_notebook_that_dies_is_named(desk, monkeypatch, engine, cell):
    said = run(desk, cell, engine=engine, monkeypatch=monkeypatch)
    assert "notebooks/own.ipynb" in said and ("動かなくなりました" in said or "カーネルが動きませんでした" in said)


@ENGINES
@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("open('../data/figures.csv', 'w').write('x')", "data/figures.csv"),
        ("import pathlib\npathlib.Path('../params/new.yaml').write_text('x')", "params/new.yaml"),
        ("import os\nos.remove('../data/figures.csv')", "data/figures.csv"),
        ("import os\nos.rename('../data', '../gone')", "data/"),
        ("import shutil\nshutil.rmtree('../data')", "data/"),
        ("import pandas as pd\npd.DataFrame({'a': [1]}).to_csv('../data/own.csv')", "data/own.csv"),
        ("import os\ntry:\n    os.mkdir('../params/x')\nexcept OSError:\n    pass", "params/x"),
        ("open('own.ipynb', 'a')", "notebooks/own.ipynb"),
    ],
)
def test_a_cell_cannot_change_what_the_packet_is_made_from(desk, monkeypatch, engine, cell, what):
    said = run(desk, cell, engine=engine, monkeypatch=monkeypatch)
    assert f"{what} に書き込もうとしました" in said and "3 番目のセル" in said
    assert (desk / "data/figures.csv").read_text() == "a\n1\n"
    assert sorted(p.name for p in desk.rglob("*") if p.parent.name in ("params", "data")) == ["figures.csv"]


@ENGINES
def test_reading_and_writing_elsewhere_are_free(desk, monkeypatch, engine):
    made = run(
        desk,
        "import pandas as pd, tempfile, pathlib\npd.read_csv('../data/figures.csv')",
        "pathlib.Path(tempfile.mkdtemp(), 'x').write_text('x')",
        engine=engine,
        monkeypatch=monkeypatch,
    )
    assert ">1</td>" in made.cells[3].outputs[0].data["text/html"]


@ENGINES
def test_a_question_to_nobody_is_an_error(desk, monkeypatch, engine):
    assert "番目のセルでエラー" in run(desk, "input('?')", engine=engine, monkeypatch=monkeypatch)


def test_every_failing_section_is_told_in_the_order_of_the_document(desk):
    for name in ("a", "b", "c"):
        notebook(desk / f"notebooks/{name}.ipynb", "1 / 0" if name != "b" else "1")
    failures = execute.execute(document("c", "b", "a"), desk, desk / "out", lambda *_: None)
    assert list(failures) == ["c", "a"] and all("ZeroDivisionError" in str(f) for f in failures.values())


def test_an_unknown_engine_is_refused(desk, monkeypatch):
    notebook(desk / "notebooks/own.ipynb", "1")
    monkeypatch.setenv("ENGINE", "dask")
    with pytest.raises(DeskError, match="ENGINE に「dask」は使えません"):
        execute.execute(document("own"), desk, desk / "out", lambda *_: None)


CELLS = [
    "print('a'); print('b')",
    "import sys; print('err', file=sys.stderr)",
    "!echo from a program",
    "import os\nos.system('echo from the system');",
    "import asyncio\nawait asyncio.sleep(0.01)\n'awaited'",
    "from IPython.display import HTML, Markdown, clear_output, display\ndisplay(HTML('<b>x</b>'))\nclear_output()\ndisplay(Markdown('y'))",
    "handle = display('a', display_id=True)\nhandle.update('b')",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "figure, axes = plt.subplots()\naxes.plot([1])\nplt.show()\nfigure",
    "import pandas as pd\npd.DataFrame({'a': [1.5]})",
    "%%capture\nprint(1)",
    "print('before'); display(1); print('after')",
]


def test_both_engines_give_the_same(desk, monkeypatch):
    """What papermill's own kernels give is what the quick engine must give, output by output."""
    made = {}
    for engine in worker.ENGINES:
        with matplotlib.rc_context():
            matplotlib.rcdefaults()  # a fork has what tests before this one set
            made[engine] = run(desk, *CELLS, engine=engine, monkeypatch=monkeypatch)
        for number, cell in enumerate(made[engine].cells):
            cell.id = f"cell-{number}"  # each time the notebook is written it has new ones
    quick, plain = (json.loads(nbformat.writes(made[engine])) for engine in worker.ENGINES)
    for one, other in zip(quick["cells"], plain["cells"], strict=True):
        assert one == other
    assert quick["metadata"] == plain["metadata"]


def interrupted(desk, sign, seconds):
    """Start an execution that hangs in a process of its own, send it ``sign``; how long it took to end, and what is left of it."""
    notebook(desk / "notebooks/own.ipynb", "import subprocess; subprocess.run(['sleep', '888.5'])")
    program = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from helpers.press import execute
        from tests.press.conftest import document
        print("ready", flush=True)
        execute.execute(document("own"), Path({str(desk)!r}), Path({str(desk / "out")!r}), lambda *_: None)
    """)
    started = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert started.stdout.readline() == "ready\n"
    time.sleep(seconds)
    family = psutil.Process(started.pid).children(recursive=True)
    assert family
    sent = time.monotonic()
    started.send_signal(sign)
    started.wait(timeout=10)
    ended = time.monotonic() - sent
    _gone, left = psutil.wait_procs(family, timeout=10)
    return ended, left


def test_ctrl_c_ends_everything_at_once(desk, record_property):
    ended, left = interrupted(desk, signal.SIGINT, 2.5)
    record_property("seconds from Ctrl-C to the end", f"{ended:.2f}")  # two are promised; a busy machine is no fault
    assert ended < 10 and left == []


def test_a_killed_build_leaves_no_notebook_running(desk):
    _, left = interrupted(desk, signal.SIGKILL, 2.5)
    assert [p for p in left if p.is_running()] == []


def test_the_guard_names_the_folder_it_keeps():
    assert re.fullmatch(r"[A-Z_]+", guard.PROTECTED) and guard.PROTECTED not in os.environ
