"""One section alone, and the page that builds itself again at each save."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from bs4 import BeautifulSoup

from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.services import section, watch
from tests import town
from tests.conftest import copy_project, run
from tests.forked import Forked

PLACE = f"build/{town.CITY}/{town.MEETING}.sections/trend"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    town.make(tmp_path)
    monkeypatch.setenv("DESK", str(tmp_path))
    return tmp_path


def write(desk, source):
    path = desk / "notebooks/trend.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"] = [*(cell for cell in notebook["cells"] if cell["id"] != "own"), cell]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_section_is_built_beside_the_packet(desk):
    packet = desk / f"build/{town.CITY}/{town.MEETING}"
    packet.mkdir(parents=True)
    (packet / "report.html").write_text("before", encoding="utf-8")
    write(desk, "from IPython.display import Markdown\nMarkdown('@tbl-claims は別の節にある。')")
    done = run(desk, "report", town.CITY, "--section", "trend")
    assert done.returncode == 0, done.stderr
    page = BeautifulSoup((desk / PLACE / "report.html").read_text(encoding="utf-8"), "html.parser")
    assert [h1.text for h1 in page.find_all("h1")][1:] == ["資料1 推移"]
    assert (desk / PLACE / "report.pdf").exists() and (desk / PLACE / "report.xlsx").exists()
    assert (packet / "report.html").read_text(encoding="utf-8") == "before"


def test_what_a_section_had_executed_lies_where_it_is_said(desk):
    write(desk, "1 / 0")
    done = run(desk, "report", town.CITY, "--section", "trend")
    (place,) = re.findall("実行できたところまでのノートブック: (.+)", done.stdout)
    assert done.returncode == 1 and (desk / place / "trend.ipynb").exists() and place == f"{PLACE}.failed/"


def test_a_section_that_no_meeting_lists_has_its_own_title(desk):
    shutil.copy(desk / "notebooks/trend.ipynb", desk / "notebooks/mine.ipynb")
    alone = section.alone(Packet.open(town.CITY, root=desk), "mine")
    assert [(s.notebook, s.title) for s in alone.meeting.sections] == [("mine", "収納率と収入未済額の推移")]
    with pytest.raises(DeskError, match=r"notebooks/min\.ipynb がありません。もしかして「mine」ですか"):
        section.alone(alone, "min")


@pytest.mark.parametrize("name", ["trend-Copy1", "収納率", "my section"])
def test_a_name_that_no_meeting_could_list_is_refused_with_one_that_it_could(desk, name):
    """What JupyterLab calls a copy, first of all."""
    shutil.copy(desk / "notebooks/trend.ipynb", desk / f"notebooks/{name}.ipynb")
    with pytest.raises(
        DeskError, match=rf"notebooks/{name}\.ipynb は節にできません。.*例: my_section\.ipynb"
    ) as caught:
        section.alone(Packet.open(town.CITY, root=desk), name)
    assert caught.value.code == "unknown-section"


def ask(address, path="/", **headers):
    with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers)) as answer:
        return answer.read().decode("utf-8")


def test_a_save_reaches_the_page_and_so_does_an_error(desk, record_property):
    watching = Forked("watch", town.CITY, "--section", "trend", DESK=str(desk))
    said = watching._said[0]

    def told():
        said.seek(0)
        return said.read().decode("utf-8")

    def until(condition):
        began = time.monotonic()
        while not condition():
            assert watching.poll() is None and time.monotonic() - began < 60, told()
            time.sleep(0.02)
        return time.monotonic() - began

    try:
        until(lambda: "作り直しました" in told())
        address = told().split("http://")[1].split("/")[0]
        address = f"http://{address}"
        write(desk, "print('保存した')")
        record_property("from save to page (s)", f"{until(lambda: '保存した' in ask(address)):.2f}")
        write(desk, "1/0")
        until(lambda: 'role="alert"' in ask(address))
        page = ask(address)
        assert "notebooks/trend.ipynb の 8 番目のセルでエラー" in page and "保存した" in page
        write(desk, "print('直した')")
        until(lambda: "直した" in ask(address))
        assert 'role="alert"' not in ask(address)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            ask(address, Host="elsewhere.example")
    finally:
        watching.send_signal(signal.SIGINT)
        watching.communicate()
    assert watching.returncode == 130
    assert not (desk / f"build/{town.CITY}").exists()  # nothing was built


def test_a_slip_in_the_program_stands_in_the_page_until_it_is_mended(tmp_path):
    program = copy_project(tmp_path / "program")
    town.make(tmp_path / "desk")
    environment = os.environ | {"DESK": str(tmp_path / "desk"), "PYTHONPATH": str(program)}
    with (tmp_path / "said").open("w+", encoding="utf-8") as said:
        words = [sys.executable, "-m", "helpers", "watch", town.CITY, "--section", "trend"]
        watching = subprocess.Popen(words, cwd=program, env=environment, stdout=said, stderr=said)
        try:

            def until(condition):
                began = time.monotonic()
                while not condition():
                    told = (tmp_path / "said").read_text(encoding="utf-8")
                    assert watching.poll() is None and time.monotonic() - began < 120, told
                    time.sleep(0.05)

            until(lambda: "作り直しました" in (tmp_path / "said").read_text(encoding="utf-8"))
            address = (tmp_path / "said").read_text(encoding="utf-8").split(" を開いて")[0].removesuffix("/")
            slipped = program / "helpers/charts/trend.py"
            text = slipped.read_text(encoding="utf-8")
            slipped.write_text(f"{text}\ndef slip(:\n", encoding="utf-8")
            until(lambda: 'role="alert"' in ask(address))
            page = ask(address)
            assert "helpers/charts/trend.py" in page and "SyntaxError" in page and "資料1 推移" in page
            slipped.write_text(text, encoding="utf-8")
            until(lambda: "資料1 推移" in shown(address) and 'role="alert"' not in shown(address))
        finally:
            watching.send_signal(signal.SIGINT)
            watching.wait()


def shown(address):
    """The page; nothing while the program begins anew."""
    try:
        return ask(address)
    except OSError:
        return ""


def test_what_changed_is_told_by_name():
    before = {"notebooks/a.ipynb": (1, 1), "data/b.csv": (1, 1), "gone": (1, 1)}
    after = {"notebooks/a.ipynb": (2, 1), "data/b.csv": (1, 1), "new": (1, 1)}
    assert watch.differing(before, after) == ["gone", "new", "notebooks/a.ipynb"]


def test_a_taken_port_is_told():
    with watch.Served() as served, pytest.raises(DeskError, match=f"ポート {served.port} は使われています"):
        watch.Served(served.port)
