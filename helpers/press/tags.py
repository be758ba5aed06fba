"""The tags of printed tables, for readers who listen: as the page has them.

Typst tags as headings only what stands in the head of a table (its ``pdf.header-cell`` cannot be switched on from Python), and tags
as cells what ``style/rows.lua`` adds to a table so that it breaks well: empty ones, and the notes.
"""

import gc
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdf
from bs4 import BeautifulSoup, Tag
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from helpers.errors import DeskError

Element = DictionaryObject


def complete(path: Path, page: BeautifulSoup) -> None:
    """Tag the tables of the PDF at ``path`` as those of ``page``, the same document in HTML: a cell that names its row becomes a
    heading with a scope, every cell lists the headings of its row, and notes follow their table.

    Tables are known by their order and shape; one that the page does not have stays as it is, and so does a PDF without tags.
    DeskError ``renderer`` if it cannot be read.
    """
    gc.disable()  # of thousands of objects it would look at each again and again
    try:
        _complete(path, page)
    except PyPdfError as error:
        raise DeskError("renderer", f"できた {path.name} を読めません({error})。") from error
    finally:
        gc.enable()


def _complete(path: Path, page: BeautifulSoup) -> None:
    pdf = pypdf.PdfReader(path)
    catalogue = pdf.trailer["/Root"].get_object()
    if "/StructTreeRoot" not in catalogue:
        return
    root = catalogue["/StructTreeRoot"].get_object()
    ids = dict(_names(root.get("/IDTree", {})))
    changed = [root]
    for number, (table, tag) in enumerate(_pairs(list(_tables(root)), page.find_all("table")), start=1):
        changed += [table["/P"].get_object(), *_inside(table)]
        _tidy(table, tag, ids)
        _head_rows(table, tag, f"R{number}", ids)
    if ids:
        names = (part for name in sorted(ids) for part in (TextStringObject(name), ids[name]))
        root[NameObject("/IDTree")] = DictionaryObject({NameObject("/Names"): ArrayObject(names)})
    _append(path, pdf, changed)


def _append(path: Path, pdf: pypdf.PdfReader, changed: list[Element]) -> None:
    """Put ``changed`` at the end of the file, where they take the place of what they were (ISO 32000-1, 7.5.6): all of it written anew
    takes seconds.
    """
    content = path.read_bytes()
    last = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", content)
    if not last or not content[int(last[1]) :].startswith(b"xref"):
        raise PdfReadError("no table of references at the end")
    objects = {element.indirect_reference.idnum: element for element in changed}
    added, places = BytesIO(), {}
    for number in sorted(objects):
        places[number] = len(content) + added.tell()
        added.write(f"{number} 0 obj\n".encode())
        objects[number].write_to_stream(added)
        added.write(b"\nendobj\n")
    start = len(content) + added.tell()
    added.write(
        b"xref\n" + b"".join(f"{number} 1\n{place:010} 00000 n \n".encode() for number, place in places.items())
    )
    trailer = DictionaryObject(pdf.trailer | {NameObject("/Prev"): NumberObject(last[1])})
    added.write(b"trailer\n")
    trailer.write_to_stream(added)
    added.write(f"\nstartxref\n{start}\n%%EOF\n".encode())
    path.write_bytes(content + added.getvalue())


def _inside(element: Element) -> Iterator[Element]:
    """``element`` and all that is in it, with what they say of themselves where that stands apart."""
    yield element
    kinds = element.get("/A", ArrayObject())
    kinds = kinds if isinstance(kinds, list) else [kinds]
    yield from (kind.get_object() for kind in kinds if isinstance(kind, IndirectObject))
    for inner in elements(element):
        yield from _inside(inner)


def elements(element: Element) -> list[Element]:
    """The elements right inside ``element``, without what is text or picture."""
    inside = element.get("/K", [])
    inside = inside.get_object()
    kids = (kid.get_object() for kid in (inside if isinstance(inside, list) else [inside]))
    return [kid for kid in kids if isinstance(kid, dict) and "/S" in kid]


def _tables(element: Element) -> Iterator[Element]:
    for inner in elements(element):
        if inner["/S"] == "/Table":
            yield inner
        else:
            yield from _tables(inner)


