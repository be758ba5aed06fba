"""The ledger: a city's facts, read from ``data/<city>/*.csv`` and checked before anyone computes with them.

``data/README.md`` says what each table and column means. Every fault of every table is reported at once, with file, row
(as Excel counts it) and column.
"""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pandas as pd
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from helpers.errors import DeskError, Fault, did_you_mean, faults_of, shown_path
from helpers.notation import MONEY, decimals_of
from helpers.params import ROOT, ClaimClass

# Claims that are sums of others and stand in no claims.csv.
AGGREGATES = ("all", "major", "other")

Segment = Literal["current", "carried_over", "total"]
CLASSES = {"tax": "市税", "compulsory": "強制徴収公債権", "non_compulsory": "非強制徴収公債権", "private": "私債権"}
SEGMENTS = {"current": "現年度分", "carried_over": "滞納繰越分", "total": "合計"}
AMOUNTS = ("assessed", "collected", "written_off", "refund_due", "outstanding")
DESCRIBED = ("count", "amount", "share")  # measures that mean something only with an item
# Measures with a fixed meaning, and the units they come in.
UNITS = {**dict.fromkeys(AMOUNTS, tuple(MONEY)), "collection_rate": ("%",), "rank": ("位",)}


def _number(text: object) -> Decimal | None:
    if text == "":
        return None
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(text)):
        hint = "負の数は半角の - を付けてください。" if re.match(r"[▲△−‐－]", str(text)) else ""
        raise ValueError(f"数値だけを半角で書いてください(カンマ・単位・▲は付けない)。{hint}")
    return Decimal(str(text))


def _integer(text: object) -> int | None:
    if text == "":
        return None
    if not re.fullmatch(r"[0-9]+", str(text)):
        raise ValueError("整数を半角で書いてください。")
    return int(str(text))


def _date(text: str) -> str:
    if text:
        try:
            dt.date.fromisoformat(text)
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
    note: str


class Claim(Row):
    key: ClassVar = ("claim",)
    claim: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    short_name: Text
    classes: str
    bureau: str
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
    key: ClassVar = ("meeting", "number")
    meeting: Annotated[Text, BeforeValidator(_date)]
    number: Text
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
}


@dataclass(frozen=True)
class Ledger:
    """A city's tables. ``ledger["figures"]`` is a DataFrame whose columns are those of ``data/README.md``, in file order.

    Figures are Decimal with the digits they were printed with; empty text is "", an empty number None.
    """

    folder: str
    tables: dict[str, pd.DataFrame]

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self.tables:
            columns = ", ".join(TABLES[table].model_fields)
            raise DeskError(
                "missing-data",
                f"{self.folder}/{table}.csv がありません。この節に必要です。"
                f"data/README.md に従って、次の列を持つ CSV を置いてください: {columns}",
            )
        return self.tables[table]

    def claim(self, claim: str) -> pd.Series:
        """The row of ``claims.csv`` for ``claim``."""
        claims = self["claims"]
        return claims[claims["claim"] == claim].iloc[0]

    def figures(self, **where: object) -> pd.DataFrame:
        """Figures whose columns equal ``where``: ``ledger.figures(claim="municipal_tax", measure="rank")``."""
        figures = self["figures"]
        for column, value in where.items():
            figures = figures[figures[column] == value]
        return figures

    def value(self, **where: object) -> Decimal | None:
        """The value of the only figure that answers ``where``; None if the source has none.

        ValueError if several do: the question was too wide.
        """
        figures = self.figures(**where)
        if len(figures) > 1:
            raise ValueError(f"{where} matches {len(figures)} figures: {list(figures['source'])}")
        return figures["value"].iloc[0] if len(figures) else None


