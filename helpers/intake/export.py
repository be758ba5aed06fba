"""The lines of an export of settled revenue: one account of one department in one fiscal year, with its five amounts."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from helpers.errors import DeskError, Fault, runs
from helpers.intake import headings, words
from helpers.intake.headings import LEVELS, ExportNames, Header
from helpers.intake.sheets import Sheet
from helpers.intake.words import Cell, plain
from helpers.params import Money
from helpers.printed import adds_up
from helpers.terms import AMOUNTS

Amounts = dict[str, Decimal]
Found = TypeVar("Found")
# 小計, 【合計】, 款計, 一般会計 合計: but no account whose name only ends in 計 (統計).
_TOTAL = re.compile(r"[\[【(*※]*(.*(小計|合計|総計|累計)|[款項目節課部局]?計|(歳入|会計)計)[\]】)*]*")
UNNAMED = "(名称なし)"  # an account that has a code only
_LAST_CLOSING_MONTH = 8  # the accounts of a year are settled by the end of August (three months after they close)


@dataclass(frozen=True)
class Line:
    """One line. ``amounts`` has each amount that the export has, in ``unit``; what it leaves blank is 0."""

    file: str
    sheet: str
    row: int
    year: int
    month: dt.date | None
    budget: str  # 現年度, 繰越明許 …
    account: str
    account_code: str
    code: str  # 1-1-1-1-11
    name: str
    section: str
    section_code: str
    unit: Money
    amounts: Amounts

    @property
    def place(self) -> str:
        return f"{self.file}「{self.sheet}」" if self.sheet else self.file

    @property
    def money(self) -> tuple[Decimal, ...]:
        return tuple(self.amounts.values())

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still owed, was written off, or is to be paid back."""
        return any(amount for name, amount in self.amounts.items() if name not in ("assessed", "collected"))


@dataclass
class Export:
    """What was read. ``told``: what a person should know and that stops nothing, and where it was found."""

    lines: list[Line] = field(default_factory=list)
    told: dict[str, list[str]] = field(default_factory=dict)

    def tell(self, place: str, text: str) -> None:
        self.told.setdefault(text, []).append(place)

    @property
    def notices(self) -> list[str]:
        return [f"{'、'.join(places)}: {text}" for text, places in self.told.items()]

    @property
    def years(self) -> list[int]:
        return sorted({line.year for line in self.lines})


def load(files: list[list[Sheet]], names: ExportNames, city: str) -> Export:
    """Every line of every file. DeskError ``data`` names every cell that cannot be read and every line whose amounts disagree."""
    export = Export()
    faults: list[Fault] = []
    for sheets in files:
        headers = {sheet.place: headings.find(sheet, names) for sheet in sheets}
        if not any(headers.values()):
            message = f"{sheets[0].file} に、歳入の見出しの行が見つかりません。{headings.how_to_name(city)}"
            raise DeskError("data", message, headings.missing(sheets, names))
        for sheet in sheets:
            if header := headers[sheet.place]:
                faults += _read_sheet(sheet, header, names, export)
            elif any(cell is not None for row in sheet.rows for cell in row):
                export.tell(sheet.place, "歳入の見出しがないので、読みませんでした。")
    if faults:
        raise DeskError("data", f"取り込むファイルに {len(faults)} 件の誤りがあります。何も変えていません。", faults)
    return export


def _read_sheet(sheet: Sheet, header: Header, names: ExportNames, export: Export) -> list[Fault]:
    """Add the lines of a sheet to ``export``; returns what is wrong with the others."""
    unit = header.unit or "円"
    if not header.unit:
        export.tell(sheet.place, "金額の単位が書かれていないので、円として読みました(違えば export.yaml に unit を)。")
    totals, bare = [], []
    faults: list[Fault] = []
    before = len(export.lines)
    for number in range(header.last_row + 1, len(sheet.rows) + 1):
        row = _Row(sheet, header, number, faults)
        if row.is_blank or row.is_heading:
            continue
        if row.is_total:
            totals.append(number)
        elif not row.has_amounts:
            bare.append(number)
        else:
            known = len(faults)
            line = _line(row, unit, names)
            if len(faults) == known:
                faults += _identity(line, header)
                export.lines.append(line)
    if not faults and len(export.lines) == before:
        export.tell(sheet.place, "見出しだけで、科目の行がありません。")
    for text in _aside(sheet, header, totals, bare):
        export.tell(sheet.place, text)
    return faults


def _aside(sheet: Sheet, header: Header, totals: list[int], bare: list[int]) -> Iterator[str]:
    """What was left aside in a sheet, or may have been overlooked."""
    if totals:
        yield f"小計・合計の {len(totals)} 行は、足しませんでした({'、'.join(runs(totals))}行目)。"
    if bare:
        yield f"金額のない {len(bare)} 行(注記・見出し)は、読みませんでした({'、'.join(runs(bare))}行目)。"
    if hidden := sorted(number for number in sheet.hidden_rows if number > header.last_row):
        yield f"非表示の {len(hidden)} 行も読みました({'、'.join(runs(hidden))}行目)。"
    if sheet.hidden:
        yield "非表示のシートも読みました。"
    if header.unread:
        yield f"使わない列: {'、'.join(header.unread)}。"


