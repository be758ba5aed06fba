"""Files of tables as cells: CSV in the encodings that offices write, and workbooks of Excel."""

import csv
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from helpers.errors import UNREADABLE, DeskError, Fault, unreadable
from helpers.intake.words import Cell, NoValue
from helpers.ledger.reading import BOOKS

TEXTS = (".csv", ".txt", ".tsv")
_OLD = "古い形式(.xls)です。Excel で開き、「名前を付けて保存」で「Excel ブック(.xlsx)」を選び、保存し直してください。"
HOUSE_SHEET, HOUSE_MARK = "はじめに", "債権管理の表"
_LARGEST = 50_000_000  # bytes of a file
_LARGEST_INSIDE = 500_000_000  # bytes of a workbook, unpacked
_MOST_ROWS = 200_000
_OLD_BOOK = bytes.fromhex("d0cf11e0a1b11ae1")  # .xls, and what Excel makes of a workbook with a password


@dataclass(frozen=True)
class Sheet:
    """One table of a file. ``rows[0]`` is row 1 of Excel; merged cells all hold what the first of them holds."""

    file: str
    name: str  # "" in a CSV, which has one
    rows: list[list[Cell]]
    hidden_rows: set[int] = field(default_factory=set)  # numbers as Excel counts
    hidden: bool = False
    filled: set[tuple[int, int]] = field(default_factory=set)  # row and place of what only merging put there
    formats: dict[tuple[int, int], str] = field(default_factory=dict)  # of numbers and dates, where it is not General

    @property
    def place(self) -> str:
        return f"{self.file}「{self.name}」" if self.name else self.file


def is_of_the_house(sheets: list[Sheet]) -> bool:
    """Whether a workbook holds the desk's own tables (``make workbook``): its sheet 「はじめに」 says so in its first cell."""
    first = next(
        (sheet.rows[0][0] for sheet in sheets if sheet.name == HOUSE_SHEET and sheet.rows and sheet.rows[0]), None
    )
    return isinstance(first, str) and first.startswith(HOUSE_MARK)


def files_of(paths: Iterable[str]) -> tuple[list[Path], list[Path]]:
    """The files to read, of files and folders, in the order of their names, and those in folders that are none.

    DeskError ``data`` for a path that is not there, a file of another kind, and the same name twice.
    """
    found: list[Path] = []
    others: list[Path] = []
    faults = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith((".", "~")))
            found += [each for each in inside if each.suffix.lower() in (*TEXTS, *BOOKS, ".xls")]
            others += [each for each in inside if each.suffix.lower() not in (*TEXTS, *BOOKS, ".xls")]
            others += sorted(each for each in path.iterdir() if each.is_dir() and not each.name.startswith("."))
        elif not path.is_file():
            faults.append(Fault(str(path), "ファイルもフォルダーもありません。名前と場所を確かめてください。"))
        else:
            found.append(path)
    names: dict[str, Path] = {}
    for path in dict.fromkeys(found):
        if path.name in names:
            faults.append(
                Fault(str(path), f"同じ名のファイルが二つあります({names[path.name]})。どちらかの名を変えてください。")
            )
        names[path.name] = path
    if not found and not faults:
        faults = [Fault("、".join(map(str, paths)), f"読めるファイル({'、'.join((*TEXTS, *BOOKS))})がありません。")]
    if faults:
        raise DeskError("data", "取り込むファイルを決められません。", faults)
    return sorted(names.values(), key=lambda path: path.name), others


def read(path: Path, file: str | None = None) -> list[Sheet]:
    """The tables of a file, called ``file`` in messages. DeskError ``data``, in one sentence, if it is none of the kinds that can be read."""
    file = file or path.name
    if why := unreadable(path, _LARGEST):
        raise _refused(file, why)
    try:
        content = path.read_bytes()
    except OSError:
        raise _refused(file, UNREADABLE) from None
    suffix = path.suffix.lower()
    if content.startswith(_OLD_BOOK):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused(file, "パスワードが掛かっています。外して保存し直してください。")
        raise _refused(file, _OLD)
    if suffix == ".xls":
        raise _refused(file, _OLD)
    if suffix in BOOKS:
        return _book(content, file)
    if suffix in TEXTS:
        return [Sheet(file, "", _records(decoded(content, file), file))]
    raise _refused(file, f"読めない種類のファイルです。{'、'.join((*TEXTS, *BOOKS))} にしてください。")


