"""Both renderers: the embedded one for real, Quarto by its command and by what it leaves or does not leave behind."""

import contextlib
import errno
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import time
from pathlib import Path

import psutil
import pypdf
import pytest
import quarto
from bs4 import BeautifulSoup
from ruamel.yaml import YAML

from helpers.errors import DeskError
from helpers.press import look, parity, render, scratch
from helpers.press.closed import check_closed
from tests.conftest import without_own_scripts

QMD = """---
title: 題名
subtitle: 副題
---

# 資料1 {#one}

@tbl-a と @fig-b を見る。

:::: {.table-scroll}
::: {#tbl-a}
```{=html}
<table><colgroup><col style="width: 30%"><col style="width: 70%"></colgroup>
<thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">市税</th><td style="text-align: right; background-color: #e3e3e3; font-weight: bold">▲1,234</td></tr>
<tr><td>&lt;二&gt;</td></tr></tbody></table>
```

表の題
:::
::::

::::: {.landscape}

## 横

![図の題](figures/fig-b.svg){#fig-b fig-alt="代わりの\\"文\\""}

:::::
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'

# A stand-in for the Quarto CLI: it answers its version and notes what it is asked.
FAKE = """#!/bin/sh
case "$*" in --version) echo "{version}"; exit 0 ;; esac
echo "$@" >> "{log}"
pwd >> "{log}"; ls >> "{log}"
{body}
"""
# The smallest PDF that can be read, for printf.
PDF = (
    r"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\nxref\n0 3\n"
    r"0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n96\n%%%%EOF"
)
MAKES = (
    f'case "$*" in *html*) echo "<html><main>ok</main></html>" > packet.html ;; *) printf "{PDF}" > packet.pdf ;; esac'
)
EMBEDDED, DATE = render.Choice("embedded"), "2026-06-03"


@pytest.fixture
def packet(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/fig-b.svg").write_text(SVG)
    path = tmp_path / "packet.qmd"
    path.write_text(QMD, encoding="utf-8")
    return path


@pytest.fixture
def fake_quarto(tmp_path, monkeypatch):
    def install(body, version="1.11.0"):
        path, log = tmp_path / "quarto", tmp_path / "calls.log"
        path.write_text(FAKE.format(log=log, body=body, version=version))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("QUARTO_PATH", str(path))
        return log

    return install


def test_the_embedded_renderer_makes_native_tables_figures_and_references(packet):
    assert render.render(packet, EMBEDDED, DATE) == {"renderer": "embedded"}
    html = (packet.parent / "report.html").read_text(encoding="utf-8")
    assert '<html lang="ja">' in html and "<title>題名</title>" in html
    assert re.search(r'href="#tbl-a"[^>]*>表\u00a01</a>', html) and re.search(r'href="#fig-b"[^>]*>図\u00a01</a>', html)
    assert 'rowspan="2"' in html and "background-color: #e3e3e3" in html and "&lt;二&gt;" in html
    assert 'alt="代わりの&quot;文&quot;"' in html and "data:image/svg+xml" in html
    assert "<script" not in without_own_scripts(html) and "http://" not in re.sub(r"data:[^\"']*", "", html)

    pdf = pypdf.PdfReader(packet.parent / "report.pdf")
    text = "".join(page.extract_text() for page in pdf.pages)
    assert re.search(r"表\s*1\s*:\s*表の題", text) and re.search(r"図\s*1\s*:\s*図の題", text) and "▲1,234" in text
    landscape = [page.mediabox.width > page.mediabox.height for page in pdf.pages]
    assert True in landscape and False in landscape
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)] == ["資料1"]


OWN = """
![自分の図](figures/fig-b.svg)

![](figures/fig-b.svg)

```{=html}
<style>#T_1 td {color: red}</style>
<table id="T_1"><caption>飾った表</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
```

| a | b |
|---|---|
| 1 | 2 |

: パイプの表
"""


BELOW = """
```{=typst}
#block(height: HEIGHT)[上の文]
```

図についての文。

