"""The form 債権回収実施計画 as an Excel file: A4, protected but for the cells to fill in, computed cells as live formulas.

XlsxWriter, because it writes a formula together with its value: a viewer that does not compute shows it too.
"""

import datetime as dt
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers import wareki
from helpers.cells import DIGITS, digits_of, flaw
from helpers.errors import DeskError, Fault, cut
from helpers.forms.contents import Contents

_PARTS = ("current", "carried_over")
_LABELS = ("現年", "過年", "合計")
_FONT = "游ゴシック"
_TEXT_LIMIT = 1000  # characters in a box of text
_LONGEST_STEM = 180  # bytes of a file name without its suffix: sixty characters of Japanese
# XlsxWriter would take a text for a formula (=1+1), a link or a number by its first characters.
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ROW_HEIGHT = 29  # points; the rows together are as long for their width as a sheet of A4

# Rows of (1)①: title, and what the reference column knows of it.
_ITEMS = [
    ("調定額（円）\nA", "assessed"),
    ("収入済額（円）\nB", "collected"),
    ("不納欠損額（円）\nC", ""),
    ("還付未済額（円）\nD", ""),
    ("収入未済額（円）\nE=A-B-C+D", "outstanding"),
    ("収納率（%）\nF=B/A", "rate"),
]
_COUNTS = ["滞納者数（人）", "滞納件数（件）"]
_TOP = 5  # first row of the figures
_YEARS = (3, 4, 5)  # columns of the three years
_REFERENCE = 6  # column of the figures known today
_AIM_COLUMNS = (10, 11, 12)  # current, carried over, total in (5)


class _Formats:
    """The looks of the form, made once a workbook."""

    def __init__(self, book: Workbook, minus: str):
        base = {"font_name": _FONT, "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
        money = f'#,##0;"{minus}"#,##0'
        rate = f'0.0;"{minus}"0.0'
        signed = f'+#,##0;"{minus}"#,##0;0'
        points = f'+0.0;"{minus}"0.0;0.0'
        open_ = {"locked": False, "bg_color": "#FFF9DB"}
        fixed = {"bg_color": "#F2F2F2"}
        self.title = book.add_format({"font_name": _FONT, "font_size": 13, "bold": True, "align": "center"})
        self.head = book.add_format({**base, "bold": True, "align": "center", "bg_color": "#E8EDF3"})
        texts = [base, {**base, "valign": "top"}, {**base, **open_, "valign": "top"}]
        self.text, self.box, self.open_box = looks = [book.add_format(look) for look in texts]
        self._quoted = {
            look: book.add_format({**text, "quote_prefix": True}) for look, text in zip(looks, texts, strict=True)
        }
        self.open_money = book.add_format({**base, **open_, "num_format": money})
        self.open_rate = book.add_format({**base, **open_, "num_format": rate})
        self.money = book.add_format({**base, **fixed, "num_format": money})
        self.rate = book.add_format({**base, **fixed, "num_format": rate})
        self.signed = book.add_format({**base, **fixed, "num_format": signed})
        self.points = book.add_format({**base, **fixed, "num_format": points})
        self.note = book.add_format({"font_name": _FONT, "font_size": 8, "text_wrap": True, "valign": "top"})

    def of(self, look: Format, text: str) -> Format:
        """``look``, with what keeps ``text`` a text when somebody edits it: else 「-督促の…」 becomes a formula."""
        return self._quoted[look] if text[:1] in tuple("=+-@") else look


def file_names(forms: Iterable[Contents]) -> list[str]:
    """A file name for each form, as ``強-1_市税.xlsx``: none twice, whatever the claims are called, and one that Windows, macOS and Linux
    take.
    """
    names: list[str] = []
    taken: set[str] = set()
    for form in forms:
        stem = first = _stem(f"{form.number}_{form.name}")
        for again in itertools.count(2):
            if stem.casefold() not in taken:
                break
            stem = f"{first}_{again}"
        taken.add(stem.casefold())
        names.append(f"{stem}.xlsx")
    return names


def _stem(name: str) -> str:
    """``name`` without what a file system refuses or hides."""
    name = "".join("_" if unicodedata.category(c)[0] == "C" else c for c in unicodedata.normalize("NFC", name))
    name = re.sub(r'[\\/:*?"<>|]', "_", name)
    return name.encode()[:_LONGEST_STEM].decode(errors="ignore").strip(" .\u3000") or "_"


def write(form: Contents, path: Path, minus: str, date: dt.date) -> None:
    """Write the form to ``path``. ``date`` becomes the file's date, so that the same contents give the same bytes.

    DeskError ``document`` names every text and amount that a cell of Excel cannot hold.
    """
    if faults := list(_faults(form)):
        raise DeskError("document", f"様式 {cut(form.number)} に、Excel に書けない値があります。", faults)
    with xlsxwriter.Workbook(path, _AS_TEXT) as book:
        book.set_properties({"title": f"{form.number} {form.name}", "created": dt.datetime(*date.timetuple()[:3])})
        sheet = book.add_worksheet("実施計画")
        formats = _Formats(book, minus)
        _page(sheet)
        _heading(sheet, form, formats)
        _figures(sheet, form, formats)
        _situation(sheet, form, formats)
        last = _plans(sheet, form, formats)
        _aims(sheet, form, formats, last)
        sheet.protect("", {"format_cells": True, "format_rows": True, "format_columns": True})


def _faults(form: Contents) -> Iterator[Fault]:
    known = dict(zip((field.name for field in fields(form)), astuple(form), strict=True))
    for name, value in known.items():
        match value:
            case str():
                found = {flaw(value)}
            case list():
                found = {flaw("\n".join(value))}
            case dict():
                found = {_flaw_of_amount(amount) for amount in value.values() if amount is not None}
            case _:
                found = set()
        yield from (Fault(f"様式 {cut(form.number)}", text, column=name) for text in sorted(found - {""}))


def _flaw_of_amount(amount: Decimal) -> str:
    if not amount.is_finite() or digits_of(amount) > DIGITS or amount.adjusted() >= DIGITS:
        return f"「{cut(amount)}」は、Excel で正しく扱える {DIGITS} 桁までの数値ではありません。"
    return ""


def _page(sheet: Worksheet) -> None:
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.4)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    sheet.set_default_row(_ROW_HEIGHT)
    for column, width in enumerate((4, 13, 6, 13, 13, 13, 13, 4, 12, 11, 12, 12, 12)):
        sheet.set_column(column, column, width)


