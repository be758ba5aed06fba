"""A packet is proved from what the reader gets."""

import json
import shutil
from decimal import Decimal

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.press import assemble, build, proof, render
from helpers.press.proof.table import Shown, grid
from helpers.prose import SENTENCES, Prose, figure, name
from tests.press.conftest import document, notebook

TABLE = """<table><thead>
<tr><th rowspan="2">債権</th><th colspan="2">令和6年度</th><th rowspan="2">収納率
（%）</th></tr><tr><th>目標</th><th>実績</th></tr></thead><tbody>
<tr><th>市税</th><td>1,200</td><td>2,525</td><td>97.81</td></tr>
<tr><th>介護保険料</th><td>800</td><td>675</td><td>97.59</td></tr>
<tr><th>保育料</th><td>-</td><td>▲40</td><td style="text-align: right; font-weight: bold">95.00</td></tr></tbody></table>"""
CAPTION = "表 1: 推移（単位：百万円）"
PAGE = f"""<html><body><header><h1 class="title">題 9,999円</h1></header><nav><h2>目次</h2><ul><li>9,998円</li></ul></nav>
<main><h1 id="one">資料1 one</h1><ul><li>{{sentence}}</li></ul>
<figure id="tbl-a"><figcaption>{CAPTION}</figcaption>{TABLE}</figure>
<div class="note"><p>※ 999円は注。</p></div>
<h1 id="two">資料2 two</h1><p>文。</p></main></body></html>"""
# What Quarto's own template makes of it: no <main>, sections around their headings, a float around every figure.
QUARTO = f"""<html><body><header id="title-block-header"><h1 class="title">題 9,999円</h1><p class="subtitle">9,997円</p></header>
<nav id="TOC" role="doc-toc"><h2 id="toc-title">目次</h2><ul><li><a href="#one">9,998円</a></li></ul></nav>
<section id="one" class="level1"><h1>資料1 one</h1><section id="all" class="level2"><h2>全体</h2><ul><li><p>{{sentence}}</p></li></ul>
<div id="tbl-a" class="quarto-float quarto-figure"><figure class="quarto-float quarto-float-tbl figure">
<figcaption class="quarto-float-caption-top quarto-float-caption" id="tbl-a-caption">{CAPTION}</figcaption><div>{TABLE}</div></figure></div>
<div class="note"><p>※ 999円は注。</p></div></section></section>
<section id="two" class="level1"><h1>資料2 two</h1><p>文。</p></section></body></html>"""


def executed(folder, section, *marked, change=lambda data: None):
    """An executed notebook that shows the sentences ``marked``."""
    data = Prose(marked)._repr_mimebundle_()
    change(data[SENTENCES])
    made = new_notebook(cells=[new_code_cell("", outputs=[new_output("display_data", data)])])
    nbformat.write(made, folder / f"{section}.ipynb")


def proved(folder, sentence, *marked, page=PAGE, change=lambda data: None):
    """What becomes of a page that prints ``sentence``, whose section generated ``marked``."""
    (folder / "report.html").write_text(page.format(sentence=sentence), encoding="utf-8")
    executed(folder, "one", *marked, change=change)
    executed(folder, "two")
    return proof.sentences(document("one", "two"), folder, proof.read(folder / "report.html"))


def faults(folder, *arguments, **options):
    with pytest.raises(DeskError) as caught:
        proved(folder, *arguments, **options)
    assert caught.value.code == "proof"
    return [str(fault) for fault in caught.value.faults]


COUNTED = document().counted


@pytest.mark.parametrize("page", [PAGE, QUARTO])
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
def test_a_number_that_the_tables_give_is_proved(tmp_path, sentence, page):
    told = proved(tmp_path, sentence, page=page)
    assert told.free == len(proof.numbers(sentence, COUNTED)) and told.free_unfounded == ()


@pytest.mark.parametrize("page", [PAGE, QUARTO])
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
def test_a_number_that_they_do_not_give_is_named(tmp_path, sentence, numbers, page):
    told = proved(tmp_path, sentence, page=page)
    assert [(said.section, said.number) for said in told.free_unfounded] == [
        ("資料1 one", number) for number in numbers
    ]


GENERATED = (
    f"{name('令和6年度')}の収納率は{figure('97.81%', Decimal('97.812'), '%')}、差は{figure('0.22ポイント', Decimal('0.22'), 'ポイント')}、"
    f"目標があるもの{figure('2', 2, '債権')}である。"
)
PRINTED = "令和6年度の収納率は97.81%、差は0.22ポイント、目標があるもの2である。"


