"""A DataFrame, Styler or Series of an analyst's own as a table of the house."""

import datetime as dt
import math
import re
from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.colors import is_color_like, to_rgb
from pandas.io.formats.style import Styler

from helpers import wareki
from helpers.errors import DeskError, cut
from helpers.notation import decimals_of
from helpers.packet import notation_here
from helpers.tables.table import Column, Table, Value

MOST_ROWS = 1000
_MOST_DECIMALS = 2  # of a float that was computed: its further digits are nobody's
_YEAR = re.compile(r"(?:^|_)year$|年度?$")
_UNNAMED = "項目"  # what an index without a name is called

_FORMATTED = re.compile(r"[-+▲△]?(?P<whole>[0-9][0-9,]*)(?:\.(?P<rest>[0-9]+))?(?P<unit>\s*[^0-9\s.,]{0,6})")


class _Format(NamedTuple):
    """How the numbers of a column are printed: each times ``factor``, with ``decimals`` places (None: as they are), in ``unit``."""

    factor: Decimal
    decimals: int | None
    unit: str


_PLAIN = _Format(Decimal(1), None, "")

Frame = pd.DataFrame | pd.Series | Styler


def own(
    frame: Frame,
    caption: str = "",
    units: str | Mapping[Hashable, str] | None = None,
    decimals: int | Mapping[Hashable, int] | None = None,
    id: str = "",
) -> Table:
    """自分の DataFrame・Series・Styler を、資料の表にする(HTML・PDF・Excel に載り、番号が付く)。

    例::

        frame = packet.frame("figures")
        tables.own(frame.groupby("claim")["value"].sum(), caption="債権別の合計", units="千円")

    ``caption`` は題名、``units`` は単位(全部の数値の列に一つか、列の名 → 単位)、``decimals`` は小数の桁(省くと二桁まで)、``id`` は本文から
    ``@tbl-…`` で参照する名(省くと付く)。数値の列は右寄せ、負数は市の記号、千の位に区切り。索引は左端の列になる。元の表は変えない。
    誤り: 行か列がない、行が多すぎる(1,000 行まで)、無限大がある。
    """
    styled, frame = (frame, _data(frame)) if isinstance(frame, Styler) else (None, frame)
    frame = frame.to_frame(frame.name if frame.name is not None else "値") if isinstance(frame, pd.Series) else frame
    if frame.empty:
        raise DeskError(
            "document", "表に行か列がありません。絞り込みの条件を確かめるか、行がないときは文で書いてください。"
        )
    if len(frame) > MOST_ROWS:
        raise DeskError("document", f"表に {len(frame):,} 行あります。印刷できるのは {MOST_ROWS:,} 行までです。head() などで絞ってください。")  # fmt: skip
    units = frame.attrs.get("units", {}) if units is None else units
    shown = frame if styled is None else frame.loc[:, [not hidden for hidden in _hidden(styled)]]
    heads = _index(frame) if styled is None or not any(styled.hide_index_) else []
    formats = [_PLAIN] * len(heads) + ([_PLAIN] * shown.shape[1] if styled is None else _formats(styled))
    columns, cells = [], []
    for place, (label, values) in enumerate([*heads, *shown.items()]):
        format = formats[place]
        head = place < len(heads)
        number = not head and _is_number(values) and not _are_years(label, values)
        column = [_value(value, number, _title(label)) for value in values]
        if number and format.factor != 1:
            column = [value and value * format.factor for value in column]
        places = decimals.get(label) if isinstance(decimals, Mapping) else decimals
        places = format.decimals if places is None else places
        columns.append(
            Column(
                name=f"c{place + 1}",
                title=_title(label),
                number=number,
                unit=((units if isinstance(units, str) else units.get(label, "")) or format.unit) if number else "",
                decimals=(_places(column) if places is None else places) if number else None,
                group="" if head else _group(label),
            )
        )
        cells.append(column)
    rows = [dict(zip([column.name for column in columns], values, strict=True)) for values in zip(*cells, strict=True)]
    caption = caption or (styled.caption if styled is not None and isinstance(styled.caption, str) else "")
    return Table(
        id=id,
        caption=caption,
        columns=columns,
        rows=rows,
        notation=notation_here(),
        heads=len(heads) or int(bool(columns) and not columns[0].number),
        merged=[column.name for column in columns[: max(0, len(heads) - 1)]],
        marks={} if styled is None else _marks(styled, len(heads)),
    )


def _hidden(styled: Styler) -> list[bool]:
    return [place in styled.hidden_columns for place in range(len(styled.data.columns))]


def _index(frame: pd.DataFrame) -> list[tuple[Hashable, pd.Index]]:
    """The levels of the index, unless it only counts the rows."""
    if isinstance(frame.index, pd.RangeIndex) and frame.index.name is None:
        return []
    levels = [frame.index.get_level_values(level) for level in range(frame.index.nlevels)]
    return [(_UNNAMED if level.name is None else level.name, level) for level in levels]


