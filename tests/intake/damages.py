"""What can happen to an export between the system that writes it and us: each changes a good one, and is read right or refused."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart
from openpyxl.workbook.protection import WorkbookProtection

from tests import town
from tests.exports import AMOUNTS, Rows, book, rows, text

YEAR = 2024
_NAME, _ASSESSED, _COLLECTED = 12, 14, 15
PARAMS, DATA = Path("params") / town.CITY, Path("data") / town.CITY


@dataclass(frozen=True)
class Damage:
    """``make`` puts the damaged export into a folder, and may change the desk; ``said`` is what the refusal names, "" if it is read right."""

    what: str
    make: Callable[[Path, Path], object]
    said: str = ""


def _csv(change: Callable[[Rows], Rows], encoding: str = "utf-8", **how) -> Callable[[Path, Path], object]:
    def make(folder: Path, desk: Path) -> None:
        (folder / "a.csv").write_bytes(text(change(rows(YEAR)), **how).encode(encoding))

    return make


def _xlsx(change: Callable[[Rows], Rows], name: str = "a.xlsx") -> Callable[[Path, Path], object]:
    return lambda folder, desk: book(folder / name, ("歳入", change(_numbers(rows(YEAR)))))


def _opened(edit: Callable[[openpyxl.Workbook], object], change: Callable[[Rows], Rows] = lambda table: table):
    """A workbook that somebody went on editing."""

    def make(folder: Path, desk: Path) -> None:
        path = book(folder / "a.xlsx", ("歳入", change(_numbers(rows(YEAR)))))
        opened = openpyxl.load_workbook(path)
        edit(opened)
        opened.save(path)

    return make


def _bytes(content: Callable[[bytes], bytes], name: str = "a.csv") -> Callable[[Path, Path], object]:
    return lambda folder, desk: (folder / name).write_bytes(content(text(rows(YEAR)).encode("utf-8")))


def _same(table: Rows) -> Rows:
    return table


def _numbers(table: Rows) -> Rows:
    """As Excel has it: codes are numbers too."""
    codes = (0, 1, 4, *range(6, 12))
    return [table[0], *([int(cell) if place in codes else cell for place, cell in enumerate(row)] for row in table[1:])]


def _amounts(how: Callable[[int], object]) -> Callable[[Rows], Rows]:
    """Every amount written another way."""
    return lambda table: [
        table[0],
        *([how(cell) if place in AMOUNTS else cell for place, cell in enumerate(row)] for row in table[1:]),
    ]


def _negative(how: str) -> Callable[[Rows], Rows]:
    return _amounts(lambda cell: how.format(-cell) if cell < 0 else f"{cell:,}")


def _cell(row: int, place: int, value: object) -> Callable[[Rows], Rows]:
    return lambda table: [
        [value if (n, p) == (row, place) else cell for p, cell in enumerate(cells)] for n, cells in enumerate(table, 1)
    ]


def _column(
    place: int, heading: str | None = None, value: Callable[[object], object] | None = None
) -> Callable[[Rows], Rows]:
    """Another heading, or other values, in a column."""

    def change(table: Rows) -> Rows:
        head = [heading if heading is not None and p == place else cell for p, cell in enumerate(table[0])]
        return [head, *([value(c) if value and p == place else c for p, c in enumerate(row)] for row in table[1:])]

    return change


def _without(*places: int) -> Callable[[Rows], Rows]:
    return lambda table: [[cell for place, cell in enumerate(row) if place not in places] for row in table]


def _above(*lines: list) -> Callable[[Rows], Rows]:
    return lambda table: [*lines, *table]


def _below(*lines: list) -> Callable[[Rows], Rows]:
    return lambda table: [*table, *lines]


def _total(word: str, place: int = _NAME) -> Callable[[Rows], Rows]:
    """Lines of sums among the others and at the end."""

    def change(table: Rows) -> Rows:
        def line(of: Rows) -> list:
            sums = [sum(row[p] for row in of) for p in AMOUNTS]
            return [word if p == place else None for p in range(AMOUNTS[0])] + sums

        return [*table[:5], line(table[1:5]), *table[5:], line(table[1:])]

    return change


def _then(*changes: Callable[[Rows], Rows]) -> Callable[[Rows], Rows]:
    def change(table: Rows) -> Rows:
        for each in changes:
            table = each(table)
        return table

    return change


def _order(table: Rows) -> Rows:
    return [[*row[14:], *reversed(row[:14])] for row in table]


def _two_lines(table: Rows) -> Rows:
    """款 to 細々節 under 「科目」, units under the names of amounts."""
    top = [*table[0][:6], "科目", *[None] * 5, *(str(h).split("(")[0] for h in table[0][12:])]
    bottom = [*[None] * 6, *table[0][6:12], None, "(千円)", *["(円)"] * 5]
    return [top, bottom, *table[1:]]


def _with(make: Callable[[Path, Path], object], *files: tuple[Path, str]) -> Callable[[Path, Path], object]:
    """Also write files of the desk, by their path."""

    def both(folder: Path, desk: Path) -> None:
        make(folder, desk)
        for path, content in files:
            (desk / path).write_text(content, encoding="utf-8")

    return both


def _twice(change: Callable[[Rows], Rows]) -> Callable[[Path, Path], object]:
    """The same year in a second file."""

    def make(folder: Path, desk: Path) -> None:
        (folder / "a.csv").write_text(text(rows(YEAR)), encoding="utf-8")
        (folder / "b.csv").write_text(text(change(rows(YEAR))), encoding="utf-8")

    return make


def _parted(folder: Path, desk: Path) -> None:
    """Each department in a file of its own."""
    table = rows(YEAR)
    for section in {row[0] for row in table[1:]}:
        own = [table[0], *(row for row in table[1:] if row[0] == section)]
        (folder / f"{section}.csv").write_text(text(own), encoding="cp932")


def _merged(opened: openpyxl.Workbook) -> None:
    """The name of an account once, over all its lines."""
    sheet = opened["歳入"]
    last = max(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 6).value == "一般会計")
    for column in (5, 6):
        for row in range(3, last + 1):
            sheet.cell(row, column).value = None
        sheet.merge_cells(start_row=2, end_row=last, start_column=column, end_column=column)


def _hide(opened: openpyxl.Workbook) -> None:
    opened["歳入"].row_dimensions[4].hidden = True
    opened.create_sheet("作業").append(["メモ", "来週まで"])


def _protect(opened: openpyxl.Workbook) -> None:
    """Against changes, not against reading."""
    opened["歳入"].protection.set_password("kaikei")
    opened.security = WorkbookProtection(workbookPassword="kaikei", lockStructure=True)


def _filter(opened: openpyxl.Workbook) -> None:
    sheet = opened["歳入"]
    sheet.auto_filter.ref = sheet.dimensions
    sheet.auto_filter.add_filter_column(0, ["310"])
    for row in range(3, 10):
        sheet.row_dimensions[row].hidden = True


def _wide(opened: openpyxl.Workbook) -> None:
    """A title that is merged over all columns, and a note likewise."""
    sheet = opened["歳入"]
    sheet.insert_rows(1)
    sheet["A1"] = "令和6年度 歳入決算"
    sheet.merge_cells("A1:S1")
    sheet.cell(sheet.max_row + 1, 1).value = "※ 出納閉鎖後の数値"
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=19)


def _set(cell: str, value: object) -> Callable[[openpyxl.Workbook], object]:
    def edit(opened: openpyxl.Workbook) -> None:
        opened["歳入"][cell] = value

    return edit


def _zip_of_nothing(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("a.txt", "a")
    return stream.getvalue()


_HEADINGS = {14: "調定額", 15: "収入済額", 16: "不納欠損額", 17: "還付未済額", 18: "収入未済額"}
_FULL = str.maketrans("0123456789,-", "０１２３４５６７８９，－")
_plain_headings = _then(*(_column(place, heading) for place, heading in _HEADINGS.items()))
_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000)

READ = (
    Damage("as it is, with BOM", _csv(_same, "utf-8-sig")),
    Damage("Shift_JIS", _csv(_same, "cp932")),
    Damage("tabs", _csv(_same, delimiter="\t")),
    Damage("tabs in UTF-16", _csv(_same, "utf-16", delimiter="\t")),
    Damage("line ends of Windows", _csv(_same, end="\r\n")),
    Damage("a title above", _csv(_above(["令和6年度 歳入決算書"], [], ["出力日", "2025/06/10"]))),
    Damage("blank lines", _csv(lambda table: [line for row in table for line in (row, [], [None] * 19)])),
    Damage("notes below", _csv(_below([], ["※ 出納閉鎖後の数値である。"], ["作成: 会計課"]))),
    Damage("a line with a name and no amount", _csv(_below([None] * _NAME + ["(参考) 市債の残高は別表"] + [None] * 6))),
    Damage("subtotals", _csv(_total("小計"))),
    Damage("a total in brackets", _csv(_total("【合　計】"))),
    Damage("a total of an account", _csv(_total("一般会計 合計", place=5))),
    Damage("a total of 款", _csv(_total("款計", place=6))),
    Damage("the heading again on the next page", _csv(lambda table: [*table[:6], table[0], *table[6:]])),
    Damage("full-width digits", _csv(_amounts(lambda cell: f"{cell:,}".translate(_FULL)))),
    Damage("▲", _csv(_negative("▲{:,}"))),
    Damage("△", _csv(_negative("△ {:,}"))),
    Damage("brackets", _csv(_negative("({:,})"))),
    Damage("full-width brackets", _csv(_negative("（{:,}）"))),
    Damage("yen", _csv(_amounts(lambda cell: f"{cell:,}円"))),
    Damage("yen sign", _csv(_amounts(lambda cell: f"¥{cell:,}" if cell >= 0 else f"-¥{-cell:,}"))),
    Damage("nothing for zero", _csv(_amounts(lambda cell: cell or None))),
    Damage("a dash for zero", _csv(_amounts(lambda cell: cell or "－"))),
    Damage("zeros after the point", _csv(_amounts(lambda cell: f"{cell}.00"))),
    Damage("other headings", _csv(_plain_headings)),
    Damage("full-width headings", _csv(_then(_column(14, "調定額（円）"), _column(15, "収入済額（円）")))),
    Damage("spaces in headings", _csv(_column(14, "調 定 額\n(円)"))),
    Damage("the unit above", _csv(_then(_plain_headings, _above(["(単位：円)"])))),
    Damage("columns in another order", _csv(_order)),
    Damage("a column more", _csv(lambda table: [[*row, "収入率" if row is table[0] else "99.9"] for row in table])),
    Damage("empty columns on the right", _csv(lambda table: [[*row, None, None] for row in table])),
    Damage("令和6年度", _csv(_column(1, value=lambda _: "令和６年度"))),
    Damage("R6", _csv(_column(1, value=lambda _: "R6"))),
    Damage("the year in the title only", _csv(_then(_without(1, 3), _above(["令和6年度歳入"])))),
    Damage("the year by its last month", _csv(_then(_column(3, value=lambda _: "令和7年5月"), _without(1)))),
    Damage("months with a dash", _csv(_column(3, value=lambda _: "2025-05"))),
    Damage("leading zeros in codes", _csv(_then(*(_column(p, value=lambda c: f"{c:0>2}") for p in range(6, 12))))),
    Damage("spaces around names", _csv(_column(_NAME, value=lambda cell: f"　{cell} "))),
    Damage("half-width names", _csv(_column(_NAME, value=lambda cell: str(cell).replace("(", "（").replace(")", "）")))),
    Damage("departments in files of their own", _parted),
    Damage("no budget column", _csv(_without(2))),
    Damage("Excel", _xlsx(_same)),
    Damage("Excel with macros", _xlsx(_same, "a.xlsm")),
    Damage("Excel with texts", lambda folder, desk: book(folder / "a.xlsx", ("歳入", rows(YEAR)))),
    Damage("Excel with two lines of heading", _xlsx(_two_lines)),
    Damage("Excel with merged names", _opened(_merged)),
    Damage("Excel with a merged title and note", _opened(_wide)),
    Damage("Excel with a hidden row and another sheet", _opened(_hide)),
    Damage("Excel with totals nobody computed", _xlsx(_below([*[None] * _NAME, "合計", None, *["=SUM(O2:O15)"] * 5]))),
    Damage("the last month to its end", _csv(_then(_column(3, value=lambda _: "令和7年5月末"), _without(1)))),
    Damage("the last month as a day", _csv(_then(_column(3, value=lambda _: "R7.5.31"), _without(1)))),
    Damage("no-break spaces around amounts", _csv(_amounts(lambda cell: f"\u00a0{cell:,}\u00a0"))),
    Damage("amounts as texts of Excel", _xlsx(_amounts(lambda cell: f"{cell:,}円".replace("-", "▲")))),
    Damage("Excel, protected", _opened(_protect)),
    Damage("Excel with a sheet of a chart", _opened(lambda opened: opened.create_chartsheet("図").add_chart(BarChart()))),
    Damage("Excel with rows that a filter hides", _opened(_filter)),
    Damage("Excel with months as dates", _opened(_set("D2", dt.date(2025, 6, 30)))),
    Damage(
        "columns that export.yaml names",
        _with(
            _csv(_then(_column(14, "当年度調定"), _column(15, "当年度収入"))),
            (PARAMS / "export.yaml", "columns:\n  調定額: 当年度調定\n  収入済額: P列\nunit: 円\n"),
        ),
    ),
)  # fmt: skip

_BROKEN_RULE = "年度,会計,コード,科目名称,所属,債権,区分,理由\n,一般会計,,{},,{},{},{}\n"
REFUSED = (
    Damage("no 調定額", _csv(_without(14)), "export.yaml に次の形で.*列が見つかりません: 調定額。見つかった見出し: 所属コード"),
    Damage("no 還付未済額", _csv(_without(17)), "列が見つかりません: 還付未済額"),
    Damage("no heading", _csv(lambda table: table[1:]), "見出しの行が見つかりません"),
    Damage("an empty file", _bytes(lambda _: b""), "見出しの行が見つかりません"),
    Damage("something else called CSV", _bytes(lambda _: b"%PDF-1.7\0\0" + bytes(100)), "別の種類のファイル"),
    Damage("an old workbook", _bytes(lambda _: _OLE, "a.xls"), r"古い形式\(.xls\)"),
    Damage("an old workbook with a new name", _bytes(lambda _: _OLE, "a.xlsx"), r"古い形式\(.xls\)"),
    Damage("a password", _bytes(lambda _: _OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx"), "パスワード"),
    Damage("a CSV called workbook", _bytes(lambda content: content, "a.xlsx"), "Excel のブックではないか、壊れています"),
    Damage("a zip called workbook", _bytes(_zip_of_nothing, "a.xlsx"), "Excel のブックとして読めません"),
    Damage("another encoding", _csv(_same, "euc-jp"), "文字コードが UTF-8 でも Shift_JIS でもありません"),
    Damage("another kind of file only", _bytes(lambda content: content, "a.pdf"), "読めるファイル.*がありません"),
    Damage("a quote that never closes", _bytes(lambda content: content.replace(b"\n310,", b'\n"310,', 1)), "CSV として読めません"),
    Damage("a word for an amount", _csv(_cell(3, _ASSESSED, "調査中")), r"a.csv 3行目 O列 調定累計\(円\): 「調査中」: 金額として"),
    Damage("two amounts in a cell", _csv(_cell(3, _ASSESSED, "100/200")), "3行目 O列.*金額として読めません"),
    Damage("a comma at the wrong place", _csv(_cell(3, _ASSESSED, "1,23,456")), "3行目 O列.*金額として読めません"),
    Damage("a small digit", _csv(_cell(3, _ASSESSED, "10 000 0O")), "3行目 O列.*金額として読めません"),
    Damage("parts of a yen", _csv(_cell(3, _ASSESSED, "1000.5")), "3行目 O列.*円未満"),
    Damage("too many digits", _csv(_cell(3, _ASSESSED, "1" * 17)), "3行目 O列.*桁が多すぎます"),
    Damage("a yen too much", _csv(_cell(5, _COLLECTED, 7_157_503)), r"a.csv 5行目 O列.*\+1円 違います"),
    Damage("a column in 千円", _csv(_column(15, "収入累計(千円)")), "金額の単位が、列によって違います"),
    Damage("two columns of one name", _csv(_column(13, "調定額")), "調定額と読める列が 2 つあります"),
    Damage("no name and no code", _csv(_then(*(_cell(5, place, None) for place in range(6, 13)))), "5行目 M列.*科目名称がありません"),
    Damage("a code that became a date", _csv(_cell(5, 9, "2001/2/1")), "5行目 J列.*日付に変えて"),
    Damage("an amount that Excel shortened", _csv(_cell(3, _ASSESSED, "8.81E+07")), "3行目 O列.*「8.81E\\+07」: 金額として読めません"),
    Damage("an amount too wide for its column", _csv(_cell(3, _ASSESSED, "########")), "3行目 O列.*金額として読めません"),
    Damage("a note in a column of amounts", _csv(_below([None] * 18 + ["※ 速報値"])), r"16行目 (M列|S列).*(科目名称がありません|金額として読めません)"),
    Damage("a page of the web called workbook", _bytes(lambda _: b"<html><table><tr><td>1</td></tr></table></html>", "a.xls"), r"a.xls: 古い形式\(.xls\).*「名前を付けて保存」で「Excel ブック\(.xlsx\)」"),
    Damage("a workbook with an old name", lambda folder, desk: book(folder / "a.xls", ("歳入", rows(YEAR))), r"a.xls: 古い形式"),
    Damage("a year written once for its lines", _csv(_then(_without(3), _cell(4, 1, None))), "4行目 B列.*年度が分かりません"),
    Damage("Excel: #N/A", _xlsx(_cell(3, _ASSESSED, "#N/A")), "「歳入」 3行目 O列.*数式の参照先がありません"),
    Damage("a year that is none", _csv(_cell(5, 1, "令和")), "5行目 B列.*年度として読めません"),
    Damage("a year of long ago", _csv(_cell(5, 1, "1024")), "5行目 B列.*年度として読めません"),
    Damage("no year at all", _csv(_without(1, 3)), "年度が分かりません"),
    Damage("two years in the title", _csv(_then(_without(1, 3), _above(["令和5年度・令和6年度"]))), "年度が分かりません"),
    Damage("a month of another year", _csv(_cell(5, 3, "202303")), "5行目 D列.*2024 年度.*月ではありません"),
    Damage("a month that is none", _csv(_cell(5, 3, "202513")), "5行目 D列.*年月として読めません"),
    Damage("two months", _csv(_cell(5, 3, "202505")), "対象年月が 2025-06.*2025-05"),
    Damage("broken characters", _csv(_cell(5, _NAME, "保育\ufffd料")), "5行目 M列.*文字が化けています"),
    Damage("the same file twice", _twice(_same), "b.csv 2行目: 2024 年度のこの科目は、a.csv 2行目にもあります"),
    Damage("everything pasted twice", _csv(lambda table: [*table, *table[1:]]), "16行目: 14 行が、同じ表の中に二度あります"),
    Damage("two editions of a year", _twice(_then(_cell(5, 14, 7_400_010), _cell(5, 18, 238_008))), "b.csv 2行目: 2024 年度のこの科目は、a.csv 2行目にもあります.*14 件"),
    Damage("Excel: #REF!", _opened(_set("O3", "#REF!")), "3行目 O列.*数式の参照先がありません"),
    Damage("Excel: a formula nobody computed", _xlsx(_cell(3, _ASSESSED, "=1+1")), "3行目 O列.*数式の値が保存されていません"),
    Damage("Excel: a date for an amount", _opened(_set("O3", dt.date(2025, 6, 1))), "3行目 O列.*金額ではありません"),
    Damage("Excel: TRUE for an amount", _opened(_set("O3", True)), "3行目 O列.*金額ではありません"),
    Damage("Excel: a date for a code", _opened(_set("J3", dt.date(2025, 6, 1))), "3行目 J列.*日付に変えています"),
    Damage("Excel: cut off", lambda folder, desk: (folder / "a.xlsx").write_bytes(book(folder / "b.xlsx", ("歳入", rows(YEAR))).read_bytes()[:3000]), "壊れています"),
    Damage("Excel: the same year in two sheets", lambda folder, desk: book(folder / "a.xlsx", ("歳入", rows(YEAR)), ("写し", rows(YEAR))), "a.xlsx「写し」 2行目.*a.xlsx「歳入」 2行目にもあります"),
    Damage("export.yaml: a word that is none", _with(_csv(_same), (PARAMS / "export.yaml", "columns:\n  調定: あ\n")), "export.yaml"),
    Damage("export.yaml: no YAML", _with(_csv(_same), (PARAMS / "export.yaml", "columns: [\n")), "export.yaml: YAML として読めません"),
    Damage("accounts.csv: a claim that is none", _with(_csv(_same), (PARAMS / "accounts.csv", _BROKEN_RULE.format("保育料", "保育寮", "計", ""))), "accounts.csv 2行目 債権: 「保育寮」.*もしかして「保育料」"),
    Damage("accounts.csv: a part that is none", _with(_csv(_same), (PARAMS / "accounts.csv", _BROKEN_RULE.format("保育料", "保育料", "全部", ""))), "2行目 区分: 「全部」"),
    Damage("accounts.csv: left out without a reason", _with(_csv(_same), (PARAMS / "accounts.csv", _BROKEN_RULE.format("保育料", "", "除外", ""))), "2行目 理由"),
    Damage("accounts.csv: no heading", _with(_csv(_same), (PARAMS / "accounts.csv", "a,b\n")), "1行目.*年度,会計,コード"),
    Damage("accounts.csv: a total beside its parts", _with(_csv(_same), (PARAMS / "accounts.csv", "年度,会計,コード,科目名称,所属,債権,区分,理由\n,,,保育料,,保育料,計,\n,,,保育料(過年度分),,保育料,滞納繰越,\n")), "「child_care」に、計と、現年・滞納繰越の科目があります"),
    Damage("claims.csv: damaged", _with(_csv(_same), (DATA / "claims.csv", "claim\n1\n")), "claims.csv"),
    Damage("figures.csv: damaged", _with(_csv(_same), (DATA / "figures.csv", "\n".join([*town.tables()["figures"][:1], "2024,,x\n"]))), "figures.csv"),
    Damage("a bureau that the city does not have", _with(_csv(_same), (DATA / "claims.csv", "\n".join(town.tables()["claims"]).replace("財務局", "財無局"))), "財無局"),
)  # fmt: skip
