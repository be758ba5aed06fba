"""Read one CSV into rows, with everything that is wrong in it."""

import csv
import io
from pathlib import Path

from pydantic import ValidationError

from helpers.cells import flaw
from helpers.errors import UNREADABLE, Fault, cut, did_you_mean, faults_of, unreadable
from helpers.ledger.rows import Row

# Far more than a city has: what is wrong with such a file is told at once, not row by row.
_MOST_ROWS, _MOST_COLUMNS = 200_000, 1_000

Numbered = list[tuple[int, Row]]  # rows with their numbers as Excel counts them


def read(path: Path, model: type[Row], file: str) -> tuple[Numbered, list[Fault]]:
    """The good rows of one file, and what is wrong with the others."""
    if why := unreadable(path):
        return [], [Fault(file, why)]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        return [], [Fault(file, UNREADABLE)]
    except UnicodeDecodeError:
        message = "文字コードが UTF-8 ではありません。Excel の「CSV UTF-8(コンマ区切り)」で保存し直してください。"
        return [], [Fault(file, message)]
    records, faults = _records(text, file)
    if faults and not records:
        return [], faults
    columns = list(model.model_fields)
    start, header = records[0] if records else (1, [])
    header = [
        name.replace("\ufeff", "").strip() for name in header
    ]  # a file that was put together from two has two BOMs
    if len(header) > _MOST_COLUMNS:
        return [], [Fault(file, f"列が多すぎます({len(header):,} 列)。data/README.md の列だけにしてください。", start)]
    if not set(header) & set(columns):
        return [], [Fault(file, f"列名の行がありません。1 行目に次の列名を書いてください: {','.join(columns)}", start)]
    wrong = [
        Fault(file, "列がありません。data/README.md の列名を 1 行目に書いてください。", start, column)
        for column in columns
        if column not in header
    ]
    wrong += [
        Fault(file, f"知らない列です。{did_you_mean(c, columns)}", start, cut(c)) for c in header if c not in columns
    ]
    wrong += [Fault(file, "同じ列名が二度あります。", start, c) for c in dict.fromkeys(header) if header.count(c) > 1]
    if wrong:
        return [], wrong

    rows = []
    for number, record in records[1:]:
        if len(record) != len(header):
            message = f"列の数が見出しの {len(header)} 列と合いません({len(record)} 列)。カンマの数を確かめてください。"
            faults.append(Fault(file, message, number))
            continue
        cells = dict(zip(header, (text.strip() for text in record), strict=True))
        unfit = [Fault(file, message, number, column) for column, text in cells.items() if (message := flaw(text))]
        faults += unfit
        if unfit:
            continue
        try:
            rows.append((number, model.model_validate(cells)))
        except ValidationError as error:
            faults += faults_of(error, model, file, row=number)
    return rows, faults


def _records(text: str, file: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
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
