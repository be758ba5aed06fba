"""``make mutants``: mutmut changes the code a little, again and again, and sees whether a test fails. What survives is listed.

    python -m tests.mutants                               the rooms that compute and show figures: hours
    python -m tests.mutants helpers/measures              one room
    python -m tests.mutants helpers/measures/formulas.py  one module: minutes
    python -m tests.mutants --sample 80 --seed 7          80 mutants of each room, drawn at random: the seed makes the draw anew

It works on a copy in ``build/mutants``, where ``python -m mutmut browse`` and ``mutmut show NAME`` tell more. A survivor is a question,
no fault: either a test is missing, or the changed code does the same.
"""

import argparse
import contextlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.params import ROOT
from tests.conftest import copy_project

ROOMS = ("ledger", "measures", "tables", "charts", "sentences", "audit", "press")
WORK = ROOT / "build" / "mutants"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("module", nargs="?", default="", help="a module or a room: helpers/measures/formulas.py")
    parser.add_argument("--sample", type=int, metavar="N", help="only N mutants of each room, drawn at random")
    parser.add_argument("--seed", type=int, default=random.randrange(10000), help="draws the same mutants again")
    parser.add_argument("--max-children", type=int, metavar="N", help="processes at a time (default: one a processor)")
    chosen = parser.parse_args()
    module = chosen.module.strip("/")
    if module and not (module.startswith("helpers/") and (ROOT / module).exists()):
        parser.error(f"{module} is no module or room of helpers/")
    mutated = [module] if module else [f"helpers/{room}" for room in ROOMS]
    prepare(mutated)
    if chosen.sample:
        names = [name for one in mutated for name in drawn(one, chosen.sample, chosen.seed)]
    else:
        names = [name for one in mutated for name in names_of(one)]
    children = ["--max-children", str(chosen.max_children)] if chosen.max_children else []
    with tempfile.TemporaryDirectory() as temporary:  # a changed broom must not sweep what builds of others are at
        ended = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", *children, *names], cwd=WORK, env=os.environ | {"TMPDIR": temporary}
        ).returncode
    if not ended:
        survivors()
    return ended


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
        "pytest_add_cli_args": ["-n", "0", "-m", "not slow or press", "-p", "no:cacheprovider", "-p", "tests.noticed"],
        "pytest_add_cli_args_test_selection": tests_of(mutated),
        # A mutant is run where no test was: what an earlier one kept (a packet and its measures) would hide the change.
        "process_isolation": "forkserver",
    }
    lines = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    with (WORK / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[tool.mutmut]\n{lines}")


def names_of(module: str) -> list[str]:
    """What mutmut calls the mutants of a module or a room."""
    name = module.removesuffix(".py").replace("/", ".")
    return [f"{name}.*"] if module.endswith(".py") else [f"{name}.*", f"{name}.*.*"]


def drawn(module: str, size: int, seed: int) -> list[str]:
    """The names of ``size`` mutants of a module or a room, each as likely as another."""
    with contextlib.chdir(WORK):  # mutmut reads its settings where it is imported
        from mutmut.mutation.file_mutation import mutate_file_contents
        from mutmut.utils.format_utils import get_mutant_name

        paths = [Path(module)] if module.endswith(".py") else sorted(Path(module).glob("*.py"))
        names = [
            get_mutant_name(path, name)
            for path in paths
            for name in mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
        ]
    size = min(size, len(names))
    print(f"{module}: {size} of {len(names)} mutants, --seed {seed}", flush=True)
    return random.Random(seed).sample(names, size)


def survivors() -> None:
    """Print the mutants that were run and did not die."""
    listed = subprocess.run(
        [sys.executable, "-m", "mutmut", "results"], cwd=WORK, capture_output=True, text=True, check=True
    )
    print(
        "".join(line for line in listed.stdout.splitlines(keepends=True) if not line.rstrip().endswith(": not checked"))
    )


def tests_of(mutated: list[str]) -> list[str]:
    """The tests that mirror the modules: those of a room in its folder or file, or with a name of its modules; those of a module with its
    name.
    """
    tests, found = ROOT / "tests", set()
    for module in mutated:
        room, *rest = Path(module.removesuffix(".py")).parts[1:]
        own = [path for name in rest[-1:] for path in tests.rglob(f"test_{name}.py")]
        if not rest:
            own = [path for each in (ROOT / module).glob("*.py") for path in tests.glob(f"test_{each.stem}.py")]
        near = [path for path in (tests / room, *tests.glob(f"test_{room}*.py")) if path.exists()]
        found |= {path.relative_to(ROOT).as_posix() for path in (*own, *near)}
    return sorted(found) or ["tests"]


if __name__ == "__main__":
    sys.exit(main())
