import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import wareki


@pytest.mark.parametrize(
    ("year", "long", "short"),
    [(2025, "令和7年度", "R7"), (2019, "令和元年度", "R元"), (2018, "平成30年度", "H30"), (2009, "平成21年度", "H21"),
     (1989, "平成元年度", "H元"), (1988, "昭和63年度", "S63")],
)  # fmt: skip
def test_fiscal_years(year, long, short):
    assert wareki.fiscal_year(year) == long
    assert wareki.fiscal_year_short(year) == short


@given(st.dates(min_value=dt.date(1927, 4, 1), max_value=dt.date(2199, 3, 31)))
def test_a_day_lies_in_its_fiscal_year(day):
    year = wareki.fiscal_year_of(day)
    assert dt.date(year, 4, 1) <= day <= dt.date(year + 1, 3, 31)


@given(st.integers(1927, 2198))
def test_fiscal_years_count_up_by_one_or_start_an_era(year):
    letter, number = wareki.fiscal_year_short(year)[0], wareki.fiscal_year_short(year)[1:]
    following = wareki.fiscal_year_short(year + 1)
    assert following in (f"{letter}{(1 if number == '元' else int(number)) + 1}", "H元", "R元")


@pytest.mark.parametrize(
    ("day", "text"),
    [(dt.date(2026, 6, 3), "令和8年6月3日（水）"), (dt.date(2019, 4, 30), "平成31年4月30日（火）"),
     (dt.date(2019, 5, 1), "令和元年5月1日（水）"), (dt.date(1989, 1, 7), "昭和64年1月7日（土）")],
)  # fmt: skip
def test_dates(day, text):
    assert wareki.date(day, weekday=True) == text
    assert wareki.date(day) == text[:-3]


def test_months():
    assert wareki.month(dt.date(2026, 10, 1)) == "令和8年10月"


def test_before_showa_is_refused():
    with pytest.raises(ValueError, match="昭和より前"):
        wareki.date(dt.date(1926, 1, 1))


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2025-05", "2025-05", "令和7年5月"),
        ("2025-12", "2026-01", "令和7年12月～令和8年1月"),
        ("2019-04", "2019-05", "平成31年4月～令和元年5月"),
        ("2025-11-04", "2025-11-28", "令和7年11月4日（火）～令和7年11月28日（金）"),
        ("2025-11-04", "2025-11-04", "令和7年11月4日（火）"),
        ("", "", ""),
    ],
)
def test_periods(start, end, text):
    assert wareki.period(start, end) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2026, 2, 28), "2月末時点"),
        (dt.date(2024, 2, 28), "2月28日時点"),
        (dt.date(2024, 2, 29), "2月末時点"),
        (dt.date(2026, 2, 25), "2月25日時点"),
    ],
)
def test_the_day_of_a_figure(day, text):
    assert wareki.as_of(day) == text


@pytest.mark.parametrize(
    ("day", "years"),
    [((2026, 3, 31), (2025,)), ((2026, 4, 1), (2026, 2025)), ((2026, 5, 31), (2026, 2025)), ((2026, 6, 1), (2026,))],
)
def test_accounts_stay_open_until_the_end_of_may(day, years):
    assert wareki.open_years(dt.date(*day)) == years


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-10-31", "令和7年10月末"),
        ("2025-10-30", "令和7年10月30日"),
        ("2024-02-29", "令和6年2月末"),
        ("2024-02-28", "令和6年2月28日"),
    ],
)
def test_only_the_last_day_of_a_month_is_its_end(day, words):
    assert wareki.day_or_end(dt.date.fromisoformat(day)) == words