:::: {.figure-scroll}

![図の題](figures/fig-b.svg){#fig-c fig-alt="図"}

::::
"""


@pytest.mark.parametrize(("height", "wanted"), [("5%", 1), ("60%", 2)])
def test_a_sentence_stays_on_one_page_with_the_picture_below_it(packet, height, wanted):
    front = QMD.split("---")[1]
    packet.write_text(f"---{front}---\n\n# 資料1\n{BELOW.replace('HEIGHT', height)}", encoding="utf-8")
    render.render(packet, EMBEDDED, DATE)
    pdf = pypdf.PdfReader(packet.parent / "report.pdf")
    texts = [page.extract_text() for page in pdf.pages]
    (on,) = (n for n, text in enumerate(texts) if "図についての文" in text)
    assert "図の題" in texts[on]
    assert on - next(n for n, text in enumerate(texts) if "上の文" in text) == wanted - 1


def test_what_an_analyst_brings_along_prints_and_shifts_no_number(packet):
    packet.write_text(QMD.replace("# 資料1 {#one}\n", f"# 資料1 {{#one}}\n{OWN}"), encoding="utf-8")
    render.render(packet, EMBEDDED, DATE)
    html = (packet.parent / "report.html").read_text(encoding="utf-8")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(packet.parent / "report.pdf").pages)
    for words in ("自分の図", "飾った表", "パイプの表"):
        assert words in html and words in text
        assert not re.search(rf"[表図]\s*\d+\s*:\s*{words}", text)
    assert re.search(r"表\s*1\s*:\s*表の題", text) and re.search(r"図\s*1\s*:\s*図の題", text)
    assert "表\u00a01: 表の題" in html and "図\u00a01: 図の題" in html
    assert html.count('alt="') == html.count("<img") and 'alt=""' not in html


def test_formulas_and_links_print_and_a_link_is_no_load(packet):
    own = "式 $C=A-B$ と\n\n$$\\frac{A}{B}$$\n\n[市の頁](https://example.jp/)、<https://example.jp/2>"
    packet.write_text(f"{QMD}\n{own}\n", encoding="utf-8")
    render.render(packet, EMBEDDED, DATE)
    html = (packet.parent / "report.html").read_text(encoding="utf-8")
    assert "<math" in html and 'href="https://example.jp/"' in html
    pdf = pypdf.PdfReader(packet.parent / "report.pdf")
    links = [
        a.get_object()["/A"].get("/URI")
        for page in pdf.pages
        for a in page.get("/Annots", [])
        if "/A" in a.get_object()
    ]
    assert "https://example.jp/" in links
    assert "C=A-B" in "".join(parity.read_print(packet.parent / "report.pdf")["代替文"])


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="https://example.jp/x.png">',
        '<img src="//example.jp/x.png">',
        '<img srcset="HTTPS://example.jp/x.png 2x">',
        '<script src="http://example.jp/x.js"></script>',
        '<link rel="stylesheet" href="https://example.jp/x.css">',
        '<iframe src="https://example.jp/"></iframe>',
        '<video poster="https://example.jp/x.png"></video>',
        '<table background="https://example.jp/x.png"></table>',
        '<base href=" //example.jp/">',
        "<p style='background: url(http://example.jp/x.png)'>x</p>",
        '<style>@import "//example.jp/x.css";</style>',
        '<object data="https://example.jp/x"></object>',
        '<style>p { background: url("https://example.jp/x.png") }</style>',
        "<style>@import 'https://example.jp/x.css';</style>",
        '<p style="background: url(//example.jp/x.png)">x</p>',
        '<svg><image xlink:href="https://example.jp/x.png"/></svg>',
        '<svg><use href="https://example.jp/x.svg#a"/></svg>',
    ],
)
def test_a_page_that_loads_from_outside_is_refused(tag):
    with pytest.raises(DeskError, match=r"外部の参照があります: .*example\.jp") as caught:
        check_closed(BeautifulSoup(f"<html><body>{tag}</body></html>", "html.parser"))
    assert caught.value.code == "renderer"


def test_a_page_that_only_names_the_outside_is_fine():
    page = '<a href="https://example.jp/">x</a><area href="//example.jp/"><img src="a//b.png"><p title="//example.jp">https://example.jp/x.png</p><img src="data:image/png;base64,//8=">'
    check_closed(BeautifulSoup(page, "html.parser"))


def test_what_typst_refuses_is_told_without_the_temporary_folder(packet):
    packet.write_text(QMD + '\n```{=typst}\n#panic("だめ")\n```\n', encoding="utf-8")
    with pytest.raises(DeskError, match=r"PDF を作れませんでした(?s:.*)だめ") as caught:
        render.render(packet, EMBEDDED, DATE)
    assert "/tmp" not in str(caught.value)
    assert not (packet.parent / "report.html").exists()


def test_quarto_is_asked_for_both_formats_in_a_folder_of_its_own(packet, fake_quarto):
    log = fake_quarto(MAKES)
    choice = render.choose("auto")
    assert (choice.name, choice.version, choice.only) == ("quarto", "1.11.0", False)
    assert render.render(packet, choice, DATE) == {"renderer": "quarto", "quarto_cli": "1.11.0"}
    calls = log.read_text().splitlines()
    assert sorted(line for line in calls if line.startswith("render")) == [
        "render packet.qmd --no-execute --to html", "render packet.qmd --no-execute --to typst"
    ]  # fmt: skip
    assert len({line for line in calls if line.startswith("/")}) == 2
    assert {"_quarto.yml", "report.css", "page.html", "packet.lua", "typst-show.typ", "figures", "fonts"} <= set(calls)
    assert str(packet.parent) not in calls
    assert (packet.parent / "report.pdf").read_bytes().startswith(b"%PDF")


def test_no_table_is_left_to_walk_through_for_the_filters_of_quarto(packet, tmp_path):
    look.write(tmp_path)
    (tmp_path / "after.lua").write_text('function Table() error("a table") end')
    packet.write_text(
        f"{QMD}\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n```{{=html}}\n<table><tr><td>丙</td></tr></table>\n```\n"
    )
    arguments = render._pandoc(tmp_path, "--to=typst", "--lua-filter=after.lua")
    done = subprocess.run(arguments, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.count("#table(") == 3 and "丙" in done.stdout


@pytest.mark.parametrize("choice", [EMBEDDED, "quarto"])
def test_the_page_is_looked_at_while_the_pdf_is_made(packet, fake_quarto, choice):
    if choice == "quarto":
        fake_quarto(MAKES)
        choice = render.choose("auto")
    seen = []

    def look(page):
        [work] = scratch._open  # the folder of this rendering
        until = time.monotonic() + 30  # far longer than it takes; made after the look, it would never come
        while not list(work.rglob("*.pdf")) and time.monotonic() < until:
            time.sleep(0.02)
        seen.append((page.find("main").get_text(strip=True)[:2], len(list(work.rglob("*.pdf")))))

    render.render(packet, choice, DATE, meanwhile=look)
    assert seen == [("資料" if choice == EMBEDDED else "ok", 1)]


def test_what_is_wrong_with_the_page_does_not_ask_for_another_renderer(packet, fake_quarto):
    fake_quarto(MAKES)
    looks = []

    def wrong(page):
        looks.append(page)
        raise DeskError("proof", "合わない")

    with pytest.raises(DeskError, match="合わない") as caught:
        render.render(packet, render.choose("auto"), DATE, meanwhile=wrong)
    assert caught.value.code == "proof" and len(looks) == 1
    assert not (packet.parent / "report.html").exists()


FAULTS = {
    "exits": "echo 'ERROR: boom' >&2; exit 1",
    "makes nothing": "exit 0",
    "makes half": 'case "$*" in *html*) echo "<html></html>" > packet.html ;; esac',
    "hangs": f"sleep 7{os.getpid()}.5",
}


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS)
def test_a_quarto_that_fails_costs_one_sentence_under_auto(packet, fake_quarto, body, monkeypatch):
    fake_quarto(body)
    monkeypatch.setattr(render, "TIME_LIMIT", 8)  # enough for the embedded renderer on a busy machine
    said = []
    used = render.render(packet, render.choose("auto"), DATE, said.append)
    assert used["renderer"] == "embedded" and used["instead_of_quarto"].startswith(
        "Quarto 1.11.0 では作れませんでした。"
    )
    assert len(said) == 1 and said[0].startswith("注意: Quarto 1.11.0 では作れませんでした。")
    assert said[0].endswith("代わりに組込みの組版を使います。")
    assert (packet.parent / "report.pdf").read_bytes().startswith(b"%PDF")
    assert [p for p in psutil.process_iter(["cmdline"]) if f"7{os.getpid()}.5" in (p.info["cmdline"] or [])] == []


@pytest.mark.parametrize("body", FAULTS.values(), ids=FAULTS)
def test_a_quarto_that_fails_is_an_error_where_quarto_was_asked_for(packet, fake_quarto, body, monkeypatch):
    fake_quarto(body)
    monkeypatch.setattr(render, "TIME_LIMIT", 8)  # enough for the embedded renderer on a busy machine
    with pytest.raises(DeskError, match=r"Quarto が") as caught:
        render.render(packet, render.choose("quarto"), DATE)
    assert "boom" in str(caught.value) or "boom" not in body
    assert not (packet.parent / "report.html").exists()


@pytest.mark.parametrize(
    ("version", "said"),
    [("1.4.550", "古すぎます(1.9 以上が必要です)"), ("", "版を答えません"), ("1.8.9", "古すぎます")],
)
def test_a_quarto_that_is_not_known_to_work_is_not_taken(fake_quarto, version, said):
    fake_quarto(MAKES, version)
    assert render.choose("auto").name == "embedded" and said in render.choose("auto").note
    with pytest.raises(DeskError, match=r"RENDERER=embedded なら") as caught:
        render.choose("quarto")
    assert said in str(caught.value)


@pytest.mark.parametrize("version", ["1.9.0", "1.11.0", "2.0.1", "99.9.9"])
def test_a_quarto_that_is_new_enough_is_taken(fake_quarto, version):
    fake_quarto(MAKES, version)
    assert render.choose("auto").name == render.choose("quarto").name == "quarto"


def test_without_quarto_auto_is_embedded_and_quarto_says_how_to_get_it(monkeypatch):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", "")
    assert render.choose("auto") == render.Choice("embedded")
    with pytest.raises(DeskError, match="make quarto"):
        render.choose("quarto")


def test_a_wrong_setting_is_named(monkeypatch):
    with pytest.raises(DeskError, match="auto、quarto、embedded"):
        render.choose("latex")
    monkeypatch.setenv("QUARTO_PATH", "/nowhere/quarto")
    assert "QUARTO_PATH の「/nowhere/quarto」は実行できません" in render.choose("auto").note
    with pytest.raises(DeskError, match="QUARTO_PATH"):
        render.choose("quarto")


def test_the_colours_of_the_style_stand_at_its_top():
    page, paper = look.css(), look.typst()
    assert page.startswith(":root { --accent: #1b4770; --ink: #222222; --head: #e8edf3; }\n")
    assert set(re.findall(r"var\((--[a-z]+)\)", page)) == set(re.findall(r"(--[a-z]+): #", page))
    light, dark = page.split("@media screen and (prefers-color-scheme: dark) {", 1)
    for name in set(re.findall(r"(--[a-z]+): #", light)):
        assert f"{name}: #" in dark, "a colour that a dark screen does not change"
    assert paper.startswith('#let accent = rgb("#1b4770")\n') and paper.count("+ accent)") == 2


def test_the_style_names_only_files_it_has():
    settings = YAML(typ="safe").load((look.STYLE / "_quarto.yml").read_text(encoding="utf-8"))
    html, typst = settings["format"]["html"], settings["format"]["typst"]
    for name in (html["css"], html["template"], *typst["template-partials"], settings["filters"][0]["path"]):
        assert (look.STYLE / name).exists()
    assert html["embed-resources"] and html["minimal"] and html["theme"] == "none"
    assert typst["pdf-standard"] == "ua-1" and typst["papersize"] == "a4"
    assert settings["lang"] == "ja" and settings["execute"]["enabled"] is False
    assert not re.search(r"url\(|@import|http", (look.STYLE / "report.css").read_text(encoding="utf-8"))


@pytest.mark.skipif(
    not (quarto.path() and shutil.which(quarto.path())), reason="the Quarto CLI is not installed (make quarto)"
)
@pytest.mark.parametrize(
    "own",
    [
        "",
        OWN,
        "式 $C=A-B$ と $$x$$、[頁](https://example.jp/)、@foo と a@b.jp",
        "```\ncode\n```\n\n1. x\n\n語\n:   説明\n",
    ],
)
def test_the_real_quarto_makes_the_same(packet, tmp_path, own):
    packet.write_text(QMD.replace("# 資料1 {#one}\n", f"# 資料1 {{#one}}\n\n{own}\n"), encoding="utf-8")
    for choice in (EMBEDDED, render.choose("quarto")):
        render.render(packet, choice, DATE)
        (tmp_path / choice.name).mkdir()
        for name in ("report.html", "report.pdf"):
            shutil.move(packet.parent / name, tmp_path / choice.name / name)
    assert parity.differences(tmp_path / "embedded", tmp_path / "quarto") == []


class Tools:
    """What stands in for the tools of a rendering: notes how each is started and what each is waited for, and makes what it should."""

    def __init__(self, monkeypatch, fails=(), makes=True):
        self.started, self.finished, self.fails, self.makes = [], [], fails, makes
        monkeypatch.setattr(render, "_started", self)

    @contextlib.contextmanager
    def __call__(self, name, arguments, folder, environment=None, limit=None):
        self.started.append((name, arguments, folder, environment, limit))
        kind = next(k for k in ("html", "typst", "typeset") if any(k in argument for argument in arguments[1:]))

        def finish():
            self.finished.append(kind)
            made = {
                "html": "packet.html" if name == "Quarto" else "report.html",
                "typst": "packet.pdf",
                "typeset": "report.pdf",
            }[kind]
            if self.makes and kind not in self.fails:
                (folder / made).write_text(f"<main>{kind}</main>")
            status = 1 if kind in self.fails else 0
            return subprocess.CompletedProcess(arguments, status, "said", f"{folder}/packet.qmd: {kind} だめ")

        yield finish


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A folder with what a renderer needs, and fonts that are quickly copied."""
    fonts = tmp_path / "a/one.otf", tmp_path / "b/two.otf"
    for font in fonts:
        font.parent.mkdir()
        font.touch()
    monkeypatch.setattr(render, "FONTS", fonts)
    (tmp_path / "work").mkdir()
    look.write(tmp_path / "work")
    return tmp_path / "work"


COMMON = "packet.qmd --from=markdown --wrap=none --standalone --lua-filter=packet.lua --metadata-file=_quarto.yml --toc --toc-depth=2"
NOON = 1780488000  # of 3 June 2026, in UTC


def test_how_the_tools_of_the_embedded_renderer_are_called(work, monkeypatch):
    tools, seen = Tools(monkeypatch), []
    render._embedded(work, DATE, lambda page: seen.append((page.main.text, list(tools.finished))))
    (_, html, *where), (_, typst, *where_too), (_, pdf, *there) = tools.started
    assert " ".join(html[1:]) == (
        f"{COMMON} --to=html5 --template=page.html --css=report.css --embed-resources --mathml --output=report.html"
    )
    assert " ".join(typst[1:]) == f"{COMMON} --to=typst --template=embedded.typst --output=packet.typ"
    assert [one[0] for one in tools.started] == ["pandoc", "pandoc", "Typst"] and where == where_too == there == [
        work,
        None,
        None,
    ]
    assert pdf[1].endswith("helpers/press/typeset.py") and pdf[2:4] == ["packet.typ", "report.pdf"]
    assert json.loads(pdf[4]) == [str(font.parent) for font in render.FONTS] and pdf[5] == str(NOON)
    assert seen == [("html", ["typst", "html"])] and tools.finished == ["typst", "html", "typeset"]


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("html", "pandoc が文書を変換できませんでした。\npacket.qmd: html だめ"),
        ("typst", "pandoc が文書を変換できませんでした。\npacket.qmd: typst だめ"),
        ("typeset", "PDF を作れませんでした。\npacket.qmd: typeset だめ"),
    ],
)
def test_a_tool_of_the_embedded_renderer_that_fails(work, monkeypatch, tool, said):
    Tools(monkeypatch, fails=[tool])
    with pytest.raises(DeskError) as caught:
        render._embedded(work, DATE, lambda page: None)
    assert (caught.value.code, str(caught.value)) == ("renderer", said)


