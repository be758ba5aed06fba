"""How a plan turned out, in words."""

import pytest

from helpers import sentences
from tests import town_plan
from tests.by_hand import lacking
from tests.town_plan import PAST, amount, rate


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def test_how_many_targets_were_met_and_who_missed_most(kawabe):
    assert sentences.past_plan(kawabe, PAST).sentences == [
        "現年度分収納率の目標は延べ5件のうち2件を達成した。",
        "収入未済額の目標は延べ7件のうち5件を達成した。",
        "未達成が最も多い（3件）のは「介護保険料」である。",
    ]


def test_who_missed_as_many_are_all_named_in_the_citys_order(tmp_path):
    figures = [
        rate(claim, 2022, value, kind)
        for claim in ("child_care", "municipal_tax", "care_insurance")
        for value, kind in (("90.0", "actual"), ("90.0" if claim == "municipal_tax" else "90.1", "target"))
    ]
    assert sentences.past_plan(town_plan.opened(tmp_path, figures), [2022]).sentences[-1] == (
        "未達成が最も多い（1件）のは「介護保険料」「保育料」である。"
    )


def test_a_plan_that_met_everything_says_so(tmp_path):
    figures = [amount("municipal_tax", 2022, 100), amount("municipal_tax", 2022, 100, "target")]
    assert sentences.past_plan(town_plan.opened(tmp_path, figures), [2022]).sentences == [
        "現年度分収納率には、実績と比べられる目標がない。",
        "収入未済額の目標は延べ1件のうち1件を達成した。",
        "未達成はない。",
    ]


def test_a_claim_its_change_and_its_verdict(kawabe):
    assert sentences.past_claim(kawabe, "municipal_tax", PAST).sentences == [
        "令和6年度の現年度分収納率は98.5%（令和4年度から+0.5ポイント）、収入未済額は4,500,000千円（令和4年度から▲500,000千円）。",
        "令和6年度の目標に対し、現年度分収納率は達成（+0.1ポイント）、収入未済額は達成（▲100,000千円）。",
    ]
    assert sentences.past_claim(kawabe, "municipal_tax", [2022, 2023]).sentences[1] == (
        "令和5年度の目標に対し、現年度分収納率は未達成（▲0.1ポイント）、収入未済額は未達成（+100,000千円）。"
    )
    assert sentences.past_claim(kawabe, "care_insurance", PAST).sentences[1] == (
        "令和6年度の目標に対し、現年度分収納率は目標なし、収入未済額は達成（▲10,000千円）。"
    )


def test_a_claim_that_left_has_no_result(kawabe):
    assert sentences.past_claim(kawabe, "child_care", PAST).sentences[0] == "令和6年度の実績は、資料なし。"


def test_a_claim_that_was_not_measured_at_first_has_no_change(tmp_path):
    figures = [
        amount("school_meals", 2022, 90000),
        amount("school_meals", 2024, 80000),
        rate("school_meals", 2024, "97.0"),
    ]
    assert sentences.past_claim(town_plan.opened(tmp_path, figures), "school_meals", PAST).sentences[0] == (
        "令和6年度の現年度分収納率は97.0%、収入未済額は80,000千円（令和4年度から▲10,000千円）。"
    )


def test_a_plan_without_results_is_told_which_rows_are_missing(tmp_path):
    packet = town_plan.opened(tmp_path, [rate("care_insurance", 2022, "89.0")])
    said = lacking(lambda: sentences.past_claim(packet, "municipal_tax", PAST))
    assert "data/kawabe/figures.csv に" in said and "claim が municipal_tax、fiscal_year が" in said
    said = lacking(lambda: sentences.plan_periods(packet))
    assert "決算の年度(fiscal_year)の収納率と収入未済額が figures.csv にそろう計画" in said
