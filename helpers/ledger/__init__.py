"""The ledger: a city's facts, read from ``data/<city>/*.csv`` and checked before anyone computes with them.

Every fault of every table is reported at once, with file, row (as Excel counts it) and column. ``rows`` says what a table
holds and ``fields`` in which form, ``reading`` reads one and accepts the other forms that programs write, ``checks`` holds
rows against each other.
"""

import os
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from multiprocessing.util import Finalize
from pathlib import Path

import pandas as pd

from helpers import trace
from helpers.errors import DeskError, Fault, did_you_mean, shown_path
from helpers.ledger.checks import cross_check, duplicates, uncatalogued
from helpers.ledger.once import Once
from helpers.ledger.reading import NO_NAMES, Names, Numbered, names_of, read
from helpers.ledger.rows import STATED, TABLES, CatalogueEntry, CityRate, Row
from helpers.params import desk
from helpers.rates import TABLE

__all__ = ["STATED", "TABLES", "Ledger", "load"]

ASKED = "DESK_ASKED"


@dataclass(frozen=True)
class Ledger(Once):
    """A city's tables. ``ledger["figures"]`` is a DataFrame whose columns are those of ``data/README.md``, in file order; its index
    are the numbers of the rows in the file, as Excel counts them.

    Figures are Decimal with the digits they were printed with; empty text is "", an empty number None.
    """

    folder: str
    tables: dict[str, pd.DataFrame]
    groups: dict[str, str]  # claim → what it is comparable with in other cities
    amount_decimals: int | None = None  # places of an amount in print, where amounts are known more exactly (``units``)
    chosen: frozenset[str] = frozenset()  # the tables that were read, where not all were

    def has(self, table: str) -> bool:
        """Whether the city has ``table``. LookupError if nobody read it: that is a slip of the program."""
        if self.chosen and table not in self.chosen:
            raise LookupError(f"{self.folder}/{table}.csv was not read, only {sorted(self.chosen)}")
        trace.use(f"{self.folder}/{table}.csv")
        return table in self.tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        if not self.has(table):
            columns = ", ".join(TABLES[table].model_fields)
            raise DeskError(
                "missing-data",
                f"{self.folder}/{table}.csv がありません。この節に必要です。"
                f"data/README.md に従って、次の列を持つ CSV を置いてください: {columns}",
            )
        return self.tables[table]

    def rows(self, table: str, **where: object) -> pd.DataFrame:
        """The rows of ``table`` whose columns equal ``where``, to be shown: ``ledger.rows("hearings", claim="care_insurance")``."""
        return self.take(self[table].iloc[self._places(table, where)], table)

    def take(self, rows: pd.DataFrame, table: str = "figures") -> pd.DataFrame:
        """``rows`` of ``table``, noted as those that what is made next rests on (``trace``). What only looks for rows takes none."""
        trace.take(self.lines(table)[number] for number in rows.index)
        return rows

    def lines(self, table: str) -> dict[int, trace.Line]:
        """The rows of ``table`` as places in the data, by their numbers."""

        def lines() -> dict[int, trace.Line]:
            own = self.tables[table]
            return {
                number: trace.Line(f"{self.folder}/{table}.csv", number, source)
                for number, source in zip(own.index, own["source"], strict=True)
            }

        return self.once(("lines", table), lines)

    def claim(self, claim: str) -> pd.Series:
        """The row of ``claims.csv`` for ``claim``; a name is no figure, and takes no row. DeskError ``data`` if there is none."""
        trace.use(f"{self.folder}/claims.csv")
        if claim not in self._claims:
            message = (
                f"「{claim}」という債権は {self.folder}/claims.csv にありません。{did_you_mean(claim, self._claims)}"
            )
            raise DeskError("data", message)
        return self._claims[claim]

    @cached_property
    def _claims(self) -> dict[str, pd.Series]:
        return {row["claim"]: row for _, row in self["claims"].iterrows()}

    def described(self, claim: str) -> pd.Series:
        """:meth:`claim`, where more than the name is shown: its row is taken."""
        row = self.claim(claim)
        trace.take([self.lines("claims")[row.name]])
        return row

    def alike(self, claim: str) -> list[str]:
        """This city's claims that are comparable with ``claim`` of any city: the same kind, or one of its group."""
        return [own for own in self["claims"]["claim"] if self.groups[own] == self.groups[claim]]

    def figures(self, **where: object) -> pd.DataFrame:
        """Figures whose columns equal ``where``: ``ledger.figures(claim="municipal_tax", measure="rank")``. They are looked at; those that
        are used go through :meth:`only` or :meth:`take`.
        """
        return self["figures"].iloc[self._places("figures", where)]

    def value(self, **where: object) -> Decimal | None:
        """The value of the only figure that answers ``where``; None if the source has none.

        DeskError ``data`` if several do: one of them would be as good as another.
        """
        places = self._places("figures", where)
        if len(places) > 1:
            self.only(self["figures"].iloc[places])
        if not places:
            return None
        value, line = self._values[places[0]]
        trace.take([line])
        return value

    def only(self, rows: pd.DataFrame, table: str = "figures") -> tuple | None:
        """The only one of ``rows`` of ``table``, with its columns as attributes, taken; None if there is none.

        DeskError ``data`` names every row if there are several, and in what they differ.
        """
        if len(rows) <= 1:
            return next(self.take(rows, table).itertuples(), None)
        key = [column for column in TABLES[table].key if rows[column].nunique(dropna=False) > 1]
        faults = [
            Fault(
                f"{self.folder}/{table}.csv",
                "、".join(
                    f"{column}「{'' if row[column] is None else row[column]}」" for column in [*key, *_said(row)]
                ),
                number,
            )
            for number, row in rows.iterrows()
        ]
        raise DeskError(
            "data",
            f"一つの数値を求めたところに {len(rows)} 行あり、どれを使うか決められません。"
            "同じ数値なら一行だけ残し、内訳や別の数値なら、その違いを group や item などの列に書いてください。",
            faults,
        )

    @cached_property
    def _values(self) -> list[tuple[Decimal, trace.Line]]:
        return list(zip(self["figures"]["value"], self.lines("figures").values(), strict=True))

    def _places(self, table: str, where: dict[str, object]) -> list[int]:
        """Where in ``table`` the answers to ``where`` stand, looked up: it is read once for every set of columns asked for."""
        trace.use(f"{self.folder}/{table}.csv")
        columns = tuple(sorted(where))
        index = self.once(("places", table, columns), lambda: _index(self[table], columns))
        places = index.get(tuple(where[column] for column in columns), [])
        if table == "figures":
            self._asked.update(places)
        return places

    @cached_property
    def _asked(self) -> set[int]:
        """Which figures were asked for. Where ``DESK_ASKED`` names a folder it is told there when the process ends (``make check``)."""
        asked: set[int] = set()
        if folder := os.environ.get(ASKED):
            Finalize(None, _tell, args=(Path(folder), self, asked), exitpriority=0)
        return asked


