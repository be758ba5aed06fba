"""What ``city.yaml`` and the YAML of a meeting may hold: typed, closed parameters."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from helpers.cells import flaw
from helpers.errors import cut
from helpers.notation import MINUS, Notation
from helpers.printed import Kind
from helpers.rates import RATE_DEFINITIONS, RateDefinition
from helpers.terms import CLASSES, CONFIDABLE, PREFECTURES, Audience, Segment


def _printable(text: object) -> object:
    if isinstance(text, str) and (found := flaw(text)):
        raise ValueError(found)
    return text


def _day(value: object) -> object:
    """A date written in quotes is one too."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("暦にない日付です。") from None
    return value


Text = Annotated[str, BeforeValidator(_printable), Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
ClaimClass = Literal[tuple(CLASSES)]


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Thresholds(Closed):
    """When a figure is marked. Points are percentage points (ポイント)."""

    worse_points: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = (
        None  # as many points worse than a year before: bold, shaded
    )
    better_points: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None  # as many points better: underlined


Money = Literal["円", "千円", "百万円", "億円"]


class Units(Closed):
    """The unit of money in tables of claims, in summaries and charts, and in sentences."""

    table: Money
    summary: Money
    sentence: Money


class Rounding(Closed):
    """How the city's documents shorten figures: half up (四捨五入), or down (切り捨て). What this project prints is always half up."""

    amounts: Literal["half_up", "down"] = "half_up"
    rates: Literal["half_up", "down"] = "half_up"

    @property
    def down(self) -> list[Kind]:
        """The kinds of figures that were cut off."""
        return [kind for kind, how in (("amount", self.amounts), ("rate", self.rates)) if how == "down"]


def _share(value: object) -> object:
    """5% as 0.05."""
    if value is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?%", str(value), re.ASCII):
        raise ValueError("5% や 0.5% の形で書いてください。")
    return Decimal(str(value).removesuffix("%")) / 100


class Acknowledged(Closed):
    """A figure that looks like a slip and was looked at: the name ``make check`` gives the doubt, and why it stays.

    Or every doubt of a kind (the name's first word), of one claim or of all, that is off by no more than ``within``.
    """

    doubt: Text
    claim: Text | None = None
    within: Annotated[Decimal | None, BeforeValidator(_share)] = None  # 0.05
    reason: Text

    @property
    def is_kind(self) -> bool:
        """Whether it answers a kind of doubts, and not one by its name."""
        return "/" not in self.doubt

    @model_validator(mode="after")
    def _has_a_bound(self) -> "Acknowledged":
        if self.is_kind and self.within is None:
            raise ValueError(
                f"「{cut(self.doubt)}」の疑問にまとめて答えるには、どこまでの差かを within: 5% の形で書いてください。"
            )
        if not self.is_kind and (self.claim or self.within is not None):
            raise ValueError("一つの疑問の名を書いた項目には、claim と within は書けません。")
        return self


class Sum(Closed):
    """Items of figures.csv that add up to another: 催告 計 is 文書催告 and 電話催告 together."""

    total: Text
    parts: Annotated[list[Text], Field(min_length=1)]


class CommitteeOnly(Closed):
    """委員限り: what a packet for the public does not have, beside what rows of data and sections are marked with."""

    tables: list[Literal[CONFIDABLE]] = []  # tables of data/ as a whole
    slips: bool = True  # what the audit guesses has gone wrong with a printed figure
    counts_below: Annotated[int, Field(ge=0)] = 10  # a count from 1 on that is less is withheld; 0: none is
    units: list[Text] = ["件", "人", "名", "者", "世帯"]  # of counts behind which a few people stand
    sums: list[Sum] = []  # items that add up, where the order of the rows does not show it

    @model_validator(mode="after")
    def _leaves_a_choice(self) -> "CommitteeOnly":
        if self.counts_below in (1, 2):
            raise ValueError("counts_below は 0(秘匿しない)か、3 以上にしてください。2 では x が 1 だと分かります。")
        return self


class City(Closed):
    """``params/<city>/city.yaml``."""

    name: Text
    prefecture: Literal[PREFECTURES] | None = None  # where lists of many cities have it
    units: Units
    decimals: Annotated[int, Field(ge=0, le=4)]  # places of a rate
    minus: Literal[MINUS]
    # How a rate is computed from amounts; as_published where every rate is one that the city printed.
    rate_definition: Literal[tuple(RATE_DEFINITIONS)]
    headline_rate: Segment = "total"  # the segment whose rate stands for the whole
    thresholds: Thresholds = Thresholds()
    major: Annotated[int, Field(ge=1)] | None = None  # how many of the largest claims and sections are "major"
    claim_classes: dict[ClaimClass, Text]  # as the city writes them
    bureaus: list[Text] = []  # in the order of the city's lists
    published_rounding: Rounding = Rounding()
    acknowledged: list[Acknowledged] = []
    committee_only: CommitteeOnly = CommitteeOnly()

    @property
    def notation(self) -> Notation:
        return Notation(self.minus)

    @property
    def rate(self) -> RateDefinition:
        """How the city computes 収納率."""
        return RATE_DEFINITIONS[self.rate_definition]


class Section(Closed):
    """One section of a packet: a notebook, and the title it has in this meeting."""

    notebook: Name
    title: Text
    notes: list[Text] = []  # printed below the section
    committee_notes: list[Text] = []  # likewise, but not for the public
    audience: Audience = "public"  # committee: no section of a packet for the public
    parameters: dict[Name, Text] = {}  # what the notebook asks beside city and meeting


class Forms(Closed):
    """The plan forms that are sent to the sections: for which fiscal year, with which edition of claim numbers."""

    fiscal_year: Annotated[int, Field(ge=1927, le=2200)]
    edition: Text


class Meeting(Closed):
    """``params/<city>/<date>.yaml``; the file's name is the date."""

    title: Text
    body: Text  # the committee
    edition: Text | None = None  # 案, 差替, 第2版: on every page
    time: Text | None = None  # a plan is made, not held: it has neither
    place: Text | None = None
    fiscal_year: Annotated[int, Field(ge=1927, le=2200)]
    settled_year: Annotated[int, Field(ge=1927, le=2200)]  # the newest settled fiscal year the meeting knows of
    as_of: Annotated[dt.date | None, BeforeValidator(_day)] = (
        None  # the day of the figures, where the meeting looks at a day inside a fiscal year
    )
    forms: Forms | None = None
    source: Text  # the document the figures were read from
    sections: Annotated[list[Section], Field(min_length=1)]
