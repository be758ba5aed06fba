"""Which column of an export is which: by its heading, as systems write it, or as ``params/<city>/export.yaml`` names it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from ruamel.yaml import YAML, YAMLError

from helpers.errors import UNREADABLE, DeskError, Fault, cut, faults_of, shown_path, unreadable
from helpers.intake.sheets import Sheet
from helpers.intake.words import Cell, plain, shown
from helpers.notation import MONEY
from helpers.params import Money, Text
from helpers.terms import AMOUNT_NAMES, AMOUNTS

# What each column is called, first by us, then by the systems.
HEADINGS: dict[str, tuple[str, ...]] = {
    "year": ("年度", "会計年度", "対象年度"),
    "month": ("対象年月", "年月", "処理年月", "集計年月"),
    "budget": ("予算区分", "予算区分コード", "予算区分名称"),
    "account_code": ("会計", "会計コード", "会計区分"),
    "account": ("会計名称", "会計名", "会計区分名称"),
    "level_1": ("款", "款コード"),
    "level_2": ("項", "項コード"),
    "level_3": ("目", "目コード"),
    "level_4": ("節", "節コード"),
    "level_5": ("細節", "細節コード"),
    "level_6": ("細々節", "細細節", "細々節コード", "細細節コード"),
    "code": ("科目コード", "予算科目コード", "歳入科目コード", "予算科目", "コード"),
    "name": ("科目名称", "科目名", "予算科目名称", "予算科目名", "歳入科目名称", "細々節名称", "細節名称", "科目"),
    "section_code": ("所属コード", "課コード", "部署コード"),
    "section": ("所属", "所属名称", "所属名", "課名", "課名称", "担当課", "所管課", "部署", "部署名"),
    "assessed": ("調定額", "調定累計", "調定累計額", "調定額累計", "調定済額", "現計調定額", "調定"),
    "collected": ("収入済額", "収入累計", "収入累計額", "収入済額累計", "収入額", "収納額", "収納済額", "収納累計額"),
    "written_off": ("不納欠損額", "不納欠損", "不納欠損累計", "不納欠損累計額", "欠損額"),
    "refund_due": ("還付未済額", "還付未済", "還付未済累計額"),
    "outstanding": ("収入未済額", "収入未済", "収入未済累計額", "収入未済額累計", "未収額", "未収入額"),
}  # fmt: skip
LEVELS = tuple(f"level_{n}" for n in range(1, 7))
REQUIRED = ("name", *AMOUNTS)
MAY_BE_ABSENT = ("written_off", "refund_due")
ABSENT = "なし"  # what export.yaml says of an amount that the export does not have
_FIELDS = {plain(word): field for field, words in HEADINGS.items() for word in words}
_OURS = {field: words[0] for field, words in HEADINGS.items()}
_UNIT = re.compile(rf"[(\[<〔【]?(単位:?は?)?(?P<unit>{'|'.join(MONEY)})[)\]>〕】]?")
_DEEPEST = 60  # rows above a header


class ExportNames(BaseModel):
    """``params/<city>/export.yaml``: names of columns that are not recognised, and the unit where no heading states it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    columns: dict[Literal[tuple(_OURS.values())], Text] = {}
    unit: Money | None = None

    @model_validator(mode="after")
    def _only_some_may_be_absent(self) -> "ExportNames":
        lacking = [word for word, named in self.columns.items() if named == ABSENT]
        if wrong := set(lacking) - {_OURS[field] for field in MAY_BE_ABSENT}:
            raise ValueError(
                f"{'、'.join(sorted(wrong))}は「{ABSENT}」にできません。この列のあるファイルを書き出してください。"
            )
        return self

    @property
    def absent(self) -> set[str]:
        """The amounts that the export does not have."""
        return {field for field in MAY_BE_ABSENT if self.columns.get(_OURS[field]) == ABSENT}


