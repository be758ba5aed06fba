"""The style that all charts share."""

import re

from helpers import measures, palette
from helpers.charts.chart import INK, LAST, MET, MISSED, QUIET, TAG_COLOURS, TAG_HATCHES, THIS
from tests.exhibits import CHARTS


def test_every_tag_has_its_look():
    assert tuple(TAG_COLOURS) == tuple(TAG_HATCHES) == measures.TAGS
    # Tags that a source never has side by side may look alike.
    looks = {tag: (TAG_COLOURS[tag], TAG_HATCHES[tag]) for tag in measures.TAGS if tag != "強化"}
    assert len(set(looks.values())) == len(looks)


def luminance(colour):
    """Relative luminance of a colour as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_text_can_be_read_on_white():
    for colour in (INK, THIS, MET, MISSED, QUIET):
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_this_year_and_last_are_told_apart_in_grey():
    # 3:1 is what WCAG 2 asks of parts of a picture that lie side by side.
    assert (luminance(LAST) + 0.05) / (luminance(THIS) + 0.05) >= 3
    assert len({palette.ACCENT, palette.INK, palette.ALARM, palette.PALE, palette.QUIET}) == 5


def test_ticks_of_amounts_have_thousands():
    """In every picture that has an axis of amounts."""
    for name in ("bridge", "cuts without_major", "plan_goal", "plan_periods", "trend", "largest large", "costs"):
        figure = CHARTS[name]().figure
        figure.draw_without_rendering()
        ticks = [
            tick.get_text()
            for axes in figure.axes
            for axis in (axes.xaxis, axes.yaxis)
            for tick in axis.get_ticklabels()
        ]
        assert not [tick for tick in ticks if re.fullmatch(r"[0-9]{4,}", tick)], name
        assert name in ("costs", "largest large") or [tick for tick in ticks if re.fullmatch(r"[0-9]+,000", tick)], name
