"""Read one CSV into rows, with everything that is wrong in it.

What programs and hands write otherwise than ``fields`` wants it is accepted here or refused: ``_decoded`` is the place for a quirk
of a file, ``heading`` for one of a column's name, ``_cell`` for one of a cell. Japanese words (``terms``) stand for columns and codes,
names for claims. The tables behind know one form of each fact.
"""

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from helpers.cells import flaw
from helpers.errors import UNREADABLE, Fault, cut, did_you_mean, faults_of, unreadable
from helpers.ledger.fields import holds_days
from helpers.ledger.rows import Row
from helpers.terms import AGGREGATE_NAMES, CLASSES, CODE_WORDS, COLUMN_NAMES

# Far more than a city has: what is wrong with such a file is told at once, not row by row.
_MOST_ROWS, _MOST_COLUMNS = 200_000, 1_000

BOOKS = (".xlsx", ".xlsm")
Numbered = list[tuple[int, Row]]  # rows with their numbers as Excel counts them
Records = list[tuple[int, list[str]]]  # likewise, their cells as they stand in the file
Names = Mapping[str, str]  # what claims are called → their identifiers
NO_NAMES: Names = MappingProxyType({})
_WORDS = {code: words[0] for code, words in CODE_WORDS.items()}
_COLUMNS = {name: column for column, name in COLUMN_NAMES.items()}


def names_of(claims: Numbered) -> Names:
    """What may be written for the claims of claims.csv, and for sums of them: names that mean one claim only."""
    found: dict[str, set[str]] = {name: {claim} for claim, name in AGGREGATE_NAMES.items()}
    for _, row in claims:
        for name in (row.name, row.short_name):
            found.setdefault(plain(name), set()).add(row.claim)
    return {name: next(iter(own)) for name, own in found.items() if len(own) == 1}


def read(path: Path, model: type[Row], file: str, names: Names = NO_NAMES) -> tuple[Numbered, list[Fault]]:
    """The good rows of one CSV, or of the first sheet of a workbook, and what is wrong with the others. ``names``: of claims."""
    if path.suffix.lower() in BOOKS:
        from helpers.ledger.sheets import records

        return _rows(*records(path, file), model, file, names)
    text, fault = _decoded(path, file)
    if fault:
        return [], [fault]
    rows, faults = _read_text(text, model, file, tuple(names.items()))
    return list(rows), list(faults)


@lru_cache(maxsize=128)
def _read_text(
    text: str, model: type[Row], file: str, names: tuple[tuple[str, str], ...]
) -> tuple[Numbered, list[Fault]]:
    """The same text gives the same rows: the sections of a packet come from a process that has read its tables already."""
    return _rows(*_records(text, file), model, file, dict(names))


def _rows(
    records: Records, faults: list[Fault], model: type[Row], file: str, names: Names
) -> tuple[Numbered, list[Fault]]:
    if faults and not records:
        return [], faults
    rows, wrong = rows_of(records, model, file, names)
    return rows, [*faults, *wrong]


def rows_of(records: Records, model: type[Row], file: str, names: Names = NO_NAMES) -> tuple[Numbered, list[Fault]]:
    """The good rows of ``records``, the first of which names the columns, and what is wrong with the others."""
    start, header = records[0] if records else (1, [])
    header = [heading(name, model) for name in header]
    if wrong := list(_wrong_header(header, model, file, start)):
        return [], wrong
    rows, faults = [], []
    for number, record in records[1:]:
        row, wrong = _row(record, header, model, file, number, names)
        faults += wrong
        if row:
            rows.append((number, row))
    return rows, faults


def _decoded(path: Path, file: str) -> tuple[str, Fault | None]:
    """The text of a file, with or without a BOM; or why there is none."""
    if why := unreadable(path):
        return "", Fault(file, why)
    try:
        return path.read_text(encoding="utf-8-sig"), None
    except OSError:
        return "", Fault(file, UNREADABLE)
    except UnicodeDecodeError:
        message = "文字コードが UTF-8 ではありません。Excel の「CSV UTF-8(コンマ区切り)」で保存し直してください。"
        return "", Fault(file, message)