def _tell(folder: Path, ledger: Ledger, asked: set[int]) -> None:
    numbers = ledger["figures"].index[sorted(asked)]
    name = f"{os.getpid()}-{id(ledger)}.txt"
    (folder / name).write_text("".join(f"{ledger.folder} {number}\n" for number in numbers), encoding="utf-8")


def _index(frame: pd.DataFrame, columns: tuple[str, ...]) -> dict[tuple, list[int]]:
    index = defaultdict(list)
    for place, key in enumerate(frame[list(columns)].itertuples(index=False, name=None)):
        index[key].append(place)
    return index


def _said(row: pd.Series) -> list[str]:
    """The columns in which a row says its number, where it has one."""
    return [column for column in ("value", "unit") if column in row]


def load(city: str, root: Path | None = None, only: Collection[str] = ()) -> Ledger:
    """Read and check every table of ``city``, or of them ``only`` some. DeskError ``data`` names every fault there is; nothing is
    guessed.
    """
    root = root or desk()
    folder = shown_path(root / "data" / city, root)
    entries, faults = _read(root / "data" / "catalogue.csv", CatalogueEntry, root)
    tables, found = _read_tables(root / "data" / city, root, only)
    faults += found
    if not faults:
        faults += cross_check(tables, folder)
        faults += uncatalogued(tables["claims"], entries, folder)
    if faults:
        raise DeskError(
            "data", f"data/{city}/ に {len(faults)} 件の誤りがあります。直してから、もう一度実行してください。", faults
        )
    return Ledger(
        folder=folder,
        tables={name: frame_of(TABLES[name], rows) for name, rows in tables.items()},
        groups={entry.claim: entry.group or entry.claim for _, entry in entries},
        chosen=frozenset(only),
    )


