"""Tables of an action sheet."""

from decimal import Decimal as D

import pytest

from helpers import tables
from tests.by_hand import LAST, TAX, THIS, figure, initiative, lacking, packet_with, rate


def results(*rows):
    return tables.results(packet_with(figures=list(rows)), TAX, THIS)


def columns(table):
    return [column.name for column in table.columns]


def test_growth_points_and_words_stand_where_they_belong():
    rows = results(
        figure("150"), figure("120", LAST),
        figure("4", item="捜索"), figure("0", LAST, item="捜索"),
        figure("0", item="公売"), figure("0", LAST, item="公売"),
        rate("96.4"), rate("95.8", LAST),
        figure("5", item="訪問", approx="約"), figure("7", LAST, item="電話"),
    ).rows  # fmt: skip
    assert [(row["item"], row["last"], row["this"], row["growth"], str(row["points"])) for row in rows] == [
        ("差押", 120, 150, 25, "None"),
        ("捜索", 0, 4, "皆増", "None"),
        ("公売", 0, 0, None, "None"),
        ("収納率", D("95.8"), D("96.4"), None, "0.6"),
        ("訪問（約）", "資料なし", 5, None, "None"),
        ("電話", 7, "資料なし", None, "None"),
    ]


def test_a_growth_is_printed_to_one_place():
    column = next(column for column in results(figure("2"), figure("3", LAST)).columns if column.name == "growth")
    assert (column.decimals, column.signed, column.unit) == (1, True, "%")


def test_columns_that_hold_nothing_are_left_out():
    assert columns(results(figure("2"))) == ["item", "detail", "unit", "last", "this", "growth"]
    assert columns(results(rate("2"), rate("1", LAST)))[6:] == ["points"]
    other = figure("3", kind="target", unit="件/係")
    assert columns(results(figure("2"), other))[6:] == ["target", "target_unit"]
    table = results(figure("2"), figure("3", kind="target"))
    assert columns(table)[6:] == ["target", "target_unit", "met"] and table.rows[0]["met"] == "未達成"


def test_a_change_that_stands_alone_has_a_note():
    alone = rate("-2.59", measure="collection_rate", unit="ポイント", kind="difference", base_year=LAST)
    table = results(alone)
    assert table.notes == ["※ 差だけがある項目は、原資料が差だけを示す。"]
    assert (table.rows[0]["this"], str(table.rows[0]["points"])) == ("資料なし", "-2.59")
    assert not results(alone, rate("96.4")).notes


def test_a_total_is_called_one_only_beside_its_parts():
    rows = results(
        figure("2", group="収納課", as_of="2026-02-28"),
        figure("1", item="訪問"),
        figure("1", item="訪問", segment="current"),
    ).rows
    assert [row["detail"] for row in rows] == ["収納課、2月末時点", "合計", "現年度分"]


def test_what_was_done_is_sorted_by_segment_and_then_as_it_stands():
    segments = ("", "carried_over", "current", "carried_over")
    done = [initiative(str(n), stage="done", segment=segment) for n, segment in enumerate(segments)]
    table = tables.initiatives_done(packet_with(initiatives=[*done, initiative("計画")]), TAX, THIS)
    assert [(row["segment"], row["text"]) for row in table.rows] == [
        ("現年度分", "2"),
        ("滞納繰越分", "1"),
        ("滞納繰越分", "3"),
        ("区別なし", "0"),
    ]
    assert columns(table) == ["segment", "text"]


def test_what_nobody_divides_has_no_column_of_segments():
    table = tables.initiatives_done(
        packet_with(initiatives=[initiative("甲", stage="done", heading="催告")]), TAX, THIS
    )
    assert columns(table) == ["group", "text"] and table.rows[0]["group"] == "催告"


@pytest.mark.parametrize("table", [tables.results, tables.initiatives_done, tables.campaigns, tables.hearings])
def test_a_claim_without_anything_has_no_table(table):
    assert table(packet_with(figures=[], initiatives=[], campaigns=[], hearings=[]), TAX, THIS) is None


def test_campaigns_say_when_and_which_time():
    rows = [
        {"fiscal_year": THIS, "claim": TAX, "group": "", "round": 2, "start": "2025-05", "end": "2025-06"},
        {"fiscal_year": THIS, "claim": TAX, "group": "納税課", "round": None, "note": "通年"},
        {"fiscal_year": LAST, "claim": TAX, "group": "去年", "round": 1, "start": "2024-05", "end": "2024-06"},
    ]
    table = tables.campaigns(packet_with(campaigns=rows), TAX, THIS)
    assert [tuple(row.values()) for row in table.rows] == [
        ("全体", "2回目", "令和7年5月～令和7年6月"),
        ("納税課", "", "通年"),
    ]


def test_a_supporter_that_reports_nothing_is_named():
    packet = packet_with(figures=[figure("5", claim="all", group="収納課")])
    assert tables.results(packet, "all", THIS, group="収納課").rows[0]["detail"] == ""
    assert "group が「納税課」の実績" in lacking(lambda: tables.results(packet, "all", THIS, group="納税課"))
