"""One form that came back: what its section wrote, and what is to be mended in it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from helpers import wareki
from helpers.errors import Fault, cut
from helpers.forms import form, mark
from helpers.forms.answers import Slot, slots
from helpers.forms.contents import Contents
from helpers.intake import sheets, words
from helpers.intake.headings import letters
from helpers.intake.sheets import Sheet
from helpers.notation import MONEY
from helpers.packet import Packet
from helpers.printed import stands_for
from helpers.rates import RATE_DEFINITIONS
from helpers.terms import CODE_WORDS, RATE

SOURCE = "様式 "  # how the source of a row begins that an answer made
UNITS = {"amount": "円", "rate": "%"}
_MOST_CHANGED = 20  # cells: beyond, rows or columns were put in or taken out
_LEAST, _MOST = Decimal(500), Decimal(2000)  # how far apart 円 and 千円 of one figure are, with a year's change


@dataclass(frozen=True)
class File:
    """A file that came back: its cells, and the workbook with formulas and properties."""

    path: Path
    sheets: list[Sheet]
    book: openpyxl.Workbook

    @classmethod
    def open(cls, path: Path) -> "File | None":
        """The workbook in a file; None if it is a table of another kind. DeskError ``data`` if it cannot be read."""
        held = sheets.read(path)
        return cls(path, held, openpyxl.load_workbook(path)) if path.suffix.lower() in sheets.BOOKS else None


@dataclass
class Returned:
    """``answers`` has the text or the number of every cell that was filled in and can be read."""

    path: Path
    contents: Contents
    answers: dict[Slot, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def fault(self, slot: Slot, message: str) -> None:
        self.faults.append(Fault(self.path.name, message, slot.row + 1, f"{letters(slot.column)}列 {slot.title}"))

    @property
    def blank(self) -> bool:
        """Whether its section filled in no figure at all."""
        return not any(slot.kind != "text" for slot in self.answers)


def read(file: File, contents: Contents, packet: Packet) -> Returned:
    """The answers of a form whose mark is that of ``contents``, and everything that is wrong with them."""
    found = Returned(file.path, contents)
    held = {sheet.name: sheet for sheet in file.sheets}
    if form.SHEET not in held:
        found.faults.append(
            Fault(file.path.name, f"「{form.SHEET}」のシートがありません。シートの名を元に戻してください。")
        )
        return found
    _compare(found, file.book[form.SHEET], mark.read(file.book), packet)
    for slot in slots(RATE_DEFINITIONS[packet.city.rate_definition]):
        _take(found, slot, held[form.SHEET])
    for slot, message in (*_thousandfold(found, packet), *_altered(found, packet)):
        found.fault(slot, message)
    return found


def _compare(found: Returned, own: Worksheet, known: mark.Mark | None, packet: Packet) -> None:
    """What nobody is to fill in must be as it was sent."""
    target = io.BytesIO()
    form.write(found.contents, target, packet.city.minus, RATE_DEFINITIONS[packet.city.rate_definition], packet.date)
    sent = openpyxl.load_workbook(target)[form.SHEET]
    is_same = known is not None and known.state == mark.of(found.contents, packet.date).state
    if not is_same:
        found.told.append("様式を作った後にデータが変わったので、記入済みの数値は照合していません。")
    changed = [
        (cell, message)
        for row in sent.iter_rows()
        for cell in row
        if cell.protection.locked and not isinstance(cell, MergedCell) and (is_same or cell.data_type == "f")
        if (message := _difference(cell.value, own.cell(cell.row, cell.column).value, cell.data_type == "f"))
    ]
    if len(changed) > _MOST_CHANGED:
        message = "様式の形が変わっています(行や列の挿入・削除など)。お送りした様式に入れ直してください。"
        found.faults.append(Fault(found.path.name, message))
        return
    for cell, message in changed:
        found.faults.append(Fault(found.path.name, message, cell.row, f"{cell.column_letter}列"))


def _difference(sent: object, now: object, is_formula: bool) -> str:
    """What became of a cell that is not to be filled in; "" if it is as it was."""
    if is_formula:
        same = isinstance(now, str) and "".join(now.split()).upper() == "".join(str(sent).split()).upper()
        return "" if same else f"計算式が「{cut(now or '')}」に変わっています。元の式に戻してください。"
    if isinstance(sent, int | float):
        same = isinstance(now, int | float) and float(now) == float(sent)
        return (
            ""
            if same
            else f"記入済みの数値 {sent:,} が「{cut('' if now is None else now)}」に変わっています。元に戻してください。"
        )
    if "".join(str(sent or "").split()) == "".join(str(now or "").split()):
        return ""
    return f"「{cut(sent or '')}」が「{cut(now or '')}」に変わっています。元に戻してください。"


def _take(found: Returned, slot: Slot, sheet: Sheet) -> None:
    """Read one cell that was filled in."""
    cells = sheet.rows[slot.row] if slot.row < len(sheet.rows) else []
    value = cells[slot.column] if slot.column < len(cells) else None
    if value is None:
        return
    try:
        found.answers[slot] = words.whole(value) if slot.kind == "text" else _number(value, slot, sheet)
    except ValueError as error:
        found.fault(slot, f"「{words.shown(value)}」: {error}")


def _number(value: words.Cell, slot: Slot, sheet: Sheet) -> str:
    """A number that the cell may hold. ValueError, in Japanese, if it is none."""
    unit = UNITS.get(slot.kind, slot.title[-2:-1])
    text = words.number(value, sheet.formats.get((slot.row + 1, slot.column), "General").replace("%", ""), unit)
    if not text:
        raise ValueError("数値だけを入力してください。値がなければ空欄にしてください。")
    number = Decimal(text)
    if number < 0 or (slot.kind == "rate" and number > 100):
        raise ValueError(
            "0 から 100 までの率を入力してください。" if slot.kind == "rate" else "0 以上の整数を入力してください。"
        )
    if slot.kind != "rate" and number != number.to_integral_value():
        raise ValueError("0 以上の整数を入力してください。")
    return text


def _thousandfold(found: Returned, packet: Packet) -> Iterator[tuple[Slot, str]]:
    """Amounts that are a thousand times less than what is known of the same thing: written in 千円. One that the city has too is right."""
    for slot, text in found.answers.items():
        amount = Decimal(text) if slot.kind == "amount" and not _agrees(found, slot, packet) else Decimal(0)
        for what, other in _beside(found, slot) if amount else ():
            if _LEAST <= other / amount <= _MOST:
                yield slot, f"{amount:,f} は、{what} {other:,f}円の千分の一ほどです。千円でなく、円で入力してください。"
                break


def _beside(found: Returned, slot: Slot) -> Iterator[tuple[str, Decimal]]:
    """Amounts of the same measure and part in other years of the form, and the one that was filled in before it was sent."""
    for other, text in found.answers.items():
        if other.kind == "amount" and (other.what, other.segment) == (slot.what, slot.segment) and other != slot:
            yield "同じ項目の別の年度の", Decimal(text)
    known = getattr(found.contents, slot.what, None) if slot.what != RATE else None
    amount = known.get(slot.segment) if isinstance(known, dict) else None
    if amount is not None:
        yield "記入済みの参考の", amount * MONEY[found.contents.unit]


def _altered(found: Returned, packet: Packet) -> Iterator[tuple[Slot, str]]:
    """Figures that are not those that the city has already."""
    for slot, text in found.answers.items():
        if _agrees(found, slot, packet) is False:
            known, unit = _known(found, slot, packet), _unit(slot, packet)
            year = wareki.fiscal_year(found.contents.fiscal_year - slot.back)
            typed, what = f"{Decimal(text):,f}{UNITS[slot.kind]}", CODE_WORDS[slot.figure_kind][0]
            has = f"{year}の{what}は市の表では {known:,f}{unit} ですが、{typed} と入力されています。"
            yield slot, f"{has}どちらが正しいかを確かめてください。"


def _agrees(found: Returned, slot: Slot, packet: Packet) -> bool | None:
    """Whether a figure is that which the city has, as exactly as it has it; None if it has none."""
    known = _known(found, slot, packet)
    if known is None:
        return None
    typed = stands_for(Decimal(found.answers[slot]), UNITS[slot.kind])
    return stands_for(known, _unit(slot, packet)).touches(typed)


def _unit(slot: Slot, packet: Packet) -> str:
    return packet.city.units.table if slot.kind == "amount" else UNITS[slot.kind]


def _known(found: Returned, slot: Slot, packet: Packet) -> Decimal | None:
    """The figure that the city has, from elsewhere than a form, of what a cell asks for."""
    if slot.kind not in UNITS:
        return None
    rows = packet.ledger.figures(
        fiscal_year=found.contents.fiscal_year - slot.back, as_of="", claim=found.contents.claim, segment=slot.segment,
        measure=slot.what, item="", group="", kind=slot.figure_kind,
    )  # fmt: skip
    rows = rows[~rows["source"].str.startswith(SOURCE)]
    return rows["value"].iloc[0] if len(rows) else None
