"""Figures of an analyst's own as pictures of the report."""

import pytest
from matplotlib import pyplot as plt

from helpers import charts
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


def test_what_is_no_figure_is_refused():
    with pytest.raises(DeskError, match="int が渡されました"):
        charts.own(1)