def test_how_quarto_is_called(work, monkeypatch):
    tools, seen = Tools(monkeypatch), []
    (work / "packet.qmd").write_text("x")
    render._quarto(work, "/opt/quarto", DATE, lambda page: seen.append((page.main.text, list(tools.finished))))
    for (name, arguments, folder, environment, limit), kind in zip(tools.started, ("html", "typst"), strict=True):
        assert (name, arguments[0]) == ("Quarto", "/opt/quarto")
        assert arguments[1:] == ["render", "packet.qmd", "--no-execute", "--to", kind]
        assert (folder, environment, limit) == (work / kind, {"SOURCE_DATE_EPOCH": str(NOON)}, None)
        made = {path.name for path in folder.iterdir()}
        assert {"packet.qmd", "fonts", "_quarto.yml"} <= made and not made & {"html", "typst"}
        assert sorted(path.name for path in (folder / "fonts").iterdir()) == sorted(font.name for font in render.FONTS)
    assert seen == [("html", ["html"])] and tools.finished == ["html", "typst"]
    assert [(work / f"report.{kind}").read_text() for kind in ("html", "pdf")] == [
        "<main>html</main>",
        "<main>typst</main>",
    ]


@pytest.mark.parametrize(("makes", "said"), [(True, "report.pdf"), (False, "report.html")])
def test_a_quarto_that_fails_or_makes_nothing_is_told_with_what_was_wanted(work, monkeypatch, makes, said):
    Tools(monkeypatch, fails=["typst"] if makes else [], makes=makes)
    with pytest.raises(DeskError) as caught:
        render._quarto(work, "quarto", DATE, lambda page: None)
    assert caught.value.code == "renderer"
    where = "typst/packet.qmd: typst だめ" if makes else "html/packet.qmd: html だめ"
    assert str(caught.value) == f"Quarto が {said} を作れませんでした。\n{where}"


