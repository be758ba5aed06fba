"""A desk to damage, what is on it before and after, and what may be said about it."""

import os
import re
import stat
from pathlib import Path

# What a run may leave in build/: its log, the notebooks of a build that failed, the lock.
_LEFT = re.compile(
    r"build/\.cache(/.*)?|build/log/.*|build/log|build/[a-z]+/[0-9-]+\.failed(/.*)?|build/[a-z]+/\.[0-9a-z-]+\.lock"
)


def content(desk: Path) -> dict[str, object]:
    """Everything on a desk by its path: the bytes of a file, where a link leads, what else it is."""
    found: dict[str, object] = {}
    for folder, folders, files in os.walk(desk):
        for name in (*folders, *files):
            path = Path(folder) / name
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                found[path.relative_to(desk).as_posix()] = str(path.readlink())
            elif stat.S_ISREG(mode):
                small = path.stat().st_size < 2**24
                found[path.relative_to(desk).as_posix()] = path.read_bytes() if small else path.stat().st_size
            else:
                found[path.relative_to(desk).as_posix()] = stat.S_IFMT(mode)
    return found


def kept(desk: Path) -> dict[str, object]:
    """What no command that fails may change."""
    return {path: what for path, what in content(desk).items() if not _LEFT.fullmatch(path)}


def english(said: str) -> list[str]:
    """English sentences in what a user reads: three words in a row that are no path, name, value or line of a cell."""
    said = re.sub(r"「[^」]*」", "「」", said, flags=re.DOTALL)
    lines = [
        line for line in said.splitlines() if not re.match(r"    (?!同じ)|  [A-Za-z]+(Error|Exit|Interrupt)\b", line)
    ]
    words = r"(?<![\w./=*-])[A-Za-z][a-z]*(?: [A-Za-z][a-z]*){2,}(?![\w./=*-])"
    return [found[0] for line in lines for found in re.finditer(words, line)]
