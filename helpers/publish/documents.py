"""Printed figures (published.csv) that are withheld from the public, with all that their formulas would give away."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from helpers.audit import recompute
from helpers.ledger import frame_of
from helpers.ledger.rows import Published
from helpers.params import CommitteeOnly
from helpers.printed import kind_of, read


def hidden(
    rows: Mapping[int, Published], file: str, only: CommitteeOnly, secrets: Mapping[str, Collection[Decimal]]
) -> frozenset[int]:
    """The rows of published.csv to withhold: what is marked, small counts, numbers that are withheld as figures (``secrets`` by their
    unit), and whatever a formula ties to one of them. Of counts that a formula ties together none is shown beside a withheld one, and no
    rate or amount that follows from one.
    """
    found = {number for number, row in rows.items() if row.audience or _is_secret(row, only, secrets)}
    if not found:
        return frozenset()
    ties = _ties(rows, file)
    border = set(found)
    while border:
        spread = {number for number in border if rows[number].audience or _is_count(rows[number])}
        border = {other for tie in ties if tie & spread for other in tie} - found
        found |= border
    return frozenset(found)


def _ties(rows: Mapping[int, Published], file: str) -> list[frozenset[int]]:
    """The rows that a formula names together with its own, meeting by meeting."""
    ties = []
    for meeting in dict.fromkeys(row.meeting for row in rows.values()):
        own = [(number, row) for number, row in rows.items() if row.meeting == meeting]
        audit = recompute(frame_of(Published, own), file, (), guess=False)
        ties += [frozenset([finding.item.line, *(term.line for term in finding.terms)]) for finding in audit.findings]
    return ties


def _is_count(row: Published) -> bool:
    printed = read(row.figure, row.unit)
    return printed.value is not None and kind_of(printed.unit) == "count"


def _is_secret(row: Published, only: CommitteeOnly, secrets: Mapping[str, Collection[Decimal]]) -> bool:
    printed = read(row.figure, row.unit)
    if printed.value is None:
        return False
    # A difference is no count: of two that are shown everybody knows it, and of others their tie does.
    is_small = printed.unit in only.units and 0 < printed.value < only.counts_below
    return is_small or printed.value in secrets.get(printed.unit, ())
