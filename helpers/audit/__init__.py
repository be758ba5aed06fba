"""検算: what a document printed, recomputed from what else it printed, with the room that rounding leaves."""

from helpers.audit.findings import VERDICTS, Audit, Finding, Item, Verdict, audit

__all__ = ["VERDICTS", "Audit", "Finding", "Item", "Verdict", "audit"]