def _heading(sheet: Worksheet, form: Contents, f: _Formats) -> None:
    sheet.merge_range(0, 0, 0, 12, f"（案）{wareki.fiscal_year(form.fiscal_year)}債権回収実施計画", f.title)
    sheet.set_row(0, 22)
    sheet.merge_range(1, 0, 1, 1, "債権 NO.", f.head)
    sheet.write(1, 2, form.number, f.of(f.text, form.number))
    sheet.write(1, 3, "債権名", f.head)
    sheet.merge_range(1, 4, 1, 6, form.name, f.of(f.text, form.name))
    sheet.merge_range(1, 7, 1, 8, "債権所管課", f.head)
    sheet.merge_range(1, 9, 1, 10, form.bureau, f.of(f.text, form.bureau))
    sheet.write(1, 11, form.division, f.of(f.text, form.division))
    sheet.write(1, 12, form.section, f.of(f.text, form.section))
    sheet.set_row(1, 26)


def _figures(sheet: Worksheet, form: Contents, f: _Formats) -> None:
    """(1)①: three years to fill in, beside the figures known today."""
    rows = len(_ITEMS) * 3 + len(_COUNTS)
    sheet.merge_range(2, 0, _TOP + rows - 1, 0, _upright("（1）現状分析"), f.head)
    sheet.merge_range(2, 1, 2, 6, "① 直近の決算状況等", f.head)
    sheet.merge_range(3, 1, 4, 2, "項目", f.head)
    for back, column in zip((3, 2, 1), _YEARS, strict=True):
        sheet.write(3, column, wareki.fiscal_year(form.fiscal_year - back), f.head)
        sheet.write(4, column, "決算見込み" if back == 1 else "決算", f.head)
    sheet.write(3, _REFERENCE, f"参考 {wareki.month(form.as_of)}末", f.head)
    sheet.write(4, _REFERENCE, form.unit, f.head)
    for item, (title, known) in enumerate(_ITEMS):
        top = _TOP + item * 3
        sheet.merge_range(top, 1, top + 2, 1, title, f.head)
        for line, label in enumerate(_LABELS):
            sheet.write(top + line, 2, label, f.text)
            for column in _YEARS:
                _year_cell(sheet, item, line, column, f)
            _reference_cell(sheet, form, known, line, top + line, f)
    for position, title in enumerate(_COUNTS):
        row = _TOP + len(_ITEMS) * 3 + position
        sheet.write(row, 1, title, f.head)
        sheet.write(row, 2, "合計", f.text)
        for column in _YEARS:
            _input_number(sheet, row, column, f.open_money, title.split("（")[0])
        sheet.write_blank(row, _REFERENCE, None, f.money)


