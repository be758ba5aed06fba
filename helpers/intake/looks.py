"""How the workbooks of the desk that people fill in or read beside it are made and look. Forms have formats of their own (``forms.formats``)."""

import datetime as dt
import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from helpers import palette

# XlsxWriter would take a text for a formula (=1+1), a link or a number by its first characters.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# What formats are put together from: book.add_format({**FONT, **HEAD}).
FONT = {"font_name": "游ゴシック", "font_size": 10}
HEAD = {"bold": True, "border": 1, "bg_color": palette.HEAD, "text_wrap": True}
TEXT = {"num_format": "@"}
OPEN = {**TEXT, "bg_color": palette.OPEN}  # a cell to fill in
EXAMPLE = {**TEXT, "italic": True, "font_color": palette.QUIET, "bg_color": palette.FIXED}


def made(fill: Callable[[Workbook], object]) -> bytes:
    """The bytes of a workbook that ``fill`` fills. It has no day of its own: the same cells give the same bytes."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {**AS_TEXT, "in_memory": True}) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})
        fill(book)
    return target.getvalue()


def across(sheet: Worksheet) -> None:
    """Print on A4 across, as wide as the paper."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
