"""Pages that break badly, in small tagged PDFs with the style of the house. Page 1 is a cover."""

import pytest
import typst

from helpers.press import look, pages

NOTE = "#block(above: 0.6em)[#set text(8pt)\n\nnote\n\n]"  # as pandoc writes it
PICTURE = '#figure(block(height: 30%, [picture]), caption: [picture], kind: image, alt: "picture")'
FULL = "#v(1fr)\n\nend of the page"


def table(rows):
    """Rows of a tenth of a page each, so that ten of them stand on one below their heading."""
    cells = ", ".join(f"block(height: 24mm)[claim {n}], [{n}]" for n in range(rows))
    return f"#figure(kind: table, caption: [amounts], table(columns: 2, table.header[claim][amount], {cells}))"


def found(folder, *parts):
    """Page and reason of what is found in a document of ``parts``."""
    cover = "#v(1fr)\n\ncover"
    text = "\n\n".join([look.typst(), "#show: packet.with(title: [test])", cover, *parts])
    (folder / "t.typ").write_text(text, encoding="utf-8")
    typst.compile(folder / "t.typ", output=folder / "t.pdf", pdf_standards=["ua-1"])
    return [(finding.page, finding.why) for finding in pages.examine(folder / "t.pdf")[1]]


def down(part):
    """Leave ``part`` of a page."""
    return f"#block(height: {part})[a part of the page]"


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (["= one", "text", FULL], []),
        (["= one", "text", "#pagebreak()", FULL], [(2, "節の途中なのに、3分の1も埋まっていない")]),
        (["= one", down("25%"), "text", "= two", FULL], []),  # a section may end early
        (["= one", "text", "= two", FULL], [(2, "節の終わりの数行だけがある")]),
        (["= one", FULL, "#pagebreak()", "text"], [(3, "節の終わりの数行だけがある")]),
        (["= one", table(2), FULL], []),  # all of it
        (["= one", table(9), FULL], []),
        (["= one", table(11), FULL], [(3, "表1の終わりの1行だけがある")]),
        (["= one", table(12), FULL], [(3, "表1の終わりの2行だけがある")]),
        (["= one", table(13), FULL], []),
        (["= one", table(7), table(6), FULL], [(2, "表2の初めの2行だけがある")]),
        (["= one", table(6), table(7), FULL], []),
        (["= one", table(8), NOTE, FULL], []),
        (["= one", table(9), "#pagebreak()", NOTE, FULL], [(3, "表1の注が、表と別のページにある")]),
        (["= one", table(9), "#pagebreak()", "text", FULL], []),  # what is no note may stand on the next page
        (["= one", down("60%"), "== below", "#pagebreak()", FULL], [(2, "見出しがページの終わりにある")]),
        (["= one", down("80%"), "text", PICTURE, FULL], [(2, "文が、次の図と別のページにある")]),
        (["= one", down("40%"), "text", PICTURE, FULL], []),
    ],
)
def test_pages(tmp_path, parts, wanted):
    assert found(tmp_path, *parts) == wanted


def test_how_full_a_page_is(tmp_path):
    found(tmp_path, "= one", down("50%"), "text")
    first, second = pages.examine(tmp_path / "t.pdf")[0]
    assert first == pytest.approx(1, abs=0.01)  # the letters of the last line reach below their base
    assert second == pytest.approx(0.57, abs=0.05)  # half a page, between a heading and a line


def test_one_change_of_place_after_another():
    one, other = [1, 2, 3, 4, 5, 6], (7, 8, 9, 10, 11, 12)
    assert pages._times(one, other) == (25, 28, 57, 64, 100, 112)
    assert pages._times(one, pages._UNMOVED) == tuple(one) == pages._times(list(pages._UNMOVED), tuple(one))


def broken(fills, *pieces):
    """What is found in pieces: kind, first and last page, rows by page, size, name."""
    made = [pages._Piece(kind, first, last, dict(rows), size, name) for kind, first, last, rows, size, name in pieces]
    return [*pages._thin(fills, made), *pages._stranded(made), *pages._parted(made)]


@pytest.mark.parametrize(
    ("fills", "pieces", "found"),
    [
        ([1, 0.33, 1], [], [(1, "節の途中なのに、3分の1も埋まっていない")]),
        ([1, 0.34, 1], [], []),
        ([1, 0.33, 1], [("/H1", 2, 2, {}, 10, "")], []),
        ([1, 0.16, 1], [("/H1", 2, 2, {}, 10, "")], [(1, "節の終わりの数行だけがある")]),
        ([1, 0.17], [], []),
        ([1, 0.16], [], [(1, "節の終わりの数行だけがある")]),
        ([], [("/Table", 0, 2, {0: 2, 1: 9, 2: 1}, 8, "表1")], [(0, "表1の初めの2行だけがある"), (2, "表1の終わりの1行だけがある")]),
        ([], [("/Table", 0, 1, {0: 3, 1: 3}, 8, "表1")], []),
        ([], [("/Table", 0, 1, {1: 3}, 8, "表1")], []),
        ([], [("/H2", 0, 0, {}, 10, ""), ("/P", 1, 1, {}, 10, "")], [(0, "見出しがページの終わりにある")]),
        ([], [("/H2", 0, 0, {}, 10, ""), ("/P", 0, 1, {}, 10, "")], []),
        ([], [("/Table", 0, 0, {}, 8, "表1"), ("/P", 1, 1, {}, 9, "")], [(1, "表1の注が、表と別のページにある")]),
        ([], [("/Table", 0, 0, {}, 8, "表1"), ("/P", 1, 1, {}, 9.5, "")], []),
        ([], [("/P", 0, 0, {}, 9.5, ""), ("/Figure", 1, 1, {}, 0, "図")], [(0, "文が、次の図と別のページにある")]),
        ([], [("/P", 0, 0, {}, 10, ""), ("/Table", 1, 1, {}, 0, "表2")], [(0, "文が、次の表2と別のページにある")]),
        ([], [("/P", 0, 0, {}, 9, ""), ("/Figure", 1, 1, {}, 0, "図")], []),
        ([], [("/P", 0, 0, {}, 10, ""), ("/P", 1, 1, {}, 10, "")], []),
    ],
)  # fmt: skip
def test_what_breaks_badly(fills, pieces, found):
    assert broken(fills, *pieces) == found
