"""Cells, columns and notes that the tables of a settlement share."""

from collections.abc import Iterable
from decimal import Decimal

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.table import Column, Value
from helpers.terms import AMOUNT_NAMES, AMOUNTS, FROM_ZERO


def year_names(packet: Packet) -> tuple[str, str]:
    year = packet.meeting.settled_year
    return wareki.fiscal_year(year), wareki.fiscal_year(year - 1)


def claim_name(packet: Packet, claim: str) -> str:
    return packet.ledger.claim(claim)["name"]


def city_total(packet: Packet) -> dict[str, measures.Settlement]:
    """All claims together, by segment."""
    return {row.segment: row for row in measures.settlement_totals(packet, "all")}


def shown(account: measures.Account, measure: str) -> Value:
    """A figure of an account, or what is printed where it has none: nothing if there was no such money, 資料なし if it is not known."""
    value = getattr(account, measure)
    if value is not None or not account.is_known or (measure == "rate" and account.assessed == 0):
        return value
    return NOT_IN_SOURCE


def grown(this: Decimal | None, last: Decimal | None, growth: Decimal | None) -> Value:
    """A change in %, or 皆増 from zero."""
    return FROM_ZERO if this and last == 0 else growth


def growth_column(width: float) -> Column:
    return Column("growth", "増減率", number=True, unit="%", decimals=1, signed=True, width=width)


def rate_note(packet: Packet) -> str:
    formula = packet.city.rate.words
    if not formula:
        return "※ 収納率は、原資料に印刷された値である。"
    return f"※ 収納率＝{formula}（計算）。原資料に収納率の印刷があるものは、金額から計算した値と合うかを確かめて、印刷された値を示す。"


def lacking_notes(packet: Packet, shown: Iterable[str] = AMOUNTS) -> list[str]:
    return [
        f"※ {wareki.fiscal_year(year)}の{AMOUNT_NAMES[measure]}の合計には、原資料に値がない債権を含まない: "
        f"{'、'.join(claim_name(packet, claim) for claim in claims)}。"
        for measure in shown
        for year, claims in measures.lacking(packet, measure).items()
        if claims
    ]
