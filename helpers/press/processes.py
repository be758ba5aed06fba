"""End a process with all that it started."""

import contextlib

import psutil


def end(pid: int, itself: bool = True) -> None:
    """Kill the process ``pid`` and every process below it; with ``itself`` false only those below. One that is gone already is fine."""
    try:
        root = psutil.Process(pid)
        family = root.children(recursive=True)
    except psutil.NoSuchProcess:
        return
    for process in ([root] if itself else []) + family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
