"""Estimates against targets."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests.by_hand import CARE, LAST, TAX, THIS, figure, kawabe, lacking, packet_with, rate

NEXT = rate("97.0", kind="target")


def targets(*rows, **tables):
    return measures.targets(packet_with(figures=list(rows), **tables))


def estimate(value, **more):
    return rate(value, LAST, kind="estimate", **more)


def target(value, **more):
    return rate(value, LAST, kind="target", **more)


@pytest.mark.parametrize(
    ("estimated", "gap", "met", "change"), [("96.6", "0.1", True, "0.4"), ("96.4", "-0.1", False, "0.6")]
)
def test_the_estimate_is_held_against_last_years_target(estimated, gap, met, change):
    (found,) = targets(NEXT, estimate(estimated), target("96.5"))
    assert (found.estimate, found.target, found.next_target) == (D(estimated), D("96.5"), D("97.0"))
    assert (found.gap, found.met, found.change) == (D(gap), met, D(change))


def test_a_target_is_met_from_its_own_value_on():
    (found,) = targets(NEXT, estimate("96.5"), target("96.5"))
    assert (found.gap, found.met, found.verdict) == (0, True, "達成")


def test_without_a_target_there_is_no_verdict():
    (found,) = targets(NEXT, estimate("96.5"))
    assert (found.gap, found.met, found.verdict, found.change) == (None, None, "目標なし", D("0.5"))


def test_a_target_without_an_estimate_is_not_said_to_be_none():
    (found,) = targets(NEXT, target("96.5"))
    assert (found.gap, found.met, found.verdict, found.change) == (None, None, "資料なし", None)


def test_the_rank_is_that_of_two_years_back():
    ranks = [rate(str(place), year, measure="rank", unit="位") for place, year in ((3, 2023), (5, LAST), (7, THIS))]
    (found,) = targets(NEXT, *ranks)
    assert found.rank == 3
    (found,) = targets(NEXT, *ranks[1:])
    assert found.rank is None


def test_other_segments_years_and_groups_answer_nothing():
    (found,) = targets(
        NEXT,
        estimate("1", segment="total"),
        estimate("2", group="第1係"),
        estimate("3", as_of="2024-10-31"),
        estimate("4", claim=CARE),
        target("5", segment="carried_over"),
        rate("6", 2023, kind="target"),
        rate("7", THIS, kind="estimate"),
    )
    assert (found.estimate, found.target) == (None, None)


def test_only_rates_and_shares_of_whole_claims_are_aims():
    amount = figure("5", kind="target", measure="outstanding", unit="千円")
    rest = [rate("9", kind="target", group="第1係"), rate("9", kind="target", as_of="2025-10-31"), rate("9", 2026)]
    share = figure("50", kind="target", measure="share", item="分納率", unit="%", claim=CARE)
    rates, shares = targets(amount, *rest, share, NEXT)
    assert (rates.claim, rates.item, rates.is_rate) == (TAX, "現年度分収納率", True)
    assert (shares.claim, shares.item, shares.is_rate) == (CARE, "分納率", False)


def test_claims_come_in_the_citys_order_and_without_their_sums():
    claims = kawabe().ledger["claims"].copy()
    claims.loc[claims["claim"] == TAX, "part_of"] = CARE
    rows = [rate("90", kind="target", claim=claim, segment=s) for claim in ("child_care", CARE, TAX) for s in ("total", "current")]  # fmt: skip
    found = targets(*rows, claims=claims.to_dict("records"))
    assert [(one.claim, one.segment) for one in found] == [
        (claim, segment) for claim in (TAX, "child_care") for segment in ("total", "current")
    ]


def test_two_ranks_are_an_error_that_names_both_rows_and_what_tells_them_apart():
    ranks = [rate("3", 2023, measure="rank", unit="位", item=item) for item in ("政令市", "県内")]
    with pytest.raises(DeskError) as error:
        targets(*ranks, NEXT)
    said = str(error.value)
    assert error.value.code == "data" and [fault.row for fault in error.value.faults] == [2, 3]
    assert "data/kawabe/figures.csv 2行目" in said and "item「政令市」" in said and "item「県内」" in said


def test_no_target_of_the_year_is_named():
    said = lacking(lambda: targets(estimate("96.5"), target("96.0")))
    assert said == "data/kawabe/figures.csv に、fiscal_year が 2025 の目標(kind が target)の行がありません。"
