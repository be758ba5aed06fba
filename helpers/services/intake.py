"""Take in the accounting system's export: say what it would change, and with ``apply`` change it, all or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, shown_path
from helpers.intake import doubts_book, place, telling
from helpers.intake.own import change as own_change
from helpers.intake.plan import Plan, plan
from helpers.intake.rehearsal import rehearse
from helpers.intake.sheets import Sheet, files_of, is_of_the_house, read
from helpers.ledger import unread
from helpers.params import desk
from helpers.press.place import writing
from helpers.services import doubts
from helpers.services.report import copy_of_inputs


def run(city: str, files: list[str], apply: bool) -> int:
    """Read exports (files and folders), say what they make of the city's tables; write it only where ``apply``.

    Returns 0. DeskError names everything that cannot be read or is contradictory; then nothing was changed.
    """
    params.check_city(city)
    if not files or not all(file.strip() for file in files):
        raise DeskError("usage", "取り込むファイルかフォルダーを指定してください(例: make import CITY=… FILES=…)。")
    paths, others = files_of(files)
    books = [read(path) for path in paths]
    if any(is_of_the_house(sheets) for sheets in books):
        return _own_tables(city, books, apply)
    if any(doubts_book.is_one(sheets) for sheets in books):
        with alone(city):
            for sheets in books:
                doubts.take_in(city, sheets, apply)
        return 0
    for path in others:
        is_folder = path.is_dir()
        why = "フォルダーの中のフォルダーなので" if is_folder else "読めない種類のファイルなので"
        say(f"注意: {path.name}{'/' * is_folder}: {why}、読みませんでした。")
    for line in unread(city, desk()):
        say(f"注意: {line}")
    with alone(city):
        _export(plan(city, desk(), books), apply)
    return 0


def _own_tables(city: str, books: list[list[Sheet]], apply: bool) -> int:
    """Take in the desk's own tables from one workbook: say what would change, and with ``apply`` change it."""
    if len(books) > 1:
        names = "、".join(sheets[0].file for sheets in books)
        raise DeskError(
            "data", f"この課の表のブックは、一つだけで取り込みます({names})。FILES にそのファイルを書いてください。"
        )
    with alone(city):
        made = own_change.plan(city, desk(), books[0])
        for line in made.told():
            say(line)
        if made.is_begun:
            try:
                rehearsed(city, made.files)
            except DeskError as error:
                raise made.of_files(error) from None
        else:
            made.cross_checked()
            say("注意: 債権か数値の行がまだないので、資料は作れません。")
        listed = desk() / "build" / city / "import.csv"
        with writing(desk() / "data" / city):
            place.replace_all({**(made.files if apply else {}), listed: made.listed()})
        say_written(made.files, apply, f"。全ての変更: build/{city}/import.csv")
    return 0


def say_written(files: dict[Path, bytes], written: bool, where: str = "") -> None:
    """Say what became, or would become, of the files of the desk."""
    if not files:
        say("変わるものはありません。")
    elif written:
        say(f"書き込みました: {'、'.join(shown_path(path, desk()) for path in files)}")
    else:
        say(f"まだ何も書いていません{where}。書き込むには APPLY=1 を付けてください。")


def _export(made: Plan, apply: bool) -> None:
    """Say what is planned, try it on a copy of the desk, and do it where ``apply``."""
    for line in telling.told(made):
        say(line)
    files = made.files
    if made.has_figures:
        rehearsed(made.city, files)
    is_new = any(not path.exists() or path.read_bytes() != content for path, content in files.items())
    written = apply and made.has_figures
    with writing(made.root / "data" / made.city):
        place.replace_all({**(files if written else {}), **made.beside(written)})
    for line in telling.still_open(made, written):
        say(line)
    if written and is_new:
        say(f"書き込みました: {'、'.join(shown_path(path, made.root) for path in files)}")
    elif not made.has_figures:
        say("債権に当たる科目がまだないので、書くものはありません。")
    elif not is_new:
        say("変わるものはありません。")
    else:
        say(
            f"まだ何も書いていません。全ての変更: build/{made.city}/import.csv。書き込むには APPLY=1 を付けてください。"
        )


def rehearsed(city: str, files: dict[Path, bytes]) -> None:
    """Try the desk as it would be. DeskError if a build could not open it; doubts are said."""
    with copy_of_inputs() as inputs:
        for path, content in files.items():
            (inputs / path.relative_to(desk())).write_bytes(content)
        doubtful = rehearse(city, inputs)
    if doubtful:
        for line in telling.doubts(doubtful, city):
            say(line)


@contextmanager
def alone(city: str) -> Iterator[None]:
    """Nobody else takes anything in for ``city`` meanwhile. DeskError ``busy`` if somebody does."""
    folder = desk() / "build" / city
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".import.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise DeskError("busy", "いま別の取り込みが動いています。終わってから、もう一度実行してください。") from None
    try:
        yield
    finally:
        lock.release()
