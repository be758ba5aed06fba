"""What an analyst knows from pandas, seaborn and Jupyter prints as the house prints: one packet of it, read back."""

import base64

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output
from openpyxl import load_workbook

from helpers import tables
from helpers.errors import DeskError
from helpers.press import build, own
from tests.press.conftest import document, notebook

DRAWN = "import pandas as pd\nimport seaborn as sns\nfrom helpers import charts, tables\nframe = pd.DataFrame({'年度': [2023, 2024], '額': [-12000, 3000]})\nsns.barplot(frame, x='年度', y='額')"
CELLS = (
    DRAWN,
    "#| label: fig-mine\n#| fig-cap: 自分の図\n#| fig-alt: 棒が二本\nsns.lineplot(frame, x='年度', y='額')",
    "charts.own(sns.barplot(frame, x='年度', y='額'), caption='呼んだ図', alt='説明')",
    "frame",
    "#| label: tbl-mine\n#| tbl-cap: 自分の表\nframe['額']",
    "tables.own(frame.style, caption='呼んだ表', units={'額': '千円'}, id='tbl-called')",
    "pd.DataFrame([[10**6 + j for j in range(14)]], columns=[f'長い見出しの列{j}' for j in range(14)])",
    "md:@fig-mine と @tbl-mine と @tbl-called。",
    "print('\\x1b[31ma ``` b\\x1b[0m')",
    r"from IPython.display import Latex\nLatex(r'\begin{align} 甲 &= 乙 \end{align}')".replace(r"\n", "\n"),
    "from IPython.display import HTML, Math\nMath('x^2')",
    "HTML('<p>段落の<b>太字</b></p>')",
    "[1, 2]",
)


def soup(html):
    return BeautifulSoup(html, "html.parser")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("own")
    notebook(root / "notebooks/own_one.ipynb", *CELLS)
    said = []
    build.build(document("own_one"), root, root / "build/x/2026-06-03", {}, "embedded", said.append)
    return root / "build/x/2026-06-03", said


@pytest.fixture(scope="module")
def page(built):
    return soup((built[0] / "report.html").read_text(encoding="utf-8"))


def test_every_picture_and_table_has_a_number_and_its_caption(page):
    assert [caption.text.replace("\xa0", "") for caption in page.find_all("figcaption")] == [
        "図1: 題のない図",
        "図2: 自分の図",
        "図3: 呼んだ図",
        "表1: 題のない表",
        "表2: 自分の表",
        "表3: 呼んだ表",
        "表4: 題のない表",
    ]
    assert [picture["alt"] for picture in page.find_all("img")] == ["題のない図", "棒が二本", "説明"]
    assert "<Axes" not in page.text and "Axes:" not in page.text


def test_references_lead_to_them(page):
    assert [link["href"] for link in page.main.find_all("a") if link.text.startswith(("図", "表"))] == ["#fig-mine", "#tbl-mine", "#tbl-called"]  # fmt: skip


def test_each_table_has_a_sheet(built):
    book = load_workbook(built[0] / "report.xlsx")
    assert book.sheetnames[3:] == ["表1 題のない表", "表2 自分の表", "表3 呼んだ表", "表4 題のない表"]
    assert [[cell.value for cell in row] for row in book["表3 呼んだ表"].rows] == [["年度", "額（千円）"], ["2023", -12000], ["2024", 3000]]  # fmt: skip


def test_a_wide_table_lies_across(built):
    text = (built[0] / "packet.qmd").read_text(encoding="utf-8")
    across = text.split("::::: {.landscape}")[1].split("\n:::::\n")[0]
    assert "長い見出しの列13" in across and "自分の表" not in across


def test_a_missing_caption_is_told_with_notebook_and_cell(built):
    notices = [line for line in built[1] if line.startswith("注意: notebooks/")]
    assert [line.split(" に")[0].split("に題名")[0] for line in notices] == [
        "注意: notebooks/own_one.ipynb の 3 番目のセルの図",
        "注意: notebooks/own_one.ipynb の 6 番目のセルの表",
        "注意: notebooks/own_one.ipynb の 9 番目のセルの表",
    ]