def test_the_page_alone(packet, monkeypatch):
    tools = Tools(monkeypatch)
    assert render.page(packet) == "<main>html</main>"
    [(_, arguments, folder, *_)] = tools.started
    assert arguments[-1] == "--output=report.html" and "--to=html5" in arguments
    assert not folder.exists()
    Tools(monkeypatch, fails=["html"])
    with pytest.raises(DeskError, match=r"変換できませんでした。\npacket.qmd: html だめ"):
        render.page(packet)


def test_what_is_rendered_is_rendered_elsewhere_completed_and_brought_back(packet, monkeypatch):
    completed = []

    def tool(work):
        assert (work / "packet.qmd").read_text(encoding="utf-8") == QMD
        assert (work / "figures/fig-b.svg").exists() and (work / "print").is_dir()
        assert {path.name for path in look.STYLE.iterdir()} <= {path.name for path in work.iterdir()}
        for name in ("report.html", "report.pdf"):
            (work / name).write_text(name)
        return "the page"

    monkeypatch.setattr(render.tags, "complete", lambda pdf, page: completed.append((pdf.read_text(), page)))
    render._render(packet, tool)
    products = [packet.parent / name for name in ("report.html", "report.pdf")]
    assert [path.read_text() for path in products] == ["report.html", "report.pdf"]
    assert completed == [("report.pdf", "the page")]


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
@pytest.mark.parametrize("content", [None, ""])
def test_a_product_that_did_not_appear_is_named(packet, name, content):
    def tool(work):
        for each in ("report.html", "report.pdf"):
            if each != name or content is not None:
                (work / each).write_text(content if each == name else "x")

    with pytest.raises(DeskError) as caught:
        render._render(packet, tool)
    assert (caught.value.code, str(caught.value)) == ("renderer", f"{name} が作られませんでした。")
    assert not list(packet.parent.glob("report.*"))


