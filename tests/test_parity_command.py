"""``make parity``: the three packets, with a real Quarto wherever one is found."""

import shutil

import pytest
import quarto

from helpers import params
from helpers.params import ROOT
from tests.conftest import run


@pytest.mark.skipif(
    not (quarto.path() and shutil.which(quarto.path())), reason="the Quarto CLI is not installed (make quarto)"
)
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