def test_text_formulas_and_html_print(page):
    assert "a ``` b" in page.find("pre").text and page.find("math")
    assert page.find("b").text == "太字" and "[1, 2]" in page.text


def settled(tmp_path, source, *outputs):
    (tmp_path / "one.ipynb").write_text(nbformat.writes(new_notebook(cells=[new_code_cell(source, outputs=list(outputs))])))  # fmt: skip
    notices = own.settle(document("one"), tmp_path)
    return notices, nbformat.read(tmp_path / "one.ipynb", as_version=4).cells[0].outputs


def shown(metadata=None, **data):
    return new_output("display_data", {name.replace("__", "/"): value for name, value in data.items()}, metadata=metadata or {})  # fmt: skip


def test_what_moves_is_refused_unless_it_brings_a_picture(tmp_path):
    moving = {"text/html": "<div></div><script>1</script>", "application/vnd.vegalite.v5+json": {}}
    with pytest.raises(DeskError, match=r"notebooks/one.ipynb の 1 番目のセルの出力を印刷できません"):
        settled(tmp_path, "chart", new_output("display_data", moving))
    _, outputs = settled(tmp_path, "chart", new_output("display_data", moving | {"image/png": "aGFsbG8="}))
    assert outputs[0].metadata.id == "fig-one-own-1" and outputs[0].metadata.filename == "fig-one-own-1.png"


def test_the_reason_of_a_frame_reaches_the_user(tmp_path):
    with pytest.raises(DeskError, match="1,001 行"):
        settled(tmp_path, "frame", shown({"unprintable": "表に 1,001 行あります。"}, text__html="<table></table>"))


@pytest.mark.parametrize(
    ("source", "said"), [("#| a: [\nx", "「#|」の行を読めません"), ("#| label: mine\nx", "label は、fig- か tbl-")]
)
def test_options_that_say_nothing_are_refused(tmp_path, source, said):
    with pytest.raises(DeskError, match=f"1 番目のセル.*{said}"):
        settled(tmp_path, source, shown(text__plain="x"))


def test_two_pictures_of_a_cell_share_its_label_and_list_their_captions(tmp_path):
    source = "#| label: fig-a\n#| fig-cap: [甲, 乙]\nx"
    _, outputs = settled(tmp_path, source, *[shown(image__png="aGFsbG8=")] * 2)
    assert [(o.metadata.id, o.metadata.caption) for o in outputs] == [("fig-a", "甲"), ("fig-a-2", "乙")]


def test_a_figure_that_is_the_value_of_its_cell_is_one_figure(tmp_path):
    drawing = shown(image__png="aGFsbG8=")
    value = new_output("execute_result", {"image/png": "aGFsbG8=", "text/plain": "<Figure>"}, execution_count=1)
    assert len(settled(tmp_path, "fig", drawing, value)[1]) == 1
    assert len(settled(tmp_path, "fig", drawing, shown(image__png="aGVsbG8="))[1]) == 2
    assert len(settled(tmp_path, "print(); print()", *[shown(text__plain="x")] * 2)[1]) == 2


@pytest.mark.parametrize(
    ("html", "said"), [("<video src='a'></video>", "動く出力"), ("<p><svg></svg></p>", "HTML の中の画像")]
)
def test_html_that_print_would_lose_is_refused(tmp_path, html, said):
    with pytest.raises(DeskError, match=f"1 番目のセルの出力を印刷できません[^$]*{said}"):
        settled(tmp_path, "x", shown(text__html=html))


def test_type_that_print_makes_too_small_is_told(tmp_path):
    said = {"id": "fig-a", "caption": "題"}
    for wide, size, told in (
        (482, 8, ""),
        (1440, 8, "2.7 ポイント"),
        (482, 6, "6.0 ポイント"),
        (1440, 0, ""),
        (216, 7, ""),
    ):
        data = {"image/svg+xml": f'<svg width="{wide}pt" height="9pt">'}
        notices, _ = settled(tmp_path, "x", new_output("display_data", data, metadata=said | {"type": size}))
        assert (told in notices[0] and "読めるのは 7 ポイントから" in notices[0]) if told else notices == []


