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
