"""The last part of a packet: where its tables, pictures and texts come from."""

from collections.abc import Mapping, Sequence
from html import escape

from helpers import markdown, palette
from helpers.press.document import Document
from helpers.press.sources import Exhibit, pages_of, places_of, rows_of

ID, TITLE = "sources", "出典"
_LEAD = (
    "表・図・本文が、どの資料の、データ（data/ の CSV）のどの行によるかを示す。行ごとの出典と、計算した数値の式は、Excel の「出典」「数値」のシートにある。"
    "ページの資料なしは、その行にページの記載がないことを示す。"
)
_COMPUTED = "計算した列"
_WIDTHS = {"図表": 34, "資料と箇所": 30, "ページ": 12, "データの行": 24}


def place_of(exhibit: Exhibit) -> str:
    """The id of the line of ``exhibit`` in the list."""
    return f"source-{exhibit.id}"


def listed(document: Document, exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """Those that the packet lists, if it is whole and any of them rests on data: all but words that rest on none, as those of a glossary."""
    if not document.whole or not any(exhibit.lines for exhibit in exhibits):
        return []
    return [exhibit for exhibit in exhibits if exhibit.lines or exhibit.figures]


def chapter(document: Document, exhibits: Sequence[Exhibit], files: Mapping[str, str]) -> str:
    """The list as markdown; ``files`` are those of the tables, by id, to which the page leads."""
    style = f"text-align: center; font-weight: bold; background-color: {palette.HEAD}"
    head = "".join(f'<th scope="col" style="{style}">{title}</th>' for title in _WIDTHS)
    widths = "".join(f'<col style="width: {width}%">' for width in _WIDTHS.values())
    own = f"data/{document.parameters.get('city', '')}/"
    lines = "\n".join(_line(exhibit, own, files.get(exhibit.id, "")) for exhibit in exhibits)
    table = (
        f"<table>\n<colgroup>{widths}</colgroup>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody>\n</table>"
    )
    parts = [
        f"# {TITLE} {{#{ID}}}",
        "",
        "::: {.note}",
        _LEAD,
        ":::",
        "",
        ":::: {.table-scroll}",
        "```{=html}",
        table,
        "```",
        "::::",
    ]
    if computed := _computed(exhibits):
        parts += ["", f"## {_COMPUTED}", "", "::: {.note}", markdown.escape(f"{'。'.join(computed)}。"), ":::"]
    return "\n".join(parts)


def _computed(exhibits: Sequence[Exhibit]) -> list[str]:
    """The columns that are computed from others: heading, formula, and the tables that have them."""
    tables: dict[str, list[str]] = {}
    for exhibit in exhibits:
        for heading, formula in exhibit.formulas.items():
            tables.setdefault(f"{heading}＝{formula}", []).append(exhibit.label)
    return [f"{formula}（{'、'.join(labels)}）" for formula, labels in tables.items()]


def _line(exhibit: Exhibit, own: str, file: str) -> str:
    named = exhibit.label[:1] + "\u00a0" + exhibit.label[1:] if exhibit.label[1:].isdigit() else exhibit.label
    rows = rows_of(exhibit.lines).replace(own, "") or places_of(())
    cells = (places_of(exhibit.lines), pages_of(exhibit.lines), rows)
    shown = "".join(f"<td>{escape(cell).replace(chr(10), '<br>')}</td>" for cell in cells)
    first = f'<a href="#{exhibit.id}">{named}</a> {escape(exhibit.title)}'
    if file:
        first += f' <a class="source" href="{escape(file)}" aria-label="{named}の CSV">CSV</a>'
    return f'<tr id="{place_of(exhibit)}"><th scope="row">{first}</th>{shown}</tr>'
