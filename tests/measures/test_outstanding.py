"""Positions of claims on a day: what is taken, what follows from it, and what the document itself printed."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from helpers.measures.outstanding import a_year_before
from tests.measures.packets import amounts, figure, on_day, packet, printed, with_city

LAST = dt.date(2024, 10, 31)


def only(made, segment="carried_over"):
    (row,) = measures.positions(made, segment)
    return row


def test_both_years_and_what_follows_from_them():
    rows = [
        *amounts("a", 1000, 300, 700),
        *amounts("a", 800, 160, 640, day=LAST),
        figure("a", "outstanding", 560, kind="target"),
        figure("a", "outstanding", 512, year=2024, kind="target"),
    ]
    row = only(packet({"a": "局"}, rows))
    assert row == measures.Position(
        "a",
        this=measures.Day(
            assessed=D(1000),
            collected=D(300),
            outstanding=D(700),
            target=D(560),
            achievement=D(80),  # the target is 80% of what is outstanding
            rate=D(30),
            cut=D(-30),  # what is cut is negative
            growth=D("9.375"),
            rate_points=D(10),
            cut_points=D(10),  # 30% against 20%: deeper is more
        ),
        last=measures.Day(
            assessed=D(800),
            collected=D(160),
            outstanding=D(640),
            target=D(512),
            achievement=D(80),
            rate=D(20),
            cut=D(-20),
        ),
    )
    assert row.days == (row.this, row.last)


def test_a_missing_term_gives_nothing_and_a_claim_of_another_segment_its_line():
    rows = [*amounts("a", 10, 4, 6, "current"), on_day("b", "collected", 4), on_day("b", "outstanding", 6)]
    a, b = measures.positions(packet({"a": "局", "b": "局"}, rows), "carried_over")
    assert set(vars(a.this).values()) == {None} == set(vars(a.last).values())
    assert (b.this.collected, b.this.cut, b.this.rate, b.this.growth) == (4, None, None, None)


def test_the_rate_is_the_one_that_the_city_defines():
    rows = [*amounts("a", 100, 90, 15, "current"), on_day("a", "refund_due", 5, "current")]
    made = packet({"a": "局"}, rows)
    rates = {
        definition: only(with_city(made, rate_definition=definition), "current").this.rate
        for definition in ("collected", "collected_less_refund_due", "as_published")
    }
    assert rates == {"collected": 90, "collected_less_refund_due": 85, "as_published": None}


def test_the_total_is_last_and_the_claims_are_in_the_citys_order():
    rows = [row for claim in ("all", "b", "a") for row in amounts(claim, 10, 4, 6)]
    made = packet({"a": "局", "b": "局"}, rows)
    assert [row.claim for row in measures.positions(made, "carried_over")] == ["a", "b", "all"]


@pytest.mark.parametrize("more", [{"group": "第1係"}, {"item": "督促手数料"}])
def test_a_part_that_stands_before_the_claims_own_amount_is_not_taken_for_it(more):
    own = amounts("a", 1000, 600, 400, "current")
    parts = [row | more | {"value": D(1)} for row in own]
    found = only(packet({"a": "局"}, parts + own), "current").this
    assert (found.assessed, found.collected, found.outstanding) == (1000, 600, 400)


@pytest.mark.parametrize("day", [dt.date(2025, 4, 30), dt.date(2025, 5, 31)])
def test_in_april_and_may_the_accounts_of_two_years_are_open(day):
    before = a_year_before(day)
    rows = [
        on_day("a", "assessed", value, "current", when, year=year)
        for when, year, value in ((day, 2024, 9), (day, 2025, 2), (before, 2023, 8), (before, 2024, 3))
    ]
    rows += [figure("a", "outstanding", year, "current", year, kind="target") for year in (2023, 2024, 2025)]
    found = only(packet({"a": "局"}, rows, as_of=day), "current")
    assert [(at.assessed, at.target) for at in found.days] == [(2, 2025), (3, 2024)]


@pytest.mark.parametrize("day", [dt.date(2025, 3, 31), dt.date(2026, 1, 31)])
def test_until_march_a_day_is_one_of_the_fiscal_year_before(day):
    year = day.year - 1
    rows = [*amounts("a", 10, 4, 6, day=day), figure("a", "outstanding", 3, year=year, kind="target")]
    found = only(packet({"a": "局"}, rows, as_of=day, fiscal_year=year)).this
    assert (found.assessed, found.target) == (10, 3)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2025-10-31", "2024-10-31"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-29"),
        ("2024-02-28", "2023-02-28"),
    ],
)
def test_a_year_before_the_end_of_a_month_is_the_end_of_that_month(day, before):
    day, before = map(dt.date.fromisoformat, (day, before))
    assert a_year_before(day) == before
    rows = [*amounts("a", 10, 4, 6, day=day), *amounts("a", 20, 4, 16, day=before)]
    found = only(packet({"a": "局"}, rows, as_of=day, fiscal_year=day.year - (day.month < 4)))
    assert (found.this.assessed, found.last.assessed) == (10, 20)


def test_a_claim_of_which_only_parts_are_known_has_no_line():
    rows = [on_day("a", "assessed", 10, "current"), on_day("b", "assessed", 5, "current", group="第1係")]
    assert only(packet({"a": "局", "b": "局"}, rows), "current").claim == "a"


def test_a_claim_that_has_only_last_year_has_its_line():
    rows = [*amounts("a", 10, 4, 6), *amounts("b", 20, 4, 16, day=LAST)]
    a, b = measures.positions(packet({"a": "局", "b": "局"}, rows), "carried_over")
    assert (a.last.assessed, b.this.assessed, b.last.assessed) == (None, None, 20)


def test_a_day_without_amounts_is_named():
    made = packet({"a": "局"}, amounts("a", 10, 4, 6, day=LAST))
    with pytest.raises(DeskError, match="as_of が 2025-10-31 の金額がありません") as error:
        measures.positions(made, "carried_over")
    assert error.value.code == "missing-data"


def test_a_meeting_without_a_day_and_an_unknown_segment_are_told():
    made = packet({"a": "局"}, amounts("a", 10, 4, 6))
    with pytest.raises(DeskError, match="使える値は current、carried_over、total"):
        measures.positions(made, "curent")
    with pytest.raises(DeskError, match="as_of"):
        measures.positions(replace(made, meeting=made.meeting.model_copy(update={"as_of": None})), "current")


# Totals.


def test_the_total_needs_all_its_amounts_of_this_year():
    rows = amounts("all", 10, 4, 6)
    for missing in ([], rows[:2]):
        with pytest.raises(DeskError, match="合計") as error:
            measures.total_of(measures.positions(packet({"a": "局"}, amounts("a", 1, 1, 0) + missing), "carried_over"))
        assert error.value.code == "missing-data"
    without = measures.total_of(measures.positions(packet({"a": "局"}, rows), "carried_over"))
    assert (without.this.outstanding, without.this.target) == (6, None)  # a city can do without targets
    whole = packet({"a": "局"}, [*rows, figure("all", "outstanding", 3, kind="target")])
    total = measures.total_of(measures.positions(whole, "carried_over"))
    assert (total.claim, total.this.target, total.last.target) == ("all", 3, None)


def gaps(*whole, **city):
    """Of two claims, 10 and 20 in every amount, what they give against ``whole``."""
    rows = [row for claim, value in zip(("a", "b", "all"), (10, 20, *whole), strict=True) for row in
            amounts(claim, value, value, value)]  # fmt: skip
    made = packet({"a": "局", "b": "局"}, rows, **city)
    return {(gap.measure, gap.back): (gap.amount, gap.by_rounding)
            for gap in measures.rounding_gaps(made, measures.positions(made, "carried_over"))}  # fmt: skip


@pytest.mark.parametrize(("whole", "gap", "by_rounding"), [(29, 1, True), (32, -2, False), (28, 2, False)])
def test_three_amounts_leave_one_and_a_half_units_to_rounding(whole, gap, by_rounding):
    assert gaps(whole) == {(name, 0): (gap, by_rounding) for name in ("assessed", "collected", "outstanding")}


def test_yen_leave_nothing_to_rounding_and_what_was_cut_off_only_makes_the_total_larger():
    in_yen = {"units": {"table": "円", "summary": "億円", "sentence": "億円"}}
    assert set(gaps(29, **in_yen).values()) == {(1, False)}
    cut_off = {"published_rounding": {"amounts": "down"}}
    assert set(gaps(28, **cut_off).values()) == {(2, False)}
    assert set(gaps(31, **cut_off).values()) == {(-1, True)}
    assert gaps(30) == {}


@pytest.mark.parametrize(("outstanding", "adjusted"), [(6, False), (7, False), (5, False), (8, True), (4, True)])
def test_an_outstanding_amount_is_adjusted_if_rounding_cannot_explain_it(outstanding, adjusted):
    made = packet({"a": "局"}, amounts("a", 10, 4, outstanding))
    assert measures.is_adjusted(made, only(made).this) is adjusted
    assert not measures.is_adjusted(made, only(made).last)  # nothing is known of it


# What the document printed.


def with_print(*rows):
    """One claim, cut by 30% this year and by 20% last year, with what the document prints."""
    figures = [*amounts("a", 1000, 300, 700), *amounts("a", 800, 160, 640, day=LAST)]
    return packet({"a": "局"}, figures, {"published": list(rows)})


AMOUNTS = [
    printed("a", "a", "carried_over", measure, value, year)
    for year, values in ((2025, ("1,000千円", "700千円")), (2024, ("800千円", "640千円")))
    for measure, value in zip(("assessed", "outstanding"), values, strict=True)
]
CUT = "outstanding / assessed - 1"


@pytest.mark.parametrize(("year", "back"), [(2025, 0), (2024, 1)])
def test_a_printed_rate_stands_in_the_year_it_is_printed_for(year, back):
    row = only(with_print(printed("a", "a", "carried_over", "cut", "▲29.9%", year)))
    assert row.days[back].cut == D("-29.9")
    assert row.days[1 - back].cut == (-20, -30)[back]


def test_a_change_of_last_year_is_known_where_it_is_printed():
    row = only(with_print(printed("a", "a", "carried_over", "growth", "+7.1%", 2024)))
    assert (row.this.growth, row.last.growth) == (D("9.375"), D("7.1"))


def test_a_printed_rate_of_another_segment_is_not_taken():
    row = only(with_print(printed("a", "a", "current", "cut", "▲29.9%")))
    assert row.this.cut == -30


@pytest.mark.parametrize(("year", "back", "right"), [(2025, 0, -30), (2024, 1, -20)])
def test_a_printed_rate_that_cannot_be_true_is_denied_and_the_computed_one_stands(year, back, right):
    made = with_print(*AMOUNTS, printed("a", "a", "carried_over", "cut", "▲52.5%", year, CUT))
    assert only(made).days[back].cut == right
    (found,) = measures.denied(made, "carried_over")
    assert (found.claim, found.measure, found.back, found.computed) == ("a", "cut", back, right)
    assert found.printed.value == D("-52.5") and measures.denied(made, "current") == ()


def test_a_printed_amount_must_be_the_ledgers():
    made = with_print(printed("a", "a", "carried_over", "outstanding", "640千円", 2024))
    assert only(made).last.outstanding == 640
    with pytest.raises(DeskError, match=r"published\.csv 2行目 figure: 「650千円」.*2024年度\)は 640 です"):
        measures.positions(
            with_print(printed("a", "a", "carried_over", "outstanding", "650千円", 2024)), "carried_over"
        )


@pytest.mark.parametrize(("year", "outstanding"), [(2025, 6), (2026, 9)])
def test_in_april_and_may_the_meeting_says_which_of_two_open_years_it_looks_at(year, outstanding):
    day = dt.date(2026, 4, 30)
    rows = [on_day("a", "outstanding", value, day=day, year=own) for own, value in ((2025, 6), (2026, 9))]
    made = packet({"a": "局"}, rows, as_of=day, fiscal_year=year)
    assert measures.positions(made, "carried_over")[0].this.outstanding == outstanding
