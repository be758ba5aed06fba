"""Workbooks in which things happen that nobody thought of: they are read, or refused in one sentence, and a refusal changes nothing."""

import datetime as dt
import random
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from helpers import cli, ledger
from helpers.params import load_city
from tests import exports, town
from tests.damages.desks import content, english

SEEDS = range(10)  # of each workbook
NASTY = (None, 0, -1, 1234.5, 0.1 + 0.2, 10**17, True, "", " ", "-", "▲1,234", "△1,234", "(1,234)", "１，２３４円", "1,23", "#REF!", "#N/A",
         "=1+1", "令和7年10月末", "R7.10.31", "2025-02-30", dt.datetime(2025, 10, 31), "合計", "※ 注", "例", "市税", "現年", "除外", "○", "千円", "円",
         "あ" * 3000, "\u200b", "\ufeff", "𠮷", "'", '"', "a: b #c", "- doubt: x", "SUM(A); B", "[2024]", "../..", "1e9")  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> Path:
    """A desk with figures, open accounts, doubts of which one is answered, and each of its workbooks under its name."""
    folder = tmp_path_factory.mktemp("workbooks")
    desk = exports.desk(folder / "desk", [rule for rule in exports.RULES if "保育料" not in rule])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESK", str(desk))
        files = exports.write(folder / "exports")
        assert cli.main(["import", town.CITY, str(files), "--apply"]) == 0
        figures = desk / f"data/{town.CITY}/figures.csv"
        more = ["2025,,care_insurance,current,collection_rate,,,actual,101,%,,,表", "2025,,child_care,current,collection_rate,,,actual,102,%,,,表"]  # fmt: skip
        figures.write_text(figures.read_text(encoding="utf-8-sig") + "\n".join(more) + "\n", encoding="utf-8-sig")
        answered = (
            "acknowledged:\n  - doubt: rate/2025/care_insurance/current/collection_rate/actual/101\n    reason: 還付\n"
        )
        city = desk / f"params/{town.CITY}/city.yaml"
        city.write_text(city.read_text(encoding="utf-8") + answered, encoding="utf-8")
        books = folder / "books"
        books.mkdir()
        cli.main(["check", town.CITY, "--out", str(books / "doubts.xlsx")])
        assert cli.main(["workbook", town.CITY]) == 0
        shutil.move(desk / f"build/{town.CITY}/tables.xlsx", books)
        shutil.copy(desk / f"build/{town.CITY}/accounts.xlsx", books)
        exports.book(books / "export.xlsx", ("歳入", exports.rows(2024)))
        rows = [["row", "column", "fiscal_year", "figure", "unit", "formula"], ["市税", "A", 2025, 10, "千円", ""],
                ["市税", "B", 2025, "20", "千円", ""], ["市税", "C", 2025, "30千円", "", "A + B; 30 * A / 10"]]  # fmt: skip
        exports.book(books / "figures.xlsx", ("表", rows))
    return folder


COMMANDS = {
    "export.xlsx": ["import", town.CITY, "{book}", "--apply"],
    "tables.xlsx": ["import", town.CITY, "{book}", "--apply"],
    "doubts.xlsx": ["import", town.CITY, "{book}", "--apply"],
    "accounts.xlsx": ["import", town.CITY, "{exports}", "--apply"],
    "figures.xlsx": ["audit-file", "{book}", "試し"],
}


def cell(chance: random.Random, sheet: Worksheet) -> None:
    place = sheet.cell(chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column))
    if not isinstance(place, openpyxl.cell.MergedCell):
        place.value = chance.choice(NASTY)


def delete(chance: random.Random, sheet: Worksheet) -> None:
    how, last = chance.choice(((sheet.delete_rows, sheet.max_row), (sheet.delete_cols, sheet.max_column)))
    how(chance.randint(1, last))