def _refused(file: str, why: str) -> DeskError:
    return DeskError("data", "ファイルを読めませんでした。", [Fault(file, why)])


def decoded(content: bytes, file: str) -> str:
    """The text of a CSV, in UTF-8 or in the Shift_JIS of Windows. DeskError ``data`` if it is neither."""
    # UTF-16 is Excel's 「Unicode テキスト」.
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise _refused(file, "CSV ではなく、別の種類のファイルです。元のシステムから、書き出し直してください。")
        return text
    raise _refused(file, "文字コードが UTF-8 でも Shift_JIS でもありません。CSV UTF-8 で保存し直してください。")


def _records(text: str, file: str) -> list[list[Cell]]:
    """The rows of a CSV, blank ones too, so that their numbers are those of Excel."""
    first = text[:5000]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    rows: list[list[Cell]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([cell.strip() or None for cell in record])
    except csv.Error:
        fault = Fault(file, 'CSV として読めません。引用符 " が閉じているかを確かめてください。', len(rows) + 1)
        raise DeskError("data", "ファイルを読めませんでした。", [fault]) from None
    if len(rows) > _MOST_ROWS:
        raise _refused(file, f"行が多すぎます({len(rows):,} 行)。{_MOST_ROWS:,} 行までにしてください。")
    return rows


def _book(content: bytes, file: str) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError):
        why = "Excel のブックではないか、壊れています。Excel で開けるかを確かめ、保存し直してください。"
        raise _refused(file, why) from None
    if size > _LARGEST_INSIDE:
        raise _refused(file, "大きすぎます。要る表だけのブックにしてください。")
    formulas = _loaded(content, file, values=False)
    values = formulas
    if any(cell.data_type == "f" for sheet in formulas.worksheets for row in sheet.iter_rows() for cell in row):
        values = _loaded(content, file, values=True)
    return [_sheet(file, f, v) for f, v in zip(formulas.worksheets, values.worksheets, strict=True)]


def _loaded(content: bytes, file: str, values: bool) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that openpyxl would not keep: nothing is written back
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=values)
    except Exception:  # noqa: BLE001 (a broken workbook can raise anything, from every layer of the reader)
        why = "Excel のブックとして読めません。Excel で開けるかを確かめ、保存し直してください。"
        raise _refused(file, why) from None
    for sheet in book.worksheets:
        if sheet.max_row > _MOST_ROWS:
            raise _refused(
                f"{file}「{sheet.title}」", f"行が多すぎます({sheet.max_row:,} 行)。下の空の行を削除してください。"
            )
    return book


def _sheet(file: str, formulas: Worksheet, values: Worksheet) -> Sheet:
    rows = [list(_cells(*pair)) for pair in zip(formulas.iter_rows(), values.iter_rows(), strict=True)]
    filled = set()
    for area in formulas.merged_cells.ranges:
        first = rows[area.min_row - 1][area.min_col - 1]
        for number, place in itertools.product(
            range(area.min_row, area.max_row + 1), range(area.min_col - 1, area.max_col)
        ):
            rows[number - 1][place] = first
            filled.add((number, place))
        filled.discard((area.min_row, area.min_col - 1))
    hidden = {number for number, look in formulas.row_dimensions.items() if look.hidden and number <= len(rows)}
    formats = {
        (cell.row, cell.column - 1): cell.number_format
        for row in values.iter_rows()
        for cell in row
        if cell.value is not None and not isinstance(cell.value, str) and cell.number_format != "General"
    }
    return Sheet(file, formulas.title, rows, hidden, formulas.sheet_state != "visible", filled, formats)


def _cells(formulas: tuple, values: tuple) -> Iterator[Cell]:
    for formula, cell in zip(formulas, values, strict=True):
        value = cell.value
        if formula.data_type == "f" and value is None:
            yield NoValue(formula.value)
        elif isinstance(value, str):
            yield value.strip() or None
        else:
            yield value
