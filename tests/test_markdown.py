"""Text that goes through markdown comes out as that text."""

import json
import random
import string
import subprocess
from decimal import Decimal

import pypandoc
import pytest

from helpers import trace
from helpers.errors import DeskError
from helpers.markdown import attribute, escape, fold, formula
from helpers.prose import SENTENCES, Prose, Sentence, figure, name

TRICKY = [
    "1. x", "1) x", "(1) x", "(a) x", "a. x", "iv) x", "B. x", "#. x", "(@) x", "2026.", "1.5%である", "- x", "+ x", "* x", "-", "+",
    "# x", "## x ##", "x #", "> x", "| a |", "|", ": x", ":", "::: x", "::: {.x}", ":::", "~~~", "***", "* * *", "---", "- - -",
    "___", "===", "...", "....", "x... y", ". . .", "--", "x -- y", "'x'", '"x"', "it's", "x''y", "&lt;", "&copy;", "&#35;", "&x", "A&B",
    "{{< x >}}", "{{{< x >}}}", "{.class}", "x {#id}", "{", "[x](y)", "[x]", "[^1]", "^[x]", "![x](y)", "[x]{.y}", "[ ] x", "$x$", "$$",
    "$", "@x", "@tbl-a", "-@x", "a@b.jp", "^x^", "~x~", "~~x~~", "x^2", "\\x", "\\", "x\\", "\\begin{x}", "\\newcommand{\\a}{b}",
    "<script>", "<b>x</b>", "<!-- x -->", "<https://x.jp>", "a < b > c", ":smile:", "==x==", "`", "``` x", "```{=html}", "    x", "\tx",
    "https://example.jp", "www.example.jp", "Mr. x", "p. 5", "e.g. x", "U.S. x", "% x", "%x", "x\ny", "x\n\ny", "x\n---", "x\n- y",
    "x\n: y", "x\n===", "|a|b|\n|-|-|", "+---+\n| x |\n+---+", "Table: x", "x  \ny", "_x_", "a_b_c", "**x**", "*x", "!x", "!", "(x)", "/x/",
    "\u3000x\u3000y\u3000", "x\u00a0y", "x\u2028y", "\u201cx\u201d", "～－−", "●○", "令和6年度（約40.2億円、97.81%）／a・b", "true", "2026", "null", "~",
]  # fmt: skip
ALPHABET = [*string.punctuation, *string.digits, *" \t\n\u3000", *"ab収納率は、。（）", *"    ", *TRICKY]


@pytest.fixture(scope="module")
def texts():
    chance = random.Random(20260603)
    made = ["".join(chance.choices(ALPHABET, k=chance.randint(1, 8))) for _ in range(3000)]
    return [text for text in [*TRICKY, *made] if fold(text)]


def pandoc(markdown):
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=markdown", "--to=json"],
        input=markdown, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def divs(texts, form):
    """Each text in a block of its own: what pandoc read in it."""
    markdown = "\n\n".join(f"::::: {{.own}}\n\n{form.format(escape(text))}\n\n:::::" for text in texts)
    return [block["c"][1] for block in pandoc(markdown)["blocks"]]


def plain(inlines):
    """The text of inlines that are nothing but text."""
    assert {inline["t"] for inline in inlines} <= {"Str", "Space"}, inlines
    return "".join(inline.get("c", " ") for inline in inlines)


def inlines_of(blocks, kind):
    assert [block["t"] for block in blocks] == [kind], blocks
    content = blocks[0]["c"]
    if kind == "BulletList":
        assert len(content) == 1
        return inlines_of(content[0], "Plain")
    return content[2] if kind == "Header" else content


@pytest.mark.parametrize(
    ("form", "kind"), [("{}", "Para"), ("- {}", "BulletList"), ("# {}", "Header"), ("# {} {{#own-id}}", "Header")]
)
def test_text_stays_text(texts, form, kind):
    read = divs(texts, form)
    assert len(read) == len(texts)
    for text, blocks in zip(texts, read, strict=True):
        assert plain(inlines_of(blocks, kind)) == fold(text), (text, escape(text))


def test_text_stays_text_below_a_table_and_in_an_image(texts):
    table = "```{{=html}}\n<table></table>\n```\n\n{}"
    for text, blocks in zip(texts, divs(texts, table), strict=True):
        assert plain(inlines_of(blocks[1:], "Para")) == fold(text), (text, escape(text))
    for text, blocks in zip(texts, divs(texts, "![{}](x.svg)"), strict=True):
        assert plain(blocks[0]["c"][1][1][0]["c"]) == fold(text), (text, escape(text))


