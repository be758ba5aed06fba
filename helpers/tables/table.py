"""One table of a report: shown in JupyterLab, printed by Quarto, written to Excel, from the same cells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import jinja2
import pandas as pd

from helpers import palette, trace
from helpers.errors import DeskError
from helpers.markdown import table_float
from helpers.measures.formulas import COLUMNS
from helpers.notation import WITHHELD, Notation, is_withheld, round_half_up

_TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)
_TABLE = _TEMPLATES.get_template("table.html.j2")  # compiled once, not by every section

WITHHELD_NOTE = f"{WITHHELD} は秘匿した数値（少ない件数や人数、委員限りの数値、それらが逆算できる数値）。"

# How a mark looks. Never by colour alone: readers print in grey.
_MARKS = {
    "shade": f"background-color: {palette.SHADE}",
    "bold": "font-weight: bold",
    "underline": "text-decoration: underline",
    "red": f"color: {palette.RED}; font-weight: bold",
}

Value = Decimal | int | str | None


@dataclass(frozen=True)
class Column:
    """``number=True``: values are Decimal or int, printed with ``decimals`` places (None: as each value was written).

    A str in a number column (皆増, 資料なし, x) is printed in it; the machine-readable data has it in a column beside. ``width`` is a weight;
    a table whose columns have none is sized by its contents. Columns of one ``group`` share a heading. One that is not ``printed`` is in
    the data alone: the number behind a text. ``formula``: how it is computed, in words (left out: what its name means in ``measures.formulas``).
    """

    name: str
    title: str
    number: bool = False
    unit: str = ""
    decimals: int | None = None
    signed: bool = False
    group: str = ""
    width: float = 0
    printed: bool = True
    formula: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns. ``marks[row index, column name]`` names marks of a cell: shade, bold, underline, red.

    ``heads``: how many leading columns name the row. ``merged``: columns in which equal neighbours share a cell in print
    (a merge never crosses one of an earlier merged column); the data repeats the value. ``unit`` is that of the number columns
    that name none: print states it once in the caption, the data in every heading. ``part``: which of several alike it is (債権名, 市税);
    it ends the title, and is a column of the one sheet that they share in the workbook. ``sources``: the rows of data that it rests on.
    """

    id: str  # "tbl-…", unique in the packet
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    notation: Notation
    notes: Sequence[str] = ()
    heads: int = 1
    merged: Sequence[str] = ()
    marks: Mapping[tuple[int, str], Sequence[str]] = field(default_factory=dict)
    unit: str = ""
    part: tuple[str, str] | None = None
    sources: Sequence[trace.Line] = field(default_factory=trace.taken, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.rows:
            raise DeskError(
                "missing-data",
                f"表「{self.title}」に載せる行がありません。data/ の CSV に、この会議・年度・債権の行があるか確かめてください。",
            )
        if any(is_withheld(value) for row in self.rows for value in row.values()):
            shown = [{name: WITHHELD if is_withheld(v) else v for name, v in row.items()} for row in self.rows]
            object.__setattr__(self, "rows", shown)
            object.__setattr__(self, "notes", [*self.notes, WITHHELD_NOTE])

    @property
    def title(self) -> str:
        """What is printed over it."""
        return f"{self.caption}（{self.part[1]}）" if self.part else self.caption

    def html(self, caption: bool = True) -> str:
        """The bare ``<table>``, styles inline, so that every renderer keeps them."""
        total = sum(column.width for column in self._printed)
        return _TABLE.render(
            caption=self.title if caption else "",
            widths=[f"{100 * column.width / total:.4g}" for column in self._printed] if total else [],
            header=self._header(),
            body=self._body(),
            head=palette.HEAD,
        )

    def markdown(self) -> str:
        """The table as Quarto reads it."""
        return table_float(self.id, self.title, self.html(caption=False), self.notes)

    def frame(self) -> pd.DataFrame:
        """表の値を、印刷した桁の数値の DataFrame にする。

        例::

            frame = tables.trend(packet).frame()
            sns.lineplot(frame, x="年度", y="収納率")

        列は表の見出し(同じ見出しが二つあれば、単位も付く)、数値は float、語(資料なし など)や空欄は NaN。単位は ``.attrs["units"]``(列 → 単位)。
        """
        names = self._distinct_titles()
        frame = pd.DataFrame(
            {names[c.name]: pd.Series([self._datum(c, row[c.name]) for row in self.rows], dtype=float if c.number else object) for c in self.columns}
        )  # fmt: skip
        frame.attrs["units"] = {names[column.name]: self._unit(column) for column in self.columns if column.number}
        return frame

    def _distinct_titles(self) -> dict[str, str]:
        """The headings by column name; those that stand over two columns say which unit too."""
        titles = {column.name: self._flat_title(column) for column in self.columns}
        often = {title for title, number in Counter(titles.values()).items() if number > 1}
        return {
            c.name: f"{title}（{self._unit(c)}）" if (title := titles[c.name]) in often else title for c in self.columns
        }

    def resource(self) -> dict:
        """The table as a Tabular Data Resource: fields with type and unit, values as numbers, rounded as printed."""
        fields = [
            {
                "name": c.name,
                "title": self._flat_title(c),
                "type": "number" if c.number else "string",
                "unit": self._unit(c),
            }
            | ({} if c.printed else {"printed": False})
            | ({"formula": formula} if (formula := self._formula(c)) else {})
            for c in self.columns
        ]
        return {
            "profile": "tabular-data-resource",
            "name": self.id,
            "title": self.title,
            **({"series": [self.caption, *self.part]} if self.part else {}),
            "notes": list(self.notes),
            "sources": [list(line) for line in self.sources],
            "schema": {
                "fields": [
                    field for c, field in zip(self.columns, fields, strict=True) for field in self._with_words(c, field)
                ]
            },
            "data": [
                {
                    key: value
                    for c in self.columns
                    for key, value in ((c.name, self._datum(c, row[c.name])), *self._words(c, row[c.name]))
                }
                for row in self.rows
            ],
            "formats": [
                {
                    c.name: self.notation.excel(self._decimals(c, row[c.name]), c.signed)
                    for c in self.columns
                    if c.number and isinstance(row[c.name], Decimal | int)
                }
                for row in self.rows
            ],
        }

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        notes = "".join(f"<p><small>{jinja2.utils.markupsafe.escape(note)}</small></p>" for note in self.notes)
        return {
            "text/plain": self.title,
            "text/html": self.html() + notes,
            "text/markdown": self.markdown(),
            "application/vnd.dataresource+json": self.resource(),
        }

    @property
    def _printed(self) -> list[Column]:
        return [column for column in self.columns if column.printed]

    def _formula(self, column: Column) -> str:
        stem = column.name.removesuffix("_last").removeprefix("collection_rate_").removeprefix("outstanding_")
        return column.formula or (COLUMNS.get(stem, "") if column.number else "")

    def _unit(self, column: Column) -> str:
        return column.unit or (self.unit if column.number else "")

    def _has_words(self, column: Column) -> bool:
        return column.number and any(isinstance(row[column.name], str) for row in self.rows)

    def _with_words(self, column: Column, field: dict) -> list[dict]:
        """A number column that holds words (皆増, 資料なし) is followed by a column for them: numbers stay numbers."""
        if not self._has_words(column):
            return [field]
        return [field, {"name": f"{column.name}_note", "title": f"{field['title']} 備考", "type": "string", "unit": ""}]

    def _words(self, column: Column, value: Value) -> list[tuple[str, str]]:
        return [(f"{column.name}_note", value if isinstance(value, str) else "")] if self._has_words(column) else []

    def _flat_title(self, column: Column) -> str:
        return f"{column.group} {column.title}" if column.group else column.title

    def _decimals(self, column: Column, value: Decimal | int) -> int:
        return self.notation.decimals(value, self._unit(column)) if column.decimals is None else column.decimals

    def _datum(self, column: Column, value: Value) -> float | int | str | None:
        if not column.number:
            return "" if value is None else str(value)
        if value is None or isinstance(value, str):
            return None
        rounded = round_half_up(Decimal(value), self._decimals(column, value))
        # The shortest float that reads back as these digits; JSON and Excel know no decimals.
        return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)

    def _shown(self, column: Column, value: Value) -> str:
        if isinstance(value, str):
            return value
        if not column.number:
            return "" if value is None else str(value)
        return self.notation.cell(value, None if value is None else self._decimals(column, value), column.signed)

    def _header(self) -> list[list[dict]]:
        grouped = any(column.group for column in self._printed)
        top, below = [], []
        for group, members in groupby(self._printed, key=lambda column: column.group):
            columns = list(members)
            titles = [f"{c.title}\n（{c.unit}）" if c.unit else c.title for c in columns]
            if group:
                top.append({"text": group, "colspan": len(columns), "rowspan": 1})
                below += [{"text": title, "colspan": 1, "rowspan": 1} for title in titles]
            else:
                top += [{"text": title, "colspan": 1, "rowspan": 2 if grouped else 1} for title in titles]
        return [top, below] if grouped else [top]

    def _body(self) -> list[list[dict]]:
        spans = self._spans()
        return [
            [
                {
                    # An empty heading would be read out as one.
                    "tag": "th" if position < self.heads and row[column.name] not in (None, "") else "td",
                    "text": self._shown(column, row[column.name]),
                    "rowspan": spans.get((index, column.name), 1),
                    "style": self._style(index, column),
                }
                for position, column in enumerate(self._printed)
                if spans.get((index, column.name), 1)
            ]
            for index, row in enumerate(self.rows)
        ]

    def _style(self, index: int, column: Column) -> str:
        align = "text-align: right" if column.number else "text-align: left"
        return "; ".join([align, *(_MARKS[mark] for mark in self.marks.get((index, column.name), ()))])

    def _spans(self) -> dict[tuple[int, str], int]:
        """Row spans of merged cells; 0 for a cell that the one above covers."""
        spans = {}
        for depth, name in enumerate(self.merged):
            outer = self.merged[: depth + 1]
            for _, members in groupby(range(len(self.rows)), key=lambda i, o=outer: tuple(self.rows[i][n] for n in o)):
                first, *rest = members
                spans[first, name] = len(rest) + 1
                spans.update(dict.fromkeys(((index, name) for index in rest), 0))
        return spans