def heading(name: str, model: type[Row]) -> str:
    """The name of a column, also where it is written in Japanese. A file that was put together from two has two BOMs."""
    name = name.replace("\ufeff", "").strip()
    column = _COLUMNS.get(plain(name), name)
    return column if column in model.model_fields else name


def _cell(text: str, column: str, model: type[Row], names: Names) -> str:
    """A cell in the form that ``fields`` wants: without spaces around it, a day as 2026-06-03, a code for a word. What is no known quirk
    stays as it is.
    """
    text = text.strip()
    if column in model.claims:
        return names.get(plain(text), text)
    if column == "classes":
        return ";".join(_code(word.strip(), CLASSES) for word in re.split("[;；、]", text))
    choices, days = _holds(model, column)
    if choices:
        return _code(text, choices)
    return _day(text) if days else text


@cache
def _holds(model: type[Row], column: str) -> tuple[tuple[str, ...], bool]:
    """The codes that a column may hold, and whether it can hold the date of a day."""
    field = model.model_fields[column]
    return choices_of(field), holds_days(field)


def choices_of(field: FieldInfo) -> tuple[str, ...]:
    """The codes that a column may hold, "" among them if it may be empty; none if it is not closed."""
    found = get_args(field.annotation)
    return found if found and all(isinstance(choice, str) for choice in found) else ()


def _code(text: str, choices: Container[str]) -> str:
    """The code that a word stands for; the text itself if it is none."""
    if text in choices:
        return text
    word = plain(text)
    return next((code for code, words in CODE_WORDS.items() if code in choices and word in words), text)


def plain(text: str) -> str:
    """``text`` as names are compared: half-width, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _day(text: str) -> str:
    """Excel writes the dates of a CSV that it opened its own way: 2026/6/3."""
    written = re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})", text)
    try:
        return dt.date(*map(int, written.groups())).isoformat() if written else text
    except ValueError:
        return text  # a day that no calendar has


def _records(text: str, file: str) -> tuple[Records, list[Fault]]:
    """The rows that hold anything, with their numbers as Excel counts them: a text of several lines is in one row, a blank line is one."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records = []
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if number > _MOST_ROWS:
                return [], [Fault(file, f"行が多すぎます。{_MOST_ROWS:,} 行までにするか、前の版に戻してください。")]
            if any(cell.strip() for cell in record):
                records.append((number, record))
    except csv.Error:
        message = (
            'CSV として読めません。この行から、引用符 " が閉じているか、一つの欄が長すぎないかを確かめてください。'
        )
        return records, [Fault(file, message, number + 1)]
    return records, []


def _wrong_header(header: list[str], model: type[Row], file: str, number: int) -> Iterator[Fault]:
    """What is wrong with the row that names the columns; of a row that is none, only that."""
    columns = list(model.model_fields)
    if len(header) > _MOST_COLUMNS:
        yield Fault(file, f"列が多すぎます({len(header):,} 列)。data/README.md の列だけにしてください。", number)
        return
    if not set(header) & set(columns):
        yield Fault(file, f"列名の行がありません。1 行目に次の列名を書いてください: {','.join(columns)}", number)
        return
    for column in columns:
        if column not in header and column not in model.may_lack:
            yield Fault(file, "列がありません。data/README.md の列名を 1 行目に書いてください。", number, column)
    for column in header:
        if column not in columns:
            yield Fault(file, f"知らない列です。{did_you_mean(column, columns)}", number, cut(column))
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            yield Fault(file, "同じ列名が二度あります。", number, column)


def _row(
    record: list[str], header: list[str], model: type[Row], file: str, number: int, names: Names
) -> tuple[Row | None, list[Fault]]:
    if len(record) != len(header):
        message = f"列の数が見出しの {len(header)} 列と合いません({len(record)} 列)。カンマの数を確かめてください。"
        return None, [Fault(file, message, number)]
    cells = {name: _cell(text, name, model, names) for name, text in zip(header, record, strict=True)}
    unfit = [Fault(file, message, number, column) for column, text in cells.items() if (message := flaw(text))]
    if unfit:
        return None, unfit
    try:
        return model.model_validate(cells), []
    except ValidationError as error:
        return None, faults_of(error, model, file, row=number, words=_WORDS)
