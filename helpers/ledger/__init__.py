"""The ledger: a city's facts, read from ``data/<city>/*.csv`` and checked before anyone computes with them.

Every fault of every table is reported at once, with file, row (as Excel counts it) and column. ``rows`` says what a table
holds, ``reading`` reads one, ``checks`` holds rows against each other.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pandas as pd

from helpers.errors import DeskError, Fault, did_you_mean, shown_path
from helpers.ledger.checks import cross_check, duplicates, uncatalogued
from helpers.ledger.reading import Numbered, read
from helpers.ledger.rows import AGGREGATES, AMOUNTS, CLASSES, SEGMENTS, TABLES, Kind, Row, Segment
from helpers.params import ROOT

__all__ = ["AGGREGATES", "AMOUNTS", "CLASSES", "SEGMENTS", "TABLES", "Ledger", "Segment", "load"]


@dataclass(frozen=True)
class Ledger:
    """A city's tables. ``ledger["figures"]`` is a DataFrame whose columns are those of ``data/README.md``, in file order; its index
    are the numbers of the rows in the file, as Excel counts them.

    Figures are Decimal with the digits they were printed with; empty text is "", an empty number None.
    """

    folder: str
    tables: dict[str, pd.DataFrame]
    groups: dict[str, str]  # claim → what it is comparable with in other cities

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self.tables:
            columns = ", ".join(TABLES[table].model_fields)
            raise DeskError(
                "missing-data",
                f"{self.folder}/{table}.csv がありません。この節に必要です。"
                f"data/README.md に従って、次の列を持つ CSV を置いてください: {columns}",
            )
        return self.tables[table]

    def claim(self, claim: str) -> pd.Series:
        """The row of ``claims.csv`` for ``claim``."""
        claims = self["claims"]
        return claims[claims["claim"] == claim].iloc[0]

    def alike(self, claim: str) -> list[str]:
        """This city's claims that are comparable with ``claim`` of any city: the same kind, or one of its group."""
        return [own for own in self["claims"]["claim"] if self.groups[own] == self.groups[claim]]

    def figures(self, **where: object) -> pd.DataFrame:
        """Figures whose columns equal ``where``: ``ledger.figures(claim="municipal_tax", measure="rank")``."""
        figures = self["figures"]
        for column, value in where.items():
            figures = figures[figures[column] == value]
        return figures

    def value(self, **where: object) -> Decimal | None:
        """The value of the only figure that answers ``where``; None if the source has none.

        ValueError if several do: the question was too wide.
        """
        figures = self.figures(**where)
        if len(figures) > 1:
            raise ValueError(f"{where} matches {len(figures)} figures: {list(figures['source'])}")
        return figures["value"].iloc[0] if len(figures) else None


def load(city: str, root: Path = ROOT) -> Ledger:
    """Read and check every table of ``city``. DeskError ``data`` names every fault there is; nothing is guessed."""
    folder = root / "data" / city
    faults: list[Fault] = []
    tables: dict[str, Numbered] = {}
    catalogue = root / "data" / "catalogue.csv"
    kinds, found = read(catalogue, Kind, shown_path(catalogue, root))
    faults += found or list(duplicates(kinds, shown_path(catalogue, root)))
    for path in sorted(folder.glob("*.csv")):
        file = shown_path(path, root)
        if path.stem not in TABLES:
            faults.append(Fault(file, f"知らない表です。{did_you_mean(path.stem, TABLES)}"))
            continue
        rows, found = read(path, TABLES[path.stem], file)
        tables[path.stem] = rows
        faults += found or list(duplicates(rows, file))
    for required in ("claims", "figures"):
        if not (folder / f"{required}.csv").exists():
            file = shown_path(folder / f"{required}.csv", root)
            faults.append(Fault(file, "ファイルがありません。data/README.md に従って作ってください。"))
    if not faults:
        faults += cross_check(tables, shown_path(folder, root))
        faults += uncatalogued(tables["claims"], kinds, shown_path(folder, root))
    if faults:
        raise DeskError(
            "data", f"data/{city}/ に {len(faults)} 件の誤りがあります。直してから、もう一度実行してください。", faults
        )
    return Ledger(
        folder=shown_path(folder, root),
        tables={name: _frame(TABLES[name], rows) for name, rows in tables.items()},
        groups={kind.claim: kind.group or kind.claim for _, kind in kinds},
    )


def _frame(model: type[Row], rows: Numbered) -> pd.DataFrame:
    # dtype object: Decimal, int and None stay what they are, instead of becoming floats.
    content, numbers = [row.model_dump() for _, row in rows], [number for number, _ in rows]
    return pd.DataFrame(content, index=numbers, columns=list(model.model_fields), dtype=object)
