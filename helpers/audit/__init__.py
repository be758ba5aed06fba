"""検算: what a document printed, recomputed from what else it printed, with the room that rounding leaves.

``published.csv`` holds the figures as printed, each with the formula it should follow. ``book`` finds a figure by its address,
``syntax`` reads a formula, ``formulas`` computes it with intervals, ``examine`` judges every figure and gives ``findings``, ``slips``
says what may have gone wrong, with ``moves`` to try it quickly.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pandas as pd

from helpers.audit.examine import examine
from helpers.audit.findings import VERDICTS, Audit, Finding, Item, Verdict
from helpers.audit.slips import likely
from helpers.ledger import Ledger
from helpers.printed import Kind

__all__ = ["VERDICTS", "Audit", "Finding", "Item", "Verdict", "audit", "examine", "likely", "recompute"]


def audit(ledger: Ledger, meeting: str, down: Collection[Kind] = (), guess: bool = True) -> Audit | None:
    """Recompute every figure that the documents of ``meeting`` printed, with the likely slip behind each mismatch. Figures of the
    kinds in ``down`` were cut off, not rounded; nobody asks for slips unless ``guess``.

    None if ``published.csv`` has nothing of that meeting. DeskError ``data`` if a formula is wrong.
    """
    if not ledger.has("published"):
        return None
    published = ledger["published"]
    published = published[published["meeting"] == meeting]
    if not len(published):
        return None
    return recompute(published, f"{ledger.folder}/published.csv", down, guess)


def recompute(published: pd.DataFrame, file: str, down: Collection[Kind] = (), guess: bool = True) -> Audit:
    """Likewise of the rows of ``file``, whatever they belong to. DeskError ``data`` if a figure or a formula is wrong. The same rows
    have one audit: a caller that alters it copies it first.
    """
    return _recomputed(_Rows(tuple(published.itertuples(name=None)), published), file, frozenset(down), guess)


@dataclass(frozen=True)
class _Rows:
    """A table that equals another if it holds the same: the sections of a packet come from a process that has audited it already."""

    content: tuple[tuple, ...]
    frame: pd.DataFrame = field(compare=False)


@lru_cache(maxsize=16)
def _recomputed(published: _Rows, file: str, down: frozenset[Kind], guess: bool) -> Audit:
    found = examine(published.frame, file, down)
    found.guessed = guess
    found.findings = [
        replace(finding, slips=likely(found, finding)) if guess and finding.verdict == "mismatch" else finding
        for finding in found.findings
    ]
    return found