def trouble(code="renderer"):
    return lambda *_: (_ for _ in ()).throw(DeskError(code, "一行目。\n二行目"))


def test_who_renders_in_place_of_a_quarto_that_fails(packet, monkeypatch):
    said, ran = [], []
    monkeypatch.setattr(render, "_render", lambda packet, tool: tool(packet.parent))
    monkeypatch.setattr(render, "_embedded", lambda *how: ran.append(how))
    monkeypatch.setattr(render, "_quarto", trouble())
    quarto, look = render.Choice("quarto", "/opt/quarto", "1.11.0"), lambda page: None
    note = "Quarto 1.11.0 では作れませんでした。一行目。"
    assert render.render(packet, quarto, DATE, said.append, look) == {"renderer": "embedded", "instead_of_quarto": note}
    assert said == [f"注意: {note}代わりに組込みの組版を使います。"] and ran == [(packet.parent, DATE, look)]
    with pytest.raises(DeskError) as caught:
        render.render(packet, render.Choice("quarto", "q", "1.11.0", only=True), DATE)
    assert (caught.value.code, str(caught.value)) == (
        "renderer",
        "一行目。\n二行目\nRENDERER=embedded なら、Quarto を使わずに作れます。",
    )
    monkeypatch.setattr(render, "_quarto", trouble("proof"))
    with pytest.raises(DeskError, match=r"二行目$") as caught:
        render.render(packet, quarto, DATE, said.append)
    assert caught.value.code == "proof" and len(said) == len(ran) == 1
    monkeypatch.setattr(render, "_quarto", lambda *how: ran.append(how))
    assert render.render(packet, quarto, DATE, said.append, look) == {"renderer": "quarto", "quarto_cli": "1.11.0"}
    assert ran[1:] == [(packet.parent, "/opt/quarto", DATE, look)] and len(said) == 1
    assert render.render(packet, EMBEDDED, DATE, said.append) == {"renderer": "embedded"} and len(said) == 1
    assert (
        render.render(packet, render.Choice("embedded", note="古い。\n次"), DATE, said.append)["instead_of_quarto"]
        == "古い。"
    )
    assert said[1:] == ["注意: 古い。代わりに組込みの組版を使います。"]


