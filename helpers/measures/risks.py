"""What a meeting should not overlook: targets that were missed, figures that do not agree, and what the source does not say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from helpers import checks
from helpers.measures.aims import aims
from helpers.measures.headlines import headlines
from helpers.measures.rows import Rows
from helpers.measures.turned import Turn, turned
from helpers.packet import Packet

RiskKind = Literal["missed", "worse", "marked", "mismatch", "unchecked", "doubt", "new", "no_last", "no_target"]


@dataclass(frozen=True)
class Risk:
    """``count`` of ``whole`` things of a ``kind`` (``whole`` None: nobody counts the rest); ``names`` are claims, or names of figures."""

    kind: RiskKind
    count: int
    whole: int | None
    names: tuple[str, ...] = ()


def risks(packet: Packet) -> Rows[Risk]:
    """会議で見落としてはならないことの数。届かなかった目標、悪くなった債権、検算で合わない数値、値のないものなど。0 のものはない。

    例::

        measures.risks(packet).frame()

    列: kind、count、whole、names
    ``whole`` はうちいくつのうちか。検算する数値がなければ、検算の行はない。
    """
    found = [*_of_targets(packet), *_of_claims(packet), *_of_figures(packet), *_of_source(packet)]
    return Rows(risk for risk in found if risk.count)


def _of_targets(packet: Packet) -> Iterator[Risk]:
    rows = aims(packet)
    yield Risk("missed", sum(not row.met for row in rows), len(rows))


def _of_claims(packet: Packet) -> Iterator[Risk]:
    rows = turned(packet)
    told = [row for row in rows if row.turn is not None]
    yield Risk("worse", sum(row.turn == -1 for row in told), len(told))
    marked = [row for row in rows if row.worse]
    yield Risk("marked", len(marked), len(told), _claims(marked))
    lacking = [row for row in rows if row.turn is None]
    yield Risk("new", len(lacking), len(rows), _claims(lacking))


def _of_figures(packet: Packet) -> Iterator[Risk]:
    if packet.audit is not None:
        counts, all_of_them = packet.audit.counts(), len(packet.audit.findings)
        yield Risk("mismatch", counts["mismatch"], all_of_them)
        yield Risk("unchecked", counts["unchecked"], all_of_them)
    yield Risk("doubt", len(checks.doubts_of(packet.ledger, packet.city)), None)


def _of_source(packet: Packet) -> Iterator[Risk]:
    """Figures of the page without a year before, or without a target."""
    rows = [row for row in headlines(packet) if not row.measure.startswith("met_")]
    for kind, lacks in (("no_last", lambda row: row.last), ("no_target", lambda row: row.target)):
        without = [row for row in rows if lacks(row) is None]
        yield Risk(kind, len(without), len(rows), tuple(row.name for row in without))


def _claims(rows: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.claim for row in rows))
