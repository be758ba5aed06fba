"""``make parity``: the three packets, with a real Quarto wherever one is found."""

import json
import shutil
from html import escape

import pytest
import quarto

from helpers import params
from helpers.params import ROOT
from tests import town
from tests.conftest import run, without_own_scripts

NASTY = '<script>alert(1)</script> *強* $x$ {{< v >}} `c` @tbl-trend "q" \\ &lt; [a](b)'
real = pytest.mark.skipif(
    not (quarto.path() and shutil.which(quarto.path())), reason="the Quarto CLI is not installed (make quarto)"
)


OPEN = "開いたまま {{< v"  # as a name that is cut short may end


@pytest.fixture
def nasty(tmp_path, monkeypatch):
    """川辺市 with markup, formulas and shortcodes wherever a person may write."""
    desk = town.make(tmp_path / "desk")
    meeting = desk / f"params/{town.CITY}/{town.MEETING}.yaml"
    text = meeting.read_text(encoding="utf-8")
    for old in ("川辺市債権管理委員会 第2回", "第一会議室", "数値は作り物である。", "資料1 推移"):
        assert old in text
        text = text.replace(old, json.dumps(f"{old} {NASTY}", ensure_ascii=False))
    meeting.write_text(text, encoding="utf-8")
    claims = desk / f"data/{town.CITY}/claims.csv"
    quoted = '"' + f"介護保険料 {NASTY}".replace('"', '""') + '"'
    text = claims.read_text(encoding="utf-8-sig")
    text = text.replace(",介護保険料,介護保険料,", f",{quoted},{quoted},").replace(
        ",給食費,給食費,", f",{OPEN},{OPEN},"
    )
    assert OPEN in text
    claims.write_text(text, encoding="utf-8-sig", newline="")
    monkeypatch.setenv("DESK", str(desk))
    return desk


def test_text_stays_text(nasty):
    done = run(ROOT, "report", town.CITY, "--renderer", "embedded")
    assert done.returncode == 0, done.stderr
    html = (nasty / f"build/{town.CITY}/{town.MEETING}/report.html").read_text(encoding="utf-8")
    assert "<script" not in without_own_scripts(html) and "<math" not in html
    assert html.count(escape(NASTY, quote=False)) >= 4 or html.count(escape(NASTY)) >= 4


@real
def test_text_stays_text_with_quarto_too(nasty):
    done = run(ROOT, "parity", town.CITY)
    assert done.returncode == 0, done.stdout + done.stderr


@real
@pytest.mark.parametrize("city", params.cities(ROOT))
def test_quarto_and_the_embedded_renderer_make_the_same_packet(city):
    done = run(ROOT, "parity", city)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Quarto と組込みの組版の結果は同じです。" in done.stdout


def test_without_quarto_it_says_how_to_get_one(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    done = run(project, "parity", "shizuoka")
    assert done.returncode == 1 and "make quarto" in done.stderr and "Traceback" not in done.stderr
