"""What the section at work has used of the desk: its result holds for as long as these files stay the same."""

import contextlib
from collections.abc import Iterator

EVERYTHING = "*"  # all of params/ and data/
PARAMETERS = "params/*"  # all of params/, and with it which cities and meetings there are

_used: set[str] = set()
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


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Read without using: whoever checks all tables on the way in depends on none of them."""
    global _quiet
    _quiet += 1
    try:
        yield
    finally:
        _quiet -= 1


def is_quiet() -> bool:
    """Whether what is read now is accounted for by who reads it."""
    return bool(_quiet)
