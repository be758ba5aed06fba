"""The list of all packets, of two made-up ones."""

import datetime as dt
import os
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from helpers.press import index, look, manifest
from helpers.press.document import PRODUCTS
from helpers.press.index import Beside, Entry, File


@pytest.fixture
def wanted(tmp_path, monkeypatch):
    """A packet that stands, its Excel gone, as of a day at noon; nothing of it has changed."""
    target = tmp_path / "build/kawabe/2026-06-03"
    target.mkdir(parents=True)
    for name, size in (("report.html", 1536), ("report.pdf", 1_500_000), (manifest.NAME, 2)):
        (target / name).write_bytes(b" " * size)
    noon = dt.datetime(2026, 6, 4, 12, 5).timestamp()
    os.utime(target / manifest.NAME, (noon, noon))
    monkeypatch.setattr(manifest, "changed", lambda out, inputs, desk: [])
    return index.Wanted(
        "川辺市", "第1回", "6月3日", target, {"a": tmp_path}, tmp_path / "desk", PRODUCTS, Beside("audit.html", "3件")
    )


def test_a_packet_that_stands(wanted, tmp_path):
    files = [
        File("HTML", "kawabe/2026-06-03/report.html", "2 KB"),
        File("PDF", "kawabe/2026-06-03/report.pdf", "1,465 KB"),
    ]
    beside = File("3件", "kawabe/2026-06-03/audit.html")
    found = index.entry(wanted, tmp_path / "build")
    assert found == Entry("川辺市", "第1回", "6月3日", "2026-06-04 12:05", "最新", [], files, beside)
    assert index.entry(replace(wanted, beside=None), tmp_path / "build").beside is None


def test_a_packet_that_was_never_built(wanted, tmp_path):
    (wanted.target / manifest.NAME).unlink()
    assert index.entry(wanted, tmp_path / "build") == Entry("川辺市", "第1回", "6月3日", "", "未作成", [], [])


def test_a_packet_out_of_date_and_one_that_nothing_is_known_of(wanted, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(manifest, "changed", lambda *arguments: asked.append(arguments) or ["data/x.csv"])
    found = index.entry(wanted, tmp_path / "build")
    assert (found.state, found.changed) == ("要更新", ["data/x.csv"])
    assert asked == [(wanted.target, wanted.inputs, wanted.desk)]
    monkeypatch.setattr(manifest, "changed", lambda *arguments: None)
    found = index.entry(wanted, tmp_path / "build")
    assert (found.state, found.changed) == ("要更新", ["kawabe/2026-06-03/build.json(読めない)"])


ENTRIES = [
    Entry("川辺市", "第1回", "6月3日", "2026-06-04 12:05", "要更新", ["data/<x>.csv", "b"],
          [File("HTML", "k/report.html", "2 KB"), File("PDF", "k/report.pdf", "3 KB")], File("3件", "k/audit.html")),
    Entry("川辺市", "第2回", "9月1日", "", "未作成", [], []),
    Entry("山田市", "第1回", "6月5日", "2026-06-06 09:00", "最新", [], [File("Excel", "y/report.xlsx", "1 KB")]),
]  # fmt: skip


def test_the_page(tmp_path):
    path = index.write_index(ENTRIES, tmp_path / "build", "検算")
    assert path == tmp_path / "build/index.html" and sorted(path.parent.iterdir()) == [path]
    text = path.read_text(encoding="utf-8")
    assert look.css() in text and f"<script>\n{look.script()}{look.sorting()}</script>" in text
    page = BeautifulSoup(text, "html.parser")
    assert page.find_all("h2") == []  # one group
    [table] = page.find_all("table")
    heads = ["市区町村", "期日", "題名", "資料", "検算", "作成", "状態"]
    assert [tag.text for tag in table.find_all("th", scope="col")] == heads
    one, two, yamada = table.tbody.find_all("tr")
    assert [(tag.text, tag["href"]) for tag in one.find_all("a")] == [
        ("HTML", "k/report.html"), ("PDF", "k/report.pdf"), ("3件", "k/audit.html"),
    ]  # fmt: skip
    assert [tag.text for tag in one.find_all("li")] == ["data/<x>.csv", "b"] and "変わったもの（2）" in one.text
    assert [tag.text for tag in two.find_all(["td", "th"])] == ["川辺市", "9月1日", "第2回", "-", "-", "-", "未作成"]
    assert "最新" in yamada.text and yamada.th.text == "山田市"
    assert index.write_index([], tmp_path / "build", "検算").read_text(encoding="utf-8").count("<table") == 0


def test_the_same_for_a_terminal():
    assert index.text(ENTRIES, "検算").splitlines() == [
        "川辺市",
        "  6月3日 第1回 [要更新 2026-06-04 12:05]",
        "    build/k/report.html(2 KB)",
        "    build/k/report.pdf(3 KB)",
        "    build/k/audit.html(検算 3件)",
        "  9月1日 第2回 [未作成]",
        "山田市",
        "  6月5日 第1回 [最新 2026-06-06 09:00]",
        "    build/y/report.xlsx(1 KB)",
    ]
