"""How outputs of a notebook look in the page of everything that a notebook can show."""

import base64

import pytest
from bs4 import BeautifulSoup

from helpers.press import gallery, look
from helpers.press.gallery import Exhibit, Room

SVG = {"image/svg+xml": "<svg>図</svg>", "text/plain": "<Figure>"}
SAID = {"alt": "棒が<二本>", "caption": "題", "id": "fig-a"}
TABLE = {"text/html": "<table></table>", "text/plain": "表", "application/vnd.dataresource+json": {"name": "tbl-a"}}
TEXT = {"text/plain": "一<\n二"}
HEADING = {"text/markdown": "## 市税", "text/plain": "Heading(text='市税')"}

PICTURE = (
    '<figure class="figure-scroll"><img alt="棒が&lt;二本&gt;" src="data:image/svg+xml;base64,'
    f'{base64.b64encode("<svg>図</svg>".encode()).decode()}"><figcaption>題</figcaption></figure>'
)
SCROLLED = '<div class="table-scroll"><table></table></div>'
LISTED = "<ul><li>一&lt;</li><li>二</li></ul>"


def exhibit(*outputs):
    return Exhibit(
        "tables.trend", "推移の表。\n\n例: …", outputs=[o if isinstance(o, tuple) else (o, {}) for o in outputs]
    )


def test_what_it_says_of_itself():
    assert (exhibit().says, exhibit().anchor) == ("推移の表。", "tables-trend")


@pytest.mark.parametrize(
    ("outputs", "shown"),
    [
        ([(SVG, SAID)], PICTURE),
        ([SVG], PICTURE.replace("棒が&lt;二本&gt;", "").replace("題", "")),
        ([TABLE, TEXT], f"{SCROLLED}\n{LISTED}"),
        ([{"text/markdown": "- 一"}], "<ul></ul>"),
        ([HEADING, TABLE], f"<p><strong>市税</strong></p>\n{SCROLLED}"),
        ([HEADING, TABLE, HEADING, TEXT], f"<p><strong>市税</strong></p>\n{SCROLLED}"),
        ([TEXT, HEADING, TABLE], f"{LISTED}\n<p><strong>市税</strong></p>\n{SCROLLED}"),
    ],
)  # fmt: skip
def test_outputs_look_as_they_print_up_to_the_second_heading(outputs, shown):
    assert exhibit(*outputs).prints() == shown


@pytest.mark.parametrize(
    ("outputs", "shown"),
    [
        ([HEADING, TEXT, TABLE, (SVG, SAID)], SCROLLED),
        ([TEXT, (SVG, SAID), TABLE], PICTURE),
        ([HEADING, TEXT], "<p><strong>市税</strong></p>"),
        ([], ""),
    ],
)
def test_the_small_picture_is_the_first_table_or_picture(outputs, shown):
    assert exhibit(*outputs).thumbnail() == shown


@pytest.mark.parametrize(
    ("outputs", "reference"),
    [([(SVG, SAID)], "fig-a"), ([TABLE], "tbl-a"), ([TEXT], ""), ([], ""), ([TABLE, TABLE], "")],
)
def test_what_a_text_refers_to_it_by(outputs, reference):
    assert exhibit(*outputs).reference == reference


def test_the_page_is_put_in_place_whole(tmp_path):
    path = tmp_path / "build/guide.html"
    rooms = [Room("表", [exhibit(TABLE), Exhibit("tables.other", "ほかの<b>。")]), Room("文", [])]
    gallery.write(path, rooms)
    gallery.write(path, rooms)
    assert list(path.parent.iterdir()) == [path]
    text = path.read_text(encoding="utf-8")
    assert look.css() in text and f"<script>\n{look.script()}</script>" in text and SCROLLED in text
    page = BeautifulSoup(text, "html.parser")
    assert [tag.text for tag in page.find_all("h1")][1:] == ["絵で探す", "表", "文"]
    assert page.find(id="tables-other").find("p").text == "ほかの<b>。"
