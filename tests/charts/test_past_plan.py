"""The small multiples of a plan that has ended: what is drawn for each claim, year and verdict."""

import importlib
from decimal import Decimal as D

import pytest
from matplotlib.colors import to_hex

from helpers import charts, measures
from helpers.charts.chart import LAST, MET, MISSED
from tests import town_plan
from tests.town_plan import PAST, amount, rate

HIT, MISS, NONE = ("o", MET), ("X", MISSED), ("o", LAST)


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def panels(chart):
    """Title → panel, of those that are shown."""
    return {axes.get_title(): axes for axes in chart.figure.axes if axes.get_visible()}


def points(line):
    return list(zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True))


def marks(axes):
    """Year → height, marker and colour."""
    found = [line for line in axes.lines if line.get_marker() in ("o", "X")]
    assert all(len(points(line)) == 1 for line in found)
    return {x: (y, line.get_marker(), to_hex(line.get_markerfacecolor())) for line in found for x, y in points(line)}


def dashes(axes):
    (line,) = (line for line in axes.lines if line.get_linestyle() == "--")
    return points(line)


def course(axes):
    (line,) = (line for line in axes.lines if line.get_linestyle() == "-" and line.get_marker() == "None")
    return points(line)


def test_met_missed_and_no_target_look_different():
    assert len({HIT, MISS, NONE}) == 3 and LAST not in (MET, MISSED)


def test_a_rate_is_marked_by_its_verdict_in_its_year(kawabe):
    shown = panels(charts.past_plan(kawabe, "collection_rate", PAST))
    assert list(shown) == ["市税", "保育料", "介護保険料"]  # by scale, in the city's order
    assert marks(shown["市税"]) == {2022: (98.0, *HIT), 2023: (98.1, *MISS), 2024: (98.5, *HIT)}
    assert marks(shown["介護保険料"]) == {2022: (89.0, *MISS), 2023: (90.0, *MISS), 2024: (92.0, *NONE)}
    assert marks(shown["保育料"]) == {2022: (95.0, *NONE)}


def test_an_amount_is_marked_by_its_verdict_in_its_year(kawabe):
    shown = panels(charts.past_plan(kawabe, "outstanding", PAST))
    assert marks(shown["市税"]) == {2022: (5000000.0, *HIT), 2023: (4900000.0, *MISS), 2024: (4500000.0, *HIT)}
    assert marks(shown["介護保険料"]) == {2022: (910000.0, *MISS), 2023: (870000.0, *HIT), 2024: (850000.0, *HIT)}


def test_dashes_are_targets_and_the_line_is_what_came_of_them(kawabe):
    shown = panels(charts.past_plan(kawabe, "collection_rate", PAST))
    assert dashes(shown["市税"]) == [(2022, 98.0), (2023, 98.2), (2024, 98.4)]
    assert course(shown["市税"]) == [(2022, 98.0), (2023, 98.1), (2024, 98.5)]
    assert dashes(shown["介護保険料"]) == [(2022, 90.0), (2023, 91.0)]
    assert dashes(shown["保育料"]) == []
    amounts = panels(charts.past_plan(kawabe, "outstanding", PAST))
    assert dashes(amounts["保育料"]) == [(2022, 310000.0), (2023, 290000.0)]  # it left: targets go on, results do not
    assert course(amounts["保育料"]) == [(2022, 300000.0)]


def test_every_panel_has_all_years(kawabe):
    for axes in panels(charts.past_plan(kawabe, "outstanding", PAST)).values():
        assert list(axes.get_xticks()) == list(PAST)
        assert [label.get_text().split("\n")[0] for label in axes.get_xticklabels()] == ["R4", "R5", "R6"]
        left, right = axes.get_xlim()
        assert left < PAST[0] and right > PAST[-1]