def test_a_quarto_is_asked_its_version_for_a_while(monkeypatch, tmp_path):
    asked = []

    @contextlib.contextmanager
    def started(*how, limit):
        asked.append((how, limit))
        yield lambda: answer

    monkeypatch.setattr(render, "_started", started)
    answer = subprocess.CompletedProcess([], 0, " 1.11.0-rc1 x\n", "")
    assert render._examine("/bin/sh") == ("1.11.0-rc1", "")
    assert asked == [(("Quarto", ["/bin/sh", "--version"], Path.cwd()), 20)]
    for status, said, trouble in (
        (1, "1.11.0", "版を答えません。"),
        (0, "x1.11", "版を答えません。"),
        (0, "1.8", "1.8 は古すぎます(1.9 以上が必要です)。"),
    ):
        answer = subprocess.CompletedProcess([], status, said, "")
        version, told = render._examine("/bin/sh")
        assert version == "" and told.endswith(trouble)
    monkeypatch.setattr(render, "_started", trouble_at_once)
    assert render._examine("/bin/sh") == ("", "Quarto(/bin/sh)が応答しません。")


@contextlib.contextmanager
def trouble_at_once(*_, **__):
    raise DeskError("renderer", "x")
    yield


def test_a_command_at_work(tmp_path, monkeypatch):
    told = ["sh", "-c", "cat; pwd; echo $ONE; printf '\\377' >&2; exit 3"]
    monkeypatch.setenv("ONE", "before")
    for environment, one in ((None, "before"), ({"ONE": "1"}, "1")):
        with render._started("x", told, tmp_path, environment) as finish:
            done = finish()
        assert (done.args, done.returncode, done.stdout, done.stderr) == (told, 3, f"{tmp_path}\n{one}\n", "\ufffd")
    with (
        pytest.raises(DeskError, match=r"x を実行できませんでした\(/none/x\)。") as caught,
        render._started("x", ["/none/x"], tmp_path),
    ):
        pytest.fail("it cannot be started")
    assert caught.value.code == "renderer"


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path):
    odd = f"6{os.getpid()}.5"
    slow = ["sh", "-c", f"sleep {odd} & sleep {odd}"]

    def sleeping():
        return [p for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == ["sleep", odd]]

    def wait_for_both():
        while len(sleeping()) < 2:
            time.sleep(0.01)

    def gone():
        until = time.monotonic() + 30  # one that was killed may take a moment to go
        while sleeping() and time.monotonic() < until:
            time.sleep(0.01)
        return not sleeping()

    said = r"x が 0.1 秒たっても終わらないので止めました。"
    with pytest.raises(DeskError, match=said), render._started("x", slow, tmp_path, limit=0.1) as finish:
        wait_for_both()
        finish()
    assert gone()
    with pytest.raises(ZeroDivisionError), render._started("x", slow, tmp_path):
        wait_for_both()
        raise ZeroDivisionError
    assert gone()


