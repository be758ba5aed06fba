"""One section at work in a process of its own: papermill, with the cells in this process or in a kernel of their own.

Where processes can be forked the cells run in one that has everything loaded (``engine``); elsewhere, and with ``ENGINE=plain``,
each notebook gets an ordinary kernel. Both are papermill, and give the same.
"""

import logging
import os
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from helpers import trace
from helpers.errors import DeskError
from helpers.press import engine, failure, guard, links, processes
from helpers.press.document import Chapter

ENGINES = ("auto", "plain")


def chosen() -> str:
    """The engine asked for. DeskError ``usage`` if there is none like it."""
    asked = os.environ.get("ENGINE") or "auto"
    if asked not in ENGINES:
        raise DeskError("usage", f"ENGINE に「{asked}」は使えません。使える値: {'、'.join(ENGINES)}。")
    return asked


def is_plain() -> bool:
    """Whether each notebook gets a kernel of its own. It does not tell what it read."""
    return chosen() == "plain" or sys.platform != "linux"


def work(
    tell: Connection,
    parent: int,
    chapter: Chapter,
    parameters: dict[str, str],
    desk: Path,
    out: Path,
    folders: list[Path],
    closed: Sequence[Path] = (),
) -> None:
    """What the process of one section does: execute the notebook of ``chapter`` from ``desk`` into ``out``, and tell ``parent`` through
    ``tell`` of each cell and of the end. It cannot write below ``folders``, nor read below ``closed``.
    """
    # Ctrl-C reaches every process of the terminal: the parent tells of it, this one just ends.
    for sign in processes.ASKED_TO_END:
        signal.signal(sign, signal.SIG_DFL)
    processes.disturb()
    threading.Thread(target=processes.end_with, args=(parent,), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)  # the terminal is the parent's
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    program = str(Path(guard.__file__).parents[2])  # where a kernel of its own finds helpers
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (program, os.environ.get("PYTHONPATH"))))
    os.environ["DESK"] = str(desk)
    os.environ[guard.PROTECTED] = os.pathsep.join(map(str, folders))
    os.environ[guard.CLOSED] = os.pathsep.join(map(str, closed))
    try:
        path = out / f"{chapter.notebook}.ipynb"
        _run(path, parameters, desk / "notebooks", lambda cell: tell.send(("cell", cell)))
        read = _read(desk)  # before we read the notebook ourselves
        notebook = nbformat.read(path, as_version=4)
        failure.check_ended(notebook, chapter.notebook)
        read |= links.bring(notebook, chapter.notebook, desk / "notebooks")
        _forget_the_run(notebook)
        nbformat.write(notebook, path)
        tell.send(("done", read))
    except DeskError as error:
        tell.send(("failed", error.code, error.message, error.faults))
    except OSError as error:  # of the disk: what a cell meets is a failure of the cell
        tell.send(("refused", error.errno, error.strerror, str(error.filename2 or error.filename or out)))
    except Exception:  # noqa: BLE001 (told to the parent, which stops with it)
        tell.send(("crashed", traceback.format_exc()))


def _read(desk: Path) -> frozenset[str]:
    """What the section has used of the desk. A kernel of its own does not tell, and may have used anything."""
    if not is_plain():
        return trace.used()
    return frozenset([trace.EVERYTHING, *(f"notebooks/{path.name}" for path in (desk / "notebooks").glob("*.py"))])


def _run(path: Path, parameters: dict[str, str], notebooks: Path, on_cell: Callable[[str], None]) -> None:
    try:
        (_with_kernel if is_plain() else _here)(path, parameters, notebooks, on_cell)
    except PapermillExecutionError as error:
        raise DeskError("notebook", failure.of_cell(path, error)) from error


def _here(path: Path, parameters: dict[str, str], notebooks: Path, on_cell: Callable[[str], None]) -> None:
    os.chdir(notebooks)
    protected, closed = (os.environ[name].split(os.pathsep) for name in (guard.PROTECTED, guard.CLOSED))
    guard.protect(map(Path, protected), notebooks.parent, map(Path, filter(None, closed)))
    begun = []

    def begin(cell: str) -> None:
        if not begun:
            trace.forget()  # what the kernel itself read to start
        begun.append(cell)
        on_cell(cell)

    papermill.execute_notebook(
        str(notebooks / path.name),
        str(path),
        parameters=parameters,
        engine_name=engine.NAME,
        kernel_name="python3",
        progress_bar=False,
        request_save_on_cell_execute=False,
        on_cell=begin,
    )


def _with_kernel(path: Path, parameters: dict[str, str], notebooks: Path, on_cell: Callable[[str], None]) -> None:
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what goes wrong is told once, in Japanese
    with tempfile.TemporaryDirectory(prefix="k", dir=notebooks.parent) as sockets:
        # Sockets in the file system have no ports to race for; Windows has none, and keeps TCP.
        ipc = {"transport": "ipc", "ip": f"{sockets}/s"}
        try:
            papermill.execute_notebook(
                str(notebooks / path.name),
                str(path),
                parameters=parameters,
                kernel_name="python3",  # this environment's own, whatever the notebook was last saved with
                progress_bar=False,
                cwd=str(notebooks),
                config=Config() if os.name == "nt" else Config({"KernelManager": ipc}),
                on_cell_execute=lambda cell, cell_index: on_cell(cell.source),
                # A kernel that is told to stop says so on stderr; what matters of a kernel comes as a message.
                extra_arguments=[
                    "--IPKernelApp.log_level=CRITICAL",
                    f"--IPKernelApp.extra_extensions={guard.__name__}",
                    f"--IPKernelApp.extra_extensions={engine.EXTENSION}",
                ],
            )
        except RuntimeError as error:
            if isinstance(error, PapermillExecutionError):
                raise
            raise DeskError(
                "notebook", failure.told(path.stem, "", f"カーネルが動きませんでした({error})。")
            ) from error


def _forget_the_run(notebook: NotebookNode) -> None:
    """Drop times, paths and random ids, so that the same inputs give the same bytes."""
    kept = ("kernelspec", "language_info", links.PICTURES)
    notebook.metadata = {key: notebook.metadata[key] for key in kept if key in notebook.metadata}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