@pytest.mark.parametrize("page", [PAGE, QUARTO])
def test_a_generated_sentence_is_the_one_that_is_printed(tmp_path, page):
    assert proved(tmp_path, PRINTED, GENERATED, page=page) == proof.Told(figures=3)
    assert proved(tmp_path, PRINTED.replace("、", "、\n"), GENERATED.replace("、", "、 "), page=page).figures == 3


@pytest.mark.parametrize("page", [PAGE, QUARTO])
@pytest.mark.parametrize("at", [i for i, character in enumerate(PRINTED) if character.isdigit()])
def test_a_slip_in_any_digit_is_found(tmp_path, at, page):
    slipped = PRINTED[:at] + str((int(PRINTED[at]) + 1) % 10) + PRINTED[at + 1 :]
    assert faults(tmp_path, slipped, GENERATED, page=page) == [
        f"資料1 one: 生成した文は「{PRINTED}」、report.html では「{slipped}」です。"
    ]


def test_a_generated_sentence_that_is_lost_is_named(tmp_path):
    assert faults(tmp_path, "見出しだけ。", GENERATED) == [
        f"資料1 one: 生成した文は「{PRINTED}」、report.html には、似た文もありません。"
    ]


def test_a_sentence_said_twice_is_printed_twice(tmp_path):
    twice = f"{PRINTED}</li><li>{PRINTED}"
    assert proved(tmp_path, twice, GENERATED, GENERATED).figures == 6
    assert len(faults(tmp_path, PRINTED, GENERATED, GENERATED)) == 1


def test_a_sentence_stands_in_its_own_section(tmp_path):
    executed(tmp_path, "two", "文。")
    (tmp_path / "report.html").write_text(PAGE.format(sentence=PRINTED), encoding="utf-8")
    executed(tmp_path, "one", "文。")
    with pytest.raises(DeskError, match="合いません") as caught:
        proof.sentences(document("one", "two"), tmp_path, proof.read(tmp_path / "report.html"))
    assert [fault.file for fault in caught.value.faults] == ["資料1 one"]


def test_a_generated_figure_that_follows_from_no_table_is_a_notice(tmp_path):
    sentence = f"収入未済額は{figure('9億円', 9, '億円')}、課は{figure('9', 9, '課')}である。"
    told = proved(tmp_path, "収入未済額は9億円、課は9である。", sentence)
    assert told.figures == 2 and [said.number for said in told.unfounded] == ["9億円", "9"]


def test_a_unit_that_only_the_data_knows_is_counted(tmp_path):
    assert proved(tmp_path, "3行政区である。", f"{figure('3行政区', 3, '行政区')}である。").figures == 1


def carried(**changes):
    """Change the last figure that a notebook carries."""

    def change(data):
        sentence = data["sentences"][0]
        next(part for part in reversed(sentence["parts"]) if part["kind"] == "figure").update(changes)
        sentence["text"] = "".join(part["text"] for part in sentence["parts"])

    return change


@pytest.mark.parametrize(
    ("changes", "printed", "said"),
    [
        ({"value": "3"}, PRINTED, "「2」は、計算した値 3債権 と違います"),
        ({"text": "3"}, PRINTED.replace("もの2", "もの3"), "「3」は、計算した値 2債権 と違います"),
        ({"kind": "words"}, PRINTED, "どこから来たかわからない数字「2」があります"),
        (
            {"kind": "name", "text": "99.9億円"},
            PRINTED.replace("もの2", "もの99.9億円"),
            "わからない数字「99.9億円」があります",
        ),
    ],
)
def test_what_a_notebook_carries_is_proved_too(tmp_path, changes, printed, said):
    (fault,) = faults(tmp_path, printed, GENERATED, change=carried(**changes))
    assert said in fault


def test_a_text_that_is_not_that_of_its_parts_is_found(tmp_path):
    found = faults(tmp_path, "別の文。", GENERATED, change=lambda data: data["sentences"][0].update(text="別の文。"))
    assert found == [f"資料1 one: 生成した文「別の文。」が、その部分「{PRINTED}」と違います。"]


