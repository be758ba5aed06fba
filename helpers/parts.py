"""What a section shows of all claims in several parts, as far as a city has them.

Each function gives a list for ``display(*…)``: headings, sentences, charts and tables.
"""

from helpers import charts, measures, sentences, tables
from helpers.markdown import Heading
from helpers.packet import Packet
from helpers.terms import BY

__all__ = ["cuts", "told", "totals"]


def __dir__() -> list[str]:
    """What Tab offers in a notebook: functions, not the modules that they use."""
    return __all__


def cuts(packet: Packet, by: str) -> list:
    """過年の収入未済額を債権・局・課ごとに示す、見出し、文、図、表。主要なものを除いた図と表を続ける。

    例::

        display(*parts.cuts(packet, "claim"))

    ``by``: claim(債権)、bureau(局)、section(課)。city.yaml に worse_points がなければ文、major がなければ主要を除く部分は載らない。
    データがないとき: 債権の局や課がどれも空なら、何も載らない。会議の日(as_of)も決算もなければ止まる。
    """
    if by != "claim" and not any(row.name for row in measures.cuts(packet, by)):
        return []
    shown = [Heading(f"{BY[by]}別")]
    if packet.city.thresholds.worse_points is not None:
        shown.append(sentences.worse(packet, by))
    shown += [charts.cuts(packet, by), tables.cuts(packet, by)]
    if by != "bureau" and packet.city.major is not None:
        shown.append(Heading(f"{BY[by]}別（主要{BY[by]}を除く）"))
        shown += [charts.cuts(packet, by, without_major=True), tables.cuts(packet, by, without_major=True)]
    return shown


def told(packet: Packet, topic: str, title: str) -> list:
    """資料の要点のうち、話題一つの見出しと表。その話題のない会議では、何も載らない。

    例::

        display(*parts.told(packet, "goal", "目標の考え方"))

    ``topic``: points.csv の topic。``title``: 見出しと表の題名。
    """
    if not packet.ledger.has("points"):
        return []
    said = packet.ledger["points"]
    if not ((said["meeting"] == packet.date.isoformat()) & (said["topic"] == topic)).any():
        return []
    return [Heading(title), tables.points(packet, topic, title)]


def totals(packet: Packet) -> list:
    """現年と過年を合わせた、債権別の表とその見出し。分かれていない債権も載る。

    例::

        display(*parts.totals(packet))

    会議の日(as_of)の金額を見る会議では、何も載らない。
    データがないとき: 会議の日も決算もなければ止まる。
    """
    if measures.moment(packet).day is not None:
        return []
    return [Heading("合計"), tables.claims(packet, "total")]