def _row(item: int, line: int) -> int:
    return _TOP + item * 3 + line


def _year_cell(sheet: Worksheet, item: int, line: int, column: int, f: _Formats) -> None:
    """A cell to fill in, or what follows from the others: totals, outstanding amounts, rates."""
    row = _row(item, line)
    assessed, collected, written_off, refund_due = (xl_rowcol_to_cell(_row(i, line), column) for i in range(4))
    if item == 5:
        sheet.write_formula(row, column, _rate_formula(collected, assessed), f.rate, "")
    elif item == 4:
        amounts = f"{assessed},{collected},{written_off},{refund_due}"
        formula = f'=IF(COUNT({amounts})=0,"",N({assessed})-N({collected})-N({written_off})+N({refund_due}))'
        sheet.write_formula(row, column, formula, f.money, "")
    elif line == 2:
        parts = f"{xl_rowcol_to_cell(row - 2, column)}:{xl_rowcol_to_cell(row - 1, column)}"
        sheet.write_formula(row, column, f'=IF(COUNT({parts})=0,"",SUM({parts}))', f.money, "")
    else:
        _input_number(sheet, row, column, f.open_money, _ITEMS[item][0].split("（")[0])


def _rate_formula(collected: str, assessed: str) -> str:
    """収納率; empty until both amounts are there, because a cell that holds "" is no number to divide."""
    return f'=IF(OR(COUNT({collected})=0,N({assessed})=0),"",ROUND({collected}/{assessed}*100,1))'


def _reference_cell(sheet: Worksheet, form: Contents, known: str, line: int, row: int, f: _Formats) -> None:
    """The figure known today; totals and rates as formulas over them."""
    cell = xl_rowcol_to_cell
    if not known:
        sheet.write_blank(row, _REFERENCE, None, f.money)
    elif known == "rate":
        collected, assessed = (cell(_row(item, line), _REFERENCE) for item in (1, 0))
        value = _rate(_sum(form.collected, line), _sum(form.assessed, line))
        formula = _rate_formula(collected, assessed)
        sheet.write_formula(row, _REFERENCE, formula, f.rate, "" if value is None else float(value))
    elif line == 2:
        parts = f"{cell(row - 2, _REFERENCE)}:{cell(row - 1, _REFERENCE)}"
        value = _sum(getattr(form, known), line)
        formula = f'=IF(COUNT({parts})=0,"",SUM({parts}))'
        sheet.write_formula(row, _REFERENCE, formula, f.money, "" if value is None else float(value))
    else:
        value = getattr(form, known)[_PARTS[line]]
        sheet.write(row, _REFERENCE, None if value is None else float(value), f.money)


def _sum(amounts: dict[str, Decimal | None], line: int) -> Decimal | None:
    """The amount of a line: one part, or the sum of those known."""
    known = [amounts[part] for part in (_PARTS if line == 2 else _PARTS[line : line + 1]) if amounts[part] is not None]
    return sum(known, Decimal(0)) if known else None