def insert(chance: random.Random, sheet: Worksheet) -> None:
    how, last = chance.choice(((sheet.insert_rows, sheet.max_row), (sheet.insert_cols, sheet.max_column)))
    how(chance.randint(1, last))


def merge(chance: random.Random, sheet: Worksheet) -> None:
    row, column = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column)
    sheet.merge_cells(start_row=row, end_row=row + chance.randint(0, 2), start_column=column, end_column=column + 1)


def copy_over(chance: random.Random, sheet: Worksheet) -> None:
    """One row pasted over another."""
    of, to = chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_row)
    for place in range(1, sheet.max_column + 1):
        if not isinstance(sheet.cell(to, place), openpyxl.cell.MergedCell):
            sheet.cell(to, place).value = sheet.cell(of, place).value


def rename(chance: random.Random, sheet: Worksheet) -> None:
    sheet.title = chance.choice(("Sheet1", "はじめに2", "疑問 (2)"))


def drop(chance: random.Random, sheet: Worksheet) -> None:
    if len(sheet.parent.worksheets) > 1:
        sheet.parent.remove(sheet)


def double(chance: random.Random, sheet: Worksheet) -> None:
    sheet.parent.copy_worksheet(sheet)


EDITS = (cell, cell, cell, cell, delete, insert, merge, copy_over, rename, drop, double)


def damaged(chance: random.Random, path: Path) -> str:
    """Damage a workbook in one to three ways, or its bytes; what was done."""
    if chance.random() < 0.1:
        whole, at = path.read_bytes(), chance.randrange(path.stat().st_size)
        path.write_bytes(chance.choice((whole[:at], whole[:at] + b"\0\xff" + whole[at + 2 :])))
        return "bytes"
    opened = openpyxl.load_workbook(path)
    done = []
    for _ in range(chance.randint(1, 3)):
        edit, sheet = chance.choice(EDITS), chance.choice(opened.worksheets)
        edit(chance, sheet)
        done.append(f"{edit.__name__} {sheet.title}")
    opened.save(path)
    return "、".join(done)


def facts(desk: Path) -> dict[str, object]:
    return {path: what for path, what in content(desk).items() if path.startswith(("data", "params"))}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_workbook_is_taken_in_or_refused_whole(prepared, tmp_path, temporary, monkeypatch, capsys, name, seed):
    desk = shutil.copytree(prepared / "desk", tmp_path / "desk")
    monkeypatch.setenv("DESK", str(desk))
    book = tmp_path / name if name != "accounts.xlsx" else desk / f"build/{town.CITY}/accounts.xlsx"
    shutil.copy(prepared / "books" / name, book)
    done = damaged(random.Random(f"{name}-{seed}"), book)
    before = facts(desk)
    status = cli.main([part.format(book=book, exports=prepared / "exports") for part in COMMANDS[name]])
    out, err = capsys.readouterr()
    assert "予期しない" not in err and "Traceback" not in out + err, (done, err)
    assert english(out + err) == [], (done, out, err)
    if err:
        assert status == 1 and err.startswith("エラー: ") and err.count("エラー: ") == 1, (done, err)
        assert facts(desk) == before, done
    else:
        ledger.load(town.CITY, desk)
        load_city(town.CITY, desk)
    assert list(temporary.glob("*/*")) == []


def test_some_are_read_and_some_refused(prepared, tmp_path, monkeypatch, capsys):
    """Else the damages would be too small, or too large, to say anything."""
    monkeypatch.setenv("DESK", str(shutil.copytree(prepared / "desk", tmp_path / "desk")))
    refused = []
    for seed in SEEDS:
        book = shutil.copy(prepared / "books/tables.xlsx", tmp_path / "tables.xlsx")
        damaged(random.Random(f"tables.xlsx-{seed}"), Path(book))
        refused.append(cli.main(["import", town.CITY, str(book)]))
    capsys.readouterr()
    assert 0 < sum(refused) < len(SEEDS)
