"""What a row of each table holds: ``data/README.md`` in executable form."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from helpers import printed
from helpers.cells import DIGITS
from helpers.notation import MONEY
from helpers.terms import AMOUNTS, Segment

DESCRIBED = ("count", "amount", "share")  # measures that mean something only with an item
# Measures with a fixed meaning, and the units they come in.
UNITS = {**dict.fromkeys(AMOUNTS, tuple(MONEY)), "collection_rate": ("%",), "rank": ("位",)}


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


def _integer(text: object) -> int | None:
    if text == "":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", str(text), re.ASCII):
        raise ValueError("9 桁までの整数を半角で書いてください。")
    return int(str(text))


def _date(text: str) -> str:
    if not text:
        return text
    # Excel writes the dates of a CSV that it opened its own way: 2026/6/3.
    written = re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})", text)
    try:
        return dt.date(*map(int, written.groups())).isoformat()
    except (AttributeError, ValueError):
        raise ValueError("日付を 2026-06-03 の形で書いてください。") from None


def _month(text: str) -> str:
    if text and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise ValueError("月を 2026-06 の形で書いてください。")
    return text


def _day_or_month(text: str) -> str:
    return _month(text) if len(text) <= len("2026-06") else _date(text)


def _year_or_month(text: str) -> str:
    return text if re.fullmatch(r"[0-9]{4}", text) else _month(text)


Text = Annotated[str, Field(min_length=1)]
Year = Annotated[int, BeforeValidator(_integer), Field(ge=1927, le=2200)]
Count = Annotated[int, BeforeValidator(_integer), Field(ge=1)]
OptionalYear = Annotated[int | None, BeforeValidator(_integer)]
OptionalCount = Annotated[int | None, BeforeValidator(_integer)]
Number = Annotated[Decimal, BeforeValidator(_number)]
OptionalNumber = Annotated[Decimal | None, BeforeValidator(_number)]
OptionalDate = Annotated[str, BeforeValidator(_date)]
Month = Annotated[str, Field(min_length=1), BeforeValidator(_month)]
DayOrMonth = Annotated[str, BeforeValidator(_day_or_month)]
YearOrMonth = Annotated[str, BeforeValidator(_year_or_month)]


class Row(BaseModel):
    """One row of a table. ``key`` names the columns that no two rows may share."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: ClassVar[tuple[str, ...]] = ()


class Kind(Row):
    """A kind of claim in ``data/catalogue.csv``: the same identifier means the same kind in every city."""

    key: ClassVar = ("claim",)
    claim: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    group: str
    note: str


class Claim(Row):
    key: ClassVar = ("claim",)
    claim: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    short_name: Text
    classes: str
    bureau: str
    division: str
    section: str
    collector_bureau: str
    collector_section: str
    part_of: str
    source: Text


class Figure(Row):
    key: ClassVar = ("fiscal_year", "as_of", "claim", "segment", "measure", "item", "group", "kind", "base_year")
    fiscal_year: Year
    as_of: OptionalDate
    claim: Text
    segment: Segment
    measure: Literal[
        "assessed", "collected", "written_off", "refund_due", "outstanding", "collection_rate", "rank", *DESCRIBED
    ]
    item: str
    group: str
    kind: Literal["actual", "estimate", "target", "difference"]
    value: Number
    unit: Text
    approx: Literal["", "約"]
    base_year: OptionalYear
    source: Text


class Initiative(Row):
    key: ClassVar = ("fiscal_year", "stage", "claim", "segment", "group", "heading", "text")
    fiscal_year: Year
    stage: Literal["done", "planned"]
    claim: Text
    segment: Literal["", "current", "carried_over"]
    group: str
    heading: str
    text: Text
    tag: Literal["", "継続", "拡充", "新規", "強化"]
    source: Text


class Policy(Row):
    key: ClassVar = ("fiscal_year", "claim")
    fiscal_year: Year
    claim: Text
    text: Text
    source: Text


class Campaign(Row):
    key: ClassVar = ("fiscal_year", "claim", "group", "round")
    fiscal_year: Year
    claim: Text
    group: str
    round: OptionalCount
    start: DayOrMonth
    end: DayOrMonth
    note: str
    source: Text


class Hearing(Row):
    key: ClassVar = ("fiscal_year", "claim", "number", "role", "text")
    fiscal_year: Year
    claim: Text
    number: OptionalCount
    role: Literal["issue", "progress", "response"]
    text: Text
    source: Text


class ClaimNumber(Row):
    key: ClassVar = ("edition", "claim")
    edition: Text
    number: Text
    claim: Text
    source: Text


class Plan(Row):
    key: ClassVar = ("plan",)
    plan: Text
    name: Text
    start: Month
    end: Month
    fiscal_year: OptionalYear
    note: str
    source: Text


class Point(Row):
    key: ClassVar = ("meeting", "topic", "number")
    meeting: Annotated[Text, BeforeValidator(_date)]
    topic: Text
    number: Count
    heading: Text
    text: Text
    source: Text