class _Row:
    """One row under a header; what is wrong in its cells goes into ``faults``."""

    def __init__(self, sheet: Sheet, header: Header, number: int, faults: list[Fault]):
        self.sheet, self.header, self.number, self.faults = sheet, header, number, faults
        self.cells = sheet.rows[number - 1]

    def cell(self, name: str) -> Cell:
        """The cell in the column of a field. An amount that merging put there is in another row already."""
        place = self.header.places.get(name)
        if place is None or place >= len(self.cells) or (name in AMOUNTS and (self.number, place) in self.sheet.filled):
            return None
        return self.cells[place]

    @property
    def is_blank(self) -> bool:
        return all(cell is None for cell in self.cells)

    @property
    def is_heading(self) -> bool:
        """The header again, at the top of the next printed page."""
        fields = [name for name in ("name", *AMOUNTS) if name in self.header.places]
        return all(words.shown(self.cell(name)) == self.header.headings[self.header.places[name]] for name in fields)

    @property
    def is_total(self) -> bool:
        amounts = {self.header.places.get(name) for name in AMOUNTS}
        texts = [cell for place, cell in enumerate(self.cells) if isinstance(cell, str) and place not in amounts]
        return any(_TOTAL.fullmatch(plain(cell)) for cell in texts)

    @property
    def has_amounts(self) -> bool:
        return any(plain(words.shown(self.cell(name))) not in ("", "-") for name in AMOUNTS)

    def read(self, name: str, how: Callable[[Cell], Found]) -> Found | None:
        """What ``how`` makes of the cell of a field; None, and a fault, if it refuses."""
        value = self.cell(name)
        try:
            return how(value)
        except ValueError as error:
            self.refuse(name, f"「{words.shown(value)}」: {error}")
            return None

    def refuse(self, name: str, why: str) -> None:
        column = self.header.column(name) if name in self.header.places else ""
        self.faults.append(Fault(self.sheet.place, why, self.number, column))


def _line(row: _Row, unit: Money, names: ExportNames) -> Line:
    """The line in a row. What is wrong in it stands in the faults of the row, and then the line is not to be used."""
    texts = {name: row.read(name, words.text) or "" for name in ("budget", "account", "name", "section")}
    codes = {name: row.read(name, words.code) or "" for name in ("account_code", "section_code", "code", *LEVELS)}
    if not texts["name"] and not codes["code"] and not any(codes[level] for level in LEVELS):
        row.refuse("name", "科目名称がありません。合計の行なら「合計」と書き、要らない行なら消してください。")
    held = {name: row.read(name, lambda cell: words.amount(cell, whole=unit == "円")) for name in AMOUNTS}
    month = row.read("month", words.month) if row.cell("month") is not None else None
    return Line(
        file=row.sheet.file,
        sheet=row.sheet.name,
        row=row.number,
        year=_year(row, month),
        month=month,
        account=texts["account"] or codes["account_code"],
        section=texts["section"] or codes["section_code"],
        **{name: codes[name] for name in ("account_code", "section_code")},
        budget=texts["budget"],
        name=texts["name"] or UNNAMED,
        code=codes["code"] or _joined([codes[level] for level in LEVELS]),
        unit=unit,
        amounts={name: held[name] or Decimal(0) for name in AMOUNTS if name not in names.absent},
    )


def _joined(levels: list[str]) -> str:
    """款-項-目-節-細節-細々節, without the levels below the last that is used."""
    while levels and levels[-1] in ("", "0"):
        levels.pop()
    return "-".join(level or "0" for level in levels)


def _year(row: _Row, month: dt.date | None) -> int:
    """The fiscal year of a line: its own, else that of its month, else the one that the title names."""
    if row.cell("year") is not None:
        year = row.read("year", words.year)
        if year and month and not dt.date(year, 4, 1) <= month <= dt.date(year + 1, _LAST_CLOSING_MONTH, 1):
            row.refuse("month", f"{month:%Y-%m} は、{year} 年度(翌年8月の決算の調製まで)の月ではありません。")
        return year or 0
    if month:
        return words.settled_year(month)
    titled = words.years_in(row.header.title)
    if len(titled) != 1:
        row.refuse("year", "年度が分かりません。年度の列を付けるか、見出しの上に「令和2年度」のように書いてください。")
    return next(iter(titled), 0)


def _identity(line: Line, header: Header) -> Iterator[Fault]:
    """調定 = (収入 − 還付未済) + 不納欠損 + 収入未済: exactly, in yen; within the rounding of five amounts in a larger unit."""
    if len(line.amounts) < len(AMOUNTS):
        return
    assessed, collected, written_off, refund_due, outstanding = line.money
    gap = collected - refund_due + written_off + outstanding - assessed
    if gap and not adds_up([collected, -refund_due, written_off, outstanding], assessed, line.unit):
        message = (
            f"調定額 {assessed:,f} に対し、(収入済額 − 還付未済額) + 不納欠損額 + 収入未済額 は "
            f"{assessed + gap:,f} で、{gap:+,f}{line.unit} 違います。"
        )
        yield Fault(line.place, message, line.row, header.column("assessed"))
