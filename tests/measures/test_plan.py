"""What a plan aims at: results before estimates, targets by year, and the change that they ask for."""

import math
from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests import town_plan
from tests.town_plan import AIMS, FIGURES, RESULTS, TARGETS, amount, rate, without


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def test_a_result_is_the_settlement_else_the_estimate(kawabe, tmp_path):
    assert measures.settled(kawabe, "municipal_tax", "collection_rate", 2024) == D("98.5")
    assert measures.settled(kawabe, "care_insurance", "collection_rate", 2024) == D("92.0")
    assert measures.settled(kawabe, "care_insurance", "outstanding", 2024) == 850000
    assert measures.settled(kawabe, "school_meals", "collection_rate", 2022) is None
    both = town_plan.opened(tmp_path, [*FIGURES, amount("care_insurance", 2024, 840000)])
    assert measures.settled(both, "care_insurance", "outstanding", 2024) == 840000


def test_a_figure_printed_as_about_is_no_settlement(tmp_path):
    own = amount("care_insurance", 2024, 850000, "estimate")
    about = amount("care_insurance", 2024, 900000, approx="約")
    estimated = town_plan.opened(tmp_path / "a", [*FIGURES, about])
    assert measures.settled(estimated, "care_insurance", "outstanding", 2024) == 850000
    unknown = town_plan.opened(tmp_path / "b", [*without(FIGURES, own), about])
    assert measures.settled(unknown, "care_insurance", "outstanding", 2024) is None
    roughly = town_plan.opened(
        tmp_path / "c", [*without(FIGURES, own), amount("care_insurance", 2024, 9, "estimate", "約")]
    )
    assert measures.settled(roughly, "care_insurance", "outstanding", 2024) is None
    assert not measures.is_estimate(roughly, "care_insurance", "outstanding", 2024)


@pytest.mark.parametrize(("settlement", "estimated"), [(None, True), (850000, True), (849999, False)])
def test_a_result_is_called_an_estimate_until_a_settlement_differs(tmp_path, settlement, estimated):
    more = [] if settlement is None else [amount("care_insurance", 2024, settlement)]
    packet = town_plan.opened(tmp_path, [*FIGURES, *more])
    assert measures.is_estimate(packet, "care_insurance", "outstanding", 2024) is estimated
    assert measures.is_estimate(packet, "municipal_tax", "outstanding", 2024) is False


def test_parts_of_a_year_and_of_a_claim_are_not_its_result_or_target(tmp_path):
    part = "2024,{},school_meals,{},outstanding,{},{},{},1,千円,,,計画"
    parts = [
        part.format("2024-10-31", "total", "", "", "actual"),
        part.format("", "current", "", "", "target"),
        part.format("", "total", "延滞金", "", "target"),
        part.format("", "total", "", "第1係", "actual"),
    ]
    packet = town_plan.opened(tmp_path, [*parts, *FIGURES])
    assert measures.settled(packet, "school_meals", "outstanding", 2024) == 80000
    assert measures.aimed(packet, "school_meals", "outstanding", 2024) == 80000
    assert measures.aimed(packet, "school_meals", "collection_rate", 2024) is None


def test_what_the_targets_ask_for(kawabe):
    *claims, total = measures.plan_targets(kawabe, "outstanding", RESULTS, TARGETS)
    assert [row.claim for row in claims] == ["municipal_tax", "care_insurance", "child_care", "school_meals"]
    tax = claims[0]
    assert tax.result == {2022: 5000000, 2023: 4900000, 2024: 4500000}
    assert tax.target == {2025: 4300000, 2026: 4000000, 2027: 3600000}
    assert (tax.latest, tax.goal) == (4500000, 3600000)
    assert (tax.change, tax.yearly, tax.percent) == (-900000, -300000, -20)  # of 4,500,000, in three years
    assert total.claim == "all" and (total.change, total.yearly, total.percent) == (-1086000, -362000, -20)


def test_a_year_of_change_is_one_of_the_targets(kawabe):
    """Two years of targets, three of results: the change is spread over two."""
    tax = measures.plan_targets(kawabe, "outstanding", RESULTS, range(2025, 2027))[0]
    assert (tax.change, tax.yearly) == (-500000, -250000)
    rates = measures.plan_targets(kawabe, "collection_rate", RESULTS, TARGETS)
    assert (rates[0].change, rates[0].yearly) == (D("0.3"), D("0.1"))
    assert (rates[-1].latest, rates[-1].change, rates[-1].yearly) == (D("97.0"), D("0.9"), D("0.3"))


def test_without_a_target_or_a_result_nothing_is_asked_for(kawabe):
    care, child = measures.plan_targets(kawabe, "outstanding", RESULTS, TARGETS)[1:3]
    assert care.latest == 850000 and care.goal is None
    assert child.latest is None
    for row in (care, child):
        assert (row.change, row.yearly, row.percent) == (None, None, None)


