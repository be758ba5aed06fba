"""``make workbook``: the desk's own tables as one workbook, a sheet a table, with choices to pick from and a page that explains it."""

from dataclasses import dataclass

from pydantic.fields import FieldInfo
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers.intake import looks as house
from helpers.intake.headings import letters
from helpers.intake.own import Own, Words, digest
from helpers.intake.sheets import HOUSE_MARK, HOUSE_SHEET
from helpers.ledger.fields import Form, form_of, may_be_blank
from helpers.ledger.reading import choices_of
from helpers.ledger.rows import Row
from helpers.notation import MONEY, WITHHELD
from helpers.terms import AGGREGATE_NAMES, CLASSES, CODE_WORDS, COLUMN_NAMES

EXAMPLE = "例"  # in the first column: the heading of marks, and the mark of the row that is not read back
CHOICES = "選択肢"
STATE = ("表", "作成時")  # headings of the columns that say what the tables were when the workbook was made
CITY_KEY = "市: "
HEADER_ROW = 2  # counted from 0: a title and a line of advice above
_ROOM = 1000  # rows below the last in which choices are offered
_FONT = {**house.FONT, "valign": "top"}
_UNITS = (*MONEY, "%", "ポイント", "件", "人", "回", "日", "時間", "倍", "位")
_LONG = ("text", "content", "caution", "rollout", "heading", "title", "item")
_FORMS: dict[Form, tuple[str, str]] = {  # what a column takes, and an example
    "number": ("数値(印刷された桁のまま。負の数は ▲ か -)", "1234"),
    "integer": ("整数", "1"),
    "day": ("日付(2025-10-31、令和7年10月末)", "2025-10-31"),
    "day_or_month": ("日付か月(2025-11-04、2025-11)", "2025-11"),
    "month": ("月(2025-11、令和7年11月)", "2025-11"),
    "year_or_month": ("年度か月(2026、2026-09)", "2026"),
    "text": ("文字", ""),
}
_EXAMPLES = {
    "fiscal_year": "2025", "base_year": "", "claim": "市税", "part_of": "", "classes": CLASSES["tax"], "unit": "千円", "approx": "",
    "source": "資料1 P2", "bureau": "財政局", "division": "税務部", "section": "収納課", "name": "名前の例", "short_name": "短い名前の例",
    "number": "1", "text": "取組を短くまとめた文", "title": "収入未済額の状況", "as_of": "2025-10-31", "meeting": "2026-01-20",
    "reason": "対象としない理由", "account": "一般会計", "figure": "97.81%", "formula": "", "edition": "2025", "topic": "background",
    "plan": "plan5", "tool": "sms", "collector_bureau": "", "collector_section": "", "group": "", "heading": "", "item": "", "note": "",
}  # fmt: skip


def example(model: type[Row]) -> dict[str, str]:
    """The row that shows how one is written."""
    return {column: _example(model, column) for column in model.model_fields}


def _example(model: type[Row], column: str) -> str:
    choices = [choice for choice in choices_of(model.model_fields[column]) if choice]
    if column == "claim" and "claim" not in model.claims:
        return "municipal_tax"
    if choices and column not in _EXAMPLES:
        return CODE_WORDS[choices[0]][0] if choices[0] in CODE_WORDS else choices[0]
    return _EXAMPLES.get(column, _FORMS[form_of(model.model_fields[column])][1] or f"{COLUMN_NAMES[column]}の例")


@dataclass(frozen=True)
class _Looks:
    title: Format
    head: Format
    cell: Format
    example: Format
    book: Workbook

    def number(self, text: str) -> Format:
        """A number with the digits that it was printed with."""
        places = decimals_of_text(text)
        return self.book.add_format({**_FONT, "num_format": "#,##0" + ("." + "0" * places if places else "")})


def decimals_of_text(text: str) -> int:
    return len(text.partition(".")[2])


def content(city: str, name: str, tables: dict[str, Own], catalogue: dict[str, str], bureaus: list[str]) -> bytes:
    """The bytes of the workbook of ``city``, called ``name``. ``catalogue``: kinds of claims, identifier → name. The same tables give the
    same bytes.
    """
    words = Words.of(tables["claims"].rows)

    def fill(book: Workbook) -> None:
        looks = _Looks(
            title=book.add_format({**_FONT, "bold": True, "font_size": 12}),
            head=book.add_format({**_FONT, **house.HEAD}),
            cell=book.add_format({**_FONT, **house.TEXT}),
            example=book.add_format({**_FONT, **house.EXAMPLE}),
            book=book,
        )
        first = book.add_worksheet(HOUSE_SHEET)
        lists = _lists(words, catalogue, bureaus)
        for table in tables.values():
            _sheet(book.add_worksheet(table.title), table, words, lists, looks)
        _choices(book.add_worksheet(CHOICES), lists, tables)
        _explain(first, city, name, tables, looks)

    return house.made(fill)


def _lists(words: Words, catalogue: dict[str, str], bureaus: list[str]) -> dict[str, list[str]]:
    """The closed choices that are the same in every table, by the name of their list."""
    own = [title for claim, title in words.titles.items() if claim not in AGGREGATE_NAMES]
    return {
        "債権": [*own, *AGGREGATE_NAMES.values()], "まとめ先": own, "債権の種類": list(catalogue), "その名": list(catalogue.values()),
        "局": bureaus, "単位": list(_UNITS),
    }  # fmt: skip


