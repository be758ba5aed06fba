"""Write the tables of executed notebooks to an Excel workbook that opens right in a viewer that computes nothing."""

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from copy import copy
from decimal import Decimal
from pathlib import Path

import numpy as np
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from helpers import cells, palette
from helpers.errors import DeskError, Fault, cut
from helpers.press import executed
from helpers.press.document import Document
from helpers.press.sheets import Part, Sheet, sheets

TABLE = "application/vnd.dataresource+json"
_FONT = "游ゴシック"
_HEADER = {
    "font": Font(name=_FONT, bold=True),
    "fill": PatternFill("solid", fgColor=palette.HEAD[1:].upper()),
    "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
}
_LINE = Border(*[Side(style="thin", color="BBBBBB")] * 4)
_WIDEST = 40
_LINE_HEIGHT = 18  # points
_HIGHEST = 409  # points, Excel's limit of a row
_LARGEST = Decimal("9.99e307")
_CONTENTS = "目次"
_LINK = Font(name=_FONT, color="0563C1", underline="single")
_BACK = "目次へ戻る"


def write(document: Document, sections: Path, path: Path) -> None:
    """Write ``path``: a cover, the contents, the notes, and the sheets of all tables that the notebooks in ``sections`` show."""
    write_tables(document, shown(document, sections), path)


def shown(document: Document, sections: Path) -> list[tuple[str, dict]]:
    """The tables that the executed notebooks in ``sections`` show, each with the title of its section."""
    return [
        (chapter.title, table)
        for chapter in document.chapters
        for table in tables(sections / f"{chapter.notebook}.ipynb")
    ]


def write_tables(document: Document, shown: Sequence[tuple[str, dict]], path: Path) -> None:
    """Likewise for tables at hand: the title of the section of each, and the table as a Tabular Data Resource.

    A text is written as a text, whatever Excel would make of it (=1+1, #N/A). DeskError ``document`` names every cell that Excel
    cannot hold, or not with all its digits.
    """
    if faults := list(_faults(document, [table for _, table in shown])):
        raise DeskError("document", f"Excel に書けない値が {len(faults)} 件あります。", faults)
    book, of_tables = Workbook(), sheets(shown)
    _cover(book.active, document)
    _contents(book.create_sheet(_CONTENTS), of_tables)
    _notes(book.create_sheet("注記"), document, of_tables)
    for sheet in of_tables:
        _table(book.create_sheet(sheet.name), sheet)
    for sheet in book.worksheets:
        sheet.oddHeader.left.text = "&A"
        sheet.oddFooter.center.text = "&P / &N"
        if document.edition:
            sheet.oddFooter.left.text = document.edition
        sheet.sheet_view.showGridLines = False
    book.properties.title = document.title
    book.properties.creator = ""
    _save(book, path, dt.datetime.fromisoformat(document.date))


def tables(notebook: Path) -> list[dict]:
    """The tables that an executed notebook shows, in its order, as Tabular Data Resources."""
    return executed.shown(notebook, TABLE)


def flaw(value: object, number: bool = False) -> str:
    """Why ``value`` cannot stand in a cell, in Japanese; empty if it can. ``number``: of a column of numbers.

    A cell holds nothing, a text, a number of up to 15 digits (of a longer one Excel would quietly make another), or, outside of numbers, true
    or false. Dates are written as texts: Excel's begin in 1900 and know no eras.
    """
    match _plain(value):
        case None | "":
            return ""
        case bool() | str() if number:
            return f"数値の列に、数値でない値「{_legible(str(value))}」があります。"
        case bool():
            return ""
        case str() as text:
            return cells.flaw(text)
        case int() | float() | Decimal() as amount:
            return _flaw_of_number(amount)
    return f"{type(value).__name__} 型の値は書けません。文字列か数値にしてください(日付は印刷するとおりの文字列に)。"


def _flaw_of_number(amount: int | float | Decimal) -> str:
    exact = Decimal(amount)
    if not exact.is_finite():
        return f"数値ではない値「{exact}」があります。値がないところは、空欄(None)にしてください。"
    if abs(exact) > _LARGEST:
        return "Excel で扱える数値の大きさを超えています。"
    # Of a float the digits that are meant are not known, and Excel keeps what a float keeps.
    if not isinstance(amount, float) and (digits := cells.digits_of(exact)) > cells.DIGITS:
        return f"{digits} 桁の数値があります。Excel は {cells.DIGITS} 桁までしか覚えません。単位を大きくするか、丸めてください。"
    return ""


