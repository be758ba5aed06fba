import re
from dataclasses import replace

import pytest

from helpers.errors import DeskError
from helpers.press import assemble, execute
from tests.press.conftest import TABLE, document, notebook


def assembled(root, *sections):
    made = document(*sections)
    assert execute.execute(made, root, root / "sections", lambda *_: None) == {}
    return assemble.assemble(made, root / "sections", root).read_text(encoding="utf-8")


def test_sections_stand_under_their_titles_without_code(root):
    text = assembled(root, "one")
    assert text.startswith("---\ntitle: 題名\nsubtitle: 副題\n---")
    assert "# 資料1 one {#one}" in text
    assert "class Table" not in text and "# 題\n" not in text
    assert "::: {#tbl-a}" in text and "本文は @tbl-a を見る。" in text
    assert "::: {.note}\n※ 末尾の注\n" in text


def test_the_mark_of_a_sheet_changes_with_whatever_is_printed(root):
    def mark(**changes):
        made = replace(document("one"), running="案", **changes)
        assert execute.execute(made, root, root / "sections", lambda *_: None) == {}
        text = assemble.assemble(made, root / "sections", root).read_text(encoding="utf-8")
        return re.search(r"^running: 案 \\\[(\w{8})\\\]$", text, re.M)[1]

    first = mark()
    assert mark() == first
    (root / "figures/fig-a.svg").write_text("<svg/>")
    second = mark()
    (root / "figures/fig-a.svg").write_text("<svg />")
    assert len({first, second, mark()}) == 3
    chapter = replace(document("one").chapters[0], notes=("別の注",))
    assert mark(chapters=(chapter,)) not in (first, second)


def test_what_an_analyst_prints_is_shown(root):
    notebook(root / "notebooks/free.ipynb", "print('こんにちは')", "import pandas as pd\npd.DataFrame({'a': [1]})",
             "import sys\nprint('内緒', file=sys.stderr)")  # fmt: skip
    text = assembled(root, "free")
    assert "```\nこんにちは" in text
    assert "```{=html}" in text and ">a</th>" in text
    assert "内緒" not in text


def test_landscape_cells_share_a_page(root):
    notebook(
        root / "notebooks/wide.ipynb", "print('たて')", "# landscape\nprint('よこ1')", "# landscape\nprint('よこ2')"
    )
    text = assembled(root, "wide")
    assert text.count("::::: {.landscape}") == 1
    inside = text.split("::::: {.landscape}")[1].split("\n:::::")[0]
    assert "よこ1" in inside and "よこ2" in inside and "たて" not in inside


def test_an_id_may_stand_only_once(root):
    notebook(root / "notebooks/two.ipynb", TABLE)
    with pytest.raises(DeskError, match="id が重なっています: tbl-a"):
        assembled(root, "one", "two")


def test_a_reference_must_lead_somewhere(root):
    notebook(root / "notebooks/lost.ipynb", "md:@fig-none を見る。連絡先 a@tbl-mail.example")
    with pytest.raises(DeskError, match=r"notebooks/lost.ipynb の本文が参照する図表がありません: fig-none。"):
        assembled(root, "lost")


def test_a_notebook_needs_a_title(root):
    notebook(root / "notebooks/plain.ipynb", "1", title="題のない節")
    with pytest.raises(DeskError, match="# 題名"):
        assembled(root, "plain")
