"""Action sheets: the parts a section shows for one claim, in their order.

Each function gives a list for ``display(*…)``: headings, sentences, charts and tables.
"""

from collections.abc import Sequence

from helpers import charts, measures, sentences, tables
from helpers.markdown import Heading, Lead
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose


def claims(packet: Packet) -> list[str]:
    """Claims with a sheet of their own, in the city's order."""
    return measures.sheet_claims(packet.ledger)


def sheet(packet: Packet, claim: str) -> list:
    """取組個票 of last fiscal year: header, campaign, initiatives, results, hearing; what the source lacks is named."""
    year, ledger = packet.fiscal_year - 1, packet.ledger
    row = ledger.claim(claim)
    heading = Heading(f"{claims(packet).index(claim) + 1} {row['name']}")
    if not measures.has_sheet(ledger, claim, year):
        return [heading, Prose([f"{NOT_IN_SOURCE}。この債権の個票は原資料に含まれていない。"], bullets=False)]
    bureau, section = (row[name] or NOT_IN_SOURCE for name in ("bureau", "section"))
    header = f"所属：{bureau}　総括課：{section}　債権区分：{measures.class_label(packet, claim)}"
    parts = [
        heading,
        Lead(header),
        tables.campaigns(packet, claim, year) or _missing("滞納整理強化期間"),
        tables.initiatives_done(packet, claim, year) or _missing("取組内容"),
        sentences.results(packet, claim, year),
        charts.results(packet, claim, year),
        tables.results(packet, claim, year) or _missing("実績"),
        tables.hearings(packet, claim, year) or _missing("債権管理ヒアリングの課題と対応"),
    ]
    return [part for part in parts if part is not None]


def _missing(name: str) -> Prose:
    return Prose([f"{name}：{NOT_IN_SOURCE}"], bullets=False)


def past(packet: Packet, claim: str, years: Sequence[int]) -> list:
    """One claim under the plan before: what was done, figures with verdicts, sentences, causes and what follows."""
    last = years[-1]
    return [
        part
        for part in [
            Heading(packet.ledger.claim(claim)["name"], level=3),
            tables.initiatives_done(packet, claim, last),
            tables.past_claim(packet, claim, years),
            sentences.past_claim(packet, claim, years),
            tables.remarks(packet, claim, last),
        ]
        if part is not None
    ]


def past_claims(packet: Packet, years: Sequence[int]) -> list[str]:
    """Claims of the plan before, in the city's order."""
    return measures.past_claims(packet, years[0])


def planned_claims(packet: Packet) -> list[str]:
    """Claims with planned initiatives, in the city's order."""
    return measures.covered(packet)


def plan(packet: Packet, claim: str) -> list:
    """The initiatives planned for the fiscal year; a claim of which the source has none is named."""
    heading = Heading(packet.ledger.claim(claim)["name"], level=3)
    return [heading, tables.planned(packet, claim) or _missing("数値目標の達成に向けた取組")]
