"""JupyterLab as an analyst meets it, in a real browser: one session of Lab for all of it."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from pypdf import PdfReader

from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.services import lab
from tests import town
from tests.conftest import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# What an analyst does with the mouse, as commands of Lab: open a notebook, set a city, run all, save. Gives what went wrong.
OPEN = """async ([path, kernel]) => {
  const panel = await jupyterapp.commands.execute('docmanager:open', { path, kernel: kernel ? { id: kernel } : undefined });
  jupyterapp.shell.activateById(panel.id);
  const until = Date.now() + 60_000;
  while (jupyterapp.shell.currentWidget !== panel || !panel.sessionContext.session?.kernel) {
    if (Date.now() > until) throw new Error(`${path} has no kernel`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await panel.context.ready; await panel.sessionContext.ready; await panel.context.save();
  return panel.sessionContext.session.kernel.id;
}"""
RUN = """async ([city, added, keep]) => {
  const panel = jupyterapp.shell.currentWidget, model = panel.content.model;
  for (const cell of model.cells)
    if (city && (cell.getMetadata('tags') ?? []).includes('parameters'))
      cell.sharedModel.setSource(cell.sharedModel.getSource().replace(/city = .*/, `city = "${city}"`));
  for (const source of added) model.sharedModel.addCell({ cell_type: 'code', source });
  await jupyterapp.commands.execute('notebook:run-all-cells');
  if (keep) await panel.context.save();
  const outputs = [...model.cells].flatMap((cell) => cell.type === 'code' ? cell.toJSON().outputs : []);
  if (!keep) panel.dispose();  // each open notebook hears of all that the kernel does
  return outputs.filter((output) => output.output_type === 'error' || output.name === 'stderr');
}"""
OWN = (
    "import pandas as pd\nimport seaborn as sns\nfrom helpers import charts\n"
    "own = pd.DataFrame({'債権': ['市税', '保育料'], '額': [-12345, 678]})\n"
    "charts.own(sns.barplot(own, x='債権', y='額'), caption='分析者の図', alt='棒が二本')",
    "#| tbl-cap: 分析者の表\nown",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The real cities, in a repository of their own, to see what Lab changes."""
    root = tmp_path_factory.mktemp("lab") / "desk"
    for name in ("params", "data", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".*"))
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "-c", "user.name=a", "-c", "user.email=a@example", "commit", "--quiet", "--message=x")
    return root


