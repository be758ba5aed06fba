"""What the section at work has used of the desk: its result holds for as long as these files stay the same.

And which rows of them: those behind a table, a picture or a text are the ones taken since the one before it was made.
"""

import contextlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

EVERYTHING = "*"  # all of params/ and data/
PARAMETERS = "params/*"  # all of params/, and with it which cities and meetings there are


class Line(NamedTuple):
    """A row of a table of data: its file on the desk, its number as Excel counts it, and what it says of its source."""

    file: str
    row: int
    source: str


_used: set[str] = set()
_taken: set[Line] = set()
_quiet = 0


def use(name: str) -> None:
    """Note that a file was used; ``name`` is its path on the desk: ``data/shizuoka/hearings.csv``. It need not exist."""
    if not _quiet:
        _used.add(name)


def used() -> frozenset[str]:
    """What was used since :func:`forget`."""
    return frozenset(_used)


def forget() -> None:
    """Begin anew."""
    _used.clear()
    _taken.clear()


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Read without using: whoever checks all tables on the way in depends on none of them."""
    global _quiet
    _quiet += 1
    try:
        with noting():
            yield
    finally:
        _quiet -= 1


def is_quiet() -> bool:
    """Whether what is read now is accounted for by who reads it."""
    return bool(_quiet)


def take(lines: Iterable[Line]) -> None:
    """Note that figures or words of these rows are used."""
    _taken.update(lines)


def taken() -> tuple[Line, ...]:
    """The rows that were taken since this was last asked, in the order of the files."""
    lines = tuple(sorted(_taken))
    _taken.clear()
    return lines


@contextlib.contextmanager
def noting() -> Iterator[set[Line]]:
    """Note apart, in what this gives, the rows that are taken within."""
    global _taken
    before, _taken = _taken, set()
    try:
        yield _taken
    finally:
        _taken = before
