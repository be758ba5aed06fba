"""Take in the forms that came back: say who has answered and what is to be mended; with ``apply`` write the answers, all or nothing."""

import csv
import io
from pathlib import Path

from xlsxwriter.workbook import Workbook

from helpers.console import say
from helpers.errors import DeskError, shown_path
from helpers.forms import collect
from helpers.forms.collect import Collected
from helpers.intake import looks, own, place
from helpers.intake.own import change as own_change
from helpers.params import desk
from helpers.press.place import writing
from helpers.services.intake import alone, rehearsed, say_written
from helpers.services.report import open_packet

_COLUMNS = ("債権NO.", "債権名", "局", "課", "状態", "ファイル", "伝えること")


def run(city: str, meeting: str, folder: str, apply: bool) -> None:
    """Read the forms in ``folder``. DeskError ``usage`` if there is none; whatever is wrong with a form is told and leaves it out."""
    if not Path(folder).is_dir():
        raise DeskError(
            "usage",
            f"「{folder}」というフォルダーはありません。返送された様式を入れたフォルダーを FROM に書いてください。",
        )
    packet = open_packet(city, meeting)
    with alone(city):
        found = collect.collect(packet, Path(folder))
        _tell(found)
        tables = own.load(city, desk())
        made = collect.tables(found, tables)
        for line in found.told:
            say(f"注意: {line}")
        changes = [
            change for name, rows in made.items() for change in own_change.compared(tables[name], list(enumerate(rows)))
        ]
        for line in own_change.counted(tables, changes):
            say(line)
        texts = {tables[name].path: tables[name].with_rows(rows) for name, rows in made.items()}
        files = {path: text for path, text in texts.items() if text is not None and text != _old(path)}
        rehearsed(city, files)
        beside = _beside(found, desk() / "build" / city)
        with writing(desk() / "data" / city):
            place.replace_all({**(files if apply else {}), **beside})
        for path in beside:
            say(f"  {shown_path(path, desk())}")
        say_written(files, apply)


def _old(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _tell(found: Collected) -> None:
    states = [found.state(form)[0] for form in found.made]
    say(f"様式 {len(states)} 件: " + "、".join(f"{state} {states.count(state)} 件" for state in dict.fromkeys(states)))
    for form in found.made:
        state, what = found.state(form)
        if state not in ("回答あり", "未提出"):
            say(f"  {state}: {form.number} {form.name}")
            for line in what:
                say(f"    - {line}")
    for path, why in found.others:
        say(f"注意: {path.name}: {why}")
    for one in found.good:
        for line in one.told:
            say(f"注意: {one.path.name}: {line}")


def _beside(found: Collected, folder: Path) -> dict[Path, bytes]:
    """Who has answered, as CSV and as a workbook with all answers; and a text for each section to mail."""
    names = {one.contents.claim: one.path.name for one in (*found.good, *found.faulty)}
    rows = [
        [form.number, form.name, form.bureau, form.section, state, names.get(form.claim, ""), "\n".join(what)]
        for form in found.made
        for state, what in [found.state(form)]
    ]
    answers = [
        [one.contents.number, one.contents.name, slot.title, one.contents.fiscal_year - slot.back, slot.segment, text]
        for one in found.good
        for slot, text in one.answers.items()
    ]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([_COLUMNS, *rows])

    def fill(book: Workbook) -> None:
        for title, table in (
            ("提出状況", [_COLUMNS, *rows]),
            ("回答", [("債権NO.", "債権名", "項目", "年度", "区分", "回答"), *answers]),
        ):
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(table):
                sheet.write_row(number, 0, cells)
            sheet.set_column(0, 5, 18)
            sheet.freeze_panes(1, 0)

    letters = "\n――――――――――\n\n".join(collect.letters_to_sections(found).values())
    return {
        folder / "collect.csv": stream.getvalue().encode("utf-8-sig"),
        folder / "collect.xlsx": looks.made(fill),
        folder / "collect.txt": letters.encode("utf-8-sig"),
    }