def load(city: str, root: Path = ROOT) -> Ledger:
    """Read and check every table of ``city``. DeskError ``data`` names every fault there is; nothing is guessed."""
    folder = root / "data" / city
    faults: list[Fault] = []
    read: dict[str, list[tuple[int, Row]]] = {}
    for path in sorted(folder.glob("*.csv")):
        file = shown_path(path, root)
        if path.stem not in TABLES:
            faults.append(Fault(file, f"知らない表です。{did_you_mean(path.stem, TABLES)}"))
            continue
        rows, found = _read(path, TABLES[path.stem], file)
        read[path.stem] = rows
        faults += found or list(_duplicates(rows, file))
    for required in ("claims", "figures"):
        if not (folder / f"{required}.csv").exists():
            file = shown_path(folder / f"{required}.csv", root)
            faults.append(Fault(file, "ファイルがありません。data/README.md に従って作ってください。"))
    if not faults:
        faults += _cross_check(read, shown_path(folder, root))
        faults += _uncatalogued(read["claims"], shown_path(folder, root), root)
    if faults:
        raise DeskError(
            "data", f"data/{city}/ に {len(faults)} 件の誤りがあります。直してから、もう一度実行してください。", faults
        )
    return Ledger(shown_path(folder, root), {name: _frame(TABLES[name], rows) for name, rows in read.items()})


def _uncatalogued(rows: list[tuple[int, Row]], folder: str, root: Path) -> list[Fault]:
    """Claims that the catalogue all cities share does not know: without it the same claim would get two names."""
    path = root / "data" / "catalogue.csv"
    kinds, faults = _read(path, Kind, shown_path(path, root))
    known = {kind.claim for _, kind in kinds}
    return faults + [
        Fault(f"{folder}/claims.csv", f"「{row.claim}」は data/catalogue.csv にありません。{did_you_mean(row.claim, known)}"
              "新しい種類の債権なら、先に data/catalogue.csv に加えてください。", number, "claim")
        for number, row in rows
        if row.claim not in known
    ]  # fmt: skip


def _frame(model: type[Row], rows: list[tuple[int, Row]]) -> pd.DataFrame:
    # dtype object: Decimal, int and None stay what they are, instead of becoming floats.
    return pd.DataFrame([row.model_dump() for _, row in rows], columns=list(model.model_fields), dtype=object)