def _faults(document: Document, tables: list[dict]) -> Iterator[Fault]:
    """What cannot be written, with its place: rows as the sheet of a table counts them."""
    texts = [
        ("表紙", [document.title, document.subtitle]),
        *((chapter.title, [chapter.title, *chapter.notes]) for chapter in document.chapters),
        *((f"表「{table['title']}」", [table["title"], *table["notes"]]) for table in tables),
    ]
    yield from (Fault(_legible(where), found) for where, own in texts for text in own if (found := flaw(text)))
    for table in tables:
        where, fields = _legible(f"表「{table['title']}」"), table["schema"]["fields"]
        yield from (Fault(where, found, 1, _legible(f["title"])) for f in fields if (found := flaw(_heading(f))))
        for row, record in enumerate(table["data"], start=2):
            for field in fields:
                if found := flaw(record[field["name"]], field["type"] == "number"):
                    yield Fault(where, found, row, _legible(field["title"]))


def _plain(value: object) -> object:
    """A scalar of numpy as the Python value it stands for, a text with the line breaks of Excel, anything else as it is."""
    if isinstance(value, np.floating):
        return float(str(value))  # a float32 of 0.1 is meant as 0.1
    if isinstance(value, np.generic):
        return value.item()
    return re.sub("\r\n?", "\n", value) if isinstance(value, str) else value


def _fill(cell: Cell, value: object) -> None:
    """Put ``value`` into ``cell``. openpyxl takes a text for a formula or an error by its first character."""
    value = _plain(value)
    cell.value = None if value == "" else value
    if isinstance(value, str) and value:
        cell.data_type = "s"
        cell.quotePrefix = value[0] in "=+-@"  # still a text after somebody edits it


def _legible(text: str) -> str:
    """``text`` for a message: short, and without what a terminal would act on."""
    return cut(cells.UNWRITABLE.sub("□", text))


def _cover(sheet: Worksheet, document: Document) -> None:
    sheet.title = "表紙"
    lines = [
        (document.title, 18),
        (document.subtitle, 12),
        ("", 11),
        ("表は目次から開けます。どのシートからも、左上のセル（A1）で目次に戻れます。", 11),
        ("数値は報告書に印刷した桁で入っています。", 11),
        ("同じ形の表は、一つのシートにまとめ、表の番号と、どれの表かを示す列を付けています。", 11),
    ]
    for row, (text, size) in enumerate(lines, start=2):
        _fill(sheet.cell(row, 2), text)
        sheet.cell(row, 2).font = Font(name=_FONT, size=size, bold=row == 2)
    sheet.column_dimensions["B"].width = 80
    sheet.column_dimensions["A"].width = 14
    _fill(sheet["A1"], _CONTENTS)
    _link(sheet["A1"], _CONTENTS)
    sheet["A1"].font = _LINK
    _page(sheet, landscape=False)


def _contents(sheet: Worksheet, of_tables: list[Sheet]) -> None:
    """A line for every table, in the order of print; of a series, it leads to the row where the table begins."""
    _header(sheet, ["シート", "表", "資料"])
    listed: list[tuple[Sheet, Part]] = [(entry, part) for entry in of_tables for part in entry.parts]
    for row, (entry, part) in enumerate(sorted(listed, key=lambda one: one[1].number), start=2):
        for column, text in enumerate((entry.name, part.table["title"], entry.chapter), start=1):
            _fill(sheet.cell(row, column), text)
            sheet.cell(row, column).font = Font(name=_FONT)
        _link(sheet.cell(row, 1), entry.name, 1 if part is entry.parts[0] else part.first)
        sheet.cell(row, 1).font = _LINK
    _fit(sheet, widest=100)
    _page(sheet, landscape=False)


