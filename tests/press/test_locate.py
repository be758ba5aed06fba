"""The cell whose output cannot be rendered is found by rendering each alone: here with a renderer that refuses a word."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.errors import DeskError
from helpers.press import locate
from tests.press.conftest import document

ERROR = DeskError("renderer", "だめ", ["f"])


@pytest.fixture
def located(tmp_path, monkeypatch):
    """What becomes of the error of sections, each a list of cells, where the renderer refuses every text with "bad" in it."""
    rendered = []

    def render(packet, choice, date):
        rendered.append((choice.name, date))
        text = packet.read_text(encoding="utf-8")
        if "bad" in text or ("together" in text and "strange" in text):
            raise DeskError("renderer", "だめ")

    monkeypatch.setattr(locate.render, "render", render)

    def find(**sections):
        for name, cells in sections.items():
            nbformat.write(new_notebook(cells=[new_markdown_cell("# 題"), *cells]), tmp_path / f"{name}.ipynb")
        found = locate.located(ERROR, document(*sections), tmp_path)
        assert set(rendered) == {("embedded", "2026-06-03")}
        return found

    return find


def shows(text, source="show()", **metadata):
    return new_code_cell(source, outputs=[new_output("stream", name="stdout", text=text)], metadata=metadata)


def test_the_cell_is_named_and_papermills_own_is_not_counted(located):
    own = new_code_cell("city = 1", metadata={"tags": ["injected-parameters"]})
    found = located(one=[shows("fine")], two=[own, shows("fine"), shows("bad", "x = 1\nshow()")])
    assert found.code == "renderer"
    assert str(found) == ("notebooks/two.ipynb の 3 番目のセルの出力を組版できません。\n    x = 1\n    show()\n  だめ")


def test_a_reference_to_another_section_is_no_fault_of_a_section(located):
    text = new_markdown_cell("@tbl-elsewhere")
    assert "notebooks/two.ipynb の 2 番目のセル" in str(located(one=[text], two=[shows("bad")]))


def test_what_only_cells_together_make_is_told_of_their_notebook(located):
    found = located(one=[shows("together"), shows("strange")])
    assert (found.code, str(found)) == ("renderer", "notebooks/one.ipynb を組版できません。\n  だめ")


def test_what_no_section_makes_alone_is_told_as_it_is(located):
    assert located(one=[shows("together")], two=[shows("strange")]) is ERROR
