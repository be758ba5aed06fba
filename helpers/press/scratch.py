"""Temporary folders: one a run, gone when it ends, and those of killed runs gone with the next."""

import contextlib
import getpass
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.errors import DeskError
from helpers.press.place import writing

SNAPSHOT = ("params", "data", "notebooks")  # what a packet is made from


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
        lock = FileLock(base / f"{name}.lock")
        lock.acquire()
        try:
            folder = base / name
            folder.mkdir()
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.release()
            Path(lock.lock_file).unlink(missing_ok=True)


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

    DeskError ``data`` names a file that cannot be read.
    """
    for name in SNAPSHOT:
        if (desk / name).is_dir():
            shutil.copytree(
                desk / name,
                folder / name,
                copy_function=lambda source, target: _copy(Path(source), Path(target), desk),
                ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "~$*", ".~lock*"),
            )
    return folder


def _copy(source: Path, target: Path, desk: Path) -> None:
    try:
        shutil.copy2(source, target)
    except OSError as error:
        raise DeskError(
            "data", f"{source.relative_to(desk).as_posix()}: ファイルを読めません。権限とリンク先を確かめてください。"
        ) from error
