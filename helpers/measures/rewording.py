"""Claims and initiatives that came, went or are worded otherwise in two packets."""

import difflib
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.measures.rows import Rows
from helpers.packet import Packet
from helpers.terms import AGGREGATE_NAMES

_ALIKE = 0.5  # of the characters of two texts: from here on one is the other, reworded (difflib's own default for a match is 0.6)
_OF_A_CLAIM = ("name", "short_name", "classes", "bureau", "division", "section", "collector_bureau", "collector_section", "part_of")  # fmt: skip
_OF_AN_INITIATIVE = ("segment", "group", "heading", "text", "tag")


@dataclass(frozen=True)
class Reworded:
    """``old`` and ``new`` texts of the columns of a table that differ; None: the thing came, or went."""

    claim: str
    name: str
    stage: str  # of an initiative: done, planned
    old: dict[str, str] | None
    new: dict[str, str] | None


def claims_reworded(new: Packet, old: Packet) -> Rows[Reworded]:
    """Claims that are in one of the two alone, or are named, classed or owned otherwise."""
    now, before = (
        {row["claim"]: {name: row[name] for name in _OF_A_CLAIM} for _, row in packet.ledger["claims"].iterrows()}
        for packet in (new, old)
    )
    return Rows(
        Reworded(claim, (now.get(claim) or before[claim])["name"], "", *_differing(before.get(claim), now.get(claim)))
        for claim in now | before
        if now.get(claim) != before.get(claim)
    )


def initiatives_reworded(new: Packet, old: Packet, same_meeting: bool) -> Rows[Reworded]:
    """Initiatives that are in one of the two alone, or are worded otherwise. Of two meetings, those of the year that each stands in,
    and what was done in the year before.
    """
    now, before = (_initiatives(packet, same_meeting) for packet in (new, old))
    return Rows(
        Reworded(place[-1], _name(new, old, place[-1]), place[-2], *_differing(was, now_is))
        for place in now | before
        for was, now_is in _paired(before[place], now[place])
    )


def _name(new: Packet, old: Packet, claim: str) -> str:
    names = [dict(zip(p.ledger["claims"]["claim"], p.ledger["claims"]["name"], strict=True)) for p in (old, new)]
    return (AGGREGATE_NAMES | names[0] | names[1])[claim]


def _differing(old: dict[str, str] | None, new: dict[str, str] | None) -> tuple[dict | None, dict | None]:
    """Of what both have, the columns that differ."""
    if old is None or new is None:
        return old, new
    names = [name for name in new if new[name] != old[name]]
    return {name: old[name] for name in names}, {name: new[name] for name in names}


def _initiatives(packet: Packet, same_meeting: bool) -> dict[Hashable, list[dict[str, str]]]:
    """Texts by year, stage and claim."""
    found: dict[Hashable, list[dict[str, str]]] = defaultdict(list)
    table = packet.ledger["initiatives"] if packet.ledger.has("initiatives") else pd.DataFrame()
    for row in table.itertuples():
        year = row.fiscal_year if same_meeting else row.fiscal_year - packet.fiscal_year
        is_told = year == 0 or (year == -1 and row.stage == "done")  # last year's plans are the last meeting's
        if same_meeting or is_told:
            found[year, row.stage, row.claim].append({name: getattr(row, name) for name in _OF_AN_INITIATIVE})
    return found


def _paired(old: list[dict[str, str]], new: list[dict[str, str]]) -> Iterator[tuple[dict | None, dict | None]]:
    """What is not the same, most alike first: the old one and the new one, and what has no other."""
    gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
    likeness = {
        (i, j): difflib.SequenceMatcher(None, was["text"], now["text"], autojunk=False).ratio()
        for i, was in enumerate(gone)
        for j, now in enumerate(come)
    }
    left, right = set(range(len(gone))), set(range(len(come)))
    for (i, j), ratio in sorted(likeness.items(), key=lambda entry: -entry[1]):
        if ratio >= _ALIKE and i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield gone[i], come[j]
    yield from ((gone[i], None) for i in sorted(left))
    yield from ((None, come[j]) for j in sorted(right))
