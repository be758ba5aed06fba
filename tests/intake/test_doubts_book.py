"""Doubts go out as a workbook, and reasons come back into city.yaml, with its comments and every other line as they were."""

import openpyxl
import pytest

from helpers import params
from helpers.errors import DeskError
from helpers.intake.acknowledged import edited
from helpers.intake.doubts_book import COLUMNS, KINDS
from helpers.ledger.doubts import RULES
from helpers.packet import Packet
from helpers.params import Acknowledged
from helpers.services import doubts, intake
from helpers.services.check import run as check
from tests import town
from tests.damages.desks import english
from tests.intake.desks import facts

YAML = f"params/{town.CITY}/city.yaml"
# What 川辺市 left unpaid of 市税, 2.5% less than what the next year began with, and two rates over 100%.
MORE = (
    "2024,,municipal_tax,total,outstanding,,,actual,4000000,千円,,,表",
    "2024,,care_insurance,current,collection_rate,,,actual,101,%,,,表",
    "2024,,child_care,current,collection_rate,,,actual,100.2,%,,,表",
)
COMMENTED = "# 市の設定\n" + town.CITY_YAML + "\nacknowledged: []  # 確かめたもの\n\n# おわり\n"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    made = town.make(tmp_path / "desk", ["notes"])
    monkeypatch.setenv("DESK", str(made))
    path = made / f"data/{town.CITY}/figures.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(MORE) + "\n", encoding="utf-8")
    return made


@pytest.fixture
def book(desk, tmp_path):
    doubts.write(town.CITY, str(tmp_path / "doubts.xlsx"))
    return tmp_path / "doubts.xlsx"


def rows(book):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(book)["疑問"].iter_rows(min_row=5)]


def fill(book, *reasons):
    """Write the reasons beside the doubts, from the first."""
    opened = openpyxl.load_workbook(book)
    for number, reason in enumerate(reasons, start=5):
        opened["疑問"].cell(number, 6).value = reason
    opened.save(book)


def take_in(book, apply=True):
    return intake.run(town.CITY, [str(book)], apply)


def test_every_doubt_has_a_row_with_room_for_a_reason(book, capsys):
    assert [(row[0], row[2], row[3], row[5]) for row in rows(book)] == [
        ("率や収入が 100% を超える", 89, 1, None),
        ("率や収入が 100% を超える", 90, 0.2, None),
        ("繰越が前年度末と違う", 8, 2.5, None),
    ]
    assert all(row[6].startswith(("rate/", "opening/")) for row in rows(book))
    doubts.write(town.CITY, str(book))
    assert "疑問 3 件(理由のないもの 3 件)" in capsys.readouterr().out


def test_reasons_come_back_and_comments_stay(desk, book, capsys):
    (desk / YAML).write_text(COMMENTED, encoding="utf-8")
    fill(book, "還付: 出納閉鎖後の「還付」", "還付: 出納閉鎖後の「還付」", "移管 #2")
    take_in(book, apply=False)
    assert (desk / YAML).read_text(encoding="utf-8") == COMMENTED
    assert "まだ何も書いていません" in capsys.readouterr().out
    take_in(book)
    text = (desk / YAML).read_text(encoding="utf-8")
    head, tail = COMMENTED.split(" []  # 確かめたもの\n")
    assert text.startswith(f"{head}  # 確かめたもの\n  - doubt: rate/") and text.endswith(f'移管 #2"\n{tail}')
    known = params.load_city(town.CITY).acknowledged
    assert [(entry.doubt, entry.reason) for entry in known] == [(row[6], row[5]) for row in rows(book)]
    Packet.open(town.CITY)
    take_in(book)
    assert "新しい理由はありません" in capsys.readouterr().out and (desk / YAML).read_text(encoding="utf-8") == text


def test_check_reads_reasons_and_writes_what_is_left(desk, book, tmp_path, capsys):
    fill(book, "出納閉鎖後の還付")
    with pytest.raises(DeskError, match="2 件あります"):
        check(town.CITY, str(tmp_path / "left.xlsx"), str(book))
    left = rows(tmp_path / "left.xlsx")
    assert [row[5] for row in left] == [None, None, "出納閉鎖後の還付"]
    fill(tmp_path / "left.xlsx", "還付の遅れ", "債権の移管")
    check(town.CITY, reasons=str(tmp_path / "left.xlsx"))
    assert "誤りはありません" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        (
            ("確認済み", None, "確認済み"),
            "「疑問」 5行目 理由: 「確認済み」が、種類の違う疑問.opening、rate.に書かれています",
        ),
        (("#REF!",), "「疑問」 5行目 理由: 「#REF!」: 数式の参照先がありません"),
        (("=1+1",), "「疑問」 5行目 理由: .*数式の値が保存されていません"),
        (("あ" * 2001,), "「疑問」 5行目 reason: .*2000 字まで"),
    ],
)
def test_a_reason_is_refused_with_its_row(desk, book, reasons, said):
    fill(book, *reasons)
    before = facts(desk)
    with pytest.raises(DeskError, match=said) as caught:
        take_in(book)
    assert facts(desk) == before and english(str(caught.value)) == []


