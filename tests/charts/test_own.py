"""Figures of an analyst's own as pictures of the report."""

import matplotlib
import pytest
import seaborn as sns
from matplotlib import pyplot as plt

from helpers import charts
from helpers.charts.chart import FONT
from helpers.charts.own import drawn
from helpers.errors import DeskError


def test_axes_and_figures_are_taken_and_no_longer_open():
    figure, axes = plt.subplots()
    chart = charts.own(axes, caption="題", alt="説明", id="fig-a")
    assert (chart.figure, chart.caption, chart.alt, chart.id) == (figure, "題", "説明", "fig-a")
    assert not plt.get_fignums() and chart.svg() == chart.svg()


def test_ticks_are_written_as_the_house_writes_them():
    figure, axes = plt.subplots()
    axes.plot([2020, 2024], [-20000, 20000.0])
    drawn(figure)
    plt.close(figure)
    assert "▲20,000" in [tick.get_text() for tick in axes.get_yticklabels()]
    assert [tick.get_text() for tick in axes.get_xticklabels()][1:-1] == ["2020", "2021", "2022", "2023", "2024"]


def test_whatever_theme_was_set_pictures_keep_the_font_of_the_house_and_its_own_charts_the_style(packet):
    plain = charts.trend(packet).svg()
    with matplotlib.rc_context():
        sns.set_theme(style="dark", font="serif")
        matplotlib.rcParams["svg.hashsalt"] = None
        figure, axes = plt.subplots()
        axes.set_title("日本語")
        assert drawn(figure) == drawn(figure) and axes.title.get_fontfamily()[0] == FONT
        plt.close(figure)
        assert charts.trend(packet).svg() == plain


def test_a_character_that_the_font_has_not_is_refused():
    figure, axes = plt.subplots()
    axes.set_title("𠮷野家\n髙い 😀")
    with pytest.raises(DeskError, match="図の中の「😀」は、資料の書体"):
        charts.own(axes)
    plt.close(figure)


def test_the_size_of_the_smallest_type_goes_with_a_figure():
    figure, axes = plt.subplots()
    axes.set_title("題", fontsize=12)
    axes.text(0.5, 0.5, "小", fontsize=5.5)
    axes.text(0.5, 0.5, "", fontsize=1)
    _, said = charts.own(figure, caption="題")._repr_mimebundle_()
    assert said["type"] == 5.5
    assert charts.own(plt.figure())._repr_mimebundle_()[1]["type"] == 0


def test_what_is_no_figure_is_refused():
    with pytest.raises(DeskError, match="int が渡されました"):
        charts.own(1)