def _title(label: Hashable) -> str:
    return str(label[-1] if isinstance(label, tuple) else label)


def _group(label: Hashable) -> str:
    return " ".join(map(str, label[:-1])) if isinstance(label, tuple) else ""


def _is_number(values: pd.Series) -> bool:
    if pd.api.types.is_bool_dtype(values) or not len(present := values.dropna()):
        return False
    return pd.api.types.is_numeric_dtype(values) or all(isinstance(value, Decimal) for value in present)


def _are_years(label: Hashable, values: pd.Series) -> bool:
    """Whether these are years, which have no thousands."""
    return bool(_YEAR.search(_title(label))) and all(value == int(value) and 1800 <= value <= 2200 for value in values.dropna())  # fmt: skip


def _value(value: object, number: bool, title: str) -> Value:
    """A value as a cell of a house table; ``title`` is the column's."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float | Decimal) and math.isnan(value)):
        return None
    if number:
        if not math.isfinite(value):
            raise DeskError(
                "document",
                f"表の列「{cut(title)}」に無限大(0 で割った値)があります。該当なしなら None にしてください。",
            )
        return value if isinstance(value, Decimal) else Decimal(str(value))
    if isinstance(value, bool | np.bool_):
        return "○" if value else "×"
    if isinstance(value, dt.datetime):  # pandas' own too
        return wareki.date(value.date()) if value.time() == dt.time() else f"{wareki.date(value.date())} {value:%H:%M}"
    if isinstance(value, dt.date):
        return wareki.date(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a year or a number in a name, beside an empty one
    return str(value)


def _places(values: list[Value]) -> int:
    written = (decimals_of(value.normalize()) for value in values if value is not None)
    return min(max(written, default=0), _MOST_DECIMALS)


def _data(styled: Styler) -> pd.DataFrame:
    """The rows that a Styler shows, with those that it has taken on (``concat``)."""
    shown = styled.data.iloc[[row for row in range(len(styled.data)) if row not in styled.hidden_rows]]
    return pd.concat([shown, *map(_data, styled.concatenated)]) if styled.concatenated else shown


def _formats(styled: Styler) -> list[_Format]:
    """What ``format`` asks of each column that is shown, where all that it makes of the numbers is digits and a unit."""
    found = []
    for place, (_, values) in enumerate(styled.data.items()):
        asked = [
            (_FORMATTED.fullmatch(styled._display_funcs[row, place](value)), value)
            for row, value in enumerate(values)
            if (row, place) in styled._display_funcs and pd.notna(value)
        ]
        if not asked or not all(text for text, _ in asked) or len({text["unit"] for text, _ in asked}) > 1:
            found.append(_PLAIN)
            continue
        decimals = max(len(text["rest"] or "") for text, _ in asked)
        unit = asked[0][0]["unit"].strip()
        # {:.1%} multiplies by a hundred, {:.1f}% does not.
        largest = max(asked, key=lambda one: abs(one[1]))
        is_share = unit == "%" and float(largest[0]["whole"].replace(",", "")) > 10 * abs(largest[1])
        found.append(_Format(Decimal(100 if is_share else 1), decimals, unit))
    return [format for format, hidden in zip(found, _hidden(styled), strict=True) if not hidden]


def _marks(styled: Styler, heads: int) -> dict[tuple[int, str], list[str]]:
    """What a Styler makes of cells in the marks of the house, which say it without colour too: red of what is red, a shade of what has a
    background that others of its column have not (a column that is shaded throughout tells nothing apart).
    """
    styled._compute()
    rows = [row for row in range(len(styled.data)) if row not in styled.hidden_rows]
    visible = [place for place, hidden in enumerate(_hidden(styled)) if not hidden]
    said = {place: {_kind(*one) for one in style} - {""} for place, style in styled.ctx.items()}
    throughout = {place for place in visible if all("shade" in said.get((row, place), ()) for row in rows)}
    return {
        (rows.index(row), f"c{heads + visible.index(place) + 1}"): marks
        for (row, place), kinds in said.items()
        if row in rows
        and place in visible
        and (marks := [kind for kind in _KINDS if kind in kinds - ({"shade"} if place in throughout else set())])
    }


_KINDS = ("bold", "shade", "red", "underline")


def _kind(name: str, value: str) -> str:
    """The mark of the house for a line of CSS; "" if it has none."""
    if value in ("", "normal", "none", "transparent"):
        return ""
    if name == "color":
        red, *others = to_rgb(value) if is_color_like(value) else (0, 0, 0)
        return "red" if red > 0.5 and max(others) < red / 2 else ""
    return {"font-weight": "bold", "background-color": "shade", "text-decoration": "underline"}.get(name, "")
