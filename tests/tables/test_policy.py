"""Tables of the year's policy."""

from helpers import action_sheets, tables
from tests.by_hand import CARE, CHILD, LAST, TAX, figure, initiative, lacking, packet_with, rate


def aimed(claim, segment, estimate, target, **more):
    given = ((estimate, LAST, "estimate"), (target, LAST, "target"), ("99.9", LAST + 1, "target"))
    return [rate(value, year, claim=claim, segment=segment, kind=kind, **more) for value, year, kind in given if value]


AIMS = [
    *aimed(TAX, "current", "96.6", "96.0"),
    *aimed(TAX, "total", "95.0", "95.5"),
    *aimed(CARE, "total", "88.0", ""),
    *aimed(CHILD, "total", "", "88.0", measure="share", item="分納率"),
]


def test_each_target_has_its_verdict_and_a_miss_its_marks():
    table = tables.targets(packet_with(figures=AIMS))
    assert [(row["claim"], row["item"], row["met"]) for row in table.rows] == [
        ("市税", "現年度分収納率", "達成"),
        ("市税", "合計収納率", "未達成"),
        ("介護保険料", "合計収納率", "目標なし"),
        ("保育料", "分納率", "資料なし"),
    ]
    assert set(table.marks) == {(1, "estimate"), (1, "gap"), (1, "met")}


def test_verdicts_stand_by_claim_and_segment():
    table = tables.verdicts(packet_with(figures=AIMS))
    assert [tuple(row.values()) for row in table.rows] == [
        ("市税", "○ 達成", "-", "× 未達成（▲0.5P）"),
        ("介護保険料", "-", "-", "目標なし"),
        ("保育料", "-", "-", "資料なし"),
    ]
    assert set(table.marks) == {(0, "total")}
    assert table.notes == ["※ 保育料の目標は、収納率ではなく分納率である。"]


def test_columns_are_of_the_years_they_name():
    columns = {column.name: column for column in tables.targets(packet_with(figures=AIMS)).columns}
    assert columns["estimate"].group == columns["gap"].group == "令和6年度"
    assert columns["next_target"].group == "令和7年度" and columns["rank"].unit == "R5・位"


PLANNED = [
    initiative("催告", claim=CARE, tag="継続", group="収納課", heading="強化"),
    initiative("調査", claim=CARE, tag="新規"),
    initiative("差押", tag="継続"),
]


def test_tags_have_totals_by_claim_and_by_tag():
    table = tables.tags(packet_with(initiatives=PLANNED))
    assert [tuple(row.values()) for row in table.rows] == [
        ("市税", 0, 1, 1),
        ("介護保険料", 1, 1, 2),
        ("合計", 1, 2, 3),
    ]
    assert "（新規・継続）" in table.caption and set(table.marks) == {
        (2, n) for n in ("claim", "新規", "継続", "total")
    }


def test_the_initiatives_of_a_claim_with_what_is_new_in_bold():
    table = tables.planned(packet_with(initiatives=PLANNED), CARE)
    assert [(row["heading"], row["text"], row["tag"]) for row in table.rows] == [
        ("強化", "収納課：催告", "継続"),
        ("", "調査", "新規"),
    ]
    assert dict(table.marks) == {(1, "tag"): ("bold",)}


def test_a_claim_without_a_plan_is_said_to_have_none():
    _, said = action_sheets.plan(packet_with(initiatives=PLANNED), CHILD)
    assert said.sentences == ["数値目標の達成に向けた取組：資料なし"]


def test_what_the_year_lacks_is_named_with_its_file():
    empty = packet_with(figures=[figure("5")], initiatives=[initiative("去年", LAST)], policies=[])
    for table, file in (
        (tables.targets, "figures"),
        (tables.verdicts, "figures"),
        (tables.tags, "initiatives"),
        (tables.policies, "policies"),
    ):
        assert f"data/kawabe/{file}.csv に、fiscal_year が 2025 " in lacking(lambda table=table: table(empty))
