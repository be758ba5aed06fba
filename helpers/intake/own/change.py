"""What a workbook of the desk's own tables would change: rows added, changed, removed, and the files as they will be."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.errors import DeskError, Fault
from helpers.intake import own
from helpers.intake.own import Own, Words, digest, said
from helpers.intake.own import sheets as own_sheets
from helpers.intake.own.sheets import Book
from helpers.intake.sheets import Sheet
from helpers.intake.sums import IMPORTED
from helpers.ledger.checks import cross_check
from helpers.ledger.reading import Numbered
from helpers.ledger.rows import Row
from helpers.terms import COLUMN_NAMES

_SHOWN = 40  # lines of a list on the screen; all of it is in import.csv
_KINDS = ("追加", "変更", "削除")


@dataclass(frozen=True)
class Change:
    """One row before and after; None where there is none. ``number`` is its row in the sheet."""

    table: str
    old: Row | None
    new: Row | None
    number: int | None

    @property
    def kind(self) -> str:
        return "追加" if self.old is None else "削除" if self.new is None else "変更"

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """The columns in which the row differs, each with what was there and what will be."""
        old, new = (row.texts if row else {} for row in (self.old, self.new))
        return [
            (name, old.get(name, ""), new.get(name, ""))
            for name in new or old
            if old.get(name, "") != new.get(name, "")
        ]


@dataclass(frozen=True)
class Plan:
    """One workbook, thought through and not yet done."""

    city: str
    root: Path
    tables: dict[str, Own]
    book: Book
    words: Words

    @cached_property
    def changes(self) -> list[Change]:
        return [change for name, rows in self.book.rows.items() for change in compared(self.tables[name], rows)]

    @cached_property
    def files(self) -> dict[Path, bytes]:
        """The new contents of the tables that change, the figures, which packets are made of, last."""
        names = sorted(self.book.rows, key=lambda name: name == "figures")
        made = {name: self.tables[name].with_rows([row for _, row in self.book.rows[name]]) for name in names}
        return {
            self.tables[name].path: content
            for name, content in made.items()
            if content is not None and content != self.tables[name].content
        }

    @property
    def rows(self) -> dict[str, Numbered]:
        """The rows of every table as it will be; numbered as in its sheet, where it has one."""
        return {name: self.book.rows.get(name, table.rows) for name, table in self.tables.items()}

    @property
    def is_begun(self) -> bool:
        """Whether the desk has, or would have, the claim and the figure without which no ledger is opened."""
        before = all(self.tables[name].rows for name in ("claims", "figures"))
        return before or all(self.rows[name] for name in ("claims", "figures"))

    def cross_checked(self) -> None:
        """DeskError ``data`` for rows that contradict each other, where the ledger cannot be opened yet to tell."""
        folder = f"data/{self.city}"
        if faults := [self.in_sheet(fault) for fault in cross_check(self.rows, folder)]:
            raise DeskError(
                "data", f"{self.book.file} に {len(faults)} 件の誤りがあります。何も変えていません。", faults
            )

    def of_files(self, error: DeskError) -> DeskError:
        """What opening the new tables raised, with the places of the workbook instead of those of files that nobody has yet."""
        numbers = {table.file: self._numbers(name) for name, table in self.tables.items()}
        moved = [
            self.in_sheet(Fault(f.file, f.message, numbers.get(f.file, {}).get(f.row, f.row), f.column, f.alike))
            for f in error.faults
        ]
        return DeskError(
            error.code, f"{self.book.file} を取り込むと誤りになります。何も変えていません。{error.message}", moved
        )

    def _numbers(self, name: str) -> dict[int | None, int]:
        """The row of the sheet for each row of the new file."""
        table, rows = self.tables[name], self.rows[name]
        own_numbers = [number for number, _ in table.rows]
        in_file = range(2, len(rows) + 2) if table.path in self.files else own_numbers
        return dict(zip(in_file, (number for number, _ in rows), strict=False))

    def in_sheet(self, fault: Fault) -> Fault:
        name = next((name for name, table in self.tables.items() if table.file == fault.file), "")
        if name not in self.book.rows:
            return fault
        return self.book.fault(name, fault.message, fault.row, fault.column)

    def told(self) -> Iterator[str]:
        """Everything there is to say of it, line by line."""
        yield f"読んだもの: {self.book.file}、{len(self.book.rows)} 表、{sum(map(len, self.book.rows.values())):,} 行"
        yield from (f"注意: {text}" for text in self.book.told)
        yield from counted(self.tables, self.changes)
        for name, table in self.tables.items():
            if table.path in self.files and not any(change.table == name for change in self.changes):
                yield f"{table.title}({name}.csv): 行の順か書き方が変わります。"
            if self._is_stale(name):
                yield (
                    f"注意: このブックを作った後に {table.file} が変わっています。ブックにない行は消え、古い値に戻ります。"
                    f"下の変更を確かめるか、make workbook CITY={self.city} で作り直してください。"
                )
        lines = [self._line(change) for change in self.changes]
        yield from lines[:_SHOWN]
        if len(lines) > _SHOWN:
            yield f"  ほか {len(lines) - _SHOWN} 行(全ては import.csv)"
        taken = [c for c in self.changes if c.old is not None and getattr(c.old, "source", "").startswith(IMPORTED)]
        if taken:
            yield f"注意: 書き出しから取り込んだ {len(taken)} 行が変わります。次に書き出しを取り込むと、元に戻ります。"

    def _is_stale(self, name: str) -> bool:
        made = self.book.state.get(name)
        changes = any(change.table == name for change in self.changes)
        return bool(made and changes and made != digest([row for _, row in self.tables[name].rows]))

    def _line(self, change: Change) -> str:
        row = change.new or change.old
        where = f"「{self.tables[change.table].title}」" + (f"{change.number}行" if change.number else "")
        cells = change.cells if change.kind == "変更" else []
        what = "、".join(
            f"{COLUMN_NAMES[c]} {old or '(空欄)'} → {new or '(空欄)'}" for c, old, new in self._shown(row, cells)
        )
        value = f" {row.value:,f}{row.unit}" if change.kind != "変更" and change.table == "figures" else ""
        return f"  {change.kind} {where} {self.words.key(row)}{': ' + what if what else value}"

    def _shown(self, row: Row, cells: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
        return [(c, self.words.shown(type(row), c, old), self.words.shown(type(row), c, new)) for c, old, new in cells]

    def listed(self) -> bytes:
        """Every change of a cell, as a CSV."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["種別", "表", "シートの行", "行の内容", "列", "前", "後"])
        for change in self.changes:
            row = change.new or change.old
            what = [change.kind, self.tables[change.table].title, change.number or "", self.words.key(row)]
            writer.writerows([*what, COLUMN_NAMES[c], old, new] for c, old, new in self._shown(row, change.cells))
        return stream.getvalue().encode("utf-8-sig")


