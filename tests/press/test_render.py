"""Both renderers: the embedded one for real, Quarto by its command and by what it leaves or does not leave behind."""

import os
import re
import shutil
import stat

import pypdf
import pytest
import quarto
from ruamel.yaml import YAML

from helpers.errors import DeskError
from helpers.press import render

QMD = """---
title: 題名
subtitle: 副題
---

# 資料1 {#one}

@tbl-a と @fig-b を見る。

:::: {.table-scroll tabindex="0" role="region" aria-label="表の題"}
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

# Quarto as the wrapper calls it: a command that is told `render packet.qmd --to FORMAT …`.
FAKE = """#!/bin/sh
echo "$@" >> "{log}"
pwd >> "{log}"; ls >> "{log}"
{body}
"""
MAKES = 'case "$*" in *html*) echo "<html><main>ok</main></html>" > packet.html ;; *) printf "%%PDF-1.7 ok" > packet.pdf ;; esac'


@pytest.fixture
def packet(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/fig-b.svg").write_text(SVG)
    path = tmp_path / "packet.qmd"
    path.write_text(QMD, encoding="utf-8")
    return path


@pytest.fixture
def fake_quarto(tmp_path, monkeypatch):
    def install(body):
        path, log = tmp_path / "quarto", tmp_path / "calls.log"
        path.write_text(FAKE.format(log=log, body=body))
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("QUARTO_PATH", str(path))
        return log

    return install


def test_the_embedded_renderer_makes_native_tables_figures_and_references(packet):
    render.render(packet, "embedded", "2026-06-03")
    html = (packet.parent / "report.html").read_text(encoding="utf-8")
    assert '<html lang="ja">' in html and "<title>題名</title>" in html
    assert re.search(r'href="#tbl-a"[^>]*>表\u00a01</a>', html) and re.search(r'href="#fig-b"[^>]*>図\u00a01</a>', html)
    assert 'rowspan="2"' in html and "background-color: #e3e3e3" in html and "&lt;二&gt;" in html
    assert 'alt="代わりの&quot;文&quot;"' in html and "data:image/svg+xml" in html
    assert "<script" not in html and "http://" not in re.sub(r"data:[^\"']*", "", html)

    pdf = pypdf.PdfReader(packet.parent / "report.pdf")
    text = "".join(page.extract_text() for page in pdf.pages)
    assert re.search(r"表\s*1\s*:\s*表の題", text) and re.search(r"図\s*1\s*:\s*図の題", text) and "▲1,234" in text
    landscape = [page.mediabox.width > page.mediabox.height for page in pdf.pages]
    assert True in landscape and False in landscape
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)] == ["資料1"]


def test_a_figure_without_words_is_no_pdf_ua(packet):
    packet.write_text(QMD.replace(' fig-alt="代わりの\\"文\\""', ""), encoding="utf-8")
    with pytest.raises(DeskError, match=r"PDF を作れませんでした(?s:.*)missing alt text"):
        render.render(packet, "embedded", "2026-06-03")
    assert not (packet.parent / "report.html").exists()


def test_html_that_asks_for_the_outside_is_refused(packet):
    packet.write_text(QMD + "\n[市の頁](https://example.jp/)\n", encoding="utf-8")
    with pytest.raises(DeskError, match="外部の参照"):
        render.render(packet, "embedded", "2026-06-03")
    assert not (packet.parent / "report.html").exists()


def test_quarto_is_asked_for_both_formats_in_a_folder_of_its_own(packet, fake_quarto):
    log = fake_quarto(MAKES)
    assert render.choose("auto") == "quarto"
    render.render(packet, "quarto", "2026-06-03")
    calls = log.read_text().splitlines()
    assert [line for line in calls if line.startswith("render")] == [
        "render packet.qmd --to html --no-execute --quiet", "render packet.qmd --to typst --no-execute --quiet"
    ]  # fmt: skip
    assert {"_quarto.yml", "report.css", "typst-template.typ", "typst-show.typ", "figures", "fonts"} <= set(calls)
    assert str(packet.parent) not in calls
    assert (packet.parent / "report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "body", ["exit 1", "exit 0", 'case "$*" in *html*) echo "<html></html>" > packet.html ;; esac']
)
def test_a_quarto_that_leaves_no_file_is_an_error(packet, fake_quarto, body):
    fake_quarto(body)
    with pytest.raises(DeskError, match=r"Quarto が report.(html|pdf) を作れませんでした"):
        render.render(packet, "quarto", "2026-06-03")
    assert not (packet.parent / "report.html").exists()


def test_without_quarto_auto_is_embedded_and_quarto_says_how_to_get_it(monkeypatch):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", "")
    assert render.choose("auto") == "embedded"
    with pytest.raises(DeskError, match="make quarto"):
        render.choose("quarto")


def test_a_wrong_setting_is_named(monkeypatch):
    with pytest.raises(DeskError, match="auto、quarto、embedded"):
        render.choose("latex")
    monkeypatch.setenv("QUARTO_PATH", "/nowhere/quarto")
    with pytest.raises(DeskError, match="QUARTO_PATH"):
        render.choose("auto")


def test_the_style_names_only_files_it_has():
    settings = YAML(typ="safe").load((render.STYLE / "_quarto.yml").read_text(encoding="utf-8"))
    html, typst = settings["format"]["html"], settings["format"]["typst"]
    for name in (html["css"], *typst["template-partials"]):
        assert (render.STYLE / name).exists()
    assert html["embed-resources"] and html["minimal"] and html["theme"] == "none"
    assert typst["pdf-standard"] == "ua-1" and typst["papersize"] == "a4"
    assert settings["lang"] == "ja" and settings["execute"]["enabled"] is False
    assert not re.search(r"url\(|@import|http", (render.STYLE / "report.css").read_text(encoding="utf-8"))


@pytest.mark.skipif(
    not (quarto.path() and shutil.which(quarto.path())), reason="the Quarto CLI is not installed (make quarto)"
)
def test_the_real_quarto_reads_the_same_document(packet):
    assert os.environ.get("QUARTO_PATH") or shutil.which("quarto")
    render.render(packet, "quarto", "2026-06-03")
    html = (packet.parent / "report.html").read_text(encoding="utf-8")
    assert "表\u00a01" in html and "図\u00a01" in html and 'rowspan="2"' in html
    text = "".join(page.extract_text() for page in pypdf.PdfReader(packet.parent / "report.pdf").pages)
    assert "表の題" in text and "▲1,234" in text
