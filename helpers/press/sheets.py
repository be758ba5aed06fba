"""Which sheets the tables of a packet make: one each, and one for those of a series (the same layout, claim after claim) in a section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from helpers import cells

_LONGEST_NAME = 31  # of a sheet, in units of UTF-16, as Excel counts
_NO_NAME = re.compile(r"[\\/*?:\[\]'（）￥／＊？：［］\s\x00-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Part:
    """A table on a sheet: ``number`` counts the tables of the packet, ``first`` is the row where its data begin."""

    number: int
    table: dict  # a Tabular Data Resource
    first: int = 2

    @property
    def label(self) -> str:
        """What print calls it."""
        return f"表{self.number}"


@dataclass(frozen=True)
class Sheet:
    """A sheet, the title of its section, and the tables on it, one below the other."""

    name: str
    title: str
    chapter: str
    parts: tuple[Part, ...]

    @property
    def fields(self) -> list[dict]:
        """Its columns; of a series the number of the table in print and what the table is about come first."""
        own = _merged([part.table for part in self.parts])
        return own if len(self.parts) == 1 else [*_named(self.parts[0].table), *own]

    @property
    def rows(self) -> Iterator[tuple[dict, dict]]:
        """Each row of its data, with the formats of its numbers."""
        for part in self.parts:
            of_part = {"_table": part.label, "_part": part.table.get("series", [None])[-1]}
            for record, formats in zip(part.table["data"], part.table["formats"], strict=True):
                yield of_part | record, formats


def sheets(shown: Sequence[tuple[str, dict]]) -> list[Sheet]:
    """The sheets of all tables that are ``shown``: the title of the section of each, and the table as a Tabular Data Resource."""
    series: dict[tuple, list[Part]] = {}
    for number, (chapter, table) in enumerate(shown, start=1):
        key = (chapter, *table["series"][:2]) if "series" in table else number
        while key in series and not _fit([*(part.table for part in series[key]), table]):
            key = (key, number)
        parts = series.setdefault(key, [])
        first = parts[-1].first + len(parts[-1].table["data"]) if parts else 2
        parts.append(Part(number, table, first))
    return [_sheet(shown[parts[0].number - 1][0], tuple(parts)) for parts in series.values()]


def _sheet(chapter: str, parts: tuple[Part, ...]) -> Sheet:
    first = parts[0]
    title = first.table["title"] if len(parts) == 1 else first.table["series"][0]
    return Sheet(_name(f"{first.label}{'ほか' if len(parts) > 1 else ''} {title}"), title, chapter, parts)


def _named(table: dict) -> list[dict]:
    titles = {"_table": "表", "_part": table["series"][1]}
    return [{"name": name, "title": title, "type": "string", "unit": ""} for name, title in titles.items()]


def _fit(tables: list[dict]) -> bool:
    """Whether columns of the same name are the same in all of the tables."""
    fields = [field for table in tables for field in table["schema"]["fields"]]
    return all(field == next(own for own in fields if own["name"] == field["name"]) for field in fields)


def _merged(tables: list[dict]) -> list[dict]:
    """The columns of all tables, each once; one that some tables lack stands behind the one it stands behind in the others."""
    merged: list[dict] = []
    for table in tables:
        place = 0
        for field in table["schema"]["fields"]:
            if field in merged:
                place = merged.index(field) + 1
            else:
                merged.insert(place, field)
                place += 1
    return merged


def _name(title: str) -> str:
    """``title`` as the name of a sheet. Excel for Japan refuses the full-width forms too."""
    name = _NO_NAME.sub(" ", title)
    while cells.units(name) > _LONGEST_NAME:
        name = name[:-1]
    return name.strip()
