"""Exports of the accounting system of 川辺市, made up: three years of settled revenue, and a desk to take them in."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from tests import town

YEARS = (2022, 2023, 2024)
HEAD = (
    "所属コード", "年度", "予算区分", "対象年月", "会計", "会計名称", "款", "項", "目", "節", "細節", "細々節", "科目名称", "予算現額(千円)",
    "調定累計(円)", "収入累計(円)", "不納欠損額(円)", "還付未済額(円)", "収入未済額(円)",
)  # fmt: skip
AMOUNTS = range(14, 19)  # places of the five amounts
_GENERAL, _CARE = ("1", "一般会計"), ("14", "介護保険特別会計")
# Department, account, code below 款 (None: in 款 1), name, 調定, 収入, 不納欠損, 還付未済. Receipts of taxes are under another department.
_LINES = (
    ("310", _GENERAL, "1-1-1-1", "現年課税", 88_123_400, 0, 0, 0),
    ("320", _GENERAL, "1-1-1-1", "現年課税", 0, 86_001_250, 12_000, 8_300),
    ("320", _GENERAL, "1-1-2-1", "滞納繰越分", 4_800_110, 1_400_007, 300_003, 0),
    ("500", _GENERAL, "{}-1-2-1-1", "保育料", 7_400_000, 7_155_500, 4_500, 0),
    ("500", _GENERAL, "{}-1-2-1-2", "保育料(過年度分)", 310_200, 80_100, 20_000, 0),
    ("500", _GENERAL, "{}-1-2-2-1", "保育所運営費負担金", 12_000_000, 12_000_000, 0, 0),
    ("110", _GENERAL, "21-6-1-4-1", "小学校給食費", 1_480_000, 1_460_010, 0, 150),
    ("110", _GENERAL, "21-6-1-4-2", "中学校給食費", 903_000, 890_000, 1_000, 0),
    ("320", _GENERAL, "21-1-1-1-1", "延滞金", 120_300, 121_000, 0, 700),
    ("100", _GENERAL, "15-2-1-1-1", "統計調査委託金", 99_000, 99_000, 0, 0),
    ("200", _GENERAL, "15-2-1-1-2", "地域振興補助金", 5_000_000, 5_000_000, 0, 0),
    ("400", _CARE, "1-1-1-1-1", "特別徴収保険料", 40_000_000, 40_011_000, 0, 11_000),
    ("400", _CARE, "1-1-1-1-2", "普通徴収保険料", 7_600_500, 7_000_300, 0, 1_200),
    ("400", _CARE, "1-1-1-2-1", "普通徴収保険料", 980_000, 240_000, 110_000, 0),
)
RULES = (
    ",一般会計,1-1-1-*,現年課税,,市税,現年,",
    ",一般会計,1-1-2-*,滞納繰越分,,municipal_tax,滞納繰越,",
    ",一般会計,,保育料*,,保育料,計,",
    ",,,*学校給食費,,給食費,計,",
    ",14,1-1-1-1-*,,,介護保険料,current,",
    ",介護保険特別会計,1-1-1-2-*,,400,介護保険料,滞納繰越分,",
    ",,,延滞金,,,除外,延滞金は本税に含めない",
    ",,,,,,除外(残なし),収入未済がない",
)

Rows = list[list[object]]


def rows(year: int) -> Rows:
    """The export of a year, with its heading: amounts are numbers, codes and names texts. 款 moves by one from year to year."""
    found: Rows = [list(HEAD)]
    for section, (account, account_name), code, name, assessed, collected, written_off, refund_due in _LINES:
        more = (year - YEARS[0]) * 1_001 if collected else 0  # every year a little more comes in
        levels = code.format(12 + year - YEARS[0]).split("-")
        outstanding = assessed - (collected + more - refund_due) - written_off
        if name in ("統計調査委託金", "地域振興補助金", "保育所運営費負担金"):
            assessed, outstanding = assessed + more, 0
        found.append(
            [section, str(year), "現年度", f"{year + 1}06", account, account_name, *levels, *["0"] * (6 - len(levels)), name,
             assessed // 1000, assessed, collected + more, written_off, refund_due, outstanding]
        )  # fmt: skip
    return found


def text(table: Rows, delimiter: str = ",", end: str = "\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(table)
    return stream.getvalue()


def write(folder: Path, years: Iterable[int] = YEARS) -> Path:
    """The exports of ``years`` as the system writes them, in ``folder``. Returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for year in years:
        (folder / f"kessan{year}.csv").write_text(text(rows(year)), encoding="utf-8-sig", newline="")
    return folder


def book(path: Path, *sheets: tuple[str, Rows]) -> Path:
    """A workbook with these sheets; a text that begins with = is a formula whose value nobody computed."""
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as made:
        for name, table in sheets:
            sheet = made.add_worksheet(name)
            for number, row in enumerate(table):
                for place, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(number, place, cell, None, "")
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return path


def desk(folder: Path, rules: Iterable[str] = RULES) -> Path:
    """The desk of 川辺市 in the empty ``folder``: claims, no figures yet, amounts in 円, and rules for the accounts."""
    town.make(folder, ["notes"])
    params, data = folder / "params" / town.CITY, folder / "data" / town.CITY
    yaml = (params / "city.yaml").read_text(encoding="utf-8").replace("table: 千円", "table: 円")
    (params / "city.yaml").write_text(yaml, encoding="utf-8")
    town.write(data / "figures.csv", town.tables()["figures"][:1])
    town.write(params / "accounts.csv", ["年度,会計,コード,科目名称,所属,債権,区分,理由", *rules])
    return folder
