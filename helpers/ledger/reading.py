"""Read one CSV into rows, with everything that is wrong in it.

What programs and hands write otherwise than ``fields`` wants it is accepted here or refused: ``_decoded`` is the place for a quirk
of a file, ``_heading`` for one of a column's name, ``_cell`` for one of a cell. The tables behind know one form of each fact.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from helpers.cells import flaw
from helpers.errors import UNREADABLE, Fault, cut, did_you_mean, faults_of, unreadable
from helpers.ledger.fields import holds_days
from helpers.ledger.rows import Row

# Far more than a city has: what is wrong with such a file is told at once, not row by row.
_MOST_ROWS, _MOST_COLUMNS = 200_000, 1_000

Numbered = list[tuple[int, Row]]  # rows with their numbers as Excel counts them
Records = list[tuple[int, list[str]]]  # likewise, their cells as they stand in the file


def read(path: Path, model: type[Row], file: str) -> tuple[Numbered, list[Fault]]:
    """The good rows of one CSV, or of the first sheet of an .xlsx, and what is wrong with the others."""
    if path.suffix.lower() == ".xlsx":
        from helpers.ledger.sheets import records

        return _rows(*records(path, file), model, file)
    text, fault = _decoded(path, file)
    if fault:
        return [], [fault]
    rows, faults = _read_text(text, model, file)
    return list(rows), list(faults)


@lru_cache(maxsize=128)
def _read_text(text: str, model: type[Row], file: str) -> tuple[Numbered, list[Fault]]:
    """The same text gives the same rows: the sections of a packet come from a process that has read its tables already."""
    return _rows(*_records(text, file), model, file)


def _rows(records: Records, faults: list[Fault], model: type[Row], file: str) -> tuple[Numbered, list[Fault]]:
    if faults and not records:
        return [], faults
    rows, wrong = rows_of(records, model, file)
    return rows, [*faults, *wrong]


def rows_of(records: Records, model: type[Row], file: str) -> tuple[Numbered, list[Fault]]:
    """The good rows of ``records``, the first of which names the columns, and what is wrong with the others."""
    start, header = records[0] if records else (1, [])
    header = [_heading(name) for name in header]
    if wrong := list(_wrong_header(header, model, file, start)):
        return [], wrong
    rows, faults = [], []
    for number, record in records[1:]:
        row, wrong = _row(record, header, model, file, number)
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


def _heading(name: str) -> str:
    """The name of a column. A file that was put together from two has two BOMs."""
    return name.replace("\ufeff", "").strip()


def _cell(text: str, field: FieldInfo) -> str:
    """A cell in the form that ``fields`` wants: without spaces around it, a day as 2026-06-03. What is no known quirk stays as it is."""
    text = text.strip()
    return _day(text) if holds_days(field) else text


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
    record: list[str], header: list[str], model: type[Row], file: str, number: int
) -> tuple[Row | None, list[Fault]]:
    if len(record) != len(header):
        message = f"列の数が見出しの {len(header)} 列と合いません({len(record)} 列)。カンマの数を確かめてください。"
        return None, [Fault(file, message, number)]
    cells = {name: _cell(text, model.model_fields[name]) for name, text in zip(header, record, strict=True)}
    unfit = [Fault(file, message, number, column) for column, text in cells.items() if (message := flaw(text))]
    if unfit:
        return None, unfit
    try:
        return model.model_validate(cells), []
    except ValidationError as error:
        return None, faults_of(error, model, file, row=number)
