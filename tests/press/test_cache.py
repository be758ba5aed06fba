"""Kept results: one is used while all that it was made from is the same, and never after."""

import hashlib
import json
import os
import random
import shutil
import tempfile
import threading
from dataclasses import replace

import pytest

from helpers import trace
from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.press import execute, guard
from helpers.press.cache import Cache
from helpers.press.document import Chapter, Document
from tests import town
from tests.press.conftest import document, notebook

PROGRAM = [ROOT / "requirements.txt"]


class Bench:
    """Executes a document with a cache, and notes which sections had to run."""

    def __init__(self, desk, made, monkeypatch):
        self.desk, self.made, self.ran = desk, made, []
        real = execute._start

        def start(section, *arguments):
            self.ran.append(section.notebook)
            return real(section, *arguments)

        monkeypatch.setattr(execute, "_start", start)

    def run(self, cached=True, but=()):
        """The executed notebooks and failures by name, without the ids that each writing gives to cells anew; of all sections ``but``
        some.
        """
        self.ran = []
        out = self.desk.parent / "out"
        shutil.rmtree(out, ignore_errors=True)
        cache = Cache(self.desk.parent / "cache", self.desk, PROGRAM) if cached else None
        chapters = tuple(chapter for chapter in self.made.chapters if chapter.notebook not in but)
        document = replace(self.made, chapters=chapters)
        failures = execute.execute(document, self.desk, out, lambda *_: None, cache=cache)
        made = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in out.glob("*.ipynb")}
        for name in failures:
            made.pop(name, None)
        for cell in [cell for one in made.values() for cell in one["cells"]]:
            del cell["id"]  # a damaged one is made up anew each time
        return made, {name: str(error) for name, error in failures.items()}


@pytest.fixture
def desk(tmp_path):
    return town.make(tmp_path / "desk")


SECTIONS = ("agenda", "trend", "notes")


@pytest.fixture
def bench(desk, monkeypatch):
    sections = tuple(Chapter(name, name) for name in SECTIONS)
    made = Document("t", "s", town.MEETING, sections, {"city": town.CITY, "meeting": town.MEETING})
    return Bench(desk, made, monkeypatch)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="")


def test_nothing_changed_nothing_runs(bench):
    first = bench.run()
    assert sorted(bench.ran) == sorted(SECTIONS)
    assert bench.run() == first and bench.ran == []


@pytest.mark.parametrize(
    ("file", "old", "new", "rerun"),
    [
        (f"data/{town.CITY}/members.csv", "副市長", "市長", ["agenda"]),
        (f"data/{town.CITY}/figures.csv", "7010000", "7010001", ["trend"]),
        (f"data/{town.CITY}/numbers.csv", "強-2", "強-3", []),
        (f"params/{town.CITY}/city.yaml", "decimals: 1", "decimals: 2", list(SECTIONS)),
        (f"params/{town.CITY}/{town.MEETING}.yaml", "第一会議室", "第二会議室", list(SECTIONS)),
        ("notebooks/trend.ipynb", "図の値は", "図の値を", ["trend"]),
        ("notebooks/claims.ipynb", "現年", "当年", []),
    ],
)
def test_only_what_used_a_file_runs_again(bench, desk, file, old, new, rerun):
    bench.run()
    edit(desk / file, old, new)
    assert bench.run() == bench.run(cached=False)
    bench.run()
    assert bench.ran == []
    edit(desk / file, new, old)
    edit(desk / file, old, f"{new} ") if file.endswith("ipynb") else edit(desk / file, old, new)
    bench.run()
    assert bench.ran == (rerun if file.endswith("ipynb") else [])


def test_what_went_back_is_known_again(bench, desk):
    first = bench.run()
    edit(desk / f"data/{town.CITY}/members.csv", "副市長", "市長")
    assert bench.run() != first and bench.ran == ["agenda", "notes"]  # the words of the field are looked for everywhere
    edit(desk / f"data/{town.CITY}/members.csv", "市長", "副市長")
    assert bench.run() == first and bench.ran == []