@pytest.mark.parametrize(
    ("said", "status", "number"),
    [
        ("x: No space left on device", 1, errno.ENOSPC), ("failed (os error 28)", 1, errno.ENOSPC), ("File too large", 1, errno.EFBIG),
        ("failed (os error 27)", 1, errno.EFBIG), ("", -signal.SIGXFSZ, errno.EFBIG), ("no such thing", 1, None), ("", -9, None),
    ],
)  # fmt: skip
def test_a_full_disk_is_told_apart_from_a_fault_of_the_text(tmp_path, said, status, number):
    if number is None:
        render._check_disk(said, status, tmp_path)
        return
    with pytest.raises(OSError, match=os.strerror(number)) as caught:
        render._check_disk(said, status, tmp_path)
    assert (caught.value.errno, caught.value.filename) == (number, str(tmp_path))


def test_the_look_of_a_dark_screen_and_of_print():
    css = look.css()
    dark = css.rpartition("@media screen and (prefers-color-scheme: dark) {\n")[2]
    assert dark == (
        "  :root { --accent: #9cc3ea; --ink: #e4e4e4; --head: #2c3745; }\n"
        '  [style*="background-color"] { color: #222222; }\n'
        '  [style*="background-color: #e8edf3"] { background-color: #2c3745 !important; color: var(--ink) }\n'
        '  [style*="background-color: #e3e3e3"] { background-color: #4d4d4d !important; color: var(--ink) }\n'
        '  [style*="color: #a3000b"] { color: #ff9c96 !important; }\n}\n'
    )
    for text, name in ((look.script(), "report.js"), (look.sorting(), "sorting.js")):
        assert text == (look.STYLE / name).read_text(encoding="utf-8")


def test_all_that_a_renderer_needs_is_put_into_its_folder(work):
    assert {path.name for path in look.STYLE.iterdir()} <= {path.name for path in work.iterdir()}
    assert (work / "report.css").read_text(encoding="utf-8") == look.css()
    assert (work / "typst-template.typ").read_text(encoding="utf-8") == look.typst()
