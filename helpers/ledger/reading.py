"""Read one CSV into rows, with everything that is wrong in it."""

import csv
from pathlib import Path

from pydantic import ValidationError

from helpers.errors import Fault, did_you_mean, faults_of
from helpers.ledger.rows import Row

Numbered = list[tuple[int, Row]]  # rows with their numbers as Excel counts them


def read(path: Path, model: type[Row], file: str) -> tuple[Numbered, list[Fault]]:
    """The good rows of one file, and what is wrong with the others."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except OSError:
        return [], [Fault(file, "ファイルを読めません。フォルダーになっていないか、権限を確かめてください。")]
    except UnicodeDecodeError:
        message = "文字コードが UTF-8 ではありません。Excel の「CSV UTF-8(コンマ区切り)」で保存し直してください。"
        return [], [Fault(file, message)]
    reader = csv.DictReader(lines, restkey="", strict=True)
    columns = list(model.model_fields)
    header = reader.fieldnames or []
    if not set(header) & set(columns):
        return [], [Fault(file, f"列名の行がありません。1 行目に次の列名を書いてください: {','.join(columns)}", 1)]
    faults = [
        Fault(file, "列がありません。data/README.md の列名を 1 行目に書いてください。", 1, c)
        for c in columns
        if c not in header
    ]
    faults += [Fault(file, f"知らない列です。{did_you_mean(c, columns)}", 1, c) for c in header if c not in columns]
    faults += [Fault(file, "同じ列名が二度あります。", 1, c) for c in dict.fromkeys(header) if header.count(c) > 1]
    if faults:
        return [], faults

    rows = []
    try:
        for number, record in enumerate(reader, start=2):
            if not any(text and text.strip() for text in record.values() if isinstance(text, str)) and "" not in record:
                continue  # a row that Excel left empty
            if "" in record or None in record.values():
                faults.append(
                    Fault(
                        file, f"列の数が見出しの {len(columns)} 列と合いません。カンマの数を確かめてください。", number
                    )
                )
                continue
            try:
                rows.append((number, model.model_validate({column: text.strip() for column, text in record.items()})))
            except ValidationError as error:
                faults += faults_of(error, model, file, row=number)
    except csv.Error:
        faults.append(Fault(file, 'CSV として読めません。引用符 " が閉じているか確かめてください。', reader.line_num))
    return rows, faults
