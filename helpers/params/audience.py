"""For whom a packet is made: the committee, which sees everything, or the public."""

import os
from pathlib import Path

from helpers.errors import DeskError, cut
from helpers.terms import AUDIENCE_NAMES, Audience

_MARK = "AUDIENCE"  # a file on the copy of a desk from which everything that is not for the public was taken


def asked() -> Audience:
    """The audience that ``AUDIENCE`` names. DeskError ``usage`` if there is none like it."""
    named = os.environ.get("AUDIENCE") or "committee"
    if named not in AUDIENCE_NAMES:
        known = "、".join(f"{code}({name})" for code, name in AUDIENCE_NAMES.items())
        raise DeskError("usage", f"AUDIENCE に「{cut(named)}」は使えません。使える値: {known}。")
    return named


def of(root: Path) -> Audience:
    """For whom what is read from the desk ``root`` is: its own data for the committee, a marked copy for the public."""
    return "public" if (root / _MARK).is_file() else "committee"


def mark_public(root: Path) -> None:
    """From now on the copy ``root`` of a desk is known as one for the public."""
    (root / _MARK).write_text("public\n", encoding="utf-8")
