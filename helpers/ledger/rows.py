"""What a row of each table holds: ``data/README.md`` in executable form."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from helpers.ledger.fields import (
    Audience,
    Count,
    Date,
    DayOrMonth,
    Figured,
    Month,
    Number,
    OptionalCount,
    OptionalDate,
    OptionalMonth,
    OptionalNumber,
    OptionalYear,
    Row,
    Text,
    Year,
    YearOrMonth,
)
from helpers.ledger.published import STATED, Published
from helpers.notation import MONEY
from helpers.terms import AMOUNTS, Segment

__all__ = ["DESCRIBED", "STATED", "TABLES", "UNITS", "CatalogueEntry", "Published", "Row"]

DESCRIBED = ("count", "amount", "share")  # measures that mean something only with an item
# Measures with a fixed meaning, and the units they come in.
UNITS = {**dict.fromkeys(AMOUNTS, tuple(MONEY)), "collection_rate": ("%",), "rank": ("位",)}


class CatalogueEntry(Row):
    """A kind of claim in ``data/catalogue.csv``: the same identifier means the same kind in every city."""

    key: ClassVar = ("claim",)
    claims: ClassVar = ()
    claim: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    group: str
    note: str


class Claim(Row):
    """A claim of the city, with who owns and who collects it."""

    key: ClassVar = ("claim",)
    claims: ClassVar = ("part_of",)
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
    """One number of a claim: when, of what, in which unit, with the digits it was printed with."""

    key: ClassVar = ("fiscal_year", "as_of", "claim", "segment", "measure", "item", "group", "kind", "base_year")
    may_lack: ClassVar = ("audience",)
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
    value: Figured
    unit: Text
    approx: Literal["", "約"]
    base_year: OptionalYear
    source: Text
    audience: Audience = ""


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


class Initiative(Row):
    """What was done or is planned for a claim in a year."""

    key: ClassVar = ("fiscal_year", "stage", "claim", "segment", "group", "heading", "text")
    may_lack: ClassVar = ("audience",)
    fiscal_year: Year
    stage: Literal["done", "planned"]
    claim: Text
    segment: Literal["", "current", "carried_over"]
    group: str
    heading: str
    text: Text
    tag: Literal["", "継続", "拡充", "新規", "強化"]
    source: Text
    audience: Audience = ""


class Policy(Row):
    """How a claim is to be handled in a year."""

    key: ClassVar = ("fiscal_year", "claim")
    may_lack: ClassVar = ("audience",)
    fiscal_year: Year
    claim: Text
    text: Text
    source: Text
    audience: Audience = ""


class Campaign(Row):
    """A period of concentrated collection."""

    key: ClassVar = ("fiscal_year", "claim", "group", "round")
    may_lack: ClassVar = ("audience",)
    fiscal_year: Year
    claim: Text
    group: str
    round: OptionalCount
    start: DayOrMonth
    end: DayOrMonth
    note: str
    source: Text
    audience: Audience = ""


class Hearing(Row):
    """An issue of a hearing on a claim, its progress or the answer."""

    key: ClassVar = ("fiscal_year", "claim", "number", "role", "text")
    may_lack: ClassVar = ("audience",)
    fiscal_year: Year
    claim: Text
    number: OptionalCount
    role: Literal["issue", "progress", "response"]
    text: Text
    source: Text
    audience: Audience = ""


class ClaimNumber(Row):
    """The number (強-1) that an edition gives a claim."""

    key: ClassVar = ("edition", "claim")
    edition: Text
    number: Text
    claim: Text
    source: Text


class Plan(Row):
    """A plan of several years, from month to month."""

    key: ClassVar = ("plan",)
    plan: Text
    name: Text
    start: Month
    end: Month
    fiscal_year: OptionalYear
    note: str
    source: Text


class Point(Row):
    """A point that is made on a topic at a meeting."""

    key: ClassVar = ("meeting", "topic", "number")
    may_lack: ClassVar = ("audience",)
    meeting: Date
    topic: Text
    number: Count
    heading: Text
    text: Text
    source: Text
    audience: Audience = ""


class AgendaItem(Row):
    """A line of the agenda."""

    key: ClassVar = ("meeting", "number", "title")
    may_lack: ClassVar = ("audience",)
    meeting: Date
    number: str
    kind: str
    title: Text
    material: str
    pages: str
    source: Text
    audience: Audience = ""


class Member(Row):
    """Who sits on the committee since a day."""

    key: ClassVar = ("as_of", "role", "post", "name")
    may_lack: ClassVar = ("audience",)
    as_of: Date
    role: Text
    post: Text
    name: Text
    source: Text
    audience: Audience = ""


class NextMeeting(Row):
    """A meeting that is still to come."""

    key: ClassVar = ("meeting", "round")
    may_lack: ClassVar = ("audience",)
    meeting: Date
    round: Count
    month: Month
    content: Text
    source: Text
    audience: Audience = ""


class ScheduleItem(Row):
    """A line of the yearly schedule."""

    key: ClassVar = ("fiscal_year", "number")
    fiscal_year: Year
    number: Count
    name: Text
    target: Text
    content: Text
    source: Text


class ScheduleEntry(Row):
    """A bar or mark in a line of the yearly schedule."""

    key: ClassVar = ("fiscal_year", "number", "start", "label")
    fiscal_year: Year
    number: Count
    start: Month
    end: OptionalMonth
    label: Text
    kind: Literal["meeting", "report", "work"]
    source: Text


class Tool(Row):
    """A digital tool, with the 円 a case that it costs and saves."""

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
    """A claim for which a tool is used or planned."""

    key: ClassVar = ("as_of", "tool", "label", "status")
    as_of: Month
    tool: Text
    claim: str
    label: Text
    count: OptionalCount
    status: Literal["continued", "new", "planned"]
    start: YearOrMonth
    source: Text


TABLES: dict[str, type[Row]] = {
    "claims": Claim,
    "figures": Figure,
    "excluded": Excluded,
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
}
