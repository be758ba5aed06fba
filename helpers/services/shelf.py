"""What is known of packets from the last look at them, so that a list of thousands need not look at each again.

An entry holds while no file that it says anything of has another size or time, and no file came or went.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.params import ROOT, desk, notebooks
from helpers.rates import TABLE

if TYPE_CHECKING:
    from helpers.press import index

_SHARED = "data/catalogue.csv", f"data/{TABLE}"


class Shelf:
    """The entries of a desk, kept in ``build/.cache``; the file may be deleted at any time."""

    def __init__(self) -> None:
        self._path = desk() / "build" / ".cache" / "shelf.json"
        self._before = _read(self._path)
        self._now: dict[str, dict] = {}
        program = (path for path in (ROOT / "helpers").rglob("*") if "__pycache__" not in path.parts)
        shared = [*program, ROOT / "requirements.txt", *notebooks().rglob("*"), *(desk() / "data").glob("*.csv")]
        self._shared = _seen(shared)

    def entry(self, city: str, day: str, look: Callable[[], "index.Entry | None"]) -> "index.Entry | None":
        """What ``look`` gives for the packet of a city and a day, or gave while everything was as it is now."""
        from helpers.press import index

        name, target = f"{city}/{day}", desk() / "build" / city / day
        own = [*(desk() / "params" / city).glob("*"), *(desk() / "data" / city).glob("*"), *target.rglob("*")]
        seen = f"{self._shared} {_seen(own)}"
        known = self._before.get(name)
        if known and known["seen"] == seen:
            self._now[name] = known
            return index.restored(known["entry"])
        found = look()
        if found and _is_of_its_own(city, target):
            self._now[name] = {"seen": seen, "entry": asdict(found)}
        return found

    def keep(self) -> None:
        """Write what is known now for the next time. A disk that refuses costs that time alone."""
        fresh = self._path.with_suffix(".new")
        if not (desk() / "build").is_dir():
            return  # nothing was ever built: who only looks leaves nothing behind
        try:
            self._path.parent.mkdir(exist_ok=True)
            fresh.write_text(json.dumps(self._now, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._path)
        except OSError:
            return


def _is_of_its_own(city: str, target: Path) -> bool:
    """Whether a packet, where it stands, was made from no other city's files."""
    from helpers.press import manifest

    if not (target / manifest.NAME).exists():
        return True
    own = f"params/{city}/", f"data/{city}/", "notebooks/"
    read = manifest.read(target)
    return read is not None and all(name.startswith(own) or name in _SHARED for name in read)


def _seen(paths: Iterable[Path]) -> str:
    """One digest of the names, sizes and times of files."""
    found = []
    for path in sorted(map(str, paths)):
        try:
            state = os.stat(path)  # noqa: PTH116 (thousands of them)
        except OSError:
            continue  # gone meanwhile
        found.append(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0{state.st_ino}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def _read(path: Path) -> dict[str, dict]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        whole = all({"seen", "entry"} <= known.keys() for known in content.values())
    except (OSError, ValueError, AttributeError, TypeError):
        return {}  # none, torn, or another program's
    return content if whole else {}
