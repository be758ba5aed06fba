"""What can happen to a desk: each verb gives a change, a function that does it to the folder of the desk."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from tests import town

Change = Callable[[Path], object]

PARAMS, DATA = f"params/{town.CITY}", f"data/{town.CITY}"
CITY, MEETING = f"{PARAMS}/city.yaml", f"{PARAMS}/{town.MEETING}.yaml"
CLAIMS, FIGURES, AGENDA = f"{DATA}/claims.csv", f"{DATA}/figures.csv", f"{DATA}/agenda.csv"
NUMBERS, MEMBERS, NEXT = f"{DATA}/numbers.csv", f"{DATA}/members.csv", f"{DATA}/meetings.csv"
BUILD = f"build/{town.CITY}/{town.MEETING}"


def all_of(*changes: Change) -> Change:
    return lambda desk: [change(desk) for change in changes]


def write(file: str, content: str | bytes) -> Change:
    def change(desk: Path) -> None:
        (desk / file).parent.mkdir(parents=True, exist_ok=True)
        (desk / file).write_bytes(content.encode() if isinstance(content, str) else content)

    return change


def edit(file: str, how: Callable[[str], str]) -> Change:
    """Rewrite the text of a file; it must change."""

    def change(desk: Path) -> None:
        text = (desk / file).read_bytes().decode()
        assert how(text) != text, f"{file} stays as it is"
        (desk / file).write_bytes(how(text).encode())

    return change


def replace(file: str, old: str, new: str, times: int = 1) -> Change:
    """Put ``new`` for the first ``old`` of a file (-1: for all)."""

    def how(text: str) -> str:
        assert old in text, f"{old} is not in {file}"
        return text.replace(old, new, times)

    return edit(file, how)


def append(file: str, text: str) -> Change:
    return edit(file, lambda before: before + text)


def line(file: str, number: int, text: str) -> Change:
    """Put a line in before the line ``number``, as Excel counts them."""

    def how(before: str) -> str:
        lines = before.split("\n")
        return "\n".join([*lines[: number - 1], text, *lines[number - 1 :]])

    return edit(file, how)


def column(file: str, name: str, value: str | None) -> Change:
    """Fill the column ``name`` of every row with ``value``; None takes the column out."""

    def how(text: str) -> str:
        header, *rows = [one.split(",") for one in text.rstrip("\n").split("\n")]
        at = [cell.strip("\ufeff") for cell in header].index(name)
        if value is None:
            lines = [[*row[:at], *row[at + 1 :]] for row in (header, *rows)]
        else:
            lines = [header, *([*row[:at], value, *row[at + 1 :]] for row in rows)]
        return "".join(",".join(row) + "\n" for row in lines)

    return edit(file, how)


def cut_after(file: str, mark: str) -> Change:
    """A file that ends after the first ``mark``."""
    return edit(file, lambda text: text[: text.index(mark) + len(mark)])


def header_only(file: str) -> Change:
    return edit(file, lambda text: text.split("\n")[0] + "\n")


def encode(file: str, encoding: str) -> Change:
    return lambda desk: (desk / file).write_bytes((desk / file).read_bytes().decode("utf-8-sig").encode(encoding))


def delete(file: str) -> Change:
    def change(desk: Path) -> None:
        if (desk / file).is_dir():
            shutil.rmtree(desk / file)
        else:
            (desk / file).unlink()

    return change


def folder(file: str) -> Change:
    """A folder of that name where the file was, if there was one."""

    def change(desk: Path) -> None:
        (desk / file).unlink(missing_ok=True)
        (desk / file).mkdir()

    return change


def link(file: str, to: str) -> Change:
    """A symlink where the file was, if there was one."""

    def change(desk: Path) -> None:
        (desk / file).unlink(missing_ok=True)
        (desk / file).symlink_to(to)

    return change


def fifo(file: str) -> Change:
    """A pipe that nobody writes into where the file was: who reads it waits for ever."""

    def change(desk: Path) -> None:
        (desk / file).unlink(missing_ok=True)
        os.mkfifo(desk / file)

    return change


def sparse(file: str, size: int) -> Change:
    """A file of ``size`` bytes that takes no room."""

    def change(desk: Path) -> None:
        (desk / file).touch()
        os.truncate(desk / file, size)

    return change


def copy(file: str, to: str) -> Change:
    return lambda desk: (shutil.copytree if (desk / file).is_dir() else shutil.copy)(desk / file, desk / to)


def move(file: str, to: str) -> Change:
    return lambda desk: (desk / file).rename(desk / to)


def cell(source: str, notebook: str = "agenda") -> Change:
    """One more cell at the end of a notebook."""

    def change(desk: Path) -> None:
        path = desk / "notebooks" / f"{notebook}.ipynb"
        content = nbformat.read(path, as_version=4)
        content.cells.append(new_code_cell(source))
        nbformat.write(content, path)

    return change


def notebook(how: Callable[[nbformat.NotebookNode], object], name: str = "agenda") -> Change:
    """Change the content of a notebook."""

    def change(desk: Path) -> None:
        path = desk / "notebooks" / f"{name}.ipynb"
        content = nbformat.read(path, as_version=4)
        how(content)
        path.write_text(nbformat.writes(content), encoding="utf-8")

    return change


def tables(**rows: list[str]) -> Change:
    """Tables that the town has not: the header and the lines of each. A line is padded with a source."""
    from helpers.ledger import TABLES

    def change(desk: Path) -> None:
        for table, lines in rows.items():
            columns = [name for name in TABLES[table].model_fields if name not in TABLES[table].may_lack]
            town.write(desk / DATA / f"{table}.csv", [",".join(columns), *lines])

    return change


def every_table_empty(desk: Path) -> None:
    """Every table that the town has not, with its header and nothing below."""
    from helpers.ledger import TABLES

    tables(**{table: [] for table in TABLES if not (desk / DATA / f"{table}.csv").exists()})(desk)


def neighbour(desk: Path) -> None:
    """A second city, 海辺市, that is like the first."""
    for name in ("params", "data"):
        shutil.copytree(desk / name / town.CITY, desk / name / "umibe")
    replace("params/umibe/city.yaml", "川辺市", "海辺市")(desk)
