"""Targets whose results are known."""

from decimal import Decimal as D

from helpers.measures import aim_name, aims, missed_most
from tests import town_plan
from tests.by_hand import CARE, CHILD, TAX, figure, packet_with, rate


def told(rows):
    return [(row.claim, row.measure, row.fiscal_year, row.gap, row.met, row.estimate) for row in rows]


def test_the_newest_year_with_a_target_and_a_result(tmp_path):
    """FY2025 to FY2027 have targets and no results yet."""
    assert told(aims(town_plan.opened(tmp_path))) == [
        (TAX, "collection_rate", 2024, D("0.1"), True, False),
        (TAX, "outstanding", 2024, D(-100000), True, False),
        (CARE, "outstanding", 2024, D(-10000), True, True),
        ("school_meals", "outstanding", 2024, D(0), True, False),
    ]


def test_a_year_after_the_meetings_does_not_count():
    rows = [rate("97.0", year, kind=kind) for year in (2025, 2026) for kind in ("target", "estimate")]
    assert [row.fiscal_year for row in aims(packet_with(figures=rows))] == [2025]


def test_a_settlement_goes_before_its_estimate_and_a_share_is_met_from_above():
    rows = [
        rate("96.0", kind="actual"), rate("99.0", kind="estimate"), rate("97.0", kind="target"),
        *(figure(value, claim=CHILD, measure="share", item="分納率", unit="%", kind=kind)
          for value, kind in (("88.0", "estimate"), ("87.5", "target"))),
    ]  # fmt: skip
    found = aims(packet_with(figures=rows))
    assert told(found) == [
        (TAX, "collection_rate", 2025, D("-1.0"), False, False),
        (CHILD, "share", 2025, D("0.5"), True, True),
    ]
    assert [aim_name(row) for row in found] == ["現年度分の収納率", "分納率"]


def test_targets_of_all_claims_of_a_day_or_of_a_group_are_none():
    lines = [{"claim": "all"}, {"as_of": "2025-10-31"}, {"group": "収納課"}]
    rows = [rate("97.0", kind=kind, **more) for more in lines for kind in ("target", "actual")]
    assert aims(packet_with(figures=rows)) == ()


def test_the_largest_gaps_of_each_measure():
    claims = (TAX, CARE, CHILD)
    rows = [
        line
        for claim, actual, owed in zip(claims, ("90", "95", "99"), ("70", "90", "20"), strict=True)
        for line in (
            rate(actual, claim=claim), rate("96", claim=claim, kind="target"),
            figure(owed, claim=claim, measure="outstanding", item="", unit="千円"),
            figure("50", claim=claim, measure="outstanding", item="", unit="千円", kind="target"),
        )
    ]  # fmt: skip
    found = aims(packet_with(figures=rows))
    assert [(row.claim, row.gap) for row in missed_most(found, 2)] == [
        (TAX, D(-6)), (CARE, D(-1)), (CARE, D(40)), (TAX, D(20)),
    ]  # fmt: skip
    assert [(row.claim, row.gap) for row in missed_most(found, 1)] == [(TAX, D(-6)), (CARE, D(40))]
    assert [(row.claim, row.gap) for row in missed_most(found, 1, met=True)] == [(CHILD, D(3)), (CHILD, D(-30))]
