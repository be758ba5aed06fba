"""Begin a city: its settings, its first meeting and its tables, with nothing in them yet."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from helpers import params, wareki
from helpers.cells import flaw
from helpers.console import say
from helpers.errors import DeskError, Fault, cut, shown_path
from helpers.intake import accounts, place
from helpers.ledger.rows import TABLES
from helpers.params import desk
from helpers.press.place import writing
from helpers.services import templates
from helpers.services.report import copy_of_inputs
from helpers.terms import CLASSES

_TABLES = ("claims", "figures")  # those that no city can do without
_RESERVED = ("audit",)  # build/audit/ holds the documents that were audited alone
_SETTLED_BY = (
    8  # the month in which the accounts of a fiscal year are settled (地方自治法 233 条: 出納閉鎖後三箇月以内)
)


def run(city: str, name: str, meeting: str) -> None:
    """Write the files of a new ``city`` called ``name`` with a meeting on the day ``meeting`` (ISO); all of them or none.

    DeskError ``usage`` for a word that cannot be one of these, and for what is there already, which it names; then nothing was changed.
    """
    _refuse_words(city, name, meeting)
    files = _files(city, name, meeting)
    _refuse_present(city, files)
    _prove(city, meeting, files)
    with writing(desk() / "params" / city):
        place.replace_all(files)
    for path in files:
        say(f"作りました: {shown_path(path, desk())}")
    say(f"次は、会計システムの書き出しを取り込みます: make import CITY={city} FILES=書き出したファイルかフォルダー")


def _refuse_words(city: str, name: str, meeting: str) -> None:
    faults = []
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", city) or city in _RESERVED:
        message = f"「{cut(city)}」は使えません。市の名を、英小文字で始まる英小文字・数字・_ だけで書いてください(40 字まで。audit は使えません)。"
        faults.append(Fault("CITY", message))
    if not re.fullmatch(r"[^\W\d_][\w（）・]{0,39}", name) or flaw(name):
        message = f"「{cut(name)}」は使えません。狛江市 のように、空白や記号のない名を 40 字までで書いてください。"
        faults.append(Fault("NAME", message))
    if not params.is_date(meeting) or not 1928 <= int(meeting[:4]) <= 2200:
        message = f"「{cut(meeting)}」は使えません。会議の日付を、暦にある日の 2026-06-03 の形で書いてください。"
        faults.append(Fault("MEETING", message))
    if faults:
        raise DeskError("usage", "新しい市を作れません。何も書いていません。", faults)


def _refuse_present(city: str, files: dict[Path, bytes]) -> None:
    """What a killed run left is finished; anything else in the folders of the city is somebody's."""
    root = desk()
    folders = [root / "params" / city, root / "data" / city]
    found = [path for folder in folders for path in sorted(folder.glob("*")) if not path.name.startswith(".")]
    whole = all(path.exists() for path in files)
    if others := [path for path in found if whole or path not in files or path.read_bytes() != files[path]]:
        faults = [Fault(shown_path(path, root), "もうあります。") for path in others]
        message = f"{city} は、もう始められています。何も書いていません。別の市なら、別の CITY にしてください。"
        raise DeskError("usage", message, faults)


def _files(city: str, name: str, meeting: str) -> dict[Path, bytes]:
    """The new files, with city.yaml, which makes a city of them, last."""
    root, own = desk() / "params" / city, desk() / "data" / city
    tables = {
        own / f"{table}.csv": ",".join(
            name for name in TABLES[table].model_fields if name not in TABLES[table].may_lack
        )
        + "\n"
        for table in _TABLES
    }
    day = dt.date.fromisoformat(meeting)
    settled = settled_year(day)
    texts = {
        **tables,
        root / "accounts.csv": ",".join(accounts.COLUMNS) + "\n",
        root / f"{meeting}.yaml": templates.MEETING.format(
            city=city,
            name=name,
            day=wareki.date(day),
            fiscal_year=wareki.fiscal_year_of(day),
            settled_year=settled,
            settled=wareki.fiscal_year(settled),
            sections="\n".join(f"  - notebook: {n}\n    title: {title}" for n, title in _sections()),
            more="\n".join(
                f"#   - notebook: {n}\n#     title: {title}" for n, title in templates.MORE_SECTIONS.items()
            ),
        ),
        root / "city.yaml": templates.CITY.format(
            city=city, name=name, classes="\n".join(f"  {code}: {word}" for code, word in CLASSES.items())
        ),
    }
    return {path: text.encode("utf-8-sig" if path.suffix == ".csv" else "utf-8") for path, text in texts.items()}


def _sections() -> Iterator[tuple[str, str]]:
    """What a city can show as soon as its accounts are there; where it is the desk's first, there is none to compare it with."""
    is_first = not params.cities()
    return (
        (notebook, title) for notebook, title in templates.SECTIONS.items() if notebook != "comparison" or not is_first
    )


def settled_year(day: dt.date) -> int:
    """The newest fiscal year whose accounts are settled on ``day``."""
    year = wareki.fiscal_year_of(day)
    return year - 2 if 4 <= day.month <= _SETTLED_BY else year - 1


def _prove(city: str, meeting: str, files: dict[Path, bytes]) -> None:
    """Read the new parameters on a copy of the desk, as every command will."""
    with copy_of_inputs() as inputs:
        for path, content in files.items():
            target = inputs / path.relative_to(desk())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        params.load_city(city, inputs)
        params.load_meeting(city, meeting, inputs)
