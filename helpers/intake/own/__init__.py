"""The desk's own tables of one city: as they stand in ``data/<city>/``, and in the words that their workbook has for them."""

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import DeskError, shown_path
from helpers.intake.change import line_of, records_of
from helpers.ledger.reading import Names, Numbered, choices_of, heading, names_of, plain, read
from helpers.ledger.rows import TABLES, Row
from helpers.terms import AGGREGATE_NAMES, CODE_WORDS, TABLE_NAMES

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Own:
    """One table. ``content`` is None where the city does not have it."""

    name: str
    path: Path
    file: str
    content: bytes | None
    rows: Numbered

    @property
    def model(self) -> type[Row]:
        return TABLES[self.name]

    @property
    def title(self) -> str:
        return TABLE_NAMES[self.name]

    def with_rows(self, rows: list[Row]) -> bytes | None:
        """The file with ``rows``: every line that stays is written as it stands, and a file of which nothing changes is the same."""
        if [said(row) for row in rows] == [said(row) for _, row in self.rows]:
            return self.content
        if self.content is None:
            columns = [name for name in self.model.model_fields if name not in self.model.may_lack]
            columns += self._used_beyond(columns, rows)
            return _BOM + "".join([line_of(columns), *(_line(row, columns) for row in rows)]).encode()
        records = list(records_of(self.content.decode("utf-8-sig")))
        head = next(record for record in records if record.strip(", \t\r\n"))
        end = "\r\n" if head.endswith("\r\n") else "\n"
        lines = defaultdict(list)
        for number, row in self.rows:
            lines[said(row)].append(records[number - 1])
        columns = self._columns(head)
        if more := self._used_beyond(columns, rows):
            # A file gets a column that it could lack as soon as a row needs it: then every line is another.
            columns, head = [*columns, *more], line_of([*next(csv.reader([head])), *more], end)
            lines.clear()
        texts = [lines[said(row)].pop(0) if lines[said(row)] else _line(row, columns, end) for row in rows]
        return (_BOM if self.content.startswith(_BOM) else b"") + "".join([head, *texts]).encode()

    def _used_beyond(self, columns: list[str], rows: list[Row]) -> list[str]:
        """The columns beside ``columns`` that a file may lack, and that some row fills."""
        lacking = [name for name in self.model.may_lack if name not in columns]
        return [name for name in lacking if any(row.texts[name] for row in rows)]

    def _columns(self, head: str) -> list[str]:
        return [heading(name, self.model) for name in next(csv.reader([head]))]


def _line(row: Row, columns: list[str], end: str = "\n") -> str:
    return line_of((row.texts[name] for name in columns), end)


def said(row: Row) -> tuple[str, ...]:
    """What a row says, to be compared, digit by digit; a line break is one however it is written."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n") for text in row.texts.values())


def digest(rows: list[Row]) -> str:
    """What tells whether a table is another than it was."""
    return hashlib.sha256(repr([said(row) for row in rows]).encode()).hexdigest()[:32]


def load(city: str, root: Path) -> dict[str, Own]:
    """The tables of ``city`` by name, in the order of the dictionary, those that it does not have too. DeskError ``data`` for faults."""
    folder = root / "data" / city
    claims, _ = (
        read(folder / "claims.csv", TABLES["claims"], "claims.csv") if (folder / "claims.csv").exists() else ([], [])
    )
    names = names_of(claims)
    tables, faults = {}, []
    for name, model in TABLES.items():
        path = folder / f"{name}.csv"
        file = shown_path(path, root)
        rows: Numbered = []
        if path.exists():
            rows, found = read(path, model, file, names)
            faults += found
        tables[name] = Own(name, path, file, path.read_bytes() if path.exists() else None, rows)
    if faults:
        raise DeskError("data", f"data/{city}/ の表に誤りがあります。先に直してください。", faults)
    return tables


@dataclass(frozen=True)
class Words:
    """What the workbook has for codes and claims of a city: ``titles`` by identifier, in the order of claims.csv."""

    titles: dict[str, str]
    names: Names  # and back

    @classmethod
    def of(cls, claims: Numbered, before: Names | None = None) -> "Words":
        """``before``: names that claims had, as good as those that they have now."""
        own = names_of(claims)
        titles = {row.claim: row.name if own.get(plain(row.name)) == row.claim else row.claim for _, row in claims}
        return cls(titles | AGGREGATE_NAMES, {**(before or {}), **own})

    def shown(self, model: type[Row], column: str, text: str) -> str:
        """The text of a cell as the workbook shows it: 現年度分 for current, 市税 for municipal_tax."""
        if column in model.claims:
            return self.titles.get(text, text)
        if column == "classes":
            return "、".join(CODE_WORDS[code][0] if code in CODE_WORDS else code for code in text.split(";"))
        if text in choices_of(model.model_fields[column]):
            return CODE_WORDS[text][0] if text in CODE_WORDS else text
        return text

    def row(self, model: type[Row], row: Row) -> dict[str, str]:
        """A row as the workbook shows it."""
        return {column: self.shown(model, column, text) for column, text in row.texts.items()}

    def key(self, row: Row) -> str:
        """What names a row, in one line: 2025・市税・現年度分・調定額・実績."""
        shown = self.row(type(row), row)
        return "・".join(filter(None, (shown[column] for column in row.key)))
