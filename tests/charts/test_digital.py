"""Costs and use of the digital tools, as drawn."""

from decimal import Decimal as D

import pytest

from helpers import charts
from helpers.charts.chart import LAST, THIS
from tests.by_hand import figure, packet_with
from tests.charts.drawn import bars, legend, row_names, texts

TOOLS = [
    {"tool": "sms", "name": "SMS催告", "before": "郵送", "before_cost": D(110), "after": "SMS", "after_cost": D("3.6")},
    {"tool": "qr", "name": "eL-QR（統一）", "before": "窓口", "before_cost": D("60.5"), "after": "QR", "after_cost": D(70)},
]  # fmt: skip


@pytest.fixture
def costs():
    return charts.costs(packet_with(tools=[tool | {"as_of": "2025-10", "exception_cost": None} for tool in TOOLS]))


def test_the_cost_before_lies_over_the_cost_now(costs):
    (axes,) = costs.figure.axes
    assert [(bar.left, bar.right, bar.row, bar.colour) for bar in bars(axes)] == [
        (0, 110, 0, LAST),
        (0, 3.6, 0, THIS),
        (0, 60.5, 1, LAST),
        (0, 70, 1, THIS),
    ]
    before, after = bars(axes)[:2]
    assert before.high <= after.low and row_names(axes) == ["SMS催告", "eL-QR"]  # downwards
    assert legend(axes) == {"従来": LAST, "新しい手段": THIS}


def test_each_cost_is_written_at_the_end_of_its_bar(costs):
    (axes,) = costs.figure.axes
    assert texts(axes) == {
        "郵送 110": (110, -0.19),
        "SMS 3.6（▲106.4）": (3.6, 0.19),
        "窓口 60.5": (60.5, 0.81),
        "QR 70（9.5）": (70, 1.19),
    }


def test_costs_are_said_in_words(costs):
    assert costs.alt == (
        "2手段のうち1手段で、1件当たりの経費が下がった。差が最も大きいのはSMS催告の▲106.4円。"
        "SMS催告は郵送110円からSMS3.6円へ。eL-QR（統一）は窓口60.5円からQR70円へ。"
    )


def use(value, year, **more):
    return figure(value, year, claim="all", item="照会", **more)


def used(*rows):
    return charts.tool_use(packet_with(figures=list(rows)))


def test_last_year_stands_left_of_this_year_and_as_high_as_its_number():
    (axes,) = used(use("150", 2024), use("120", 2023)).figure.axes
    assert [(bar.low, bar.high, round((bar.left + bar.right) / 2), bar.colour) for bar in bars(axes)] == [
        (0, 120, 0, LAST),
        (0, 150, 1, THIS),
    ]
    assert texts(axes) == {"120": (0, 120), "150": (1, 150)}
    assert [label.get_text() for label in axes.get_xticklabels()] == ["R5", "R6"]
    assert axes.get_title() == "照会\n（全債権、件）" and axes.get_ylim()[1] > 150


def test_a_number_computed_back_is_an_approximate_one():
    growth = use("37", 2024, kind="difference", unit="%", base_year=2023)
    chart = used(use("90868", 2024), growth)
    assert list(texts(chart.figure.axes[0])) == ["約66,300", "90,868"]
    assert chart.alt.endswith("。照会（全債権）は前年度約66,300から90,868件。")


def test_an_unknown_year_has_no_bar():
    chart = used(use("150", 2024))
    (axes,) = chart.figure.axes
    assert [(bar.high, bar.colour) for bar in bars(axes)] == [(150, THIS)]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["R6"]
    assert chart.alt == "照会（全債権）は150件。"


def test_use_is_said_in_words():
    assert used(use("150", 2024), use("120", 2023)).alt == (
        "前年度と比べられる1項目のうち、1項目で増えた。伸びが最も大きいのは照会（全債権）。照会（全債権）は前年度120から150件。"
    )


def test_one_tool_alone_has_its_legend_too():
    tool = TOOLS[0] | {"as_of": "2025-10", "exception_cost": None}
    (axes,) = charts.costs(packet_with(tools=[tool])).figure.axes
    assert legend(axes) == {"従来": LAST, "新しい手段": THIS}
