from decimal import Decimal as D

import pytest

from helpers import ledger, measures


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
    points = {point.fiscal_year: point for point in measures.trend(packet.ledger, "億円", 2024)}
    assert sorted(points) == [2009, 2023, 2024]
    assert (points[2009].rate, points[2023].rate, points[2024].rate) == (D("90.52"), D("97.59"), D("97.81"))
    assert points[2009].computed and not points[2024].computed
    # 約131億円 less is known to the 億円 only.
    assert points[2009].outstanding_decimals == 0
    assert points[2023].outstanding == D("42.7") and points[2023].outstanding_decimals == 1


def test_the_unit_of_the_trend_is_the_one_asked_for(packet):
    latest = measures.trend(packet.ledger, "百万円", 2024)[-1]
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


def test_later_years_do_not_change_an_older_packet(project):
    path = project / "data/shizuoka/figures.csv"
    later = "2025,,all,total,collection_rate,,,actual,97.90,%,,,試験\n2025,,all,total,outstanding,,,actual,39.0,億円,約,,試験\n"
    path.write_text(path.read_text(encoding="utf-8-sig") + later, encoding="utf-8-sig")
    grown = ledger.load("shizuoka", project)
    assert [p.fiscal_year for p in measures.trend(grown, "億円", 2024)] == [2009, 2023, 2024]
    assert measures.trend(grown, "億円", 2025)[-1].rate == D("97.90")


def test_the_rate_is_the_citys():
    assert measures.collection_rate(D(90), D(100), D(5), "collected") == 90
    assert measures.collection_rate(D(90), D(100), D(5), "collected_less_refund_due") == 85
    assert measures.collection_rate(D(90), D(100), None, "collected_less_refund_due") is None
    assert measures.collection_rate(D(90), D(100), D(5), "as_published") is None


def test_a_number_computed_back_has_no_more_digits_than_its_growth(packet):
    uses = {use.item: use.last for use in measures.tool_use(packet.ledger, 2025) if use.origin == "growth"}
    assert {item: f"{last:f}" for item, last in uses.items()} == {
        "電子預金照会": "66300",
        "電子預金照会の可能な金融機関": "269",
    }


def test_tools_are_those_known_on_the_day(packet, project):
    for name in ("tools", "tool_claims"):
        path = project / f"data/shizuoka/{name}.csv"
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(text + text.partition("\n")[2].replace("2026-05", "2026-10"), encoding="utf-8-sig")
    grown = ledger.load("shizuoka", project)
    assert measures.tool_counts(grown, packet.date).equals(measures.tool_counts(packet.ledger, packet.date))


@pytest.mark.parametrize("table", ["campaigns", "hearings", "initiatives"])
def test_a_sheet_is_there_while_any_of_its_parts_is(project, table):
    path = project / f"data/shizuoka/{table}.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",care_insurance," not in line), encoding="utf-8-sig")
    assert measures.has_sheet(ledger.load("shizuoka", project), "care_insurance", 2025)


def test_a_claim_without_a_sheet_has_none(packet):
    assert not measures.has_sheet(packet.ledger, "shimizu_hospital", 2025)
    assert not measures.has_sheet(packet.ledger, "care_insurance", 2031)
