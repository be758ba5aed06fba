"""A packet of 川辺市 with a few rows that a test writes itself, in place of the town's tables."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from helpers.errors import DeskError
from helpers.ledger import TABLES
from helpers.packet import Packet
from tests import town

THIS, LAST = 2025, 2024  # fiscal years of a claim's results
TAX, CARE, CHILD, MEALS = (claim[0] for claim in town.CLAIMS)


@cache
def kawabe() -> Packet:
    """The town's own packet: fiscal year 2025, meeting of 2026-01-20, one place, ▲."""
    with TemporaryDirectory() as folder:
        return Packet.open(town.CITY, town.MEETING, root=town.make(Path(folder)))


def packet_with(**tables: list[dict]) -> Packet:
    """川辺市 with these rows as its tables, numbered as in a file; a column that a row does not name is empty."""
    frames = {name: _frame(name, rows) for name, rows in tables.items()}
    ledger = kawabe().ledger
    return replace(kawabe(), ledger=replace(ledger, tables=ledger.tables | frames))


def _frame(table: str, rows: list[dict]) -> pd.DataFrame:
    columns = list(TABLES[table].model_fields)
    frame = pd.DataFrame([dict.fromkeys(columns, "") | row for row in rows], columns=columns, dtype=object)
    return frame.set_axis(range(2, len(rows) + 2))


def figure(value: str, year: int = THIS, **more: object) -> dict:
    """A row of figures.csv: 市税 reports 件 of 差押 for a whole year, but for what ``more`` says."""
    row = {"claim": TAX, "segment": "total", "measure": "count", "item": "差押", "kind": "actual", "unit": "件"}
    return row | {"fiscal_year": year, "value": Decimal(value), "base_year": None} | more


def rate(value: str, year: int = THIS, **more: object) -> dict:
    """A row of figures.csv: a 収納率 of 市税 in %."""
    return figure(value, year, **{"measure": "collection_rate", "item": "", "unit": "%", "segment": "current"} | more)


def initiative(text: str, year: int = THIS, **more: object) -> dict:
    """A row of initiatives.csv: planned for 市税."""
    return {"fiscal_year": year, "stage": "planned", "claim": TAX, "text": text} | more


def lacking(ask: Callable[[], object]) -> str:
    """What the error ``missing-data`` says that ``ask`` must end in."""
    with pytest.raises(DeskError) as caught:
        ask()
    assert caught.value.code == "missing-data"
    return str(caught.value)