@pytest.fixture
def desk(root, monkeypatch):
    """A project whose notebooks find helpers."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return root


SHOWS = """
from decimal import Decimal
from helpers.prose import Prose, figure
Prose([f"収入未済額は{figure('1,234.5円', Decimal('1234.5'), '円')}である。"])
"""


def test_a_slip_in_the_markdown_of_a_notebook_is_found(desk):
    notebook(desk / "notebooks/two.ipynb", SHOWS)
    target = desk / "build/x/2026-06-03"
    build.build(document("two"), desk, target, {}, "embedded", lambda line: None)
    assert proof.sentences(document("two"), target / "sections", proof.read(target / "report.html")).figures == 1
    path = target / "sections/two.ipynb"
    text = path.read_text(encoding="utf-8")
    assert text.count("- 収入未済額は1,234.5円") == 1
    path.write_text(text.replace("- 収入未済額は1,234.5円", "- 収入未済額は1,243.5円"), encoding="utf-8")
    render.render(
        assemble.assemble(document("two"), target / "sections", target), render.choose("embedded"), "2026-06-03"
    )
    with pytest.raises(DeskError, match="合いません") as caught:
        proof.sentences(document("two"), target / "sections", proof.read(target / "report.html"))
    assert "report.html では「収入未済額は1,243.5円である。」です" in str(caught.value)


def test_a_number_typed_into_a_sentence_stops_its_notebook(desk):
    notebook(desk / "notebooks/two.ipynb", SHOWS.replace("である", "、すなわち99.9億円である"))
    with pytest.raises(DeskError, match=r"どこから来たかわからない数字「99\.9」があります"):
        build.build(document("two"), desk, desk / "build/x/2026-06-03", {}, "embedded", lambda line: None)


def test_the_bundle_of_sentences_has_the_same_bytes_every_time(desk):
    notebook(desk / "notebooks/two.ipynb", SHOWS)
    made = []
    for target in (desk / "build/x/a", desk / "build/x/b"):
        build.build(document("two"), desk, target, {}, "embedded", lambda line: None)
        made.append((target / "sections/two.ipynb").read_bytes())
    assert made[0] == made[1]
    outputs = [output["data"] for cell in json.loads(made[0])["cells"] for output in cell.get("outputs", [])]
    assert outputs[0][SENTENCES]["sentences"][0]["parts"][1] == {
        "kind": "figure", "text": "1,234.5円", "unit": "円", "value": "1234.5",
    }  # fmt: skip


def test_a_packet_whose_html_and_excel_differ_does_not_appear(root, monkeypatch):
    real = render.read

    def slipped(html):
        html.write_text(html.read_text(encoding="utf-8").replace("1,234.5", "1,243.5"), encoding="utf-8")
        return real(html)

    monkeypatch.setattr(render, "read", slipped)
    target = root / "build/x/2026-06-03"
    with pytest.raises(DeskError) as caught:
        build.build(document("one"), root, target, {}, "embedded", lambda line: None)
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
    build.build(document("one"), root, target, {}, "embedded", lambda line: None)
    page = tmp_path / "report.html"
    shutil.copy(target / "report.html", page)
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DeskError, match="合いません") as caught:
        proof.compare(document("one"), target / "sections", proof.read(page), target / "report.xlsx")
    assert said in str(caught.value)


STATED = """<figure id="tbl-a"><table><thead><tr><th>数値</th><th>単位</th><th>今</th><th>増減率
（%）</th></tr></thead><tbody>
<tr><th>収入未済額</th><td>百万円</td><td>3,865</td><td>▲13.8</td></tr>
<tr><th>相談</th><td>知らない単位</td><td>7</td><td>-</td></tr></tbody></table></figure>"""


def test_a_row_may_state_the_unit_of_its_figures():
    """A unit that nobody knows is none; a heading's own goes before the row's."""
    (*_, amount, growth), (*_, count, _) = Shown(BeautifulSoup(STATED, "html.parser").table).figures
    assert [(cell.value, cell.unit) for cell in (amount, growth, count)] == [
        (3865, "百万円"),
        (Decimal("-13.8"), "%"),
        (7, ""),
    ]


def test_a_merged_cell_stands_in_every_row_it_covers():
    html = "<table><tbody><tr><td rowspan='2'>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>乙</td><td>3</td></tr></tbody></table>"
    table = BeautifulSoup(html, "html.parser").table
    assert grid(table) == [["甲", "1"], ["甲", "2"], ["乙", "3"]]
