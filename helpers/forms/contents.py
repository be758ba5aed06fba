"""What is known for the form of one claim: figures, issues and responses, the same claim in other cities."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet

_PARTS = ("current", "carried_over")
_COMPARED_INITIATIVES = 6  # what fits the box


@dataclass(frozen=True)
class Contents:
    """What a form starts with. Amounts are in ``unit``, by segment (current, carried_over); None if not known."""

    number: str
    name: str
    bureau: str
    division: str
    section: str
    fiscal_year: int  # that the plan is for
    as_of: dt.date
    unit: str
    assessed: dict[str, Decimal | None]
    collected: dict[str, Decimal | None]
    outstanding: dict[str, Decimal | None]
    target: dict[str, Decimal | None]  # outstanding amount aimed at for the year before the plan
    issues: list[str]
    responses: list[str]
    other_figures: list[str]
    other_initiatives: list[str]
    city: str = ""
    claim: str = ""
    edition: str = ""


def contents(packet: Packet) -> list[Contents]:
    """The contents of every form of ``packet``, in the order of the claims' numbers.

    DeskError ``params`` if the meeting asks for no forms.
    """
    edition, numbers = packet.forms.edition, packet.ledger["numbers"]
    listed = numbers[numbers["edition"] == edition]
    others, unread = packet.others()
    left_out = [f"{city} はデータに誤りがあるため載せていない。" for city in unread]
    positions = {part: {row.claim: row.this for row in measures.positions(packet, part)} for part in _PARTS}
    return [_contents(packet, row.number, row.claim, positions, others, left_out) for row in listed.itertuples()]


def blank(packet: Packet) -> Contents:
    """The form of the meeting as such, of no claim and with nothing filled in: what readers of a packet are shown."""
    unknown = dict.fromkeys(_PARTS)
    return Contents(
        number="",
        name="",
        bureau="",
        division="",
        section="",
        fiscal_year=packet.forms.fiscal_year,
        as_of=packet.as_of,
        unit=packet.city.units.table,
        assessed=unknown,
        collected=unknown,
        outstanding=unknown,
        target=unknown,
        issues=[],
        responses=[],
        other_figures=[],
        other_initiatives=[],
        city=packet.name,
        edition=packet.forms.edition,
    )


def _contents(
    packet: Packet,
    number: str,
    claim: str,
    positions: dict[str, dict[str, measures.Day]],
    others: list[Packet],
    left_out: list[str],
) -> Contents:
    def by_part(name: str) -> dict[str, Decimal | None]:
        return {part: getattr(days[claim], name) if claim in days else None for part, days in positions.items()}

    owner = packet.ledger.claim(claim)
    hearings = packet.ledger.tables.get("hearings")  # a city that has not heard its sections yet has none
    return Contents(
        number=number,
        name=owner["name"],
        bureau=owner["bureau"],
        division=owner["division"],
        section=owner["section"],
        fiscal_year=packet.forms.fiscal_year,
        as_of=packet.as_of,
        unit=packet.city.units.table,
        assessed=by_part("assessed"),
        collected=by_part("collected"),
        outstanding=by_part("outstanding"),
        target=by_part("target"),
        issues=_heard(hearings, claim, packet.fiscal_year, "issue"),
        responses=_heard(hearings, claim, packet.fiscal_year, "response"),
        other_figures=[*(line for other in others for line in _figures(other, claim)), *left_out] or [NOT_IN_SOURCE],
        other_initiatives=_initiatives(others, claim) or [NOT_IN_SOURCE],
        city=packet.name,
        claim=claim,
        edition=packet.forms.edition,
    )


def _heard(hearings: pd.DataFrame | None, claim: str, year: int, role: str) -> list[str]:
    if hearings is None:
        return []
    own = (hearings["claim"] == claim) & (hearings["fiscal_year"] == year) & (hearings["role"] == role)
    return list(hearings[own]["text"])


def _figures(other: Packet, claim: str) -> list[str]:
    """A line a comparable claim of another city: the newest rate of current money, its target, the outstanding amount."""
    lines = []
    for alike in other.ledger.alike(claim):
        found = measures.standing(other, alike)
        if found is None:
            continue
        kind = {"actual": "決算", "estimate": "推計", "computed": f"{found.as_of}時点"}[found.kind]
        parts = [f"現年度分収納率 {other.notation.number(found.rate, other.city.decimals)}%"]
        if found.target is not None:
            parts.append(f"目標 {other.notation.number(found.target)}%")
        if found.outstanding is not None:
            places = other.notation.decimals(found.outstanding, found.unit)
            parts.append(f"収入未済額 {other.notation.number(found.outstanding, places)}{found.unit}")
        name, year = other.ledger.claim(alike)["name"], wareki.fiscal_year(found.fiscal_year)
        lines.append(f"{other.city.name} {name}（{year}{kind}）：{'、'.join(parts)}")
    return lines


def _initiatives(others: list[Packet], claim: str) -> list[str]:
    """Planned initiatives for comparable claims in other cities, new and extended ones first."""
    found = []
    for other in others:
        initiatives, claims = other.ledger.tables.get("initiatives"), other.ledger["claims"]
        if initiatives is None:
            continue
        alike = other.ledger.alike(claim)
        # What is reported together with a comparable claim counts for it.
        named = {*alike, *claims[claims["claim"].isin(alike)]["part_of"]} - {""}
        own = initiatives[initiatives["claim"].isin(named) & (initiatives["stage"] == "planned")]
        found += [
            (row.tag, f"{other.city.name}：{row.text}" + (f"【{row.tag}】" if row.tag else ""))
            for row in own.itertuples()
        ]
    order = ["新規", "拡充", "強化", "継続", ""]
    found.sort(key=lambda tagged: order.index(tagged[0]))
    return [line for _, line in found[:_COMPARED_INITIATIVES]]
