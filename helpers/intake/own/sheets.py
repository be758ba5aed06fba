"""Reads the workbook of the desk's own tables: from cells, as people write them, to rows, each with its place in a sheet."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.errors import DeskError, Fault, did_you_mean
from helpers.intake import words
from helpers.intake.headings import letters
from helpers.intake.own import Own, Words
from helpers.intake.own.book import CHOICES, CITY_KEY, EXAMPLE, STATE, example
from helpers.intake.sheets import HOUSE_SHEET, Sheet
from helpers.intake.words import Cell, plain
from helpers.ledger import TABLES
from helpers.ledger.checks import duplicates
from helpers.ledger.fields import form_of
from helpers.ledger.reading import Names, Numbered, heading, rows_of
from helpers.ledger.rows import Row
from helpers.notation import WITHHELD
from helpers.terms import TABLE_NAMES

_DEEPEST = 30  # rows above a header
_TABLES = {plain(title): name for name, title in TABLE_NAMES.items()}


@dataclass(frozen=True)
class Header:
    """The row of headings of a sheet: which column of the table each place is, and which marks examples."""

    number: int
    places: dict[str, int]
    headings: list[str]
    mark: int | None
    others: list[int]  # places without a heading

    def shown(self, column: str) -> str:
        """A column as Excel and the sheet call it: I列 値."""
        place = self.places.get(column)
        return column if place is None else f"{letters(place)}列 {self.headings[place]}"


@dataclass
class Book:
    """What a workbook says. ``rows`` by table, numbered as in their sheets; a table without a sheet is not in it."""

    file: str
    rows: dict[str, Numbered] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    headers: dict[str, Header] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    state: dict[str, str] = field(default_factory=dict)  # what the tables were when it was made

    def fault(self, table: str, message: str, row: int | None = None, column: str = "") -> Fault:
        """A fault at a place of a table, named as its sheet names it."""
        shown = self.headers[table].shown(column) if column and table in self.headers else column
        return Fault(self.sheets[table].place, message, row, shown)


def read(sheets: list[Sheet], city: str, tables: dict[str, Own], before: Names) -> Book:
    """The rows of every table in the workbook; ``before``: what claims are called in claims.csv.

    DeskError ``data`` names every cell that cannot be read.
    """
    book = Book(sheets[0].file)
    _check_city(sheets, city, book.file)
    book.state = _state(sheets)
    faults = list(_sort(sheets, tables, book))
    if not faults:
        faults = _read_tables(book, before)
    if faults:
        raise DeskError("data", f"{book.file} に {len(faults)} 件の誤りがあります。何も変えていません。", faults)
    return book


def _check_city(sheets: list[Sheet], city: str, file: str) -> None:
    first = next(sheet for sheet in sheets if sheet.name == HOUSE_SHEET)
    said = next((str(row[0]) for row in first.rows[:5] if row and str(row[0]).startswith(CITY_KEY)), "")
    if said != f"{CITY_KEY}{city}":
        other = said.removeprefix(CITY_KEY)
        message = f"「{other or '(どの市か書かれていない)'}」の表のブックです。{city} に取り込むのは、make workbook CITY={city} で作ったものです。"
        raise DeskError("data", "ほかの市のブックです。", [Fault(f"{file}「{HOUSE_SHEET}」", message)])


def _state(sheets: list[Sheet]) -> dict[str, str]:
    hidden = next((sheet for sheet in sheets if sheet.name == CHOICES and sheet.rows), None)
    if hidden is None or not set(STATE) <= set(hidden.rows[0]):
        return {}
    places = [hidden.rows[0].index(title) for title in STATE]
    return {str(row[places[0]]): str(row[places[1]]) for row in hidden.rows[1:] if row[places[0]]}


def _sort(sheets: list[Sheet], tables: dict[str, Own], book: Book) -> Iterator[Fault]:
    """Put every sheet where it belongs; a sheet that could be a renamed one is a fault."""
    others = []
    for sheet in sheets:
        if sheet.name in (HOUSE_SHEET, CHOICES):
            continue
        if name := _TABLES.get(plain(sheet.name)):
            book.sheets[name] = sheet
        elif any(cell is not None for row in sheet.rows for cell in row):
            others.append(sheet)
    missing = [tables[name].title for name in TABLES if name not in book.sheets]
    for sheet in others:
        if any(_header(sheet, model) for model in TABLES.values()):
            hint = did_you_mean(sheet.name, missing or list(TABLE_NAMES.values()))
            yield Fault(
                sheet.place,
                f"表の見出しがありますが、知らない名のシートです。{hint}作業用なら、別のブックに移してください。",
            )
        else:
            book.told.append(f"{sheet.place}: 表のシートではないので、読みませんでした。")
    for title in missing if not others else ():
        book.told.append(f"{book.file}: 「{title}」のシートがないので、その表は変えません。")


def _header(sheet: Sheet, model: type[Row]) -> Header | None:
    """The row that names at least half of the columns of a table."""
    for number, cells in enumerate(sheet.rows[:_DEEPEST], start=1):
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        found = [heading(text, model) for text in texts]
        known = [name for name in found if name in model.model_fields]
        if len(set(known)) * 2 >= len(model.model_fields):
            return Header(
                number=number,
                places={name: place for place, name in reversed(list(enumerate(found))) if name},
                headings=texts,
                mark=texts.index(EXAMPLE) if EXAMPLE in texts else None,
                others=[place for place, text in enumerate(texts) if not text],
            )
    return None


def _read_tables(book: Book, before: Names) -> list[Fault]:
    faults: list[Fault] = []
    names = before
    for table, model in TABLES.items():  # claims first: the others name them
        if table not in book.sheets:
            continue
        sheet = book.sheets[table]
        header = _header(sheet, model)
        if header is None:
            title = "、".join(example(model))
            faults.append(
                Fault(sheet.place, f"見出しの行がありません。make workbook で作った見出しを残してください({title})。")
            )
            continue
        book.headers[table] = header
        rows, wrong = _rows(sheet, header, model, names)
        book.rows[table] = rows
        faults += [Fault(each.file, each.message, each.row, header.shown(each.column)) for each in wrong]
        if sheet.hidden_rows and (hidden := [n for n, _ in rows if n in sheet.hidden_rows]):
            book.told.append(f"{sheet.place}: 非表示の {len(hidden)} 行も読みました。")
        if table == "claims":
            names = Words.of(rows, before).names
    return faults


def _rows(sheet: Sheet, header: Header, model: type[Row], names: Names) -> tuple[Numbered, list[Fault]]:
    columns = [name for name in header.places if header.places[name] != header.mark]
    records: list[tuple[int, list[str]]] = [(header.number, [*columns, *_twice(header)])]
    faults: list[Fault] = []
    examples = []
    for number in range(header.number + 1, len(sheet.rows) + 1):
        cells = sheet.rows[number - 1]
        if header.mark is not None and _at(cells, header.mark) is not None:
            examples.append(number)
            faults += _example(sheet, header, model, number, len(examples))
        elif any(cell is not None for cell in cells):
            record, wrong = _record(sheet, header, model, number, columns)
            faults += wrong
            if not wrong:
                records.append((number, record))
    rows, wrong = rows_of(records, model, sheet.place, names)
    return rows, [*faults, *wrong, *duplicates(rows, sheet.place)]


def _twice(header: Header) -> list[str]:
    """Headings that stand a second time: to be refused by name."""
    texts = [text for text in header.headings if text and text != EXAMPLE]
    return [text for place, text in enumerate(texts) if text in texts[:place]]


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _example(sheet: Sheet, header: Header, model: type[Row], number: int, count: int) -> Iterator[Fault]:
    """The row that is not read must be the one that the desk wrote: an entry over it would be lost."""
    mark = f"{letters(header.mark or 0)}列"
    cells = sheet.rows[number - 1]
    written = {
        column: words.shown(_at(cells, header.places[column]))
        for column in model.model_fields
        if column in header.places
    }
    if words.shown(_at(cells, header.mark or 0)) != EXAMPLE:
        yield Fault(
            sheet.place, f"この列に書けるのは、読まない行の印「{EXAMPLE}」だけです。消してください。", number, mark
        )
    elif count > 1 or any(text != written.get(column, text) for column, text in example(model).items()):
        yield Fault(
            sheet.place,
            f"「{EXAMPLE}」の印の行が書き換えられています。入力した行なら、印を消してください。",
            number,
            mark,
        )


def _record(
    sheet: Sheet, header: Header, model: type[Row], number: int, columns: list[str]
) -> tuple[list[str], list[Fault]]:
    """The cells of a row as a CSV would have them, and what is wrong with those that cannot be read."""
    cells, faults, record = sheet.rows[number - 1], [], []
    unit = words.shown(_at(cells, header.places["unit"])) if "unit" in header.places else "円"
    for column in columns:
        place = header.places[column]
        value = _at(cells, place)
        try:
            if (number, place) in sheet.filled:
                raise ValueError("結合されたセルです。結合を解いて、行ごとに書いてください。")
            record.append(
                ""
                if value is None
                else _text(value, column, model, sheet.formats.get((number, place), "General"), unit)
            )
        except ValueError as error:
            faults.append(Fault(sheet.place, f"「{words.shown(value)}」: {error}", number, column))
    stray = [
        place for place in (*header.others, *range(len(header.headings), len(cells))) if _at(cells, place) is not None
    ]
    faults += [
        Fault(
            sheet.place,
            f"見出しのない列に「{words.shown(cells[at])}」とあります。消してください。",
            number,
            f"{letters(at)}列",
        )
        for at in stray
    ]
    return record, faults


def _text(value: Cell, column: str, model: type[Row], code: str, unit: str) -> str:
    """A cell in the form that the tables have. ValueError, in Japanese, if it cannot be one."""
    if column not in model.model_fields:
        return words.whole(value)
    if column in ("fiscal_year", "base_year"):
        return str(words.year(value))
    match form_of(model.model_fields[column]):
        case "number" if value == WITHHELD:
            return WITHHELD  # whether the column can be withheld is for the table to say
        case "number":
            return words.number(value, code, unit)
        case "integer":
            return plain(words.whole(value))
        case "day":
            return words.day(value).isoformat()
        case "month":
            return f"{words.month(value):%Y-%m}"
        case "day_or_month":
            return _day_or_month(value, code)
        case "year_or_month" if not isinstance(value, dt.date):
            found = plain(words.whole(value))
            return found if re.fullmatch("[0-9]{4}", found) else f"{words.month(value):%Y-%m}"
        case "year_or_month":
            return f"{words.month(value):%Y-%m}"
        case _:
            return words.whole(value)


def _day_or_month(value: Cell, code: str) -> str:
    if isinstance(value, dt.date):
        return words.day(value).isoformat() if "d" in code.lower() else f"{words.month(value):%Y-%m}"
    try:
        return words.day(value).isoformat()
    except ValueError:
        return f"{words.month(value):%Y-%m}"
