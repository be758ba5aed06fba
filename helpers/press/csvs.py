"""Tables as CSV: UTF-8 with a BOM, so that Excel opens them by a double click, and nothing in them that a program runs."""

import csv
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from helpers.press.document import CSV
from helpers.press.sheets import Sheet
from helpers.printed import read

_RUN = "=+-@＝＋－＠"  # what Excel takes for the start of a formula, in Japan full-width too
_LONGEST_FIGURE = 40  # characters


def write(sheets: Sequence[Sheet], folder: Path) -> None:
    """Write each of ``sheets`` into ``folder``, under the name that :func:`name_of` gives."""
    folder.mkdir(exist_ok=True)
    for sheet in sheets:
        rows = ({field["name"]: record.get(field["name"]) for field in sheet.fields} for record, _ in sheet.rows)
        write_rows(folder / name_of(sheet), {field["name"]: heading(field) for field in sheet.fields}, rows)


def write_rows(path: Path, columns: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write one table: ``columns`` are the headings by the names that the ``rows`` have. A text that Excel would compute when it opens the
    file stands behind an apostrophe.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.values())
        writer.writerows([_inert(row[name]) for name in columns] for row in rows)


def heading(field: Mapping[str, str]) -> str:
    """The heading of a column, with its unit."""
    return f"{field['title']}（{field['unit']}）" if field["unit"] else field["title"]


def name_of(sheet: Sheet) -> str:
    """``04-trend.csv``, the number in print and the id of a table, of a series what its ids share; ``figures.csv`` of a sheet of its own."""
    ids = [part.table["name"].removeprefix("tbl-") for part in sheet.parts]
    alike = (
        one
        for one, other in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(min(ids), max(ids), strict=False))
    )
    shared = re.sub(r"[^\w-]", "-", "".join(alike)).rstrip("-")  # an id of an analyst's own may hold anything
    number = sheet.parts[0].number
    return f"{number:02}-{shared}.csv" if number else f"{shared}.csv"


def files_of(sheets: Sequence[Sheet]) -> dict[str, str]:
    """The file of each table, as seen from the report, by the id of the table."""
    return {part.table["name"]: f"{CSV}/{name_of(sheet)}" for sheet in sheets for part in sheet.parts}


def _inert(value: object) -> str | None:
    """``value`` as a cell of a CSV that only says something: a number in digits, a text that no program runs."""
    if value is None or isinstance(value, bool):
        return value and str(value)
    if isinstance(value, int | float):
        return f"{Decimal(repr(value)):f}"  # not 1e-05
    if not value:
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")  # a lone \r would begin a row
    runs = text[0] == "\t" or text.lstrip()[:1] in tuple(_RUN)
    return f"'{text}" if runs and not _is_figure(text) else text


def _is_figure(text: str) -> bool:
    """Whether ``text`` is a figure as documents print it (+4.0%, -1,234) or a dash."""
    if len(text) > _LONGEST_FIGURE:
        return False
    try:
        read(text)
    except ValueError:
        return False
    return not text[0].isspace()
