"""How the pages of a printed packet break: what a reader would mend by hand.

A tagged PDF says what stands on a page (a heading, a row of a table, a picture) and its content stream says where.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdf
from pypdf.generic import ContentStream, DictionaryObject

from helpers.press.tags import elements

_MM = 72 / 25.4  # pt
_TOP, _BOTTOM = 17 * _MM, 16 * _MM  # the margins of style/typst-template.typ
_THIRD, _SIXTH = 1 / 3, 1 / 6  # of a page: too little inside a section, and too little even where one ends
_STRANDED = 2  # rows of a table, alone on one side of a page break
_SMALL = 9.5  # pt: text is 10, notes are smaller
_HEADINGS = ("/H1", "/H2", "/H3")
_SHOWN = ("/Table", "/Figure")


@dataclass(frozen=True)
class Finding:
    """A page (from 1) that breaks badly: how full it is (0 to 1), and why, in Japanese."""

    page: int
    fill: float
    why: str


@dataclass(frozen=True)
class _Piece:
    """An element of the document: on which pages it begins and ends; ``rows``: of a table, how many begin on each page."""

    kind: str
    first: int
    last: int
    rows: dict[int, int]
    size: float  # of its smallest letters, pt
    name: str = ""


def examine(path: Path) -> tuple[list[float], list[Finding]]:
    """How full each page of a tagged PDF is (0 to 1), and which pages break badly, in their order."""
    pdf = pypdf.PdfReader(path)
    marks = [dict(_marks(page, pdf)) for page in pdf.pages]
    numbers = {page.indirect_reference.idnum: n for n, page in enumerate(pdf.pages)}
    pieces = list(_pieces(pdf.trailer["/Root"]["/StructTreeRoot"], numbers, marks))
    fills = [_fill(float(page.mediabox.height), own) for page, own in zip(pdf.pages, marks, strict=True)]
    found = [*_thin(fills, pieces), *_stranded(pieces), *_parted(pieces)]
    return fills, [Finding(page + 1, fills[page], why) for page, why in sorted(found)]


def _fill(height: float, marks: dict[int, tuple[float, float]]) -> float:
    """How much of the space between the margins is above the lowest thing on the page."""
    lowest = min((low for low, _ in marks.values()), default=height - _TOP)
    return min(1.0, max(0.0, (height - _TOP - lowest) / (height - _TOP - _BOTTOM)))


def _thin(fills: list[float], pieces: list[_Piece]) -> Iterator[tuple[int, str]]:
    """Pages under a third full, unless a section, or the packet, ends there; then it is a sixth."""
    ends = {piece.first - 1 for piece in pieces if piece.kind == "/H1"} | {len(fills) - 1}
    for page, fill in enumerate(fills):
        if fill < _THIRD and page not in ends:
            yield page, "節の途中なのに、3分の1も埋まっていない"
        elif fill < _SIXTH:
            yield page, "節の終わりの数行だけがある"


def _stranded(pieces: list[_Piece]) -> Iterator[tuple[int, str]]:
    for piece in pieces:
        if piece.kind != "/Table" or piece.first == piece.last:
            continue
        for page, where in ((piece.first, "初め"), (piece.last, "終わり")):
            if 0 < piece.rows.get(page, 0) <= _STRANDED:
                yield page, f"{piece.name}の{where}の{piece.rows[page]}行だけがある"


def _parted(pieces: list[_Piece]) -> Iterator[tuple[int, str]]:
    """What should stand with its neighbour: a heading, a note, a sentence."""
    for one, other in pairwise(pieces):
        if one.last == other.first:
            continue
        if one.kind in _HEADINGS:
            yield one.last, "見出しがページの終わりにある"
        elif one.kind == "/Table" and other.kind == "/P" and other.size < _SMALL:
            yield other.first, f"{one.name}の注が、表と別のページにある"
        elif one.kind == "/P" and one.size >= _SMALL and other.kind in _SHOWN:
            yield one.last, f"文が、次の{other.name}と別のページにある"


def _pieces(root: DictionaryObject, numbers: dict[int, int], marks: list[dict]) -> Iterator[_Piece]:
    """Headings, paragraphs, lists, tables and pictures in reading order."""
    counts: dict[str, int] = defaultdict(int)
    for element in _blocks(root):
        kind = element["/S"]
        places = sorted(_places(element, numbers))
        if not places:
            continue
        shown = [marks[page][mark] for page, mark in places if mark in marks[page]]
        rows: dict[int, int] = defaultdict(int)
        for row in _rows(element) if kind == "/Table" else ():
            rows[min(_places(row, numbers))[0]] += 1
        counts[kind] += kind == "/Table" and any(e.get("/S") == "/Caption" for e in elements(element))
        name = {"/Table": f"表{counts[kind]}", "/Figure": "図"}.get(kind, "")
        yield _Piece(kind, places[0][0], places[-1][0], dict(rows), min((size for _, size in shown), default=0), name)


def _blocks(element: DictionaryObject) -> Iterator[DictionaryObject]:
    for inner in elements(element):
        if inner["/S"] in (*_HEADINGS, "/P", "/L", *_SHOWN):
            yield inner
        elif inner["/S"] != "/TOC":
            yield from _blocks(inner)


def _rows(table: DictionaryObject) -> Iterator[DictionaryObject]:
    for part in elements(table):
        if part["/S"] == "/TBody":
            yield from (row for row in elements(part) if row["/S"] == "/TR")


def _kids(element: DictionaryObject) -> list:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]


def _places(element: DictionaryObject, numbers: dict[int, int], above: int | None = None) -> Iterator[tuple[int, int]]:
    """Page and mark of everything in ``element``."""
    page = numbers[element.raw_get("/Pg").idnum] if "/Pg" in element else above
    for kid in _kids(element):
        if isinstance(kid, int):
            yield page, int(kid)
        elif "/MCID" in kid:
            yield (numbers[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page), int(kid["/MCID"])
        elif "/S" in kid:
            yield from _places(kid, numbers, page)


_SHOWING = (b"Tj", b"TJ", b"Do")
_UNMOVED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _marks(page: pypdf.PageObject, pdf: pypdf.PdfReader) -> Iterator[tuple[int, tuple[float, float]]]:
    """Of each mark on the page its lowest point (pt from the foot) and its smallest letters (pt)."""
    matrix, saved, open_marks, size = _UNMOVED, [], [], 0.0
    low: dict[int, float] = {}
    sizes: dict[int, float] = {}
    for operands, operator in ContentStream(page.get_contents(), pdf).operations:
        if operator == b"q":
            saved.append(matrix)
        elif operator == b"Q":
            matrix = saved.pop()
        elif operator == b"cm":
            matrix = _times([float(each) for each in operands], matrix)
        elif operator in (b"BDC", b"BMC"):
            inside = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            open_marks.append(int(inside["/MCID"]) if "/MCID" in inside else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            size = float(operands[1])
        elif operator in _SHOWING and (mark := next((m for m in open_marks if m is not None), None)) is not None:
            low[mark] = min(low.get(mark, matrix[5]), matrix[5])
            if operator != b"Do":
                sizes[mark] = min(sizes.get(mark, size), size)
    yield from ((mark, (low[mark], sizes.get(mark, 0.0))) for mark in low)


def _times(one: list[float], other: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
