"""What a user reads of a section that failed: notebook and cell, what happened, the lines of the cell."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from helpers.errors import DeskError

# Of errors that say nothing of a report: what is to be done.
_WAYS = {
    "EOFError": "資料を作る間は、input() に答える人がいません。値は parameters のセルに書いてください。",
    "SystemExit": "sys.exit() で止めると、節の残りが印刷されません。",
    "ImportError": "名が違うか、それに要る部品が入っていません。部品は requirements.in に名を足し、make pins を実行すると、次の make で入ります。",
    "ModuleNotFoundError": "部品が入っていません。requirements.in に名を足し、make pins を実行すると、次の make で入ります。",
}
# papermill puts its own banner cells into a failed notebook and a cell of parameters into every one.
_NOT_OWN = {"papermill-error-cell-tag", "injected-parameters"}
# What Typst says of what an analyst can write, in words of our own.
_KNOWN = (
    (
        re.compile(r'the text `"(.+?)"` could not be displayed'),
        "「{}」は資料の書体にない文字です。ほかの文字にしてください。",
    ),
    (
        re.compile(r"file not found \(searched at (.+?)\)"),
        "画像「{}」がありません。notebooks/ の中のファイルの名を確かめてください。",
    ),
    (re.compile(r"failed to (?:decode image|parse SVG)"), "画像が壊れています。開けるか確かめて、置き直してください。"),
)
_SAID = 2000  # characters of what a tool says that are shown
_SHOWN_LINES, _SHOWN_CHARACTERS = 12, 200  # of a cell and of what it says


def told(notebook: str, source: str, said: str) -> str:
    """Notebook and cell, what happened, then the lines of the cell."""
    place = " のセル" if source else " "
    return f"notebooks/{notebook}.ipynb{place}が{said}{lines_of(source)}"


def cells(notebook: NotebookNode, name: str) -> Iterator[tuple[str, NotebookNode]]:
    """The cells of an executed notebook that are its author's, each with its place in words: ``notebooks/a.ipynb の 3 番目のセル``."""
    own = (cell for cell in notebook.cells if not _NOT_OWN & set(cell.metadata.get("tags", [])))
    for number, cell in enumerate(own, start=1):
        yield f"notebooks/{name}.ipynb の {number} 番目のセル", cell


def of_cell(path: Path, error: PapermillExecutionError) -> str:
    """Notebook, cell and error, then the lines of the cell."""
    own = cells(nbformat.read(path, as_version=4), path.stem)
    place = next((place for place, cell in own if cell.source == error.source), f"notebooks/{path.name} ")
    return _of_cell(place, error.source, error.ename, str(error.evalue))


def check_ended(notebook: NotebookNode, name: str) -> None:
    """DeskError ``notebook`` if a cell has ended the notebook early: papermill takes a ``sys.exit()`` for its end."""
    for place, cell in cells(notebook, name):
        if "raises-exception" not in cell.metadata.get("tags", []):
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    raise DeskError("notebook", _of_cell(place, cell.source, output.ename, output.evalue))


def _of_cell(place: str, source: str, kind: str, value: str) -> str:
    value = re.sub(r"\x1b\[[0-9;]*m", "", value)
    said = value if kind == DeskError.__name__ else f"{kind}: {_short(value)}".removesuffix(": ")
    way = f"\n  {_WAYS[kind]}" if kind in _WAYS else ""
    return f"{place}でエラーになりました。{lines_of(source)}\n  {said}{way}"


def lines_of(source: str) -> str:
    """The lines of a cell, each on a new line; of a long one the first and the last, which is where an error of it mostly is."""
    lines = source.splitlines()
    if len(lines) > _SHOWN_LINES:
        lines = [*lines[: _SHOWN_LINES - 2], f"…(全 {len(lines)} 行)", lines[-1]]
    return "".join(f"\n    {_clipped(line)}" for line in lines)


def _short(value: str) -> str:
    """What Python says of an error, cut where it says too much."""
    lines = value.splitlines()
    more = [f"…(全 {len(lines)} 行)"] if len(lines) > _SHOWN_LINES else []
    return "\n".join([*map(_clipped, lines[:_SHOWN_LINES]), *more])


def _clipped(line: str) -> str:
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…(全 {len(line):,} 字)"


def last_words(said: str, work: Path) -> str:
    """The end of what a tool said, without its colours and the temporary folder; of what we know of, what is to be done instead."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said).replace(f"{work}{os.sep}", "").strip()
    return next(
        (words.format(*found.groups()) for pattern, words in _KNOWN if (found := pattern.search(plain))), plain[-_SAID:]
    )
