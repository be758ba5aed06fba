"""The shape of the house: who may know whom, and what a notebook may hold."""

import ast
import json
import re
import subprocess

import pytest

from helpers.params import ROOT

# Each room may import the rooms left of it.
ORDER = [
    "errors",
    "cells",
    "trace",
    "wareki",
    "notation",
    "terms",
    "rates",
    "printed",
    "markdown",
    "prose",
    "params",
    "console",
    "ledger",
    "audit",
    "checks",
    "packet",
    "measures",
    "tables",
    "charts",
    "sentences",
    "action_sheets",
    "forms",
    "press",
    "services",
    "cli",
]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def imports(path):
    """Rooms that a module uses; what it imports only to name a type is not one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = [n for n in ast.walk(tree) if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING"]
    only_named = {inner for block in blocks for inner in ast.walk(block)}
    for node in ast.walk(tree):
        if node in only_named:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "helpers":
            parts = node.module.split(".")[1:]
            yield from ([parts[0]] if parts else [alias.name for alias in node.names])


@pytest.mark.parametrize("path", sorted((ROOT / "helpers").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_dependencies_run_one_way(path):
    room = path.relative_to(ROOT / "helpers").parts[0].removesuffix(".py")
    for other in imports(path):
        if room == "press":
            assert other in ("press", "errors", "cells", "trace", "markdown", "notation", "printed", "prose"), (
                "the press knows nothing of claims"
            )
        elif room in ORDER and other != room:
            assert other in ORDER[: ORDER.index(room)], f"{room} must not import {other}"


def rooms():
    """The modules and folders of helpers/ by name."""
    found = [path for path in (ROOT / "helpers").iterdir() if path.suffix == ".py" or path.is_dir()]
    return sorted({path.stem for path in found if not path.name.startswith("__")})


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_the_map_names_every_room(page):
    """As `room`, `room/`, `helpers/room/` or `room.py`."""
    named = {name.strip("/").rpartition("/")[2].removesuffix(".py") for name in re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8"))}  # fmt: skip
    assert [room for room in rooms() if room not in named] == []


@pytest.mark.parametrize("path", sorted((ROOT / "helpers").rglob("*.py")), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_city_in_the_code(path):
    text = path.read_text(encoding="utf-8")
    code = "\n".join(line for line in text.splitlines() if "例" not in line and "python -m helpers" not in line)
    for name in ("shizuoka", "静岡", "saitama", "さいたま", "ube", "宇部"):
        assert f'"{name}' not in code and f"== '{name}" not in code


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_reads_like_the_report(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    assert cells[0]["cell_type"] == "markdown" and "".join(cells[0]["source"]).startswith("# ")
    assert sum("parameters" in cell["metadata"].get("tags", []) for cell in cells) == 1
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        assert len(source.splitlines()) <= 10
        assert not cell["outputs"] and cell["execution_count"] is None
        assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.Lambda)]


def test_build_is_not_tracked():
    tracked = subprocess.run(["git", "ls-files", "build"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert tracked.stdout == ""