def test_a_reason_of_another_kind_in_city_yaml_is_not_pasted(desk, book):
    fill(book, "確認済み")
    take_in(book)
    fill(book, None, None, "確認済み")
    before = facts(desk)
    with pytest.raises(DeskError, match="「確認済み」が、種類の違う疑問"):
        take_in(book)
    assert facts(desk) == before


def test_another_answer_to_what_has_one_is_refused(desk, book):
    fill(book, "還付")
    take_in(book)
    fill(book, "還付の遅れ")
    with pytest.raises(DeskError, match="ほかの理由がもうあります"):
        take_in(book)


@pytest.fixture
def answered(desk, book):
    """The workbook written again, once its three doubts have their reasons; city.yaml has comments."""
    (desk / YAML).write_text(COMMENTED, encoding="utf-8")
    fill(book, "還付", "還付", "移管")
    take_in(book)
    doubts.write(town.CITY, str(book))
    return book


def reasons():
    return {entry.doubt.partition("/")[0]: entry.reason for entry in params.load_city(town.CITY).acknowledged}


def test_a_reason_that_is_cleared_leaves_city_yaml(desk, answered, capsys):
    fill(answered, "還付", "還付", None)
    before = facts(desk)
    take_in(answered, apply=False)
    said = capsys.readouterr().out
    assert facts(desk) == before and "  削除 opening/2025-10-31/municipal_tax/" in said and "追加" not in said
    take_in(answered)
    assert reasons() == {"rate": "還付"} and len(params.load_city(town.CITY).acknowledged) == 2
    assert "# 確かめたもの" in (desk / YAML).read_text(encoding="utf-8")
    with pytest.raises(DeskError, match="doubt: opening/"):
        Packet.open(town.CITY)
    take_in(answered)  # what is cleared once more is cleared already
    assert "新しい理由はありません" in capsys.readouterr().out


def test_every_reason_cleared_leaves_no_answer(desk, answered):
    fill(answered, None, None, None)
    take_in(answered)
    assert (desk / YAML).read_text(encoding="utf-8") == COMMENTED


def test_a_reason_that_is_changed_takes_the_place_of_the_other(desk, answered, capsys):
    fill(answered, "還付", "還付", "債権の移管")
    take_in(answered)
    assert reasons() == {"rate": "還付", "opening": "債権の移管"}
    assert "municipal_tax/carried_over/assessed/actual/100000000: 移管 → 債権の移管" in capsys.readouterr().out
    Packet.open(town.CITY)


def test_a_reason_that_city_yaml_changed_meanwhile_is_not_cleared(desk, answered):
    path = desk / YAML
    path.write_text(path.read_text(encoding="utf-8").replace("移管", "債権の移管"), encoding="utf-8")
    fill(answered, "還付", "還付", None)
    before = facts(desk)
    with pytest.raises(DeskError, match="ほかの理由がもうあります"):
        take_in(answered)
    assert facts(desk) == before


def test_a_cleared_reason_may_be_pasted_over_another_kind(desk, answered):
    """What one kind gives up another may take; both at once is refused."""
    fill(answered, None, None, "還付")
    take_in(answered)
    assert reasons() == {"opening": "還付"}
    doubts.write(town.CITY, str(answered))
    fill(answered, "還付")
    with pytest.raises(DeskError, match="種類の違う疑問"):
        take_in(answered)


def test_a_workbook_of_before_clears_nothing(answered, capsys):
    """One that does not say what it was written with has room for new reasons only."""
    opened = openpyxl.load_workbook(answered)
    opened["疑問"].delete_cols(COLUMNS.index("書き出した時の理由") + 1)
    opened.save(answered)
    fill(answered, None, None, None)
    take_in(answered)
    assert "新しい理由はありません" in capsys.readouterr().out and len(reasons()) == 2


def test_a_kind_that_is_answered_is_shown_and_not_cleared(desk, book):
    text = town.CITY_YAML + "acknowledged:\n  - {doubt: opening, within: 5%, reason: 異動}\n"
    (desk / YAML).write_text(text, encoding="utf-8")
    doubts.write(town.CITY, str(book))
    assert [(row[4], row[5]) for row in rows(book)] == [("", None), ("", None), ("異動", None)]
    fill(book, "還付")
    take_in(book)
    assert reasons() == {"opening": "異動", "rate": "還付"}