def _list_of(model: type[Row], column: str, lists: dict[str, list[str]]) -> tuple[str, list[str]] | None:
    """The list that a column picks from, and its words; None if anything may stand there."""
    if column in model.claims:
        return ("まとめ先" if column == "part_of" else "債権"), lists["まとめ先" if column == "part_of" else "債権"]
    if column == "claim":
        return "債権の種類", lists["債権の種類"]
    if column in ("bureau", "collector_bureau"):
        return "局", lists["局"]
    if column == "unit":
        return "単位", lists["単位"]
    choices = [choice for choice in choices_of(model.model_fields[column]) if choice]
    return ("", [CODE_WORDS[c][0] if c in CODE_WORDS else c for c in choices]) if choices else None


def _sheet(sheet: Worksheet, table: Own, words: Words, lists: dict[str, list[str]], looks: _Looks) -> None:
    columns = list(table.model.model_fields)
    sheet.write_string(0, 0, f"{table.title}({table.name}.csv)", looks.title)
    sheet.write_string(1, 0, "一行に一つ。灰色の例の行は読みません。各列の書き方は「はじめに」にあります。", looks.cell)
    sheet.write_row(HEADER_ROW, 0, [EXAMPLE, *(COLUMN_NAMES[column] for column in columns)], looks.head)
    sheet.write_row(HEADER_ROW + 1, 0, [EXAMPLE, *example(table.model).values()], looks.example)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    house.across(sheet)
    sheet.set_column(0, 0, 5, looks.cell)
    for place, column in enumerate(columns, start=1):
        sheet.set_column(place, place, 40 if column in _LONG else 18, looks.cell)
    top = HEADER_ROW + 2
    formats: dict[int, Format] = {}
    for number, (_, row) in enumerate(table.rows, start=top):
        for place, (column, text) in enumerate(words.row(table.model, row).items(), start=1):
            if text not in ("", WITHHELD) and form_of(table.model.model_fields[column]) == "number":
                look = formats.setdefault(decimals_of_text(text), looks.number(text))
                sheet.write_number(number, place, float(text), look)
            elif text:
                sheet.write_string(number, place, text, looks.cell)
    bottom = top + len(table.rows) + _ROOM
    for place, column in enumerate(columns, start=1):
        if (found := _list_of(table.model, column, lists)) and found[1]:
            _dropdown(sheet, top, bottom, place, column, *found, lists)


def _dropdown(
    sheet: Worksheet, top: int, bottom: int, place: int, column: str, name: str, known: list[str], lists: dict
) -> None:
    letter = letters(list(lists).index(name)) if name else ""
    source: object = f"={CHOICES}!${letter}$2:${letter}${len(known) + 1}" if name else known
    sheet.data_validation(
        top, place, bottom, place,
        {"validate": "list", "source": source, "show_error": column not in ("unit", "bureau", "collector_bureau"),
         "error_title": "一覧から選んでください", "error_message": "選択肢にある言葉だけが使えます。"},
    )  # fmt: skip


def _choices(sheet: Worksheet, lists: dict[str, list[str]], tables: dict[str, Own]) -> None:
    columns = {
        **lists,
        STATE[0]: list(tables),
        STATE[1]: [digest([row for _, row in own.rows]) for own in tables.values()],
    }
    for place, (title, known) in enumerate(columns.items()):
        sheet.write_column(0, place, [title, *known])
        sheet.set_column(place, place, 24)


def _explain(sheet: Worksheet, city: str, name: str, tables: dict[str, Own], looks: _Looks) -> None:
    house.across(sheet)
    sheet.set_column(0, 0, 26, looks.cell)
    sheet.set_column(1, 1, 22, looks.cell)
    sheet.set_column(2, 2, 90, looks.cell)
    lines: list[tuple[str, ...]] = [
        (f"{HOUSE_MARK}({name})",),
        (f"{CITY_KEY}{city}",),
        *((text,) for text in _ADVICE.format(city=city).splitlines()),
        ("シート", "列", "書くもの"),
    ]
    for table in tables.values():
        for column, field in table.model.model_fields.items():
            lines.append((table.title, COLUMN_NAMES[column], _meaning(table.model, column, field)))
    for number, line in enumerate(lines):
        sheet.write_row(
            number, 0, line, looks.title if number == 0 else looks.head if line[0] == "シート" else looks.cell
        )


def _meaning(model: type[Row], column: str, field: FieldInfo) -> str:
    known = [choice for choice in choices_of(field) if choice]
    if column in model.claims:
        what = "債権の名前(「債権」のシートにあるもの)"
    elif column == "claim":
        what = "債権の種類の識別子(「選択肢」のシート)"
    elif column == "classes":
        what = "、".join(CLASSES.values()) + "(複数は「、」でつなぐ)"
    elif known:
        what = " / ".join(CODE_WORDS[c][0] if c in CODE_WORDS else c for c in known)
    elif column == "unit":
        what = "、".join(_UNITS) + " など"
    elif column in ("fiscal_year", "base_year"):
        what = "年度(2025、令和7年度)"
    else:
        what = _FORMS[form_of(field)][0]
    return f"{what}。なければ空欄" if may_be_blank(field) else what


_ADVICE = """\
1 シートごとに一つの表です。見出しの下に、一行に一つずつ書きます。上の表題と、灰色の「例」の行は読みません。
2 決まった語の列には一覧が出ます。数値はカンマ、▲、△、( )、円があっても読みますが、単位の列と違う単位を付けると止まります。
3 空いている行の数値は、書いたとおりの桁で読みます(97.10 の 0 も残ります)。
4 行を消すと、その行は表から消えます。シートを消しても、表は変わりません。見出しの名は変えないでください。
5 保存して、make import CITY={city} FILES=(このブック) を実行すると、加わる行、変わる行、消える行を示します。
   そのとおりなら APPLY=1 を付けて、もう一度実行します。誤りがあれば、シートとセルを示し、何も変えません。
6 出典が「取込 」で始まる行は、会計システムの書き出しから入ったものです。ここで直しても、次の取り込みで戻ります。"""
