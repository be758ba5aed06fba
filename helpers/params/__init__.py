"""What differs between cities and meetings: typed, closed parameters read from ``params/``.

``folders`` knows where the desk is and which cities and meetings it has, ``models`` what their files may hold; here they
are read.
"""

from collections import defaultdict
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML, YAMLError

from helpers import wareki
from helpers.errors import UNREADABLE, DeskError, Fault, cut, did_you_mean, faults_of, shown_path, unreadable
from helpers.params.folders import ROOT, check_city, choose_meeting, cities, desk, is_date, meetings, notebooks, strays
from helpers.params.models import (
    Acknowledged,
    City,
    Closed,
    CommitteeOnly,
    Forms,
    Meeting,
    Money,
    Section,
    Text,
    Thresholds,
)

__all__ = [
    "ROOT",
    "Acknowledged",
    "City",
    "CommitteeOnly",
    "Forms",
    "Meeting",
    "Money",
    "Section",
    "Text",
    "Thresholds",
    "check_city",
    "choose_meeting",
    "cities",
    "desk",
    "is_date",
    "load_city",
    "load_meeting",
    "meetings",
    "notebooks",
    "strays",
]


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

    if loaded.as_of and loaded.fiscal_year not in wareki.open_years(loaded.as_of):
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


def _load(model: type[Closed], path: Path, root: Path):
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
