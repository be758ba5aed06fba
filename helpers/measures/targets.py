"""Estimates against targets."""

import pandas as pd

from helpers.ledger import Ledger
from helpers.measures.claims import leaf_claims
from helpers.measures.formulas import difference, is_met
from helpers.terms import SEGMENTS


def targets(ledger: Ledger, fiscal_year: int) -> pd.DataFrame:
    """What each claim aims at: estimate of last year against its target, and the target of ``fiscal_year``.

    One row a claim and segment (or a claim and item, where the target is a share), in the city's order. Columns: claim,
    segment, measure, item, estimate, target, gap (points), met, next_target, change (next target − estimate, points), rank.
    Targets of amounts and of sub-groups are other tables'.
    """
    rows = []
    for claim in leaf_claims(ledger):
        aims = ledger.figures(claim=claim, fiscal_year=fiscal_year, kind="target", as_of="", group="")
        for aim in aims[aims["measure"].isin(["collection_rate", "share"])].itertuples():
            key = {"claim": claim, "segment": aim.segment, "measure": aim.measure, "item": aim.item}
            last = key | {"fiscal_year": fiscal_year - 1, "as_of": "", "group": ""}
            estimate = ledger.value(**last, kind="estimate")
            target = ledger.value(**last, kind="target")
            rank = {"claim": claim, "segment": aim.segment, "measure": "rank", "as_of": "", "group": ""}
            rows.append(
                {
                    "claim": claim,
                    "segment": aim.segment,
                    "measure": aim.measure,
                    "item": aim.item or SEGMENTS[aim.segment] + "収納率",
                    "estimate": estimate,
                    "target": target,
                    "gap": difference(estimate, target),
                    "met": is_met(estimate, target),
                    "next_target": aim.value,
                    "change": difference(aim.value, estimate),
                    "rank": ledger.value(**rank, fiscal_year=fiscal_year - 2, kind="actual"),
                }
            )
    columns = [
        "claim",
        "segment",
        "measure",
        "item",
        "estimate",
        "target",
        "gap",
        "met",
        "next_target",
        "change",
        "rank",
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object)
