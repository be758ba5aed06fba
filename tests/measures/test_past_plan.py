"""How a plan that has ended turned out: verdicts with their gaps, and their counts."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from helpers.measures import PastTarget, Tally
from tests import town_plan
from tests.town_plan import FIGURES, PAST, amount, rate


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def of(packet, claim, measure):
    return [aim for aim in measures.past_targets(packet, PAST) if (aim.claim, aim.measure) == (claim, measure)]


def test_a_rate_is_met_from_its_target_on(kawabe):
    assert of(kawabe, "municipal_tax", "collection_rate") == [
        PastTarget("municipal_tax", "collection_rate", 2022, D("98.0"), D("98.0"), D("0.0"), True),
        PastTarget("municipal_tax", "collection_rate", 2023, D("98.2"), D("98.1"), D("-0.1"), False),
        PastTarget("municipal_tax", "collection_rate", 2024, D("98.4"), D("98.5"), D("0.1"), True),
    ]


def test_an_outstanding_amount_is_met_down_to_its_target(kawabe):
    """The gap is actual − target for both: an amount that is too large has a positive one."""
    assert of(kawabe, "municipal_tax", "outstanding") == [
        PastTarget("municipal_tax", "outstanding", 2022, D(5000000), D(5000000), D(0), True),
        PastTarget("municipal_tax", "outstanding", 2023, D(4800000), D(4900000), D(100000), False),
        PastTarget("municipal_tax", "outstanding", 2024, D(4600000), D(4500000), D(-100000), True),
    ]


def test_no_target_or_no_result_no_verdict(kawabe):
    untargeted = of(kawabe, "care_insurance", "collection_rate")[2]
    assert (untargeted.target, untargeted.actual, untargeted.gap, untargeted.met) == (None, D("92.0"), None, None)
    unsettled = of(kawabe, "child_care", "outstanding")[1]
    assert (unsettled.target, unsettled.actual, unsettled.gap, unsettled.met) == (290000, None, None, None)


def test_an_estimate_stands_for_a_settlement_that_is_not_there_yet(kawabe, tmp_path):
    assert of(kawabe, "care_insurance", "outstanding")[2].met is True  # 850,000 of 860,000
    settled = town_plan.opened(tmp_path, [*FIGURES, amount("care_insurance", 2024, 860001)])
    last = of(settled, "care_insurance", "outstanding")[2]
    assert (last.actual, last.gap, last.met) == (860001, 1, False)


def test_a_claim_that_left_is_counted_and_one_that_came_later_is_not(kawabe):
    assert measures.past_claims(kawabe, PAST) == ["municipal_tax", "care_insurance", "child_care"]
    rows = measures.past_targets(kawabe, PAST)
    assert [(aim.claim, aim.measure, aim.fiscal_year) for aim in rows] == [
        (claim, measure, year)
        for claim in ("municipal_tax", "care_insurance", "child_care")
        for measure in ("collection_rate", "outstanding")
        for year in PAST
    ]
    assert measures.past_claims(kawabe, [2024]) == ["municipal_tax", "school_meals"]  # an estimate is no settlement


def test_claims_are_in_the_citys_order_wherever_their_rows_stand(kawabe, tmp_path):
    turned = town_plan.opened(tmp_path, FIGURES[::-1])
    assert measures.past_targets(turned, PAST) == measures.past_targets(kawabe, PAST)


def test_what_was_measured_is_measured_once(kawabe):
    assert measures.past_targets(kawabe, PAST) is measures.past_targets(kawabe, PAST)
    assert measures.past_targets(kawabe, PAST) != measures.past_targets(kawabe, range(2022, 2024))


def test_the_frame_of_past_targets_is_numeric(kawabe):
    frame = measures.past_targets(kawabe, PAST).frame()
    assert frame["gap"].dtype == float and frame["met"].dtype == "boolean"
    assert (len(frame), int(frame["met"].sum()), int(frame["met"].isna().sum())) == (18, 7, 6)


def test_verdicts_are_counted_by_claim(kawabe):
    tax, care, child, total = measures.past_counts(kawabe, PAST, "claim")
    assert [count.group for count in (tax, care, child, total)] == [
        "municipal_tax",
        "care_insurance",
        "child_care",
        "all",
    ]
    assert (tax.collection_rate, tax.outstanding) == (Tally(2, 1, 0), Tally(2, 1, 0))
    assert (care.collection_rate, care.outstanding) == (Tally(0, 2, 1), Tally(2, 1, 0))
    assert (child.collection_rate, child.outstanding) == (Tally(0, 0, 3), Tally(1, 0, 2))
    assert (total.collection_rate, total.outstanding) == (Tally(2, 3, 4), Tally(5, 2, 2))
    assert (care.missed, care.judged, total.missed, total.judged) == (3, 5, 5, 12)
    assert total.of("outstanding") is total.outstanding and total.of("collection_rate") is total.collection_rate


def test_verdicts_are_counted_by_class_as_the_city_writes_it(kawabe):
    compulsory, other, total = measures.past_counts(kawabe, PAST, "class")
    # The tax and the premium are two classes of one name.
    assert compulsory.group == "強制徴収公債権" and other.group == "非強制徴収公債権"
    assert (compulsory.collection_rate, compulsory.outstanding) == (Tally(2, 3, 1), Tally(4, 2, 0))
    assert (other.collection_rate, other.outstanding) == (Tally(0, 0, 3), Tally(1, 0, 2))
    assert total == measures.past_counts(kawabe, PAST, "claim")[-1]


def test_verdicts_are_counted_by_year(kawabe):
    *years, _ = measures.past_counts(kawabe, PAST, "year")
    assert [(count.group, count.collection_rate, count.outstanding) for count in years] == [
        (2022, Tally(1, 1, 1), Tally(2, 1, 0)),
        (2023, Tally(0, 2, 1), Tally(1, 1, 1)),
        (2024, Tally(1, 0, 2), Tally(2, 0, 1)),
    ]


def test_a_plan_without_claims_has_no_verdict(kawabe):
    assert measures.past_targets(kawabe, [1990]) == ()
    (total,) = measures.past_counts(kawabe, [1990], "claim")
    assert (total.collection_rate, total.outstanding, total.judged) == (Tally(0, 0, 0), Tally(0, 0, 0), 0)


def test_counted_by_nothing_else(kawabe):
    with pytest.raises(DeskError, match="by に「bureau」は使えません。使える値は claim、class、year"):
        measures.past_counts(kawabe, PAST, "bureau")


@pytest.mark.parametrize(("actual", "met"), [("98.39", False), ("98.40", True), ("98.4", True), ("98.41", True)])
def test_a_hundredth_of_a_point_decides(tmp_path, actual, met):
    figures = [rate("municipal_tax", 2022, actual), rate("municipal_tax", 2022, "98.4", "target")]
    (aim,) = (
        aim
        for aim in measures.past_targets(town_plan.opened(tmp_path, figures), [2022])
        if aim.measure == "collection_rate"
    )
    assert aim.met is met
