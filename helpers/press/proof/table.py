"""A table of report.html, its cells as texts and as figures."""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from bs4 import Tag

from helpers.printed import Printed, read


@dataclass
class Shown:
    """A table of a report, its body read as figures when somebody asks."""

    tag: Tag

    @cached_property
    def figures(self) -> list[list[Printed | None]]:
        """Every cell of the body, in the unit that the headings of its column, its row or the caption state."""
        return _figures(self.tag)


def grid(table: Tag) -> list[list[str]]:
    """The cells of a table's body, a merged cell repeated in every row it covers."""
    covering: dict[int, tuple[int, str]] = {}
    rows = []
    for line in table.find("tbody").find_all("tr"):
        cells, row = iter(line.find_all(["th", "td"])), []
        for position in itertools.count():
            left, text = covering.get(position, (0, ""))
            if not left:
                cell = next(cells, None)
                if cell is None:
                    break
                left, text = int(cell.get("rowspan", 1)), _text(cell)
            covering[position] = (left - 1, text)
            row.append(text)
        rows.append(row)
    return rows


def is_plain(table: Tag) -> bool:
    """Whether a table has the shape of ours: a head of one line or two, a body without cells across columns."""
    head, body = table.find("thead"), table.find("tbody")
    return bool(head and body and len(head.find_all("tr")) in (1, 2) and not body.find(colspan=True))


def _figures(table: Tag) -> list[list[Printed | None]]:
    """The body with every cell read as a figure, in the unit that the headings of its column, its row or the caption state."""
    figure = table.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    stated = re.search(r"単位[:：]\s*([^）)]+)", caption.get_text() if caption else "")
    rows, headings = grid(table), _units(table)
    return [
        [
            _figure(text, heading or own or (stated[1] if stated else ""))
            for text, heading in zip(row, headings, strict=True)
        ]
        for row, own in zip(rows, _row_units(table, rows), strict=True)
    ]


def _row_units(table: Tag, rows: list[list[str]]) -> list[str]:
    """The unit that each row states in a column 単位, in a table with one line of headings; "" where it states none, or no known one."""
    lines = table.find("thead").find_all("tr")
    titles = [_text(cell) for cell in lines[0].find_all("th")] if len(lines) == 1 else []
    if "単位" not in titles:
        return [""] * len(rows)
    stated = [row[titles.index("単位")] for row in rows]
    return [unit if _figure("0", unit) else "" for unit in stated]


def _figure(text: str, unit: str) -> Printed | None:
    try:
        return read(text, unit)
    except ValueError:
        return None


def _units(table: Tag) -> list[str]:
    """The unit in brackets at the end of each column's heading, or of the heading above it."""
    top, *rest = table.find("thead").find_all("tr")
    below = iter(rest[0].find_all("th") if rest else ())
    units = []
    for cell in top.find_all("th"):
        width, alone = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1)) > 1 or not rest
        units += [
            _unit(heading) or _unit(cell) for heading in ([cell] * width if alone else itertools.islice(below, width))
        ]
    return units


def _unit(heading: Tag) -> str:
    found = re.search(r"（([^（）]+)）$", _text(heading))
    return found[1] if found and _figure("0", found[1]) else ""


def _text(cell: Tag) -> str:
    return "".join(
        "\n" if part.name == "br" else part for part in cell.descendants if isinstance(part, str) or part.name == "br"
    )
