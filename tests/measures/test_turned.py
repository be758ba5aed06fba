"""Which claims got better, and which worse."""

from dataclasses import replace
from decimal import Decimal as D

from helpers.measures import furthest, turned
from tests import exhibits, town_plan
from tests.by_hand import CARE, CHILD, MEALS, TAX, kawabe
from tests.measures.packets import DAY, amounts, frame_of, on_day, packet, printed


def told(rows):
    return [(row.claim, row.segment, row.change) for row in rows]


def test_of_a_day_each_part_of_each_claim():
    rows = turned(kawabe())
    assert [(row.claim, row.segment) for row in rows] == [
        (claim, segment) for segment in ("carried_over", "current") for claim in (TAX, CARE, CHILD, MEALS)
    ]
    assert told(furthest(rows, 1, 3)) == [
        (TAX, "carried_over", D(-600000)), (CHILD, "current", D(-10000)), (MEALS, "current", D(-10000)),
    ]  # fmt: skip
    assert told(furthest(rows, -1, 3)) == [(CHILD, "carried_over", D(20000)), (MEALS, "carried_over", D(9000))]
    assert told(furthest(rows, -1, 1)) == [(CHILD, "carried_over", D(20000))]


def test_how_much_of_the_whole_it_is_and_whether_the_city_marks_it():
    """保育料: 270 of 3,865; cut by 12.9% after 24.2%."""
    row = next(row for row in turned(kawabe()) if row.claim == CHILD)
    assert (row.this, row.last, round(row.share, 2), row.growth) == (D(270000), D(250000), D("6.99"), D(8))
    assert (round(row.points, 1), row.worse, row.better) == (D("-11.3"), True, False)
    assert [row.claim for row in turned(kawabe()) if row.worse] == [CHILD]


def test_of_accounts_the_whole_of_each_claim():
    rows = turned(exhibits.settled())
    assert {row.segment for row in rows} == {"total"}
    assert told(furthest(rows, 1, 3)) == [(TAX, "total", D(-30))]
    assert told(furthest(rows, -1, 3)) == [(CARE, "total", D(28))]
    assert round(furthest(rows, -1, 1)[0].share, 1) == D("24.5")


def test_a_year_that_is_not_known_gives_no_turn(tmp_path):
    """Of FY2023 and FY2024 市税 has amounts, and no total rates."""
    rows = turned(town_plan.opened(tmp_path))
    assert [(row.claim, row.change, row.turn) for row in rows] == [
        (TAX, D(-400000), None), (CARE, D(-20000), None), (MEALS, None, None),
    ]  # fmt: skip


def test_more_owed_at_a_better_rate_is_no_turn():
    current = next(row for row in turned(kawabe()) if (row.claim, row.segment) == (TAX, "current"))
    assert (current.change, current.points > 0, current.turn) == (D(500000), True, 0)


def of(*claims, total=None):
    """What turned of claims with carried-over (調定額, 収入済額, 収入未済額) on the day and a year before, and of a total outstanding."""
    days = (DAY, DAY.replace(year=2024))
    rows = [
        row
        for claim, *own in claims
        for day, three in zip(days, own, strict=True)
        for row in amounts(claim, *three, day=day)
    ]
    if total:
        rows.append(on_day("all", "outstanding", total))
    return packet(
        {claim: "財務局" for claim, *_ in claims}, rows, thresholds={"worse_points": 3.0, "better_points": 3.0}
    )


def test_carried_over_money_is_marked_by_how_far_it_is_cut():
    """調定額 1,000 of both years, 収入済額 100: cut by 10 and by 6 %, at the same rate."""
    deeper, less = turned(of(("a", (1000, 100, 900), (1000, 100, 940)), ("b", (1000, 100, 940), (1000, 100, 900))))
    assert (deeper.rate, deeper.points, deeper.better, deeper.worse) == (10, 0, True, False)
    assert (less.rate, less.points, less.better, less.worse) == (10, 0, False, True)


def test_without_a_total_the_claims_add_up_to_it():
    claims = ("a", (1000, 100, 900), (1000, 90, 910)), ("b", (400, 100, 300), (400, 90, 310))
    assert [row.share for row in turned(of(*claims))] == [75, 25]
    assert [row.share for row in turned(of(*claims, total=2000))] == [45, 15]


def test_points_that_a_document_prints_stand():
    """It prints 10.0% and +0.9P, of amounts in 千円 that give 10 and 1."""
    one = of(("a", (1000, 100, 900), (1000, 90, 910)))
    rows = [printed("1", "a", "current", "rate_points", "+0.9P")]
    tables = one.ledger.tables | {"published": frame_of("published", rows)}
    current = one.ledger.tables["figures"].assign(segment="current")
    row = turned(replace(one, ledger=replace(one.ledger, tables=tables | {"figures": current})))[0]
    assert (row.rate, row.points, row.turn) == (10, D("0.9"), 1)