class AgendaItem(Row):
    key: ClassVar = ("meeting", "number", "title")
    meeting: Annotated[Text, BeforeValidator(_date)]
    number: str
    kind: str
    title: Text
    material: str
    pages: str
    source: Text


class Member(Row):
    key: ClassVar = ("as_of", "role", "post", "name")
    as_of: Annotated[Text, BeforeValidator(_date)]
    role: Text
    post: Text
    name: Text
    source: Text


class NextMeeting(Row):
    key: ClassVar = ("meeting", "round")
    meeting: Annotated[Text, BeforeValidator(_date)]
    round: Count
    month: Month
    content: Text
    source: Text


class ScheduleItem(Row):
    key: ClassVar = ("fiscal_year", "number")
    fiscal_year: Year
    number: Count
    name: Text
    target: Text
    content: Text
    source: Text


class ScheduleEntry(Row):
    key: ClassVar = ("fiscal_year", "number", "start", "label")
    fiscal_year: Year
    number: Count
    start: Month
    end: Annotated[str, BeforeValidator(_month)]
    label: Text
    kind: Literal["meeting", "report", "work"]
    source: Text


class Tool(Row):
    key: ClassVar = ("as_of", "tool")
    tool: Text
    name: Text
    as_of: Month
    before: Text
    before_cost: Number
    after: Text
    after_cost: Number
    exception: str
    exception_cost: OptionalNumber
    rollout: str
    caution: str
    source: Text


class ToolClaim(Row):
    key: ClassVar = ("as_of", "tool", "label", "status")
    as_of: Month
    tool: Text
    claim: str
    label: Text
    count: OptionalCount
    status: Literal["continued", "new", "planned"]
    start: YearOrMonth
    source: Text


# What a figure of published.csv can be of a claim's measures on the day of the meeting, and what kind of number that is.
STATED: dict[str, printed.Kind] = {
    **dict.fromkeys(("assessed", "collected", "outstanding", "target"), "amount"),
    **dict.fromkeys(("growth", "achievement", "rate", "rate_points", "cut", "cut_points"), "rate"),
}


class Published(Row):
    """One figure as a document printed it, which measure it is, if any, and what it follows from."""

    key: ClassVar = ("meeting", "table", "row", "fiscal_year", "column")
    meeting: Annotated[Text, BeforeValidator(_date)]
    document: Text
    table: Text
    row: Text
    part_of: str
    fiscal_year: Annotated[Annotated[int, Field(ge=1927, le=2200)] | None, BeforeValidator(_integer)]
    column: Text
    item: Text
    figure: Text
    unit: str
    claim: str = ""
    segment: Literal["", *Segment.__args__] = ""
    measure: Literal["", *STATED] = ""
    formula: str
    source: Text

    @field_validator("figure", "unit")
    @classmethod
    def _can_be_read(cls, text: str, known: ValidationInfo) -> str:
        if known.field_name == "figure":
            printed.read(text)
        elif "figure" in known.data:
            printed.read(known.data["figure"], text)
        return text

    @field_validator("measure")
    @classmethod
    def _is_that_measure(cls, measure: str, known: ValidationInfo) -> str:
        where = [known.data.get(name) for name in ("claim", "segment", "fiscal_year")]
        if measure and not all(where):
            raise ValueError("指標を書いた行には、claim、segment、fiscal_year も書いてください。")
        if not measure and any(where[:2]):
            raise ValueError("claim か segment を書いた行には、どの指標かも書いてください。")
        if measure and "unit" in known.data:
            figure = printed.read(known.data["figure"], known.data["unit"])
            if figure.about or figure.bound:
                raise ValueError("「約」や「以上」の付いた数値は、指標の値としては使えません。空欄にしてください。")
            if figure.value is not None and printed.kind_of(figure.unit) != STATED[measure]:
                kind = {"amount": "金額", "rate": "率"}[STATED[measure]]
                raise ValueError(f"{measure} は{kind}ですが、この数値の単位は「{figure.unit}」です。")
        return measure


class Excluded(Row):
    """Lines of a year's accounts that are no claim of the city's, summed up by account (会計) and reason."""

    key: ClassVar = ("fiscal_year", "account", "reason")
    fiscal_year: Year
    account: Text
    reason: Text
    lines: Count
    assessed: OptionalNumber
    collected: OptionalNumber
    written_off: OptionalNumber
    refund_due: OptionalNumber
    outstanding: OptionalNumber
    unit: Literal[tuple(MONEY)]
    source: Text


TABLES: dict[str, type[Row]] = {
    "claims": Claim,
    "figures": Figure,
    "initiatives": Initiative,
    "policies": Policy,
    "campaigns": Campaign,
    "hearings": Hearing,
    "numbers": ClaimNumber,
    "plans": Plan,
    "points": Point,
    "agenda": AgendaItem,
    "members": Member,
    "meetings": NextMeeting,
    "schedule_items": ScheduleItem,
    "schedule": ScheduleEntry,
    "tools": Tool,
    "tool_claims": ToolClaim,
    "published": Published,
    "excluded": Excluded,
}
