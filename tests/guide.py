"""The pages of ``docs/``: everything they tell a reader to do, done on a scratch desk, and what they say is printed, compared.

``make docs`` (``python -m tests.guide``) writes the made-up example anew and draws the pictures; tests/test_guide.py follows the pages without
drawing. A page is Markdown with two kinds of blocks and a few comments, which no reader sees:

    ```sh                          commands, one a line
    ```text                        lines that the last of them prints, in this order; … stands for anything, and "make: ***" for failing
    <!-- fill BOOK SHEET N -->     a table follows: its first N columns find a row of the sheet, the others are entered (N = 0: a new row;
                                   a first column セル: the cell itself)
    <!-- insert FILE LINE -->      a block follows, to be put in front of this line of the file
    <!-- change FILE OLD NEW -->   a text in a file becomes another, to show what is said then
    <!-- copy FILE FILE -->        what a section does that sends a form back
    <!-- draw FILE [SHEET [COLUMNS]] -->  a picture follows: of an .html, of a page (SHEET) of a .pdf, of a sheet
"""

import os
import re
import shlex
import shutil
import string
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from helpers.params import ROOT
from tests import exports, forked, pictures
from tests.conftest import make

DOCS = ROOT / "docs"
EXAMPLE = DOCS / "example"
PAGES = sorted(DOCS.glob("[1-9]-*.md"))
# What is owed more, or less, every year, so that the example has something to show; and once ten times: a figure to be asked about.
_GROWTH = {
    "現年課税": 150_000,
    "滞納繰越分": -210_000,
    "保育料": 35_000,
    "普通徴収保険料": 64_000,
    "小学校給食費": -4_000,
}
_TENFOLD = 2024, "保育料(過年度分)"

Draw = Callable[..., None]  # pictures.draw


def export(year: int) -> exports.Rows:
    """The example's export of a year: that of the tests' made-up city, with some movement."""
    table = exports.rows(year)
    for row in table[1:]:
        if row[12] in _GROWTH and row[14]:
            for place in (14, 18):
                row[place] += _GROWTH[row[12]] * (year - exports.YEARS[0])
        if (year, row[12]) == _TENFOLD:
            row[13:19] = [amount * 10 for amount in row[13:19]]
    return table


def examples() -> dict[Path, str]:
    """The files of ``docs/example/`` that are computed."""
    folder = {2022: "first", 2023: "first", 2024: "next"}
    return {EXAMPLE / folder[year] / f"kessan{year}.csv": exports.text(export(year)) for year in exports.YEARS}


