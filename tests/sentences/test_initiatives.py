"""What is said of a claim's results."""

import pytest

from helpers import sentences
from tests.by_hand import LAST, TAX, THIS, figure, packet_with, rate


def said(*pairs):
    """The sentence about results of which each pair gives this year's value and last year's ("": unknown)."""
    rows = [
        figure(value, year, item=f"取組{place}")
        for place, pair in enumerate(pairs)
        for year, value in zip((THIS, LAST), pair, strict=True)
        if value
    ]
    rates = [rate("96.4"), rate("95.8", LAST)]
    return sentences.results(packet_with(figures=rows + rates), TAX, THIS).sentences


@pytest.mark.parametrize(
    ("pairs", "compared", "up", "down", "same"),
    [
        ([], 1, 1, 0, 0),  # the rate alone
        ([("5", "4"), ("3", "4"), ("2", "4")], 4, 2, 2, 0),
        ([("5", "5"), ("3", "4")], 3, 1, 1, 1),
        ([("4", "0"), ("0", "4"), ("0", "0")], 4, 2, 1, 1),  # from zero there is no growth in %, yet it grew
        ([("5", ""), ("", "5")], 1, 1, 0, 0),
    ],
)
def test_results_are_counted_by_the_way_they_went(pairs, compared, up, down, same):
    assert said(*pairs) == [
        f"前年度と比べられる実績は{compared}項目で、増えたもの{up}、減ったもの{down}、同じもの{same}である。"
    ]


def test_without_last_year_nothing_is_compared():
    packet = packet_with(figures=[figure("5"), figure("5", LAST, item="訪問")])
    assert sentences.results(packet, TAX, THIS).sentences == ["前年度の値がある実績はない。"]
