"""The picture of the plan periods."""

import pytest

from helpers import charts
from helpers.errors import DeskError
from tests import town_plan


@pytest.fixture(scope="module")
def chart(tmp_path_factory):
    return charts.plan_periods(town_plan.opened(tmp_path_factory.mktemp("desk")))


def test_a_settled_period_has_a_point_and_a_bar(chart):
    above, below = chart.figure.axes
    (line,) = above.lines
    assert (list(line.get_xdata()), list(line.get_ydata())) == ([0, 1], [95.2, 96.4])
    assert [(bar.get_x() + bar.get_width() / 2, bar.get_height()) for bar in below.patches] == [(0, 6210), (1, 5430)]
    labels = [label.get_text() for label in below.get_xticklabels()]
    assert labels == ["第1期\n（令和4年度決算）", "第2期\n（令和6年度決算）"]  # the third has no settlement yet
    assert (above.get_ylabel(), below.get_ylabel()) == ("収納率（%）", "収入未済額（百万円）")


def test_each_wears_its_figure(chart):
    above, below = chart.figure.axes
    assert [(text.xy, text.get_text()) for text in above.texts] == [((0, 95.2), "95.2%"), ((1, 96.4), "96.4%")]
    assert [(text.xy, text.get_text()) for text in below.texts] == [((0, 6210), "6,210"), ((1, 5430), "5,430")]


def test_a_year_without_a_schedule_has_no_picture_of_it(packet):
    with pytest.raises(DeskError, match="fiscal_year が 1900 の年間スケジュールの行がありません"):
        charts.flow(packet, 1900)


def test_the_periods_can_be_read_aloud(chart):
    assert chart.alt == (
        "第1期から第2期までに、収納率は95.2%から96.4%に上がった。収入未済額は6,210百万円から5,430百万円に減った。"
        "第1期は収納率95.2%、収入未済額6,210百万円。第2期は収納率96.4%、収入未済額5,430百万円。"
    )