def test_a_missing_table_that_appears_is_noticed(bench, desk):
    """What was looked for and was not there is as much an input as what was."""
    bench.run()
    town.write(
        desk / f"data/{town.CITY}/published.csv",
        [
            "meeting,document,table,row,part_of,fiscal_year,column,item,figure,unit,claim,segment,measure,formula,source",
            f"{town.MEETING},資料,表1,全体,,2024,率,収納率,96.4%,,,,,,推移",
        ],
    )
    assert bench.run() == bench.run(cached=False)


NEIGHBOUR = "tonari"


@pytest.fixture
def beside(desk, monkeypatch):
    """A bench of the comparison of 川辺市 with a city that has the same data."""
    for name in ("data", "params"):
        shutil.copytree(desk / name / town.CITY, desk / name / NEIGHBOUR)
    edit(desk / "params" / NEIGHBOUR / "city.yaml", "川辺市", "隣市")
    chapter = Chapter("comparison", "comparison")
    bench = Bench(
        desk, Document("t", "s", town.MEETING, (chapter,), {"city": town.CITY, "meeting": town.MEETING}), monkeypatch
    )
    assert "隣市" in str(bench.run()[0])
    return bench


def test_a_comparison_holds_while_another_city_changes_what_is_not_compared(beside, desk):
    members = desk / "data" / NEIGHBOUR / "members.csv"
    for change in (lambda: edit(members, "副市長", "市長"), lambda: members.write_bytes(b"torn"), members.unlink):
        change()
        beside.run()
        assert beside.ran == []
    assert beside.run() == beside.run(cached=False)


COMPARED = {
    "a figure": lambda data, params: edit(data / "figures.csv", ",37000000,", ",36999000,"),
    "a figure that is none": lambda data, params: edit(data / "figures.csv", ",37000000,", ",x,"),
    "a name": lambda data, params: edit(data / "claims.csv", "保育料,保育料", "保育費,保育費"),
    "no figures": lambda data, params: (data / "figures.csv").unlink(),
    "a table of printed figures": lambda data, params: (data / "published.csv").write_text("meeting\nx\n"),
    "the name of the city": lambda data, params: edit(params / "city.yaml", "隣市", "となり市"),
    "a meeting": lambda data, params: shutil.copy(params / f"{town.MEETING}.yaml", params / "2026-02-20.yaml"),
    "a stray file": lambda data, params: (params / "copy.yaml").write_text(""),
    "no such city": lambda data, params: shutil.rmtree(params),
    "a city more": lambda data, params: [shutil.copytree(f, f.with_name("yoso")) for f in (data, params)],
}


@pytest.mark.parametrize("change", COMPARED.values(), ids=COMPARED)
def test_a_comparison_is_made_anew_when_what_it_compares_changes(beside, desk, change):
    change(desk / "data" / NEIGHBOUR, desk / "params" / NEIGHBOUR)
    made = beside.run()
    assert beside.ran == ["comparison"]
    assert made == beside.run(cached=False)


OWN = {
    "a file beside the data": "import pathlib\npathlib.Path('../data/own.txt').read_text()",
    "a module beside the notebooks": "import sys\nsys.path.insert(0, '.')\nimport own_module\nown_module.VALUE",
    "a list of files": "import pathlib\nsorted(p.name for p in pathlib.Path('../data').iterdir())",
}


