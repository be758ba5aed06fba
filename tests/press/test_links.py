"""What the text of a notebook leads to: pictures come along, and links into the packet are kept or told."""

import base64
import hashlib
import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.errors import DeskError
from helpers.press import build, links
from tests.press.conftest import document, notebook

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def folder(tmp_path):
    for name in ("pic.png", "図 一.png"):
        (tmp_path / name).write_bytes(PIXEL)
    return tmp_path


def brought(folder, *cells):
    made = new_notebook(cells=list(cells))
    used = links.bring(made, "one", folder)
    return made, used


def test_a_picture_in_text_and_in_an_output_comes_along(folder):
    shown = new_output("display_data", {"text/markdown": "![二](<図 一.png> '題'){width=50%}"})
    made, used = brought(
        folder, new_markdown_cell("前 ![一](pic.png) 後"), new_code_cell("x", outputs=[shown]), new_markdown_cell("文")
    )
    (name,) = made.metadata[links.PICTURES]  # the same bytes are one picture
    assert made.cells[0].source == f"前 ![一](figures/{name}){{width=0.01in}} 後"  # a pixel is not enlarged
    assert made.cells[1].outputs[0].data["text/markdown"] == f"![二](figures/{name} '題'){{width=50%}}"
    assert used == {"notebooks/pic.png", "notebooks/図 一.png"}
    links.unpack(made, folder)
    assert (folder / name).read_bytes() == PIXEL


def test_an_attachment_comes_along(folder):
    cell = new_markdown_cell(
        "![貼り付け](attachment:a.png)", attachments={"a.png": {"image/png": base64.b64encode(PIXEL).decode()}}
    )
    made, used = brought(folder, cell)
    assert list(made.metadata[links.PICTURES].values()) == [base64.b64encode(PIXEL).decode()]
    assert "attachments" not in made.cells[0] and used == frozenset()


def test_what_stands_in_code_is_no_picture(folder):
    text = "`![a](none.png)` と\n\n```\n![b](none.png) <img>\n```"
    made, _ = brought(folder, new_markdown_cell(text))
    assert made.cells[0].source == text and links.PICTURES not in made.metadata


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![](none.png)", "画像「none.png」がありません。notebooks/ の中の"),
        ("![](https://example.com/a.png)", "はインターネットにあります"),
        ("![](attachment:a.png)", "がセルに付いていません"),
        ("![](a.tiff)", "画像「a.tiff」は印刷できません。使える種類: png、"),
        ("<img src='pic.png'>", "img は印刷できません。!"),
    ],
)
def test_a_picture_that_cannot_be_had_is_told_with_its_cell(folder, text, said):
    with pytest.raises(DeskError) as caught:
        brought(folder, new_markdown_cell("文"), new_markdown_cell(text))
    assert caught.value.code == "notebook"
    assert str(caught.value).startswith("notebooks/one.ipynb の 2 番目のセルの") and said in str(caught.value)


def test_a_link_that_leads_nowhere_is_told_with_its_cell(tmp_path):
    page = BeautifulSoup("<h2 id='見出し'></h2><figure id='tbl-a'></figure>", "html.parser")
    for text, lost in (("[表](#tbl-a)と[節](#%E8%A6%8B%E5%87%BA%E3%81%97)", ""), ("文[^1]、[別](#tbl-b)", "#tbl-b")):
        nbformat.write(new_notebook(cells=[new_markdown_cell(text)]), tmp_path / "one.ipynb")
        if not lost:
            links.check(document("one"), tmp_path, page)
            continue
        with pytest.raises(DeskError, match=f"one.ipynb の 1 番目のセルのリンクの先「{lost}」"):
            links.check(document("one"), tmp_path, page)


