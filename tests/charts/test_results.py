"""The growth of results as bars."""

from helpers import charts
from helpers.charts.chart import MET, MISSED, THIS
from tests.by_hand import LAST as YEAR_BEFORE
from tests.by_hand import TAX, figure, packet_with, rate
from tests.by_hand import THIS as YEAR
from tests.charts.drawn import bars, legend, row_names, texts

GROWN = [figure("150"), figure("120", YEAR_BEFORE)]
SHRUNK = [
    figure(value, year, item="収納額", segment="carried_over", group="収納課", unit="千円", measure="amount")
    for value, year in (("1200", YEAR), ("1600", YEAR_BEFORE))
]
NOT_DRAWN = [rate("96.4"), rate("95.8", YEAR_BEFORE), figure("4", item="捜索"), figure("0", YEAR_BEFORE, item="捜索")]


def results(*rows):
    return charts.results(packet_with(figures=list(rows)), TAX, YEAR)


def test_what_grew_goes_right_and_what_shrank_left():
    (axes,) = results(*GROWN, *SHRUNK, *NOT_DRAWN).figure.axes
    assert [(bar.left, bar.right, bar.row, bar.colour) for bar in bars(axes)] == [(0, 25, 0, THIS), (-25, 0, 1, THIS)]
    assert row_names(axes) == ["差押", "収納額\n（滞繰 収納課）"]


def test_each_bar_has_its_growth_and_both_figures_on_its_right():
    (axes,) = results(*GROWN, *SHRUNK).figure.axes
    assert texts(axes) == {"+25.0%（120→150件）": (25, 0), "▲25.0%（1,600→1,200千円）": (0, 1)}


def test_the_axis_has_room_for_the_texts_but_no_ticks_beyond_the_bars():
    (axes,) = results(*GROWN, *SHRUNK).figure.axes
    left, right = axes.get_xlim()
    assert left < -25 and right > 25 * 1.2
    assert all(-28 < tick <= 26.25 for tick in axes.get_xticks()) and 0 in axes.get_xticks()


def test_the_bars_are_said_in_words():
    chart = results(*GROWN, *SHRUNK)
    assert chart.alt == (
        "2項目のうち、増えたのは1項目、減ったのは1項目。最も増えたのは差押の+25.0%。最も減ったのは収納額（滞繰 収納課）の▲25.0%。"
        "差押 +25.0%（120→150件）。収納額 （滞繰 収納課） ▲25.0%（1,600→1,200千円）。"
    )
    assert "市税、令和7年度" in chart.caption


def test_one_growth_alone_is_no_picture():
    assert results(*GROWN, *NOT_DRAWN) is None


def money(measure, this, last, segment):
    return [
        figure(value, year, measure=measure, item="", unit="円", segment=segment)
        for value, year in ((this, YEAR), (last, YEAR_BEFORE))
    ]


def test_colour_says_better_and_worse_of_money_alone_and_the_legend_says_which():
    """Arrears that grew are no good news, whichever way the bar goes."""
    rows = (
        *money("outstanding", "130", "100", "current"),
        *money("outstanding", "90", "100", "carried_over"),
        *money("collected", "120", "100", "current"),
        *money("collected", "80", "100", "carried_over"),
        *GROWN,
    )
    (axes,) = results(*rows).figure.axes
    assert [bar.colour for bar in bars(axes)] == [MISSED, MET, MET, MISSED, THIS]
    assert legend(axes) == {
        "改善（収入の増、未済の減）": MET,
        "悪化（収入の減、未済の増）": MISSED,
        "件数などの増減": THIS,
    }
    assert [bool(patch.get_hatch()) for patch in axes.patches] == [True, False, False, True, False]  # in grey too


def test_what_has_the_same_name_in_two_units_is_told_apart():
    twice = [figure(value, year, unit="円", measure="amount") for value, year in (("500", YEAR), ("400", YEAR_BEFORE))]
    assert row_names(results(*GROWN, *twice).figure.axes[0]) == ["差押（件）", "差押（円）"]
