"""What is known for the form of one claim: figures, issues and responses, the same claim in other cities."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers import measures, wareki
from helpers.errors import DeskError
from helpers.ledger import SEGMENTS
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.params import ROOT

_PARTS = ("current", "carried_over")
_COMPARED_INITIATIVES = 6  # what fits the box


@dataclass(frozen=True)
class Contents:
    """What a form starts with. Amounts are in ``unit``, by segment (current, carried_over); None if not known."""

    number: str
    name: str
    bureau: str
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


def contents(packet: Packet, root: Path = ROOT) -> list[Contents]:
    """The contents of every form of ``packet``, in the order of the claims' numbers.

    DeskError ``params`` if the meeting asks for no forms.
    """
    forms, as_of = packet.meeting.forms, packet.meeting.as_of
    if forms is None or as_of is None:
        raise DeskError(
            "params",
            f"params/{packet.name}/{packet.date}.yaml に forms(fiscal_year と edition)と as_of を書いてください。",
        )
    numbers = packet.ledger["numbers"]
    listed = numbers[numbers["edition"] == forms.edition]
    others, unread = packet.others(root)
    left_out = [f"{city} はデータに誤りがあるため載せていない。" for city in unread]
    positions = {part: measures.positions(packet.ledger, part, as_of).set_index("claim") for part in _PARTS}
    return [_contents(packet, row.number, row.claim, positions, others, left_out) for row in listed.itertuples()]


def _contents(
    packet: Packet, number: str, claim: str, positions: dict, others: list[Packet], left_out: list[str]
) -> Contents:
    def by_part(name: str) -> dict[str, Decimal | None]:
        return {part: frame.loc[claim, name] if claim in frame.index else None for part, frame in positions.items()}

    owner = packet.ledger.claim(claim)
    hearings = packet.ledger["hearings"]
    own = hearings[(hearings["claim"] == claim) & (hearings["fiscal_year"] == packet.fiscal_year)]
    return Contents(
        number=number,
        name=owner["name"],
        bureau=owner["bureau"],
        section=owner["section"],
        fiscal_year=packet.meeting.forms.fiscal_year,
        as_of=packet.meeting.as_of,
        unit=packet.city.units.table,
        assessed=by_part("assessed"),
        collected=by_part("collected"),
        outstanding=by_part("outstanding"),
        target=by_part("target"),
        issues=list(own[own["role"] == "issue"]["text"]),
        responses=list(own[own["role"] == "response"]["text"]),
        other_figures=[*(line for other in others for line in _figures(other, claim)), *left_out] or [NOT_IN_SOURCE],
        other_initiatives=[line for other in others for line in _initiatives(other, claim)] or [NOT_IN_SOURCE],
    )


def _same(other: Packet, claim: str) -> set[str]:
    """The same claim in another city, and what it is reported together with."""
    claims = other.ledger["claims"]
    own = claims[claims["claim"] == claim]
    return {claim, *own["part_of"]} - {""} if len(own) else set()


def _figures(other: Packet, claim: str) -> list[str]:
    """The latest fiscal year's rates of the same claim in another city: actual, else estimate, with the target."""
    figures = other.ledger.figures(claim=claim, measure="collection_rate", as_of="")
    figures = figures[figures["kind"].isin(["actual", "estimate", "target"])]
    done = figures[figures["kind"] != "target"]
    if not len(done):
        return []
    year = max(done["fiscal_year"])
    kinds = {"actual": "実績", "estimate": "推計", "target": "目標"}
    lines = []
    for kind, label in kinds.items():
        own = figures[(figures["fiscal_year"] == year) & (figures["kind"] == kind)]
        rates = "、".join(f"{SEGMENTS[row.segment]} {other.notation.number(row.value)}%" for row in own.itertuples())
        if rates:
            lines.append(f"{other.city.name} {wareki.fiscal_year(year)}{label}：{rates}")
    return lines


def _initiatives(other: Packet, claim: str) -> list[str]:
    """Planned initiatives for the same claim in another city, new and extended ones first."""
    initiatives = other.ledger.tables.get("initiatives")
    if initiatives is None:
        return []
    own = initiatives[(initiatives["claim"].isin(_same(other, claim))) & (initiatives["stage"] == "planned")]
    order = ["新規", "拡充", "強化", "継続", ""]
    ranked = sorted(own.itertuples(), key=lambda row: order.index(row.tag))[:_COMPARED_INITIATIVES]
    return [f"{other.city.name}：{row.text}" + (f"【{row.tag}】" if row.tag else "") for row in ranked]
