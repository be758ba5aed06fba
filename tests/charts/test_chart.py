"""The style that all charts share."""

import re

from helpers import measures, palette
from helpers.charts.chart import (
    BETTER,
    HIGHEST,
    INK,
    LAST,
    MET,
    MISSED,
    QUIET,
    TAG_COLOURS,
    TAG_EDGES,
    TAG_HATCHES,
    THIS,
    WIDTH,
    WORSE,
)
from helpers.press import look, sizes
from tests.charts.legible import contrast
from tests.exhibits import CHARTS


def test_every_tag_has_its_look():
    assert tuple(TAG_COLOURS) == tuple(TAG_HATCHES) == measures.TAGS
    # Tags that a source never has side by side may look alike.
    looks = {tag: (TAG_COLOURS[tag], TAG_HATCHES[tag]) for tag in measures.TAGS if tag != "強化"}
    assert len(set(looks.values())) == len(looks)


def test_text_can_be_read_on_white():
    for colour in (INK, THIS, MET, MISSED, QUIET):
        assert contrast(colour) >= 4.5


def test_bars_stand_out_on_white_which_a_dark_page_has_behind_pictures_too():
    """3:1 is what WCAG 2 asks of parts of a picture; an empty box has it in its edge."""
    for tag, colour in TAG_COLOURS.items():
        assert max(contrast(colour), contrast(TAG_EDGES[tag])) >= 3
    assert contrast(LAST) >= 3
    assert "figure img { width: 100%; max-width: 52rem; height: auto; background: #fff; }" in look.css()


def test_this_year_and_last_are_told_apart_in_grey():
    assert contrast(LAST, THIS) >= 3
    colours = palette.ACCENT, palette.INK, palette.ALARM, palette.GOOD, palette.PALE, palette.QUIET
    assert len(set(colours)) == 6


def test_good_and_bad_have_colours_of_their_own_and_hatches_in_grey():
    assert not {MET, MISSED} & {THIS, LAST, INK, QUIET, *TAG_COLOURS.values()}
    assert (BETTER["facecolor"], WORSE["facecolor"]) == (MET, MISSED)
    assert "hatch" in WORSE and "hatch" not in BETTER


def test_a_page_is_not_higher_than_a_picture_may_be():
    assert HIGHEST <= sizes._HIGHEST and WIDTH == sizes._LINE


def test_ticks_of_amounts_have_thousands():
    """In every picture that has an axis of amounts."""
    for name in ("bridge", "cuts", "plan_goal", "plan_periods", "trend", "largest large", "costs"):
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
