"""``build.json``: what went into a packet, with what, and what came out. No clock, so that it too is reproducible."""

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

_TOOLS = ("papermill", "nbconvert", "pandas", "matplotlib", "seaborn", "openpyxl", "pypandoc_binary", "typst", "quarto")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(out: Path, root: Path, inputs: list[Path], renderer: str) -> None:
    """Write ``out/build.json`` for the finished files in ``out`` made from ``inputs`` (files below ``root``)."""
    made = sorted(path for path in out.rglob("*") if path.is_file() and path.name != "build.json")
    content = {
        "renderer": renderer,
        "versions": {"python": platform.python_version()} | {tool: version(tool) for tool in _TOOLS},
        "inputs": {path.relative_to(root).as_posix(): digest(path) for path in sorted(inputs)},
        "outputs": {
            path.relative_to(out).as_posix(): {"sha256": digest(path), "bytes": path.stat().st_size} for path in made
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (out / "build.json").write_text(text, encoding="utf-8")


def changed(out: Path, root: Path, inputs: list[Path]) -> list[str]:
    """Which of ``inputs`` are not as they were when ``out`` was built: changed, new, or gone since."""
    built = json.loads((out / "build.json").read_text(encoding="utf-8"))["inputs"]
    now = {path.relative_to(root).as_posix(): digest(path) for path in inputs}
    return sorted(name for name in built.keys() | now.keys() if built.get(name) != now.get(name))
