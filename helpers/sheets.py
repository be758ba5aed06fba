"""Action sheets: the parts a section shows for one claim, in their order.

Each function gives a list for ``display(*…)``: headings, sentences, charts and tables.
"""

from helpers import charts, measures, sentences, tables
from helpers.markdown import Heading, PageBreak, Prose
from helpers.packet import Packet


def claims(packet: Packet) -> list[str]:
    """Claims with a sheet of their own, in the city's order."""
    return measures.sheet_claims(packet.ledger)


def sheet(packet: Packet, claim: str) -> list:
    """取組個票 of last fiscal year: header, campaign, initiatives, results, hearing; or that the source has none."""
    year = packet.fiscal_year - 1
    row = packet.ledger.claim(claim)
    number = claims(packet).index(claim) + 1
    heading = Heading(f"{number} {row['name']}")
    header = [f"所属：{row['bureau']}　総括課：{row['section']}　債権区分：{tables.class_label(packet, claim)}"]
    if claim not in set(packet.ledger["campaigns"]["claim"]):
        return [heading, Prose(["資料なし。この債権の個票は原資料に含まれていない。"], bullets=False)]
    parts = [
        PageBreak(),
        heading,
        Prose(header, bullets=False),
        tables.campaigns(packet, claim, year),
        tables.initiatives_done(packet, claim, year),
        sentences.results(packet, claim, year),
    ]
    chart = charts.results(packet, claim, year)
    return [
        *parts,
        *([chart] if chart else []),
        tables.results(packet, claim, year),
        tables.hearings(packet, claim, year),
    ]


def plan(packet: Packet, claim: str) -> list:
    """The initiatives planned for the fiscal year."""
    return [Heading(packet.ledger.claim(claim)["name"], level=3), tables.plans(packet, claim)]
