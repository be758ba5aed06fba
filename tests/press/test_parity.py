"""The comparison of two renderings sees what a reader would: every planted difference is found, and none where there is none."""

import shutil

import pypdf
import pytest
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject

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


PAGE = """<html lang="ja"><head><title> 題
 名 </title></head><body><a class="skip" href="#content">本文へ</a><a class="skip" href="#none">先へ</a><i class="skip">x</i>
<header id="h">頭</header><nav aria-label="目次" role="doc-toc"><ul><li>節</li></ul></nav><main id="content">
<h1 id="one">一</h1><h2>二</h2><h3>三</h3><h4 id="d">四</h4><h5>五</h5>
<figure id="fig-a"><img alt="棒"><img><figcaption>図 1</figcaption></figure>
<table id="tbl-a"><caption>表 1</caption><tr><th scope="col" style=" color: red;; width: 1%; ">甲</th></tr>
<tr><td rowspan="2" colspan="3"><p>一 <b>二</b></p></td><td>乙</td></tr></table>
<table><caption>無名</caption></table><p>文 <a href="#fig-a">図</a><a>先なし</a></p><pre>print</pre><div class="note"><p>注</p></div><math>x</math><div role="note">役</div></main>
<aside></aside><footer></footer></body></html>"""


def test_what_a_reader_meets_in_a_page(tmp_path):
    (tmp_path / "report.html").write_text(PAGE, encoding="utf-8")
    assert parity.read_page(tmp_path / "report.html") == {
        "題名と言語": ["題 名", "ja"],
        "ランドマーク": ["header h", "nav doc-toc 目次", "main content", "div note", "aside", "footer"],
        "本文へのリンク": ["本文へ #content True", "先へ #none False"],
        "見出し": ["h1 one 一", "h2  二", "h3  三", "h4 d 四"],
        "図表の番号と題": ["fig-a 図 1", "tbl-a 表 1", " 無名"],
        "表のセル": ["th 1x1 col [color: red;width: 1%] 甲", "td 2x3  [] 一 二", "td 1x1  [] 乙"],
        "参照とリンク": ["本文へ #content", "先へ #none", "図 #fig-a", "先なし None"],
        "注": ["注"],
        "文": ["節", "文 図先なし", "print", "注"],
        "代替文": ["棒", ""],
        "数式": ["x"],
    }
    (tmp_path / "report.html").write_text("<html><body></body></html>", encoding="utf-8")
    assert parity.read_page(tmp_path / "report.html")["題名と言語"] == ["", ""]


def test_what_a_reader_meets_in_print(tmp_path):
    writer = pypdf.PdfWriter()
    for size in ((595.4, 841.6), (842, 595)):
        writer.add_blank_page(*size)
    first = writer.add_outline_item(title="一", page_number=0)
    writer.add_outline_item(title="一の一", page_number=0, parent=first)
    writer.add_outline_item(title="二", page_number=1)
    root = writer.root_object
    inner = [DictionaryObject({NameObject("/Alt"): TextStringObject(text)}) for text in "甲乙"]
    inner.append(DictionaryObject({NameObject("/K"): NumberObject(3)}))
    outer = {NameObject("/Alt"): TextStringObject("外"), NameObject("/K"): ArrayObject(inner)}
    root[NameObject("/StructTreeRoot")] = writer._add_object(DictionaryObject(outer))
    writer.write(tmp_path / "plain.pdf")
    plain = parity.read_print(tmp_path / "plain.pdf")
    assert plain == {
        "ページ数": ["2"],
        "用紙": ["1 595x842", "2 842x595"],
        "ページの文字": ["1 ", "2 "],
        "しおり": ["一", "二"],
        "題名と言語": ["", ""],
        "PDF/UA-1": ["False", "False"],
        "代替文": ["外", "甲", "乙"],
    }
    writer.add_metadata({"/Title": "題名"})
    root[NameObject("/Lang")] = TextStringObject("ja")
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    writer.xmp_metadata = b"<x>pdfuaid</x>"
    writer.write(tmp_path / "tagged.pdf")
    tagged = parity.read_print(tmp_path / "tagged.pdf")
    assert (tagged["題名と言語"], tagged["PDF/UA-1"]) == (["題名", "ja"], ["True", "True"])


def test_differences_are_told_with_what_they_are_of(tmp_path, monkeypatch):
    said = {"one": {"題": ["甲", "乙"], "文": ["同じ"]}, "other": {"題": ["甲", "丙"], "文": ["同じ"]}}
    for kind in ("page", "print"):
        monkeypatch.setattr(parity, f"read_{kind}", lambda path: said[path.parent.name])
    found = parity.differences(tmp_path / "one", tmp_path / "other")
    assert found == ["HTML 題: « 乙", "HTML 題: » 丙", "PDF 題: « 乙", "PDF 題: » 丙"]


def test_a_line_that_moved_is_told_once_in_a_short_document_and_at_its_place_in_a_long_one():
    one = [f"{n}" for n in range(999)]
    assert list(parity._compare(one, [*one[1:], "0"])) == ["« 0", "» 0"]
    one = [f"{n}" for n in range(1000)]
    assert list(parity._compare(one, ["x", *one[1:]])) == ["« 0", "» x"]
