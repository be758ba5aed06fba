"""The workbook of open accounts: what it asks, what it makes of the answers, and that it loses none."""

import openpyxl
import pytest

from helpers.errors import DeskError
from helpers.intake.answers import COLUMNS
from tests import exports, town
from tests.intake.desks import facts, figures, lines, take_in

BOOK = "build/kawabe/accounts.xlsx"
ACCOUNTS = "params/kawabe/accounts.csv"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """The desk of 川辺市 without a rule."""
    made = exports.desk(tmp_path / "desk", [])
    monkeypatch.setenv("DESK", str(made))
    return made


def asked(desk, sheet="科目") -> list[dict]:
    cells = list(openpyxl.load_workbook(desk / BOOK)[sheet].iter_rows(values_only=True))
    assert cells[0] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[1:]]


def answer(desk, how, sheet="科目") -> None:
    """Fill in the workbook as in Excel: ``how`` gives for a row what is to be written into it, by column."""
    opened = openpyxl.load_workbook(desk / BOOK)
    for number, row in enumerate(asked(desk, sheet), start=2):
        for column, value in (how(row) or {}).items():
            opened[sheet].cell(number, COLUMNS.index(column) + 1).value = value
    opened.save(desk / BOOK)


def all_of(row):
    """What a person answers who knows the city."""
    claims = {"滞納繰越分": ("市税", "滞納繰越"), "現年課税": ("市税", "現年"), "保育料(過年度分)": ("保育料", "計")}
    if row["科目名称"] in claims:
        return dict(zip(("債権", "区分", "理由"), (*claims[row["科目名称"]], None), strict=True))
    return {"確認": "○"}


def test_every_open_account_is_asked_once_and_what_is_owed_first(desk, files):
    take_in(files)
    everything, *rows = asked(desk)
    assert everything["科目名称"] == "(収入未済のない科目すべて) 3 件" and everything["区分"] == "除外(残なし)"
    # Both departments of 現年課税, and each 保育料 in one row though its code moves.
    assert [row["科目名称"] for row in rows].count("現年課税") == 2
    nursery = next(row for row in rows if row["科目名称"] == "保育料")
    assert (nursery["年度"], nursery["コード"]) == ("2022-2024", "12-1-2-1-1、13-1-2-1-1、14-1-2-1-1")
    assert nursery["収入未済額"] == 7_400_000 - 7_155_500 - 2_002 - 4_500
    net = {}
    for row in rows:
        net[row["会計"], row["科目名称"]] = net.get((row["会計"], row["科目名称"]), 0) + row["収入未済額"]
    order = list(dict.fromkeys((row["会計"], row["科目名称"]) for row in rows))
    assert [abs(net[each]) for each in order] == sorted((abs(value) for value in net.values()), reverse=True)
    assert {row["科目名称"] for row in asked(desk, "収入未済のない科目")} == {
        "保育所運営費負担金",
        "統計調査委託金",
        "地域振興補助金",
    }


def test_what_is_likely_is_filled_in(desk, files):
    take_in(files)
    likely = {(row["科目名称"], row["コード"]): row["見込み"] for row in asked(desk)}
    assert likely["普通徴収保険料", "1-1-1-1-2"] == "介護保険料・現年"
    assert likely["普通徴収保険料", "1-1-1-2-1"] == "介護保険料・滞納繰越"
    assert likely["小学校給食費", "21-6-1-4-1"] == "給食費・計"
    assert likely["延滞金", "21-1-1-1-1"].startswith("除外・")
    assert likely["滞納繰越分", "1-1-2-1"] is None


def test_a_guess_that_nobody_confirmed_is_no_rule(desk, files, capsys):
    take_in(files)
    before = facts(desk)
    take_in(files)
    assert facts(desk) == before
    said = capsys.readouterr().out
    assert "回答から加わるもの 0 件" in said and "見込みが 9 件入っています" in said


def test_answers_become_rules_and_the_figures_are_those_of_rules_written_by_hand(
    desk, files, tmp_path, monkeypatch, capsys
):
    take_in(files)
    answer(desk, all_of)
    before = facts(desk)
    take_in(files, apply=False)
    said = capsys.readouterr().out
    assert facts(desk) == before
    assert "+ 一般会計・保育料 → 保育料・計" in said and "現年課税 → 市税・現年" in said
    take_in(files)
    rules = lines(desk / ACCOUNTS)
    assert {(r["科目名称"], r["コード"]) for r in rules if r["債権"] == "介護保険料"} == {
        ("特別徴収保険料", ""), ("普通徴収保険料", "1-1-1-1-2"), ("普通徴収保険料", "1-1-1-2-1"),
    }  # fmt: skip
    assert asked(desk) == []
    made = figures(desk)
    other = exports.desk(tmp_path / "other")
    monkeypatch.setenv("DESK", str(other))
    take_in(files)
    assert made == figures(other)


def test_a_year_more_asks_only_for_what_is_new(desk, files):
    take_in(files / "kessan2022.csv")
    answer(desk, all_of)
    take_in(files / "kessan2022.csv")
    table = exports.rows(2023)
    table.append([*table[4][:12], "一時保育料", *table[4][13:]])
    (files / "kessan2023.csv").write_text(exports.text(table), encoding="utf-8")
    take_in(files / "kessan2023.csv")
    assert [row["科目名称"] for row in asked(desk)] == ["一時保育料"]
    assert {key[0] for key in figures(desk)} == {2022, 2023}


