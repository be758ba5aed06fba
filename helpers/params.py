"""What differs between cities and meetings: typed, closed parameters read from ``params/``."""

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML, YAMLError

from helpers import wareki
from helpers.cells import flaw
from helpers.errors import UNREADABLE, DeskError, Fault, cut, did_you_mean, faults_of, shown_path, unreadable
from helpers.notation import MINUS, Notation
from helpers.printed import Kind
from helpers.rates import RATE_DEFINITIONS, RateDefinition
from helpers.terms import CLASSES, Segment

ROOT = Path(__file__).resolve().parent.parent  # the program


def desk() -> Path:
    """Where ``params/``, ``data/`` and ``build/`` are: the program's own folder, or the folder ``DESK``, which a build points to its
    copy of them.
    """
    return Path(os.environ.get("DESK") or ROOT).absolute()


def notebooks(root: Path | None = None) -> Path:
    """The folder of the notebooks: the desk's own, or, where it has none, the program's."""
    own = (root or desk()) / "notebooks"
    return own if own.is_dir() else ROOT / "notebooks"


def _check_desk(root: Path) -> None:
    """Raise ``desk`` unless the parameters and data of some city can be on the desk ``root``."""
    missing = [f"{name}/" for name in ("params", "data") if not (root / name).is_dir()]
    if missing:
        raise DeskError(
            "desk",
            f"「{root}」に {' と '.join(missing)} がありません。DESK に書いたフォルダーの名を確かめるか、新しく始めるなら、"
            "プログラムの params/ と data/ をそこに複写して、自分の市のものに直してください。",
        )


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


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Thresholds(_Closed):
    """When a figure is marked. Points are percentage points (ポイント)."""

    worse_points: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = (
        None  # as many points worse than a year before: bold, shaded
    )
    better_points: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None  # as many points better: underlined


Money = Literal["円", "千円", "百万円", "億円"]


class Units(_Closed):
    """The unit of money in tables of claims, in summaries and charts, and in sentences."""

    table: Money
    summary: Money
    sentence: Money


class Rounding(_Closed):
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


class Acknowledged(_Closed):
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


class City(_Closed):
    """``params/<city>/city.yaml``."""

    name: Text
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

    @property
    def notation(self) -> Notation:
        return Notation(self.minus)

    @property
    def rate(self) -> RateDefinition:
        """How the city computes 収納率."""
        return RATE_DEFINITIONS[self.rate_definition]


class Section(_Closed):
    """One section of a packet: a notebook, and the title it has in this meeting."""

    notebook: Name
    title: Text
    notes: list[Text] = []  # printed below the section
    parameters: dict[Name, Text] = {}  # what the notebook asks beside city and meeting


class Forms(_Closed):
    """The plan forms that are sent to the sections: for which fiscal year, with which edition of claim numbers."""

    fiscal_year: Annotated[int, Field(ge=1927, le=2200)]
    edition: Text


class Meeting(_Closed):
    """``params/<city>/<date>.yaml``; the file's name is the date."""

    title: Text
    body: Text  # the committee
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


def cities(root: Path | None = None) -> list[str]:
    """Names of the cities that have parameters. DeskError ``desk`` if there is no folder of parameters or of data."""
    root = root or desk()
    _check_desk(root)
    return sorted(path.parent.name for path in (root / "params").glob("*/city.yaml"))


def meetings(city: str, root: Path | None = None) -> list[str]:
    """Dates (ISO) of the meetings of ``city``, oldest first."""
    return sorted(path.stem for path in _files(city, root) if path.suffix == ".yaml" and is_date(path.stem))


def strays(city: str, root: Path | None = None) -> list[str]:
    """Names of files beside the parameters of ``city`` that are none: copies, dates written another way."""
    # accounts.csv and export.yaml are read where exports are taken in (helpers/intake).
    known = {"city.yaml", "accounts.csv", "export.yaml", *(f"{meeting}.yaml" for meeting in meetings(city, root))}
    return sorted(path.name for path in _files(city, root) if path.name not in known)


def _files(city: str, root: Path | None) -> Iterator[Path]:
    # Hidden files, and what editors and offices keep beside an open one, are nobody's parameters.
    for path in ((root or desk()) / "params" / city).glob("*"):
        if not path.name.startswith((".", "~")) and not path.name.endswith("~") and path.name != "Thumbs.db":
            yield path


