"""The comparison of two renderings sees what a reader would: every planted difference is found, and none where there is none."""

import shutil

import pytest

from helpers.press import parity, render
from tests.press.test_render import DATE, EMBEDDED, QMD, SVG


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """``report.html`` and ``report.pdf`` of a small document."""
    folder = tmp_path_factory.mktemp("one")
    return make(folder, QMD)


def make(folder, qmd):
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures/fig-b.svg").write_text(SVG)
    (folder / "packet.qmd").write_text(qmd, encoding="utf-8")
    render.render(folder / "packet.qmd", EMBEDDED, DATE)
    return folder


def test_the_same_is_the_same(rendered):
    assert parity.differences(rendered, rendered) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("▲1,234", "▲1,243", "HTML 表のセル"),
        ('rowspan="2"', "", "HTML 表のセル"),
        ('; font-weight: bold"', '"', "HTML 表のセル"),
        ("<figcaption>表\u00a01: 表の題", "<figcaption>表\u00a02: 表の題", "HTML 図表の番号と題"),
        ('href="#fig-b"', 'href="#fig-c"', "HTML 参照とリンク"),
        ('alt="代わりの', 'alt="別の', "HTML 代替文"),
        ("<h2", "<h3", "HTML 見出し"),
        ('<main id="content">', '<div id="content">', "HTML ランドマーク"),
        ('class="skip"', "", "HTML 本文へのリンク"),
        ('lang="ja"', 'lang="en"', "HTML 題名と言語"),
        ("<title>題名", "<title>別名", "HTML 題名と言語"),
        ('aria-label="', 'aria-label="別の', "HTML ランドマーク"),
        ("を見る。", "を見た。", "HTML 文"),
    ],
)
def test_a_difference_of_the_page_is_named(rendered, tmp_path, old, new, what):
    other = shutil.copytree(rendered, tmp_path / "other")
    text = (other / "report.html").read_text(encoding="utf-8")
    assert old in text
    (other / "report.html").write_text(text.replace(old, new, 1), encoding="utf-8")
    found = parity.differences(rendered, other)
    assert found and any(line.startswith(what) for line in found)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("▲1,234", "▲1,243", "PDF ページの文字"),
        ("::::: {.landscape}", "::::: {.portrait}", "PDF 用紙"),
        ("# 資料1", "# 資料2", "PDF しおり"),
        ("title: 題名", "title: 別名", "PDF 題名と言語"),
        ("代わりの", "別の", "PDF 代替文"),
        ("を見る。", "を見る。\n\n```{=typst}\n#pagebreak()\n```\n", "PDF ページ数"),
    ],
)
def test_a_difference_of_the_print_is_named(rendered, tmp_path, old, new, what):
    assert old in QMD
    found = parity.differences(rendered, make(tmp_path, QMD.replace(old, new, 1)))
    assert any(line.startswith(what) for line in found)


def test_sheets_are_counted_as_a_reader_counts_them(rendered):
    assert [line.split()[0] for line in parity.read_print(rendered / "report.pdf")["用紙"][:2]] == ["1", "2"]


def test_a_long_list_of_differences_is_cut():
    lines = list(parity._compare([f"a{n}" for n in range(100)], [f"b{n}" for n in range(100)]))
    assert len(lines) == 21 and lines[-1] == "ほか 180 行"
    assert len(list(parity._compare([f"a{n}" for n in range(10)], [f"b{n}" for n in range(10)]))) == 20
    assert [len(line) for line in parity._compare(["a" * 298], ["b" * 299])] == [300, 300]


def test_two_long_documents_are_compared_side_by_side():
    """What differs is told at its place, to the last line; a search for moved lines would take minutes."""
    one = [f"{n}" for n in range(1000)]
    other = [*one[:500], "x", *one[501:], "y"]
    assert list(parity._compare(one, other)) == ["« 500", "» x", "« ", "» y"]
    assert list(parity._compare(other, one)) == ["« x", "» 500", "« y", "» "]
