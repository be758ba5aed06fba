"""Japanese words are read wherever a table of data/ has a code, and mean the same."""

import pytest

from helpers import ledger
from helpers.errors import DeskError
from helpers.ledger.reading import choices_of, rows_of
from helpers.ledger.rows import TABLES, Figure
from helpers.terms import CODE_WORDS, COLUMN_NAMES, TABLE_NAMES
from tests import town

HEAD = "年度,時点,債権,区分,指標,何の数か,誰が・いつ,種別,値,単位,約,基準年度,出典"


@pytest.fixture
def desk(tmp_path):
    return town.make(tmp_path, ["notes"])


def test_a_table_in_words_is_the_table_in_codes(desk):
    path = desk / f"data/{town.CITY}/figures.csv"
    expected = ledger.load(town.CITY, desk)["figures"]
    text = path.read_text(encoding="utf-8-sig").split("\n", 1)[1]
    words = {"municipal_tax": "市税", "care_insurance": "介護保険料", "all": "全債権", "current": "現年", "carried_over": "滞納繰越", "total": "計",
             "assessed": "調定額", "collected": "収入済額", "outstanding": "収入未済額", "actual": "実績", "target": "目標"}  # fmt: skip
    for code, word in words.items():
        text = text.replace(f",{code},", f",{word},")
    path.write_text(f"{HEAD}\n{text}", encoding="utf-8-sig")
    assert "all" not in text and "current" not in text
    assert ledger.load(town.CITY, desk)["figures"].equals(expected)


def test_classes_and_wholes_are_read_in_words(desk):
    path = desk / f"data/{town.CITY}/claims.csv"
    lines = path.read_text(encoding="utf-8-sig").replace(",compulsory,", ",市税、強制徴収公債権,").split("\n")
    lines[3] = lines[3].replace(",一覧", "介護保険料,一覧") if lines[3].endswith(",,一覧") else lines[3]
    town.write(path, lines[:-1])
    claims = ledger.load(town.CITY, desk)["claims"]
    assert claims["classes"].iloc[1] == "tax;compulsory"
    assert claims["part_of"].iloc[2] == "care_insurance"


def test_a_name_that_two_claims_have_means_neither(desk):
    path = desk / f"data/{town.CITY}/claims.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("保育料", "給食費"), encoding="utf-8-sig")
    figures = desk / f"data/{town.CITY}/figures.csv"
    figures.write_text(figures.read_text(encoding="utf-8-sig").replace("school_meals", "給食費"), encoding="utf-8-sig")
    with pytest.raises(DeskError, match=r"「給食費」は claims\.csv にありません"):
        ledger.load(town.CITY, desk)


def test_another_word_is_refused_with_both_lists():
    row = ["2025", "", "市税", "当年", "調定額", "", "", "実績", "1", "円", "", "", "一覧"]
    rows, faults = rows_of([(1, HEAD.split(",")), (2, row)], Figure, "figures.csv")
    assert rows == []
    assert [str(fault) for fault in faults] == [
        "figures.csv 2行目 segment: 「当年」: 使える値は 現年度分、滞納繰越分、合計(または 'current'、'carried_over'、'total') です。"
    ]


def test_every_code_and_column_has_one_word():
    codes = {code for model in TABLES.values() for field in model.model_fields.values() for code in choices_of(field)}
    assert {code for code in codes if code.isascii() and code} - set(CODE_WORDS) == set()
    columns = {column for model in TABLES.values() for column in model.model_fields}
    assert columns - set(COLUMN_NAMES) == set() and set(TABLE_NAMES) == set(TABLES)
    assert len(set(COLUMN_NAMES.values())) == len(COLUMN_NAMES)


@pytest.mark.parametrize(("table", "model"), TABLES.items())
def test_a_word_means_one_code_of_a_column(table, model):
    for field in model.model_fields.values():
        words = [word for code in choices_of(field) for word in CODE_WORDS.get(code, ())]
        assert len(set(words)) == len(words)
