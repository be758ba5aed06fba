"""Where tables, pictures and texts come from: told by the sections, listed at the end, held against the data."""

from dataclasses import replace

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers.errors import DeskError
from helpers.press import source_list
from helpers.press.executed import TABLE
from helpers.press.proof import origins
from helpers.press.sources import exhibits
from helpers.prose import SENTENCES
from tests.press.conftest import document

ROWS = 'claim,source\na,資料2 P14\nb,"資料2 P15\n続き"\n\nc,次第\n'
A, B, C = ["data/x/figures.csv", 2, "資料2 P14"], ["data/x/figures.csv", 3, "資料2 P15 続き"], ["data/x/figures.csv", 5, "次第"]  # fmt: skip


def table(id, *lines, kind="number"):
    field = {"name": "a", "title": "甲", "type": kind, "unit": ""}
    empty = {"notes": [], "schema": {"fields": [field]}, "data": [], "formats": []}
    return new_output("display_data", data={TABLE: {"name": id, "title": f"題<{id}>", "sources": list(lines)} | empty})


def text(*lines):
    return new_output("display_data", data={SENTENCES: {"sentences": [], "sources": list(lines)}})


def figure(id, *lines):
    said = {"id": id, "caption": "図の題", "sources": list(lines)}
    return new_output("display_data", data={"image/svg+xml": "<svg/>"}, metadata=said)


@pytest.fixture
def shown(tmp_path):
    """The executed section ``one`` with outputs, and a desk with the data."""
    (tmp_path / "data/x").mkdir(parents=True)
    (tmp_path / "data/x/figures.csv").write_text(ROWS, encoding="utf-8-sig")

    def write(*outputs):
        cells = [new_code_cell(outputs=[output]) for output in outputs]
        nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
        return document("one"), tmp_path

    return write


def page_of(made, sections):
    markdown = source_list.chapter(made, source_list.listed(made, exhibits(made, sections)), {"tbl-a": "csv/01-a.csv"})
    return BeautifulSoup(markdown.split("```{=html}\n")[1].split("\n```")[0], "html.parser")


def test_each_is_counted_as_print_counts_it_and_the_text_of_a_section_is_one(shown):
    found = exhibits(*shown(text(B), table("tbl-a", A), figure("fig-a", A, C), text(A), table("tbl-b", C)))
    assert [(one.name, one.id) for one in found] == [
        ("資料1 oneの本文", "one"), ("表1", "tbl-a"), ("図1", "fig-a"), ("表2", "tbl-b"),
    ]  # fmt: skip
    assert [[line.row for line in one.lines] for one in found] == [[2, 3], [2], [2, 5], [5]]


def test_the_list_leads_to_each_and_says_rows_pages_and_documents(shown):
    page = page_of(*shown(table("tbl-a", A, B, C), table("tbl-b")))
    lines = [[cell.get_text() for cell in line.find_all(["th", "td"])] for line in page.tbody.find_all("tr")]
    assert lines == [
        ["表\u00a01 題<tbl-a> CSV", "資料2、資料2 続き、次第", "P14、P15、資料なし", "figures.csv 2～3、5行"],
        ["表\u00a02 題<tbl-b>", "資料なし", "資料なし", "資料なし"],
    ]  # fmt: skip
    assert [link["href"] for link in page.find_all("a")] == ["#tbl-a", "csv/01-a.csv", "#tbl-b"]
    assert [line["id"] for line in page.tbody.find_all("tr")] == ["source-tbl-a", "source-tbl-b"]


def test_of_the_city_s_own_files_the_name_is_enough(shown):
    made, sections = shown(table("tbl-a", A, ["data/y/figures.csv", 2, "他市"]))
    page = page_of(made, sections)
    assert page.find_all("td")[-1].get_text("|") == "figures.csv 2行|data/y/figures.csv 2行"


def test_a_part_of_a_packet_and_one_without_data_have_no_list(shown):
    made, sections = shown(table("tbl-a", A))
    assert source_list.listed(replace(made, whole=False), exhibits(made, sections)) == []
    assert source_list.listed(made, exhibits(*shown(table("tbl-a")))) == []


def test_words_that_rest_on_no_data_are_not_listed(shown):
    made, sections = shown(table("tbl-a", A), table("tbl-b", kind="string"), table("tbl-c", B, kind="string"))
    assert [one.label for one in source_list.listed(made, exhibits(made, sections))] == ["表1", "表3"]


def test_columns_that_are_computed_say_how_once_for_all_tables(shown):
    outputs = [table("tbl-a", A), table("tbl-b", B), table("tbl-c", B)]
    for output in outputs[:2]:
        output.data[TABLE]["schema"]["fields"][0] |= {"title": "増減率", "formula": "今÷前−1"}
    made, sections = shown(*outputs)
    listed = source_list.chapter(made, exhibits(made, sections), {})
    assert listed.endswith("## 計算した列\n\n::: {.note}\n増減率＝今÷前−1（表1、表2）。\n:::")
    assert "計算した列" not in source_list.chapter(made, exhibits(*shown(table("tbl-a", A))), {})


def test_the_proof_holds_the_list_against_the_data(shown):
    made, sections = shown(table("tbl-a", A, B, C), table("tbl-b"))
    lines, without = origins(made, sections, page_of(made, sections), sections)
    assert lines == 3 and [one.label for one in without] == ["表2"]


@pytest.mark.parametrize(
    "line",
    [["data/x/figures.csv", 9, "次第"], ["data/x/figures.csv", 3, "次第"], ["data/x/hearings.csv", 2, "次第"]],
    ids=["beyond the end", "another row", "no such file"],
)
def test_a_row_that_is_not_there_is_refused(shown, line):
    made, sections = shown(table("tbl-a", line))
    with pytest.raises(DeskError) as caught:
        origins(made, sections, page_of(made, sections), sections)
    assert f"{line[0]} {line[1]}行目: 出典「次第」の行がありません" in str(caught.value)


def test_a_table_that_the_page_does_not_list_is_refused(shown):
    made, sections = shown(table("tbl-a", A))
    with pytest.raises(DeskError, match="出典の一覧に「題<tbl-a>」がありません"):
        origins(made, sections, BeautifulSoup("<p></p>", "html.parser"), sections)
