"""The one family of errors a user meets: a code for machines, Japanese sentences for people."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from pydantic import BaseModel, ValidationError

SHOWN_FAULTS = 30  # lines
_ALIKE = 4  # so many faults of one kind in one column are one line
_SHOWN_VALUE = 60  # characters of a value that is wrong


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it is and what to do about it."""

    file: str
    message: str
    row: int | None = None
    column: str = ""
    alike: str = ""  # what faults of one kind have in common, where their messages do not show it

    def __str__(self) -> str:
        row = f" {self.row}行目" if self.row else ""
        column = f" {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.message}"

    @property
    def kind(self) -> tuple[str, str, str]:
        """What faults share that one mend would end: file, column, and the message without the value it names."""
        return self.file, self.column, self.alike or re.sub(r"「[^」]*」|[+-]?[0-9][0-9,.]*", "", self.message)


class DeskError(Exception):
    """An error with a way out. ``str()`` is what the user reads; ``code`` names the kind of failure.

    Codes: ``params``, ``unknown-city``, ``unknown-meeting``, ``unknown-section``, ``data``, ``doubt``, ``missing-data``, ``busy``,
    ``notebook``, ``document``, ``renderer``, ``proof``, ``write``, ``usage``, ``reports``, ``cluster``.
    """

    def __init__(self, code: str, message: str, faults: Sequence[Fault] = ()):
        super().__init__(message)
        self.code = code
        self.message = message
        self.faults = tuple(faults)

    def __str__(self) -> str:
        lines = list(_lines(self.faults))
        shown = [self.message, *(f"  - {line}" for line in lines[:SHOWN_FAULTS])]
        if len(lines) > SHOWN_FAULTS:
            shown.append(f"  ほか {len(lines) - SHOWN_FAULTS} 種類")
        return "\n".join(shown)

    @property
    def is_cut(self) -> bool:
        """Whether ``str()`` leaves out or draws together some of the faults."""
        return len(self.faults) > len(list(_lines(self.faults))[:SHOWN_FAULTS])


def _lines(faults: Sequence[Fault]) -> Iterator[str]:
    """A line a fault; faults of one kind are one line with their number and rows."""
    kinds: dict[tuple, list[Fault]] = {}
    for fault in faults:
        kinds.setdefault(fault.kind, []).append(fault)
    told = set()
    for fault in faults:
        alike = kinds[fault.kind]
        if len(alike) < _ALIKE or fault.row is None:
            yield str(fault)
        elif fault.kind not in told:
            told.add(fault.kind)
            rows = "、".join(runs(sorted({other.row for other in alike if other.row})))
            yield f"{fault}\n    同じ種類の誤りが、これを入れて {len(alike)} 件あります({rows}行目)。"


def runs(rows: list[int]) -> Iterator[str]:
    """Row numbers as a person lists them: 2～9、12."""
    starts = [rows[0], *(b for a, b in pairwise(rows) if b != a + 1)]
    ends = [*(a for a, b in pairwise(rows) if b != a + 1), rows[-1]]
    runs = [str(a) if a == b else f"{a}～{b}" for a, b in zip(starts, ends, strict=True)]
    yield from runs[:10]
    if len(runs) > 10:
        yield "…"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """「もしかして …」 with the nearest known name, or the list of known names when none is near."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        return f"もしかして「{near[0]}」ですか。"
    return f"使える名前: {'、'.join(known)}。" if known else ""


def shown_path(path: Path, root: Path) -> str:
    """``path`` as a user of the project knows it: relative to the project, with forward slashes."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


LARGEST = 10_000_000  # bytes of a table; the largest so far has 200,000
UNREADABLE = "ファイルを読めません。フォルダーになっていないか、権限とリンク先を確かめてください。"


def unreadable(path: Path, largest: int = LARGEST) -> str:
    """Why a file cannot be read, in Japanese; "" if it can. A pipe or a device would be read for ever."""
    try:
        if not path.is_file():
            return UNREADABLE
        size = path.stat().st_size
    except OSError:
        return UNREADABLE
    return f"ファイルが大きすぎます({size:,} バイト)。前の版に戻してください。" if size > largest else ""


