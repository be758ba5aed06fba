"""The packets of many cities on the workers of a Dask cluster: ``make reports SCHEDULER=tcp://…``.

The driver hands out a packet a task, a few at a time, and keeps nothing of what is done. Workers write into the desk, which they share
with it, whole packets or nothing; what stands is not made again, so that a run that was stopped is simply begun anew.
"""

import logging
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from helpers.errors import DeskError
from helpers.params import desk
from helpers.services import remote

if TYPE_CHECKING:
    from distributed import Client, Future

Packet = tuple[str, str]  # city, day
Tell = Callable[[str], None]

PATIENCE = 600  # seconds without a worker or a scheduler, after which the run is given up
CONNECT = 20  # seconds
_AHEAD = 2  # packets a thread has in hand: one it builds, one that waits
_LOOK = 2  # seconds between two looks at who is there


def spread(packets: Sequence[Packet], renderer: str, address: str, tell: Tell) -> Iterator[tuple[Packet, remote.Made]]:
    """Build ``packets`` on the workers of the scheduler at ``address``; yields each with what became of it, as it is done.

    A worker that dies costs the packets it was at, which others make; a scheduler that is gone is waited for. DeskError ``cluster`` if
    there is none from the start, if no worker fits, or if none has come for ``PATIENCE`` seconds.
    """
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told here, in Japanese
    left, met, quiet, run = dict.fromkeys(packets), False, time.monotonic(), uuid.uuid4().hex
    with _marked() as mark:
        while left:
            try:
                with _connected(address) as client:
                    met = True
                    for packet, made in _Round(client, list(left), renderer, mark, run, tell).make():
                        del left[packet]
                        quiet = time.monotonic()
                        yield packet, made
            except (OSError, CancelledError, TimeoutError) as error:
                if not met or time.monotonic() - quiet > PATIENCE:
                    raise _unreachable(address) from error
                tell("スケジューラーとの接続が切れました。つながるのを待ちます(できた資料は作り直しません)。")
                time.sleep(_LOOK)


def _unreachable(address: str) -> DeskError:
    return DeskError(
        "cluster",
        f"スケジューラー {address} につながりません。アドレスを確かめ、dask scheduler が動いているか見てください(docs/cluster.md)。",
    )


@contextmanager
def _marked() -> Iterator[str]:
    """A mark on the desk, by which a worker is known to see the same disk. A second driver at work finds one, and uses it."""
    path = desk() / remote.MARK
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text(uuid.uuid4().hex, encoding="utf-8")
    yield path.read_text(encoding="utf-8")


@contextmanager
def _connected(address: str) -> Iterator["Client"]:
    """A client of the scheduler; with certificates for ``tls://``, as Dask's own settings say."""
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT)
    except ValueError as error:  # no address at all
        raise _unreachable(address) from error
    try:
        yield client
    finally:
        client.close(timeout=5)


class _Round:
    """Packets handed out over one connection."""

    def __init__(
        self, client: "Client", packets: Sequence[Packet], renderer: str, mark: str, run: str, tell: Tell
    ) -> None:
        self._client, self._waiting, self._tell = client, deque(packets), tell
        self._order = {"root": str(desk()), "mark": mark, "run": run, "program": remote.program(), "renderer": renderer}
        self._judged: dict[str, str] = {}  # by the address of a worker, why it cannot be used
        self._running: dict[str, tuple[Packet, Future]] = {}

    def make(self) -> Iterator[tuple[Packet, remote.Made]]:
        from distributed import wait

        idle = time.monotonic()
        while self._waiting or self._running:
            fit = self._fit()
            self._hand_out(fit)
            if not self._running:
                self._check_patience(idle)
                time.sleep(_LOOK)
                continue
            futures = [future for _, future in self._running.values()]
            try:
                done = wait(futures, timeout=_LOOK, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                if fit:
                    idle = time.monotonic()
                self._check_patience(idle)
                continue
            for future in done:
                packet, _ = self._running.pop(future.key)
                made = _made(future)
                if made.refused:  # tied to those that fit, it would wait for them when they are dead
                    self._waiting.append(packet)
                    continue
                idle = time.monotonic()
                yield packet, made

    def _fit(self) -> dict[str, int]:
        """The workers that can be used, with their threads; what is wrong with the others is told once."""
        there = {
            address: worker["nthreads"]
            for address, worker in self._client.scheduler_info(n_workers=-1)["workers"].items()
        }
        if new := [address for address in there if address not in self._judged]:
            asked = [self._order[name] for name in ("root", "mark", "program")]
            answers = self._client.run(remote.unfit, *asked, workers=new, on_error="return")
            for address in new:
                answer = answers.get(address, "応答がありません。")
                self._judged[address] = answer if isinstance(answer, str) else remote.DISAGREES
                if self._judged[address]:
                    self._tell(f"注意: ワーカー {address} は使いません。{self._judged[address]}")
        return {address: threads for address, threads in there.items() if not self._judged[address]}

    def _hand_out(self, fit: dict[str, int]) -> None:
        room = _AHEAD * sum(fit.values()) - len(self._running)
        for _ in range(min(room, len(self._waiting))):
            city, day = packet = self._waiting.popleft()
            order = remote.Order(city=city, day=day, **self._order)
            # Two drivers that want the same packet share the task.
            key = f"report-{city}-{day}-{order.renderer}-{order.program[:12]}"
            future = self._client.submit(remote.build, asdict(order), key=key, pure=False)
            self._running[key] = packet, future

    def _check_patience(self, since: float) -> None:
        refused = [reason for reason in self._judged.values() if reason]
        if refused and len(refused) == len(self._judged):
            raise DeskError("cluster", f"使えるワーカーがありません。{refused[0]}")
        if time.monotonic() - since > PATIENCE:
            raise DeskError(
                "cluster", f"ワーカーが {PATIENCE // 60} 分待っても来ません。dask worker が動いているか見てください。"
            )


def _made(future: "Future") -> remote.Made:
    """What a task gave. CancelledError if the scheduler has forgotten it."""
    from distributed.scheduler import KilledWorker

    try:
        made = future.result()
    except KilledWorker:
        said = "作る途中でワーカーが何度も止まりました(メモリーの不足、または強制終了)。メモリーの多い計算機で作ってください。"
        return remote.Made(error=("cluster", said))
    finally:
        future.release()
    error = made["error"]
    return remote.Made(**made | {"error": tuple(error) if isinstance(error, list) else error})
