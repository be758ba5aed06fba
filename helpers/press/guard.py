"""What a notebook may not do: change the data and the parameters that it is made from."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from helpers.errors import DeskError

PROTECTED = "DESK_PROTECTED"
# The audit events of changes to a file or folder; the first two arguments can be paths.
_CHANGES = {
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink", "os.chmod", "os.chown",
    "os.utime", "shutil.rmtree", "shutil.move",
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def protect(folders: Iterable[Path]) -> None:
    """From now on this process cannot write, rename or remove anything below ``folders``: DeskError ``notebook`` where it tries.

    There is no way back (``sys.addaudithook``): for processes that run one notebook.
    """
    roots = tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in folders)
    sys.dont_write_bytecode = True  # a module beside the notebooks would be compiled into their folder

    def hook(event: str, arguments: tuple) -> None:
        if event == "open":
            path, mode, flags = arguments
            changes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
                isinstance(flags, int) and flags & _WRITES
            )
            paths = [path] if changes else []
        else:
            paths = arguments[:2] if event in _CHANGES else []
        for path in paths:
            if isinstance(path, str | bytes | os.PathLike):
                _refuse(os.fsdecode(path), roots)

    sys.addaudithook(hook)


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


def load_ipython_extension(shell) -> None:
    """For a kernel of its own: protect the folders that ``DESK_PROTECTED`` lists."""
    protect(Path(folder) for folder in os.environ[PROTECTED].split(os.pathsep))
