"""What several tests need: the repository, a copy of it to break, the built packet."""

import os
import re
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path

import pytest

from helpers.packet import Packet
from helpers.params import ROOT
from helpers.press import look
from tests import forked

CITY, MEETING = "shizuoka", "2026-06-03"


# A shell lets what it begins in the background ignore Ctrl-C, and with it whatever that begins.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def without_own_scripts(html: str) -> str:
    """``html`` without the scripts that the press puts at its end; whatever else runs in it is left."""
    for script in (look.script() + look.sorting(), look.script()):
        html = re.sub(rf"<script>\s*{re.escape(script)}\s*</script>(?=\s*</body>\s*</html>\s*$)", "", html)
    return html


# Tests that build packets, start processes or search for long: not for the developer's loop.
SLOW = (
    "tests/backtests/test_documents",
    "tests/backtests/test_glossary",
    "tests/charts/test_legible",
    "tests/damages/",
    "tests/forms/test_collect",
    "tests/forms/test_forms",
    "tests/intake/test_added.py::test_a_name_is_among_the_choices",
    "tests/intake/test_kills",
    "tests/press/test_abreast",
    "tests/publish/test_bytes",
    "tests/intake/test_workbook",
    "tests/press/test_assemble",
    "tests/press/test_build",
    "tests/press/test_cache",
    "tests/press/test_execute",
    "tests/press/test_flow",
    "tests/press/test_lettered",
    "tests/press/test_links",
    "tests/press/test_own",
    "tests/press/test_parity",
    "tests/press/test_render",
    "tests/press/test_standing",
    "tests/press/test_tags",
    "tests/services/test_cluster",
    "tests/services/test_diff",
    "tests/services/test_verify",
    "tests/audit/test_limits",
    "tests/audit/test_planted",
    "tests/services/test_guide",
    "tests/test_audit_command",
    "tests/test_kernel",
    "tests/test_lab",
    "tests/test_desk",
    "tests/test_engines",
    "tests/test_guide.py::test_what_the_pages",
    "tests/test_inputs_once",
    "tests/test_markdown",
    "tests/test_measure_properties",
    "tests/test_notebooks",
    "tests/test_parity_command",
    "tests/test_report_command",
    "tests/test_settlement_packet.py::test_the_whole_packet",
    "tests/test_section_command",
    "tests/test_saitama_packet.py::test_check_finds",
    "tests/test_saitama_packet.py::test_the_packet_is_built",
    "tests/services/test_reports",
)
# Single tests that take the longest: begun first, so that none is left alone at the end.
LONGEST = (
    "test_a_stale_result_is_never_served",
    "test_both_engines_give_the_same_packet",
    "test_what_the_pages_promise_happens",
    "test_a_save_keeps_the_machine_out_of_a_notebook",
)
# Tests of the press that tell nothing of a mutant: they wait, or change things at random. Nor do those of "plain" kernels, each a
# program of its own that knows no mutant.
WAITING = (
    "tests/press/test_cache.py::test_a_stale_result_is_never_served",
    "tests/press/test_execute.py::test_a_cell_that_hangs_is_named_and_stopped",
    "tests/press/test_execute.py::test_a_killed_build_leaves_no_notebook_running",
    "tests/press/test_execute.py::test_both_engines_give_the_same",
    "tests/press/test_execute.py::test_ctrl_c_ends_everything_at_once",
    "tests/press/test_render.py::test_a_quarto_that_fails",
    "tests/press/test_standing.py::test_a_packet_that_stands_is_the_one_that_would_be_built",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker("slow")
        if (
            item.nodeid.startswith("tests/press/")
            and not item.nodeid.startswith(WAITING)
            and "plain]" not in item.nodeid
        ):
            item.add_marker("press")
    items.sort(key=lambda item: item.originalname not in LONGEST)


@pytest.fixture(scope="session")
def packet() -> Packet:
    return Packet.open(CITY, MEETING)


@cache
def files() -> list[str]:
    """What git tracks, or would."""
    return subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip


def copy_project(target: Path) -> Path:
    """The files git tracks (or would), in a new folder: what a fresh clone holds."""
    for name in files():
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A desk that a test may break: the real cities, with the notebooks."""
    for name in ("params", "data", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / "desk" / name, ignore=shutil.ignore_patterns(".*"))
    return tmp_path / "desk"


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """``python -m helpers …`` on the desk ``project``, or, for the program itself, on the desk that ``DESK`` names."""
    desk = os.environ.get("DESK", "") if project == ROOT else str(project)
    return forked.run(*arguments, **{"DESK": desk} | environment)


def make(project: Path, *arguments: str) -> subprocess.CompletedProcess:
    """``make …`` in ``project`` with this checkout's installed environment, as typed in a shell of its own."""
    if project != ROOT and not (project / ".venv").exists():
        (project / ".venv").symlink_to(ROOT / ".venv")
    # `make test` runs these tests; the make inside must not take itself for a part of it.
    environment = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    }
    return subprocess.run(
        ["make", *arguments], cwd=project, capture_output=True, text=True, encoding="utf-8", env=environment
    )


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what tests measured (``record_property``), before pytest's own summary."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_sep("-", name)
            terminalreporter.write_line(str(value))
