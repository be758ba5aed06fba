"""Which claims a plan covers, the class each is listed under, and how the list changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from helpers import trace
from helpers.ledger import Ledger
from helpers.measures.initiatives import planned
from helpers.measures.rows import Rows
from helpers.packet import Packet

Change = Literal["kept", "renumbered", "added", "dropped"]


@dataclass(frozen=True)
class Renumbered:
    """A claim in two editions of the list: its numbers (強-1), "" where an edition does not have it."""

    claim: str
    before: str
    after: str
    change: Change


def covered(packet: Packet) -> list[str]:
    """Claims of the plan, in the city's order: those it plans something for."""
    with trace.noting():  # which claims there are; what is planned for them is not shown
        claims = {initiative.claim for initiative in planned(packet)}
    return [claim for claim in packet.ledger["claims"]["claim"] if claim in claims]


def renumbering(packet: Packet, before: str, after: str) -> Rows[Renumbered]:
    """対象債権の一覧の変更。新しい一覧の順、外れた債権は最後。

    例::

        measures.renumbering(packet, "2025", "next").frame()

    列: claim、before、after、change
    ``before`` と ``after``: numbers.csv の edition。番号のない版は空。
    データがないとき: 何のデータがないかを言って止まる。
    """
    return Rows(_renumbering(_numbers(packet.ledger, before), _numbers(packet.ledger, after)))


def _numbers(ledger: Ledger, edition: str) -> dict[str, str]:
    own = ledger.rows("numbers", edition=edition)
    return dict(zip(own["claim"], own["number"], strict=True))


def _renumbering(before: dict[str, str], after: dict[str, str]) -> Iterator[Renumbered]:
    for claim, number in after.items():
        if claim not in before:
            yield Renumbered(claim, "", number, "added")
        else:
            yield Renumbered(claim, before[claim], number, "kept" if before[claim] == number else "renumbered")
    for claim, number in before.items():
        if claim not in after:
            yield Renumbered(claim, number, "", "dropped")
