"""The first sheet of a workbook as the cells that a CSV of it would have: a number with the digits that its format shows."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from helpers.errors import Fault, unreadable
from helpers.notation import round_half_up

_MOST_ROWS, _MOST_COLUMNS = 20_000, 100  # of a document that somebody typed
_FORMULA = "formula"  # the heading under which Excel's own formula is meant as one of ours


def records(path: Path, file: str) -> tuple[list[tuple[int, list[str]]], list[Fault]]:
    """The rows that hold anything, with their numbers, and what is wrong with them."""
    if why := unreadable(path):
        return [], [Fault(file, why)]
    try:
        shown, typed = (load_workbook(path, data_only=values).worksheets[0] for values in (True, False))
    except (InvalidFileException, BadZipFile, OSError, ValueError, KeyError, IndexError, SyntaxError, EOFError):
        return [], [Fault(file, "Excel のブックとして読めません。Excel で開いて、.xlsx で保存し直してください。")]
    if shown.max_row > _MOST_ROWS or shown.max_column > _MOST_COLUMNS:
        return [], [Fault(file, f"{_MOST_ROWS:,} 行、{_MOST_COLUMNS} 列までにしてください。")]
    found, faults, header = [], [], []
    for values, cells in zip(shown.iter_rows(), typed.iter_rows(), strict=True):
        header = header or [str(cell.value or "").strip() for cell in values]
        row = [_text(v, c, name == _FORMULA) for v, c, name in zip(values, cells, header, strict=True)]
        number = values[0].row
        faults += [
            Fault(file, "計算の結果が保存されていません。Excel で開いて保存し直してください。", number, name)
            for text, name in zip(row, header, strict=True)
            if text is None
        ]
        if any(row):
            found.append((number, [text or "" for text in row]))
    return found, faults


def _text(value: Cell, typed: Cell, is_ours: bool) -> str | None:
    """What a cell shows; None where a formula was never computed."""
    if typed.data_type == "f":
        if is_ours:
            return str(typed.value)
        if value.value is None:
            return None
    match value.value:
        case None:
            return ""
        case bool() as truth:
            return "TRUE" if truth else "FALSE"
        case int() | float() as number:
            return _number(Decimal(repr(number)), value.number_format)
        case dt.datetime() as moment:
            return moment.date().isoformat()
        case other:
            return str(other)


def _number(value: Decimal, code: str) -> str:
    """``value`` as its format shows it: 0.443 as 44.3% where that is 0.0%. The format says the places, General says all there are."""
    code = _bare(code)
    percent = "%" in code
    value = value * 100 if percent else value
    if re.search("[0#?]", code):
        value = round_half_up(value, places_of(code))
    return f"{value:f}%" if percent else f"{value:f}"


def places_of(code: str) -> int:
    """How many decimals a format of Excel shows."""
    places = re.search(r"\.([0#?]+)", _bare(code))
    return len(places[1]) if places else 0


def _bare(code: str) -> str:
    """What a format does with positive numbers, without its texts and colours."""
    return re.sub(r'"[^"]*"|\\[^ ]|\[[^]]*\]|[_*].', "", code.split(";")[0])
