"""Temporary folders: one a run, gone when it ends, and those of killed runs gone with the next."""

import contextlib
import errno
import fnmatch
import getpass
import os
import shutil
import tempfile
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from helpers import trace
from helpers.errors import LARGEST
from helpers.press.place import writing

SNAPSHOT = ("params", "data", "notebooks")  # what a packet is made from
PROGRAM = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder of this run's own, removed at the end. What runs that were killed have left is removed first.

    DeskError ``write`` if the system has no place for temporary files.
    """
    base = _base()
    with writing(base):
        base.mkdir(mode=0o700, exist_ok=True)
        sweep()
        name = uuid.uuid4().hex[:8]  # short: the sockets of kernels have at most 107 characters
        folder, lock = base / name, FileLock(base / f"{name}.lock")
        _open[folder] = lock, os.getpid()
        try:
            lock.acquire()
            folder.mkdir()
            yield folder
        finally:
            _close(folder)


# Folders with their locks and the processes that made them; a forked one has those of its parent too, and lets them be.
_open: dict[Path, tuple[FileLock, int]] = {}


def _close(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock, _ = _open.pop(folder)
    lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)


def tidy() -> None:
    """Remove what is left of this process's folders: a Ctrl-C may have come while one was being removed."""
    for folder in [folder for folder, (_, owner) in _open.items() if owner == os.getpid()]:
        _close(folder)


def sweep() -> None:
    """Remove what runs that were killed have left: the folders whose lock nobody holds."""
    base = _base()
    for path in [*base.glob("*.lock"), *(path for path in base.glob("*") if path.is_dir())]:
        lock = FileLock(path.with_suffix(".lock"))
        with contextlib.suppress(Timeout), lock.acquire(blocking=False):
            shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            Path(lock.lock_file).unlink(missing_ok=True)


def _base() -> Path:
    return Path(tempfile.gettempdir()) / f"claims-desk-{getpass.getuser()}"


def snapshot(desk: Path, folder: Path) -> Path:
    """``params/``, ``data/`` and ``notebooks/`` of ``desk`` as they are now, copied into ``folder``: a build reads nothing else, so that
    what somebody saves meanwhile waits for the next one. Returns ``folder``.

    What cannot be read cannot be read in the copy either: who needs it says so, and a city that does not need it goes on.
    """
    for name in SNAPSHOT:
        if (source := source_of(desk, name)).is_dir():
            _copy_folder(source, folder / name, _depth(name))
    return folder


def source_of(desk: Path, name: str) -> Path:
    """Where the folder ``name`` of a desk is: a desk without notebooks of its own uses the program's."""
    own = desk / name
    return own if own.is_dir() or name != "notebooks" else PROGRAM / name


def files(desk: Path) -> dict[str, Path]:
    """Every file that a :func:`snapshot` of ``desk`` has, by its name: ``data/shizuoka/figures.csv``."""
    sources = {name: source_of(desk, name) for name in SNAPSHOT}
    return {
        f"{name}/{path.relative_to(source).as_posix()}": path
        for name, source in sources.items()
        for path in _files(source, _depth(name))
    }


def used(names: Collection[str], desk: Path) -> dict[str, Path]:
    """Of the :func:`files` of ``desk`` those that a section used which noted ``names`` (``trace``)."""
    everything, parameters = trace.EVERYTHING in names, trace.PARAMETERS in names
    if not (everything or parameters):  # the few that are named, of however many there are
        return {name: path for name in names if (path := _file(desk, name))}
    return {
        name: path
        for name, path in files(desk).items()
        if name in names
        or (everything and not name.startswith("notebooks/"))
        or (parameters and name.startswith("params/"))
    }


def _file(desk: Path, name: str) -> Path | None:
    """The file that :func:`files` of ``desk`` has under this name."""
    room, *within = name.split("/")
    if room not in SNAPSHOT or len(within) > _depth(room) + 1 or any(_is_ignored(part) for part in within):
        return None
    path = source_of(desk, room).joinpath(*within)
    return path if path.is_file() else None


def _files(folder: Path, depth: int) -> Iterator[Path]:
    for path in _inside(folder):
        if depth and path.is_dir():
            yield from _files(path, depth - 1)
        elif path.is_file():
            yield path


def _depth(name: str) -> int:
    """Below the folder of a city nothing is read: a link there may lead anywhere."""
    return 3 if name == "notebooks" else 1


_IGNORED = (".ipynb_checkpoints", "__pycache__", "~$*", ".~lock*")


def _copy_folder(source: Path, target: Path, depth: int) -> None:
    target.mkdir()
    for path in _inside(source):
        if depth and path.is_dir():
            _copy_folder(path, target / path.name, depth - 1)
        else:
            _copy(path, target / path.name)


def _inside(folder: Path) -> list[Path]:
    """What is in a folder but for what programs leave there."""
    try:
        found = list(folder.iterdir())
    except OSError:
        return []
    return [path for path in found if not _is_ignored(path.name)]


def _is_ignored(name: str) -> bool:
    return any(fnmatch.fnmatch(name, ignored) for ignored in _IGNORED)


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
        target.mkdir()
