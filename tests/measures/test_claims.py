"""Which claims there are, and how they belong together."""

import pytest

from helpers import ledger, measures
from tests.measures.packets import ledger_of, packet_of


def test_parts_of_a_claim_share_its_sheet(packet):
    assert measures.classes_of(packet.ledger, "water_and_sewerage") == ["private", "compulsory"]
    assert "water" not in measures.sheet_claims(packet.ledger)
    assert "water_and_sewerage" not in measures.leaf_claims(packet.ledger)
    assert len(measures.sheet_claims(packet.ledger)) == 8
    assert len(measures.leaf_claims(packet.ledger)) == 9


@pytest.mark.parametrize("table", ["campaigns", "hearings", "initiatives"])
def test_a_sheet_is_there_while_any_of_its_parts_is(project, table):
    path = project / f"data/shizuoka/{table}.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",care_insurance," not in line), encoding="utf-8-sig")
    assert measures.has_sheet(ledger.load("shizuoka", project), "care_insurance", 2025)


def test_a_claim_without_a_sheet_has_none(packet):
    assert not measures.has_sheet(packet.ledger, "shimizu_hospital", 2025)
    assert not measures.has_sheet(packet.ledger, "care_insurance", 2031)


def test_a_list_of_claims_is_held_against_the_one_before():
    editions = {"2025": {"a": "1", "b": "2", "c": "3"}, "2026": {"d": "1", "a": "2", "c": "3"}}
    numbers = [
        {"edition": edition, "number": number, "claim": claim, "source": "試験"}
        for edition, claims in editions.items()
        for claim, number in claims.items()
    ]
    packet = packet_of(ledger_of(dict.fromkeys("abcd", "局"), [], numbers=numbers))
    rows = measures.renumbering(packet, "2025", "2026")
    assert [(row.claim, row.before, row.after, row.change) for row in rows] == [
        ("d", "", "1", "added"), ("a", "1", "2", "renumbered"), ("c", "3", "3", "kept"), ("b", "2", "", "dropped"),
    ]  # fmt: skip
