"""The table of what a plan aims at."""

import pytest

from helpers import tables
from tests import town_plan
from tests.town_plan import FIGURES, RESULTS, TARGETS, amount


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"))


def data(table):
    return table.resource()["data"]


def test_the_claims_of_the_plan_and_all_of_them_together(kawabe):
    rows = data(tables.plan_targets(kawabe, "outstanding", RESULTS, TARGETS))
    assert [(row["class"], row["name"]) for row in rows] == [
        ("強制徴収公債権", "市税"), ("強制徴収公債権", "介護保険料"), ("", "全体"),
    ]  # fmt: skip
    years = [*(f"result_{year}" for year in RESULTS), *(f"target_{year}" for year in TARGETS)]
    assert [rows[0][year] for year in years] == [5000000, 4900000, 4500000, 4300000, 4000000, 3600000]
    assert [rows[1][year] for year in years] == [910000, 870000, 850000, None, None, None]
    assert (rows[0]["yearly"], rows[0]["percent"], rows[1]["yearly"], rows[1]["percent"]) == (-300000, -20, None, None)


def test_years_stand_under_what_they_are(kawabe):
    columns = tables.plan_targets(kawabe, "collection_rate", RESULTS, TARGETS).columns
    assert [(column.group, column.title) for column in columns[2:]] == [
        ("実績", "R4"), ("実績", "R5"), ("実績", "R6"), ("目標", "R7"), ("目標", "R8"), ("目標", "R9"), ("求める変化", "年当たり"),
    ]  # fmt: skip


def test_rates_differ_in_points_and_amounts_in_the_unit_of_the_table(kawabe):
    rates, amounts = (tables.plan_targets(kawabe, m, RESULTS, TARGETS) for m in ("collection_rate", "outstanding"))
    assert (rates.unit, amounts.unit) == ("%", "千円")
    assert [(column.unit, column.decimals) for column in rates.columns if column.name == "yearly"] == [("P", 1)]
    asked = [(c.name, c.unit, c.decimals) for c in amounts.columns if c.group == "求める変化"]
    assert asked == [("yearly", "", 0), ("percent", "%", 1)]


def test_an_estimate_is_said_to_be_one(kawabe, tmp_path):
    said = "※ 令和6年度は決算見込みである。"
    ask = ("outstanding", RESULTS, TARGETS)
    assert tables.plan_targets(kawabe, *ask).notes[0] == said
    settlement = [amount("care_insurance", 2024, 840000), amount("all", 2024, 5420000)]
    settled = town_plan.opened(tmp_path, [*FIGURES, *settlement])
    assert said not in tables.plan_targets(settled, *ask).notes


def test_the_total_is_bold(kawabe):
    table = tables.plan_targets(kawabe, "outstanding", RESULTS, TARGETS)
    assert {row for row, _ in table.marks} == {2} and set(table.marks.values()) == {("bold",)}
    assert {name for _, name in table.marks} == {column.name for column in table.columns} - {"class"}
