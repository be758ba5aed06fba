"""The sheets of figures and of sources."""

from dataclasses import replace

from helpers.press import tidy
from helpers.press.sources import Exhibit, pages_of, places_of, rows_of
from helpers.trace import Line
from tests.press.conftest import document

A, B, C = (
    Line("data/x/figures.csv", row, source)
    for row, source in ((2, "資料2 P14 実績"), (3, "資料2 P15 実績"), (7, "次第"))
)
EXHIBITS = [
    Exhibit("本文", "one", "節", "節", (A,)),
    Exhibit("表1", "tbl-a", "題", "節", (A, B)),
    Exhibit("図1", "fig-a", "図", "節", (A,)),
]


def facts(*lines):
    fields = [{"name": "value", "title": "値", "type": "number", "unit": ""}]
    data = [{"value": number} for number, _ in enumerate(lines)]
    return {
        "title": "数値",
        "schema": {"fields": fields},
        "data": data,
        "formats": [{} for _ in data],
        "lines": list(lines),
    }


def test_a_figure_says_its_row_its_page_and_where_it_is_shown():
    figures, sources = tidy.sheets(replace(document("one"), facts=facts((A,), (A, B), (C,))), EXHIBITS)
    assert (figures.name, sources.name) == ("数値", "出典")
    assert [list(record.values()) for record, _ in figures.rows] == [
        ["表0", None, 0, "data/x/figures.csv 2行", "資料2 実績", "P14", "節の本文、表1、図1"],
        ["表0", None, 1, "data/x/figures.csv 2～3行", "資料2 実績", "P14、P15", "表1"],  # computed from both
    ]  # what nothing shows is not there


def test_every_row_of_data_is_listed_once_with_all_that_shows_it():
    (sources,) = tidy.sheets(document("one"), [*EXHIBITS, replace(EXHIBITS[1], label="表2", lines=(A, C))])
    rows = [[record[field["name"]] for field in sources.fields] for record, _ in sources.rows]
    assert rows == [
        ["data/x/figures.csv", 2, "資料2 P14 実績", "P14", "節の本文、表1、図1、表2"],
        ["data/x/figures.csv", 3, "資料2 P15 実績", "P15", "表1"],
        ["data/x/figures.csv", 7, "次第", "資料なし", "表2"],
    ]


def test_nothing_to_list_makes_no_sheet():
    assert tidy.sheets(document("one"), []) == []


def test_rows_and_places_in_short():
    many = [Line("data/x/a.csv", row, f"(8) 過年 強-{row} 市税 {row}") for row in (2, 3, 4, 9)]
    assert rows_of([*many, A]) == "data/x/a.csv 2～4、9行\ndata/x/figures.csv 2行"
    assert rows_of(Line("a.csv", row, "") for row in range(2, 40, 2)) == "a.csv 2～38行のうち19行"
    assert places_of(many) == "(8) 過年 強-2 市税 2、(8) 過年 強-3 市税 3、(8) 過年 強-4 市税 4、(8) 過年 強-9 市税 9"
    assert places_of([*many, many[0]._replace(source="(8) 過年 強-1")]) == "(8) 過年"
    assert places_of(Line("a", 2, f"第{number}表") for number in range(9)) == "第0表、第1表、第2表、ほか6か所"
    assert pages_of([C, A]) == "P14、資料なし" and pages_of([]) == places_of([]) == "資料なし"
