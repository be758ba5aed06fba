"""What a notebook has from the moment it imports ``helpers``, in a shell of its own."""

import importlib
import inspect
import subprocess
import sys

import pytest

from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.press.guard import PROTECTED
from helpers.services import preview

SHELL = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors="nocolor")
for cell in sys.argv[1:]:
    shell.run_cell(cell)
"""


def shown(*cells):
    done = subprocess.run([sys.executable, "-c", SHELL, *cells], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_error_of_the_desk_is_its_sentence_and_any_other_is_python_s():
    out = shown("from helpers.packet import Packet", "Packet.open('nowhere')", "1/0")
    first, second = out.split("ZeroDivisionError", 1)
    assert "params/ に「nowhere」という市はありません" in first and "packet.py" not in first
    assert "division by zero" in second


def test_the_house_style_and_its_fonts_are_on():
    out = shown("import helpers", "import matplotlib", "print(matplotlib.rcParams['font.family'])")
    assert "Noto Sans CJK JP" in out


def test_a_number_of_numpy_is_shown_as_a_number():
    assert (
        "np.int64" not in (out := shown("import helpers", "import numpy as np", "np.int64(172600)")) and "172600" in out
    )


def test_a_command_line_loads_no_plotting_library():
    code = "import sys, helpers; print('matplotlib' in sys.modules, 'IPython' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.stdout.split() == ["False", "False"]


def test_a_preview_shows_the_section_of_the_open_notebook(tmp_path, monkeypatch, packet):
    name = SimpleShell({"packet": packet})
    monkeypatch.setattr(preview, "get_ipython", lambda: name)
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/trend.ipynb")
    monkeypatch.setattr(preview, "target_of", lambda *_: tmp_path)
    (tmp_path / "report.html").write_text('<p class="a">節</p>', encoding="utf-8")
    asked = []
    monkeypatch.setattr(preview.subprocess, "run", lambda command, **_: asked.append(command) or subprocess.CompletedProcess(command, 0))  # fmt: skip
    assert "&lt;p class=&quot;a&quot;&gt;節" in preview.shown().data
    assert asked[0][-2:] == ["--renderer", "embedded"] and "trend" in asked[0] and packet.name in asked[0]


def test_a_preview_is_nothing_while_a_packet_is_built(monkeypatch):
    monkeypatch.setenv(PROTECTED, "/x")
    assert preview.shown() is None


def test_a_preview_without_a_packet_says_what_to_do(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    with pytest.raises(DeskError, match=r"Packet\.open"):
        preview.shown()


class SimpleShell:
    def __init__(self, names):
        self.user_ns = names


@pytest.mark.parametrize("room", ["tables", "charts", "sentences", "measures"])
def test_tab_offers_what_a_notebook_may_call(room):
    offered = dir(importlib.import_module(f"helpers.{room}"))
    assert "own" in offered or room not in ("tables", "charts")
    assert not [name for name in offered if inspect.ismodule(getattr(importlib.import_module(f"helpers.{room}"), name))]
