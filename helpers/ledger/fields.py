"""What a row is made of: cells, each kind in its one form (2026-06-03, 97.10, -5). Other ways to write one are ``reading``'s."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from annotated_types import MinLen
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.fields import FieldInfo

from helpers.cells import DIGITS
from helpers.notation import SECRET, WITHHELD, is_withheld


def _number(text: object) -> Decimal | None:
    if text == "":
        return None
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(text)):
        hint = "負の数は半角の - を付けてください。" if re.match(r"[▲△−‐－]", str(text)) else ""
        raise ValueError(f"数値だけを半角で書いてください(カンマ・単位・▲は付けない)。{hint}")
    number = Decimal(str(text))
    if len(number.as_tuple().digits) > DIGITS:
        raise ValueError(f"桁が多すぎます。Excel で正しく扱える {DIGITS} 桁までにしてください。")
    return number


def _open_or_withheld(text: object) -> Decimal | None:
    return SECRET if text == WITHHELD else _number(text)


def _integer(text: object) -> int | None:
    if text == "":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", str(text), re.ASCII):
        raise ValueError("9 桁までの整数を半角で書いてください。")
    return int(str(text))


def _date(text: str) -> str:
    try:
        if text and dt.date.fromisoformat(text).isoformat() != text:  # 20260603 is a date to Python
            raise ValueError
    except ValueError:
        raise ValueError("日付を 2026-06-03 の形で書いてください。") from None
    return text


def _month(text: str) -> str:
    if text and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise ValueError("月を 2026-06 の形で書いてください。")
    return text


def _day_or_month(text: str) -> str:
    return _month(text) if len(text) <= len("2026-06") else _date(text)


def _year_or_month(text: str) -> str:
    return text if re.fullmatch(r"[0-9]{4}", text) else _month(text)


_OF_DAYS = BeforeValidator(_date), BeforeValidator(_day_or_month)
_DATE, _DAY_OR_MONTH = _OF_DAYS
Form = Literal["number", "integer", "day", "day_or_month", "month", "year_or_month", "text"]
_FORMS: dict[BeforeValidator, Form] = {
    BeforeValidator(_number): "number",
    BeforeValidator(_open_or_withheld): "number",
    BeforeValidator(_integer): "integer",
    _DATE: "day",
    _DAY_OR_MONTH: "day_or_month",
    BeforeValidator(_month): "month",
    BeforeValidator(_year_or_month): "year_or_month",
}

Text = Annotated[str, Field(min_length=1)]
Audience = Literal["", "committee"]  # whether a row is for the committee alone
Year = Annotated[int, BeforeValidator(_integer), Field(ge=1927, le=2200)]
OptionalYear = Annotated[Annotated[int, Field(ge=1927, le=2200)] | None, BeforeValidator(_integer)]
Count = Annotated[int, BeforeValidator(_integer), Field(ge=1)]
OptionalCount = Annotated[int | None, BeforeValidator(_integer)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Figured = Annotated[Decimal, Field(allow_inf_nan=True), BeforeValidator(_open_or_withheld)]
OptionalNumber = Annotated[Decimal | None, BeforeValidator(_number)]
Date = Annotated[str, Field(min_length=1), _DATE]
OptionalDate = Annotated[str, _DATE]
Month = Annotated[str, Field(min_length=1), BeforeValidator(_month)]
OptionalMonth = Annotated[str, BeforeValidator(_month)]
DayOrMonth = Annotated[str, _DAY_OR_MONTH]
YearOrMonth = Annotated[str, BeforeValidator(_year_or_month)]


def form_of(field: FieldInfo) -> Form:
    """What a column holds."""
    return next((form for kind, form in _FORMS.items() if kind in field.metadata), "text")


def may_be_blank(field: FieldInfo) -> bool:
    """Whether a column may hold nothing."""
    kinds = get_args(field.annotation)
    if type(None) in kinds or "" in kinds:
        return True
    return field.annotation is str and not any(isinstance(rule, MinLen) for rule in field.metadata)


def holds_days(field: FieldInfo) -> bool:
    """Whether a column can hold the date of a day."""
    return any(kind in field.metadata for kind in _OF_DAYS)


class Row(BaseModel):
    """One row of a table. ``key`` names the columns that no two rows may share, ``may_lack`` those that a file need not have, ``claims``
    those that name a claim of the city, where its name is as good as its identifier.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: ClassVar[tuple[str, ...]] = ()
    may_lack: ClassVar[tuple[str, ...]] = ()
    claims: ClassVar[tuple[str, ...]] = ("claim",)

    @property
    def texts(self) -> dict[str, str]:
        """The cells of the row, each in its one form."""
        return {name: _written(value) for name, value in self}


def _written(value: str | int | Decimal | None) -> str:
    if is_withheld(value):
        return WITHHELD
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
