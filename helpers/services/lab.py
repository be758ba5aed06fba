"""JupyterLab on the desk: its folders at hand, in Japanese, asking nothing of the internet."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

from helpers import params
from helpers.console import say
from helpers.errors import DeskError
from helpers.params import ROOT, desk


def run(arguments: str) -> int:
    """Open JupyterLab, handing on ``arguments`` as a shell would. Returns its exit status.

    DeskError ``usage`` if ``arguments`` cannot be told apart, or if root has not asked for it by ``--allow-root``.
    """
    try:
        words = shlex.split(arguments, posix=os.name != "nt")
    except ValueError:
        raise DeskError("usage", f"ARGS の引用符が閉じていません: {arguments}") from None
    if getattr(os, "geteuid", os.getpid)() == 0 and "--allow-root" not in words:
        raise DeskError(
            "usage",
            "JupyterLab は、求められなければ root では動きません。コンテナの中などで root のまま使うなら、"
            'make lab ARGS="--allow-root" としてください。',
        )
    params.cities()  # a desk with nothing on it is told here
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root()}", *words]
    return subprocess.call(command, env=os.environ | environment())


def root() -> Path:
    """What Lab shows: the desk, or, of one without notebooks of its own, the program's notebooks alone."""
    if params.notebooks().parent == desk():
        return desk()
    say("この DESK に notebooks/ がないので、プログラムの notebooks/ だけを開きます。そこに複写すれば、data/ や build/ も開けます。")  # fmt: skip
    return params.notebooks()


def environment() -> dict[str, str]:
    """Settings of Lab, and what a kernel needs to find the program and its desk wherever it is started."""
    return {
        "JUPYTER_CONFIG_PATH": str(ROOT / "helpers" / "lab"),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
        "DESK": str(desk()),
    }


def keep_clean(model: dict, **_: object) -> None:
    """Called by Lab before it saves: what a notebook says of the machine is left out, so that one that nobody touched stays as it was."""
    if model["type"] == "notebook" and "language_info" in (said := model["content"].get("metadata", {})):
        said["language_info"] = {"name": said["language_info"].get("name", "python")}
