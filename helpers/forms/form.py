"""The form 債権回収実施計画 as an Excel file: A4, protected but for the cells to fill in, computed cells as live formulas.

XlsxWriter, because it writes a formula together with its value: a viewer that does not compute shows it too.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import astuple, fields
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from helpers import wareki
from helpers.cells import DIGITS, digits_of, flaw
from helpers.errors import DeskError, Fault, cut
from helpers.forms import aims, figures, mark, situation
from helpers.forms.contents import Contents
from helpers.forms.draft import Draft
from helpers.forms.formats import Formats
from helpers.intake.looks import AS_TEXT
from helpers.rates import RateDefinition

SHEET = "実施計画"
_ROW_HEIGHT = 29  # points; the rows together are as long for their width as a sheet of A4
_WIDTHS = (4, 13, 6, 13, 13, 13, 13, 4, 12, 11, 12, 12, 12)  # of the columns, in characters


def write(form: Contents, path: Path | BinaryIO, minus: str, rate: RateDefinition, date: dt.date) -> None:
    """Write the form to ``path``, with the city's sign of ``minus`` and its definition of the ``rate``. ``date`` becomes the file's
    date, so that the same contents give the same bytes.

    DeskError ``document`` names every text and amount that a cell of Excel cannot hold.
    """
    if faults := list(_faults(form)):
        raise DeskError("document", f"様式 {cut(form.number)} に、Excel に書けない値があります。", faults)
    with xlsxwriter.Workbook(path, AS_TEXT) as book:
        book.set_properties(
            {"title": f"{form.number} {form.name}".strip() or SHEET, "created": dt.datetime(*date.timetuple()[:3])}
        )
        for name, value in mark.of(form, date).properties.items():
            book.set_custom_property(name, value)
        sheet = book.add_worksheet(SHEET)
        _page(sheet)
        draft = Draft(sheet, form, Formats(book, minus), rate)
        _heading(draft)
        figures.write(draft)
        situation.write(draft)
        situation.write_plans(draft)
        aims.write(draft)
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
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)


def _heading(draft: Draft) -> None:
    sheet, form, text = draft.sheet, draft.form, draft.formats.text
    sheet.merge_range(0, 0, 0, 12, f"（案）{wareki.fiscal_year(form.fiscal_year)}債権回収実施計画", draft.formats.title)
    sheet.set_row(0, 22)
    draft.heading(1, 0, 1, 1, "債権 NO.")
    draft.text(1, 2, 1, 2, form.number, text)
    sheet.write(1, 3, "債権名", draft.formats.head)
    draft.text(1, 4, 1, 6, form.name, text)
    draft.heading(1, 7, 1, 8, "債権所管課")
    draft.text(1, 9, 1, 10, form.bureau, text)
    draft.text(1, 11, 1, 11, form.division, text)
    draft.text(1, 12, 1, 12, form.section, text)
    sheet.set_row(1, 26)