def git(desk, *words):
    return subprocess.run(["git", *words], cwd=desk, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.fixture(scope="module")
def address(desk):
    """Lab, started as ``make lab`` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --allow-root --port={port} --IdentityProvider.token=x --LabApp.expose_app_in_browser=True"
    words = [sys.executable, "-m", "helpers", "lab", f"--arguments={options}"]
    serving = subprocess.Popen(
        words, cwd=ROOT, env=os.environ | {"DESK": str(desk)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: answers(f"{address}/api/status?token=x"))
        yield address
    finally:
        urllib.request.urlopen(urllib.request.Request(f"{address}/api/shutdown?token=x", method="POST")).close()
        serving.wait(60)


def answers(url):
    try:
        return json.loads(urllib.request.urlopen(url).read())
    except OSError:
        return None


def until(condition, seconds=60):
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)


@pytest.fixture(scope="module")
def page(address):
    """A browser in which Lab has come up, and the addresses that it asked."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{address}/lab?token=x")
        page.wait_for_function("window.jupyterapp", timeout=60_000)
        page.evaluate("jupyterapp.restored.then(() => 0)")
        yield page
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed (.ci/run installs it)")
def test_an_analyst_s_day(page, address, desk):
    """Every notebook opens, is left as it was by saving it, and runs; then one gets another city, an own figure and an own table."""
    kernel, untouched = "", []
    for path in sorted((desk / "notebooks").glob("*.ipynb")):
        name = f"notebooks/{path.name}"
        kernel = page.evaluate(OPEN, [name, kernel])  # one kernel for all: each would take seconds to start
        untouched.append(git(desk, "diff", "--", name))
        again = path.stem in ("outstanding", "trend")
        errors = page.evaluate(RUN, ["", [], again])
        if path.stem in ("changes", "nation"):  # no city has met twice, and they are no country
            (error,) = errors
            assert (error["ename"], len(error["traceback"])) == ("DeskError", 2)
        else:
            assert (path.name, errors) == (path.name, [])
    assert len(untouched) > 20 and set(untouched) == {""}

    page.evaluate(OPEN, ["notebooks/outstanding.ipynb", kernel])
    (error,) = page.evaluate(RUN, ["ube", [], True])
    assert (error["ename"], len(error["traceback"])) == ("DeskError", 2)
    assert error["evalue"] == "params/ube/2024-08-01.yaml に as_of(いつ時点の数値か。例: 2025-10-31)を書いてください。"

    page.evaluate(OPEN, ["notebooks/trend.ipynb", kernel])
    assert page.evaluate(RUN, ["ube", OWN, True]) == []
    done = run(desk, "report", "ube", "--section", "trend", "--renderer", "embedded")
    assert done.returncode == 0, done.stderr
    built = desk / "build/ube/2024-08-01.sections/trend"
    report = BeautifulSoup((built / "report.html").read_text(encoding="utf-8"), "html.parser")
    captions = [caption.text.replace("\xa0", "") for caption in report.find_all("figcaption")]
    assert captions[-2:] == ["図2: 分析者の図", "表2: 分析者の表"]
    sheet = load_workbook(built / "report.xlsx")["表2 分析者の表"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [["債権", "額"], ["市税", -12345], ["保育料", 678]]
    printed = "".join(page.extract_text() for page in PdfReader(built / "report.pdf").pages)
    assert "分析者の図" in printed and "△12,345" in printed

    shown = [
        f"{address}/api/contents/{name}?token=x" for name in ("", "build/ube/2024-08-01.sections/trend/report.html")
    ]
    assert {entry["name"] for entry in answers(shown[0])["content"]} >= {"params", "data", "notebooks", "build"}
    assert answers(shown[1])["mimetype"] == "text/html"
    assert [url for url in page.asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.fixture
def started(tmp_path, monkeypatch):
    """What is started in place of Lab, on the desk of 川辺市."""
    town.make(tmp_path)
    monkeypatch.setenv("DESK", str(tmp_path))
    calls = []
    monkeypatch.setattr(lab.subprocess, "call", lambda command, **_: calls.append(command) or 0)
    return calls


def test_options_are_handed_on_and_the_root_is_the_desk_or_the_notebooks_of_the_program(
    started, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(lab.os, "geteuid", lambda: 1000, raising=False)
    assert lab.run("--port=9 --notebook-dir='a b'") == 0
    assert started[0][3:] == [f"--ServerApp.root_dir={tmp_path}", "--port=9", "--notebook-dir=a b"]
    shutil.rmtree(tmp_path / "notebooks")
    lab.run("")
    assert started[1][3:] == [f"--ServerApp.root_dir={ROOT / 'notebooks'}"]
    assert "この DESK に notebooks/ がないので" in capsys.readouterr().out
    with pytest.raises(DeskError, match="ARGS の引用符が閉じていません: --port='9"):
        lab.run("--port='9")


def test_root_is_told_how_to_ask(started, monkeypatch):
    monkeypatch.setattr(lab.os, "geteuid", lambda: 0, raising=False)
    with pytest.raises(DeskError, match=re.escape('make lab ARGS="--allow-root"')):
        lab.run("")
    lab.run("--allow-root")
    assert started[0][-1] == "--allow-root"


def test_a_save_keeps_the_machine_out_of_a_notebook():
    said = {"name": "python", "version": "3.11.7", "pygments_lexer": "ipython3"}
    model = {"type": "notebook", "content": {"metadata": {"language_info": said}}}
    lab.keep_clean(model=model, path="a.ipynb", contents_manager=None)
    assert model["content"]["metadata"] == {"language_info": {"name": "python"}}
    lab.keep_clean(model={"type": "file", "content": "x"}, path="a.txt", contents_manager=None)
