"""Where the carried-over amounts stand, in words."""

import datetime as dt

import pytest

from helpers import sentences
from tests.measures.packets import amounts, figure, packet


def said(target):
    figures = [
        *(row for claim in ("a", "b", "c", "all") for row in amounts(claim, 1000, 300, 700)),
        *(row for claim in ("a", "all") for row in amounts(claim, 900, 200, 700, day=dt.date(2024, 10, 31))),
        *(figure(claim, "outstanding", target, kind="target") for claim in ("a", "b", "c", "all")),
    ]
    units = {"table": "千円", "summary": "千円", "sentence": "千円"}
    return sentences.outstanding(packet(dict.fromkeys("abc", "局"), figures, units=units)).sentences


def test_claims_that_are_new_this_year_are_left_out_by_name():
    assert said(560)[1].endswith("1債権中1債権である（今年度からの「b」「c」を除く）。")


@pytest.mark.parametrize(
    ("target", "end"),
    [(699, "目標までの残りは約1千円である。"), (700, "目標を約0千円下回る。"), (701, "目標を約1千円下回る。")],
)
def test_what_is_left_to_the_target(target, end):
    assert said(target)[2].endswith(end)
