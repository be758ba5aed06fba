"""検算: what a document printed, recomputed from what else it printed, with the room that rounding leaves.

``published.csv`` holds the figures as printed, each with the formula it should follow. ``book`` finds a figure by its address,
``syntax`` reads a formula, ``formulas`` computes it with intervals, ``examine`` judges every figure and gives ``findings``, ``slips``
says what may have gone wrong, with ``moves`` to try it quickly.
"""

from collections.abc import Container
from dataclasses import replace

import pandas as pd

from helpers.audit.examine import examine
from helpers.audit.findings import VERDICTS, Audit, Finding, Item, Verdict
from helpers.audit.slips import likely
from helpers.ledger import Ledger
from helpers.printed import Kind

__all__ = ["VERDICTS", "Audit", "Finding", "Item", "Verdict", "audit", "examine", "likely", "recompute"]


def audit(ledger: Ledger, meeting: str, down: Container[Kind] = ()) -> Audit | None:
    """Recompute every figure that the documents of ``meeting`` printed, with the likely slip behind each mismatch. Figures of the
    kinds in ``down`` were cut off, not rounded.

    None if ``published.csv`` has nothing of that meeting. DeskError ``data`` if a formula is wrong.
    """
    if not ledger.has("published"):
        return None
    published = ledger["published"]
    published = published[published["meeting"] == meeting]
    if not len(published):
        return None
    return recompute(published, f"{ledger.folder}/published.csv", down)


def recompute(published: pd.DataFrame, file: str, down: Container[Kind] = ()) -> Audit:
    """Likewise of the rows of ``file``, whatever they belong to. DeskError ``data`` if a figure or a formula is wrong."""
    found = examine(published, file, down)
    found.findings = [
        replace(finding, slips=likely(found, finding)) if finding.verdict == "mismatch" else finding
        for finding in found.findings
    ]
    return found