def _rate(collected: Decimal | None, assessed: Decimal | None) -> Decimal | None:
    """What the cell's ROUND gives: half up, as Excel rounds positive numbers."""
    if collected is None or not assessed:
        return None
    return (collected / assessed * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _situation(sheet: Worksheet, form: Contents, f: _Formats) -> None:
    """(1)②–④: organisation, legal means, comparison with other cities."""
    blocks = [
        ("②回収体制", 2, 6, "回収体制（担当者数、徴収担当課など）を入力してください。"),
        ("③制度上の事項", 7, 11, "制度上の特徴や制約（根拠法令、時効、滞納処分の可否など）を入力してください。"),
    ]
    for title, first, last, hint in blocks:
        sheet.merge_range(first, 7, last, 7, _upright(title), f.head)
        _input_text(sheet, first, 8, last, 12, f, title, hint)
    bottom = _TOP + len(_ITEMS) * 3 + len(_COUNTS) - 1
    sheet.merge_range(12, 7, bottom, 7, _upright("④他市類似債権との比較"), f.head)
    sheet.merge_range(12, 8, 12, 12, "決算状況の比較", f.head)
    figures, initiatives = "\n".join(form.other_figures), "\n".join(form.other_initiatives)
    sheet.merge_range(13, 8, 16, 12, figures, f.of(f.box, figures))
    sheet.merge_range(17, 8, 17, 12, "各種措置・取組状況の比較", f.head)
    sheet.merge_range(18, 8, bottom, 12, initiatives, f.of(f.box, initiatives))


def _upright(title: str) -> str:
    """A heading written downwards; 「（1）」 stays together."""
    label, _, rest = title.rpartition("）")
    return "\n".join([f"{label}）", *rest] if label else rest)


def _plans(sheet: Worksheet, form: Contents, f: _Formats) -> int:
    """(2) issues and (3) measures, side by side; returns the next free row."""
    top = _TOP + len(_ITEMS) * 3 + len(_COUNTS)
    issues, responses = "\n".join(form.issues), "\n".join(form.responses)
    # (rows, heading of both sides, what stands in each already)
    bands = [
        (4, "短期的な課題（年度中に取り組むべき課題）", "", ""),
        (7, "中・長期的な課題（年度を超えて取り組むべき課題）\n＜昨年度からの継続課題＞", issues, responses),
        (3, "＜新規＞", "", ""),
    ]
    height = sum(rows + 1 for rows, *_ in bands)
    sheet.merge_range(top, 0, top + height - 1, 0, _upright("（2）課題"), f.head)
    sheet.merge_range(top, 7, top + height - 1, 7, _upright("（3）対策"), f.head)
    row = top
    for rows, heading, issue, response in bands:
        sheet.merge_range(row, 1, row, 6, heading, f.head)
        sheet.merge_range(row, 8, row, 12, heading, f.head)
        sheet.set_row(row, 32 if "\n" in heading else 18)
        title = heading.split("（")[0].split("\n")[0].strip("＜＞")
        _input_text(sheet, row + 1, 1, row + rows, 6, f, f"課題 {title}", "課題を入力してください。", issue)
        _input_text(
            sheet, row + 1, 8, row + rows, 12, f, f"対策 {title}", "課題に対する対策を入力してください。", response
        )
        row += rows + 1
    return row


def _aims(sheet: Worksheet, form: Contents, f: _Formats, top: int) -> None:
    """(4) the level aimed at, and (5) targets in figures with the change from last year's settlement."""
    sheet.merge_range(top, 0, top + 7, 0, _upright("（4）達成水準"), f.head)
    sheet.merge_range(top, 1, top, 6, "目標とする達成水準", f.head)
    _input_text(sheet, top + 1, 1, top + 3, 6, f, "達成水準", "年度末に目指す状態を入力してください。")
    sheet.merge_range(top + 4, 1, top + 4, 6, "他市類似債権と比較した取組目標", f.head)
    _input_text(sheet, top + 5, 1, top + 7, 6, f, "取組目標", "他市の取組と比べた目標を入力してください。")

    sheet.merge_range(top, 7, top + 7, 7, _upright("（5）成果目標"), f.head)
    sheet.merge_range(top, 8, top, 9, "項目", f.head)
    for column, label in zip(_AIM_COLUMNS, _LABELS, strict=True):
        sheet.write(top, column, label, f.head)
    this, last = wareki.fiscal_year(form.fiscal_year), wareki.fiscal_year_short(form.fiscal_year - 1)
    lines = [
        (f"目標収納率 {this}（%）", 5, True),
        ("　前年度比較（ポイント）", 5, False),
        (f"目標収入未済額 {this}（円）", 4, True),
        ("　前年度比較（円）", 4, False),
    ]
    for offset, (label, item, aim) in enumerate(lines, start=1):
        row = top + offset
        sheet.merge_range(row, 8, row, 9, label, f.text)
        for line, column in enumerate(_AIM_COLUMNS):
            if aim and item == 4 and line == 2:
                parts = f"{xl_rowcol_to_cell(row, _AIM_COLUMNS[0])}:{xl_rowcol_to_cell(row, _AIM_COLUMNS[1])}"
                sheet.write_formula(row, column, f'=IF(COUNT({parts})=0,"",SUM({parts}))', f.money, "")
            elif aim and item == 5:
                _input_number(
                    sheet, row, column, f.open_rate, "目標収納率", "0から100までの率を入力してください。", 100
                )
            elif aim:
                _input_number(sheet, row, column, f.open_money, "目標収入未済額")
            else:
                now, before = xl_rowcol_to_cell(row - 1, column), xl_rowcol_to_cell(_row(item, line), _YEARS[-1])
                formula = f'=IF(OR({now}="",{before}=""),"",{now}-{before})'
                sheet.write_formula(row, column, formula, f.points if item == 5 else f.signed, "")
    row = top + 5
    sheet.merge_range(row, 8, row, 9, f"参考 {last}目標（{form.unit}）", f.text)
    for line, column in enumerate(_AIM_COLUMNS[:2]):
        value = form.target[_PARTS[line]]
        sheet.write(row, column, None if value is None else float(value), f.money)
    value = _sum(form.target, 2)
    cells = f"{xl_rowcol_to_cell(row, _AIM_COLUMNS[0])}:{xl_rowcol_to_cell(row, _AIM_COLUMNS[1])}"
    formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
    sheet.write_formula(row, _AIM_COLUMNS[2], formula, f.money, "" if value is None else float(value))
    note = "淡い黄色の欄に入力してください。灰色の欄は計算されるか、事務局が記入済みです。前年度比較は決算見込みとの差です。"
    sheet.merge_range(top + 6, 8, top + 7, 12, note, f.note)


def _input_number(
    sheet: Worksheet, row: int, column: int, look: Format, title: str, hint: str = "", most: int | None = None
) -> None:
    """A cell that takes a whole amount of zero or more, or a number up to ``most``."""
    sheet.write_blank(row, column, None, look)
    hint = hint or "0以上の整数を、単位やカンマを付けずに入力してください。"
    limits = {"criteria": ">=", "value": 0} if most is None else {"criteria": "between", "minimum": 0, "maximum": most}
    sheet.data_validation(
        row, column, row, column,
        {"validate": "integer" if most is None else "decimal", **limits, "input_title": title[:32], "input_message": hint,
         "error_title": "入力を確かめてください", "error_message": hint},
    )  # fmt: skip


def _input_text(
    sheet: Worksheet, top: int, left: int, bottom: int, right: int, f: _Formats, title: str, hint: str, text: str = ""
) -> None:
    """A box of text to fill in, with what stands there already."""
    look = f.of(f.open_box, text)
    if (top, left) == (bottom, right):
        sheet.write(top, left, text, look)
    else:
        sheet.merge_range(top, left, bottom, right, text, look)
    sheet.data_validation(
        top, left, bottom, right,
        {"validate": "length", "criteria": "<=", "value": _TEXT_LIMIT, "input_title": title[:32], "input_message": hint,
         "error_title": "入力を確かめてください", "error_message": f"{_TEXT_LIMIT}字までで入力してください。"},
    )  # fmt: skip
