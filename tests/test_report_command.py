"""The real command in a clean copy: what the secretariat gets, read back."""

import json
import random
import re
import shutil
from contextlib import contextmanager
from html import unescape

import openpyxl
import pypdf
import pytest
from bs4 import NavigableString

from helpers import tables
from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.press import proof
from helpers.services.report import document_of
from tests.conftest import CITY, MEETING, copy_project, make, run, without_own_scripts
from tests.shared import once


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The packet, built once by ``make`` in a copy that shares only the installed environment."""
    return once(tmp_path_factory, "fresh", _build) / "clone/build" / CITY / MEETING


def _build(folder):
    project = copy_project(folder / "clone")
    done = make(project, "report", f"CITY={CITY}")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout  # plain lines in a pipe
    *_, pdf, _, audit = done.stdout.splitlines()
    assert f"build/{CITY}/{MEETING}/report.pdf" in pdf
    assert re.fullmatch(rf"検算: 印刷された数値 70 件のうち 不一致 0、.*build/{CITY}/{MEETING}/audit\.html", audit)


def content(folder):
    """Every file, but for the commits: the clone has none, the program that builds again has."""
    found = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    record = json.loads(found.pop(folder / "build.json"))
    return found | {"build.json": {key: value for key, value in record.items() if key != "git"}}


@pytest.fixture
def own(built, tmp_path):
    """The same for one test, which may build there."""
    return shutil.copytree(built.parents[2], tmp_path / "clone", symlinks=True) / "build" / CITY / MEETING


@pytest.fixture(scope="module")
def html(built):
    return (built / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pdf(built):
    return pypdf.PdfReader(built / "report.pdf")


@pytest.fixture(scope="module")
def book(built):
    return openpyxl.load_workbook(built / "report.xlsx")


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(("cache", "said"), [("on", "最新です"), ("off", "完成")])
def test_the_same_inputs_give_the_same_bytes(own, cache, said):
    before = content(own)
    done = run(own.parents[2], "report", CITY, "--meeting", MEETING, CACHE=cache)
    assert done.returncode == 0, done.stderr
    assert said in done.stdout
    assert content(own) == before


def test_a_kept_result_gives_the_same_bytes_too(own):
    """With the packet gone, everything comes from what was kept."""
    before = content(own)
    shutil.rmtree(own)
    assert run(own.parents[2], "report", CITY).returncode == 0
    assert content(own) == before


def test_html_is_one_file_for_a_closed_network(html):
    assert "<script" not in without_own_scripts(html)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", html)
    assert html.count("<img") == html.count('src="data:image/svg+xml')
    assert html.count("<img") == len(re.findall(r'<img[^>]* alt="[^"]{10,}"', html))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_html_and_pdf_hold_every_part(html, pdf, packet):
    printed = squeezed("".join(page.extract_text() for page in pdf.pages))
    for section in packet.meeting.sections:
        assert section.title in html
        assert squeezed(section.title) in printed
    for words in (
        "大石 貴生",
        "97.81%",
        "資料なし",
        "▲4.99",
        "+932%",
        "106.4",
        "この債権の個票は原資料に含まれていない",
    ):
        assert words in html
        assert squeezed(words) in printed


@pytest.mark.parametrize("table", ["hearings", "initiatives", "policies", "campaigns", "members", "schedule_items"])
def test_nothing_that_the_data_hold_is_lost_on_the_way(html, packet, table):
    printed = squeezed(unescape(re.sub("<br>|<[^>]*>", "", html)))
    for row in packet.ledger[table].to_dict("records"):
        for column in ("text", "name", "content", "group"):
            assert squeezed(row.get(column) or "") in printed, row


def test_pdf_is_tagged_a4_with_bookmarks_and_page_numbers(pdf, packet):
    assert "pdfuaid:part" in pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert pdf.trailer["/Root"]["/Lang"].startswith("ja")
    sizes = {tuple(sorted(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])) for page in pdf.pages}
    assert sizes == {(210, 297)}
    bookmarks = [entry.title for entry in pdf.outline if not isinstance(entry, list)]
    assert [squeezed(title) for title in bookmarks] == [
        *(squeezed(section.title) for section in packet.meeting.sections),
        "出典",
    ]
    for number, page in enumerate(pdf.pages, start=1):
        assert f"{number}/{len(pdf.pages)}" in squeezed(page.extract_text())
        assert len(squeezed(page.extract_text())) > 90, f"page {number} is empty"


def test_every_sheet_says_which_packet_it_belongs_to(built, pdf, html, packet):
    mark = re.search(r"^running: .*\\\[([0-9a-f]{8})\\\]$", (built / "packet.qmd").read_text(encoding="utf-8"), re.M)[1]
    foot = f"令和8年6月3日 {packet.meeting.title}【委員限り】 [{mark}]"
    for page in pdf.pages:
        assert squeezed(page.extract_text()).count(squeezed(foot)) == 1
    numbers = re.search(r'@bottom-right \{ content: "((?:\\[0-9a-f]{6})+)"', html)[1]
    assert "".join(chr(int(number, 16)) for number in numbers.split("\\")[1:]) == foot


def test_numbers_of_tables_and_figures_run_on(html):
    for kind in ("表", "図"):
        numbers = [int(n) for n in re.findall(rf"<figcaption>{kind}\u00a0(\d+):", html)]
        assert numbers == list(range(1, len(numbers) + 1)) and numbers


def test_every_table_of_the_report_is_a_sheet_with_the_same_numbers(html, book, packet):
    captions = re.findall(r"<figcaption>表\u00a0\d+: (.*?)(?: <a class=\"source\".*?</a>)?</figcaption>", html, re.S)
    first, second, *contents = [(row[0].value, row[1].value) for row in book["目次"].iter_rows(min_row=2)]
    assert (first[0], second[0]) == ("数値", "出典")
    assert [squeezed(re.sub("<.*?>", "", c)) for c in captions] == [squeezed(title) for _, title in contents]
    assert book.sheetnames[5:] == list(dict.fromkeys(sheet for sheet, _ in contents))
    sheet = next(s for s in book.worksheets if s["A1"].value == "債権名" and "実績推計" in str(s["C1"].value))
    resource = tables.targets(packet).resource()
    for row, record in zip(sheet.iter_rows(min_row=2), resource["data"], strict=True):
        assert [cell.value for cell in row] == [None if value == "" else value for value in record.values()]


def test_the_workbook_keeps_the_rules_for_machines(book):
    for sheet in book.worksheets[3:]:
        label = 3 if "ほか" in sheet.title else 1  # in a sheet of several tables after the table's number and its part
        assert not sheet.merged_cells.ranges and sheet.freeze_panes == "A2"
        for row in sheet.iter_rows(min_row=2):
            assert any(cell.value is not None for cell in row)
            for cell in row:
                assert cell.data_type != "f", "a viewer that does not compute shows nothing for a formula"
                # A number is a number: not text with ▲, a comma or a unit.
                assert (
                    not re.fullmatch(r"[▲△+-]?[\d,]+(\.\d+)?[%円件]?", str(cell.value))
                    or cell.data_type == "n"
                    or cell.column == label
                )


def test_the_manifest_says_what_went_in_and_came_out(built):
    manifest = json.loads((built / "build.json").read_text(encoding="utf-8"))
    assert manifest["renderer"] in ("embedded", "quarto")
    assert f"data/{CITY}/figures.csv" in manifest["inputs"] and "notebooks/trend.ipynb" in manifest["inputs"]
    made = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()} - {"build.json"}
    assert set(manifest["outputs"]) == made
    assert str(built.parents[2]) not in (built / "build.json").read_text(encoding="utf-8")


def test_no_output_names_this_machine(built):
    home = str(built.parents[2])
    for path in built.rglob("*"):
        if path.suffix in (".html", ".qmd", ".json", ".ipynb"):
            assert home not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["report", "shizuok"], "もしかして「shizuoka」"),
        (["report", ""], "という市はありません"),
        (["report", CITY, "--meeting", "2026-06-04"], "もしかして「2026-06-03」"),
        (["report", CITY, "--renderer", "word"], "RENDERER に「word」は使えません"),
    ],
)
def test_a_wrong_word_ends_in_one_japanese_sentence(project, arguments, said):
    done = run(project, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("エラー: ") and said in done.stderr and "Traceback" not in done.stderr
    assert not (project / "build").exists()


def test_a_missing_table_stops_the_build_at_the_section_that_needs_it(project):
    (project / "data" / CITY / "members.csv").unlink()
    done = run(project, "report", CITY)
    assert done.returncode == 1
    for words in ("notebooks/agenda.ipynb", "tables.members(packet)", f"data/{CITY}/members.csv がありません"):
        assert words in done.stderr
    assert not (project / "build" / CITY / MEETING).exists()


def test_a_wrong_cell_stops_the_build_before_anything_is_written(project):
    path = project / "data" / CITY / "figures.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",97.81,", ",▲97.81,"), encoding="utf-8-sig")
    done = run(project, "report", CITY)
    assert done.returncode == 1 and "figures.csv 2行目 value" in done.stderr
    assert not (project / "build").exists()


def test_make_never_runs_what_a_name_holds(tmp_path):
    project = copy_project(tmp_path / "clone")
    for evil in ("x; touch pwned", "$$(touch pwned)", "`touch pwned`", '"; touch pwned; "'):
        done = make(project, "report", f"CITY={evil}")
        assert done.returncode != 0 and "という市はありません" in done.stderr
    assert not (project / "pwned").exists()


def test_help_names_every_target():
    done = make(ROOT, "help")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M).group(1).split()
    assert re.findall(r"make ([\w-]+)", done.stdout) == phony
    assert shutil.which("awk")


# How many tables and pictures are wider or higher than their frame.
SCROLLING = """[...document.querySelectorAll('.table-scroll, .figure-scroll')].filter(
    (one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1).length"""


@pytest.fixture(scope="module")
def browser():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("Chromium is not installed (.ci/run installs it)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["report.html", "audit.html", "../../index.html"])
def test_the_page_is_accessible_and_fits_desk_and_phone(built, browser, name):
    """WCAG 2.1 AA by axe; no request leaves the page; nothing but tables is wider than a phone; what scrolls, and only that, is a stop
    of the tab key.
    """
    from axe_playwright_python.sync_playwright import Axe

    for width, scheme in ((1600, "dark"), (390, "light")):
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto((built / name).resolve().as_uri())
        assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
        found = Axe().run(page, options=options).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
        assert page.evaluate(SCROLLING) == page.evaluate("document.querySelectorAll('[tabindex]').length")


@pytest.mark.browser
def test_the_contents_mark_where_one_is_and_the_audit_sorts_and_filters(built, browser):
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto((built / "report.html").resolve().as_uri())
    for chapter in ("policy", "trend"):
        page.evaluate(f"document.getElementById('{chapter}').scrollIntoView()")
        page.wait_for_selector(f"#TOC [aria-current][href='#{chapter}']")
    page.goto((built / "audit.html").resolve().as_uri())
    rows = "[...[...document.querySelectorAll('main table')].pop().tBodies[0].rows]"
    shown = f"{rows}.filter((row) => !row.hidden).map((row) => row.textContent)"
    every = page.evaluate(shown)
    page.fill("input[type=search]", "国民健康 令和７")
    left = page.evaluate(shown)
    assert 0 < len(left) < len(every)
    assert [row for row in every if "国民健康" in row and "令和7" in row] == left
    page.fill("input[type=search]", "")
    heading = page.locator("main table").first.locator("thead th", has_text="件数")
    counts = "[...document.querySelector('main table').tBodies[0].rows].map((row) => Number(row.cells[1].innerText))"
    for way, order in (("ascending", sorted), ("descending", lambda found: sorted(found, reverse=True))):
        heading.locator("button").click()
        assert heading.get_attribute("aria-sort") == way
        found = page.evaluate(counts)
        assert found == order(found) and len(found) == 5


def test_slips_in_the_sentences_would_be_seen(built, packet, record_property):
    """One digit of every number of every generated sentence changed, ten times: every slip is found."""
    chance = random.Random(20261122)
    document, sections = document_of(packet), built / "sections"
    page = proof.read(built / "report.html")
    assert proof.sentences(document, sections, page).unfounded == ()
    said = [
        sentence["text"]
        for chapter in document.chapters
        for sentence in proof.told(sections / f"{chapter.notebook}.ipynb")
    ]
    places = [next(text for text in page.main.find_all(string=True) if sentence in text) for sentence in said]
    spans = [[found.span() for found in re.finditer(r"\d[\d,.]*", sentence)] for sentence in said]
    planted = 0
    for number in [number for number in range(max(map(len, spans))) for _ in range(10)]:
        slips = {}  # by where they stand
        for sentence, place, numbers in zip(said, places, spans, strict=True):
            slip = sentence
            while slip in said and len(numbers) > number:
                at = chance.choice([i for i in range(*numbers[number]) if sentence[i].isdigit()])
                slip = (
                    sentence[:at] + chance.choice([d for d in "0123456789" if d != sentence[at]]) + sentence[at + 1 :]
                )
            if slip != sentence:
                slips.setdefault(id(place), (place, []))[1].append((sentence, slip))
        with planted_in(slips.values()), pytest.raises(DeskError) as caught:
            proof.sentences(document, sections, page)
        made = sum(len(pairs) for _, pairs in slips.values())
        assert len(caught.value.faults) == made
        planted += made
    record_property("slips in sentences", f"{planted}/{planted} seen")
    assert planted >= 500


@contextmanager
def planted_in(slips):
    """Texts of a page with slips in them, and as they were again: a page is read once, not for each slip."""
    changed = []
    for place, pairs in slips:
        text = str(place)
        for sentence, slip in pairs:
            assert sentence in text
            text = text.replace(sentence, slip, 1)
        fresh = NavigableString(text)
        place.replace_with(fresh)
        changed.append((place, fresh))
    yield
    for place, fresh in changed:
        fresh.replace_with(place)


def test_the_audit_stands_beside_the_packet_and_in_the_index(built):
    build = json.loads((built / "build.json").read_text(encoding="utf-8"))
    assert {"audit.html", "audit.csv", "audit.xlsx"} < set(build["outputs"])
    index = (built.parents[1] / "index.html").read_text(encoding="utf-8")
    assert f'<a href="{CITY}/{MEETING}/audit.html">70件のうち不一致0件</a>' in index
    assert "検算 70件のうち不一致0件" in run(built.parents[2], "list").stdout