def _pairs(tables: list[Element], tags: list[Tag]) -> Iterator[tuple[Element, Tag]]:
    """Printed tables with those of the page, in their order: as many as fit."""
    rows, lines = [_rows(table) for table in tables], [tag.find_all("tr") for tag in tags]
    fits = [[_fits(printed, shown) for shown in lines] for printed in rows]
    pairs = [[0] * (len(tags) + 1) for _ in range(len(tables) + 1)]  # from a table and a tag on
    for i in reversed(range(len(tables))):
        for j in reversed(range(len(tags))):
            pairs[i][j] = pairs[i + 1][j + 1] + 1 if fits[i][j] else max(pairs[i + 1][j], pairs[i][j + 1])
    i = j = 0
    while i < len(tables) and j < len(tags):
        if fits[i][j] and pairs[i][j] == pairs[i + 1][j + 1] + 1:
            yield tables[i], tags[j]
            i, j = i + 1, j + 1
        elif pairs[i][j] == pairs[i + 1][j]:
            i += 1
        else:
            j += 1


def _rows(table: Element) -> list[Element]:
    parts = [part for part in elements(table) if part["/S"] in ("/THead", "/TBody", "/TFoot")]
    return [row for part in parts for row in elements(part) if row["/S"] == "/TR"]


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["th", "td"], recursive=False)


def _holds(cell: Element) -> bool:
    """Is it one of the empty cells at the end of a row that hold rows together?"""
    return not cell["/K"] and _of_table(cell).get("/ColSpan", 1) == 1


def _fits(rows: list[Element], lines: list[Tag]) -> bool:
    """Has a printed table the rows and cells of one on the page, but for what only the print has?"""
    if len(rows) - len(lines) not in (0, 1):
        return False
    for row, line in zip(rows, lines, strict=False):
        cells, more = elements(row), len(elements(row)) - len(_cells(line))
        if more not in (0, 1) or (more and not _holds(cells[-1])):
            return False
    return len(rows) == len(lines) or len(elements(rows[-1])) == 1


def _tidy(table: Element, tag: Tag, ids: dict[str, PdfObject]) -> None:
    """Take out what only the print has: empty cells, and the row of notes, which then follow the table."""
    lines = tag.find_all("tr")
    for row, line in zip(_rows(table), lines, strict=False):
        if len(elements(row)) > len(_cells(line)):
            ids.pop(row["/K"].pop().get_object().get("/ID"), None)
    if len(_rows(table)) > len(lines):
        row = _rows(table)[-1]
        row["/P"].get_object()["/K"].pop()
        _follow(table, elements(row)[0])


def _follow(table: Element, cell: Element) -> None:
    """Put what is in ``cell`` after ``table``."""
    whole = all(isinstance(kid.get_object(), dict) and "/S" in kid.get_object() for kid in cell["/K"])
    cell[NameObject("/S")] = NameObject("/Div" if whole else "/P")
    cell.pop("/A", None)
    parent = table["/P"].get_object()
    cell[NameObject("/P")] = parent.indirect_reference
    parent["/K"].insert(parent["/K"].index(table.indirect_reference) + 1, cell.indirect_reference)


def _head_rows(table: Element, tag: Tag, name: str, ids: dict[str, PdfObject]) -> None:
    """Make headings of the cells that are on the page, and list them in the cells to their right."""
    reaching: list[tuple[str, int]] = []  # headings, each with the last row that it names
    for y, (row, line) in enumerate(zip(_rows(table), tag.find_all("tr"), strict=False)):
        reaching = [(id, last) for id, last in reaching if last >= y]
        for x, (cell, shown) in enumerate(zip(elements(row), _cells(line), strict=True)):
            attributes = _of_table(cell)
            headers = ArrayObject([*attributes.get("/Headers", []), *(TextStringObject(id) for id, _ in reaching)])
            if headers:
                attributes[NameObject("/Headers")] = headers
            if shown.get("scope") == "row":
                id = f"{name}x{x}y{y}"
                cell[NameObject("/S")], cell[NameObject("/ID")] = NameObject("/TH"), TextStringObject(id)
                attributes[NameObject("/Scope")] = NameObject("/Row")
                ids[id] = cell.indirect_reference
                reaching.append((id, y + int(shown.get("rowspan", 1)) - 1))


def _of_table(cell: Element) -> DictionaryObject:
    """What a cell says of its table: its headings, its spans. Made where it says nothing."""
    kinds = cell.get("/A", ArrayObject())
    kinds = kinds if isinstance(kinds, list) else ArrayObject([kinds])
    for attributes in kinds:
        if attributes.get_object().get("/O") == "/Table":
            return attributes.get_object()
    made = DictionaryObject({NameObject("/O"): NameObject("/Table")})
    cell[NameObject("/A")] = ArrayObject([made, *kinds])
    return made


def _names(tree: DictionaryObject) -> Iterator[tuple[str, PdfObject]]:
    """All names of a name tree, with what they stand for."""
    names = tree.get("/Names", [])
    yield from ((str(names[i]), names[i + 1]) for i in range(0, len(names), 2))
    for kid in tree.get("/Kids", []):
        yield from _names(kid.get_object())