def _link(cell: Cell, name: str, row: int = 1, tip: str | None = None) -> None:
    """Make ``cell`` lead to the beginning of a row of the sheet ``name``."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(name)}!A{row}", tooltip=tip)


def _notes(sheet: Worksheet, document: Document, of_tables: list[Sheet]) -> None:
    _header(sheet, ["対象", "注記"], back=True)
    rows = [
        (
            "全体",
            "数値の列には数値だけを入れ、該当や値がなければ空欄とする。皆増、資料なしなどの語は、隣の備考の列にある。",
        ),
        ("全体", "注記の「-」、網掛け、太字、下線は、印刷した報告書での表し方である。"),
    ]
    rows += dict.fromkeys((one.name, note) for one in of_tables for part in one.parts for note in part.table["notes"])
    rows += [(chapter.title, note) for chapter in document.chapters for note in chapter.notes]
    for row, values in enumerate(rows, start=2):
        for column, text in enumerate(values, start=1):
            cell = sheet.cell(row, column)
            _fill(cell, text)
            cell.font, cell.alignment = Font(name=_FONT), Alignment(wrap_text=True, vertical="top")
    _fit(sheet)
    _page(sheet, landscape=False)


def _table(sheet: Worksheet, own: Sheet) -> None:
    """One header row, one value a cell, numbers as numbers; the unit stands in the header."""
    fields, styled = own.fields, {}
    _header(sheet, [_heading(field) for field in fields], back=True)
    for row, (record, formats) in enumerate(own.rows, start=2):
        for column, field in enumerate(fields, start=1):
            cell, number, digits = sheet.cell(row, column), field["type"] == "number", formats.get(field["name"])
            if like := styled.get((number, digits)):
                cell._style = copy(like._style)
            else:
                styled[number, digits] = _style(cell, number, digits)
            _fill(cell, record.get(field["name"]))
    _fit(sheet)
    sheet.auto_filter.ref = sheet.dimensions
    _page(sheet, landscape=len(fields) > 6)


def _style(cell: Cell, number: bool, digits: str | None) -> Cell:
    cell.font, cell.border = Font(name=_FONT), _LINE
    cell.alignment = Alignment(vertical="top", wrap_text=not number, indent=1, horizontal="right" if number else "left")
    if digits is not None:
        cell.number_format = digits
    return cell


def _heading(field: dict) -> str:
    return f"{field['title']}（{field['unit']}）" if field["unit"] else field["title"]


def _header(sheet: Worksheet, titles: list[str], back: bool = False) -> None:
    """The headings; ``back``: the first, which stays in sight, leads to the contents. A cell of its own would be one more column."""
    for column, title in enumerate(titles, start=1):
        cell = sheet.cell(1, column)
        _fill(cell, title)
        cell.font, cell.fill, cell.alignment, cell.border = *_HEADER.values(), _LINE
    if back:
        _link(sheet["A1"], _CONTENTS, tip=_BACK)
        sheet["A1"].font = Font(name=_FONT, bold=True, color="0563C1", underline="single")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _fit(sheet: Worksheet, widest: int = _WIDEST) -> None:
    """Columns as wide as their longest line up to a limit, rows as high as the lines that then wrap."""
    rows: dict[int, int] = {}
    for column, own in enumerate(sheet.columns, start=1):
        longest = max((width_of(line) for cell in own for line in _lines(cell.value)), default=0)
        width = min(widest, longest + 3)
        sheet.column_dimensions[get_column_letter(column)].width = width
        for cell in own:
            # Two characters of slack: Excel wraps a little before the column is full.
            needed = sum(max(1, -(-width_of(line) // (width - 2))) for line in _lines(cell.value))
            rows[cell.row] = max(rows.get(cell.row, 1), needed)
    for row, lines in rows.items():
        sheet.row_dimensions[row].height = min(_HIGHEST, _LINE_HEIGHT * lines)


def _lines(value: object) -> list[str]:
    return [] if value is None else str(value).splitlines()


def width_of(line: str) -> int:
    """Columns that ``line`` takes, a full-width character two."""
    return sum(2 if unicodedata.east_asian_width(character) in "FWA" else 1 for character in line)


def _page(sheet: Worksheet, landscape: bool) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _save(book: Workbook, path: Path, date: dt.datetime) -> None:
    """Save with ``date`` in place of the clock, which openpyxl writes into the properties and into every zip entry."""
    stream = io.BytesIO()
    book.properties.created = date
    book.save(stream)
    book.properties.modified = date
    with zipfile.ZipFile(stream) as written, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in written.infolist():
            content = written.read(entry)
            if entry.filename == "docProps/core.xml":
                content = tostring(book.properties.to_tree())
            info = zipfile.ZipInfo(entry.filename, date_time=date.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
