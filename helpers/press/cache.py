"""Results of sections kept from build to build: one holds while its notebook, its parameters, the program and all it read are the same."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from helpers import trace
from helpers.press import guard, scratch
from helpers.press.manifest import digest

_KEPT = 12  # results of one section: other cities, other meetings, data that went back and forth
_MOST = 400  # of all sections


class Kept(NamedTuple):
    """A result: the executed notebook, as JSON, and what it used of the desk."""

    executed: str
    read: frozenset[str]


class Cache:
    """Executed notebooks below ``folder``, made from desks that look like ``desk``, for one ``audience``. An entry is one file, written at once.

    Two builds may use it at the same time, and it may be deleted at any time.
    """

    def __init__(self, folder: Path, desk: Path, program: Iterable[Path], audience: str = "") -> None:
        self.folder, self.desk, self._audience = folder, desk, audience
        self._program = _sum(digest(path) for path in sorted(program))
        self._digests: dict[str, str] = {}

    def find(self, notebook: str, parameters: Mapping[str, str]) -> Kept | None:
        """What was kept of the notebook; None if nothing of it holds any more."""
        for path in self._entries(notebook, parameters):
            try:
                entry = json.loads(path.read_text(encoding="utf-8"))
                holds = entry["sum"] == _sum([entry["notebook"]]) and all(
                    self._digest(name) == was for name, was in entry["read"].items()
                )
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue  # of another version, torn, or just deleted
            if holds:
                return Kept(entry["notebook"], frozenset(entry["read"]))
        return None

    def keep(self, notebook: str, parameters: Mapping[str, str], executed: str, read: Iterable[str]) -> None:
        """Keep ``executed``, which used the files ``read``. Nothing is kept of a section that looked beyond the desk."""
        if guard.OUTSIDE in read:
            return
        entry = {
            "read": {name: self._digest(name) for name in sorted(read)},
            "sum": _sum([executed]),
            "notebook": executed,
        }
        place = self._place(notebook, parameters)
        path = place / f"{_sum(f'{name} {value}' for name, value in entry['read'].items())}.json"
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            place.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")
            fresh.replace(path)
        except OSError:
            return  # no room, or deleted under our hands: the next build computes it again
        self._prune(place)

    def _entries(self, notebook: str, parameters: Mapping[str, str]) -> list[Path]:
        return _newest(self._place(notebook, parameters).glob("*.json"))

    def _place(self, notebook: str, parameters: Mapping[str, str]) -> Path:
        made_from = [
            self._program,
            sys.version,
            self._audience,
            self._digest(f"notebooks/{notebook}.ipynb"),
            json.dumps(dict(parameters), sort_keys=True),
        ]
        return self.folder / f"{notebook}-{_sum(made_from)[:32]}"

    def _digest(self, name: str) -> str:
        if name not in self._digests:
            if name in (trace.EVERYTHING, trace.PARAMETERS):
                used = sorted(scratch.used([name], self.desk).items())
                self._digests[name] = _sum(f"{file} {digest(path)}" for file, path in used)
            else:
                self._digests[name] = digest(self.desk / name)
        return self._digests[name]

    def _prune(self, place: Path) -> None:
        for path in _newest(place.glob("*.json"))[_KEPT:]:
            path.unlink(missing_ok=True)
        for path in _newest(self.folder.iterdir())[_MOST // _KEPT :]:
            shutil.rmtree(path, ignore_errors=True)


def _newest(paths: Iterable[Path]) -> list[Path]:
    """``paths`` that are still there, the last written first."""
    found = []
    for path in paths:
        try:
            found.append((path.stat().st_mtime_ns, path))
        except OSError:
            continue
    return [path for _, path in sorted(found, reverse=True)]


def _sum(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
