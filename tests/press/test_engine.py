"""The engine that runs cells in its own process: which it runs, what it puts into them and where it stops."""

from types import SimpleNamespace

import nbformat
import pytest
from nbclient.exceptions import CellExecutionComplete
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.press import engine, executed


class Manager:
    """What papermill gives an engine: the notebook, and who is told of its cells."""

    def __init__(self, *cells):
        self.nb, self.told = new_notebook(cells=list(cells)), []

    def cell_start(self, cell, index):
        self.told.append(("start", index))

    def cell_complete(self, cell, index):
        self.told.append(("complete", index))

    def cell_exception(self, cell, index, exception):
        self.told.append(("exception", index, exception))


@pytest.fixture
def kernel(monkeypatch):
    """A kernel that notes how it is made and what it is asked; no cell is executed."""
    asked = []

    class Kernel:
        language_info = {"name": "python"}
        iopub_thread = "thread"

        def __init__(self, **how):
            asked.append(("kernel", how))
            self.shell = SimpleNamespace(
                enable_matplotlib=lambda backend: asked.append(("matplotlib", backend)),
                extension_manager=SimpleNamespace(load_extension=lambda name: asked.append(("extension", name))),
            )

    class KernelManager:
        session = "session"

        def __init__(self, config):
            asked.append(("manager", config))

        def client(self):
            self.made = SimpleNamespace(start_channels=lambda: asked.append(("channels",)), kernel=self.kernel)
            return self.made

    monkeypatch.setattr(engine, "_Kernel", Kernel)
    monkeypatch.setattr(engine, "InProcessKernelManager", KernelManager)
    monkeypatch.setattr(engine, "OutStream", lambda *how: how)
    return asked


def run(monkeypatch, manager, fails=()):
    """What was told of each cell: its source, before it ran."""
    ran, sources = [], []

    def one(client, outputs, cell, index):
        assert client.allow_stdin is False and cell.outputs == []
        ran.append((cell.source, index))
        return cell.source in fails

    monkeypatch.setattr(engine.InProcessEngine, "_run", staticmethod(one))
    engine.InProcessEngine.execute_managed_notebook(manager, "python3", on_cell=sources.append, other="option")
    assert sources == [source for source, _ in ran]
    return ran


def test_every_code_cell_runs_in_its_order(kernel, monkeypatch):
    old = [new_output("stream", text="of before")]
    manager = Manager(
        new_markdown_cell("# 題"), new_code_cell("a", outputs=old), new_code_cell(" \n"), new_code_cell("b")
    )
    manager.nb.cells[1].execution_count = 7
    assert run(monkeypatch, manager) == [("a", 1), ("b", 3)]
    assert manager.told == [("start", 1), ("complete", 1), ("start", 3), ("complete", 3)]
    assert manager.nb.metadata.language_info == {"name": "python"}
    (_, config), (_, how), *asked = kernel
    assert config["HistoryManager"] == {"enabled": False} and config["InProcessInteractiveShell"] == {
        "history_load_length": 0
    }
    assert set(how) == {"parent", "session"} and how["session"] == "session"
    assert (how["parent"].kernel.stdout, how["parent"].kernel.stderr) == tuple(
        ("session", "thread", name) for name in ("stdout", "stderr")
    )
    assert asked == [("matplotlib", "inline"), ("extension", "helpers.kernel"), ("channels",)]


def test_a_cell_that_fails_is_the_last_unless_it_is_to_raise(kernel, monkeypatch):
    manager = Manager(
        new_code_cell("a", metadata={"tags": ["raises-exception"]}),
        new_code_cell("b", metadata={"tags": ["x"]}),
        new_code_cell("c"),
    )
    assert run(monkeypatch, manager, fails="ab") == [("a", 0), ("b", 1)]
    assert manager.told == [("start", 0), ("complete", 0), ("start", 1), ("exception", 1, None)]


@pytest.mark.parametrize("failed", [True, False])
def test_a_cell_ends_when_all_its_messages_are_heard(failed):
    """One that comes after the end is heard too."""
    said, channel = [], SimpleNamespace()
    flushes = SimpleNamespace(flush=lambda: channel.call_handlers("last"))
    silent = SimpleNamespace(flush=lambda: said.append("flushed"))

    def execute(source):
        said.append(source)
        for message in ("first", "idle"):
            channel.call_handlers(message)

    def process(message, cell, index):
        said.append((message, index))
        if message == "idle":
            raise CellExecutionComplete
        if message == "first" and failed:
            cell.outputs.append(new_output("error", ename="E", evalue="v"))
        if message == "last":
            cell.outputs.append(new_output("stream", text="x"))

    client = SimpleNamespace(
        iopub_channel=channel, execute=execute, kernel=SimpleNamespace(stdout=flushes, stderr=silent)
    )
    outputs = SimpleNamespace(process_message=process, clear_before_next_output=True)
    assert engine.InProcessEngine._run(client, outputs, new_code_cell("a"), 3) is failed
    assert (
        said == ["a", "flushed", ("first", 3), ("idle", 3), ("last", 3)] and outputs.clear_before_next_output is False
    )


def test_what_an_executed_notebook_shows_of_one_kind(tmp_path):
    shows = [new_output("display_data", {"application/a+json": {"n": n}, "text/plain": "x"}) for n in range(3)]
    cells = [
        new_markdown_cell("x"), new_code_cell("x", outputs=[new_output("stream", text="x"), *shows[:2]]),
        new_code_cell("x", outputs=[new_output("display_data", {"text/plain": "題"})]), new_code_cell("x", outputs=shows[2:]),
    ]  # fmt: skip
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
    assert executed.shown(tmp_path / "one.ipynb", "application/a+json") == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert executed.shown(tmp_path / "one.ipynb", "application/b+json") == []
