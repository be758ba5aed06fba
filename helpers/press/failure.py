"""What a user reads of a section that failed: notebook and cell, what happened, the lines of the cell."""

import re
from pathlib import Path

import nbformat
from papermill.exceptions import PapermillExecutionError

from helpers.errors import DeskError

_SHOWN_LINES, _SHOWN_CHARACTERS = 12, 200  # of a cell and of what it says


def told(notebook: str, source: str, said: str) -> str:
    """Notebook and cell, what happened, then the lines of the cell."""
    place = " のセル" if source else " "
    return f"notebooks/{notebook}.ipynb{place}が{said}{lines_of(source)}"


def of_cell(path: Path, error: PapermillExecutionError) -> str:
    """Notebook, cell and error, then the lines of the cell."""
    cells = nbformat.read(path, as_version=4).cells
    # papermill puts its own banner cells into a failed notebook and a cell of parameters into every one.
    own = [
        cell
        for cell in cells
        if not {"papermill-error-cell-tag", "injected-parameters"} & set(cell.metadata.get("tags", []))
    ]
    number = next((i for i, cell in enumerate(own, start=1) if cell.get("source") == error.source), None)
    value = re.sub(r"\x1b\[[0-9;]*m", "", str(error.evalue))
    place = f"の {number} 番目のセル" if number else ""
    source = lines_of(error.source)
    said = value if error.ename == DeskError.__name__ else f"{error.ename}: {_short(value)}"
    return f"notebooks/{path.name} {place}でエラーになりました。{source}\n  {said}"


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
