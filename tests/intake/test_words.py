"""What people write in cells, one by one."""

import datetime as dt
from decimal import Decimal

import pytest

from helpers.intake import words
from helpers.intake.accounts import year_range


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("1,234円", 1234),
        ("▲1,234", -1234),
        ("△1,234円", -1234),
        ("▲ 1,234", -1234),
        ("(1,234)", -1234),
        ("（1,234）", -1234),
        ("-1234", -1234),
        ("−1234", -1234),
        ("¥1,234", 1234),
        ("0", 0),
        (1234, 1234),
        (1234.0, 1234),
        ("1234.00", 1234),
        ("", None),
        ("-", None),
        ("－", None),
        ("　", None),
        (None, None),
    ],
)
def test_an_amount(written, amount):
    assert words.amount(written) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    "written",
    [
        "1,23",
        "1.5",
        "12a",
        "1 2 円 3",
        "--1",
        "▲",
        "▲▲1",
        "(1",
        "1)",
        "1e3",
        "約100",
        "10²",
        True,
        dt.date(2024, 1, 1),
        1e20,
    ],
)
def test_what_is_no_amount(written):
    with pytest.raises(ValueError):
        words.amount(written)


def test_parts_of_a_larger_unit_are_an_amount():
    assert words.amount("1,234.5", whole=False) == Decimal("1234.5")


@pytest.mark.parametrize(
    ("written", "year"),
    [("2020", 2020), (2020, 2020), (2020.0, 2020), ("2020年度", 2020), ("令和2年度", 2020), ("令和２年", 2020), ("R2", 2020), ("令和元年度", 2019),
     ("平成31年度", 2019), ("H30", 2018), ("昭和63年度", 1988)],
)  # fmt: skip
def test_a_year(written, year):
    assert words.year(written) == year


@pytest.mark.parametrize("written", ["", None, "令和", "20", "1900", "2020/4", "令和2年度分", dt.date(2020, 4, 1)])
def test_what_is_no_year(written):
    with pytest.raises(ValueError):
        words.year(written)


@pytest.mark.parametrize(
    ("written", "month"),
    [("202006", (2020, 6)), (202006, (2020, 6)), ("2020-06", (2020, 6)), ("2020/6/30", (2020, 6)), ("2020年6月", (2020, 6)), ("令和2年6月末", (2020, 6)),
     ("R2.6", (2020, 6)), ("R2.6.30", (2020, 6)), ("平成31年4月", (2019, 4)), (dt.date(2020, 6, 30), (2020, 6)), (dt.datetime(2020, 6, 30), (2020, 6))],
)  # fmt: skip
def test_a_month(written, month):
    assert words.month(written) == dt.date(*month, 1)


@pytest.mark.parametrize("written", ["202013", "6月", "2020", "", "20206"])
def test_what_is_no_month(written):
    with pytest.raises(ValueError):
        words.month(written)


@pytest.mark.parametrize(
    ("month", "year"), [((2020, 3), 2019), ((2020, 4), 2019), ((2020, 5), 2019), ((2020, 6), 2020), ((2021, 1), 2020)]
)
def test_april_and_may_close_the_year_before(month, year):
    assert words.settled_year(dt.date(*month, 1)) == year


@pytest.mark.parametrize(
    ("written", "years"), [("2020", (2020, 2020)), ("2018-2020", (2018, 2020)), ("令和元年度～令和2年度", (2019, 2020))]
)
def test_years_of_a_rule(written, years):
    assert year_range(written) == years


@pytest.mark.parametrize("written", ["2020-2018", "2018-2019-2020", "全部"])
def test_what_is_no_range_of_years(written):
    with pytest.raises(ValueError):
        year_range(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（過年度分）", "(過年度分)"),
        ("学校 給食費", "学校給食費"),
        ("１丁目〜２丁目", "1丁目～2丁目"),
        ("Ａ－１", "A-1"),
    ],
)
def test_names_that_are_one(one, other):
    assert words.plain(one) == words.plain(other)