@pytest.mark.parametrize(
    ("data", "said", "width"),
    [
        ({"image/svg+xml": '<svg version="1.1" width="216pt" height="9pt">'}, {}, "3.00in"),
        ({"image/svg+xml": '<svg width="482.4pt">'}, {}, None),
        ({"image/svg+xml": '<svg width="360pt" height="1296pt">'}, {}, "2.50in"),  # a page has room for half its height
        ({"image/png": base64.b64encode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\xc0\0\0\0\x09").decode()}, {}, "2.00in"),
        ({"image/jpeg": "aGFsbG8="}, {"image/jpeg": {"width": 240}}, "2.50in"),
        ({"image/jpeg": "aGFsbG8="}, {}, None),
    ],
)
def test_a_small_picture_is_not_enlarged_and_a_high_one_fits_the_page(tmp_path, data, said, width):
    _, (output,) = settled(tmp_path, "x", new_output("display_data", data, metadata=said))
    assert output.metadata.get("width") == width


def value(text):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def test_the_value_of_a_cell_goes_only_beside_a_drawing_and_is_told_unless_it_only_names_it(tmp_path):
    drawing = shown({"id": "fig-a", "caption": "題"}, image__png="aGFsbG8=")
    notices, outputs = settled(tmp_path, "x", value("<Axes: >"), drawing)
    assert (notices, len(outputs)) == ([], 1)
    notices, outputs = settled(tmp_path, "plt.ylim(0, 5)", value("(0.0, 5.0)"), drawing)
    assert len(outputs) == 1 and "1 番目のセルは図を描いているので、その値「(0.0, 5.0)」は印刷しません" in notices[0]
    assert settled(tmp_path, "x", value("<Axes: >"))[1] == [value("<Axes: >")]


def test_an_id_that_stands_twice_names_both_cells(tmp_path):
    picture = new_output("display_data", {"image/png": "aGFsbG8="})
    cells = [new_code_cell("#| label: fig-a\nx", outputs=[picture]) for _ in range(2)]
    nbformat.write(new_notebook(cells=[new_code_cell("1"), *cells]), tmp_path / "one.ipynb")
    with pytest.raises(DeskError) as caught:
        own.settle(document("one"), tmp_path)
    assert str(caught.value).startswith(
        "notebooks/one.ipynb の 2 番目のセルと、notebooks/one.ipynb の 3 番目のセルの図表の id が重なっています: fig-a。"
    )


def test_a_picture_shown_twice_by_one_cell_has_one_id_too_many(tmp_path):
    one, other = ({"id": "fig-a", "caption": "題"} for _ in range(2))
    with pytest.raises(DeskError, match="1 番目のセルの二つの図表の id が重なっています: fig-a"):
        settled(tmp_path, "x", shown(one, image__png="aGFsbG8="), shown(other, image__png="aGVsbG8="))


def test_a_table_whose_numbers_would_run_into_each_other_is_refused(tmp_path):
    def table(columns):
        frame = pd.DataFrame([[10_002 + place for place in range(columns)]])
        return new_output("display_data", tables.own(frame)._repr_mimebundle_())

    assert settled(tmp_path, "x", table(25))[0]
    with pytest.raises(DeskError, match=r"1 番目のセルの表\(28 列\)は、横向きの紙にも入りません"):
        settled(tmp_path, "x", table(28))


def figure(said=None, **data):
    return new_output("display_data", data or {"image/png": "aGFsbG8="}, metadata=said or {})


def own_table(frame=None, **options):
    return new_output(
        "display_data", tables.own(pd.DataFrame({"a": [1]}) if frame is None else frame, **options)._repr_mimebundle_()
    )


def resource(output):
    return output.data["application/vnd.dataresource+json"]


def test_the_house_s_own_keep_what_they_say_and_are_counted_nowhere(tmp_path):
    house = {"id": "fig-house", "caption": "家の図", "alt": "家", "filename": "fig-house.svg"}
    named = own_table(caption="家の表", id="tbl-house")
    notices, outputs = settled(
        tmp_path,
        "#| label: fig-x\n#| fig-cap: 別\nx",
        figure(dict(house), **{"image/svg+xml": "<svg/>"}),
        figure(),
        named,
        own_table(),
    )
    assert outputs[0].metadata == house and outputs[0].data == {"image/svg+xml": "<svg/>"}
    assert outputs[1].metadata == {"id": "fig-x", "caption": "別", "alt": "別", "filename": "fig-x.png"}
    assert (resource(outputs[2])["name"], resource(outputs[2])["title"]) == ("tbl-house", "家の表")
    assert resource(outputs[3])["name"] == "tbl-one-own-1" and len(notices) == 1  # fmt: skip


@pytest.mark.parametrize(
    ("source", "said", "wanted"),
    [
        ("x", {}, ("fig-own-one-own-1", "題のない図", "題のない図")),
        ("#| fig-cap: 題\nx", {}, ("fig-own-one-own-1", "題", "題")),
        ("#| fig-cap: [題]\n#| fig-alt: 代\nx", {}, ("fig-own-one-own-1", "題", "代")),
        ("#|fig-cap: 題\nx\n#| fig-alt: 遅い", {}, ("fig-own-one-own-1", "題", "題")),
        ("#| fig-cap: 2024\nx", {}, ("fig-own-one-own-1", "2024", "2024")),
        ("#| fig-cap: []\nx", {}, ("fig-own-one-own-1", "題のない図", "題のない図")),
        ("#| tbl-cap: 題\n#| label: tbl-x\nx", {}, ("fig-own-one-own-1", "題のない図", "題のない図")),
        ("#| label: fig-x_1\n#| fig-cap: 別\nx", {"id": "fig-y"}, ("fig-y", "別", "別")),
        ("#| label: fig-x\n#| fig-cap: 別\n#| fig-alt: 別\nx", {"caption": "題", "alt": "代"}, ("fig-x", "題", "代")),
        ("#| echo: false\n#| label: fig-x\nx", {}, ("fig-x", "題のない図", "題のない図")),
    ],
)
def test_who_says_what_a_picture_is_called(tmp_path, source, said, wanted):
    path = tmp_path / "own_one.ipynb"
    picture = figure(said, **{"image/png": "aGFsbG8=", "image/jpeg": "aGFsbG8=", "text/plain": "x"})
    nbformat.write(new_notebook(cells=[new_code_cell(source, outputs=[picture])]), path)
    notices = own.settle(document("own_one"), tmp_path)
    (output,) = nbformat.read(path, as_version=4).cells[0].outputs
    assert (output.metadata.id, output.metadata.caption, output.metadata.alt) == wanted
    assert output.metadata.filename == f"{wanted[0]}.png" and set(output.data) == {"image/png", "text/plain"}
    untitled = "notebooks/own_one.ipynb の 1 番目のセルの図に題名がありません。セルの初めに「#| fig-cap: 題名」と書くか、charts.own(図, caption=…, alt=…) としてください。"
    assert notices == ([untitled] if wanted[1] == "題のない図" else [])


@pytest.mark.parametrize(
    ("source", "name", "title"),
    [
        ("x", "tbl-own-one-own-1", "題のない表"),
        ("#| label: tbl-x\n#| tbl-cap: 題\nx", "tbl-x", "題"),
        ("#| label: fig-x\n#| fig-cap: 題\nx", "tbl-own-one-own-1", "題のない表"),
    ],
)
def test_who_says_what_a_table_is_called(tmp_path, source, name, title):
    path, table = tmp_path / "own_one.ipynb", own_table()
    resource(table)["notes"] = ["注"]
    nbformat.write(new_notebook(cells=[new_code_cell(source, outputs=[table])]), path)
    notices = own.settle(document("own_one"), tmp_path)
    (cell,) = nbformat.read(path, as_version=4).cells
    (output,) = cell.outputs
    assert (resource(output)["name"], resource(output)["title"]) == (name, title)
    text = output.data["text/markdown"]
    assert text.startswith(f":::: {{.table-scroll}}\n::: {{#{name}}}\n```{{=html}}\n<table") and f"\n{title}\n" in text
    assert text.endswith("::: {.note}\n注\n\n:::") and cell.metadata == {}
    untitled = "notebooks/own_one.ipynb の 1 番目のセルの表に題名がありません。セルの初めに「#| tbl-cap: 題名」と書くか、tables.own(表, caption=…) としてください。"
    assert notices == ([untitled] if title == "題のない表" else [])


def test_tables_and_pictures_of_a_notebook_are_counted_apart(tmp_path):
    cells = [new_code_cell("x", outputs=[figure(), own_table(), figure()]), new_code_cell("x", outputs=[own_table()])]
    nbformat.write(new_notebook(cells=cells), tmp_path / "one.ipynb")
    own.settle(document("one"), tmp_path)
    one, two = nbformat.read(tmp_path / "one.ipynb", as_version=4).cells
    assert [output.metadata.get("id") or resource(output)["name"] for output in [*one.outputs, *two.outputs]] == [
        "fig-one-own-1", "tbl-one-own-1", "fig-one-own-2", "tbl-one-own-2",
    ]  # fmt: skip


def test_what_needs_nothing_is_not_written_again(tmp_path, monkeypatch):
    text = new_output("stream", text="x")
    nbformat.write(new_notebook(cells=[new_code_cell("x", outputs=[text])]), tmp_path / "one.ipynb")
    monkeypatch.setattr(own.nbformat, "write", lambda *_: pytest.fail("written"))
    assert own.settle(document("one"), tmp_path) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("#| - a\nx", "の「#|」の行を読めません。「#| fig-cap: 題名」の形で書いてください。"),
        ("#| label: fig-\nx", "の label は、fig- か tbl- で始まる英数字にしてください(「fig-」)。"),
        ("#| label: fig-図\nx", "の label は、fig- か tbl- で始まる英数字にしてください(「fig-図」)。"),
        ("#| label: [fig-a]\nx", "の label は、fig- か tbl- で始まる英数字にしてください(「['fig-a']」)。"),
    ],
)
def test_options_that_say_nothing_are_told_with_their_cell(tmp_path, source, said):
    with pytest.raises(DeskError) as caught:
        settled(tmp_path, source, figure())
    assert caught.value.code == "document"
    assert str(caught.value) == f"notebooks/one.ipynb の 1 番目のセル{said}"


