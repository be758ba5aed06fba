"""Where a claim stands for the eyes of another city: the newest rate, and what it is a rate of."""

import datetime as dt
from decimal import Decimal as D

import pytest

from helpers import measures
from tests.measures.packets import amounts, figure, on_day, packet, printed, with_city


def rate(value, year=2024, **more):
    return figure("a", "collection_rate", D(value), "current", year, unit="%", **more)


def standing(*rows, prefer=None, **settings):
    return measures.standing(packet({"a": "局"}, list(rows), **settings), "a", prefer)


@pytest.mark.parametrize("turned", [1, -1])
def test_a_settlement_goes_before_an_estimate_wherever_it_stands(turned):
    rows = [
        rate("91.0", kind="estimate"),
        rate("92.0"),
        rate("12.0", group="第1係"),
        figure("a", "outstanding", 70, "total", 2024, kind="estimate"),
        figure("a", "outstanding", 60, "total", 2024),
    ][::turned]
    found = standing(*rows)
    assert (found.kind, found.rate, found.outstanding) == ("actual", 92, 60)


def test_an_estimate_of_a_newer_year_goes_before_an_older_settlement():
    found = standing(
        rate("92.0", 2023),
        rate("91.0", kind="estimate"),
        rate("95.0", kind="target"),
        rate("96.0", 2025, kind="target"),
    )
    assert found == measures.Standing(2024, "", "estimate", D("91.0"), D("95.0"), None, "")


@pytest.mark.parametrize(("prefer", "year"), [(2023, 2023), (2022, 2024), (None, 2024)])
def test_a_year_that_is_asked_for_is_taken_where_there_is_one(prefer, year):
    assert standing(rate("92.0", 2023), rate("91.0", 2024), prefer=prefer).fiscal_year == year


def test_a_rate_of_a_whole_year_goes_before_a_newer_day():
    assert standing(rate("92.0"), *amounts("a", 100, 40, 60, "current")).kind == "actual"


def test_the_newest_day_gives_a_rate_of_its_amounts():
    rows = [*amounts("a", 100, 50, 50, "current"), *amounts("a", 100, 70, 30, "current", dt.date(2025, 12, 31))]
    rows += amounts("a", 20, 5, 15, day=dt.date(2025, 12, 31))
    assert standing(*rows) == measures.Standing(2025, "2025-12-31", "computed", D(70), None, D(45), "千円")
    made = packet({"a": "局"}, [*rows, on_day("a", "refund_due", 3, "current", dt.date(2025, 12, 31))])
    assert measures.standing(with_city(made, rate_definition="collected_less_refund_due"), "a").rate == 67
    assert measures.standing(with_city(made, rate_definition="as_published"), "a") is None


def test_of_a_days_rates_the_printed_one_stands():
    rows = amounts("a", 100, 50, 50, "current")
    made = packet({"a": "局"}, rows, {"published": [printed("a", "a", "current", "rate", "50.4%")]})
    assert measures.standing(made, "a").rate == D("50.4")


def test_an_amount_of_two_parts_needs_both_segments():
    rows = [on_day("a", "assessed", 10, "current"), on_day("a", "collected", 9, "current")]
    two_of_one = [on_day("a", "outstanding", 1, "current"), on_day("a", "outstanding", 2, "current", kind="estimate")]
    assert standing(*rows, *two_of_one).outstanding is None


def test_a_claim_without_rate_and_amounts_stands_nowhere():
    assert standing(figure("a", "outstanding", 60, "total", 2024)) is None
