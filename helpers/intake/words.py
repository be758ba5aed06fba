"""What people and accounting systems write in cells: names, amounts, codes, years and months."""

import calendar
import datetime as dt
import re
import unicodedata
from decimal import Decimal

from helpers import wareki
from helpers.cells import DIGITS
from helpers.errors import cut
from helpers.ledger.sheets import places_of
from helpers.notation import decimals_of, round_half_up

Cell = str | int | float | Decimal | dt.date | None

# The year before the first of each era.
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_YEAR = r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>[0-9]{1,4}|元)"
_NEGATIVE = "▲△-"
_BROKEN = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_FIRST, _LAST = 1927, 2200


class NoValue(str):
    """A formula whose value is not in the file: whoever wrote it never computed it."""


def plain(text: object) -> str:
    """``text`` as names are compared: half-width, without spaces, one kind of dash and of 〜."""
    text = unicodedata.normalize("NFKC", "" if text is None else str(text)).translate(_ALIKE)
    return "".join(text.split())


_ALIKE = str.maketrans(dict.fromkeys("〜∼", "~") | dict.fromkeys("‐‑–—―−─", "-") | {"\u200b": "", "\ufeff": ""})


def shown(value: Cell) -> str:
    """A cell as a message or a rule names it: a whole number without 「.0」."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else cut(value)


def text(value: Cell) -> str:
    """The text of a cell, in one line. ValueError, in Japanese, for what Excel made of it: an error, a date."""
    return cut(whole(value))


def whole(value: Cell) -> str:
    """All of the text of a cell. ValueError as ``text``."""
    if isinstance(value, dt.date):
        raise ValueError("Excel が日付に変えています。列の書式を「文字列」にして、入れ直してください。")
    if isinstance(value, NoValue):
        raise ValueError("数式の値が保存されていません。Excel で開いて保存し直すか、値だけを貼り付けてください。")
    found = value.strip() if isinstance(value, str) else shown(value)
    if found in _BROKEN:
        raise ValueError("数式の参照先がありません。元の表で直してから、書き出し直してください。")
    if "\ufffd" in found:
        raise ValueError("文字が化けています。元のシステムから、書き出し直してください。")
    return found


def code(value: Cell) -> str:
    """A code without the leading zeros that Excel would drop: 01 and 1 are one code. ValueError as ``text``."""
    found = plain(text(value))
    if re.fullmatch(r"[0-9]{1,4}/[0-9]{1,2}(/[0-9]{1,2})?|[0-9]{1,2}月[0-9]{1,2}日", found):
        raise ValueError("Excel が日付に変えています。列の書式を「文字列」にして、入れ直してください。")
    return bare(found)


def bare(found: str) -> str:
    return found.lstrip("0") or "0" if found.isdecimal() else found


def amount(value: Cell, whole: bool = True) -> Decimal | None:
    """The amount in a cell, None if it holds none: 1,234, 1234円, ▲1,234, △1,234, (1,234), -1,234, full-width or not.

    ValueError, in Japanese, for anything else; where ``whole``, for a part of one too.
    """
    if isinstance(value, bool | dt.date):
        raise ValueError("金額ではありません。数値だけを書いてください(例: 1234、▲1,234)。")
    number = Decimal(str(value)) if isinstance(value, int | float | Decimal) else _written(text(value))
    if number is None:
        return None
    if not number.is_finite() or len(f"{abs(number):f}".replace(".", "").lstrip("0")) > DIGITS:
        raise ValueError(f"桁が多すぎます。{DIGITS} 桁までの金額にしてください。")
    if whole and number != number.to_integral_value():
        raise ValueError("円未満の端数があります。書き出した元の金額を確かめてください。")
    return number.to_integral_value() if number == number.to_integral_value() else number


def _written(found: str) -> Decimal | None:
    found = _figures(found).removesuffix("円").removeprefix("¥").removeprefix("\\")
    if found in ("", "-"):
        return None
    sign = 1
    if bracketed := re.fullmatch(r"\((.*)\)", found):
        sign, found = -1, bracketed[1].removesuffix("円")
    elif found[0] in _NEGATIVE:
        sign, found = -1, found[1:].removeprefix("¥")
    if not re.fullmatch(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", found, re.ASCII):
        raise ValueError(
            "金額として読めません。一つの金額だけを書いてください(例: 1234、1,234円、▲1,234、△1,234、(1,234))。"
        )
    return sign * Decimal(found.replace(",", ""))


def number(value: Cell, shown_as: str = "General", unit: str | None = None) -> str:
    """The number in a cell with its digits, as figures.csv has it, "" if there is none: 97.10, 1,234円, ▲1,234, (1,234). A number of Excel
    has the places that its format ``shown_as`` shows, or more. A unit behind it must be ``unit``, that of the row.

    ValueError, in Japanese, for anything else.
    """
    if isinstance(value, bool | dt.date):
        raise ValueError("数値ではありません。数値だけを書いてください(例: 1234、▲1,234)。")
    if isinstance(value, int | float):
        said, found = _as_shown(value, shown_as)
    else:
        said, found = _with_unit(_figures(whole(value)))
    if said and said != plain(unit):
        raise ValueError(
            f"「{said}」と書かれていますが、この行の単位は「{unit or ''}」です。どちらが正しいか確かめて、数値だけを書いてください。"
        )
    return found


def _as_shown(value: float, code: str) -> tuple[str, str]:
    """The unit (%, or none) and the digits of a number of Excel, which computes with 15 of them."""
    exact = Decimal(f"{value:.{DIGITS}g}") * (100 if "%" in code else 1)
    written = f"{exact:f}".rstrip("0").rstrip(".") if "." in f"{exact:f}" else f"{exact:f}"
    bare_number = Decimal(written)
    places = max(places_of(code), decimals_of(bare_number))
    return "%" if "%" in code else "", f"{round_half_up(bare_number, places):f}"


def _with_unit(found: str) -> tuple[str, str]:
    """The unit behind a written number, and its digits."""
    if found in ("", "-"):
        return "", ""
    shape = r"(?P<open>\()?(?P<sign>[▲△+-])?¥?(?P<digits>[0-9][0-9,]*(\.[0-9]+)?)(?P<unit>[^0-9)(]*)(?(open)\))(?P<more>[^0-9)(]*)"
    parts = re.fullmatch(shape, found, re.ASCII)
    digits = parts["digits"] if parts else ""
    is_one = re.fullmatch(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", digits)
    if not is_one or (parts["open"] and parts["sign"]) or any(c.isdigit() for c in parts["unit"] + parts["more"]):
        raise ValueError("数値として読めません。一つの数値だけを書いてください(例: 1234、97.10、▲1,234、(1,234))。")
    negative = parts["open"] or (parts["sign"] or "+") in _NEGATIVE
    return parts["unit"] + parts["more"], ("-" if negative else "") + digits.replace(",", "")


def _figures(found: str) -> str:
    """``found`` with plain digits. A character that only becomes one is none (10²): it is left for who reads to refuse."""
    return found if any(c.isdigit() and not c.isdecimal() for c in found) else plain(found)


def year(value: Cell) -> int:
    """A fiscal year: 2020, 2020年度, 令和2年度, R2. ValueError, in Japanese, if it is none."""
    found = re.fullmatch(rf"{_YEAR}(年度?|会計年度)?", _figures(text(value)))
    known = _of_era(found) if found else None
    if known is None:
        raise ValueError("年度として読めません。2020、令和2年度、R2 のように書いてください。")
    return known


def _of_era(found: re.Match) -> int | None:
    number = 1 if found["year"] == "元" else int(found["year"])
    number += _ERAS[found["era"]] if found["era"] else 0
    return number if _FIRST <= number <= _LAST else None


def years_in(words: str) -> set[int]:
    """The fiscal years that a title names: 令和2年度 歳入決算書."""
    found = re.finditer(rf"(?<![0-9]){_YEAR}年度", plain(words))
    return {known for each in found if (known := _of_era(each)) is not None}


def month(value: Cell) -> dt.date:
    """The first day of a month: 202006, 2020-06, 2020年6月, 令和2年6月, R2.6, a date of Excel. ValueError if it is none."""
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, 1)
    written = _figures(text(value))
    found = re.fullmatch(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})", written) or re.fullmatch(
        rf"{_YEAR}(年|[./-])(?P<month>[0-9]{{1,2}})月?(([./-])?[0-9]{{1,2}}日?|末)?", written
    )
    known = _of_era(found) if found and found.groupdict().get("era") else int(found["year"]) if found else None
    if known is None or not _FIRST <= known <= _LAST or not 1 <= int(found["month"]) <= 12:
        raise ValueError("年月として読めません。202006、2020年6月、令和2年6月、R2.6 のように書いてください。")
    return dt.date(known, int(found["month"]), 1)


def day(value: Cell) -> dt.date:
    """A day: 2025-10-31, 2025/10/31, 令和7年10月31日, R7.10.31, 令和7年10月末, a date of Excel. ValueError if it is none."""
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, value.day)
    of_day = r"((?P<day>[0-9]{1,2})日?|(?P<end>末日?))"
    found = re.fullmatch(rf"{_YEAR}(年|[./-])(?P<month>[0-9]{{1,2}})(月|[./-]){of_day}", _figures(text(value)))
    year = _of_era(found) if found else None
    try:
        if year is None:
            raise ValueError
        month = int(found["month"])
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, last if found["end"] else int(found["day"]))
    except ValueError:  # no day at all, or one that no calendar has
        raise ValueError("日付として読めません。2025-10-31、令和7年10月末、R7.10.31 のように書いてください。") from None


def settled_year(day: dt.date) -> int:
    """The fiscal year whose accounts a month belongs to: those of April and May close the year before (出納整理期間)."""
    return wareki.fiscal_year_of(day) - (day.month in (4, 5))
