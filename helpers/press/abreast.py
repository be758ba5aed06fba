"""Jobs side by side, each in a process of its own: while one waits for the end of its work another begins, and one that dies takes no
other with it.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from helpers.errors import DeskError
from helpers.press import processes, scratch

Job = Callable[[], object]
Tell = Callable[[str], None]

_AT_ONCE = 2  # the second fills what the first leaves of two cores; more would want more memory
_TIDYING = 10  # seconds that a job has to sweep up when it is asked to end


@dataclass
class _Running:
    """A job at work: its process, the pipe that it tells through, and what of it has not been said."""

    process: multiprocessing.Process
    told: Connection
    unsaid: list[str] = field(default_factory=list)
    ended: bool = False
    error: Exception | None = None


def abreast(jobs: Sequence[Job], say: Tell, say_to: Callable[[Tell], None]) -> Iterator[tuple[int, Exception | None]]:
    """Do all ``jobs``. Yields the place of each as it ends, in their order, with the error that ended it: a DeskError, or a RuntimeError
    with the traceback of what nobody foresaw.

    ``say_to`` is called in the process of a job with what is to be told in place of ``say``. What the jobs say is said in their order:
    a job's when those before it are done. Where processes cannot be forked, one is done after the other.
    """
    if sys.platform != "linux":
        yield from ((place, _here(job)) for place, job in enumerate(jobs))
        return
    running: dict[int, _Running] = {}
    begun = done = 0
    try:
        while done < len(jobs):
            while begun < len(jobs) and sum(not one.ended for one in running.values()) < _AT_ONCE:
                running[begun] = _start(jobs[begun], say_to)
                begun += 1
            for told in wait([one.told for one in running.values() if not one.ended]):
                _listen(next(one for one in running.values() if one.told is told))
            while done in running:
                for text in running[done].unsaid:
                    say(text)
                running[done].unsaid.clear()
                if not running[done].ended:
                    break
                yield done, running.pop(done).error
                done += 1
    finally:
        for one in running.values():  # Ctrl-C, or a disk that refuses
            _end(one.process)


def _here(job: Job) -> DeskError | None:
    try:
        job()
    except DeskError as error:
        return error
    return None


def _start(job: Job, say_to: Callable[[Tell], None]) -> _Running:
    context = multiprocessing.get_context("fork")
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(job, say_to, tell, os.getpid()))
    with processes.undisturbed():
        process.start()
    tell.close()
    return _Running(process, told)


def _do(job: Job, say_to: Callable[[Tell], None], tell: Connection, parent: int) -> None:
    """What the process of a job does. Asked to end, at whatever moment, it sweeps up and says nothing: that is for its parent."""
    with contextlib.suppress(KeyboardInterrupt):  # asked again before it was deaf
        try:
            _work(job, say_to, tell, parent)
        except KeyboardInterrupt:
            _be_deaf()
            scratch.tidy()
        finally:
            _be_deaf()


def _work(job: Job, say_to: Callable[[Tell], None], tell: Connection, parent: int) -> None:
    """Do the job, and tell how it ended."""
    try:
        # Ctrl-C reaches every process of the terminal: the parent asks this one to end. Asked twice at once, Python would complain.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # The thread keeps its signals blocked: one that came to it would reach Python in the middle of a fork.
        threading.Thread(target=processes.end_with, args=(parent,), daemon=True).start()
        processes.disturb()
        say_to(lambda text: tell.send(("say", text)))
        job()
        tell.send(("done", None))
    except DeskError as error:
        tell.send(("done", (error.code, error.message, error.faults)))
    except Exception:  # noqa: BLE001 (told to the parent)
        tell.send(("done", traceback.format_exc()))


def _be_deaf() -> None:
    for sign in processes.ASKED_TO_END:
        signal.signal(sign, signal.SIG_IGN)


def _listen(one: _Running) -> None:
    """Note what a job tells: a step, how it ended, or, by falling silent, that it was killed."""
    try:
        kind, said = one.told.recv()
    except EOFError:
        scratch.sweep()
        kind, said = "done", ("notebook", processes.DIED, ())
    if kind == "say":
        one.unsaid.append(said)
        return
    one.process.join()
    one.ended = True
    one.error = DeskError(*said) if isinstance(said, tuple) else RuntimeError(said) if said else None


def _end(process: multiprocessing.Process) -> None:
    """Let a job sweep up, and end it with all that it started."""
    process.terminate()
    process.join(_TIDYING)
    processes.end(process.pid)
    process.join()