def test_half_an_answer_waits_and_none_is_lost(desk, files, capsys):
    take_in(files)
    answer(desk, lambda row: {"債権": "市税"} if row["科目名称"] == "滞納繰越分" else None)
    answer(desk, lambda row: {"確認": "○"} if "給食費" in row["科目名称"] else None)
    answer(
        desk, lambda row: {"区分": "現年"} if row["科目名称"] == "保育料" else None
    )  # its code is another every year
    take_in(files, apply=False)
    assert "途中までの回答が 1 件あります" in capsys.readouterr().out
    take_in(files / "kessan2022.csv", apply=False)  # of a year alone, and not written
    waits = {row["科目名称"]: (row["確認"], row["債権"], row["区分"]) for row in asked(desk)}
    assert waits["滞納繰越分"] == (None, "市税", None)
    assert waits["小学校給食費"] == waits["中学校給食費"] == ("○", "給食費", "計")
    assert waits["保育料"] == (None, "保育料", "現年")
    take_in(files)
    assert {key[1:3] for key in figures(desk)} == {("school_meals", "total"), ("child_care", "current")}
    assert {key[0] for key in figures(desk) if key[1] == "child_care"} == {2022, 2023, 2024}
    assert [row["債権"] for row in asked(desk) if row["科目名称"] == "滞納繰越分"] == ["市税"]


def test_an_answer_to_accounts_of_another_year_waits_for_it(desk, files):
    take_in(files)
    answer(desk, lambda row: {"確認": "○"} if row["会計"] == "介護保険特別会計" else None)
    (files / "only.csv").write_text(
        exports.text([r for r in exports.rows(2022) if r[5] != "介護保険特別会計"]), encoding="utf-8"
    )
    take_in(files / "only.csv", apply=False)
    assert [row["確認"] for row in asked(desk) if row["会計"] == "介護保険特別会計"] == ["○"] * 3


@pytest.mark.parametrize(
    ("answered", "said"),
    [
        (
            {"債権": "保育寮", "区分": "計"},
            "債権: 「保育寮」: claims.csv にも「債権の追加」のシートにもない債権です。もしかして「保育料」ですか。",
        ),
        ({"債権": "保育料", "区分": "全部"}, "区分: 「全部」: 区分に使えるのは"),
        ({"確認": "○"}, "区分: 確認に印がありますが、回答がありません。"),
        ({"債権": "保育料", "区分": "除外", "理由": "少額"}, "債権: 除外する科目には"),
    ],
)
def test_an_answer_that_cannot_be_understood_is_named(desk, files, answered, said):
    take_in(files)
    answer(desk, lambda row: answered if row["科目名称"] == "滞納繰越分" else None)
    before, book = facts(desk), (desk / BOOK).read_bytes()
    with pytest.raises(DeskError) as caught:
        take_in(files)
    assert f"build/kawabe/accounts.xlsx「科目」 {place_of(desk)}行目 {said}" in str(caught.value)
    assert facts(desk) == before and (desk / BOOK).read_bytes() == book


def place_of(desk) -> int:
    return [row["科目名称"] for row in asked(desk)].index("滞納繰越分") + 2


def test_rules_that_contradict_each_other_leave_the_account_open(desk, files):
    town.write(
        desk / ACCOUNTS,
        [
            "年度,会計,コード,科目名称,所属,債権,区分,理由",
            ",,,保育料,,保育料,計,",
            ",一般会計,1*,保育*,,給食費,計,",
            *exports.RULES[:2],
        ],
    )
    take_in(files)
    row = next(row for row in asked(desk) if row["科目名称"] == "保育料")
    assert row["事情"] == "accounts.csv の規則が食い違っています(保育料・計、給食費・計)"
    assert not [key for key in figures(desk) if key[1] == "child_care"]


def test_a_rule_for_a_year_holds_in_that_year_only(desk, files):
    town.write(
        desk / ACCOUNTS,
        [
            "年度,会計,コード,科目名称,所属,債権,区分,理由",
            "2022-2023,,,保育料*,,保育料,計,",
            "令和6年度,,,*給食費,,給食費,計,",
        ],
    )
    take_in(files)
    assert {key[:2] for key in figures(desk)} == {(2022, "child_care"), (2023, "child_care"), (2024, "school_meals")}


def test_nothing_owed_is_left_out_only_while_nothing_is_owed(desk, files):
    rule = [
        "年度,会計,コード,科目名称,所属,債権,区分,理由",
        ",,,保育料*,,保育料,計,",
        ",,,,,,除外(残なし),収入未済がない",
    ]
    town.write(desk / ACCOUNTS, rule)
    table = exports.rows(2024)
    grant = next(row for row in table if row[12] == "地域振興補助金")
    grant[15], grant[18] = grant[15] - 5, 5
    (files / "kessan2024.csv").write_text(exports.text(table), encoding="utf-8")
    take_in(files)
    assert "地域振興補助金" in {row["科目名称"] for row in asked(desk)}
    left = [row for row in lines(desk / "data/kawabe/excluded.csv") if row["reason"] == "収入未済がない"]
    assert [row["lines"] for row in left] == ["2", "2", "2"] and {row["outstanding"] for row in left} == {"0"}
