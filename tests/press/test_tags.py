"""What a reader who listens meets in the tables of a PDF: a small document, printed."""

import pypdf
import pytest
from bs4 import BeautifulSoup
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from helpers.errors import DeskError
from helpers.markdown import table_float
from helpers.press import pages, render, tags
from helpers.press.proof.page import read
from tests.shared import once

MERGED = """<table><colgroup><col style="width: 20%"><col style="width: 20%"><col style="width: 60%"></colgroup>
<thead><tr><th scope="col" rowspan="2">局</th><th scope="colgroup" colspan="2">額</th></tr>
<tr><th scope="col">課</th><th scope="col">円</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">甲局</th><th scope="row">一課</th><td>1</td></tr>
<tr><th scope="row">二課</th><td></td></tr>
<tr><th scope="row">乙局</th><td>三課</td><td>3</td></tr></tbody></table>"""
OF_ITS_OWN = "```{=typst}\n#figure(table(columns: 2, table.header[a][b], [1], [2]), kind: table, caption: [own])\n```"
PIPES = "| a | b |\n|---|---|\n| 1 | 2 |\n"
DOCUMENT = f"""---
title: 題名
---

# 資料1

{OF_ITS_OWN}

{table_float("tbl-merged", "題", MERGED, ["※ 注一", "※ 注二"])}

{PIPES}

{table_float("tbl-again", "題", MERGED, ["※ 注"])}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return once(tmp_path_factory, "tags", _print)


def _print(folder):
    (folder / "figures").mkdir()
    (folder / "packet.qmd").write_text(DOCUMENT, encoding="utf-8")
    render.render(folder / "packet.qmd", render.Choice("embedded"), "2026-06-03")


@pytest.fixture
def root(folder):
    return pypdf.PdfReader(folder / "report.pdf").trailer["/Root"]["/StructTreeRoot"]


def document(root):
    return tags.elements(tags.elements(root)[0])


def said(cell):
    """Tag, scope, and how many headings it lists."""
    own = {key: value for part in cell.get("/A", []) for key, value in part.items() if part["/O"] == "/Table"}
    return cell["/S"][1:], str(own.get("/Scope", ""))[1:], len(own.get("/Headers", []))


def rows(table):
    return [
        [said(cell) for cell in tags.elements(row)]
        for part in tags.elements(table)
        if part["/S"] in ("/THead", "/TBody")
        for row in tags.elements(part)
    ]


def test_cells_that_name_their_row_are_headings_of_it(root):
    tables = [element for element in document(root) if element["/S"] == "/Table"]
    assert len(tables) == 4
    for table in (tables[1], tables[3]):
        assert rows(table)[2:] == [
            [("TH", "Row", 1), ("TH", "Row", 3), ("TD", "", 4)],  # 局; 額, 課, 甲局; 額, 円, 甲局, 一課
            [("TH", "Row", 3), ("TD", "", 4)],
            [("TH", "Row", 1), ("TD", "", 3), ("TD", "", 3)],  # 額, 課 or 円, 乙局
        ]
    for table in (tables[0], tables[2]):  # one that the page does not have, and one that names no rows
        assert [cell[0] for row in rows(table) for cell in row] == ["TH", "TH", "TD", "TD"]


def test_every_heading_that_is_listed_can_be_found(root):
    names = root["/IDTree"]["/Names"]
    found = dict(zip(names[::2], names[1::2], strict=True))
    assert list(found) == sorted(found)
    listed = set()
    for table in (element for element in document(root) if element["/S"] == "/Table"):
        for cell in (cell for row in tags._rows(table) for cell in tags.elements(row)):
            listed |= {id for part in cell["/A"] for id in part.get("/Headers", [])}
    assert listed and all(
        found[id].get_object()["/S"] == "/TH" and found[id].get_object()["/ID"] == id for id in listed
    )


def test_notes_follow_their_table(root):
    kinds = [element["/S"] for element in document(root)]
    at = kinds.index("/Table", kinds.index("/Table") + 1)
    notes = document(root)[at + 1]
    assert notes["/S"] in ("/Div", "/P")
    assert len(tags.elements(notes)) == 2  # of two paragraphs
    assert notes["/P"].get_object()["/S"] == "/Document"


def test_the_title_is_tagged_as_one_and_the_rest_is_kept(folder, root):
    assert document(root)[0]["/S"] == "/Title" and root["/RoleMap"]["/Title"] == "/P"
    pdf = pypdf.PdfReader(folder / "report.pdf")
    assert pdf.pdf_header == "%PDF-1.7" and pdf.metadata.title == "題名" and pdf.metadata.creation_date.year == 2026
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert pages.examine(folder / "report.pdf")[0]


def test_the_same_twice(folder, tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "packet.qmd").write_text(DOCUMENT, encoding="utf-8")
    render.render(tmp_path / "packet.qmd", render.Choice("embedded"), "2026-06-03")
    assert (tmp_path / "report.pdf").read_bytes() == (folder / "report.pdf").read_bytes()


def test_what_is_no_pdf_is_told(folder, tmp_path):
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 cut off")
    with pytest.raises(DeskError, match=r"できた report\.pdf を読めません") as caught:
        tags.complete(tmp_path / "report.pdf", read(folder / "report.html"))
    assert caught.value.code == "renderer"


def element(kind, *kids, **said):
    """An element of a PDF; ``said``: what it says of its table."""
    made = DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), NameObject("/K"): ArrayObject(kids)})
    if said:
        of_table = {NameObject(f"/{name}"): NumberObject(value) for name, value in said.items()}
        made[NameObject("/A")] = ArrayObject([DictionaryObject({NameObject("/O"): NameObject("/Table")} | of_table)])
    return made


def printed(*rows, notes=False):
    """A printed table: of each row how many cells it has, and "-" for an empty one at its end."""
    text = NumberObject(1)
    made = [element("TR", *(element("TD", *([] if cell == "-" else [text])) for cell in row)) for row in rows]
    if notes:
        made.append(element("TR", element("TD", text, ColSpan=2)))
    return element("Table", element("THead", made[0]), element("TBody", *made[1:]), element("Caption"))


def on_page(*rows):
    lines = "".join("<tr>" + "<td>x</td>" * row + "</tr>" for row in rows)
    return BeautifulSoup(f"<table>{lines}</table>", "html.parser").table


@pytest.mark.parametrize(
    ("table", "tag", "fits"),
    [
        (printed("xx", "xx"), on_page(2, 2), True), (printed("xx", "xx-"), on_page(2, 2), True), (printed("xx", "xx", notes=True), on_page(2, 2), True),
        (printed("xx", "xxx"), on_page(2, 2), False), (printed("xx", "x"), on_page(2, 2), False), (printed("xx", "xx--"), on_page(2, 2), False),
        (printed("xx", "xx", "xx"), on_page(2, 2), False), (printed("xx"), on_page(2, 2), False), (printed("xx", "xx"), on_page(2, 2, 2), False),
        (printed("xx", "xx", "xx", notes=True), on_page(2, 2), False),
    ],
)  # fmt: skip
def test_a_printed_table_is_known_by_its_shape(table, tag, fits):
    assert tags._fits(tags._rows(table), tag.find_all("tr")) is fits


def test_an_empty_cell_over_several_columns_holds_no_rows_together():
    assert (
        tags._holds(element("TD")) and tags._holds(element("TD", ColSpan=1)) and tags._holds(element("TD", RowSpan=2))
    )
    assert not tags._holds(element("TD", ColSpan=2)) and not tags._holds(element("TD", NumberObject(1)))


@pytest.mark.parametrize(
    ("shapes", "lines", "pairs"),
    [
        ("ab", "ab", [(0, 0), (1, 1)]), ("xab", "ab", [(1, 0), (2, 1)]), ("ab", "axb", [(0, 0), (1, 2)]), ("aab", "ab", [(0, 0), (2, 1)]),
        ("ba", "ab", [(1, 0)]), ("", "ab", []), ("ab", "", []), ("aba", "aa", [(0, 0), (2, 1)]),
    ],
)  # fmt: skip
def test_tables_are_paired_in_their_order(shapes, lines, pairs):
    sizes = {"a": 1, "b": 2, "x": 3}
    tables = [printed("x" * sizes[shape]) for shape in shapes]
    shown = [on_page(sizes[shape]) for shape in lines]
    places = {id(one): n for own in (tables, shown) for n, one in enumerate(own)}
    assert [(places[id(table)], places[id(tag)]) for table, tag in tags._pairs(tables, shown)] == pairs


def test_what_a_cell_says_of_its_table_is_found_or_made():
    cell, other = element("TD"), DictionaryObject({NameObject("/O"): NameObject("/Layout")})
    made = tags._of_table(cell)
    assert made == {"/O": "/Table"} and cell["/A"] == [made] and tags._of_table(cell) is made
    cell[NameObject("/A")] = other
    made = tags._of_table(cell)
    assert cell["/A"] == [{"/O": "/Table"}, other] and cell["/A"][0] is made
    assert tags._of_table(element("TD", ColSpan=2)) == {"/O": "/Table", "/ColSpan": 2}


@pytest.mark.parametrize(
    ("kids", "kind"), [(lambda: [element("P"), element("P")], "/Div"), (lambda: [element("P"), NumberObject(1)], "/P")]
)
def test_notes_come_right_behind_their_table(kids, kind):
    pdf = pypdf.PdfWriter()
    table, last, cell = element("Table"), element("P"), element("TD", *kids(), ColSpan=2)
    for one in (table, last, cell):
        pdf._add_object(one)
    parent = element("Sect", table.indirect_reference, last.indirect_reference)
    table[NameObject("/P")] = pdf._add_object(parent)
    tags._follow(table, cell)
    assert (cell["/S"], "/A" in cell, cell.raw_get("/P")) == (kind, False, parent.indirect_reference)
    assert parent["/K"] == [one.indirect_reference for one in (table, cell, last)]


def test_a_pdf_without_a_table_of_references_is_told(tmp_path):
    """What is put at the end would not be found."""
    for end in (b"startxref\n3\n%%EOF\n", b"no end"):
        (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 1 0 obj" + end)
        with pytest.raises(PdfReadError, match="no table of references"):
            tags._append(tmp_path / "report.pdf", None, [])
