"""Temporary folders: one a run, gone when it ends, and those of killed runs gone with the next."""

import contextlib
import errno
import fnmatch
import getpass
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.errors import LARGEST
from helpers.press.place import writing

SNAPSHOT = ("params", "data", "notebooks")  # what a packet is made from
_PROGRAM = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder of this run's own, removed at the end. What runs that were killed have left is removed first.

    DeskError ``write`` if the system has no place for temporary files.
    """
    base = Path(tempfile.gettempdir()) / f"claims-desk-{getpass.getuser()}"
    with writing(base):
        base.mkdir(mode=0o700, exist_ok=True)
        _sweep(base)
        name = uuid.uuid4().hex[:8]  # short: the sockets of kernels have at most 107 characters
        folder, lock = base / name, FileLock(base / f"{name}.lock")
        _open[folder] = lock
        try:
            lock.acquire()
            folder.mkdir()
            yield folder
        finally:
            _close(folder)


_open: dict[Path, FileLock] = {}


def _close(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _open[folder].release()
    Path(_open[folder].lock_file).unlink(missing_ok=True)
    del _open[folder]


def tidy() -> None:
    """Remove what is left of this run's folders: a Ctrl-C may have come while one was being removed."""
    for folder in list(_open):
        _close(folder)


def _sweep(base: Path) -> None:
    """Remove the folders whose lock nobody holds: their run is dead."""
    for path in [*base.glob("*.lock"), *(path for path in base.iterdir() if path.is_dir())]:
        lock = FileLock(path.with_suffix(".lock"))
        with contextlib.suppress(Timeout), lock.acquire(blocking=False):
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            Path(lock.lock_file).unlink(missing_ok=True)


def snapshot(desk: Path, folder: Path) -> Path:
    """``params/``, ``data/`` and ``notebooks/`` of ``desk`` as they are now, copied into ``folder``: a build reads nothing else, so that
    what somebody saves meanwhile waits for the next one. Returns ``folder``.

    What cannot be read cannot be read in the copy either: who needs it says so, and a city that does not need it goes on.
    """
    for name in SNAPSHOT:
        if (source := source_of(desk, name)).is_dir():
            # Below the folder of a city nothing is read: a link there may lead anywhere.
            _copy_folder(source, folder / name, depth=3 if name == "notebooks" else 1)
    return folder


def source_of(desk: Path, name: str) -> Path:
    """Where the folder ``name`` of a desk is: a desk without notebooks of its own uses the program's."""
    own = desk / name
    return own if own.is_dir() or name != "notebooks" else _PROGRAM / name


_IGNORED = (".ipynb_checkpoints", "__pycache__", "~$*", ".~lock*")


def _copy_folder(source: Path, target: Path, depth: int) -> None:
    target.mkdir()
    for path in _inside(source):
        if any(fnmatch.fnmatch(path.name, ignored) for ignored in _IGNORED):
            continue
        if depth and path.is_dir():
            _copy_folder(path, target / path.name, depth - 1)
        else:
            _copy(path, target / path.name)


def _inside(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _copy(source: Path, target: Path) -> None:
    """Copy a file; an empty folder stands for what is none (a pipe would be read for ever), an empty file for one that is far too large."""
    try:
        if not source.is_file():
            target.mkdir()
        elif source.stat().st_size > LARGEST:
            with target.open("wb") as file:
                file.truncate(LARGEST + 1)
        else:
            shutil.copy2(source, target)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise  # the place of the copy, not the file
        target.unlink(missing_ok=True)
        target.mkdir(exist_ok=True)
