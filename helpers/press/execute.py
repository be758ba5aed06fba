"""Execute the notebooks of a document with papermill, several at a time, each in a process of its own.

Where processes can be forked the cells run in one that has everything loaded (``engine``); elsewhere, and with ``ENGINE=plain``,
each notebook gets an ordinary kernel. Both are papermill, and give the same.
"""

import logging
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from helpers import trace
from helpers.errors import DeskError, did_you_mean
from helpers.press import engine, guard, processes
from helpers.press.cache import Cache
from helpers.press.document import Chapter, Document
from helpers.press.scratch import SNAPSHOT

# A section takes seconds; a cell that takes this long hangs.
CELL_TIMEOUT = 120
_SHOWN_LINES, _SHOWN_CHARACTERS = 12, 200  # of a cell and of what it says
ENGINES = ("auto", "plain")


@dataclass
class _Running:
    """A section at work: its process, the pipe it tells its cells through, and the cell it is in since when."""

    chapter: Chapter
    process: multiprocessing.Process
    told: Connection
    cell: str = ""
    since: float = 0.0
    read: frozenset[str] = frozenset()  # once it is done
    error: DeskError | None = None
    done: bool = False


def execute(
    document: Document,
    desk: Path,
    out: Path,
    on_done: Callable[[Chapter], None],
    protected: Iterable[Path] = (),
    cache: Cache | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, DeskError]:
    """Execute every section of ``document`` from ``desk/notebooks`` into ``out``, calling ``on_done`` after each that went well.

    ``desk`` is where the notebooks find ``params/`` and ``data/``; below it and below ``protected`` they can change nothing. The
    executed notebooks hold outputs and no trace of when or where they ran. What ``cache`` has of them is taken from it, and what it
    has not is kept there. ``meanwhile`` is called once, while the first sections run. Returns what went wrong, by the notebook of each section
    that failed: a DeskError ``notebook`` naming notebook, cell and error, in the order of the document.
    """
    if _engine() not in ENGINES:
        raise DeskError("usage", f"ENGINE に「{_engine()}」は使えません。使える値: {'、'.join(ENGINES)}。")
    out.mkdir(parents=True, exist_ok=True)
    failures: dict[str, DeskError] = {}
    waiting = []
    for chapter in document.chapters:
        try:
            _check_parameters(
                desk / "notebooks" / f"{chapter.notebook}.ipynb", document.parameters | chapter.parameters
            )
            waiting.append(chapter)
        except DeskError as error:
            failures[chapter.notebook] = error
    folders = [folder / name for folder in (desk, *protected) for name in SNAPSHOT]
    cache = None if _is_plain() else cache  # a kernel of its own does not tell what it read
    running: list[_Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < (os.cpu_count() or 1):
                chapter = waiting.pop(0)
                parameters = document.parameters | chapter.parameters
                kept = cache.find(chapter.notebook, parameters) if cache else None
                if kept is None:
                    running.append(_start(chapter, parameters, desk, out, folders))
                else:
                    (out / f"{chapter.notebook}.ipynb").write_text(kept, encoding="utf-8")
                    on_done(chapter)
            meanwhile()
            meanwhile = _nothing
            if running:
                _listen(running)
            for one in [one for one in running if one.done]:
                running.remove(one)
                if one.error is None:
                    on_done(one.chapter)
                    if cache:
                        made = (out / f"{one.chapter.notebook}.ipynb").read_text(encoding="utf-8")
                        cache.keep(one.chapter.notebook, document.parameters | one.chapter.parameters, made, one.read)
                else:
                    failures[one.chapter.notebook] = one.error
    finally:
        for one in running:  # Ctrl-C, or a disk that refuses
            _end(one.process)
    return {s.notebook: failures[s.notebook] for s in document.chapters if s.notebook in failures}


def _nothing() -> None:
    pass


def _engine() -> str:
    return os.environ.get("ENGINE") or "auto"


def _is_plain() -> bool:
    return sys.platform != "linux" or _engine() == "plain"


def _start(chapter: Chapter, parameters: dict[str, str], desk: Path, out: Path, folders: list[Path]) -> _Running:
    # Loaded modules and open data come along with a fork; elsewhere the process starts anew, and so does a kernel.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    told, tell = context.Pipe(duplex=False)
    arguments = (tell, os.getpid(), chapter, parameters, desk, out, folders)
    process = context.Process(target=_chapter, args=arguments, daemon=True)
    process.start()
    tell.close()
    return _Running(chapter, process, told, since=time.monotonic())


def _listen(running: list[_Running]) -> None:
    """Wait until a section tells something, ends or has been in one cell for too long, and note it."""
    ready = wait([one.told for one in running], timeout=1)
    for one in running:
        while not one.done and (one.told in ready or one.told.poll()):
            try:
                kind, *said = one.told.recv()
            except EOFError:
                one.process.join()
                one.error, one.done = one.error or _died(one), True
                break
            if kind == "cell":
                one.cell, one.since = said[0], time.monotonic()
            elif kind == "refused":
                raise OSError(*said)
            elif kind == "crashed":
                raise RuntimeError(f"{one.chapter.notebook}: {said[0]}")
            elif kind == "failed":
                one.error, one.done = DeskError(*said), True
            else:
                one.read, one.done = said[0], True
            if one.done:
                one.process.join()
            if not one.told.poll():
                break
        if not one.done and time.monotonic() - one.since > CELL_TIMEOUT:
            _end(one.process)
            said = f"{CELL_TIMEOUT} 秒たっても終わらないので止めました。繰返しや読込みが終わるか確かめてください。"
            one.error, one.done = DeskError("notebook", _told(one.chapter.notebook, one.cell, said)), True


def _died(one: _Running) -> DeskError:
    said = "途中で動かなくなりました(メモリーの不足、または強制終了)。ほかの大きなプログラムを閉じて、もう一度実行してください。"
    return DeskError("notebook", _told(one.chapter.notebook, one.cell, said))


def _end(process: multiprocessing.Process) -> None:
    """End a section with all that it started, at once."""
    processes.end(process.pid)
    process.join()


def _check_parameters(notebook: Path, parameters: dict[str, str]) -> None:
    """papermill only warns of a parameter that a notebook does not declare; here it is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            nbformat.validate(nbformat.read(notebook, as_version=4))
            declared = papermill.inspect_notebook(str(notebook))
        except (
            OSError,
            ValueError,
            AttributeError,
            LookupError,
            TypeError,
            NameError,
            RecursionError,
            nbformat.ValidationError,
        ):
            # What a folder, a torn file, or JSON that is no notebook make of the reader.
            raise DeskError(
                "notebook",
                f"notebooks/{notebook.name} をノートブックとして読めません。git などで前の版に戻してください。",
            ) from None
    for name in parameters:
        if name not in declared:
            raise DeskError(
                "notebook",
                f"notebooks/{notebook.name} の parameters セルに「{name}」がありません。"
                f"タグ parameters の付いたセルで宣言してください。{did_you_mean(name, declared)}",
            )


def _chapter(
    tell: Connection,
    parent: int,
    chapter: Chapter,
    parameters: dict[str, str],
    desk: Path,
    out: Path,
    folders: list[Path],
) -> None:
    """What the process of one section does."""
    # Ctrl-C reaches every process of the terminal: the parent tells of it, this one just ends.
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    nowhere = os.open(os.devnull, os.O_WRONLY)  # the terminal is the parent's
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    program = str(Path(guard.__file__).parents[2])  # where a kernel of its own finds helpers
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (program, os.environ.get("PYTHONPATH"))))
    os.environ["DESK"] = str(desk)
    os.environ[guard.PROTECTED] = os.pathsep.join(map(str, folders))
    try:
        _run(out / f"{chapter.notebook}.ipynb", parameters, desk / "notebooks", lambda cell: tell.send(("cell", cell)))
        tell.send(("done", trace.used()))
    except DeskError as error:
        tell.send(("failed", error.code, error.message, error.faults))
    except OSError as error:  # of the disk: what a cell meets is a failure of the cell
        tell.send(("refused", error.errno, error.strerror, str(error.filename2 or error.filename or out)))
    except Exception:  # noqa: BLE001 (told to the parent, which stops with it)
        tell.send(("crashed", traceback.format_exc()))


def _end_with(parent: int) -> None:
    """A killed parent stops nothing by itself: its sections look whether it is still there."""
    while os.getppid() == parent:
        time.sleep(0.5)
    processes.end(os.getpid(), itself=False)
    os._exit(1)


def _run(path: Path, parameters: dict[str, str], notebooks: Path, on_cell: Callable[[str], None]) -> None:
    try:
        (_with_kernel if _is_plain() else _here)(path, parameters, notebooks, on_cell)
    except PapermillExecutionError as error:
        raise DeskError("notebook", _failure(path, error)) from error
    _forget_the_run(path)


def _here(path: Path, parameters: dict[str, str], notebooks: Path, on_cell: Callable[[str], None]) -> None:
    os.chdir(notebooks)
    guard.protect(map(Path, os.environ[guard.PROTECTED].split(os.pathsep)), notebooks.parent)
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
                ],
            )
        except RuntimeError as error:
            if isinstance(error, PapermillExecutionError):
                raise
            raise DeskError("notebook", _told(path.stem, "", f"カーネルが動きませんでした({error})。")) from error


def _told(notebook: str, source: str, said: str, number: int | None = None) -> str:
    """Notebook and cell, what happened, then the lines of the cell."""
    place = f" の {number} 番目のセル" if number else " のセル" if source else " "
    return f"notebooks/{notebook}.ipynb{place}が{said}{lines_of(source)}"


def lines_of(source: str) -> str:
    """The lines of a cell, each on a new line; of a long one the first and the last, which is where an error of it mostly is."""
    lines = source.splitlines()
    if len(lines) > _SHOWN_LINES:
        lines = [*lines[: _SHOWN_LINES - 2], f"…(全 {len(lines)} 行)", lines[-1]]
    return "".join(f"\n    {_clipped(line)}" for line in lines)


def _short(value: str) -> str:
    """What Python says of an error, cut where it says too much."""
    lines = value.splitlines()
    more = [f"…(全 {len(lines)} 行)"] if len(lines) > _SHOWN_LINES else []
    return "\n".join([*map(_clipped, lines[:_SHOWN_LINES]), *more])


def _clipped(line: str) -> str:
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…(全 {len(line):,} 字)"


def _failure(path: Path, error: PapermillExecutionError) -> str:
    """Notebook, cell and error, then the lines of the cell."""
    cells = nbformat.read(path, as_version=4).cells
    # papermill puts its own banner cells into a failed notebook and a cell of parameters into every one.
    own = [
        cell
        for cell in cells
        if not {"papermill-error-cell-tag", "injected-parameters"} & set(cell.metadata.get("tags", []))
    ]
    number = next((i for i, cell in enumerate(own, start=1) if cell.get("source") == error.source), None)
    value = re.sub(r"\x1b\[[0-9;]*m", "", str(error.evalue))
    place = f"の {number} 番目のセル" if number else ""
    source = lines_of(error.source)
    said = value if error.ename == DeskError.__name__ else f"{error.ename}: {_short(value)}"
    return f"notebooks/{path.name} {place}でエラーになりました。{source}\n  {said}"


def _forget_the_run(path: Path) -> None:
    """Drop times, paths and random ids, so that the same inputs give the same bytes."""
    notebook = nbformat.read(path, as_version=4)
    kept = ("kernelspec", "language_info")
    notebook.metadata = {key: notebook.metadata[key] for key in kept if key in notebook.metadata}
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        if "injected-parameters" in tags:
            cell.id = "injected-parameters"
    nbformat.write(notebook, path)
