"""One section at work: which kernel it gets, what it tells of what it read, and what of the run is forgotten."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from helpers import trace
from helpers.errors import DeskError
from helpers.press import links, worker


@pytest.mark.parametrize(("asked", "plain"), [(None, False), ("", False), ("auto", False), ("plain", True)])
def test_which_engine_is_asked_for(monkeypatch, asked, plain):
    monkeypatch.setattr(worker.sys, "platform", "linux")
    monkeypatch.delenv("ENGINE", raising=False)
    if asked is not None:
        monkeypatch.setenv("ENGINE", asked)
    assert (worker.chosen(), worker.is_plain()) == (asked or "auto", plain)
    monkeypatch.setattr(worker.sys, "platform", "win32")  # where nothing is forked
    assert worker.is_plain()


def test_an_engine_that_there_is_not(monkeypatch):
    monkeypatch.setenv("ENGINE", "dask")
    with pytest.raises(DeskError) as caught:
        worker.chosen()
    assert caught.value.code == "usage"
    assert str(caught.value) == "ENGINE に「dask」は使えません。使える値: auto、plain。"


def test_a_kernel_of_its_own_may_have_read_anything(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    for name in ("own.py", "one.ipynb"):
        (tmp_path / "notebooks" / name).touch()
    monkeypatch.setenv("ENGINE", "plain")
    assert worker._read(tmp_path) == {trace.EVERYTHING, "notebooks/own.py"}
    monkeypatch.setattr(trace, "used", lambda: frozenset(["data/a.csv"]))
    monkeypatch.setenv("ENGINE", "auto")
    assert worker._read(tmp_path) == {"data/a.csv"}


@pytest.fixture
def papermill(monkeypatch, tmp_path):
    """What papermill is called with; its kernel tells one cell, and there is a folder for its sockets."""
    calls = []

    def execute(*arguments, **options):
        config = options["config"]
        sockets = Path(config["KernelManager"]["ip"]).parent if config else None
        calls.append((arguments, options, sockets and sockets.is_dir() and sockets.parent))
        options["on_cell_execute"](cell=new_code_cell("a = 1"), cell_index=0)

    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(worker.papermill, "execute_notebook", execute)
    return calls


def test_a_kernel_of_its_own(papermill, tmp_path):
    cells = []
    worker._with_kernel(tmp_path / "out/own.ipynb", {"city": "x"}, tmp_path / "notebooks", cells.append)
    [(arguments, options, sockets)] = papermill
    assert arguments == (str(tmp_path / "notebooks/own.ipynb"), str(tmp_path / "out/own.ipynb"))
    assert options["parameters"] == {"city": "x"} and options["cwd"] == str(tmp_path / "notebooks")
    assert options["kernel_name"] == "python3" and options["progress_bar"] is False
    assert options["extra_arguments"][1:] == [
        "--IPKernelApp.extra_extensions=helpers.press.guard", "--IPKernelApp.extra_extensions=helpers.kernel",
    ]  # fmt: skip
    assert sockets == tmp_path and options["config"]["KernelManager"]["transport"] == "ipc"
    assert cells == ["a = 1"] and [path.name for path in tmp_path.iterdir()] == ["notebooks"]


def test_a_kernel_of_its_own_where_files_are_no_sockets(papermill, tmp_path, monkeypatch):
    monkeypatch.setattr(worker.os, "name", "nt")
    worker._with_kernel(tmp_path / "own.ipynb", {}, tmp_path / "notebooks", lambda cell: None)
    assert papermill[0][1]["config"] == {}


@pytest.mark.parametrize("way", ["kernel", "cell"])
def test_a_kernel_that_does_not_start_is_told_and_a_cell_that_fails_is_left_to_who_asked(
    papermill, tmp_path, monkeypatch, way
):
    error = RuntimeError("died") if way == "kernel" else PapermillExecutionError(0, 1, "1 / 0", "E", "v", [])
    monkeypatch.setattr(worker.papermill, "execute_notebook", lambda *_, **__: (_ for _ in ()).throw(error))
    with pytest.raises(DeskError if way == "kernel" else PapermillExecutionError) as caught:
        worker._with_kernel(tmp_path / "own.ipynb", {}, tmp_path / "notebooks", lambda cell: None)
    if way == "kernel":
        assert caught.value.code == "notebook"
        assert str(caught.value) == "notebooks/own.ipynb がカーネルが動きませんでした(died)。"


def test_what_a_run_leaves_in_a_notebook_is_forgotten():
    made = new_notebook(
        cells=[
            new_markdown_cell("# 題", metadata={"papermill": {"duration": 1}}),
            new_code_cell("1", metadata={"tags": ["landscape"], "execution": {"iopub": "now"}}),
            new_code_cell("2", metadata={"tags": ["injected-parameters"]}),
        ],
        metadata={
            "papermill": {"start": "now"},
            "kernelspec": {"name": "python3", "display_name": "P"},
            links.PICTURES: {"a.png": ""},
        },
    )
    own = made.cells[1].id
    worker._forget_the_run(made)
    assert made.metadata == {"kernelspec": {"name": "python3", "display_name": "P"}, links.PICTURES: {"a.png": ""}}
    assert [cell.metadata for cell in made.cells] == [{}, {"tags": ["landscape"]}, {"tags": ["injected-parameters"]}]
    assert [made.cells[1].id, made.cells[2].id] == [own, "injected-parameters"]
    made.metadata["language_info"] = {"name": "python"}
    worker._forget_the_run(made)
    assert made.metadata["language_info"] == {"name": "python"}


class Told(list):
    """What a section tells its parent."""

    send = list.append


@pytest.fixture
def work(tmp_path, monkeypatch):
    """Do the work of a section in this process, its cells by ``run``; what it tells."""
    out = tmp_path / "out"
    out.mkdir()
    for name in ("PYTHONPATH", "DESK", worker.guard.PROTECTED, worker.guard.CLOSED):
        monkeypatch.setenv(name, "before")
    for module, name in ((worker.signal, "signal"), (worker.processes, "disturb"), (worker.os, "dup2")):
        monkeypatch.setattr(module, name, lambda *_: None)
    monkeypatch.setattr(worker.threading, "Thread", lambda **_: type("Thread", (), {"start": lambda self: None})())
    monkeypatch.setattr(trace, "used", lambda: frozenset(["data/a.csv"]))
    chapter = worker.Chapter("own", "節")

    def do(run):
        monkeypatch.setattr(worker, "_run", run)
        told = Told()
        worker.work(told, 1, chapter, {"city": "x"}, tmp_path / "desk", out, [tmp_path / "a", tmp_path / "b"])
        return told

    return do


def test_a_section_tells_its_cells_and_what_it_read(work, tmp_path):
    seen = {}

    def run(path, parameters, notebooks, on_cell):
        seen.update(path=path, parameters=parameters, notebooks=notebooks, desk=os.environ["DESK"])
        seen["protected"] = os.environ[worker.guard.PROTECTED].split(os.pathsep)
        seen["path to helpers"] = os.environ["PYTHONPATH"].split(os.pathsep)
        on_cell("a = 1")
        (notebooks).mkdir(parents=True)
        (notebooks / "pic.svg").write_text("<svg></svg>")
        text = new_markdown_cell("![図](pic.svg)", metadata={"papermill": {}})
        nbformat.write(new_notebook(cells=[text, new_code_cell("1", metadata={"papermill": {}})]), path)

    assert work(run) == [("cell", "a = 1"), ("done", frozenset(["data/a.csv", "notebooks/pic.svg"]))]
    assert seen == {
        "path": tmp_path / "out/own.ipynb",
        "parameters": {"city": "x"},
        "notebooks": tmp_path / "desk/notebooks",
        "desk": str(tmp_path / "desk"),
        "protected": [str(tmp_path / "a"), str(tmp_path / "b")],
        "path to helpers": [str(Path(worker.__file__).parents[2]), "before"],
    }
    made = nbformat.read(tmp_path / "out/own.ipynb", as_version=4)
    assert links.PICTURES in made.metadata and [cell.metadata for cell in made.cells] == [{}, {}]


def raising(error):
    def run(path, parameters, notebooks, on_cell):
        raise error

    return run


def test_a_section_tells_what_went_wrong(work, tmp_path):
    assert work(raising(DeskError("data", "だめ", ["f"]))) == [("failed", "data", "だめ", ("f",))]
    assert work(raising(OSError(28, "full", "one"))) == [("refused", 28, "full", "one")]
    assert work(raising(OSError(28, "full", "one", None, "two"))) == [("refused", 28, "full", "two")]
    assert work(raising(OSError(28, "full"))) == [("refused", 28, "full", str(tmp_path / "out"))]
    [(kind, said)] = work(raising(ZeroDivisionError("nobody foresaw")))
    assert kind == "crashed" and said.endswith("ZeroDivisionError: nobody foresaw\n")


def test_a_cell_that_fails_is_told_with_its_notebook(tmp_path, monkeypatch):
    nbformat.write(new_notebook(cells=[new_markdown_cell("# 題"), new_code_cell("1 / 0")]), tmp_path / "own.ipynb")
    error = PapermillExecutionError(1, 1, "1 / 0", "ZeroDivisionError", "division by zero", [])
    used = []
    for name in ("_here", "_with_kernel"):

        def fail(*arguments, name=name):
            used.append((name, *arguments[:3]))
            raise error

        monkeypatch.setattr(worker, name, fail)
    for engine in ("auto", "plain"):
        monkeypatch.setenv("ENGINE", engine)
        with pytest.raises(DeskError) as caught:
            worker._run(tmp_path / "own.ipynb", {"city": "x"}, tmp_path, lambda cell: None)
        assert caught.value.code == "notebook" and "own.ipynb の 2 番目のセルでエラー" in str(caught.value)
    path = tmp_path / "own.ipynb"
    assert used == [(name, path, {"city": "x"}, tmp_path) for name in ("_here", "_with_kernel")]
