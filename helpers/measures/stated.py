"""What a document printed of a day's measures: a printed figure that can be true stands, and none is computed in its place.

A city computes its rates from yen and prints 千円; from those a rate can come out differently in the last digit. ``published.csv``
says which measure a printed figure is, the audit whether it can be true.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from helpers import trace
from helpers.audit import Item, Verdict
from helpers.errors import DeskError, Fault
from helpers.packet import Packet
from helpers.printed import shortened_to


class Key(NamedTuple):
    """What a figure of a day inside a fiscal year is: a measure (``ledger.STATED``) of a claim, or of ``all``."""

    claim: str
    segment: str
    measure: str
    fiscal_year: int


@dataclass(frozen=True)
class Stated:
    """A figure as the document printed it: ``value`` in ``unit``, a rate in %, a difference of rates in points."""

    value: Decimal  # ▲0.0 is the negative zero: it fell, by less than is printed
    unit: str
    text: str
    verdict: Verdict | None  # None: no formula tells it from the others
    line: int  # of published.csv, as Excel counts it
    source: trace.Line | None = field(default=None, compare=False)

    @property
    def stands(self) -> bool:
        """Whether the figure can be true."""
        return self.verdict != "mismatch"


StatedFigures = Mapping[Key, Stated]


def stated(packet: Packet) -> StatedFigures:
    """The figures that the meeting's documents printed of its day's measures, in their order; empty without any. What they
    print as "-" or is lost is not there.

    DeskError ``data`` if one measure is printed twice: one of the two would stand by chance.
    """
    return packet.once("stated", lambda: _stated(packet))


def _stated(packet: Packet) -> StatedFigures:
    if packet.audit is None:
        return {}
    linked, lines = _linked(packet), packet.ledger.lines("published")
    # Of several formulas of a figure one that does not hold decides.
    ordered = sorted(packet.audit.findings, key=lambda finding: finding.verdict == "mismatch")
    verdicts = {finding.item.line: finding.verdict for finding in ordered}
    found: dict[Key, Stated] = {}
    faults = []
    for item in packet.audit.items.values():
        if item.line not in linked or item.printed.value is None:
            continue
        key = linked[item.line]
        if key in found:
            faults.append(_twice(packet, item, found[key]))
        else:
            printed = item.printed
            own = printed.value, printed.unit, str(printed), verdicts.get(item.line)
            found[key] = Stated(*own, item.line, lines[item.line])
    if faults:
        raise DeskError("data", "同じ指標の数値が、二か所に印刷されたことになっています。", faults)
    return found


def _linked(packet: Packet) -> dict[int, Key]:
    """Which measure the rows of published.csv are, by number."""
    rows = packet.ledger["published"]
    rows = rows[rows["measure"] != ""]
    return {row.Index: Key(row.claim, row.segment, row.measure, row.fiscal_year) for row in rows.itertuples()}


def _twice(packet: Packet, item: Item, first: Stated) -> Fault:
    message = f"{first.line}行目と同じ指標です。claim・segment・measure は、どちらか一方の行だけに書いてください。"
    return Fault(f"{packet.ledger.folder}/published.csv", message, item.line, "measure")


def stands(figures: StatedFigures, key: Key, computed: Decimal | None) -> Decimal | None:
    """The figure that stands: the printed one where there is one that can be true, else the computed one."""
    printed = figures.get(key)
    if printed is None or not printed.stands:
        return computed
    trace.take(filter(None, [printed.source]))
    return printed.value


def agree(packet: Packet, figures: StatedFigures, key: Key, value: Decimal | None) -> None:
    """DeskError ``data`` if the document prints another amount than ``value``, the ledger's in the unit of the document's table, shortened
    as the city shortens: a slip in one of the two files.
    """
    printed = figures.get(key)
    down = "amount" in packet.city.published_rounding.down
    if printed is None or value is None or value in shortened_to(printed.value, down):
        return
    claim, segment, measure, year = key
    message = (
        f"「{printed.text}」: figures.csv の同じ数値({claim}、{segment}、{measure}、{year}年度)は {value:,f} です。"
        "原資料を見て、違うほうを直してください。"
    )
    fault = Fault(f"{packet.ledger.folder}/published.csv", message, printed.line, "figure")
    raise DeskError("data", "印刷された数値と figures.csv の数値が合いません。", [fault])
