"""The tables of a plan that has ended."""

import pytest

from helpers import tables
from helpers.errors import DeskError
from tests import town_plan
from tests.town_plan import PAST


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def test_a_claim_year_by_year(kawabe):
    table = tables.past_claim(kawabe, "care_insurance", PAST)
    assert [row["year"] for row in table.rows] == ["令和4年度", "令和5年度", "令和6年度"]
    rates = [[row[f"collection_rate_{key}"] for key in ("target", "actual", "gap", "met")] for row in table.rows]
    assert [list(map(str, row)) for row in rates] == [
        ["90.0", "89.0", "-1.0", "未達成"], ["91.0", "90.0", "-1.0", "未達成"], ["None", "92.0", "None", "目標なし"],
    ]  # fmt: skip
    amounts = [[row[f"outstanding_{key}"] for key in ("target", "actual", "gap", "met")] for row in table.rows]
    assert amounts == [
        [900000, 910000, 10000, "未達成"], [880000, 870000, -10000, "達成"], [860000, 850000, -10000, "達成"],
    ]  # fmt: skip
    assert set(table.marks) == {(0, "collection_rate_met"), (1, "collection_rate_met"), (0, "outstanding_met")}


def test_a_claim_that_was_not_in_the_plan_has_no_table(kawabe):
    with pytest.raises(DeskError, match=r"目標と実績（給食費）.*載せる行がありません"):
        tables.past_claim(kawabe, "school_meals", PAST)


def test_all_claims_at_a_glance(kawabe):
    table = tables.past_matrix(kawabe, PAST)
    names = [column.name for column in table.columns]
    assert names[2:-1] == [f"{m}_{year}" for m in ("collection_rate", "outstanding") for year in PAST]
    assert ["".join(str(row[name]) for name in names) for row in table.rows] == [
        "強制徴収公債権市税○×○○×○2", "強制徴収公債権介護保険料××-×○○3", "非強制徴収公債権保育料---○--0",
    ]  # fmt: skip
    crosses = {(i, name) for i, row in enumerate(table.rows) for name in names if row[name] == "×"}
    assert set(table.marks) == crosses
    assert table.merged == ("class",)


def test_verdicts_are_counted_by_class_and_by_year(kawabe):
    by_class, by_year = (tables.past_counts(kawabe, PAST, by) for by in ("class", "year"))
    assert [list(row.values()) for row in by_class.rows] == [
        ["強制徴収公債権", 2, 3, 1, 4, 2, 0], ["非強制徴収公債権", 0, 0, 3, 1, 0, 2], ["合計", 2, 3, 4, 5, 2, 2],
    ]  # fmt: skip
    assert [row["group"] for row in by_year.rows] == ["令和4年度", "令和5年度", "令和6年度", "合計"]
    assert by_year.rows[-1] == by_class.rows[-1]
    assert {row for row, _ in by_class.marks} == {2} and {row for row, _ in by_year.marks} == {3}
    titles = [(column.group, column.title) for column in by_class.columns[1:]]
    assert titles == [(name, v) for name in ("現年度分収納率", "収入未済額") for v in ("達成", "未達成", "判定なし")]


def test_a_target_without_a_result_is_not_said_to_be_none(kawabe):
    """保育料 left the plan: its targets go on, its results do not."""
    rows = tables.past_claim(kawabe, "child_care", PAST).rows
    assert [row["outstanding_met"] for row in rows] == ["達成", "資料なし", "目標なし"]
    assert [(row["outstanding_target"], row["outstanding_actual"]) for row in rows[1:]] == [
        (290000, None),
        (None, None),
    ]


def test_a_table_is_by_class_or_by_year(kawabe):
    with pytest.raises(DeskError, match="by に「claim」は使えません。使える値は class、year"):
        tables.past_counts(kawabe, PAST, "claim")
