"""How tables run over the pages of the print, from ``flow.lua``, ``rows.lua`` and the template: a packet of a few tables, printed."""

import re
from types import SimpleNamespace

import pypdf
import pytest

from helpers.markdown import table_float
from helpers.press import pages, render
from tests.shared import once

FRONT = "---\ntitle: 題名\nrunning: 足\ntoc: false\n---\n"
LONG = "とても長い説明。" * 30


def filler(part):
    """What takes so many % of a page that is not turned."""
    return f"```{{=typst}}\n#block(height: {2.64 * part}mm)[上]\n```"


def table(id, rows, notes=(), labels=None, text="値"):
    """Rows that are named 行1, 行2 …; ``labels``: row → (label, number of rows), in a first column of merged cells."""
    html = "<table><colgroup><col style='width: 20%'><col style='width: 80%'></colgroup>"
    html += "<thead><tr><th>区分</th><th>名</th></tr></thead>"
    html += f"<tbody>{''.join(lines(rows, labels, text))}</tbody></table>"
    return table_float(id, f"題{id}", html, notes)


def lines(rows, labels, text):
    for n in range(1, rows + 1):
        label, number = (labels or {}).get(n, ("", 0)) if labels else (f"名{n}", 1)
        head = f'<th scope="row" rowspan="{number}">{label}</th>' if number else ""
        yield f"<tr>{head}<td>{text}{n}。</td></tr>"


SECTIONS = {
    "区切り": (filler(30), table("tbl-labels", 60, labels={1: ("甲乙", 2), 3: ("丙丁", 58)})),
    "終わり": (filler(85), table("tbl-tail", 11, notes=("※ 注一", "※ 注二"))),
    "始め": (filler(91), table("tbl-head", 20), "本文。"),
    "高い行": (filler(60), table("tbl-high", 3, text=LONG * 3)),
    "収まる": (filler(70), table("tbl-whole", 5), "本文。"),
    "横に": ("短い文。", "::::: {.landscape}", table("tbl-wide", 12), ":::::", "縦の文。"),
    "縦から横に": (filler(50), "::::: {.landscape}", table("tbl-wide-2", 12), ":::::"),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """The texts of the pages of each section, and what ``pages`` finds."""
    folder = once(tmp_path_factory, "flow", _print)
    pdf = pypdf.PdfReader(folder / "report.pdf")
    shown, name = {each: [] for each in SECTIONS}, ""
    for page in pdf.pages[1:]:
        text = page.extract_text()
        name = next((each for each in SECTIONS if text.startswith(f"節{each}。")), name)
        shown[name].append(SimpleNamespace(text=text, wide=page.mediabox.width > page.mediabox.height))
    return SimpleNamespace(**shown, found=pages.examine(folder / "report.pdf")[1])


def _print(folder):
    (folder / "figures").mkdir()
    body = [part for name, parts in SECTIONS.items() for part in (f"# 節{name}。", *parts)]
    (folder / "packet.qmd").write_text("\n\n".join([FRONT, *body]) + "\n", encoding="utf-8")
    render.render(folder / "packet.qmd", render.Choice("embedded"), "2026-06-03")


def rows_on(page):
    return [int(number) for number in re.findall(r"(\d+)。", page.text)]


def test_the_label_of_a_merged_cell_stands_again_on_the_next_page(printed):
    first, second = printed.区切り
    assert first.text.count("丙丁") == second.text.count("丙丁") == 1
    assert rows_on(first) + rows_on(second) == list(range(1, 61))
    assert first.text.count("甲乙") == 1 and "甲乙" not in second.text


def test_a_table_ends_with_some_rows_and_all_its_notes(printed):
    _, second = printed.終わり
    assert len(rows_on(second)) >= 8  # 36 mm
    assert "注一" in second.text and "注二" in second.text


def test_a_table_begins_with_some_rows_or_on_the_next_page(printed):
    first, second = printed.始め
    assert "題tbl-head" not in first.text and rows_on(second) == list(range(1, 21))


def test_rows_that_are_too_high_to_stay_together_do_not_run_off_the_page(printed):
    text = "".join(page.text for page in printed.高い行)
    assert re.sub(r"\s", "", text).count(LONG) == 9


def test_a_small_table_stays_whole(printed):
    assert [rows_on(page) for page in printed.収まる] == [[1, 2, 3, 4, 5]]


def test_what_is_short_before_a_turned_page_is_turned_with_it(printed):
    turned, after = printed.横に
    assert turned.wide and "短い文" in turned.text and rows_on(turned) == list(range(1, 13))
    assert not after.wide and "縦の文" in after.text
    before, turned = printed.縦から横に
    assert not before.wide and turned.wide


def test_no_rows_are_stranded(printed):
    of_common_rows = "表[^4].*行だけがある"  # 表4: 高い行
    assert [finding.why for finding in printed.found if re.match(of_common_rows, finding.why)] == []
