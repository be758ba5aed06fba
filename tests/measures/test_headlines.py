"""The figures of the page for those who decide."""

from decimal import Decimal as D

from helpers.measures import headlines
from tests import exhibits
from tests.by_hand import figure, kawabe, packet_with, rate
from tests.measures.packets import amounts, packet, printed


def told(packet):
    return [(row.name, row.when, row.this, row.last, row.target) for row in headlines(packet)]


def test_those_of_the_day_and_then_of_the_accounts_five_at_most():
    """The rate of the settlement would be the sixth."""
    carried, rate_carried, current, _, settled = headlines(kawabe())
    assert [row.name for row in (carried, rate_carried, current, settled)] == [
        "滞納繰越分の収入未済額", "滞納繰越分の収納率", "現年度分の収入未済額", "収入未済額",
    ]  # fmt: skip
    assert (carried.when, carried.this, carried.last, carried.unit) == ("令和7年10月末", D(3865), D(4486), "百万円")
    assert (carried.change, carried.target, carried.target_year, carried.due, carried.met) == (
        D(-621), D("2898.75"), 2025, False, None,
    )  # fmt: skip
    assert (carried.left, carried.better, current.better) == (D("966.25"), True, False)
    assert round(carried.growth, 1) == D("-13.8") and rate_carried.growth is None
    assert round(rate_carried.this, 1) == D("28.8") and round(rate_carried.change, 1) == D("0.9")
    assert (settled.when, settled.this, settled.change, settled.target) == ("令和6年度決算", D(5430), D(-790), None)


def test_of_accounts_alone_the_whole_then_what_was_written_off_and_the_parts():
    rows = headlines(exhibits.settled())
    assert [row.name for row in rows] == [
        "収入未済額",
        "収納率",
        "不納欠損額",
        "滞納繰越分の収納率",
        "現年度分の収納率",
    ]
    assert [(row.this, row.last, row.unit) for row in rows if row.unit != "%"] == [
        (D(318), D(300), "千円"), (D(36), D(30), "千円"),
    ]  # fmt: skip
    assert [row.better for row in rows] == [False, True, False, True, False]


def test_a_target_is_that_of_the_settled_year_or_the_next_and_targets_met_are_counted():
    amount, total, *counts = headlines(exhibits.planned())
    assert (amount.target, amount.target_year, amount.due, amount.estimate) == (D(5200), 2025, False, True)
    assert (total.name, total.target) == ("収納率", None)
    assert [(row.name, row.when, row.this, row.target, row.left, row.met) for row in counts] == [
        ("達成した収納率の目標", "令和6年度", D(1), D(1), D(0), True),
        ("達成した収入未済額の目標", "令和6年度", D(3), D(3), D(0), True),
    ]


def test_a_target_of_the_settled_year_gives_a_verdict():
    whole = {"claim": "all", "segment": "total", "year": 2024}
    rows = [
        *(rate(value, claim="all", segment="total", year=2024, kind=kind) for value, kind in (("96.4", "actual"), ("97.0", "target"))),
        *(figure(value, measure="outstanding", item="", unit="百万円", kind=kind, **whole) for value, kind in (("5400", "actual"),)),
        figure("5500000", measure="outstanding", item="", unit="千円", kind="target", **whole),
    ]  # fmt: skip
    assert [(row.measure, row.due, row.met) for row in headlines(packet_with(figures=rows))] == [
        ("outstanding", True, True),
        ("collection_rate", True, False),
    ]


def test_a_year_before_that_was_told_by_a_difference_says_so():
    rows = [
        *(rate("96.4", claim="all", segment="total", year=2024), figure("40.2", claim="all", measure="outstanding", item="", unit="億円", approx="約", year=2024)),
        rate("0.2", claim="all", segment="total", year=2024, kind="difference", unit="ポイント", base_year=2023),
        figure("-2.5", claim="all", measure="outstanding", item="", unit="億円", approx="約", year=2024, kind="difference", base_year=2023),
    ]  # fmt: skip
    amount, total = headlines(packet_with(figures=rows))
    assert (amount.this, amount.last, amount.approx, amount.computed) == (D(4020), D(4270), True, True)
    assert (total.last, total.computed, total.approx) == (D("96.2"), True, False)


def test_without_data_there_are_none():
    assert told(packet_with(figures=[figure("3")])) == []


def test_a_rate_of_last_year_that_only_its_change_tells():
    """Of 2025 there are amounts, of 2024 none; the document prints how the rate changed."""
    rows = amounts("all", 1000, 592, 408, "current") + amounts("tax", 1000, 592, 408, "current")
    published = [printed("1", "all", "current", "rate_points", "+1.4P")]
    found = headlines(packet({"tax": "財務局"}, rows, {"published": published}))
    assert [(row.measure, row.last) for row in found] == [("outstanding", None), ("collection_rate", D("57.8"))]


def test_an_amount_of_one_summary_unit_is_told_in_it():
    whole = {"claim": "all", "segment": "total", "year": 2024, "measure": "outstanding", "item": "", "unit": "千円"}
    for amount, unit in (("1000", "百万円"), ("999", "千円")):
        rows = [figure(amount, **whole), rate("96", claim="all", segment="total", year=2024)]
        assert headlines(packet_with(figures=rows))[0].unit == unit
