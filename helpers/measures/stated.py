"""What a document printed of a day's measures: a printed figure that can be true stands, and none is computed in its place.

A city computes its rates from yen and prints 千円; from those a rate can come out differently in the last digit. ``published.csv``
says which measure a printed figure is, the audit whether it can be true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers.audit import Audit, Verdict
from helpers.errors import DeskError, Fault
from helpers.ledger import STATED, Ledger
from helpers.printed import Printed

# claim, segment, measure, fiscal year
Key = tuple[str, str, str, int]


@dataclass(frozen=True)
class Stated:
    """A figure as the document printed it: ``value`` in ``unit``, a rate in %, a difference of rates in points."""

    value: Decimal
    unit: str
    text: str
    verdict: Verdict | None  # None: no formula tells it from the others
    line: int  # of published.csv, as Excel counts it

    @property
    def stands(self) -> bool:
        """Whether the figure can be true."""
        return self.verdict != "mismatch"


StatedFigures = Mapping[Key, Stated]


def stated(ledger: Ledger, audit: Audit | None) -> StatedFigures:
    """The figures that a meeting's documents printed of its day's measures; empty without an audit. What they print as "-" or
    is lost is not there.

    DeskError ``data`` if one measure is printed twice: one of the two would stand by chance.
    """
    if audit is None:
        return {}
    rows, file = ledger["published"], f"{ledger.folder}/published.csv"
    linked = {row.Index: row for row in rows[rows["measure"] != ""].itertuples()}
    verdicts = {finding.item.line: finding.verdict for finding in audit.findings}
    found: dict[Key, Stated] = {}
    faults = []
    for item in audit.items.values():
        row, printed = linked.get(item.line), item.printed
        if row is None or printed.value is None:
            continue
        key = row.claim, row.segment, row.measure, row.fiscal_year
        if key in found:
            message = f"{found[key].line}行目と同じ指標です。claim・segment・measure は、どちらか一方の行だけに書いてください。"
            faults.append(Fault(file, message, item.line, "measure"))
        figure = Stated(_value(printed), printed.unit, str(printed), verdicts.get(item.line), item.line)
        found.setdefault(key, figure)
    if faults:
        raise DeskError("data", "同じ指標の数値が、二か所に印刷されたことになっています。", faults)
    return found


def _value(printed: Printed) -> Decimal:
    """The digits as printed. ▲0.0 fell by less than is printed: it keeps its sign as the hundredth part of its last digit."""
    if printed.value or printed.room.low == -printed.room.high:
        return printed.value
    return Decimal(-1 if printed.room.low < 0 else 1).scaleb(-printed.decimals - 2)


def stands(figures: StatedFigures | None, key: Key, computed: Decimal | None) -> Decimal | None:
    """The figure that stands: the printed one where there is one that can be true, else the computed one."""
    printed = (figures or {}).get(key)
    return computed if printed is None or not printed.stands else printed.value


@dataclass(frozen=True)
class Denied:
    """A printed figure that the others make impossible, and what was computed in its place."""

    claim: str
    measure: str
    suffix: str  # "" this year, "_last" the year before
    printed: Stated
    computed: Decimal | None


def denied(figures: StatedFigures, frame: pd.DataFrame, segment: str, fiscal_year: int) -> list[Denied]:
    """The printed figures that do not stand in ``frame``, whose index are claims and whose columns measures of ``segment``, with
    ``_last`` for the year before ``fiscal_year``. In the order of the document.
    """
    suffixes = {fiscal_year: "", fiscal_year - 1: "_last"}
    return [
        Denied(claim, measure, suffixes[year], figure, frame.loc[claim, measure + suffixes[year]])
        for (claim, own, measure, year), figure in figures.items()
        if own == segment and year in suffixes and not figure.stands and STATED[measure] == "rate"
        if claim in frame.index and measure + suffixes[year] in frame
    ]


def agree(ledger: Ledger, figures: StatedFigures | None, key: Key, value: Decimal | None) -> None:
    """DeskError ``data`` if the document prints another amount than ``value``, the ledger's in the unit of the document's table: a
    slip in one of the two files.
    """
    printed = (figures or {}).get(key)
    if printed is None or value is None or printed.value == value:
        return
    claim, segment, measure, year = key
    message = (
        f"「{printed.text}」: figures.csv の同じ数値({claim}、{segment}、{measure}、{year}年度)は {value:,f} です。"
        "原資料を見て、違うほうを直してください。"
    )
    fault = Fault(f"{ledger.folder}/published.csv", message, printed.line, "figure")
    raise DeskError("data", "印刷された数値と figures.csv の数値が合いません。", [fault])
