"""A page of tables of its own beside the report: the same tables as HTML, as an Excel workbook and as one CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import jinja2
from markupsafe import Markup

from helpers.press import csvs, look, workbook
from helpers.press.document import Document


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

    ``document`` gives title, subtitle and date. Returns the files. DeskError ``document`` if a cell is more than Excel holds.
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
    csvs.write_rows(table, {field["name"]: field["name"] for field in resource["schema"]["fields"]}, resource["data"])
    return [html, xlsx, table]