def test_an_answer_that_was_written_in_one_line_is_refused(desk, book, capsys):
    fill(book, "還付")
    take_in(book)
    name = rows(book)[0][6]
    (desk / YAML).write_text(f"{town.CITY_YAML}acknowledged: [{{doubt: {name}, reason: 還付}}]\n", encoding="utf-8")
    doubts.write(town.CITY, str(book))
    fill(book, None, None, None)
    before = facts(desk)
    with pytest.raises(DeskError, match="acknowledged の書き方が変わっているので、直せません"):
        take_in(book)
    assert facts(desk) == before


def test_a_doubt_that_is_gone_is_said_and_left(desk, book, capsys):
    fill(book, "還付")
    path = desk / f"data/{town.CITY}/figures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",101,%", ",99,%"), encoding="utf-8")
    take_in(book)
    assert "に当たる数値はもうないので、読みませんでした" in capsys.readouterr().out
    assert "acknowledged" not in (desk / YAML).read_text(encoding="utf-8")


def test_a_name_outlives_other_rows(desk, book):
    fill(book, "還付", "還付", "移管")
    path = desk / f"data/{town.CITY}/figures.csv"
    head, *others = path.read_text(encoding="utf-8").splitlines()
    more = "2021,,all,total,collection_rate,,,actual,95.0,%,,,推移"
    path.write_text("\n".join([head, more, *reversed(others)]) + "\n", encoding="utf-8")
    take_in(book)
    Packet.open(town.CITY)


def test_reasons_that_wait_are_not_written_over(book):
    fill(book, "還付")
    with pytest.raises(DeskError, match="まだ取り込んでいない理由"):
        doubts.write(town.CITY, str(book))
    take_in(book)
    doubts.write(town.CITY, str(book))
    assert rows(book)[-1][5] == rows(book)[-1][7] == "還付"


@pytest.mark.parametrize(
    "before",
    [
        "name: 市\n",
        "name: 市",
        "acknowledged: []\nname: 市\n",
        "acknowledged:\n  - doubt: a/1\n    reason: 前\nname: 市\n",
        "acknowledged:\n- doubt: a/1\n  reason: 前\n\n# 名\nname: 市\n",
        "acknowledged:\n    - {doubt: a/1, reason: 前}  # 注\nname: 市\n",
        "name: 市\r\nacknowledged:\r\n  - doubt: a/1\r\n    reason: >\r\n      長い\r\n      前\r\n",
    ],
)
@pytest.mark.parametrize("reason", ["移管", "- 移管", "a: b", "a #b", "1", "yes", "二行\nある", '\\"引用', "'"])
def test_an_answer_is_added_to_any_yaml(before, reason):
    text = edited(before, [Acknowledged(doubt="b/2/-5", reason=reason)])
    read = params.YAML(typ="safe").load(text)
    assert dict(read["acknowledged"][-1]) == {"doubt": "b/2/-5", "reason": reason}
    assert read["name"] == "市" and len(read["acknowledged"]) == 1 + before.count("a/1")
    kept = [line for line in before.splitlines() if "[]" not in line]
    assert [line for line in text.splitlines() if line in kept] == kept


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "before",
    [
        "acknowledged:\n  - doubt: a/1\n    reason: 前\n  # 注\n  - doubt: b/1\n    reason: >-\n      長い\n      - 前\n\n  - {doubt: c/1, reason: 前}\n# 名\nname: 市\n",
        "name: 市\r\nacknowledged:  # 注\r\n- doubt: a/1\r\n  reason: 前\r\n- doubt: b/1\r\n  reason: 前\r\n- reason: 前\r\n  doubt: c/1",
    ],
)  # fmt: skip
def test_an_answer_is_taken_out_of_any_yaml(before, place):
    names = [entry["doubt"] for entry in params.YAML(typ="safe").load(before)["acknowledged"]]
    for new in ([], [Acknowledged(doubt="d/1", reason="後")]):
        text = edited(before, new, [place])
        read = params.YAML(typ="safe").load(text)
        stays = [name for name in names if name != names[place]]
        assert [entry["doubt"] for entry in read["acknowledged"]] == [*stays, *(entry.doubt for entry in new)]
        assert read["name"] == "市" and text.count("#") == before.count("#")
    assert params.YAML(typ="safe").load(edited(before, [], range(3)))["acknowledged"] == []


def test_every_kind_has_a_name():
    assert set(KINDS) == set(RULES)
