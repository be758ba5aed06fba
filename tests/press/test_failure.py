"""What a user reads of a section that failed."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from papermill.exceptions import PapermillExecutionError

from helpers.errors import DeskError
from helpers.press import failure


def failed(value="division by zero", kind="ZeroDivisionError", **metadata):
    return new_code_cell("1 / 0", outputs=[new_output("error", ename=kind, evalue=value)], metadata=metadata)


def test_a_section_that_fell_silent():
    assert failure.told("own", "a = 1\nb", "止まりました。") == (
        "notebooks/own.ipynb のセルが止まりました。\n    a = 1\n    b"
    )
    assert failure.told("own", "", "止まりました。") == "notebooks/own.ipynb が止まりました。"


def test_cells_are_counted_without_those_of_papermill():
    tagged = [
        new_code_cell("", metadata={"tags": [tag]}) for tag in ("papermill-error-cell-tag", "injected-parameters")
    ]
    made = new_notebook(
        cells=[new_markdown_cell("# 題"), *tagged, new_code_cell("1", metadata={"tags": ["parameters"]})]
    )
    assert [(place, cell.source) for place, cell in failure.cells(made, "own")] == [
        ("notebooks/own.ipynb の 1 番目のセル", "# 題"),
        ("notebooks/own.ipynb の 2 番目のセル", "1"),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("ZeroDivisionError", "division by zero", "ZeroDivisionError: division by zero"),
        ("KeyboardInterrupt", "", "KeyboardInterrupt"),
        ("DeskError", "\x1b[1;31m「x」がありません。\x1b[0m\n  - 次", "「x」がありません。\n  - 次"),
        ("ValueError", "\n".join("abc"), "ValueError: a\nb\nc"),
        ("ValueError", "\n".join(["x"] * 12), "ValueError: " + "\n".join(["x"] * 12)),
        ("ValueError", "\n".join(["x"] * 13), "ValueError: " + "\n".join(["x"] * 12) + "\n…(全 13 行)"),
        ("ValueError", "x" * 200, "ValueError: " + "x" * 200),
        ("ValueError", "x" * 1201, "ValueError: " + "x" * 200 + "…(全 1,201 字)"),
        ("EOFError", "e", "EOFError: e\n  資料を作る間は、input() に答える人がいません。値は parameters のセルに書いてください。"),
        ("SystemExit", "", "SystemExit\n  sys.exit() で止めると、節の残りが印刷されません。"),
    ],
)  # fmt: skip
def test_an_error_of_a_cell(tmp_path, kind, value, said):
    path = tmp_path / "own.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell("# 題"), new_code_cell("x = 1\nx / 0")]), path)
    error = PapermillExecutionError(1, 1, "x = 1\nx / 0", kind, value, [])
    lines = "\n    x = 1\n    x / 0\n  "
    assert failure.of_cell(path, error) == f"notebooks/own.ipynb の 2 番目のセルでエラーになりました。{lines}{said}"
    elsewhere = PapermillExecutionError(1, 1, "gone", kind, value, [])
    assert failure.of_cell(path, elsewhere) == f"notebooks/own.ipynb でエラーになりました。\n    gone\n  {said}"


@pytest.mark.parametrize("kind", ["ImportError", "ModuleNotFoundError"])
def test_what_is_not_installed_is_told_with_the_way_to_install_it(kind):
    assert "requirements.in に名を足し、make pins を実行すると" in failure._of_cell("", "", kind, "No module")


def test_a_cell_that_ended_the_notebook_early_is_told_unless_it_is_to_raise():
    with pytest.raises(DeskError) as caught:
        failure.check_ended(new_notebook(cells=[new_code_cell("1"), failed("", "SystemExit")]), "own")
    assert caught.value.code == "notebook"
    assert str(caught.value).startswith(
        "notebooks/own.ipynb の 2 番目のセルでエラーになりました。\n    1 / 0\n  SystemExit"
    )
    failure.check_ended(new_notebook(cells=[new_markdown_cell("# 題"), failed(tags=["raises-exception"])]), "own")


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["a"], ["a"]),
        (["x" * 201], ["x" * 200 + "…(全 201 字)"]),
        ([f"{n}" for n in range(12)], [f"{n}" for n in range(12)]),
        ([f"{n}" for n in range(14)], [*(f"{n}" for n in range(10)), "…(全 14 行)", "13"]),
        ([], []),
    ],
)
def test_the_lines_of_a_cell(lines, shown):
    assert failure.lines_of("\n".join(lines)) == "".join(f"\n    {line}" for line in shown)


WORK = Path("/tmp/work")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"  \x1b[31merror\x1b[0m in {WORK}{os.sep}packet.typ\n", "error in packet.typ"),
        ("x" * 2001, "x" * 2000),
        ('error: the text `"𐎀"` could not be displayed', "「𐎀」は資料の書体にない文字です。ほかの文字にしてください。"),
        (f"file not found (searched at {WORK}{os.sep}a/b.png)", "画像「a/b.png」がありません。notebooks/ の中のファイルの名を確かめてください。"),
        ("failed to decode image (x)", "画像が壊れています。開けるか確かめて、置き直してください。"),
        ("failed to parse SVG", "画像が壊れています。開けるか確かめて、置き直してください。"),
    ],
)  # fmt: skip
def test_what_a_tool_said_last(said, words):
    assert failure.last_words(said, WORK) == words
