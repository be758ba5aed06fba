"""Documents of a few figures, written as published.csv has them."""

import pandas as pd

from helpers.audit import examine
from helpers.ledger.rows import Published

FILE = "data/x/published.csv"


def row(column, figure, formula="", *, row="市税", table="表", year=2025, unit="", part_of="", meeting="2026-01-21"):
    return Published(
        meeting=meeting, document="資料", table=table, row=row, part_of=part_of, fiscal_year="" if year is None else str(year),
        column=column, item=column, figure=figure, unit=unit, formula=formula, source=table,
    )  # fmt: skip


def frame(rows):
    found = pd.DataFrame([r.model_dump() for r in rows], columns=list(Published.model_fields), dtype=object)
    return found.set_axis(found.index + 2)


def audited(*rows):
    """Findings by column (and row, where there are several)."""
    found = examine(frame(rows), FILE)
    return found, {(f.item.key.row, f.item.key.column, f.item.key.fiscal_year): f for f in found.findings}


def only(*rows):
    """The finding on the last row that has a formula."""
    _, findings = audited(*rows)
    last = [r for r in rows if r.formula][-1]
    return next(f for f in findings.values() if f.item.formula == last.formula)
