"""Pages to swap between two prints of a packet."""

import pytest

from helpers.press import swap
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


class Page:
    """A page of a PDF with its text."""

    def __init__(self, text):
        self.extract_text = lambda: text


def test_pages_are_read_without_their_feet(tmp_path, monkeypatch):
    texts = ["一\n1 / 2 令和8年", "1 / 2\n二\n2 / 2 令和8年\n2 / 2"]
    monkeypatch.setattr(
        swap.pypdf, "PdfReader", lambda path: type("Pdf", (), {"pages": [Page(text) for text in texts]})
    )
    assert swap.pages(tmp_path) == ["一", "1 / 2\n二\n2 / 2 令和8年"]


def test_several_swaps_are_in_order():
    assert swaps(list("abcdef"), list("Xacdgfh")) == [
        ("加える", "0の後", "1", "X"), ("抜く", "2", "", ""), ("差し替える", "5", "5", "g"), ("加える", "6の後", "7", "h"),
    ]  # fmt: skip
    assert swaps(["a"], ["b\n二行目"]) == [("差し替える", "1", "1", "b")]
    assert swaps(["a"] * 300 + ["b"], ["a"] * 300 + ["c"]) == [("差し替える", "301", "301", "c")]