def test_pictures_stand_in_page_and_print_and_a_part_may_lead_out_of_itself(tmp_path):
    notebook(tmp_path / "notebooks/own.ipynb", "md:![題](pic.png)\n\n[別の節](#elsewhere)")
    (tmp_path / "notebooks/pic.png").write_bytes(PIXEL)
    part = document("own")
    part = type(part)(part.title, part.subtitle, part.date, part.chapters, part.parameters, part.counted, whole=False)
    target = tmp_path / "build/x/2026-06-03"
    build.build(part, tmp_path, target, {}, "embedded", lambda _: None)
    page = BeautifulSoup((target / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert page.find("img", alt="題")["src"] == "data:image/png;base64," + base64.b64encode(PIXEL).decode()
    assert b"/Image" in (target / "report.pdf").read_bytes()
    shutil.rmtree(target)


def contents(folder, *cells):
    made, _ = brought(folder, *cells)
    return [base64.b64decode(content) for content in made.metadata[links.PICTURES].values()], made


def test_an_attachment_that_is_drawn_comes_along_as_text_or_packed(folder):
    drawn = "<svg width='9px'></svg>"
    packed = base64.b64encode(drawn.encode()).decode()
    for content in (drawn, packed):
        cell = new_markdown_cell("![図](attachment:a.SVG)", attachments={"a.SVG": {"image/svg+xml": content}})
        found, made = contents(folder, cell)
        assert found == [drawn.encode()]
        assert made.cells[0].source.startswith("![図](figures/one-") and ".svg)" in made.cells[0].source


def test_pictures_of_one_notebook_have_names_of_their_own(folder):
    (folder / "b.JPG").write_bytes(b"another")
    (folder / "below").mkdir()
    (folder / "below/c.webp").write_bytes(b"third")
    text = "![](pic.png) ![](b.JPG) ![](<below/c.webp>) ![](%E5%9B%B3%20%E4%B8%80.png)"
    made, used = brought(folder, new_markdown_cell(text))
    names = list(made.metadata[links.PICTURES])
    assert names == [
        f"one-{hashlib.sha256(c).hexdigest()[:12]}.{kind}"
        for c, kind in ((PIXEL, "png"), (b"another", "jpg"), (b"third", "webp"))
    ]
    assert used == {"notebooks/pic.png", "notebooks/b.JPG", "notebooks/below/c.webp", "notebooks/図 一.png"}
    assert made.cells[0].source.count(f"(figures/{names[0]}){{width=0.01in}}") == 2
    assert f"(figures/{names[1]}) " in made.cells[0].source  # a picture that does not say how wide it is  # fmt: skip


@pytest.mark.parametrize(
    "text", ["~~~\n![b](none.png)\n~~~", "````\n```\n![b](none.png)\n````", "``![a](`none.png)``", "\\[a](none.png)"]
)
def test_no_kind_of_code_shows_a_picture(folder, text):
    assert brought(folder, new_markdown_cell(text))[0].cells[0].source == text


@pytest.mark.parametrize("target", ["//example.com/a.png", "HTTP://example.com/a.png", "http://example.com/a"])
def test_a_picture_of_the_web_is_refused_whatever_its_kind(folder, target):
    with pytest.raises(DeskError, match=f"画像「{target}」はインターネットにあります。notebooks/ に保存して") as caught:
        brought(folder, new_markdown_cell(f"![]({target})"))
    assert caught.value.code == "notebook"


def test_all_that_may_stand_before_a_picture_is_kept(folder):
    text = "# ![題\n目]( <pic.png>)\n\n`code` ![二](pic.png \"題\")後\n\n<IMG alt=''>"
    with pytest.raises(DeskError, match="img は印刷できません"):
        brought(folder, new_markdown_cell(text))
    made, _ = brought(folder, new_markdown_cell(text.rpartition("\n\n")[0]))
    (name,) = made.metadata[links.PICTURES]
    assert made.cells[0].source == (
        f'# ![題\n目]( figures/{name}){{width=0.01in}}\n\n`code` ![二](figures/{name} "題"){{width=0.01in}}後'
    )


def test_what_a_cell_shows_is_markdown_only_where_it_says_so(folder):
    shown = [
        new_output("stream", name="stdout", text="![](none.png)"),
        new_output("display_data", {"text/plain": "![](none.png)"}),
    ]
    made, used = brought(folder, new_code_cell("![](none.png)", outputs=shown))
    assert used == frozenset() and links.PICTURES not in made.metadata
    links.unpack(made, folder / "nowhere")  # nothing to write


def test_links_of_every_cell_lead_somewhere(tmp_path):
    page = BeautifulSoup("<h1 id='a'></h1>", "html.parser")
    shown = new_output("display_data", {"text/markdown": "[x](#a) ![絵](#none) [外](https://x.example/#none)"})
    cells = [new_markdown_cell("[x](#a)"), new_code_cell("[x](#none)", outputs=[shown])]
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
    links.check(document("one"), tmp_path, page)
    shown.data["text/markdown"] += "[x](#lost)"
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
    with pytest.raises(DeskError) as caught:
        links.check(document("one"), tmp_path, page)
    assert caught.value.code == "document"
    assert (
        str(caught.value)
        == "notebooks/one.ipynb の 2 番目のセルのリンクの先「#lost」に当たる見出しも図表もありません。"
    )
