"""The page of everything that a notebook can show."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers import charts, sentences, tables
from helpers.press.gallery import Exhibit
from helpers.services.guide import _calls
from tests import forked, town
from tests.conftest import without_own_scripts


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The page of 川辺市, which has no schedule, and what the command said."""
    desk = town.make(tmp_path_factory.mktemp("desk"), ("agenda", "trend", "outstanding", "schedule"))
    done = forked.run("guide", DESK=str(desk))
    assert done.returncode == 0, done.stderr
    return (desk / "build/guide.html").read_text(encoding="utf-8"), done


def section(page, name):
    return re.search(rf'<section id="{name.replace(".", "-")}">(.*?)</section>', page, re.S)[1]


def test_everything_a_notebook_may_call_is_there_and_listed(made):
    page, _ = made
    for room in (tables, charts, sentences):
        for name in (f"{room.__name__.rpartition('.')[2]}.{call}" for call in room.__all__):
            assert f"<h2><code>{name}</code></h2>" in section(page, name)
            assert f'<a href="#{name.replace(".", "-")}"><code>{name}</code></a>' in page


def test_what_a_notebook_calls_is_shown_as_it_prints(made):
    page, _ = made
    table, chart, prose = (section(page, name) for name in ("tables.trend", "charts.trend", "sentences.trend"))
    for shown, call in ((table, "tables.trend(packet)"), (chart, "charts.trend(packet)")):
        assert f"<code>{call}</code>" in shown and "川辺市の <a" in shown and ">notebooks/trend.ipynb</a>" in shown
    assert "収納率と収入未済額の推移の表。" in table and "<td" in table and "96.4" in table
    assert re.search(r'<img alt="[^"]*令和6年度は収納率96.4%[^"]*" src="data:image/svg\+xml;base64,', chart)
    assert "<code>@tbl-trend</code>" in table and "<code>@fig-trend</code>" in chart and "参照" not in prose
    assert "<li>令和6年度の収納率は96.4%、収入未済額は5,430.0百万円である。</li>" in prose


def test_what_no_notebook_calls_has_its_manual_open(made):
    page, _ = made
    assert "<details open>" in section(page, "tables.hearings")
    assert "<details open>" not in section(page, "tables.trend")
    assert "tables.hearings(packet, &#34;municipal_tax&#34;, packet.fiscal_year)" in section(page, "tables.hearings")


def test_a_section_that_cannot_be_made_is_named_and_the_rest_stands(made):
    page, done = made
    assert "schedule.ipynb" in done.stderr and "<details open>" in section(page, "tables.schedule")


def test_the_page_asks_for_nothing_outside_and_its_links_lead_somewhere(made):
    page, _ = made
    assert not re.search(r"""(src|href)=["'](https?:)?//|<script""", without_own_scripts(page))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids) and len(ids) == len(set(ids))


def test_a_call_is_shown_with_the_cells_that_gave_it_its_names():
    shown = [new_output("display_data", {"text/plain": "a"})]
    cells = [
        new_code_cell('city = "x"', metadata={"tags": ["parameters"]}),
        new_code_cell("years = range(3)"),
        new_code_cell("other = 1"),
        new_code_cell("%matplotlib inline\ntables.past_matrix(packet, years)", outputs=shown),
        new_code_cell("tables.trend(packet)"),
    ]
    calls = list(_calls(new_notebook(cells=cells)))
    assert ("tables.past_matrix", "years = range(3)\n%matplotlib inline\ntables.past_matrix(packet, years)") in [
        c[:2] for c in calls
    ]
    assert "tables.trend" not in [name for name, *_ in calls]  # it showed nothing


def test_a_cell_that_shows_one_thing_after_another_is_cut_at_the_second():
    outputs = [
        ({"text/markdown": f"## {name}" if name else "", "text/plain": f"text {name}"}, {})
        for name in ("甲", "", "乙", "")
    ]
    printed = Exhibit("action_sheets.sheet", "説明。", outputs=outputs).prints()
    assert "甲" in printed and "乙" not in printed and printed.count("<li>") == 1
