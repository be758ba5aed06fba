"""A small project for the press: notebooks that know nothing of claims."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.press.document import Chapter, Document
from tests import forked

TABLE = """
from IPython.display import display
class Table:
    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"name": "tbl-a", "schema": {"fields": [{"name": "a", "title": "甲", "type": "number", "unit": "円"},
                                      {"name": "b", "title": "乙", "type": "string", "unit": ""}]},
                "title": "表の題", "notes": ["※ 注"], "data": [{"a": -1234.5, "b": "x"}, {"a": None, "b": ""}],
                "formats": [{"a": '#,##0.0;"▲"#,##0.0'}, {}]}
        markdown = "::: {#tbl-a}\\n```{=html}\\n<table><thead><tr><th>甲（円）</th><th>乙</th></tr></thead><tbody><tr><td style='background-color: #e3e3e3'>▲1,234.5</td><td>x</td></tr><tr><td>-</td><td></td></tr></tbody></table>\\n```\\n\\n表の題\\n:::"
        return {"text/plain": "表", "text/html": "<table></table>", "text/markdown": markdown,
                "application/vnd.dataresource+json": data}
Table()
"""


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """What a command has loaded when it forks its sections; else each would load pandas and the drawing anew."""
    forked.load()


def notebook(path: Path, *sources: str, title: str = "# 題", parameters: str = 'city = ""') -> None:
    cells = [new_markdown_cell(title), new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    for source in sources:
        tags = {"tags": ["landscape"]} if source.startswith("# landscape") else {}
        make = new_markdown_cell if source.startswith("md:") else new_code_cell
        cells.append(make(source.removeprefix("md:"), metadata=tags))
    made = new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)


def document(*sections: str) -> Document:
    return Document(
        title="題名",
        subtitle="副題",
        date="2026-06-03",
        chapters=tuple(Chapter(name, f"資料{i} {name}", ("末尾の注",)) for i, name in enumerate(sections, start=1)),
        parameters={"city": "x"},
        counted=("債権", "課"),
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    notebook(tmp_path / "notebooks/one.ipynb", TABLE, "md:本文は @tbl-a を見る。")
    return tmp_path