@pytest.mark.parametrize("cell", OWN.values(), ids=OWN)
def test_what_a_cell_reads_by_itself_counts(tmp_path, monkeypatch, cell):
    desk = tmp_path / "desk"
    for name in ("params", "data"):
        (desk / name).mkdir(parents=True)
    notebook(desk / "notebooks/own.ipynb", cell)
    (desk / "data/own.txt").write_text("one")
    (desk / "notebooks/own_module.py").write_text("VALUE = 1")
    bench = Bench(desk, document("own"), monkeypatch)
    first, failures = bench.run()
    assert not failures
    assert bench.run()[0] == first and bench.ran == []
    (desk / "data/own.txt").write_text("two")
    (desk / "data/another.txt").write_text("")
    (desk / "notebooks/own_module.py").write_text("VALUE = 2")
    assert bench.run()[0] != first and bench.ran == ["own"]


BEYOND = {
    "a file elsewhere": "import pathlib\npathlib.Path('/srv/x').exists() or open('{file}').read()",
    "a program": "import subprocess\nsubprocess.run(['true'])",
    "the shell": "!true",
    "the network": "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))",
}


@pytest.mark.parametrize("cell", BEYOND.values(), ids=BEYOND)
def test_a_section_that_looks_beyond_the_desk_is_never_kept(tmp_path, monkeypatch, cell):
    desk = tmp_path / "desk"
    (desk / "data").mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere.txt"  # neither on the desk nor a part of Python, its packages or the helpers
    elsewhere.write_text("")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))  # nor a temporary file of a cell
    notebook(desk / "notebooks/own.ipynb", cell.replace("{file}", str(elsewhere)))
    bench = Bench(desk, document("own"), monkeypatch)
    assert bench.run()[1] == {}
    bench.run()
    assert bench.ran == ["own"]


