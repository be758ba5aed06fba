"""Pages to swap between two prints of a packet."""

import pytest

from helpers.press.swap import _above_the_foot, swaps


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ("abcd", []),
        ("abXd", [("差し替える", "3", "3", "X")]),
        ("aXYd", [("差し替える", "2～3", "2～3", "X")]),
        ("abcXd", [("加える", "3の後", "4", "X")]),
        ("acd", [("抜く", "2", "", "")]),
        ("aXYZcd", [("差し替える", "2", "2～4", "X")]),
    ],
)
def test_pages_by_their_texts(new, wanted):
    assert swaps(list("abcd"), list(new)) == wanted


def test_the_foot_is_no_text_of_the_page():
    assert _above_the_foot("見出し\n2 / 3 の債権\n2 / 3 令和8年 第1回 [ab12cd34]", 2, 3) == "見出し\n2 / 3 の債権"
    assert _above_the_foot("見出し\n2 / 3", 2, 3) == "見出し"