def desk(folder: Path) -> Path:
    """A fresh clone, as far as the pages need one: parameters, data and the pages' example."""
    for name in ("params", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(EXAMPLE, folder / "docs/example")
    return folder


def follow(page: Path, draw: Draw | None = None) -> None:
    """Do what ``page`` says in the current folder, which is the desk. AssertionError where something else happens than the page says."""
    said = None
    for number, kind, argument, lines in steps(page.read_text(encoding="utf-8")):
        where = f"{page.name}:{number}"
        if kind == "sh":
            for command in lines:
                said = run(command)
        elif kind == "text":
            compare(where, lines, *said)
        elif kind == "fill":
            fill(where, *argument, lines)
        elif kind == "draw":
            target = page.parent / re.search(r"\]\((.+?)\)", lines[0])[1]
            assert Path(argument[0]).exists(), f"{where}: {argument[0]} is not there"
            if draw:
                draw(target, Path(argument[0]), *argument[1:])
        elif kind != "yaml":  # a block that is only shown
            _edit(where, kind, argument, lines)


def steps(text: str) -> Iterator[tuple[int, str, list[str], list[str]]]:
    """(line, kind, arguments, lines of the block or table) of everything that is done on a page."""
    lines, at = text.splitlines(), 0
    while at < len(lines):
        number = at + 1
        comment = re.fullmatch(r"<!-- (\w+) (.+) -->", lines[at])
        fence = re.fullmatch(r"```(\w+)", lines[at])
        at += 1
        if comment and comment[1] in ("change", "copy"):
            yield number, comment[1], shlex.split(comment[2]), []
        elif comment:
            while not lines[at]:
                at += 1
            block = _block(lines, at)
            at += len(block)
            yield number, comment[1], shlex.split(comment[2]), [line for line in block if not line.startswith("```")]
        elif fence:
            block = _block(lines, at - 1)
            at += len(block) - 1
            yield number, fence[1], [], block[1:-1]


def _block(lines: list[str], at: int) -> list[str]:
    """A fenced block with its fences, or lines up to an empty one."""
    end = "```" if lines[at].startswith("```") else ""
    after = lines.index(end, at + 1) if end in lines[at + 1 :] else len(lines)
    return lines[at : after + bool(end)]


def run(command: str) -> tuple[int, list[str]]:
    """What a command of a page (make …) returns and prints: what its target calls is run in a process forked from this one."""
    program, target, *words = shlex.split(command)
    assert program == "make", command
    typed = defaultdict(str, {"RENDERER": "auto"} | dict(word.split("=", 1) for word in words))
    recipe = make(ROOT, "-n", "-o", ".venv/installed", target, *words).stdout
    arguments = [string.Template(word).substitute(typed) for word in shlex.split(recipe)]
    done = forked.run(*arguments[arguments.index("helpers") + 1 :], PWD=str(Path.cwd()))
    return done.returncode, (done.stdout + done.stderr).splitlines()


def compare(where: str, promised: list[str], status: int, printed: list[str]) -> None:
    failing = promised[-1].startswith("make: ***")
    assert bool(status) == failing, f"{where}: exit status {status}\n" + "\n".join(printed)
    left = iter(line.strip() for line in printed)
    for line in promised[: len(promised) - failing]:
        pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
        assert any(re.fullmatch(pattern, each) for each in left), f"{where}: not printed: {line}\n" + "\n".join(printed)


def fill(where: str, book: str, name: str, keys: str, table: list[str]) -> None:
    """Enter what a table of a page says into a sheet and save it, as a person does in Excel."""
    opened = openpyxl.load_workbook(book)
    sheet = opened[name]
    headings, _, *rows = ([cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in table)
    for row in rows:
        if headings[0] == "セル":
            sheet[row[0]].value = _typed(row[-1])
            continue
        head = _heading(sheet, headings)
        found = _row(sheet, head, dict(list(zip(headings, row, strict=True))[: int(keys)]))
        assert found, f"{where}: no row {row} on {name}"
        for heading, value in list(zip(headings, row, strict=True))[int(keys) :]:
            if value:
                sheet.cell(found, head[heading]).value = None if value == "(消す)" else _typed(value)
    opened.save(book)


def _typed(text: str) -> str | int:
    return int(text.replace(",", "")) if re.fullmatch(r"[\d,]+", text) else text


def _heading(sheet: Worksheet, headings: list[str]) -> dict[str, int]:
    """The columns of a sheet by their headings."""
    for row in sheet.iter_rows(max_row=10):
        names = {cell.value: cell.column for cell in row if cell.value}
        if set(headings) <= set(names):
            return names | {"": row[0].row}
    raise AssertionError(f"{sheet.title}: no row with {headings}")


def _row(sheet: Worksheet, head: dict[str, int], wanted: dict[str, str]) -> int:
    """The row that holds ``wanted``, or, where nothing is wanted, the first one without anything; 0 if there is none."""
    for cells in sheet.iter_rows(min_row=head[""] + 1, max_row=sheet.max_row + 1):
        held = {name: str(cells[column - 1].value or "") for name, column in head.items() if name}
        if all(held[name].startswith(text) for name, text in wanted.items()) and (wanted or not any(held.values())):
            return cells[0].row
    return 0


def _edit(where: str, kind: str, argument: list[str], lines: list[str]) -> None:
    file = Path(argument[0])
    if kind == "copy":
        target = Path(argument[1])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
        return
    assert kind in ("insert", "change"), f"{where}: {kind}"
    text = file.read_bytes().decode("utf-8")
    old, new = (argument[1], "\n".join([*lines, argument[1]])) if kind == "insert" else argument[1:]
    assert text.count(old) == 1, f"{where}: {old!r} stands {text.count(old)} times in {file}"
    file.write_bytes(text.replace(old, new).encode())


def main() -> None:
    """Write the example and draw every picture of the pages."""
    os.environ.pop("DESK", None)
    for path, text in examples().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8-sig", newline="")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DESK"] = folder
        os.chdir(desk(Path(folder)))
        for page in PAGES:
            print(page.relative_to(ROOT))
            follow(page, pictures.draw)


if __name__ == "__main__":
    sys.exit(main())