def test_a_section_that_stays_on_the_desk_is_kept_wherever_the_packet_is_built(tmp_path, monkeypatch):
    """What the desk itself reads of the executed notebook is nothing that its cells read."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "desk/data").mkdir(parents=True)
    notebook(tmp_path / "desk/notebooks/own.ipynb", "1")
    bench = Bench(tmp_path / "desk", document("own"), monkeypatch)
    assert bench.run()[1] == {}
    bench.run()
    assert bench.ran == []


def test_torn_foreign_and_changed_entries_are_not_believed(bench, desk):
    first = bench.run()
    entries = list((desk.parent / "cache").rglob("*.json"))
    assert len(entries) == 3
    torn, foreign, changed = entries
    torn.write_text(torn.read_text(encoding="utf-8")[:100], encoding="utf-8")
    foreign.write_text("[]", encoding="utf-8")
    changed.write_text(changed.read_text(encoding="utf-8").replace("text/plain", "text/plaim"), encoding="utf-8")
    assert bench.run() == first and len(bench.ran) == 3


def test_it_may_be_deleted_or_unwritable(bench, desk):
    first = bench.run()
    shutil.rmtree(desk.parent / "cache")
    (desk.parent / "cache").write_text("a file where the folder should be")
    assert bench.run() == first and len(bench.ran) == 3


def test_it_is_bounded(tmp_path):
    desk = tmp_path / "desk"
    notebook(desk / "notebooks/own.ipynb", "1")
    (desk / "data").mkdir()
    for number in range(40):
        (desk / "data/x").write_text(str(number))
        Cache(tmp_path / "cache", desk, PROGRAM).keep("own", {}, f"executed {number}", ["data/x"])
    assert len(list((tmp_path / "cache").rglob("*.json"))) == 12
    assert Cache(tmp_path / "cache", desk, PROGRAM).find("own", {}).executed == "executed 39"
    for number in range(80):
        Cache(tmp_path / "cache", desk, PROGRAM).keep("own", {"n": str(number)}, "executed", ["data/x"])
    assert len(list((tmp_path / "cache").iterdir())) <= 400 // 12


def test_two_builds_may_share_it(tmp_path):
    desk = tmp_path / "desk"
    notebook(desk / "notebooks/own.ipynb", "1")
    (desk / "data").mkdir()
    wrong = []

    def build():
        for number in range(60):
            cache = Cache(tmp_path / "cache", desk, PROGRAM)
            cache.keep("own", {"n": str(number % 40)}, f"executed {number % 40}", ["data/x"])
            found = cache.find("own", {"n": str(number % 40)})
            wrong.extend([found] if found and found.executed != f"executed {number % 40}" else [])

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def mutate(desk, chance):
    """Change one thing of the desk that leaves it readable or not; say what."""
    data, params = desk / "data" / town.CITY, desk / "params" / town.CITY
    path = chance.choice(
        [*sorted(data.glob("*.csv")), *sorted(params.glob("*.yaml")), *sorted(desk.glob("notebooks/*.ipynb"))]
    )
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    at = chance.randrange(len(lines))
    match chance.choice(["digit", "drop", "double", "swap"]):
        case "digit":
            digits = [i for i, c in enumerate(lines[at]) if c.isdigit()]
            if digits:
                i = chance.choice(digits)
                lines[at] = lines[at][:i] + chance.choice("0123456789") + lines[at][i + 1 :]
        case "drop":
            del lines[at]
        case "double":
            lines.insert(at, lines[at])
        case _:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="")
    return path


DRAWS_NOTHING = (
    "from helpers import Packet, measures\npacket = Packet.open(city, meeting)\nmeasures.trend(packet).frame()"
)


@pytest.mark.parametrize("seed", range(4))
def test_a_stale_result_is_never_served(bench, desk, seed, record_property):
    """Fifty changes at random a seed that leave a desk to build from, undone now and then: what is kept is what a run without the cache
    gives. The section on the trend reads what it always reads, and draws nothing, which takes the longest.
    """
    for path in (desk / "notebooks").glob("*.ipynb"):
        if path.stem not in SECTIONS:
            path.unlink()  # else most changes are to what nobody reads
    (desk / "params" / town.CITY / f"{town.MEETING}.yaml").write_text(town.meeting_yaml(SECTIONS), encoding="utf-8")
    notebook(desk / "notebooks/trend.ipynb", DRAWS_NOTHING, parameters='city = ""\nmeeting = ""')
    chance = random.Random(seed)
    clean = shutil.copytree(desk, desk.parent / "clean")
    ran = total = 0
    while total < 50 * len(SECTIONS):
        if chance.random() < 0.4:
            shutil.rmtree(desk)
            shutil.copytree(clean, desk)
        path = mutate(desk, chance)
        try:
            _ = Packet.open(town.CITY, town.MEETING, desk).audit
        except DeskError:
            continue  # a build stops here, before any section
        made, failures = bench.run()
        fresh = bench.ran
        ran, total = ran + len(fresh), total + len(SECTIONS)
        kept = {name: content for name, content in made.items() if name not in fresh}
        # A notebook that cannot be read fails before the cache is asked.
        unread = {name: said for name, said in failures.items() if name not in fresh}
        assert (kept, unread) == bench.run(cached=False, but=fresh), path
    assert ran < total
    record_property(f"cache, seed {seed}", f"{ran} of {total} sections ran, the others were kept")


@pytest.fixture
def small(tmp_path):
    """A desk of one notebook, two data files and parameters, and how to open its cache."""
    desk = tmp_path / "desk"
    for name in ("notebooks/own.ipynb", "data/a.csv", "data/b.csv", "params/city.yaml"):
        (desk / name).parent.mkdir(parents=True, exist_ok=True)
        (desk / name).write_text(name)
    (tmp_path / "program.py").write_text("1")
    return desk, lambda: Cache(tmp_path / "cache", desk, [tmp_path / "program.py"])


def test_what_is_kept_is_found_as_it_was(small):
    desk, opened = small
    opened().keep("own", {"city": "x"}, "題 {}", ["data/a.csv", "data/none.csv"])
    found = opened().find("own", {"city": "x"})
    assert (found.executed, found.read) == ("題 {}", {"data/a.csv", "data/none.csv"})
    (entry,) = (path for path in (desk.parent / "cache").rglob("*") if path.is_file())
    assert entry.suffix == ".json" and entry.parent.name.startswith("own-") and len(entry.parent.name) == 36
    opened().keep("own", {"city": "x"}, "題 {}", ["data/none.csv", "data/a.csv"])
    assert [p for p in (desk.parent / "cache").rglob("*") if p.is_file()] == [entry]
    assert "題" in entry.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        (lambda desk: None, True),
        (lambda desk: (desk / "data/a.csv").write_text("x"), False),
        (lambda desk: (desk / "data/none.csv").write_text("x"), False),
        (lambda desk: (desk / "data/b.csv").write_text("x"), True),
        (lambda desk: (desk / "params/city.yaml").write_text("x"), True),
        (lambda desk: (desk / "notebooks/own.ipynb").write_text("x"), False),
        (lambda desk: (desk.parent / "program.py").write_text("2"), False),
    ],
)
def test_what_was_kept_holds_while_all_it_was_made_from_does(small, change, holds):
    desk, opened = small
    opened().keep("own", {}, "made", ["data/a.csv", "data/none.csv"])
    change(desk)
    assert (opened().find("own", {}) is not None) is holds


def test_what_was_kept_is_of_one_notebook_and_its_parameters_in_any_order(small):
    desk, opened = small
    (desk / "notebooks/other.ipynb").write_text("notebooks/own.ipynb")
    opened().keep("own", {"a": "1", "b": "2"}, "made", [])
    assert opened().find("own", {"b": "2", "a": "1"})
    assert not opened().find("own", {"a": "1"}) and not opened().find("other", {"a": "1", "b": "2"})


@pytest.mark.parametrize(
    ("noted", "file", "holds"),
    [
        (trace.EVERYTHING, "data/b.csv", False), (trace.EVERYTHING, "params/city.yaml", False), (trace.EVERYTHING, "data/new.csv", False),
        (trace.EVERYTHING, "notebooks/other.py", True), (trace.PARAMETERS, "params/city.yaml", False),
        (trace.PARAMETERS, "params/new.yaml", False), (trace.PARAMETERS, "data/a.csv", True),
    ],
)  # fmt: skip
def test_who_used_all_depends_on_all(small, noted, file, holds):
    desk, opened = small
    opened().keep("own", {}, "made", [noted])
    assert opened().find("own", {})
    (desk / file).write_text("x")
    assert (opened().find("own", {}) is not None) is holds


def test_who_looked_elsewhere_is_not_kept(small):
    desk, opened = small
    opened().keep("own", {}, "made", [guard.OUTSIDE, "data/a.csv"])
    assert not (desk.parent / "cache").exists()


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "{",
        "[]",
        '{"sum": ""}',
        '{"sum": "", "notebook": "x", "read": {}}',
        '{"notebook": 1, "sum": 1, "read": 1}',
        "\udcff",
    ],
)
def test_an_older_entry_is_taken_where_the_last_is_torn(small, torn):
    desk, opened = small
    opened().keep("own", {}, "made", ["data/a.csv"])
    (entry,) = (p for p in (desk.parent / "cache").rglob("*.json"))
    other = entry.with_name("other.json")
    other.write_text(torn, encoding="utf-8", errors="surrogateescape")
    os.utime(entry, (1, 1))
    assert opened().find("own", {}).executed == "made"
    content = json.loads(entry.read_text(encoding="utf-8"))
    other.write_text(json.dumps(content | {"notebook": "newer", "sum": hashlib.sha256(b"newer").hexdigest()}))
    assert opened().find("own", {}).executed == "newer"  # the last that was written  # fmt: skip


def test_the_cache_may_stand_in_a_place_that_refuses(small):
    desk, opened = small
    (desk.parent / "cache").write_text("a file")
    opened().keep("own", {}, "made", [])
    assert opened().find("own", {}) is None
