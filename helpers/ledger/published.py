"""A row of ``published.csv``: one figure as a document printed it."""

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator

from helpers import printed
from helpers.ledger.fields import Audience, Date, OptionalYear, Row, Text
from helpers.notation import NOT_IN_SOURCE
from helpers.terms import Segment

# What a figure of published.csv can be of a claim's measures on the day of the meeting, and what kind of number that is.
STATED: dict[str, printed.Kind] = {
    **dict.fromkeys(("assessed", "collected", "outstanding", "target"), "amount"),
    **dict.fromkeys(("growth", "achievement", "rate", "rate_points", "cut", "cut_points"), "rate"),
}


class Published(Row):
    """One figure as a document printed it, which measure it is, if any, and what it follows from."""

    key: ClassVar = ("meeting", "table", "row", "fiscal_year", "column")
    may_lack: ClassVar = ("audience",)
    meeting: Date
    document: Text
    table: Text
    row: Text
    part_of: str
    fiscal_year: OptionalYear
    column: Text
    item: Text
    figure: Text
    unit: str
    claim: str = ""
    segment: Literal["", *Segment.__args__] = ""
    measure: Literal["", *STATED] = ""
    formula: str
    source: Text
    audience: Audience = ""

    @field_validator("figure", "unit")
    @classmethod
    def _can_be_read(cls, text: str, known: ValidationInfo) -> str:
        if known.field_name == "figure":
            printed.read(text)
        elif "figure" in known.data:
            printed.read(known.data["figure"], text)
        return text

    @field_validator("audience")
    @classmethod
    def _can_be_withheld(cls, audience: str, known: ValidationInfo) -> str:
        if audience and known.data.get("measure"):
            raise ValueError("債権別の表の値(measure のある行)は、委員限りにできません。表の金額から求まります。")
        return audience

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


def _or_lost(text: str) -> str:
    return text or NOT_IN_SOURCE


class Alone(Published):
    """A figure of a document that is audited without a city: a row needs its names and a figure, and a blank figure is 資料なし."""

    key: ClassVar = ("table", "row", "fiscal_year", "column")
    may_lack: ClassVar = ("meeting", "document", "table", "part_of", "fiscal_year", "item", "unit", "claim", "segment", "measure",
                          "formula", "source", "rounding", "audience")  # fmt: skip
    meeting: str = ""
    document: str = ""
    table: str = "表"
    part_of: str = ""
    fiscal_year: OptionalYear = None
    item: str = ""
    figure: Annotated[Text, BeforeValidator(_or_lost)]
    unit: str = ""
    formula: str = ""
    source: str = ""
    rounding: Literal["", "四捨五入", "切り捨て"] = ""
