"""What a Dask worker does for ``make reports SCHEDULER=``: it has packets built by the local engine.

A worker's own process is full of threads and must not fork. It starts an engine, ``python -m helpers.services.remote``, once a thread:
a process that has everything loaded, is told of one packet after the other, and forks for each. Only texts go to and fro.
"""

import contextlib
import functools
import hashlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import IO

MARK = "build/.cluster"  # of a desk: what only those can read who see the same disk
_ASIDE = 5  # seconds that a worker which does not fit leaves what is next to the others
DISAGREES = "プログラムかライブラリーの版が、この計算機と違います。同じ版を入れて(git pull と make)、ワーカーを起動し直してください。"
_SEES_NOTHING = "この計算機のフォルダー {root} が見えません。全ての計算機から同じ場所に見える共有フォルダーを DESK= に指定してください。"


@dataclass(frozen=True)
class Order:
    """What a driver asks of a worker: the packet of one meeting of the desk ``root``."""

    root: str
    mark: str
    run: str  # of one run all packets are made from the desk as it was when a worker first met it
    program: str
    city: str
    day: str
    renderer: str


@dataclass(frozen=True)
class Made:
    """What became of a packet: ``error`` is what a DeskError is made of, or the traceback of what nobody foresaw."""

    error: tuple[str, str] | str | None = None
    refused: str = ""  # why this worker has not even tried
    notices: tuple[str, ...] = ()
    seconds: float = 0.0
    where: str = ""


@functools.cache  # as it was when this worker began
def program() -> str:
    """A digest of this program and of the libraries that decide what a packet looks like."""
    from helpers.params import ROOT
    from helpers.press import manifest

    files = [path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    content = {path.relative_to(ROOT).as_posix(): manifest.digest(path) for path in files} | manifest.versions()
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def unfit(root: str, mark: str, wanted: str) -> str:
    """Why this worker cannot build for a driver whose program is ``wanted`` and whose desk ``root`` has ``mark``; "" if it can."""
    if program() != wanted:
        return DISAGREES
    try:
        seen = (Path(root) / MARK).read_text(encoding="utf-8")
    except OSError:
        seen = ""
    return "" if seen == mark else _SEES_NOTHING.format(root=root)


def build(order: dict[str, str]) -> dict:
    """The task of a worker: an :class:`Order` as a dict; gives a :class:`Made` as one."""
    started = time.monotonic()
    wanted = Order(**order)
    if refused := unfit(wanted.root, wanted.mark, wanted.program):
        time.sleep(_ASIDE)
        return asdict(Made(refused=refused, where=socket.gethostname()))
    engine = _engine(wanted.root)
    notices: list[str] = []
    try:
        print(json.dumps(order), file=engine.stdin, flush=True)
        for line in engine.stdout:
            told = json.loads(line)
            if "said" not in told:
                error = told["error"]
                break
            notices += [text for text in told["said"].splitlines() if text.lstrip().startswith("注意: ")]
        else:
            error = _died(engine)
    except BrokenPipeError:
        error = _died(engine)
    seconds = round(time.monotonic() - started, 2)
    return asdict(Made(error, notices=tuple(notices), seconds=seconds, where=socket.gethostname()))


def _died(engine: subprocess.Popen) -> tuple[str, str]:
    from helpers.press import processes

    processes.end(engine.pid)
    engine.wait()
    return "notebook", processes.DIED


_mine = threading.local()


def _engine(root: str) -> subprocess.Popen:
    """This thread's engine for the desk ``root``."""
    engine = getattr(_mine, "engine", None)
    if engine and engine.poll() is None and _mine.root == root:
        return engine
    if engine:
        engine.stdin.close()
        engine.wait()
    _mine.root = root
    _mine.engine = subprocess.Popen(
        [sys.executable, "-m", __name__],
        env=os.environ | {"DESK": root},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    return _mine.engine


def main() -> None:
    """The engine: an order a line on stdin, what it says and how it ended a line each on stdout, until stdin ends."""
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else speaks there
    from helpers import action_sheets, charts, parts  # noqa: F401 (once for all)
    from helpers.press import execute, processes
    from helpers.press.build import load
    from helpers.services import report

    load()
    execute.AT_ONCE = 1  # the other processors have workers of their own
    threading.Thread(target=processes.end_with, args=(os.getppid(),), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):  # the worker is gone
        for _, orders in groupby(map(_order, sys.stdin), key=lambda order: order.run):
            with report.copy_for_many() as inputs:
                for order in orders:
                    _serve(order, inputs, told)


def _order(line: str) -> Order:
    return Order(**json.loads(line))


def _serve(order: Order, inputs: Path, told: IO[str]) -> None:
    from helpers import console
    from helpers.errors import DeskError
    from helpers.press.abreast import abreast
    from helpers.services import report

    def tell(**what) -> None:
        print(json.dumps(what, ensure_ascii=False), file=told, flush=True)

    def make() -> None:
        if not report.stands(order.city, order.day, order.renderer):
            report.make_from(inputs, order.city, order.day, order.renderer)

    for _, error in abreast([make], lambda text: tell(said=text), console.say_to):
        if isinstance(error, DeskError):
            tell(error=[error.code, str(error)])
        else:
            tell(error=str(error) if error else None)


if __name__ == "__main__":
    main()
