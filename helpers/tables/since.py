"""Tables of what changed since the meeting before."""

from collections.abc import Sequence
from dataclasses import replace

from helpers import measures
from helpers.packet import Packet
from helpers.tables import changes
from helpers.tables.table import Table

_MOST = 20  # figures of one table: with the counts, about a page
_CAPTIONS = {
    "figures": "変わった数値",
    "targets": "変わった目標",
    "verdicts": "変わった目標の判定",
    "claims": "加わった債権、なくなった債権",
    "initiatives": "変わった取組",
}


def changed_counts(packet: Packet, against: str = "") -> Table:
    """前回の会議から変わったものの数の表。

    例::

        tables.changed_counts(packet)

    列: 種類、件数
    ``against``: 比べる会議の日付。空なら、前の会議。データがないとき: 前の会議がないことを言って止まる。
    """
    return changes.summary(measures.since(packet, against), None, packet.notation)


def changed(packet: Packet, what: str, against: str = "") -> Table | None:
    """前回の会議から変わったものの表。数値と目標は、しきい値を超えたもの、全債権のもの、収入未済額の動いたものの順に、20 行まで。

    例::

        tables.changed(packet, "figures")

    列: 年度・時点、債権、項目、単位、前、今、差、増減率(%)、備考
    ``what``: figures(数値)、targets(目標)、verdicts(目標の判定)、claims(債権)、initiatives(取組)。
    ``against``: 比べる会議の日付。空なら、前の会議。
    データがないとき: 前の会議がなければ、それを言って止まる。変わったものがなければ、何も示さない(None)。
    """
    measures.known(what, _CAPTIONS, "what")
    found, id, caption = measures.since(packet, against), f"tbl-changed-{what}", _CAPTIONS[what]
    if what == "verdicts":
        table = changes.verdicts(packet, found)
        return table and replace(table, id=id, caption=caption)
    rows = getattr(found, what)
    if what in ("claims", "initiatives"):
        return changes.reworded(packet, rows, id, caption)
    shown = measures.foremost(rows, _MOST)
    table = changes.figures(packet, shown, id, caption)
    return table and replace(table, notes=[*table.notes, *_left_out(rows, shown)])


def _left_out(rows: Sequence, shown: Sequence) -> list[str]:
    """By what they are chosen, and how many are not shown."""
    left = len(rows) - len(shown)
    order = "しきい値を超えたもの、全債権のもの、収入未済額の大きく動いたもの"
    return [f"※ {order}の順に示す。ほかに変わったものが {left} 件ある。"] if left else []
