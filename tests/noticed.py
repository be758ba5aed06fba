"""A plugin of ``make mutants``: what a test makes happen in a forked process counts as reached by that test.

mutmut asks of each test which functions it reaches, in order to run only those tests that may notice a change. It looks in the process of
the test; the press makes every section in a process of its own.
"""

import os
import tempfile
from collections.abc import Iterator

from mutmut.state import state


class Reached(set[str]):
    """The names of functions, added by this process or by one that it forked, which writes them into a file of both."""

    def __init__(self) -> None:
        super().__init__()
        self._own, self._file = os.getpid(), tempfile.TemporaryFile()  # noqa: SIM115 (as long as the process)

    def add(self, name: str) -> None:
        if name in self:
            return
        super().add(name)
        if os.getpid() != self._own:
            os.write(self._file.fileno(), f"{name}\n".encode())

    def __iter__(self) -> Iterator[str]:
        written = os.pread(self._file.fileno(), os.fstat(self._file.fileno()).st_size, 0).decode()
        return iter({*super().__iter__(), *written.splitlines()})

    def clear(self) -> None:
        super().clear()
        os.ftruncate(self._file.fileno(), 0)
        os.lseek(self._file.fileno(), 0, os.SEEK_SET)  # where the next process writes: forked ones share it


def pytest_configure() -> None:
    state()._stats = Reached()
