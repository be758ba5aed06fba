"""``build.json``: what went into a packet, with what, and what came out. No clock, so that it too is reproducible."""

import hashlib
import json
import platform
from collections.abc import Collection, Mapping
from importlib.metadata import version
from pathlib import Path

from helpers.press import guard, origin, scratch
from helpers.press.document import ASSEMBLED, FIGURES, Document

NAME = "build.json"
_LARGEST = 10**9  # bytes of a file that is looked at
_TOOLS = (
    "papermill", "nbconvert", "pandas", "matplotlib", "seaborn", "openpyxl", "pypandoc_binary", "typst", "quarto",
    "noto-cjk-sans-jp-regular", "noto-cjk-sans-jp-bold",
)  # fmt: skip


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


def recipe(document: Document, materials: Mapping[str, str], rendered: Mapping[str, str]) -> str:
    """One digest of all that a packet is printed from: the document, the digests of its ``materials`` (the executed notebooks and the
    program), what ``rendered`` it, and the tools. What has the same has the same bytes.
    """
    all_of_it = [repr(document), dict(materials), dict(rendered), versions()]
    return hashlib.sha256(json.dumps(all_of_it, sort_keys=True).encode()).hexdigest()


def write(
    out: Path,
    inputs: Mapping[str, str],
    read: Mapping[str, Collection[str]],
    rendered: Mapping[str, str],
    recipe: str,
    fonts: Collection[Path],
    desk: Path | None = None,
    sealed: bool = False,
) -> None:
    """Write ``out/build.json`` for the finished files in ``out``: the digests of all its ``inputs``, what each notebook has ``read`` of
    the ``desk``, what ``rendered`` it, and the :func:`recipe`; the ``fonts``, the system, and where program and desk stand in git (of a ``sealed``
    packet only the program: a commit is a digest of all that the desk has).
    """
    made = sorted(path for path in out.rglob("*") if path.is_file() and path.name != NAME)
    content = {
        **rendered,
        "git": origin.revisions(desk, sealed),
        "system": origin.system(),
        "fonts": digests({font.name: font for font in fonts}),
        "versions": versions(),
        "recipe": recipe,
        "read": {notebook: sorted(names) for notebook, names in sorted(read.items())},
        "inputs_digest": hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest(),
        "inputs": dict(sorted(inputs.items())),
        "outputs": {
            path.relative_to(out).as_posix(): {"sha256": digest(path), "bytes": path.stat().st_size} for path in made
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (out / NAME).write_text(text, encoding="utf-8")


def versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {tool: version(tool) for tool in _TOOLS}


def renderer(out: Path) -> str:
    """What rendered ``out``; "" if its manifest does not tell."""
    try:
        return str(_content(out)["renderer"])
    except _UNTOLD:
        return ""


def read(out: Path) -> set[str] | None:
    """What the sections of ``out`` have read of the desk, by its names; None if its manifest does not tell."""
    try:
        return {name for names in _content(out)["read"].values() for name in names}
    except _UNTOLD:
        return None


def printed(out: Path, recipe: str, products: Collection[str]) -> list[str]:
    """What was printed into ``out`` by ``recipe``, the ``products`` and what they were assembled from; nothing if any of it is not as it
    was then.
    """
    try:
        content = _content(out)
        names = [*products, ASSEMBLED, *(name for name in content["outputs"] if name.startswith(f"{FIGURES}/"))]
        whole = all(content["outputs"][name]["sha256"] == digest(out / name) for name in names)
        return names if whole and content["recipe"] == recipe else []
    except _UNTOLD:
        return []


def differences(one: Path, other: Path) -> tuple[list[str], list[str]]:
    """The files of two packets, made of the same meeting, that are not the same byte for byte as they are now; and why, in Japanese."""
    before, now = _content(one), _content(other)
    names = sorted({*before["outputs"], *now["outputs"]})
    found = [name for name in names if digest(one / name) != digest(other / name)]
    by_hand = [name for name, was in before["outputs"].items() if digest(one / name) != was["sha256"]]
    why = [f"作った後に書き換わったか、消えた: {'、'.join(by_hand)}"] if by_hand else []
    return found, why + origin.reasons(before, now)


def changed(out: Path, inputs: Mapping[str, Path], desk: Path) -> list[str] | None:
    """Which inputs are not as they were when ``out`` was built: changed, new, or gone since. They are ``inputs`` and what the sections
    have read of ``desk``; of what they read elsewhere nobody knows, and it counts as changed. Outputs that are gone or were changed
    by hand count too. None if nothing tells: no manifest, or a torn or foreign one.
    """
    try:
        content = _content(out)
        built, made = dict(content["inputs"]), {name: entry["sha256"] for name, entry in content["outputs"].items()}
        read = {name for names in content["read"].values() for name in names}
    except _UNTOLD:
        return None
    now = digests({**inputs, **scratch.used(read, desk)})
    names = [name for name in built.keys() | now.keys() if built.get(name) != now.get(name)]
    names += [f"{out.name}/{name}" for name, was in made.items() if digest(out / name) != was]
    return sorted(names + [guard.OUTSIDE] * (guard.OUTSIDE in read))


# What comes of a manifest that is not there, torn, or not ours.
_UNTOLD = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)


def _content(out: Path) -> dict:
    return json.loads((out / NAME).read_text(encoding="utf-8"))
