"""The shape of the house: who may know whom, and what a notebook may hold."""

import ast
import json
import re
import subprocess

import pytest

from helpers import palette
from helpers.params import ROOT
from helpers.terms import CLASSES, MEASURE_NAMES

# Each room may import the rooms left of it.
ORDER = [
    "errors",
    "cells",
    "trace",
    "palette",
    "wareki",
    "notation",
    "terms",
    "printed",
    "rates",
    "markdown",
    "prose",
    "params",
    "console",
    "ledger",
    "audit",
    "checks",
    "packet",
    "publish",
    "intake",
    "measures",
    "tables",
    "charts",
    "sentences",
    "action_sheets",
    "parts",
    "kernel",
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
            assert other in (
                "press",
                "errors",
                "cells",
                "trace",
                "palette",
                "markdown",
                "notation",
                "printed",
                "prose",
            ), "the press knows nothing of claims"
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


def spoken(path):
    """The texts in the code of a module: comments and docstrings are none."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.value


PRESS = sorted((ROOT / "helpers" / "press").rglob("*.py"))
FIELD = {"債権", "滞納", "調定", "収納", "未済", "欠損", "還付", "検算", *CLASSES.values(), *MEASURE_NAMES.values()}


@pytest.mark.parametrize("path", PRESS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_press_speaks_of_no_claims(path):
    """What is peculiar to the field is handed to it."""
    assert [(term, text) for text in spoken(path) for term in FIELD if term in text] == []


def test_a_term_in_the_press_would_be_seen(tmp_path):
    path = tmp_path / "own.py"
    path.write_text('"""債権"""\n# 債権\nX = f"{1}債権"\n\ndef f():\n    """検算"""\n', encoding="utf-8")
    assert list(spoken(path)) == ["債権"]


COLOURS = {colour for name, colour in vars(palette).items() if name.isupper() and isinstance(colour, str)} | set(
    palette.DARK.values()
)
PRINTED = [path for room in ("press", "forms", "tables") for path in (ROOT / "helpers" / room).rglob("*") if path.suffix in (".py", ".css", ".typ", ".typst", ".html", ".j2", ".lua")]  # fmt: skip


@pytest.mark.parametrize("path", PRINTED, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_colour_has_one_home(path):
    assert [colour for colour in COLOURS if colour.lstrip("#") in path.read_text(encoding="utf-8").lower()] == []


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