def rates(root: Path) -> dict[int, CityRate]:
    """The rates of all cities that were collected on the desk ``root``, by the numbers of their rows; none if nobody did. DeskError ``data`` names every fault."""
    path = root / "data" / TABLE
    if not path.exists():
        return {}
    rows, faults = _read(path, CityRate, root)
    if faults:
        raise DeskError(
            "data", f"data/{TABLE} に {len(faults)} 件の誤りがあります。make rates で作り直せます。", faults
        )
    return dict(rows)


def unread(city: str, root: Path) -> Iterator[str]:
    """What lies in ``data/<city>/``, or in ``data/`` beside the folders of cities, and is read by nobody: a sentence each."""
    data = root / "data"
    tables = {path for path in (data / city).glob("*.csv") if path.is_file()}
    for path in _seen(data / city):
        if path not in tables:
            why = "名の終わりを小文字の .csv に" if path.suffix.lower() == ".csv" else "表は CSV に"
            yield f"data/{city}/{path.name} は読みません。{why}してください。"
    for path in _seen(data):
        if path.is_file() and path.name not in ("catalogue.csv", TABLE, "README.md"):
            yield f"data/{path.name} は読みません。市の表は data/{city}/ のように、市のフォルダーに置いてください。"
        elif path.is_dir() and not (root / "params" / path.name).is_dir():
            yield f"data/{path.name}/ は読みません。params/{path.name}/ がありません。"


def _seen(folder: Path) -> list[Path]:
    """What lies in a folder, but for what programs hide there."""
    return sorted(path for path in folder.glob("*") if not path.name.startswith((".", "~")))


def city_names(folder: Path) -> Names:
    """What may be written for the claims of a city, as far as its claims.csv can be read."""
    path = folder / "claims.csv"
    return names_of(read(path, TABLES["claims"], path.name)[0]) if path.exists() else NO_NAMES


def _read(path: Path, model: type[Row], root: Path, names: Names = NO_NAMES) -> tuple[Numbered, list[Fault]]:
    """The rows of a table, and what is wrong in it or, if nothing is, which rows say the same."""
    file = shown_path(path, root)
    rows, faults = read(path, model, file, names)
    return rows, faults or list(duplicates(rows, file))


def _read_tables(folder: Path, root: Path, only: Collection[str]) -> tuple[dict[str, Numbered], list[Fault]]:
    """Every table of a city by its name, or ``only`` some, and what is wrong with them."""
    tables: dict[str, Numbered] = {}
    faults: list[Fault] = []
    names = city_names(folder)
    for path in sorted(folder.glob("*.csv")):
        if only and path.stem not in only:
            continue
        if path.stem in TABLES:
            tables[path.stem], found = _read(path, TABLES[path.stem], root, names)
            faults += found
        else:
            faults.append(Fault(shown_path(path, root), f"知らない表です。{did_you_mean(path.stem, TABLES)}"))
    for required in ("claims", "figures"):
        file = shown_path(folder / f"{required}.csv", root)
        if not (folder / f"{required}.csv").exists():
            faults.append(Fault(file, "ファイルがありません。data/README.md に従って作ってください。"))
        elif not tables[required] and not any(fault.file == file for fault in faults):
            message = (
                f"見出しだけで、行がありません。会計システムの書き出しを make import CITY={folder.name} FILES=… で取り込むか、"
                f"make workbook CITY={folder.name} で作ったブックに入れてください。"
            )
            faults.append(Fault(file, message))
    return tables, faults


def frame_of(model: type[Row], rows: Numbered) -> pd.DataFrame:
    """The rows of a table, indexed by their numbers as Excel counts them."""
    # dtype object: Decimal, int and None stay what they are, instead of becoming floats.
    content, numbers = [row.model_dump() for _, row in rows], [number for number, _ in rows]
    return pd.DataFrame(content, index=numbers, columns=list(model.model_fields), dtype=object)
