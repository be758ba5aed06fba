"""The growth of results as bars."""

from helpers import charts
from helpers.charts.chart import LAST, THIS
from tests.by_hand import LAST as YEAR_BEFORE
from tests.by_hand import TAX, figure, packet_with, rate
from tests.by_hand import THIS as YEAR
from tests.charts.drawn import bars, row_names, texts

GROWN = [figure("150"), figure("120", YEAR_BEFORE)]
SHRUNK = [
    figure(value, year, item="収納額", segment="carried_over", group="収納課", unit="千円", measure="amount")
    for value, year in (("1200", YEAR), ("1600", YEAR_BEFORE))
]
NOT_DRAWN = [rate("96.4"), rate("95.8", YEAR_BEFORE), figure("4", item="捜索"), figure("0", YEAR_BEFORE, item="捜索")]


def results(*rows):
    return charts.results(packet_with(figures=list(rows)), TAX, YEAR)


def test_what_grew_goes_right_and_what_shrank_left_in_another_colour():
    (axes,) = results(*GROWN, *SHRUNK, *NOT_DRAWN).figure.axes
    assert [(bar.left, bar.right, bar.row, bar.colour) for bar in bars(axes)] == [(0, 25, 0, THIS), (-25, 0, 1, LAST)]
    assert row_names(axes) == ["差押", "収納額\n（滞繰 収納課）"]


def test_each_bar_has_its_growth_and_both_figures_on_its_right():
    (axes,) = results(*GROWN, *SHRUNK).figure.axes
    assert texts(axes) == {"+25.0%（120→150件）": (0.75 + 25, 0), "▲25.0%（1,600→1,200千円）": (0.75, 1)}


def test_the_axis_has_room_for_the_texts_but_no_ticks_beyond_the_bars():
    (axes,) = results(*GROWN, *SHRUNK).figure.axes
    left, right = axes.get_xlim()
    assert left < -25 and right > 2 * 25
    assert all(-28 < tick <= 26.25 for tick in axes.get_xticks()) and 0 in axes.get_xticks()


def test_the_bars_are_said_in_words():
    chart = results(*GROWN, *SHRUNK)
    assert chart.alt == "差押 +25.0%（120→150件）。収納額 （滞繰 収納課） ▲25.0%（1,600→1,200千円）。"
    assert "市税、令和7年度" in chart.caption


def test_one_growth_alone_is_no_picture():
    assert results(*GROWN, *NOT_DRAWN) is None
