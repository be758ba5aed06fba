"""What can happen to the workbook of a desk's own tables on its way: each edit is read right, or refused with its cell."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.worksheet.worksheet import Worksheet

FIGURES, CLAIMS, AGENDA = "金額・率・件数", "債権", "次第"
Edit = Callable[[Workbook], object]


@dataclass(frozen=True)
class Damage:
    """``edit`` is done to a good workbook; ``said`` is what the refusal says, "" where it is read and says the same facts."""

    what: str
    edit: Edit
    said: str = ""


def cell(where: str, value: object, code: str = "", sheet: str = FIGURES) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][where].value = value
        book[sheet][where].number_format = code or book[sheet][where].number_format

    return edit


def sheet(how: Callable[[Worksheet], object], name: str = FIGURES) -> Edit:
    return lambda book: how(book[name])


def _swapped(page: Worksheet) -> None:
    """The columns of year and unit change places."""
    for row in range(3, page.max_row + 1):
        page[f"B{row}"].value, page[f"K{row}"].value = page[f"K{row}"].value, page[f"B{row}"].value


def _again(page: Worksheet) -> None:
    page.append([each.value for each in page[6]])


def _every(column: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        for row in range(5, book[FIGURES].max_row + 1):
            book[FIGURES][f"{column}{row}"].value = value

    return edit


def _coded(page: Worksheet) -> None:
    for place, column in enumerate(("fiscal_year", "as_of", "claim", "segment"), start=2):
        page.cell(3, place).value = column


# Row 5: 2022, 全債権, 合計, 収納率, 実績, 95.2, %. Row 6: its 収入未済額, 7,010,000千円. Row 11: 市税 on 2025-10-31.
READ = (
    Damage("as it is", lambda book: None),
    Damage("thousands", cell("J6", "7,010,000")),
    Damage("full width", cell("J6", "７，０１０，０００")),
    Damage("its unit behind it", cell("J6", "7,010,000千円")),
    Damage("a number without a format", cell("J6", 7010000, "General")),
    Damage("spaces", cell("J6", " 7010000　")),
    Damage("a rate with its sign", cell("J5", "95.2%")),
    Damage("a rate as Excel has it", cell("J5", 0.952, "0.0%")),
    Damage("a rate that shows less than it is", cell("J5", 95.2, "0")),
    Damage("a rate with the dirt of arithmetic", cell("J5", 95.2 + 1e-14)),
    Damage("令和4年度", cell("B6", "令和4年度")),
    Damage("R4", cell("B6", "Ｒ４")),
    Damage("a year as a number", cell("B6", 2022)),
    Damage("令和7年10月末", cell("C11", "令和7年10月末")),
    Damage("令和7年10月31日", cell("C11", "令和７年１０月３１日")),
    Damage("R7.10.31", cell("C11", "R7.10.31")),
    Damage("2025/10/31", cell("C11", "2025/10/31")),
    Damage("a date of Excel", cell("C11", dt.datetime(2025, 10, 31), "yyyy/m/d")),
    Damage("codes", lambda book: [cell(w, v)(book) for w, v in {"D6": "all", "E6": "total", "F6": "outstanding", "I6": "actual"}.items()]),
    Damage("another word", cell("E6", "計")),
    Damage("a name with spaces", cell("D11", "市　税")),
    Damage("an identifier", cell("D11", "municipal_tax")),
    Damage("two titles more", sheet(lambda page: page.insert_rows(1, 2))),
    Damage("a blank row", sheet(lambda page: page.insert_rows(8))),
    Damage("no example", sheet(lambda page: page.delete_rows(4))),
    Damage("no column of marks", sheet(lambda page: [page.delete_rows(4), page.delete_cols(1)])),
    Damage("columns in another order", sheet(_swapped)),
    Damage("headings in codes", sheet(_coded)),
    Damage("headings with spaces", cell("B3", "年 度")),
    Damage("hidden rows", sheet(lambda page: setattr(page.row_dimensions[8], "hidden", True))),
    Damage("protected", lambda book: [setattr(page.protection, "sheet", True) for page in book.worksheets]),
    Damage("a hidden sheet", sheet(lambda page: setattr(page, "sheet_state", "hidden"))),
    Damage("a sheet of a chart", lambda book: book.create_chartsheet("図").add_chart(BarChart())),
    Damage("rows that a filter hides", lambda book: [setattr(book[FIGURES].auto_filter, "ref", "A3:N20"), setattr(book[FIGURES].row_dimensions[7], "hidden", True)]),
    Damage("a number as a text with its yen sign behind", cell("J6", "７,０１０,０００千円")),
    Damage("a sheet of notes", lambda book: book.create_sheet("メモ").append(["来週まで"])),
    Damage("a sheet less", lambda book: book.remove(book[AGENDA])),
    Damage("sheets in another order", lambda book: book.move_sheet(CLAIMS, 5)),
    Damage("no choices", lambda book: book.remove(book["選択肢"])),
    Damage("a class in codes", cell("E5", "tax", sheet=CLAIMS)),
)  # fmt: skip

_VALUE = r"tables.xlsx「金額・率・件数」 6行目 J列 値: "
REFUSED = (
    Damage("a word for a number", cell("J6", "調査中"), f"{_VALUE}「調査中」: 数値として読めません"),
    Damage("yen among thousands", cell("J6", "7,010,000円"), f"{_VALUE}.*「円」と書かれていますが、この行の単位は「千円」"),
    Damage("a percentage among thousands", cell("J6", 0.5, "0%"), f"{_VALUE}.*「%」と書かれていますが、この行の単位は「千円」"),
    Damage("two numbers", cell("J6", "100/200"), f"{_VALUE}.*数値として読めません"),
    Damage("a comma at the wrong place", cell("J6", "70,10,000"), f"{_VALUE}.*数値として読めません"),
    Damage("a power", cell("J6", "10²"), f"{_VALUE}.*数値として読めません"),
    Damage("two signs", cell("J6", "▲(1,234)"), f"{_VALUE}.*数値として読めません"),
    Damage("a letter for a digit", cell("J6", "7O10000"), f"{_VALUE}.*(数値として|と書かれて)"),
    Damage("a date for a number", cell("J6", dt.datetime(2025, 1, 1)), f"{_VALUE}.*数値ではありません"),
    Damage("TRUE for a number", cell("J6", True), f"{_VALUE}.*数値ではありません"),
    Damage("#N/A", cell("J6", "#N/A"), f"{_VALUE}.*数式の参照先がありません"),
    Damage("a number that Excel shortened", cell("J6", "7.01E+06"), f"{_VALUE}.*(数値として|と書かれて)"),
    Damage("#REF! for a claim", cell("D11", "#REF!"), "11行目 D列 債権: .*数式の参照先がありません"),
    Damage("a formula for a claim that nobody computed", cell("D11", '="市"&"税"'), "11行目 D列 債権: .*数式の値が保存されていません"),
    Damage("#REF!", cell("J6", "#REF!"), f"{_VALUE}.*数式の参照先がありません"),
    Damage("a formula nobody computed", cell("J6", "=J7*2"), f"{_VALUE}.*数式の値が保存されていません"),
    Damage("too many digits", cell("J6", "1" * 17), f"{_VALUE}.*桁が多すぎます"),
    Damage("no number", cell("J6", None), "6行目 J列 値: "),
    Damage("a dash for a number", cell("J6", "-"), "6行目 J列 値: "),
    Damage("no unit", cell("K6", None), "6行目 K列 単位: .*空欄にできません"),
    Damage("another unit for a rate", cell("K5", "千円"), "5行目 K列 単位: 「千円」: collection_rate の単位は"),
    Damage("a coarser unit", cell("K11", "百万円"), "11行目 K列 単位: 「百万円」.*より粗い単位"),
    Damage("no year", cell("B6", None), "6行目 B列 年度: "),
    Damage("a year that is none", cell("B6", "令和"), "6行目 B列 年度: 「令和」: 年度として読めません"),
    Damage("a year of long ago", cell("B6", "1024"), "6行目 B列 年度.*年度として読めません"),
    Damage("a day that no calendar has", cell("C11", "2025-02-30"), "11行目 C列 時点: .*日付として読めません"),
    Damage("a month for a day", cell("C11", "令和7年10月"), "11行目 C列 時点: .*日付として読めません"),
    Damage("a day of another year", cell("C11", "令和3年10月末"), "11行目 C列 時点: 2021-10-31 は 2025 年度"),
    Damage("a claim that is none", cell("D11", "市勢"), "11行目 D列 債権: 「市勢」は claims.csv にありません。もしかして「市税」"),
    Damage("no claim", cell("D11", None), "11行目 D列 債権: .*空欄にできません"),
    Damage("a date for a claim", cell("D11", dt.datetime(2025, 1, 1)), "11行目 D列 債権: .*Excel が日付に変えて"),
    Damage("a segment that is none", cell("E6", "全部"), "6行目 E列 区分: 「全部」: 使える値は 現年度分、滞納繰越分、合計.または 'current'"),
    Damage("a measure that is none", cell("F6", "収入未払額"), "6行目 F列 指標: 「収入未払額」: 使える値は 調定額、収入済額"),
    Damage("a kind that is none", cell("I6", "予測"), "6行目 I列 種別: 「予測」: 使える値は 実績、推計、目標、増減"),
    Damage("no source", cell("N6", None), "6行目 N列 出典: .*空欄にできません"),
    Damage("broken characters", cell("N6", "推\ufffd"), "6行目 N列 出典: .*文字が化けています"),
    Damage("a row twice", sheet(_again), r"金額・率・件数」 \d+行目: 6行目と重複しています"),
    Damage("a subtotal", sheet(lambda page: page.append([None, 2022, None, "小計", "合計", "収入未済額", None, None, "実績", 1, "千円", None, None, "表"])), "「小計」は claims.csv にありません"),
    Damage("a note below", sheet(lambda page: page.append(["※ 出納閉鎖後の数値"])), "A列: この列に書けるのは"),
    Damage("a note below in the first column of the table", sheet(lambda page: page.append([None, "※ 出納閉鎖後"])), "B列 年度: 「※ 出納閉鎖後」: 年度として"),
    Damage("merged cells", sheet(lambda page: page.merge_cells("D11:D12")), "12行目 D列 債権: .*結合されたセル"),
    Damage("the heading renamed", cell("J3", "額"), "3行目 J列 額: 知らない列です|3行目 value: 列がありません"),
    Damage("no heading", sheet(lambda page: page.delete_rows(3)), "見出しの行がありません"),
    Damage("a column less", sheet(lambda page: page.delete_cols(10)), "列がありません"),
    Damage("a heading twice", cell("G3", "債権"), "同じ列名が二度|列がありません"),
    Damage("a remark beside the table", cell("P6", "要確認"), "6行目 P列: 見出しのない列に「要確認」"),
    Damage("an entry over the example", cell("D4", "給食費"), "4行目 A列: 「例」の印の行が書き換えられています"),
    Damage("the mark copied down", cell("A6", "例"), "6行目 A列: 「例」の印の行が書き換えられています"),
    Damage("a mark of one's own", cell("A6", "○"), "6行目 A列: この列に書けるのは"),
    Damage("a sheet renamed", lambda book: setattr(book[FIGURES], "title", "金額"), "tables.xlsx「金額」: .*知らない名のシートです"),
    Damage("a copy of a sheet", lambda book: book.copy_worksheet(book[FIGURES]), "知らない名のシートです"),
    Damage("another city", lambda book: cell("A2", "市: ube", sheet="はじめに")(book), "「ube」の表のブックです"),
    Damage("no city", lambda book: cell("A2", None, sheet="はじめに")(book), "どの市か書かれていない"),
    Damage("an identifier that is none", cell("B5", "市税", sheet=CLAIMS), "「債権」 5行目 B列 債権: 「市税」: 形式が違います"),
    Damage("a class that is none", cell("E5", "税", sheet=CLAIMS), "「債権」 5行目 E列 債権区分: 「税」: もしかして「市税」"),
    Damage("an unknown bureau", cell("F5", "財務部", sheet=CLAIMS), "「債権」 5行目 F列 局: 「財務部」は params/kawabe/city.yaml"),
    Damage("a whole that is none", cell("K5", "給食", sheet=CLAIMS), "「債権」 5行目 K列 まとめ先: 「給食」という債権はありません"),
    Damage("a claim that others name is gone", sheet(lambda page: page.delete_rows(5), CLAIMS), "「municipal_tax」は claims.csv にありません"),
    Damage("a claim outside the catalogue", cell("B8", "boats", sheet=CLAIMS), "「債権」 8行目 B列 債権: 「boats」は data/catalogue.csv にありません"),
    Damage("a meeting that is none", cell("B5", "令和8年1月", sheet=AGENDA), "「次第」 5行目 B列 会議の日付: .*日付として"),
    Damage("no figure left", sheet(lambda page: page.delete_rows(5, 200)), "金額・率・件数」: 見出しだけで、行がありません"),
    Damage("a year in every row that is none", _every("B", "?"), "同じ種類の誤りが"),
)  # fmt: skip