ACTIVE = (
    "application/javascript",
    "application/vnd.jupyter.widget-view+json",
    "application/vnd.plotly.v1+json",
    "application/vnd.vegalite.v5+json",
)


@pytest.mark.parametrize(
    "data",
    [
        *({name: {} if name.endswith("json") else "", "text/plain": "x"} for name in ACTIVE),
        *({"text/html": f"<p><{tag} src='x'>"} for tag in ("script", "IFRAME", "video", "audio", "canvas", "object", "embed")),
    ],
)  # fmt: skip
def test_whatever_moves_is_refused_with_the_lines_of_its_cell(tmp_path, data):
    with pytest.raises(DeskError) as caught:
        settled(tmp_path, "a = 1\nshow(a)", new_output("display_data", data))
    assert caught.value.code == "document"
    assert str(caught.value).startswith(
        "notebooks/one.ipynb の 1 番目のセルの出力を印刷できません。\n    a = 1\n    show(a)\n  動く出力(JavaScript など)は、"
    )
    settled(tmp_path, "x", new_output("display_data", data | {"text/markdown": "x"}))


@pytest.mark.parametrize("html", ["<p><img src='x'></p>", "<SVG></SVG>"])
def test_pictures_inside_html_are_refused_and_words_like_them_are_not(tmp_path, html):
    with pytest.raises(DeskError, match="HTML の中の画像は印刷できません"):
        settled(tmp_path, "x", shown(text__html=html))
    assert len(settled(tmp_path, "x", shown(text__html="<images>&lt;script&gt;<objects>"))[1]) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<Axes: >", False), ("[<matplotlib.lines.Line2D at 0x1>]", False), ("<matplotlib.lines.Line2D at 0x1>", False),
        ("<seaborn.axisgrid.FacetGrid at 0x1>", False), ("<BarContainer object of 2 artists>", False),
        ("Text(0.5, 1.0, '題')", False), ("[Text(0, 0, 'a')]", False), ("<Subplot: >", False), ("<Figure size 1x1>", False),
        ("<ErrorbarContainer object>", False), ("<Other object of 12 artists>", False), ("(0.0, 5.0)", True), ("3", True),
    ],
)  # fmt: skip
def test_the_value_beside_a_drawing(tmp_path, text, told):
    notices, outputs = settled(
        tmp_path, "x", figure({"id": "fig-a", "caption": "題"}), value(text), new_output("stream", text="x")
    )
    assert [output.output_type for output in outputs] == ["display_data", "stream"]
    said = f"notebooks/one.ipynb の 1 番目のセルは図を描いているので、その値「{text}」は印刷しません。印刷するなら print() としてください。"
    assert notices == ([said] if told else [])


