"""The picture of what a plan asks for: a bar a year in the unit of summaries, targets hatched."""

import pytest

from helpers import charts
from tests import town_plan
from tests.town_plan import AIMS, FIGURES, RESULTS, TARGETS, amount, without


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def bars(chart):
    """Place of the tick under each bar → height and hatch."""
    (axes,) = chart.figure.axes
    return {round(bar.get_x() + bar.get_width() / 2): (bar.get_height(), bar.get_hatch() or "") for bar in axes.patches}


def test_a_bar_is_as_high_as_its_figure_and_hatched_if_it_is_a_target(kawabe):
    chart = charts.plan_goal(kawabe, RESULTS, TARGETS)
    assert bars(chart) == {
        0: (6210.0, ""), 1: (5770.0, ""), 2: (5430.0, ""), 3: (5200.0, "///"), 4: (4800.0, "///"), 5: (4344.0, "///"),
    }  # fmt: skip
    (axes,) = chart.figure.axes
    assert axes.get_ylabel() == "収入未済額（百万円）"
    assert list(axes.get_xticks()) == list(range(6))
    assert [label.get_text() for label in axes.get_xticklabels()] == [
        "R4",
        "R5",
        "R6",
        "R7\n目標",
        "R8\n目標",
        "R9\n目標",
    ]
    targets = [bar for bar in axes.patches if bar.get_hatch()]
    assert {bar.get_facecolor() for bar in targets} == {(1.0, 1.0, 1.0, 1.0)}


def test_each_bar_wears_its_figure(kawabe):
    (axes,) = charts.plan_goal(kawabe, RESULTS, TARGETS).figure.axes
    assert [(text.xy, text.get_text()) for text in axes.texts] == [
        ((place, height), f"{height:,.1f}")
        for place, height in enumerate((6210.0, 5770.0, 5430.0, 5200.0, 4800.0, 4344.0))
    ]


def test_the_bars_can_be_read_aloud(kawabe):
    chart = charts.plan_goal(kawabe, RESULTS, TARGETS)
    assert chart.alt == (
        "実績は令和4年度から令和6年度までに6,210.0百万円から5,430.0百万円に減った。目標は令和9年度の4,344.0百万円。"
        "令和4年度実績6,210.0百万円、令和5年度実績5,770.0百万円、令和6年度実績5,430.0百万円、"
        "令和7年度目標5,200.0百万円、令和8年度目標4,800.0百万円、令和9年度目標4,344.0百万円。"
    )
    assert chart.id == "fig-plan-goal" and "斜線は目標" in chart.caption


def test_a_year_without_a_figure_has_its_place_and_no_bar(tmp_path):
    gone = amount("all", 2026, 4800000, "target"), amount("all", 2023, 5770000)
    chart = charts.plan_goal(town_plan.opened(tmp_path, without([*FIGURES, *AIMS], *gone)), RESULTS, TARGETS)
    assert sorted(bars(chart)) == [0, 2, 3, 5]
    assert len(chart.figure.axes[0].get_xticks()) == 6
    assert "令和5年度実績資料なし、" in chart.alt and "令和8年度目標資料なし、" in chart.alt