def plan(city: str, root: Path, sheets: list[Sheet]) -> Plan:
    """What taking in the workbook would do. DeskError ``data`` names everything in it that cannot be read."""
    tables = own.load(city, root)
    before = Words.of(tables["claims"].rows)
    book = own_sheets.read(sheets, city, tables, before.names)
    now = Words.of(book.rows.get("claims", tables["claims"].rows), before.names)
    return Plan(city, root, tables, book, Words({**before.titles, **now.titles}, now.names))


def counted(tables: dict[str, Own], changes: list[Change]) -> Iterator[str]:
    """How many rows of each table change."""
    for name, table in tables.items():
        counts = Counter(change.kind for change in changes if change.table == name)
        if counts:
            yield f"{table.title}({name}.csv): " + "、".join(f"{kind} {counts[kind]} 件" for kind in _KINDS)


def compared(table: Own, rows: Numbered) -> Iterator[Change]:
    """The rows of a table before and after, held together by the columns that no two of them share."""
    old = {_key(row): row for _, row in table.rows}
    new = {_key(row): (number, row) for number, row in rows}
    for key, (number, row) in new.items():
        if key not in old or said(old[key]) != said(row):
            yield Change(table.name, old.get(key), row, number)
    for key, row in old.items():
        if key not in new:
            yield Change(table.name, row, None, None)


def _key(row: Row) -> tuple:
    return tuple(getattr(row, column) for column in row.key)
