"""Which claims there are, and how they belong together."""

import pytest

from helpers import ledger, measures


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
