"""Where program and desk come from, and with what a packet was made: for ``build.json``."""

import platform
import subprocess
from collections.abc import Mapping
from pathlib import Path

from helpers.press import scratch


def revision(folder: Path) -> dict[str, str | bool] | None:
    """The commit of git that ``folder`` is at, and whether it is as committed; None where there is no git."""
    commit, changed = (_git(folder, *words) for words in (("rev-parse", "HEAD"), ("status", "--porcelain", "--", ".")))
    return None if commit is None or changed is None else {"commit": commit, "clean": not changed}


def revisions(desk: Path | None, sealed: bool = False) -> dict[str, dict | None]:
    """Those of the program and, unless it is ``sealed``, of ``desk``."""
    return {"program": revision(scratch.PROGRAM), "desk": None if sealed else revision(desk or scratch.PROGRAM)}


def system() -> str:
    """Linux x86_64."""
    return f"{platform.system()} {platform.machine()}"


def reasons(before: Mapping, now: Mapping) -> list[str]:
    """In what two manifests differ beside their products, in Japanese."""
    found = []
    inputs = [
        name
        for name in sorted({*before["inputs"], *now["inputs"]})
        if before["inputs"].get(name) != now["inputs"].get(name)
    ]
    for kind, own in (
        ("もとになるファイル", [name for name in inputs if name.split("/")[0] in scratch.SNAPSHOT]),
        ("プログラム", [name for name in inputs if name.split("/")[0] not in scratch.SNAPSHOT]),
    ):
        if own:
            more = f" ほか {len(own) - 5} 件" if len(own) > 5 else ""
            found.append(f"{kind}が変わった: {'、'.join(own[:5])}{more}")
    for kind, name in (("版", "versions"), ("書体", "fonts")):
        old, new = before.get(name, {}), now[name]
        found += [f"{kind}が違う: {each} {_short(old.get(each))} → {_short(new.get(each))}" for each in sorted({*old, *new}) if old.get(each) != new.get(each)]  # fmt: skip
    for kind, name in (("組版", "renderer"), ("Quarto", "quarto_cli"), ("機械", "system")):
        if before.get(name) != now.get(name):
            found.append(f"{kind}が違う: {before.get(name, 'なし')} → {now.get(name, 'なし')}")
    return found


def _short(value: str | None) -> str:
    return (value or "なし")[:12]


def _git(folder: Path, *words: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", folder, *words], capture_output=True, text=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
