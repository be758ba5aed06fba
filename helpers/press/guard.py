"""What a notebook may not do, change the data and the parameters that it is made from; and what it does that no cache knows of."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from helpers import trace
from helpers.errors import DeskError
from helpers.press.scratch import SNAPSHOT

PROTECTED = "DESK_PROTECTED"
CLOSED = "DESK_CLOSED"  # folders that cannot be read either
# Noted when a section used something that is not on the desk: its result may be another the next time. Users read it in lists of
# what has changed.
OUTSIDE = "プロジェクトの外のもの"
# The audit events of changes to a file or folder; the first two arguments can be paths.
_CHANGES = {
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "os.chown",
    "os.utime", "shutil.rmtree", "shutil.move",
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_LISTS = {"os.listdir", "os.scandir"}
_ELSEWHERE = {
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
    "socket.connect",
    "sqlite3.connect",
    "urllib.Request",
}


def protect(folders: Iterable[Path], desk: Path | None = None, closed: Iterable[Path] = ()) -> None:
    """From now on this process cannot write, rename or remove anything below ``folders``: DeskError ``notebook`` where it tries. What it
    reads below ``desk`` is noted in the trace, and so is that it read, or asked, elsewhere. Below
    ``closed`` it cannot read.

    There is no way back (``sys.addaudithook``): for processes that run one notebook.
    """
    roots = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in folders)
    shut = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in closed)
    below = f"{os.path.realpath(desk)}{os.sep}" if desk else ""
    known = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in _known_places())
    sys.dont_write_bytecode = True  # a module beside the notebooks would be compiled into their folder

    def hook(event: str, arguments: tuple) -> None:
        if event == "open":
            path, mode, flags = arguments
            changes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
                isinstance(flags, int) and flags & _WRITES
            )
            paths = [path] if changes else []
            if not changes and below:
                _note(path, below, known)
            if not changes and shut and isinstance(path, str | bytes | os.PathLike):
                _refuse_to_read(os.fsdecode(path), shut)
        else:
            paths = arguments[:2] if event in _CHANGES else []
            if below and event in _LISTS:
                _note_list(arguments[0], below)
            elif below and event in _ELSEWHERE:
                trace.use(OUTSIDE)
        for path in paths:
            if isinstance(path, str | bytes | os.PathLike):
                _refuse(os.fsdecode(path), roots)

    sys.addaudithook(hook)


def _known_places() -> list[str]:
    """Where programs read what belongs to the program: Python, its packages, this project, the system, their temporary files."""
    program = Path(__file__).parents[1]
    home = Path.home()
    caches = [home / ".cache", home / ".config", home / ".ipython", home / ".matplotlib", home / ".fontconfig"]
    return [
        sys.prefix,
        sys.base_prefix,
        tempfile.gettempdir(),
        "/usr",
        "/lib",
        "/etc",
        "/proc",
        "/sys",
        "/dev",
        *map(str, (program, *caches)),
    ]


def _note(path: object, below: str, known: tuple[str, ...]) -> None:
    if trace.is_quiet() or not isinstance(path, str | bytes | os.PathLike):
        return
    real = os.path.realpath(os.fsdecode(path))
    if real.startswith(below):
        name = real.removeprefix(below).replace(os.sep, "/")
        if name.split("/")[0] in SNAPSHOT:  # nothing else of a desk is there to read while a packet is built
            trace.use(name)
    elif not f"{real}{os.sep}".startswith(known):
        trace.use(OUTSIDE)


def _note_list(path: object, below: str) -> None:
    if trace.is_quiet() or not isinstance(path, str | bytes | os.PathLike | None):
        return
    if f"{os.path.realpath(os.fsdecode(path or '.'))}{os.sep}".startswith((f"{below}data", f"{below}params")):
        trace.use(trace.EVERYTHING)


def _refuse(path: str, roots: tuple[str, ...]) -> None:
    real = os.path.realpath(path)
    for root in roots:
        if f"{real}{os.sep}".startswith(root):
            shown = Path(root).name + "/" + real.removeprefix(root.rstrip(os.sep)).lstrip(os.sep).replace(os.sep, "/")
            raise DeskError(
                "notebook",
                f"{shown} に書き込もうとしました。data/、params/、notebooks/ はノートブックから変えられません。"
                "計算の結果は、表や図として示してください。",
            )


def _refuse_to_read(path: str, shut: tuple[str, ...]) -> None:
    if os.path.realpath(path).startswith(shut):
        raise DeskError(
            "notebook",
            f"{path} は読めません。公開版のノートブックが読めるのは、委員限りのものを除いた写しだけです。Packet.open を使ってください。",
        )


def load_ipython_extension(shell) -> None:
    """For a kernel of its own: protect the folders that ``DESK_PROTECTED`` lists, and close those of ``DESK_CLOSED``."""
    protected, closed = (os.environ.get(name, "").split(os.pathsep) for name in (PROTECTED, CLOSED))
    protect(map(Path, filter(None, protected)), closed=map(Path, filter(None, closed)))
