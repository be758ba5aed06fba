"""Every picture, whole, against snapshots: what no other test says in words."""

import pytest

from helpers import charts
from tests.charts.drawn import listing
from tests.exhibits import CHARTS


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_is_as_it_was(snapshot, name):
    chart = CHARTS[name]()
    assert "\n".join([chart.id, chart.caption, chart.alt, listing(chart.figure)]) == snapshot


def test_no_picture_is_forgotten():
    shown = {name.split()[0] for name in CHARTS}
    assert shown | {"own"} == set(charts.__all__)  # an analyst's own: test_own
