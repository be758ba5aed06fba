"""Tables as they are printed, against snapshots; what one table means, in words."""

from decimal import Decimal

import pytest

from helpers import measures, tables
from helpers.errors import DeskError
from helpers.notation import Notation
from helpers.tables.table import Column, Table

WHOLE_PACKET = ["agenda", "members", "next_meetings", "trend", "action_sheets", "targets", "verdicts", "policies",
                "tags", "tool_matrix", "tool_counts", "costs", "tool_use"]  # fmt: skip


@pytest.mark.parametrize("name", WHOLE_PACKET)
def test_a_table_is_as_it_was(packet, snapshot, name):
    assert getattr(tables, name)(packet).html() == snapshot


def test_the_schedule_is_as_it_was(packet, snapshot):
    assert tables.schedule(packet, 2026).html() == snapshot


@pytest.mark.parametrize("claim", ["municipal_tax", "late_elderly_medical", "public_assistance", "water_and_sewerage"])
def test_an_action_sheet_is_as_it_was(packet, snapshot, claim):
    parts = [tables.campaigns, tables.initiatives_done, tables.results, tables.hearings]
    assert [table(packet, claim, 2025).html() for table in parts] == snapshot
    assert tables.planned(packet, claim).html() == snapshot


def small(**changes):
    rows = [
        {"claim": "市税", "year": "R7", "value": Decimal("1234.565"), "note": "a<b"},
        {"claim": "市税", "year": "R6", "value": "皆増", "note": ""},
        {"claim": "国保", "year": "R6", "value": None, "note": ""},
        {"claim": "国保", "year": "R7", "value": Decimal("-0.5"), "note": ""},
    ]
    columns = [
        Column("claim", "債権名"),
        Column("year", "年度", group="時"),
        Column("value", "値", number=True, unit="%", decimals=2, group="時"),
        Column("note", "注"),
    ]
    return Table("tbl-small", "小さな表", columns, rows, Notation("▲"), **changes)


def test_data_are_numbers_rounded_as_printed():
    resource = small().resource()
    assert [row["value"] for row in resource["data"]] == [1234.57, None, None, -0.5]
    assert resource["schema"]["fields"][2] == {"name": "value", "title": "時 値", "type": "number", "unit": "%"}
    # Words in a number column stand in a column of their own beside it.
    assert resource["schema"]["fields"][3] == {
        "name": "value_note",
        "title": "時 値 備考",
        "type": "string",
        "unit": "",
    }
    assert [row["value_note"] for row in resource["data"]] == ["", "皆増", "", ""]
    assert resource["formats"][0] == {"value": '#,##0.00;"▲"#,##0.00;#,##0.00'}
    assert resource["formats"][1] == {}


def test_print_has_signs_dashes_and_words():
    html = small().html()
    for shown in (">1,234.57<", ">皆増<", ">-<", ">▲0.50<", "a&lt;b"):
        assert shown in html


def test_one_of_several_alike_says_which_in_its_title_and_to_the_workbook():
    table = small(part=("債権名", "市税"))
    assert table.title == "小さな表（市税）" and "<caption>小さな表（市税）</caption>" in table.html()
    assert table.resource()["title"] == table.title and table.resource()["series"] == ["小さな表", "債権名", "市税"]
    assert small().title == "小さな表" and "series" not in small().resource()


def test_a_column_can_be_in_the_data_alone():
    columns = [Column("text", "文", width=1), Column("value", "値", number=True, printed=False)]
    table = Table("tbl-a", "表", columns, [{"text": "約2億", "value": Decimal(2)}], Notation("▲"))
    assert "値" not in table.html() and table.html().count("<td") + table.html().count('<th scope="row') == 1
    assert table.html().count("<col ") == 1 and "width: 100%" in table.html()
    assert table.resource()["data"] == [{"text": "約2億", "value": 2}] and list(table.frame()) == ["文", "値"]
    assert [field.get("printed", True) for field in table.resource()["schema"]["fields"]] == [True, False]


def test_a_merge_stays_inside_the_one_before_it():
    html = small(merged=("claim", "year")).html()
    assert html.count('rowspan="2"') == 4  # two claims; two ungrouped headings; no year, though R6 meets R6
    assert html.count(">R6<") == 2


def test_marks_do_not_speak_by_colour_alone():
    html = small(marks={(0, "value"): ("shade", "bold"), (1, "value"): ("red",)}).html()
    assert "background-color: #e3e3e3; font-weight: bold" in html
    assert "color: #a3000b; font-weight: bold" in html


def test_every_table_of_the_packet_has_its_own_id(packet):
    made = [getattr(tables, name)(packet) for name in WHOLE_PACKET]
    for claim in measures.sheet_claims(packet.ledger):
        made += [table(packet, claim, 2025) for table in (tables.campaigns, tables.results, tables.hearings)]
    ids = [table.id for table in made if table]
    assert len(ids) == len(set(ids))


def test_a_table_without_rows_is_an_error_with_a_way_out():
    with pytest.raises(DeskError, match=r"載せる行がありません.*data/"):
        Table("tbl-none", "空の表", [Column("a", "甲")], [], Notation("▲"))


@pytest.mark.parametrize("claim", ["late_elderly_medical", "public_assistance"])
def test_every_issue_and_response_is_printed(packet, claim):
    hearings = packet.ledger["hearings"]
    printed = tables.hearings(packet, claim, 2025).html()
    for text in hearings[hearings["claim"] == claim]["text"]:
        assert text in printed


def test_a_total_is_called_one_where_its_parts_stand_beside_it(packet):
    rows = tables.results(packet, "single_parent_loans", 2025).rows
    assert [row["detail"] for row in rows if row["item"] == "収納金額"] == ["現年度分", "滞納繰越分", "合計"]


def test_a_unit_stated_in_the_caption_stands_in_every_heading_of_the_data(packet):
    table = tables.costs(packet)
    assert "円/件" in table.caption and "円/件" not in table.html(caption=False)
    units = {field["name"]: field["unit"] for field in table.resource()["schema"]["fields"]}
    assert units["saving"] == "円/件" and units["name"] == ""
