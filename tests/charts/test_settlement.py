"""The labels of many settled years."""

import pytest

from helpers import charts
from tests.accounts import opened


@pytest.mark.parametrize(("years", "labels"), [(10, 10), (40, 20)])
def test_labels_that_find_no_room_are_left_out(tmp_path, years, labels):
    lines = [
        (2025 - back, "municipal_tax", part, 1000 + back, 900, 0, 0, 100 + back)
        for back in range(1, years + 1)
        for part in ("current", "carried_over")
    ]
    panels = charts.settlement_trend(opened(tmp_path, lines)).figure.axes
    written = [[text.xy[0] for text in axes.texts if text.get_text()] for axes in panels]
    assert [len(own) for own in written] == [labels] * 3
    assert {own[-1] for own in written} == {2024}
