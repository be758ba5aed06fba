"""Doubts out to a workbook, and reasons back into ``city.yaml``."""

from pathlib import Path

from helpers import checks, ledger, params
from helpers.console import say
from helpers.errors import DeskError, Fault, shown_path
from helpers.intake import doubts_book, place
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
        if (
            not doubts_book.is_one(sheets)
            or doubts_book.entries(doubts_book.read(sheets), found, settings.acknowledged)[0]
        ):
            message = "別のファイルか、まだ取り込んでいない理由があります。IN= で取り込むか、別の名にしてください。"
            raise DeskError("data", "ブックを書けませんでした。", [Fault(path.name, message)])
    answered = [(doubt, checks.answer_to(doubt, settings.acknowledged)) for doubt in found]
    with writing(path):
        place.replace_all({path: doubts_book.content(city, answered)})
    still = sum(not answer for _, answer in answered)
    say(f"疑問 {len(found)} 件(理由のないもの {still} 件): {file}")


def take_in(city: str, sheets: list[Sheet], apply: bool = True) -> None:
    """Put the reasons of a workbook into ``acknowledged`` of ``city.yaml``; all of them, or, where one is refused, none."""
    if not doubts_book.is_one(sheets):
        message = f"make check CITY={city} OUT=… で作った疑問のブックではありません。"
        raise DeskError("data", "理由を読めませんでした。", [Fault(sheets[0].file, message)])
    settings, found = _found(city)
    new, gone = doubts_book.entries(doubts_book.read(sheets), found, settings.acknowledged)
    for reason in gone:
        say(f"注意: {reason.place} {reason.row}行目: 「{reason.doubt}」に当たる数値はもうないので、読みませんでした。")
    path = desk() / "params" / city / "city.yaml"
    if not new:
        say("新しい理由はありません。")
        return
    for entry in new:
        say(f"  {entry.doubt}: {entry.reason}")
    content = _checked(city, path, settings, new)
    if apply:
        with writing(path):
            place.replace_all({path: content})
    what = "加えました" if apply else "加えます(まだ何も書いていません。書き込むには APPLY=1 を付けてください)"
    say(f"理由 {len(new)} 件を {shown_path(path, desk())} に{what}")


def _found(city: str) -> tuple[City, list[Doubt]]:
    settings = params.load_city(city)
    facts = in_unit(ledger.load(city), settings.units.table)
    return settings, checks.doubts_of(facts, settings)


def _checked(city: str, path: Path, settings: City, new: list[params.Acknowledged]) -> bytes:
    """The new city.yaml, once a copy of the desk has shown that it says what it should: the old answers and the new ones."""
    old = path.read_bytes()
    text = doubts_book.with_entries(old.decode("utf-8-sig"), new)
    content = text.encode("utf-8-sig" if old.startswith(b"\xef\xbb\xbf") else "utf-8")
    with copy_of_inputs() as inputs:
        (inputs / path.relative_to(desk())).write_bytes(content)
        after = params.load_city(city, inputs)
    if after != settings.model_copy(update={"acknowledged": [*settings.acknowledged, *new]}):
        message = (
            "acknowledged の書き方が変わっているので、加えられません。「- doubt:」と「reason:」の並びに直してください。"
        )
        raise DeskError(
            "params", "理由を加えられませんでした。何も変えていません。", [Fault(shown_path(path, desk()), message)]
        )
    return content
