"""Tables of the page for those who decide."""

from helpers import tables
from tests import exhibits
from tests.by_hand import CARE, TAX, figure, kawabe, packet_with, rate


def test_an_item_of_the_agenda_is_asked_if_it_has_a_number_of_its_own():
    items = [
        {"meeting": "2026-01-20", "number": number, "kind": "議題", "title": title, "material": material}
        for number, title, material in (
            ("", "開会", ""),
            ("1", "計画", ""),
            ("1-1", "背景", "資料1"),
            ("2", "目標", ""),
        )
    ]
    items.append({"meeting": "2025-01-20", "number": "1", "kind": "議題", "title": "去年", "material": "資料9"})
    table = tables.asked(packet_with(agenda=items))
    assert [row["title"] for row in table.rows] == ["計画", "目標"]
    assert [column.title for column in table.columns] == ["番号", "区分", "件名"]


def test_a_figure_without_a_target_says_so_where_others_have_one():
    table = tables.headlines(kawabe())
    assert [row["target"] == "資料なし" for row in table.rows] == [False, True, False, True, True]
    assert [row["verdict"] for row in table.rows] == ["期限前", "-", "期限前", "-", "-"]
    assert table.marks == {(2, "change"): ("bold",)}


def test_without_any_target_there_are_no_columns_for_it():
    titles = [column.title for column in tables.headlines(exhibits.settled()).columns]
    assert titles == ["数値", "時点", "単位", "今", "前年", "差", "増減率"]


def test_an_about_and_an_estimate_are_noted():
    lines = {"claim": "all", "measure": "outstanding", "item": "", "unit": "百万円", "year": 2024}
    rows = [
        rate("96.4", claim="all", segment="total", year=2024),
        figure("5430", approx="約", kind="estimate", **lines),
    ]
    (note,) = tables.headlines(packet_with(figures=rows)).notes
    assert note == "※ 率の差はポイント。原資料の「約」の値は収入未済額。推計または決算見込みの値は収入未済額。"


def test_what_is_over_the_threshold_is_marked_and_explained():
    table = tables.turned(kawabe())
    assert table.marks == {(3, "claim"): ("shade",), (3, "points"): ("bold",)}
    assert table.notes == [
        "※ 市が目印とする率（滞納繰越分は削減率、ほかは収納率）が、前年より3ポイント以上下がったものは網掛け。"
    ]
    settled = tables.turned(exhibits.settled())
    assert settled.notes == ["※ 市が目印とする率（収納率）が、前年より3ポイント以上下がったものは網掛け。"]
    assert "区分" not in [column.title for column in settled.columns]


def test_targets_that_were_met_are_shown_where_nothing_can_be_compared():
    rows = [
        rate(value, claim=claim, kind=kind)
        for claim, *values in ((TAX, "96", "97"), (CARE, "98.25", "97"))
        for value, kind in zip(values, ("actual", "target"), strict=True)
    ]
    alone = tables.aims(packet_with(figures=rows))
    assert alone.caption == "目標に届かない債権と達した債権"
    assert [(row["met"], row["claim"], str(row["gap"])) for row in alone.rows] == [
        ("届かない", "市税", "-1"), ("達した", "介護保険料", "1.3"),
    ]  # fmt: skip
    compared = [*rows, *(rate("95", 2024, segment="total"), rate("96", 2023, segment="total"))]
    accounts = [
        figure(value, year, measure="outstanding", item="", unit="千円") for value, year in (("5", 2024), ("6", 2023))
    ]
    assert tables.aims(packet_with(figures=[*compared, *accounts])).caption == "目標に届かない債権"


def test_what_has_no_rows_is_not_shown():
    empty = packet_with(figures=[figure("3")], agenda=[])
    assert [show(empty) for show in (tables.asked, tables.headlines, tables.turned, tables.aims, tables.risks)] == [
        None
    ] * 5


def test_three_claims_are_named_and_that_there_are_more():
    claims = [(row.claim, "current", year) for row in kawabe().ledger["claims"].itertuples() for year in (2024, 2023)]
    rows = [rate("90" if year == 2024 else "95", year, claim=claim, segment="total") for claim, _, year in claims]
    named = {row["what"]: row["names"] for row in tables.risks(packet_with(figures=rows)).rows}
    assert named["しきい値を超えて下がったもの"] == "市税、介護保険料、保育料 など"
