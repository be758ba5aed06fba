"""Charts draw the figures of the measures, say them in words, and come out the same every time."""

import xml.etree.ElementTree as ElementTree

import pytest

from helpers import charts, measures
from helpers.charts import chart
from helpers.notation import Notation

WHOLE_PACKET = ["trend", "targets", "tags", "costs", "tool_use"]


ARGUMENTS = {"schedule": (2026,), "campaigns": (2025,), "results": ("public_assistance", 2025)}


@pytest.mark.parametrize("name", [*WHOLE_PACKET, *ARGUMENTS])
def test_the_same_bytes_twice(packet, name):
    first, second = (getattr(charts, name)(packet, *ARGUMENTS.get(name, ())).svg() for _ in range(2))
    assert first == second
    assert ElementTree.fromstring(first).tag.endswith("svg")


@pytest.mark.parametrize("name", [*WHOLE_PACKET, *ARGUMENTS])
def test_a_chart_can_be_read_aloud(packet, name):
    chart = getattr(charts, name)(packet, *ARGUMENTS.get(name, ()))
    assert len(chart.alt) > 30
    assert chart.id.startswith("fig-") and chart.caption


def test_missing_years_are_drawn_as_missing(packet):
    chart = charts.trend(packet)
    rate, amount = chart.figure.axes
    hatched = [patch for patch in rate.patches if patch.get_hatch()]
    assert [(round(p.get_x() + 0.5), round(p.get_x() + p.get_width() - 0.5)) for p in hatched] == [(2010, 2022)]
    heights = [round(bar.get_height(), 1) for bar in amount.patches if not bar.get_hatch()]
    assert heights == [171.2, 42.7, 40.2]
    assert len(amount.get_xticks()) == 16


def test_the_target_chart_draws_every_gap(packet):
    panels = charts.targets(packet).figure.axes
    drawn = sorted(
        round(line.get_xdata()[0], 2) for panel in panels for line in panel.lines if line.get_marker() in ("o", "X")
    )
    expected = sorted(float(aim.gap) for aim in measures.targets(packet) if aim.gap is not None)
    assert drawn == expected


def test_a_negative_tick_wears_the_citys_sign(packet):
    chart = charts.results(packet, "public_assistance", 2025)
    chart.figure.canvas.draw()
    labels = [tick.get_text() for tick in chart.figure.axes[0].get_xticklabels()]
    assert any(label.startswith("▲") for label in labels)
    assert not any("-" in label or "−" in label for label in labels)


def test_a_tick_at_zero_wears_no_sign():
    _, axes = chart.canvas(1)
    chart.number_axis(axes.xaxis, Notation("▲"))
    ticks = axes.xaxis.get_major_formatter()
    assert [ticks(value, 0) for value in (-0.0, 0.0, -0.5)] == ["0", "0", "▲0.5"]


def test_no_chart_without_two_results_to_compare(packet):
    assert charts.results(packet, "water_and_sewerage", 2025) is None


def test_labels_of_bars_do_not_overlap(packet):
    figure = charts.trend(packet).figure
    figure.canvas.draw()
    boxes = [text.get_window_extent() for axes in figure.axes for text in axes.texts if text.get_text()]
    overlaps = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]
    assert not overlaps