def test_the_last_year_of_each_claim_is_read_aloud(kawabe):
    rates, amounts = (charts.past_plan(kawabe, measure, PAST) for measure in measures.PLAN_SEGMENTS)
    said = [
        "令和6年度に達否の分かる1債権のうち、達成は1、未達成は0",
        "市税の令和6年度は98.5%で達成",
        "介護保険料の令和6年度は92.0%で目標なし",
        "保育料の令和6年度は資料なし",
    ]
    assert rates.alt.split("。")[:4] == said
    said = ["市税の令和6年度は4,500,000千円で達成", "介護保険料の令和6年度は850,000千円で達成"]
    assert amounts.alt.split("。")[1:3] == said
    assert [chart.id for chart in (rates, amounts)] == ["fig-past-collection-rate", "fig-past-outstanding"]
    assert [chart.caption.split("の")[0] for chart in (rates, amounts)] == ["現年度分収納率", "収入未済額"]


def scales(chart):
    """Heading → the claims below it, the ends of their axes, the ticks."""
    chart.figure.draw_without_rendering()
    found = {}
    for part in chart.figure.subfigs:
        shown = [axes for axes in part.axes if axes.get_visible()]
        assert len({axes.get_ylim() for axes in shown}) == 1
        ticks = [label.get_text() for label in shown[0].get_yticklabels()]
        found[part.get_suptitle()] = [axes.get_title() for axes in shown], ticks
    return found


def test_claims_share_a_scale_that_its_heading_names(kawabe):
    """Each stands on the finest that holds its results and targets; none goes over 100 %."""
    assert scales(charts.past_plan(kawabe, "collection_rate", PAST)) == {
        "縦軸は90～100%": (["市税", "保育料"], ["90", "95", "100"]),
        "縦軸は0～100%": (["介護保険料"], ["0", "50", "100"]),
    }
    assert scales(charts.past_plan(kawabe, "outstanding", PAST)) == {
        "縦軸は0～5,000,000千円": (["市税", "介護保険料"], ["0", "2,500,000", "5,000,000"]),
        "縦軸は0～500,000千円": (["保育料"], ["0", "250,000", "500,000"]),
    }


def test_results_stand_below_their_years(kawabe):
    shown = panels(charts.past_plan(kawabe, "collection_rate", PAST))
    written = {title: [label.get_text() for label in axes.get_xticklabels()] for title, axes in shown.items()}
    assert written == {
        "市税": ["R4\n98.0", "R5\n98.1", "R6\n98.5"],
        "保育料": ["R4\n95.0", "R5\n", "R6\n"],
        "介護保険料": ["R4\n89.0", "R5\n90.0", "R6\n92.0"],
    }


def test_an_axis_goes_over_100_only_where_a_rate_does():
    module = importlib.import_module("helpers.charts.past_plan")
    ends = []
    for percent in ("99.5", "101.5"):
        aims = [measures.PastTarget("a", "collection_rate", 2022, None, D(percent), None, None)]
        ends += [(scale.low, scale.high) for scale in module._rate_scales({"a": aims})]
    assert ends == [(99, 100), (99, 101.5)]


def test_of_too_many_claims_those_are_shown_that_owe_most_at_last(tmp_path, monkeypatch):
    """市税 owed most at first and has the highest rate; 保育料 owes most at last."""
    figures = [
        line
        for claim, first, last, percent in (
            ("municipal_tax", 500, 300, "99.0"),
            ("care_insurance", 400, 400, "98.0"),
            ("child_care", 300, 500, "90.0"),
        )
        for line in (
            amount(claim, 2022, first),
            amount(claim, 2024, last),
            *(rate(claim, year, percent) for year in (2022, 2024)),
        )
    ]
    packet = town_plan.opened(tmp_path, figures)
    every = charts.past_plan(packet, "collection_rate", PAST)
    assert list(panels(every)) == ["市税", "介護保険料", "保育料"] and "大きい順" not in every.caption
    # The package calls its function as the module is called: look the module up by its name.
    monkeypatch.setattr(importlib.import_module("helpers.charts.past_plan"), "_MOST", 2)
    chart = charts.past_plan(packet, "collection_rate", PAST)
    assert list(panels(chart)) == ["介護保険料", "保育料"]  # in the city's order
    assert "収入未済額の大きい順の2債権" in chart.caption and "市税" not in chart.alt
    assert len(chart.figure.axes) == 3  # the third place of the row stays empty