def test_from_nothing_there_is_no_change_in_percent(tmp_path):
    lines = [amount("school_meals", 2023, 0), amount("school_meals", 2025, 90000, "target")]
    row = measures.plan_targets(town_plan.opened(tmp_path, [*FIGURES, *lines]), "outstanding", [2023], [2025])[3]
    assert (row.change, row.yearly, row.percent) == (90000, 90000, None)


def test_the_frame_of_targets_is_flat_and_numeric(kawabe):
    frame = measures.plan_targets(kawabe, "outstanding", RESULTS, TARGETS).frame()
    assert list(frame) == [
        "claim", *(f"result_{year}" for year in RESULTS), *(f"target_{year}" for year in TARGETS), "change", "yearly", "percent",
    ]  # fmt: skip
    assert set(frame.drop(columns="claim").dtypes.astype(str)) == {"float64"}
    assert frame["target_2027"].iloc[0] == 3600000 and math.isnan(frame["target_2027"].iloc[1])


def test_the_cut_that_the_city_set_itself(kawabe):
    assert measures.aimed_cut(kawabe, 2027) == 20
    assert measures.aimed_cut(kawabe, 2026) is None


def test_plan_periods_one_after_the_other(kawabe):
    first, second, third = measures.plan_periods(kawabe)
    assert (first.name, first.start, first.end, first.fiscal_year) == ("第1期", "2020-04", "2023-03", 2022)
    assert (first.rate, first.outstanding, first.points, first.growth) == (D("95.2"), 6210, None, None)  # 百万円
    assert (second.rate, second.outstanding, second.points) == (D("96.4"), 5430, D("1.2"))
    assert second.growth == (D(5430) / 6210 - 1) * 100 and second.note == "実績"
    assert (third.fiscal_year, third.rate, third.outstanding, third.points, third.growth) == (None,) * 5
    assert measures.settled_periods(kawabe) == (first, second)


def test_a_period_changes_against_the_one_before_it(tmp_path):
    plans = ("a,甲,2020-04,2023-03,2022,,計画", "b,乙,2023-04,2024-03,2023,,計画", "c,丙,2024-04,2025-03,2024,,計画")
    periods = measures.plan_periods(town_plan.opened(tmp_path, plans=plans))
    assert [period.points for period in periods] == [None, D("0.6"), D("0.6")]  # 95.2, 95.8, 96.4
    assert periods[2].growth == (D(5430) / 5770 - 1) * 100


def test_a_plan_before_which_nothing_was_settled_has_no_change(tmp_path):
    plans = ("a,甲,2018-04,2021-03,2020,,計画", "b,乙,2021-04,2023-03,2022,,計画", "c,丙,2023-04,2025-03,2024,,計画")
    periods = measures.plan_periods(town_plan.opened(tmp_path, plans=plans))
    assert [period.rate for period in periods] == [None, D("95.2"), D("96.4")]
    assert [period.points for period in periods] == [None, None, D("1.2")]


@pytest.mark.parametrize(
    ("measure", "units"), [("collection_rate", ("%", "ポイント")), ("outstanding", ("千円", "千円"))]
)
def test_the_units_of_a_plan(kawabe, measure, units):
    assert measures.plan_units(kawabe, measure) == units


def test_a_plan_aims_at_a_rate_or_at_an_amount(kawabe):
    for ask in (
        lambda: measures.plan_targets(kawabe, "assessed", RESULTS, TARGETS),
        lambda: measures.plan_units(kawabe, "assessed"),
        lambda: measures.settled(kawabe, "municipal_tax", "assessed", 2024),
        lambda: measures.is_estimate(kawabe, "municipal_tax", "assessed", 2024),
    ):
        with pytest.raises(
            DeskError, match="measure に「assessed」は使えません。使える値は collection_rate、outstanding"
        ):
            ask()


def test_the_order_of_the_rows_says_nothing(kawabe, tmp_path):
    turned = town_plan.opened(tmp_path, [*FIGURES, *AIMS][::-1])
    for measure in measures.PLAN_SEGMENTS:
        ask = (measure, RESULTS, TARGETS)
        assert measures.plan_targets(turned, *ask) == measures.plan_targets(kawabe, *ask)
    assert measures.plan_periods(turned) == measures.plan_periods(kawabe)


def test_the_headline_rate_of_a_period_is_the_citys(kawabe):
    """All claims have a rate of the current year (96.1) and one of the whole (95.2): the town puts the whole in front."""
    assert rate("all", 2022, "96.1") in FIGURES
    assert measures.plan_periods(kawabe)[0].rate == D("95.2")
