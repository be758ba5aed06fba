"""Find the cell whose output cannot be rendered: the tools name a line of a file that nobody wrote."""

from dataclasses import replace
from pathlib import Path

import nbformat

from helpers.errors import DeskError
from helpers.press import assemble, failure, render
from helpers.press.document import Document
from helpers.press.scratch import scratch


def located(error: DeskError, document: Document, sections: Path) -> DeskError:
    """``error`` of a renderer, with the notebook and the cell that alone give one too; as it is if none does."""
    with scratch() as work:
        for chapter in document.chapters:
            part = replace(document, chapters=(chapter,), whole=False)
            if not _fails(part, sections, work):
                continue
            notebook = nbformat.read(sections / f"{chapter.notebook}.ipynb", as_version=4)
            title, *cells = notebook.cells
            number = 1
            for cell in cells:
                if "injected-parameters" in cell.metadata.get("tags", []):
                    continue
                number += 1
                single = work / "single"
                single.mkdir(exist_ok=True)
                nbformat.write(
                    nbformat.from_dict(notebook | {"cells": [title, cell]}), single / f"{chapter.notebook}.ipynb"
                )
                if _fails(part, single, work):
                    place = f"notebooks/{chapter.notebook}.ipynb の {number} 番目のセルの出力を組版できません。"
                    place += failure.lines_of(cell.source)
                    return DeskError(error.code, f"{place}\n  {error.message}")
            return DeskError(error.code, f"notebooks/{chapter.notebook}.ipynb を組版できません。\n  {error.message}")
    return error


def _fails(part: Document, sections: Path, work: Path) -> bool:
    stage = work / "stage"
    stage.mkdir(exist_ok=True)
    try:
        # The embedded renderer says the same as Quarto, four times as fast.
        render.render(assemble.assemble(part, sections, stage), render.Choice("embedded"), part.date)
    except DeskError:
        return True
    return False