@dataclass(frozen=True)
class Header:
    """Where a sheet has which column: field → its place, counted from 0."""

    last_row: int  # of the heading, as Excel counts
    places: dict[str, int]
    headings: list[str]
    unit: Money | None  # as stated by the headings of amounts or above them
    title: str  # what stands above

    def column(self, field: str) -> str:
        """A column as a message names it: J列 調定累計(円)."""
        place = self.places[field]
        return f"{letters(place)}列 {self.headings[place]}"

    @property
    def unread(self) -> list[str]:
        """Headings of the columns that nobody asks for."""
        used = set(self.places.values())
        return [cut(heading) for place, heading in enumerate(self.headings) if heading and place not in used]


def letters(place: int) -> str:
    """The letters of a column of Excel, counted from 0."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def load_names(city: str, root: Path) -> ExportNames:
    """What export.yaml says; nothing if there is none. DeskError ``params`` names every fault in it."""
    path = root / "params" / city / "export.yaml"
    file = shown_path(path, root)
    if not path.exists():
        return ExportNames()
    if why := unreadable(path):
        raise DeskError("params", f"{file}: {why}")
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))
        return ExportNames.model_validate(content or {})
    except OSError as error:
        raise DeskError("params", f"{file}: {UNREADABLE}") from error
    except (UnicodeDecodeError, YAMLError) as error:
        why = "YAML として読めません。文字コード(UTF-8)と字下げを確かめてください。"
        raise DeskError("params", f"{file}: {why}") from error
    except ValidationError as error:
        raise DeskError("params", "パラメータに誤りがあります。", faults_of(error, ExportNames, file)) from error


def find(sheet: Sheet, names: ExportNames) -> Header | None:
    """The header of a sheet, one or two lines; None if no row of it has every column that is needed."""
    for number in range(1, min(len(sheet.rows), _DEEPEST) + 1):
        one, below = _line(sheet, number), _line(sheet, number + 1)
        both = _joined(one, below)
        for headings, last in ((both, number + 1), (one, number)):
            places = recognised(headings, names)
            if not _has_all(places, names):
                continue
            if headings is both and not _is_a_second_line(places, one, below, names):
                continue
            title = " ".join(shown(cell) for row in sheet.rows[: number - 1] for cell in dict.fromkeys(row) if cell)
            header = Header(last, places, headings, None, title)
            _refuse_twice(sheet, header, names)
            return Header(last, places, headings, _unit(sheet, header, names), title)
    return None


def missing(sheets: list[Sheet], names: ExportNames) -> list[Fault]:
    """What to say of sheets of which none has the columns: what is missing where most is there, and what is there."""
    faults = []
    for sheet in sheets:
        lines = [_line(sheet, number) for number in range(1, min(len(sheet.rows), _DEEPEST) + 1)]
        best = max(lines, key=lambda line: (len(recognised(line, names)), sum(map(bool, line))), default=[])
        found = recognised(best, names)
        lacking = [_OURS[field] for field in REQUIRED if field not in found and field not in names.absent]
        words = "、".join(cut(word) for word in dict.fromkeys(best) if word) or "なし"
        faults.append(
            Fault(
                sheet.place,
                f"列が見つかりません: {'、'.join(lacking)}。見つかった見出し: {words}。",
                lines.index(best) + 1 if best else None,
            )
        )
    return faults


def how_to_name(city: str) -> str:
    """The way out where columns are called otherwise."""
    return (
        f"列の名が違うときは、params/{city}/export.yaml に次の形で書いてください(右が書き出したファイルの見出し。F列 とも書ける)。\n"
        "columns:\n  調定額: 現年調定累計\n  収入済額: F列\n"
        f"  還付未済額: {ABSENT}    # 書き出したファイルにないとき"
    )


def recognised(headings: Iterable[str], names: ExportNames) -> dict[str, int]:
    """field → place of the first column that is called so."""
    own = {_without_unit(word): field for field, word in _named(names).items()}
    by_letter = {word: field for field, word in _named(names).items() if re.fullmatch("[A-Z]{1,2}列", word)}
    places: dict[str, int] = {}
    for place, heading in enumerate(headings):
        word = _without_unit(heading)
        field = by_letter.get(f"{letters(place)}列") or own.get(word)
        if (
            field is None
            and word in _FIELDS
            and _FIELDS[word] not in _named(names)
            and _FIELDS[word] not in names.absent
        ):
            field = _FIELDS[word]
        if field and heading:
            places.setdefault(field, place)
    return places


def _named(names: ExportNames) -> dict[str, str]:
    ours = {word: field for field, word in _OURS.items()}
    return {ours[word]: named for word, named in names.columns.items() if named != ABSENT}


def _has_all(places: dict[str, int], names: ExportNames) -> bool:
    return all(field in places or field in names.absent for field in REQUIRED)


def _is_a_second_line(places: dict[str, int], one: list[str], below: list[str], names: ExportNames) -> bool:
    """Whether the heading needs its second line: for a column, or for the unit."""
    alone = max(len(recognised(line, names)) for line in (one, below))
    units = [word for word in below if word]
    only_units = bool(units) and all(_UNIT.fullmatch(plain(word)) or word in one for word in units)
    return len(places) > alone or (only_units and _has_all(recognised(one, names), names))


def _line(sheet: Sheet, number: int) -> list[str]:
    row: list[Cell] = sheet.rows[number - 1] if number <= len(sheet.rows) else []
    return [shown(cell) if isinstance(cell, str) else "" for cell in row]


def _joined(above: list[str], below: list[str]) -> list[str]:
    """Two lines of a heading as one: what is below, where it is a name by itself, else both."""
    joined = []
    for place in range(max(len(above), len(below))):
        top, bottom = (line[place] if place < len(line) else "" for line in (above, below))
        alone = top == bottom or _without_unit(bottom) in _FIELDS
        joined.append(bottom if alone else f"{top}{bottom}")
    return joined


def _without_unit(heading: str) -> str:
    """調定累計(円) → 調定累計."""
    return re.sub(rf"[(\[<〔【](単位:?)?({'|'.join(MONEY)})[)\]>〕】]$", "", plain(heading))


def _unit(sheet: Sheet, header: Header, names: ExportNames) -> Money | None:
    """The unit of the amounts: of their headings, else of a cell above them. DeskError ``data`` if headings differ in it."""
    if names.unit:
        return names.unit
    stated = {}
    for field in AMOUNTS:
        heading = plain(header.headings[header.places[field]]) if field in header.places else ""
        if heading != (name := _without_unit(heading)):
            stated[field] = _UNIT.fullmatch(heading.removeprefix(name))["unit"]
    if len(set(stated.values())) > 1:
        faults = [
            Fault(sheet.place, f"{AMOUNT_NAMES[field]}の単位が「{unit}」です。", header.last_row, header.column(field))
            for field, unit in stated.items()
        ]
        raise DeskError("data", "金額の単位が、列によって違います。一つの単位で書き出してください。", faults)
    above = re.findall(rf"単位:?は?({'|'.join(MONEY)})", plain(header.title))
    return next(iter(stated.values()), above[-1] if above else None)


def _refuse_twice(sheet: Sheet, header: Header, names: ExportNames) -> None:
    """DeskError ``data`` if two columns can be the same amount or name: one of them would be as good as another."""
    faults = []
    for field in REQUIRED:
        alike = [
            place
            for place, heading in enumerate(header.headings)
            if recognised([""] * place + [heading], names).get(field) == place
        ]
        if len(alike) > 1:
            columns = "、".join(f"{letters(place)}列 {header.headings[place]}" for place in alike)
            message = (
                f"{_OURS[field]}と読める列が {len(alike)} つあります({columns})。"
                f"どれを使うか、export.yaml に「{_OURS[field]}: {letters(alike[0])}列」の形で書いてください。"
            )
            faults.append(Fault(sheet.place, message, header.last_row))
    if faults:
        raise DeskError("data", "どの列か決められません。", faults)
