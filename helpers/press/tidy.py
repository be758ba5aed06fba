"""The sheets that no table in print has: every figure as a row of its own, and every row of data with what shows it."""

from collections.abc import Iterator, Mapping, Sequence

from helpers.press.document import Document
from helpers.press.sheets import Part, Sheet
from helpers.press.sources import Exhibit, page_of, pages_of, places_of, rows_of
from helpers.trace import Line

FIGURES, SOURCES = "数値", "出典"  # their names; as files, figures and sources


def sheets(document: Document, exhibits: Sequence[Exhibit]) -> list[Sheet]:
    """Both, as far as there is anything to list."""
    made = []
    if document.facts and (figures := _figures(document.facts, exhibits))["data"]:
        made.append(_sheet(FIGURES, figures | {"name": "figures"}))
    if rows := list(_listed(exhibits)):
        made.append(
            _sheet(SOURCES, _resource("図表と本文のもとになったデータの行", _SOURCE_FIELDS, rows) | {"name": "sources"})
        )
    return made


def _figures(facts: Mapping, exhibits: Sequence[Exhibit]) -> dict:
    """The figures that the packet rests on, with where it shows them."""
    shown = _shown(exhibits)
    rows, formats = [], []
    for record, lines, format in zip(facts["data"], facts["lines"], facts["formats"], strict=True):
        first, *others = (shown.get(line, {}) for line in lines)
        if where := [name for name in first if all(name in other for other in others)]:
            told = {"_rows": rows_of(lines), "_source": places_of(lines), "_page": pages_of(lines)}
            rows.append(record | told | {"_shown": "、".join(where)})
            formats.append(format)
    return _resource(facts["title"], [*facts["schema"]["fields"], *_FACT_FIELDS], rows) | {"formats": formats}


def _listed(exhibits: Sequence[Exhibit]) -> Iterator[dict]:
    for line, names in sorted(_shown(exhibits).items()):
        yield line._asdict() | {"page": page_of(line.source), "_shown": "、".join(names)}


def _shown(exhibits: Sequence[Exhibit]) -> dict[Line, dict[str, None]]:
    """What shows each row of data, in the order of print."""
    shown: dict[Line, dict[str, None]] = {}  # a set that keeps its order
    for exhibit in exhibits:
        for line in exhibit.lines:
            shown.setdefault(line, {})[exhibit.name] = None
    return shown


def _field(name: str, title: str, kind: str = "string") -> dict:
    return {"name": name, "title": title, "type": kind, "unit": ""}


_WHERE = "載せた図表・本文"
_FACT_FIELDS = [
    _field("_rows", "データの行"),
    _field("_source", "出典"),
    _field("_page", "ページ"),
    _field("_shown", _WHERE),
]
_SOURCE_FIELDS = [
    _field("file", "ファイル"),
    _field("row", "行", "number"),
    _field("source", "出典"),
    _field("page", "ページ"),
    _field("_shown", _WHERE),
]


def _resource(title: str, fields: list[dict], rows: list[dict]) -> dict:
    return {"title": title, "notes": [], "schema": {"fields": fields}, "data": rows, "formats": [{} for _ in rows]}


def _sheet(name: str, table: dict) -> Sheet:
    return Sheet(name, table["title"], "", (Part(0, table),))
