"""A page of tables of its own beside the report: the same tables as HTML, as an Excel workbook and as one CSV."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import jinja2
from markupsafe import Markup

from helpers.press import look, workbook
from helpers.press.document import Document
from helpers.printed import read

_RUN = "=+-@＝＋－＠"  # what Excel takes for the start of a formula, in Japan full-width too
_LONGEST_FIGURE = 40  # characters


class Shown(Protocol):
    """What a table must be able to do to stand in a listing."""

    id: str
    caption: str
    notes: Sequence[str]

    def html(self, caption: bool = True) -> str: ...

    def resource(self) -> dict: ...


@dataclass(frozen=True)
class Part:
    """A heading, sentences, and the table below them, if there is one. ``listed``: its rows are in the table of the whole too."""

    title: str
    sentences: Sequence[str] = ()
    table: Shown | None = None
    listed: bool = False


def write(folder: Path, name: str, document: Document, parts: Sequence[Part], whole: Shown | None = None) -> list[Path]:
    """Write ``<name>.html`` with ``parts``, ``<name>.xlsx`` with those that are not listed in ``whole`` and with ``whole`` itself, and
    ``<name>.csv`` with ``whole``, if there is one.

    ``document`` gives title, subtitle and date. Returns the files. A text of the CSV that Excel would compute when it opens the file
    stands there behind an apostrophe. DeskError ``document`` if a cell is more than Excel holds.
    """
    html, xlsx, table = (folder / f"{name}.{suffix}" for suffix in ("html", "xlsx", "csv"))
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)
    css, script = Markup(look.css()), Markup(look.script() + look.sorting())
    page = environment.get_template("listing.html.j2").render(document=document, parts=parts, css=css, script=script)
    shown = [(part.title, part.table.resource()) for part in parts if part.table and not part.listed]
    resource = whole and whole.resource()
    workbook.write_tables(document, [*shown, (document.title, resource)] if resource else shown, xlsx)
    html.write_text(page, encoding="utf-8")
    if resource is None:
        return [html, xlsx]
    with table.open("w", encoding="utf-8-sig", newline="") as file:  # with a BOM: Excel opens it by a double click
        writer = csv.DictWriter(file, [field["name"] for field in resource["schema"]["fields"]], lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _inert(value) for name, value in row.items()} for row in resource["data"])
    return [html, xlsx, table]


def _inert(value: float | str | None) -> str | None:
    """``value`` as a cell of a CSV that only says something: a number in digits, a text that no program runs."""
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