def _read(path: Path, model: type[Row], file: str) -> tuple[list[tuple[int, Row]], list[Fault]]:
    """The rows of one file with their numbers as Excel counts them, and what is wrong with the others."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except OSError:
        return [], [Fault(file, "ファイルを読めません。フォルダーになっていないか、権限を確かめてください。")]
    except UnicodeDecodeError:
        message = "文字コードが UTF-8 ではありません。Excel の「CSV UTF-8(コンマ区切り)」で保存し直してください。"
        return [], [Fault(file, message)]
    reader = csv.DictReader(lines, restkey="", strict=True)
    columns = list(model.model_fields)
    header = reader.fieldnames or []
    faults = [
        Fault(file, "列がありません。data/README.md の列名を 1 行目に書いてください。", 1, c)
        for c in columns
        if c not in header
    ]
    faults += [Fault(file, f"知らない列です。{did_you_mean(c, columns)}", 1, c) for c in header if c not in columns]
    faults += [Fault(file, "同じ列名が二度あります。", 1, c) for c in dict.fromkeys(header) if header.count(c) > 1]
    if faults:
        return [], faults

    rows = []
    try:
        for number, record in enumerate(reader, start=2):
            if "" in record or None in record.values():
                faults.append(
                    Fault(
                        file, f"列の数が見出しの {len(columns)} 列と合いません。カンマの数を確かめてください。", number
                    )
                )
                continue
            try:
                rows.append((number, model.model_validate({column: text.strip() for column, text in record.items()})))
            except ValidationError as error:
                faults += faults_of(error, model, file, row=number)
    except csv.Error:
        faults.append(Fault(file, 'CSV として読めません。引用符 " が閉じているか確かめてください。', reader.line_num))
    return rows, faults


def _duplicates(rows: list[tuple[int, Row]], file: str) -> Iterator[Fault]:
    first: dict[tuple, int] = {}
    for number, row in rows:
        key = tuple(getattr(row, column) for column in row.key)
        if key in first:
            yield Fault(file, f"{first[key]}行目と重複しています({'、'.join(str(k) for k in key if k)})。", number)
        first.setdefault(key, number)


def _cross_check(read: dict[str, list[tuple[int, Row]]], folder: str) -> Iterator[Fault]:
    """Faults that show only when rows are held against each other."""
    claims = {row.claim for _, row in read["claims"]}
    yield from _claims(read["claims"], f"{folder}/claims.csv")
    yield from _figures(read["figures"], f"{folder}/figures.csv")
    for table, rows in read.items():
        for number, row in rows:
            claim = getattr(row, "claim", "")
            if claim and claim not in claims and claim not in AGGREGATES:
                yield Fault(
                    f"{folder}/{table}.csv",
                    f"「{claim}」は claims.csv にありません。{did_you_mean(claim, claims)}",
                    number,
                    "claim",
                )
    items = {(row.fiscal_year, row.number) for _, row in read.get("schedule_items", [])}
    for number, row in read.get("schedule", []):
        if (row.fiscal_year, row.number) not in items:
            yield Fault(
                f"{folder}/schedule.csv", f"番号 {row.number} は schedule_items.csv にありません。", number, "number"
            )
        if row.end and row.end < row.start:
            yield Fault(f"{folder}/schedule.csv", "終わりが始まりより前です。", number, "end")
    for number, row in read.get("campaigns", []):
        # A day and a month compare by what they share: 2025-11 ends after 2025-11-04 began.
        if bool(row.start) != bool(row.end):
            yield Fault(
                f"{folder}/campaigns.csv", "始まりと終わりは、両方書くか、両方空欄にしてください。", number, "end"
            )
        elif row.end[: len(row.start)] < row.start[: len(row.end)]:
            yield Fault(f"{folder}/campaigns.csv", "終わりが始まりより前です。", number, "end")
    tools = {row.tool for _, row in read.get("tools", [])}
    for number, row in read.get("tool_claims", []):
        if row.tool not in tools:
            yield Fault(
                f"{folder}/tool_claims.csv",
                f"「{row.tool}」は tools.csv にありません。{did_you_mean(row.tool, tools)}",
                number,
                "tool",
            )


def _claims(rows: list[tuple[int, Row]], file: str) -> Iterator[Fault]:
    names = {row.claim for _, row in rows}
    for number, row in rows:
        for claim_class in filter(None, row.classes.split(";")):
            if claim_class not in ClaimClass.__args__:
                yield Fault(
                    file, f"「{claim_class}」: {did_you_mean(claim_class, ClaimClass.__args__)}", number, "classes"
                )
        if row.part_of and row.part_of not in names:
            yield Fault(
                file, f"「{row.part_of}」という債権はありません。{did_you_mean(row.part_of, names)}", number, "part_of"
            )


def _figures(rows: list[tuple[int, Row]], file: str) -> Iterator[Fault]:
    for number, row in rows:
        if row.measure in DESCRIBED and not row.item:
            yield Fault(file, f"{row.measure} には何の数かを書いてください。", number, "item")
        if (row.kind == "difference") != (row.base_year is not None):
            yield Fault(file, "difference には基準年度を書き、それ以外では空欄にしてください。", number, "base_year")
        units = UNITS.get(row.measure, ())
        if row.kind == "difference" and row.measure == "collection_rate":
            units = ("ポイント",)
        elif row.kind == "difference":
            units = units and (*units, "%")
        if units and row.unit not in units:
            yield Fault(file, f"「{row.unit}」: {row.measure} の単位は {'、'.join(units)} です。", number, "unit")
    yield from _identity(rows, file)


def _identity(rows: list[tuple[int, Row]], file: str) -> Iterator[Fault]:
    """outstanding = assessed − collected − written off + refund due, wherever a source gives all five."""
    amounts: dict[tuple, dict[str, tuple[int, Decimal]]] = {}
    for number, row in rows:
        if row.measure in AMOUNTS and row.kind in ("actual", "estimate"):
            key: ClassVar = (
                row.fiscal_year,
                row.as_of,
                row.claim,
                row.segment,
                row.item,
                row.group,
                row.kind,
                row.unit,
            )
            amounts.setdefault(key, {})[row.measure] = (number, row.value)
    for key, found in amounts.items():
        if len(found) < len(AMOUNTS):
            continue
        assessed, collected, written_off, refund_due, outstanding = (found[measure][1] for measure in AMOUNTS)
        gap = outstanding - (assessed - collected - written_off + refund_due)
        # Yen are exact; any other amount is within half of the last digit it was printed with.
        halves = [Decimal(0) if key[-1] == "円" else Decimal(5).scaleb(-decimals_of(v) - 1) for _, v in found.values()]
        if abs(gap) > sum(halves):
            message = f"収入未済額が 調定額−収入済額−不納欠損額+還付未済額 と {gap:+,f} 違います。"
            yield Fault(file, message, found["outstanding"][0], "value")
