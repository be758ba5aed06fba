"""Which pages of a printed packet are to be swapped for those of its new edition (差替)."""

import difflib
import re
from pathlib import Path

import pypdf


def pages(path: Path) -> list[str]:
    """The text of every page of a PDF, without its foot, which differs on every page of another edition."""
    pdf = pypdf.PdfReader(path)
    return [_above_the_foot(page.extract_text(), n, len(pdf.pages)) for n, page in enumerate(pdf.pages, start=1)]


def _above_the_foot(text: str, number: int, count: int) -> str:
    """The foot is the last on the page, and begins with its number: 3 / 20."""
    return re.split(rf"\n?{number} / {count}(?= |\n|\Z)(?!.*\n{number} / {count})", text, maxsplit=1)[0]


def swaps(old: list[str], new: list[str]) -> list[tuple[str, str, str, str]]:
    """What to do with which pages, by the texts of all: 差し替える, 加える or 抜く, the old pages, the new ones, and the first line
    of these.
    """
    found = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            word = {"replace": "差し替える", "insert": "加える", "delete": "抜く"}[what]
            first = new[k].partition("\n")[0] if m > k else ""
            found.append((word, _span(i, j) or f"{i}の後", _span(k, m), first))
    return found


def _span(start: int, end: int) -> str:
    """Pages from index ``start`` up to ``end``, as people count them: 3～5."""
    if start == end:
        return ""
    return str(end) if end == start + 1 else f"{start + 1}～{end}"
