"""Doubts out to a workbook, and reasons back into ``city.yaml``."""

from collections.abc import Iterator
from pathlib import Path

from helpers import checks, ledger, params
from helpers.console import say
from helpers.errors import DeskError, Fault, shown_path
from helpers.intake import acknowledged, doubts_book, place
from helpers.intake.sheets import Sheet, read
from helpers.ledger.doubts import Doubt
from helpers.ledger.units import in_unit
from helpers.params import City, desk
from helpers.press.place import writing
from helpers.services.report import copy_of_inputs


def write(city: str, file: str) -> None:
    """Every doubt of ``city`` with its answer, as the workbook ``file``. DeskError ``usage`` for another kind of file, ``data`` for one with
    reasons that were not taken in yet.
    """
    settings, found = _found(city)
    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise DeskError("usage", f"OUT に「{file}」は使えません。.xlsx で終わる名にしてください。")
    if path.exists():
        sheets = read(path)
        if not doubts_book.is_one(sheets) or _is_waiting(sheets, found, settings):
            message = "別のファイルか、まだ取り込んでいない理由があります。IN= で取り込むか、別の名にしてください。"
            raise DeskError("data", "ブックを書けませんでした。", [Fault(path.name, message)])
    asked = [doubts_book.Asked(doubt, *checks.answers_to(doubt, settings.acknowledged)) for doubt in found]
    with writing(path):
        place.replace_all({path: doubts_book.content(city, asked)})
    still = sum(not (each.reason or each.of_kind) for each in asked)
    say(f"疑問 {len(found)} 件(理由のないもの {still} 件): {file}")


def _is_waiting(sheets: list[Sheet], found: list[Doubt], settings: City) -> bool:
    """Whether a workbook of doubts says what city.yaml does not say yet."""
    made = doubts_book.changes(doubts_book.read(sheets), found, settings.acknowledged)
    return bool(made.new or made.out)


def take_in(city: str, sheets: list[Sheet], apply: bool = True) -> None:
    """Make ``acknowledged`` of ``city.yaml`` what the reasons of a workbook say; all of them or, where one is refused, none."""
    if not doubts_book.is_one(sheets):
        message = f"make check CITY={city} OUT=… で作った疑問のブックではありません。"
        raise DeskError("data", "理由を読めませんでした。", [Fault(sheets[0].file, message)])
    settings, found = _found(city)
    made = doubts_book.changes(doubts_book.read(sheets), found, settings.acknowledged)
    for reason in made.gone:
        say(f"注意: {reason.place} {reason.row}行目: 「{reason.doubt}」に当たる数値はもうないので、読みませんでした。")
    path = desk() / "params" / city / "city.yaml"
    if not (made.new or made.out):
        say("新しい理由はありません。")
        return
    for line in _told(made):
        say(f"  {line}")
    content = _checked(city, path, settings, made)
    if apply:
        with writing(path):
            place.replace_all({path: content})
    what = "直しました" if apply else "直します(まだ何も書いていません。書き込むには APPLY=1 を付けてください)"
    say(f"{shown_path(path, desk())} の理由を{what}")


def _told(made: doubts_book.Changes) -> Iterator[str]:
    """Every answer that comes, changes or goes, in a line."""
    old = {entry.doubt: entry.reason for entry in made.out}
    for entry in made.new:
        what, before = ("変更", f"{old[entry.doubt]} → ") if entry.doubt in old else ("追加", "")
        yield f"{what} {entry.doubt}: {before}{entry.reason}"
    new = {entry.doubt for entry in made.new}
    for entry in made.out:
        if entry.doubt not in new:
            yield f"削除 {entry.doubt}: {entry.reason}"


def _found(city: str) -> tuple[City, list[Doubt]]:
    settings = params.load_city(city)
    facts = in_unit(ledger.load(city), settings.units.table)
    return settings, checks.doubts_of(facts, settings)


def _checked(city: str, path: Path, settings: City, made: doubts_book.Changes) -> bytes:
    """The new city.yaml, once a copy of the desk has shown that it says what it should: the answers that stay and the new ones."""
    known = settings.acknowledged
    old = path.read_bytes()
    places = [number for number, entry in enumerate(known) if entry in made.out]
    text = acknowledged.edited(old.decode("utf-8-sig"), made.new, places)
    content = text.encode("utf-8-sig" if old.startswith(b"\xef\xbb\xbf") else "utf-8")
    with copy_of_inputs() as inputs:
        (inputs / path.relative_to(desk())).write_bytes(content)
        after = params.load_city(city, inputs)
    stays = [entry for entry in known if entry not in made.out]
    if after != settings.model_copy(update={"acknowledged": [*stays, *made.new]}):
        message = (
            "acknowledged の書き方が変わっているので、直せません。「- doubt:」と「reason:」の並びに直してください。"
        )
        raise DeskError(
            "params", "理由を書けませんでした。何も変えていません。", [Fault(shown_path(path, desk()), message)]
        )
    return content
