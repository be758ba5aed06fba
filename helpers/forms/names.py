"""File names of forms."""

import itertools
import re
import unicodedata
from collections.abc import Iterable

from helpers.forms.contents import Contents

_LONGEST_STEM = 180  # bytes of a file name without its suffix: sixty characters of Japanese


def file_names(forms: Iterable[Contents]) -> list[str]:
    """A file name for each form, as ``強-1_市税.xlsx``: none twice, whatever the claims are called, and one that Windows, macOS and Linux
    take.
    """
    names: list[str] = []
    taken: set[str] = set()
    for form in forms:
        stem = first = _stem(f"{form.number}_{form.name}")
        for again in itertools.count(2):
            if stem.casefold() not in taken:
                break
            stem = f"{first}_{again}"
        taken.add(stem.casefold())
        names.append(f"{stem}.xlsx")
    return names


def _stem(name: str) -> str:
    """``name`` without what a file system refuses or hides."""
    name = "".join("_" if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", name))
    name = re.sub(r'[\\/:*?"<>|]', "_", name)
    return name.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .\u3000") or "_"
