"""Japanese eras, fiscal years and dates as reports print them."""

import calendar
import datetime as dt

# First day of each era, newest first.
_ERAS = (
    (dt.date(2019, 5, 1), "令和", "R"),
    (dt.date(1989, 1, 8), "平成", "H"),
    (dt.date(1926, 12, 25), "昭和", "S"),
)
_WEEKDAYS = "月火水木金土日"


def _era_year(day: dt.date) -> tuple[str, str, int]:
    for first_day, name, letter in _ERAS:
        if day >= first_day:
            return name, letter, day.year - first_day.year + 1
    raise ValueError(f"{day} は昭和より前で、和暦に直せません。")


def _year(number: int) -> str:
    return "元" if number == 1 else str(number)


def fiscal_year_of(day: dt.date) -> int:
    """The fiscal year (April to March) that ``day`` falls in."""
    return day.year if day.month >= 4 else day.year - 1


def open_years(day: dt.date) -> tuple[int, ...]:
    """The fiscal years whose accounts are open on ``day``: its own, and in April and May the one before (出納整理期間)."""
    year = fiscal_year_of(day)
    return (year, year - 1) if day.month in (4, 5) else (year,)


def fiscal_year(year: int) -> str:
    """``2025`` → 令和7年度, ``2019`` → 令和元年度.

    A fiscal year takes the era in force at the end of its calendar year: FY2019 began in 平成31年 and is 令和元年度, FY1988
    ended in 平成元年 and is 昭和63年度.
    """
    name, _, number = _era_year(dt.date(year, 12, 31))
    return f"{name}{_year(number)}年度"


def fiscal_year_short(year: int) -> str:
    """``2025`` → R7, ``2019`` → R元."""
    _, letter, number = _era_year(dt.date(year, 12, 31))
    return f"{letter}{_year(number)}"


def date(day: dt.date, weekday: bool = False) -> str:
    """``2026-06-03`` → 令和8年6月3日, with （水） when ``weekday``."""
    name, _, number = _era_year(day)
    text = f"{name}{_year(number)}年{day.month}月{day.day}日"
    return f"{text}（{_WEEKDAYS[day.weekday()]}）" if weekday else text


def month(day: dt.date) -> str:
    """The month of ``day``: 令和8年10月. 2019-04 is 平成31年4月."""
    name, _, number = _era_year(day)
    return f"{name}{_year(number)}年{day.month}月"


def period(start: str, end: str) -> str:
    """A span of days (``2025-11-04``) or of months (``2025-11``): 令和7年11月4日（火）～令和7年11月28日（金）, 令和7年5月～令和7年6月;
    one name if both are the same, "" without a start.
    """
    if not start:
        return ""
    if len(start) == len("2025-11"):
        first, last = (month(dt.date.fromisoformat(f"{text}-01")) for text in (start, end))
    else:
        first, last = (date(dt.date.fromisoformat(text), weekday=True) for text in (start, end))
    return first if first == last else f"{first}～{last}"


def day_or_end(day: dt.date) -> str:
    """The day of a figure: 令和7年10月末 on the last of a month, else 令和7年10月25日."""
    return f"{month(day)}末" if _is_last(day) else date(day)


def as_of(day: dt.date) -> str:
    """The same where the year is known: 2月末時点, 2月25日時点."""
    return f"{day.month}月末時点" if _is_last(day) else f"{day.month}月{day.day}日時点"


def _is_last(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
