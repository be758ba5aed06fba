"""Work done aside: in a process of its own, while this one waits for something else."""

import contextlib
import multiprocessing
import sys
import traceback
from collections.abc import Callable, Iterator

from helpers.errors import DeskError
from helpers.press import processes


@contextlib.contextmanager
def aside(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Do ``work`` while the block runs; when the block ends it is done, and likewise after a call of what is given. What it raises
    is raised then: a DeskError as it is.

    Where processes cannot be forked it is done before the block.
    """
    if sys.platform != "linux":
        work()
        yield lambda: None
        return
    context = multiprocessing.get_context("fork")
    told, tell = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, tell), daemon=True)
    with processes.undisturbed():
        process.start()
    tell.close()

    def finish() -> None:
        if told.closed:
            return
        with told:
            try:
                said = told.recv()
            except EOFError:
                raise RuntimeError("a process of our own died") from None
        process.join()
        if isinstance(said, tuple):
            raise DeskError(*said)
        if said:
            raise RuntimeError(said)

    try:
        yield finish
        finish()
    finally:
        process.kill()
        process.join()


def _do(work: Callable[[], object], tell) -> None:
    try:
        processes.disturb()
        work()
        tell.send("")
    except DeskError as error:
        tell.send((error.code, error.message, error.faults))
    except Exception:  # noqa: BLE001 (told to the parent, which stops with it)
        tell.send(traceback.format_exc())
