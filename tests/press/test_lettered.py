"""Words of charts as text, where they are in the font of the house."""

from xml.etree import ElementTree

import pypdf
import pytest
from matplotlib.figure import Figure

from helpers.charts import chart
from helpers.press import lettered, render

TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture
def figures(tmp_path):
    chart.use_style()
    (tmp_path / "figures").mkdir()
    return tmp_path / "figures"


def draw(path, *words, **style):
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    axes.set_xticks([], [])
    axes.set_yticks([], [])
    for n, word in enumerate(words):
        axes.text(0.1, n / 5, word, fontsize=8, **style)
    figure.savefig(path)


def written(figures):
    folder = figures.parent / "print"
    lettered.write(figures, folder)
    return {path.name: list(ElementTree.parse(path).getroot().iter(TEXT)) for path in folder.iterdir()}


def test_words_are_text_of_the_same_font_size_and_place(figures):
    draw(figures / "a.svg", "市税 <1,234> & 他", "▲5.6", rotation=90, weight="bold", color="#123456")
    svg = (figures / "a.svg").read_text(encoding="utf-8")
    one, other = written(figures)["a.svg"]
    assert (one.text, other.text) == ("市税 <1,234> & 他", "▲5.6")
    assert one.get("font-size") == "8" and one.get("font-weight") == "700" and "#123456" in one.get("style")
    assert "rotate(-90)" in one.get("transform") and f"{one.get('transform')} scale(" in svg


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><!-- a --><g transform='translate(1 2)'/></svg>",
        b"cut off <svg",
    ],
)
def test_what_an_analyst_brings_along_is_left_alone(figures, content):
    (figures / "a.svg").write_bytes(content)
    (figures / "b.png").write_bytes(b"x")
    assert written(figures) == {}


@pytest.mark.parametrize("words", [r"$\frac{A}{B}$", "a--b"])  # the second is said as "a- -b"
def test_what_is_not_drawn_as_it_is_said_leaves_a_chart_as_it_is(figures, words):
    draw(figures / "a.svg", "市税", words)
    assert written(figures) == {}


def test_a_reader_finds_the_words_of_a_chart_in_the_pdf(figures):
    draw(figures / "fig-a.svg", "探される言葉")
    packet = figures.parent / "packet.qmd"
    packet.write_text(
        '---\ntitle: 題\n---\n\n# 節\n\n![図](figures/fig-a.svg){#fig-a fig-alt="代わり"}\n', encoding="utf-8"
    )
    render.render(packet, render.Choice("embedded"), "2026-06-03")
    assert "探される言葉" in pypdf.PdfReader(figures.parent / "report.pdf").pages[1].extract_text()
