"""Execute the notebooks of a document, several at a time, each in a process of its own."""

import gc
import multiprocessing
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

import nbformat
import papermill

from helpers.errors import DeskError, did_you_mean
from helpers.press import failure, processes, worker
from helpers.press.cache import Cache
from helpers.press.document import Chapter, Document
from helpers.press.scratch import SNAPSHOT

# A section takes seconds; a cell that takes this long hangs.
CELL_TIMEOUT = 120
AT_ONCE = os.cpu_count() or 1  # sections


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
    on_done: Callable[[Chapter, frozenset[str]], None],
    protected: Iterable[Path] = (),
    cache: Cache | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> dict[str, DeskError]:
    """Execute every section of ``document`` from ``desk/notebooks`` into ``out``, calling ``on_done`` after each that went well, with
    what it used of the desk (``trace``).

    ``desk`` is where the notebooks find ``params/`` and ``data/``; below it and below ``protected`` they can change nothing; of a
    ``sealed`` document they cannot read the data and parameters of ``protected`` either. The
    executed notebooks hold outputs and no trace of when or where they ran. What ``cache`` has of them is taken from it, and what it
    has not is kept there. ``meanwhile`` is called once, while the first sections run. Returns what went wrong, by the notebook of
    each section that failed: a DeskError ``notebook`` naming notebook, cell and error, in the order of the document.
    """
    out.mkdir(parents=True, exist_ok=True)
    cache = None if worker.is_plain() else cache
    protected = list(protected)
    folders = [folder / name for folder in (desk, *protected) for name in SNAPSHOT]
    closed = [folder / name for folder in protected for name in ("params", "data") if document.sealed]
    failures = _unfit(document, desk)
    waiting = [chapter for chapter in document.chapters if chapter.notebook not in failures]
    running: list[_Running] = []
    gc.freeze()  # what is loaded is no rubbish: a section that looked through it for some would copy it
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                chapter = waiting.pop(0)
                parameters = document.parameters | chapter.parameters
                if kept := cache and cache.find(chapter.notebook, parameters):
                    (out / f"{chapter.notebook}.ipynb").write_text(kept.executed, encoding="utf-8")
                    on_done(chapter, kept.read)
                else:
                    running.append(_start(chapter, parameters, desk, out, folders, closed))
            meanwhile()
            meanwhile = _nothing
            if running:
                _listen(running)
            for one in [one for one in running if one.done]:
                running.remove(one)
                if one.error:
                    failures[one.chapter.notebook] = one.error
                    continue
                if cache:
                    made = (out / f"{one.chapter.notebook}.ipynb").read_text(encoding="utf-8")
                    cache.keep(one.chapter.notebook, document.parameters | one.chapter.parameters, made, one.read)
                on_done(one.chapter, one.read)
    finally:
        gc.unfreeze()
        for one in running:  # Ctrl-C, or a disk that refuses
            _end(one.process)
    return {c.notebook: failures[c.notebook] for c in document.chapters if c.notebook in failures}


def _nothing() -> None:
    pass


def _unfit(document: Document, desk: Path) -> dict[str, DeskError]:
    """What is wrong with notebooks before any of their cells runs."""
    failures = {}
    for chapter in document.chapters:
        try:
            _check_parameters(
                desk / "notebooks" / f"{chapter.notebook}.ipynb", document.parameters | chapter.parameters
            )
        except DeskError as error:
            failures[chapter.notebook] = error
    return failures


def _start(
    chapter: Chapter, parameters: dict[str, str], desk: Path, out: Path, folders: list[Path], closed: list[Path]
) -> _Running:
    # Loaded modules and open data come along with a fork; elsewhere the process starts anew, and so does a kernel.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    told, tell = context.Pipe(duplex=False)
    arguments = (tell, os.getpid(), chapter, parameters, desk, out, folders, closed)
    process = context.Process(target=worker.work, args=arguments, daemon=True)
    with processes.undisturbed():
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
            one.error, one.done = DeskError("notebook", failure.told(one.chapter.notebook, one.cell, said)), True


def _died(one: _Running) -> DeskError:
    return DeskError("notebook", failure.told(one.chapter.notebook, one.cell, processes.DIED))


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
