"""``build.json``: what went into a packet, with what, and what came out. No clock, so that it too is reproducible."""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

NAME = "build.json"
_LARGEST = 10**9  # bytes of a file that is looked at
_TOOLS = ("papermill", "nbconvert", "pandas", "matplotlib", "seaborn", "openpyxl", "pypandoc_binary", "typst", "quarto")


def digest(path: Path) -> str:
    """SHA-256 of a file; "" if there is none."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:  # a pipe would be read for ever
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def digests(inputs: Mapping[str, Path]) -> dict[str, str]:
    """SHA-256 of every file of ``inputs``, by its name."""
    return {name: digest(path) for name, path in sorted(inputs.items())}


def write(out: Path, inputs: Mapping[str, str], rendered: Mapping[str, str]) -> None:
    """Write ``out/build.json`` for the finished files in ``out``: the digests of its ``inputs``, and what ``rendered`` it."""
    made = sorted(path for path in out.rglob("*") if path.is_file() and path.name != NAME)
    content = {
        **rendered,
        "versions": {"python": platform.python_version()} | {tool: version(tool) for tool in _TOOLS},
        "inputs": dict(inputs),
        "outputs": {
            path.relative_to(out).as_posix(): {"sha256": digest(path), "bytes": path.stat().st_size} for path in made
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (out / NAME).write_text(text, encoding="utf-8")


def renderer(out: Path) -> str:
    """What rendered ``out``; "" if its manifest does not tell."""
    try:
        return str(json.loads((out / NAME).read_text(encoding="utf-8"))["renderer"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def changed(out: Path, inputs: Mapping[str, Path]) -> list[str] | None:
    """Which of ``inputs`` are not as they were when ``out`` was built: changed, new, or gone since. Outputs that are gone or were
    changed by hand count too. None if nothing tells: no manifest, or a torn or foreign one.
    """
    try:
        content = json.loads((out / NAME).read_text(encoding="utf-8"))
        built, made = dict(content["inputs"]), {name: entry["sha256"] for name, entry in content["outputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    now = digests(inputs)
    names = [name for name in built.keys() | now.keys() if built.get(name) != now.get(name)]
    names += [f"{out.name}/{name}" for name, was in made.items() if digest(out / name) != was]
    return sorted(names)