# pydantic's error types in the words of our users; {} takes the error's context.
_MESSAGES = {
    "missing": "必要な項目がありません。追加してください。",
    "string_type": "文字列を書いてください。",
    "string_too_short": "空欄にできません。",
    "string_pattern_mismatch": "形式が違います(正規表現 {pattern})。",
    "int_type": "整数を書いてください。",
    "int_parsing": "整数を半角で書いてください。",
    "int_from_float": "整数を書いてください。",
    "bool_type": "true か false を書いてください。",
    "dict_type": "「項目: 値」の形で書いてください。",
    "list_type": "「- 」で始まる並びで書いてください。",
    "too_short": "一つ以上書いてください。",
    "literal_error": "使える値は {expected} です。",
    "greater_than_equal": "{ge} 以上の値を書いてください。",
    "less_than_equal": "{le} 以下の値を書いてください。",
    "decimal_parsing": "数値を半角で書いてください。",
    "decimal_type": "数値を半角で書いてください。",
    "model_type": "「項目: 値」の形で書いてください。",
    "date_type": "日付を 2026-06-03 の形で書いてください。",
    "date_from_datetime_inexact": "日付を 2026-06-03 の形で、時刻なしで書いてください。",
    "float_type": "数値を半角で書いてください。",
    "float_parsing": "数値を半角で書いてください。",
    "finite_number": "数値を半角で書いてください。",
    "greater_than": "{gt} より大きい値を書いてください。",
    "less_than": "{lt} より小さい値を書いてください。",
    "string_too_long": "{max_length} 字までにしてください。",
    "too_long": "{max_length} 個までにしてください。",
    "invalid_key": "項目の名は、数や日付でなく、文字で書いてください。",
}
_UNKNOWN = "この値は使えません。data/README.md または前回の YAML の同じ項目と見比べてください。"


def cut(value: object) -> str:
    """``value`` as a message names it: one line, not too long."""
    text = " ".join(str(value).split())
    return text if len(text) <= _SHOWN_VALUE else f"{text[:_SHOWN_VALUE]}…(全 {len(text):,} 字)"


def faults_of(
    error: ValidationError,
    model: type[BaseModel],
    file: str,
    row: int | None = None,
    words: Mapping[str, str] = MappingProxyType({}),
) -> list[Fault]:
    """Every error pydantic found while reading ``file`` into ``model``, as faults in Japanese. ``words``: what may be written for a code."""
    faults = []
    for detail in error.errors():
        column = _place(detail)
        if detail["type"] == "extra_forbidden":
            known = _model_at(model, detail["loc"][:-1]).model_fields
            message = f"知らない項目です。{did_you_mean(str(detail['loc'][-1]), known)}"
        elif detail["type"] == "value_error":
            message = detail["msg"].removeprefix("Value error, ")
        else:
            message = _MESSAGES.get(_type_of(detail), _UNKNOWN).format(**_context(detail, words))
        value = detail["input"]
        if detail["type"] not in ("missing", "extra_forbidden", "invalid_key") and isinstance(value, str | int | float):
            message = f"「{cut(value)}」: {message}"
        faults.append(Fault(file, message, row=row, column=column))
    return faults


def _place(detail: dict) -> str:
    """The place of an error as a user finds it: lists count from one, and a name can be anything."""
    parts = [part for part in detail["loc"] if part != "[key]"]
    counted = parts[:-1] if detail["type"] == "invalid_key" else parts  # 1: is a name there, no place in a list
    shown = [str(part + 1) if isinstance(part, int) else cut(part) for part in counted]
    return ".".join([*shown, *(cut(part) for part in parts[len(counted) :])])


def _type_of(detail: dict) -> str:
    """pydantic's type of an error. A text that is checked before it is measured is measured as a list would be."""
    of_text = isinstance(detail["input"], str) and detail["type"] in ("too_short", "too_long")
    return f"string_{detail['type']}" if of_text else detail["type"]


def _context(detail: dict, words: Mapping[str, str]) -> dict[str, object]:
    """What pydantic says of an error, without its English: 'a', 'b' or 'c'."""
    context = dict(detail.get("ctx", {}))
    if detail["type"] == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        coded = [f"'{choice}'" if choice else "空欄" for choice in choices]
        worded = [words[choice] for choice in choices if choice in words]
        context["expected"] = "、".join(worded) + f"(または {'、'.join(coded)})" if worded else "、".join(coded)
    return context


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel]:
    """The model that validates the place ``loc`` inside ``model``."""
    for part in loc:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            candidates = (annotation, *get_args(annotation))
            model = next(c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel))
    return model