def is_date(text: str) -> bool:
    """Whether ``text`` can be the name of a meeting: an ISO day of the calendar."""
    try:
        # fromisoformat takes 20260603 too, and then the same day would have two names.
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def check_city(city: str, root: Path | None = None) -> None:
    """Raise ``unknown-city`` unless ``city`` is the name of a folder with a city.yaml."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", city) or city not in cities(root):
        raise DeskError(
            "unknown-city", f"params/ に「{cut(city)}」という市はありません。{did_you_mean(city, cities(root))}"
        )


def choose_meeting(city: str, meeting: str = "", root: Path | None = None) -> str:
    """``meeting`` if ``city`` has it, the latest one if it is empty; else ``unknown-meeting``.

    DeskError ``params`` if a file beside the meetings could be meant for one.
    """
    check_city(city, root)
    faults = [
        Fault(
            f"params/{city}/{name}",
            "会議のファイルの名は、会議の日付(2026-06-03.yaml の形)にしてください。使わないファイルは、よそに移してください。",
        )
        for name in strays(city, root)
    ]
    if faults:
        raise DeskError("params", f"params/{city}/ に、会議か分からないファイルがあります。", faults)
    known = meetings(city, root)
    if not known:
        raise DeskError(
            "unknown-meeting", f"params/{city}/ に会議の YAML がありません。「2026-06-03.yaml」のように作ってください。"
        )
    if meeting and meeting not in known:
        raise DeskError(
            "unknown-meeting", f"params/{city}/ に「{cut(meeting)}」の会議はありません。{did_you_mean(meeting, known)}"
        )
    return meeting or known[-1]


def load_city(city: str, root: Path | None = None) -> City:
    """The settings of one city. DeskError ``params`` names every fault in the file."""
    check_city(city, root)
    root = root or desk()
    path = root / "params" / city / "city.yaml"
    loaded = _load(City, path, root)
    rules: dict[str, set[str]] = defaultdict(set)
    for entry in loaded.acknowledged:
        rules[entry.reason].add(entry.doubt.partition("/")[0])
    pasted = [reason for reason, kinds in rules.items() if len(kinds) > 1]
    if pasted:
        faults = [
            Fault(
                shown_path(path, root),
                f"「{cut(reason)}」が、{len(rules[reason])} 種類の疑問({'、'.join(sorted(rules[reason]))})に書かれています。"
                "疑問の種類ごとに、確かめた理由を書いてください。",
                column="acknowledged",
            )
            for reason in pasted
        ]
        raise DeskError("params", "同じ理由が、種類の違う疑問に貼り付けられています。", faults)
    return loaded


def load_meeting(city: str, meeting: str, root: Path | None = None) -> Meeting:
    """The parameters of one meeting, with every section's notebook known to exist."""
    root = root or desk()
    path = root / "params" / city / f"{choose_meeting(city, meeting, root)}.yaml"
    file = shown_path(path, root)
    loaded = _load(Meeting, path, root)

    if loaded.as_of and wareki.fiscal_year_of(loaded.as_of) != loaded.fiscal_year:
        fault = Fault(
            file, f"{loaded.as_of} は fiscal_year の {loaded.fiscal_year} 年度の日ではありません。", column="as_of"
        )
        raise DeskError("params", f"{file} に誤りがあります。", [fault])

    known = {notebook.stem for notebook in notebooks(root).glob("*.ipynb")}
    faults = []
    for number, section in enumerate(loaded.sections, start=1):
        column = f"sections.{number}.notebook"
        if section.notebook not in known:
            message = f"notebooks/{section.notebook}.ipynb がありません。{did_you_mean(section.notebook, known)}"
            faults.append(Fault(file, message, column=column))
        elif section.notebook in [earlier.notebook for earlier in loaded.sections[: number - 1]]:
            faults.append(Fault(file, f"「{section.notebook}」が二度あります。", column=column))
    if faults:
        raise DeskError("unknown-section", f"{file} の sections に誤りがあります。", faults)
    return loaded


_LARGEST = 200_000  # bytes of a YAML file that a person wrote


def _load(model: type[_Closed], path: Path, root: Path):
    file = shown_path(path, root)
    if why := unreadable(path, _LARGEST):
        raise DeskError("params", f"{file}: {why}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DeskError("params", f"{file}: {UNREADABLE}") from error
    except UnicodeDecodeError:
        raise DeskError("params", f"{file}: 文字コードを UTF-8 にして保存し直してください。") from None
    try:
        content = YAML(typ="safe").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        fault = Fault(
            file, "YAML として読めません。字下げ、「: 」の後の空白、引用符、項目の重複を確かめてください。", row=row
        )
        raise DeskError("params", "パラメータを読めませんでした。", [fault]) from error
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        # What the reader makes of 2026-02-30, !!int abc, [[[[…, and keys that are no texts.
        fault = Fault(
            file,
            "YAML に、読めない値があります。暦にない日付、「!!」で始まる型、深すぎる入れ子がないか確かめてください。",
        )
        raise DeskError("params", "パラメータを読めませんでした。", [fault]) from error
    if model is Meeting and isinstance(content, dict) and list(content)[-1:] == ["sections"]:
        # A file cut off between two sections is good YAML; what must follow them shows that it is whole.
        fault = Fault(
            file,
            "sections の後に「source:」の行がありません。ファイルが途中で切れていないか確かめ、source を最後に書いてください。",
        )
        raise DeskError("params", f"{file} に誤りがあります。", [fault])
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = faults_of(error, model, file)
        raise DeskError("params", f"{file} に誤りがあります。", faults) from None
