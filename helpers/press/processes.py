"""Processes of our own: started so that a Ctrl-C is not lost, ended with all that they started."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from typing import NoReturn

import psutil

ASKED_TO_END = (signal.SIGINT, signal.SIGTERM)
DIED = "途中で動かなくなりました(メモリーの不足、または強制終了)。ほかの大きなプログラムを閉じて、もう一度実行してください。"


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A Ctrl-C waits for the end of the block. Python loses one that meets it in the middle of a fork. Who is forked inherits this, and
    calls :func:`disturb`.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where nothing is forked
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKED_TO_END)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def disturb() -> None:
    """A Ctrl-C reaches this process."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED_TO_END)


def end_with(parent: int) -> NoReturn:
    """End this process, with all that it started, when ``parent`` is gone: a killed one stops nothing by itself. For a thread."""
    while os.getppid() == parent:
        time.sleep(0.1)
    end(os.getpid(), itself=False)
    os._exit(1)


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
