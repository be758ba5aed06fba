"""How the section of the open notebook will print, shown in it."""

import html
import os
import subprocess
import sys
from pathlib import Path

from IPython import get_ipython
from IPython.display import HTML

from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.params import ROOT, desk
from helpers.press.guard import PROTECTED
from helpers.services.section import target_of


def shown() -> HTML | None:
    """The HTML of the section, in a frame; None while a packet is built.

    DeskError ``usage`` where no packet is open or the notebook has no name, ``notebook`` with what stopped the build.
    """
    if PROTECTED in os.environ:
        return None
    names = get_ipython().user_ns if get_ipython() else {}
    packet = names.get("packet")
    # JupyterLab and VS Code each say in their own way which notebook a kernel belongs to.
    path = os.environ.get("JPY_SESSION_NAME") or names.get("__vsc_ipynb_file__")
    if not isinstance(packet, Packet) or not path:
        raise DeskError(
            "usage",
            "JupyterLab か VS Code で、packet = Packet.open(city, meeting) のセルを実行してから呼んでください。",
        )
    notebook, day = Path(path).stem, packet.date.isoformat()
    command = ["report", packet.name, "--meeting", day, "--section", notebook, "--renderer", "embedded"]
    done = subprocess.run(
        [sys.executable, "-m", "helpers", *command], cwd=ROOT, env=os.environ | {"DESK": str(desk()), "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        raise DeskError("notebook", done.stderr.strip().removeprefix("エラー: "))
    page = (target_of(packet.name, day, notebook) / "report.html").read_text(encoding="utf-8")
    return HTML(
        f'<div><iframe title="印刷の見本" srcdoc="{html.escape(page)}" style="width: 100%; height: 40rem"></iframe></div>'
    )
