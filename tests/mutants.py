"""``make mutants``: mutmut changes the code a little, again and again, and sees whether a test fails. What survives is listed.

    python -m tests.mutants                               the rooms that compute and show figures: hours
    python -m tests.mutants helpers/measures              one room
    python -m tests.mutants helpers/measures/formulas.py  one module: minutes

It works on a copy in ``build/mutants``, where ``python -m mutmut browse`` and ``mutmut show NAME`` tell more. A survivor is a question,
no fault: either a test is missing, or the changed code does the same.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from helpers.params import ROOT
from tests.conftest import copy_project

ROOMS = ("ledger", "measures", "tables", "charts", "sentences", "audit", "press")
WORK = ROOT / "build" / "mutants"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("module", nargs="?", default="", help="a module or a room: helpers/measures/formulas.py")
    module = parser.parse_args().module.strip("/")
    if module and not (module.startswith("helpers/") and (ROOT / module).exists()):
        parser.error(f"{module} is no module or room of helpers/")
    mutated = [module] if module else [f"helpers/{room}" for room in ROOMS]
    prepare(mutated)
    names = [name for one in mutated for name in names_of(one)]
    ended = subprocess.run([sys.executable, "-m", "mutmut", "run", *names], cwd=WORK).returncode
    return ended or subprocess.run([sys.executable, "-m", "mutmut", "results"], cwd=WORK).returncode


def prepare(mutated: list[str]) -> None:
    """A copy of the project, a repository of its own because tests ask git for its files, with the settings of mutmut."""
    shutil.rmtree(WORK, ignore_errors=True)
    copy_project(WORK)
    subprocess.run(["git", "init", "--quiet"], cwd=WORK, check=True)
    beside = sorted(path.name for path in WORK.iterdir() if path.name not in (".git", "helpers"))
    settings = {
        "source_paths": ["helpers"],
        "only_mutate": [one if one.endswith(".py") else f"{one}/*" for one in mutated],
        "also_copy": beside,
        "pytest_add_cli_args": ["-n", "0", "-m", "not slow", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": tests_of(mutated),
    }
    lines = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    with (WORK / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[tool.mutmut]\n{lines}")


def names_of(module: str) -> list[str]:
    """What mutmut calls the mutants of a module or a room."""
    name = module.removesuffix(".py").replace("/", ".")
    return [f"{name}.*"] if module.endswith(".py") else [f"{name}.*", f"{name}.*.*"]


def tests_of(mutated: list[str]) -> list[str]:
    """The tests that mirror the modules: those of a room in its folder or file, those of a module with its name."""
    found = set()
    for module in mutated:
        room, *rest = Path(module.removesuffix(".py")).parts[1:]
        own = [path for name in rest[-1:] for path in (ROOT / "tests").rglob(f"test_{name}.py")]
        near = [path for path in ((ROOT / "tests" / room), *(ROOT / "tests").glob(f"test_{room}*.py")) if path.exists()]
        found |= {path.relative_to(ROOT).as_posix() for path in (*own, *near)}
    return sorted(found) or ["tests"]


if __name__ == "__main__":
    sys.exit(main())
