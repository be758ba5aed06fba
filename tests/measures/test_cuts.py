"""Cuts by claim, bureau and section: whose money it is, what is summed, what is left out."""

import datetime as dt
from decimal import Decimal as D

import pytest

from helpers import charts, measures, tables
from helpers.errors import DeskError
from tests.measures.packets import amounts, packet, printed

LAST = dt.date(2024, 10, 31)
CLAIMS = {
    "a": {"bureau": "乙局", "section": "一課"},
    "b": {"bureau": "甲局", "section": "二課", "collector_bureau": "乙局", "collector_section": "一課"},
    "c": {"bureau": "甲局", "section": "二課"},
    "d": {"bureau": "甲局", "section": "三課"},
}
FIGURES = [
    *amounts("a", 1000, 300, 700),
    *amounts("a", 800, 160, 640, day=LAST),
    *amounts("b", 200, 20, 180),
    *amounts("b", 200, 40, 160, day=LAST),
    *amounts("c", 90, 9, 81),  # new this year
    *amounts("d", 50, 10, 40),
    *amounts("d", 40, 10, 30, day=LAST),
    *amounts("all", 1340, 339, 1001),
]


@pytest.fixture
def made():
    return packet(CLAIMS, FIGURES, bureaus=["甲局", "乙局"])


def test_a_claim_counts_with_the_bureau_that_collects_it_in_the_citys_order(made):
    first, second = measures.cuts(made, "bureau")
    assert first == measures.Cut(
        name="甲局",
        label="甲局",
        this=measures.Share(D(140), D(121), (D(121) / 140 - 1) * 100),
        last=measures.Share(D(40), D(30), D(-25)),
        cut_points=D(-5),  # of d alone: 20% against 25%
        newcomers=("c",),
    )
    assert (second.name, second.this, second.last) == (
        "乙局",
        measures.Share(D(1200), D(880), second.this.cut),
        measures.Share(D(1000), D(800), D(-20)),
    )
    # 320 of 1,200 are cut this year, 200 of 1,000 were last year: deeper.
    assert second.this.cut == (D(880) - 1200) / 1200 * 100 and second.cut_points == -20 - second.this.cut > 0
    assert second.newcomers == () and second.days == (second.this, second.last)


def test_a_claim_counts_with_the_section_that_collects_it_in_the_order_of_the_claims(made):
    found = {row.name: row.this.assessed for row in measures.cuts(made, "section")}
    assert found == {"一課": 1200, "二課": 90, "三課": 50} and list(found) == ["一課", "二課", "三課"]


def test_a_claim_is_its_own_and_wears_its_number(made):
    rows = measures.cuts(made, "claim")
    assert [(row.name, row.label) for row in rows] == [("a", "1 a"), ("b", "2 b"), ("c", "3 c"), ("d", "4 d")]
    assert [row.cut_points for row in rows] == [10, -10, None, -5]
    assert [row.newcomers for row in rows] == [(), (), ("c",), ()]
    positions = measures.positions(made, "carried_over")
    assert all(row.this.cut == own.this.cut for row, own in zip(rows, positions, strict=False))


@pytest.mark.parametrize(("major", "left"), [(1, ["b", "c", "d"]), (2, ["c", "d"]), (3, ["d"])])
def test_the_major_ones_are_those_with_the_largest_outstanding_of_this_year(major, left):
    made = packet(CLAIMS, FIGURES, bureaus=["甲局", "乙局"], major=major)
    assert [row.name for row in measures.cuts(made, "claim", without_major=True)] == left
    assert len(measures.cuts(made, "claim")) == 4


def test_of_bureaus_the_largest_bureau_is_left_out():
    made = packet(CLAIMS, FIGURES, bureaus=["甲局", "乙局"], major=1)
    assert [row.name for row in measures.cuts(made, "bureau", without_major=True)] == ["甲局"]


@pytest.mark.parametrize("show", [measures.cuts, tables.cuts, charts.cuts])
def test_where_nothing_is_left_that_is_said(show):
    made = packet(CLAIMS, FIGURES, bureaus=["甲局", "乙局"], major=4)
    with pytest.raises(DeskError, match="主要4債権を除くと、債権別に示す金額がありません") as error:
        show(made, "claim", without_major=True)
    assert error.value.code == "missing-data"


@pytest.mark.parametrize("show", [measures.cuts, tables.cuts, charts.cuts])
def test_an_unknown_cut_and_a_city_without_a_number_of_major_ones_are_told(made, show):
    with pytest.raises(DeskError, match="使える値は claim、bureau、section"):
        show(made, "division")
    with pytest.raises(DeskError, match=r"city\.yaml に major"):
        show(made, "claim", without_major=True)


def test_a_newcomer_is_in_the_amounts_but_not_in_the_comparison():
    rows = [*amounts("a", 100, 30, 70), *amounts("a", 100, 20, 80, day=LAST), *amounts("b", 300, 90, 210)]
    rows += [*amounts("b", 300, 60, 240, day=LAST), *amounts("c", 400, 360, 40)]
    (bureau,) = measures.cuts(packet(dict.fromkeys("abc", "局"), rows), "bureau")
    assert (bureau.this.assessed, bureau.this.cut, bureau.last.cut) == (800, -60, -20)
    # Of a and b alone, 30% against 20%: that c is cut by 90% says nothing of last year.
    assert (bureau.cut_points, bureau.newcomers) == (10, ("c",))


def test_what_rests_on_one_claim_is_that_claims_printed_figure():
    rows = [
        printed("d", "d", "carried_over", "cut", "▲20.1%"),
        printed("d", "d", "carried_over", "cut_points", "▲5.1P"),
        printed("c", "c", "carried_over", "cut", "▲10.2%"),
    ]
    made = packet(CLAIMS, FIGURES, {"published": rows}, bureaus=["甲局", "乙局"])
    by_section = {row.name: row for row in measures.cuts(made, "section")}
    assert (by_section["三課"].this.cut, by_section["三課"].cut_points) == (D("-20.1"), D("-5.1"))
    assert by_section["二課"].this.cut == D("-10.2")
    # Two claims: computed from their sums; but only one of them has both years.
    bureau = measures.cuts(made, "bureau")[0]
    assert bureau.this.cut == (D(121) / 140 - 1) * 100 and bureau.cut_points == D("-5.1")