def test_a_value_that_shows_more_than_text_stays_beside_a_drawing(tmp_path):
    rich = new_output("execute_result", {"text/plain": "x", "text/html": "<b>x</b>"}, execution_count=1)
    _, outputs = settled(tmp_path, "x", figure({"id": "fig-a", "caption": "題"}), rich)
    assert len(outputs) == 2


@pytest.mark.parametrize(
    ("columns", "row", "across"),
    [
        (["a" * 20] * 5, ["1"] * 5, False),  # five of 23 columns
        (["a" * 20] * 5, ["1" * 22] + ["1"] * 4, True),
        (["a" * 24] * 4, ["1"] * 4, False),  # of 27
        (["字" * 12] * 4 + ["12345"], ["字" * 99] * 5, True),  # what is longer breaks
        (["字" * 12] * 4 + ["12345"], ["1"] * 5, False),
        (["字" * 12] * 4 + ["123456"], [None] * 5, True),
    ],
)
def test_when_a_table_lies_across(columns, row, across):
    fields = [{"name": f"{n}", "title": title} for n, title in enumerate(columns)]
    made = {"schema": {"fields": fields}, "data": [{f"{n}": cell for n, cell in enumerate(row)}]}
    assert own._is_wide(made) is across


@pytest.mark.parametrize(
    ("rows", "wide"),
    [
        ([["1" * 183]], False), ([["1" * 184]], True), ([["字" * 400]], False), ([["1" * 100 + " " + "1" * 100]], False),
        ([[10**15] * 8, [None] * 8], False), ([[10**16] * 8], True), ([[""]], False),
    ],
)  # fmt: skip
def test_when_not_even_that_helps(rows, wide):
    fields = [{"name": f"{n}"} for n in range(len(rows[0]))]
    made = {"schema": {"fields": fields}, "data": [{f"{n}": cell for n, cell in enumerate(row)} for row in rows]}
    assert own._is_too_wide(made) is wide


def test_a_wide_table_turns_its_page_and_the_cell_keeps_its_tags(tmp_path):
    wide = pd.DataFrame([[1] * 14], columns=[f"長い見出しの列{j}" for j in range(14)])
    cell = new_code_cell("x", outputs=[own_table(wide), own_table(wide)], metadata={"tags": ["mine", "landscape"]})
    nbformat.write(new_notebook(cells=[cell, new_code_cell("x", outputs=[own_table(wide)])]), tmp_path / "one.ipynb")
    own.settle(document("one"), tmp_path)
    one, two = nbformat.read(tmp_path / "one.ipynb", as_version=4).cells
    assert (one.metadata.tags, two.metadata.tags) == (["mine", "landscape"], ["landscape"])
