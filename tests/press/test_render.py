"""Both renderers: the embedded one for real, Quarto by its command and by what it leaves or does not leave behind."""

import os
import re
import shutil
import stat
import subprocess
import time

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
        '<object data="https://example.jp/x"></object>',
        '<style>p { background: url("https://example.jp/x.png") }</style>',
        "<style>@import 'https://example.jp/x.css';</style>",
        '<p style="background: url(//example.jp/x.png)">x</p>',
        '<svg><image xlink:href="https://example.jp/x.png"/></svg>',
        '<svg><use href="https://example.jp/x.svg#a"/></svg>',
    ],
)
def test_a_page_that_loads_from_outside_is_refused(tag):
    with pytest.raises(DeskError, match=r"外部の参照があります: .*example\.jp"):
        check_closed(BeautifulSoup(f"<html><body>{tag}</body></html>", "html.parser"))


def test_a_page_that_only_names_the_outside_is_fine():
    page = '<a href="https://example.jp/">x</a><p>https://example.jp/x.png</p><img src="data:image/png;base64,//8=">'
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
    assert {"_quarto.yml", "report.css", "packet.html", "packet.lua", "typst-show.typ", "figures", "fonts"} <= set(
        calls
    )
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
    assert page.startswith(":root { --accent: #1f4e79; --ink: #222222; --head: #e8edf3; }\n")
    assert set(re.findall(r"var\((--[a-z]+)\)", page)) == set(re.findall(r"(--[a-z]+): #", page))
    light, dark = page.split("@media screen and (prefers-color-scheme: dark) {", 1)
    for name in set(re.findall(r"(--[a-z]+): #", light)):
        assert f"{name}: #" in dark, "a colour that a dark screen does not change"
    assert paper.startswith('#let accent = rgb("#1f4e79")\n') and paper.count("+ accent)") == 2


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
