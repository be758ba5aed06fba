from decimal import Decimal as D

import pytest

from helpers import measures


def test_growth_and_its_inverse():
    assert measures.growth(D(150), D(100)) == 50
    assert measures.growth(D(5), D(0)) is None
    assert measures.growth(None, D(1)) is None
    assert measures.grown_from(D(150), D(50)) == 100


@pytest.mark.parametrize(
    ("actual", "target", "met"), [("99.63", "99.63", True), ("99.62", "99.63", False), ("99.22", None, None)]
)
def test_a_target_is_met_from_its_own_value_on(actual, target, met):
    assert measures.is_met(D(actual), D(target) if target else None) is met


def test_missing_years_follow_from_the_printed_differences(packet):
    points = {point.fiscal_year: point for point in measures.trend(packet.ledger, "億円")}
    assert sorted(points) == [2009, 2023, 2024]
    assert (points[2009].rate, points[2023].rate, points[2024].rate) == (D("90.52"), D("97.59"), D("97.81"))
    assert points[2009].computed and not points[2024].computed
    # 約131億円 less is known to the 億円 only.
    assert points[2009].outstanding_decimals == 0
    assert points[2023].outstanding == D("42.7") and points[2023].outstanding_decimals == 1


def test_the_unit_of_the_trend_is_the_one_asked_for(packet):
    latest = measures.trend(packet.ledger, "百万円")[-1]
    assert latest.outstanding == 4020 and latest.outstanding_decimals == 0


def test_a_result_of_another_period_is_not_compared(packet):
    frame = measures.results(packet.ledger, "municipal_tax", 2025)
    web = frame[frame["item"] == "Web口座振替登録"]
    assert list(web["group"]) == ["", "10月から"]
    assert web["growth"].isna().all()


def test_a_target_in_another_unit_has_no_verdict(packet):
    frame = measures.results(packet.ledger, "municipal_tax", 2025)
    first = frame[frame["item"] == "債権差押"].iloc[0]
    assert (first["target"], first["target_unit"], first["met"]) == (80, "件/係", None)
    care = measures.results(packet.ledger, "care_insurance", 2025)
    assert care[care["item"] == "財産調査"]["met"].iloc[0] is True


def test_parts_of_a_claim_share_its_sheet(packet):
    assert measures.classes_of(packet.ledger, "water_and_sewerage") == ["private", "compulsory"]
    assert "water" not in measures.sheet_claims(packet.ledger)
    assert "water_and_sewerage" not in measures.leaf_claims(packet.ledger)
    assert len(measures.sheet_claims(packet.ledger)) == 8
    assert len(measures.leaf_claims(packet.ledger)) == 9
