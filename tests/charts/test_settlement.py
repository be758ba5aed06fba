"""The labels of many settled years."""

import pytest

from helpers import charts
from tests.accounts import opened


@pytest.mark.parametrize(("years", "labels"), [(10, 10), (11, 2)])
def test_labels_that_find_no_room_are_left_to_the_first_and_last_year(tmp_path, years, labels):
    lines = [
        (2025 - back, "municipal_tax", part, 1000 + back, 900, 0, 0, 100 + back)
        for back in range(1, years + 1)
        for part in ("current", "carried_over")
    ]
    panels = charts.settlement_trend(opened(tmp_path, lines)).figure.axes
    assert [sum(bool(text.get_text()) for text in axes.texts) for axes in panels] == [labels] * 3
    assert {axes.texts[-1].xy[0] for axes in panels} == {2024}
