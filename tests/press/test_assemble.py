import re
from dataclasses import replace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

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


def shows(path, *cells):
    """An executed notebook at ``path`` with a title: ``cells`` are texts, outputs, or code cells."""
    made = [new_markdown_cell("# 題")]
    for cell in cells:
        if isinstance(cell, str):
            made.append(new_markdown_cell(cell))
        else:
            made.append(cell if "cell_type" in cell else new_code_cell("x", outputs=[cell]))
    nbformat.write(new_notebook(cells=made), path)


def put_together(folder, made, **sections):
    for name, cells in sections.items():
        shows(folder / f"{name}.ipynb", *cells)
    (folder / "out").mkdir(exist_ok=True)
    return assemble.assemble(made, folder, folder / "out").read_text(encoding="utf-8")


def across(text):
    output = new_output("stream", text=text)
    return new_code_cell("x", outputs=[output], metadata={"tags": ["landscape"]})


def test_the_whole_of_a_document(tmp_path):
    made = replace(
        document("one", "two_b"), title="{{< 題 >}}", subtitle="副 *題*", running="案",
        links=(("検算 *", "audit.html"), ("差替", "swap.html")),
    )  # fmt: skip
    text = put_together(tmp_path, made, one=["本文\n\n\n\n本文"], two_b=[])
    mark = re.search(r"\[(\w{8})\\\]", text)[1]
    assert (
        text
        == f"""---
title: \\{{[]{{}}\\{{\\< 題 >[]{{}}}}}}
subtitle: 副 \\*題\\*
running: 案 \\[{mark}\\]
beside:
- label: 検算 \\*
  href: audit.html
- label: 差替
  href: swap.html
---

# 資料1 one {{#one}}

本文

本文

::: {{.note}}
※ 末尾の注

:::

# 資料2 two\\_b {{#two_b}}

::: {{.note}}
※ 末尾の注

:::
"""
    )
    assert put_together(tmp_path, replace(document("one")), one=[]).startswith(
        "---\ntitle: 題名\nsubtitle: 副題\n---\n\n# 資料1"
    )


def test_only_the_first_heading_gives_way_to_the_title_and_notes_may_be_none(tmp_path):
    made = document("one")
    made = replace(made, chapters=(replace(made.chapters[0], title=r"題 \1", notes=()),))
    text = put_together(tmp_path, made, one=["# もう一つ"])
    assert text.endswith("---\n\n# 題 \\\\1 {#one}\n\n# もう一つ\n")


def test_notes_of_a_section_that_ends_across_stay_on_its_page(tmp_path):
    text = put_together(tmp_path, document("one"), one=[across("よこ")])
    assert text.endswith("```\nよこ\n```\n\n::: {.note}\n※ 末尾の注\n\n:::\n\n:::::\n")
    text = put_together(tmp_path, document("one"), one=[across("よこ"), new_output("stream", text="たて")])
    assert text.endswith("```\nよこ\n```\n\n:::::\n\n```\nたて\n```\n\n::: {.note}\n※ 末尾の注\n\n:::\n")


@pytest.mark.parametrize(
    ("data", "printed"),
    [
        ({"text/markdown": "印", "image/png": "aGFsbG8=", "text/plain": "x"}, "印"),
        ({"image/svg+xml": "<svg/>", "image/png": "aGFsbG8=", "text/html": "<b>"}, "![題 \\*](figures/fig-a.svg){#fig-a width=2in fig-alt=\"代\"}"),
        ({"image/png": "aGFsbG8=", "image/jpeg": "aGFsbG8=", "text/html": "<b>"}, "![題 \\*](figures/fig-a.png){#fig-a width=2in fig-alt=\"代\"}"),
        ({"image/jpeg": "aGFsbG8=", "text/latex": "$x$", "text/plain": "x"}, "![題 \\*](figures/fig-a.jpg){#fig-a width=2in fig-alt=\"代\"}"),
        ({"text/latex": "$x$", "text/html": "<b>", "text/plain": "x"}, "$x$"),
        ({"text/latex": "\\begin{align} x \\end{align}"}, "$$\n\\begin{align} x \\end{align}\n$$"),
        ({"text/html": "<b>太</b>", "text/plain": "x"}, "```{=html}\n<b>太</b>\n```"),
        ({"text/plain": "\x1b[31ma ``` b\x1b[0m"}, "````\na ``` b\n````"),
    ],
)  # fmt: skip
def test_of_an_output_the_best_is_printed(tmp_path, data, printed):
    said = {"id": "fig-a", "width": "2in", "alt": "代", "caption": "題 *", "filename": "fig-a"}
    text = put_together(tmp_path, document("one"), one=[new_output("display_data", data, metadata=said)])
    assert f"\n{printed}\n" in text and text.count("fig-a.") == printed.count("fig-a.")
    if name := re.search(r"figures/[^)]*", printed):
        assert (tmp_path / "out" / name[0]).read_bytes() == (b"<svg/>" if "svg" in name[0] else b"hallo")


def test_pictures_of_the_text_come_along(tmp_path):
    path = tmp_path / "one.ipynb"
    shows(path, "![x](figures/one-a.png)")
    made = nbformat.read(path, as_version=4)
    made.metadata["pictures"] = {"one-a.png": "aGFsbG8="}
    nbformat.write(made, path)
    put_together(tmp_path, document("one"))
    assert (tmp_path / "out/figures/one-a.png").read_bytes() == b"hallo"


TWICE = "::: {#tbl-a}\n:::\n\n![x](y){#fig-b}"


def test_every_id_that_stands_twice_is_told_and_a_part_is_not_asked(tmp_path):
    made = document("one", "two")
    with pytest.raises(DeskError) as caught:
        put_together(tmp_path, made, one=[TWICE, "::: {#tbl-c}"], two=[TWICE, "::: {#sec-d}\n::: {#sec-d}"])
    assert caught.value.code == "document"
    assert str(caught.value).startswith("図表の id が重なっています: tbl-a、fig-b。")
    assert put_together(tmp_path, replace(made, whole=False))


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("@tbl-x @fig-y @tbl-x。", "fig-y、tbl-x"),
        ("@tbl-a、@fig-b-", None),
        ("(@tbl-a-x)", "tbl-a-x"),
        ("a@tbl-x \\@tbl-x @sec-x", None),
        ("```{=html}\n<td>@tbl-x</td>\n{#tbl-a}\n```", None),
        ("```{=html}\nx\n```\n\n@tbl-x\n\n```{=html}\ny\n```", "tbl-x"),
        ("文 ```{=html}\n@tbl-x", "tbl-x"),
    ],
)
def test_every_reference_leads_somewhere(tmp_path, text, lost):
    made = document("one", "two")
    if lost is None:
        assert put_together(tmp_path, made, one=[TWICE], two=[text])
        return
    with pytest.raises(DeskError) as caught:
        put_together(tmp_path, made, one=[TWICE], two=[text])
    assert caught.value.code == "document"
    assert str(caught.value) == f"notebooks/two.ipynb の本文が参照する図表がありません: {lost}。"