def test_text_stays_text_in_the_titles_of_a_document(texts):
    titles = "\n".join(f"- {json.dumps(escape(text), ensure_ascii=False)}" for text in texts)
    read = pandoc(f"---\ntitles:\n{titles}\n---\n")["meta"]["titles"]["c"]
    for text, value in zip(texts, read, strict=True):
        assert value["t"] == "MetaInlines" and plain(value["c"]) == fold(text), (text, escape(text))


@pytest.mark.parametrize("text", ["% x", "--- x", "---", "...", "# x", "<script>x</script>"])
def test_text_stays_text_at_the_start_of_a_document(text):
    assert plain(inlines_of(pandoc(escape(text))["blocks"], "Para")) == text


def test_a_list_of_texts_is_one_list(texts):
    (read,) = pandoc("\n".join(f"- {escape(text)}" for text in texts))["blocks"]
    for text, blocks in zip(texts, read["c"], strict=True):
        assert plain(inlines_of(blocks, "Plain")) == fold(text), (text, escape(text))


def test_ordinary_text_has_no_backslash():
    for text in (
        "令和6年度の収納率は97.81%（+0.22ポイント）、収入未済額は約40.2億円である。",
        "「非-2 納骨堂使用料」は1,234.5円/件; A・B（R7.4月～R8.3月）、F=E/C、A−B、14:30～16:00",
        "1 はじめに",
        "▲4.99P > △0.5 | - | & 100%!?",
    ):
        assert escape(text) == text


@pytest.mark.parametrize(
    "form", ['::: {{.own x="{}"}}\n\ny\n\n:::', '[y]{{x="{}"}}', '![y](x.svg){{#fig-y x="{}"}}', '# y {{x="{}"}}']
)
def test_an_attribute_keeps_its_text(texts, form):
    def attributes(block):
        content = block["c"]
        if block["t"] in ("Para", "Figure"):  # of a span, of an image
            return attributes((content if block["t"] == "Para" else content[2])[0])
        if block["t"] == "Plain":
            return attributes(content[0])
        return dict(content[1 if block["t"] == "Header" else 0][2])

    read = pandoc("\n\n".join(form.format(attribute(text)) for text in texts))["blocks"]
    assert [attributes(block)["x"] for block in read] == [fold(text) for text in texts]


def test_sentences_say_where_their_digits_come_from():
    trace.taken()  # what an earlier test left
    prose = Prose(
        [
            f"{name('令和6年度')}の収入未済額は{figure('約40.2億円', Decimal('40.2166'), '億円')}、増えたもの{figure('3', 3, '項目')}。"
        ]
    )
    assert prose.sentences == ["令和6年度の収入未済額は約40.2億円、増えたもの3。"]
    assert prose.markdown() == "- 令和6年度の収入未済額は約40.2億円、増えたもの3。"
    bundle = prose._repr_mimebundle_()
    assert bundle["text/markdown"] == prose.markdown() and bundle["text/plain"] == prose.sentences[0]
    assert json.loads(json.dumps(bundle[SENTENCES])) == {
        "sources": [],
        "sentences": [
            {
                "text": prose.sentences[0],
                "parts": [
                    {"kind": "name", "text": "令和6年度"},
                    {"kind": "words", "text": "の収入未済額は"},
                    {"kind": "figure", "text": "約40.2億円", "value": "40.2166", "unit": "億円"},
                    {"kind": "words", "text": "、増えたもの"},
                    {"kind": "figure", "text": "3", "value": "3", "unit": "項目"},
                    {"kind": "words", "text": "。"},
                ],
            }
        ],
    }
    assert [Sentence.from_json(carried) for carried in bundle[SENTENCES]["sentences"]] == list(prose.told)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("収入未済額は99.9億円である。", "「99.9」"),
        ("増えたもの3、減ったもの1である。", "「3」「1」"),
        ("対象は１２債権である。", "「１２」"),
        (f"{name('令和6年度')}は①である。", "「①」"),
        (f"収入未済額は{name('99.9億円')}である。", "「99.9億円」"),
        (f"収納率は{name('▲4.99ポイント')}である。", "「▲4.99ポイント」"),
    ],
)
def test_a_number_of_unknown_origin_is_an_error(sentence, said):
    with pytest.raises(DeskError) as caught:
        Prose(["前年度と同じである。", sentence])
    assert caught.value.code == "proof" and said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["令和7年度", "R7", "平成21年10月末", "第3期", "私-7 水道料金", "3ポイント以上", "20%以上", "100", "1件当たり"],
)
def test_names_may_have_digits(text):
    assert Prose([f"{name(text)}である。"]).sentences == [f"{text}である。"]


def test_an_environment_is_set_apart_and_a_formula_stays():
    assert formula("\\begin{align}a\\end{align}\n") == "$$\n\\begin{align}a\\end{align}\n$$"
    assert formula("値は $x$") == "値は $x$"
