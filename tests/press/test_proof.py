"""A packet is proved from what the reader gets."""

import shutil

import pytest

from helpers.errors import DeskError
from helpers.press import build, proof
from tests.press.conftest import document

PAGE = """<html><body><main><h1>資料1 推移</h1><ul><li>{sentence}</li></ul>
<figure id="tbl-a"><figcaption>表 1: 推移（単位：百万円）</figcaption><table><thead>
<tr><th rowspan="2">債権</th><th colspan="2">令和6年度</th><th rowspan="2">収納率
（%）</th></tr><tr><th>目標</th><th>実績</th></tr></thead><tbody>
<tr><th>市税</th><td>1,200</td><td>2,525</td><td>97.81</td></tr>
<tr><th>介護保険料</th><td>800</td><td>675</td><td>97.59</td></tr>
<tr><th>保育料</th><td>-</td><td>▲40</td><td style="text-align: right; font-weight: bold">95.00</td></tr></tbody></table></figure>
<div class="note"><p>※ 999円は注。</p></div></main></body></html>"""


def unproven(tmp_path, sentence):
    page = tmp_path / "report.html"
    page.write_text(PAGE.format(sentence=sentence), encoding="utf-8")
    return [said.number for said in proof.unproven(page)[0]]


@pytest.mark.parametrize(
    "sentence",
    [
        "収納率は97.81%である。",
        "収入未済額は2,525百万円、すなわち約25億円である。",
        "収納率は0.22ポイント上昇した。",  # 97.81 − 97.59
        "目標とは1,325百万円の差がある。",
        "40百万円減少した。",
        "3債権のうち2債権に目標がある。",
        "1債権は目標より少ない。",
        "実績は目標の約2倍である。",
        "増えたものは数えない。",
    ],
)
def test_a_number_that_the_tables_give_is_proved(tmp_path, sentence):
    assert unproven(tmp_path, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("収納率は97.18%である。", ["97.18%"]),
        ("収入未済額は2,552百万円、すなわち約28億円である。", ["2,552百万円", "約28億円"]),
        ("収納率は0.25ポイント上昇した。", ["0.25ポイント"]),  # 0.21 to 0.23 are within rounding
        ("市税は2,525千円である。", ["2,525千円"]),  # the unit
        ("9債権のうち2債権に目標がある。", ["9債権"]),
    ],
)
def test_a_number_that_they_do_not_give_is_named(tmp_path, sentence, numbers):
    assert unproven(tmp_path, sentence) == numbers


def test_a_packet_whose_html_and_excel_differ_does_not_appear(root, monkeypatch):
    real = proof.compare

    def slipped(document, sections, html, xlsx):
        html.write_text(html.read_text(encoding="utf-8").replace("1,234.5", "1,243.5"), encoding="utf-8")
        return real(document, sections, html, xlsx)

    monkeypatch.setattr(proof, "compare", slipped)
    target = root / "build/x/2026-06-03"
    with pytest.raises(DeskError) as caught:
        build.build(document("one"), root, target, [], "embedded", lambda line: None)
    assert caught.value.code == "proof"
    assert "表1 表の題 2行目 甲: report.html は「▲1,243.5」、Excel は「-1234.5」です。" in str(caught.value)
    assert not target.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">x<", ">y<", "report.html は「y」、Excel は「x」です"),
        ("<td>-</td>", "<td>0</td>", "report.html は「0」、Excel は「」です"),
        ("<tr><td>-</td><td></td></tr>", "", "report.html の 1 行に対し、Excel は 2 行です"),
        ('id="tbl-a"', 'id="tbl-b"', "report.html に表「表の題」がありません"),
    ],
)
def test_every_difference_is_named(root, tmp_path, old, new, said):
    target = root / "build/x/2026-06-03"
    build.build(document("one"), root, target, [], "embedded", lambda line: None)
    page = tmp_path / "report.html"
    shutil.copy(target / "report.html", page)
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeskError, match="合いません") as caught:
        proof.compare(document("one"), target / "sections", page, target / "report.xlsx")
    assert said in str(caught.value)


def test_a_merged_cell_stands_in_every_row_it_covers():
    html = "<table><tbody><tr><td rowspan='2'>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>乙</td><td>3</td></tr></tbody></table>"
    table = proof.BeautifulSoup(html, "html.parser").table
    assert proof.grid(table) == [["甲", "1"], ["甲", "2"], ["乙", "3"]]
