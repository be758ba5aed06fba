"""What stands: a packet depends on what its sections read, and what would be printed the same is taken over, never what would not."""

import dataclasses
import json
import random
import shutil

import pytest

from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.press import assemble, build, guard, manifest
from helpers.press.cache import Cache
from helpers.press.document import PRODUCTS
from helpers.services.report import document_of, inputs_of
from tests import town
from tests.press.conftest import document, notebook
from tests.press.test_cache import PROGRAM, SECTIONS, mutate


class Press:
    """Builds with a printer that only notes what it was given, so that a test can build often; ``printed`` counts."""

    def __init__(self, desk, monkeypatch):
        self.desk, self.printed = desk, 0
        self.target = desk.parent / "build/x"
        self.program = {"helpers/own.py": desk.parent / "own.py"}
        self.program["helpers/own.py"].write_text("1")
        monkeypatch.setattr(build, "_print", self._print)

    def _print(self, document, desk, sections, stage, choice, report):
        self.printed += 1
        packet = assemble.assemble(document, sections, stage)
        given = [repr(document), choice.record, self.program["helpers/own.py"].read_text()]
        given.append(packet.read_text(encoding="utf-8"))
        cells = [
            cell
            for path in sorted(sections.iterdir())
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        ]
        given += [cell.get("outputs") for cell in cells]  # not their ids: a damaged one is made up anew each time
        for name in PRODUCTS:
            (stage / name).write_text(f"{name} {given}", encoding="utf-8")
        return choice.record

    def build(self, document, inputs=None, cached=True, renderer="embedded"):
        """What stands in the target afterwards; counts from there what is printed."""
        self.printed = 0
        cache = Cache(self.desk.parent / "cache", self.desk, PROGRAM) if cached else None
        inputs = {**self.program, **(inputs or {})}
        build.build(document, self.desk, self.target, inputs, renderer, lambda line: None, cache=cache)
        return self.content()

    def content(self):
        return {p.relative_to(self.target).as_posix(): p.read_bytes() for p in self.target.rglob("*") if p.is_file()}

    def changed(self, inputs=None):
        return manifest.changed(self.target, {**self.program, **(inputs or {})}, self.desk)


@pytest.fixture
def press(tmp_path, monkeypatch):
    """A desk with one section, which shows how long a file is."""
    notebook(tmp_path / "desk/notebooks/own.ipynb", "len(open('../data/own.txt').read())")
    (tmp_path / "desk/data").mkdir()
    (tmp_path / "desk/data/own.txt").write_text("one")
    return Press(tmp_path / "desk", monkeypatch)


def test_what_would_be_printed_the_same_is_not_printed_again(press):
    first = press.build(document("own"))
    assert press.printed == 1
    (press.desk / "data/own.txt").write_text("two")  # as long
    assert press.changed() == ["data/own.txt"]
    second = press.build(document("own"))
    assert press.printed == 0 and press.changed() == []
    assert [name for name in first if first[name] != second[name]] == ["build.json"]
    assert press.build(document("own"), cached=False) == second and press.printed == 1


REPRINTED = {
    "a result": lambda press: (press.desk / "data/own.txt").write_text("three"),
    "the program": lambda press: press.program["helpers/own.py"].write_text("2"),
    "a product by hand": lambda press: (press.target / "report.pdf").write_text("x"),
    "what was assembled": lambda press: (press.target / "packet.qmd").write_text("x"),
    "a product that is gone": lambda press: (press.target / "report.xlsx").unlink(),
    "a torn manifest": lambda press: (press.target / "build.json").write_text("{"),
}


@pytest.mark.parametrize("change", REPRINTED.values(), ids=REPRINTED)
def test_what_would_be_printed_otherwise_is_printed(press, change):
    press.build(document("own"))
    change(press)
    made = press.build(document("own"))
    assert press.printed == 1
    assert made == press.build(document("own"), cached=False)


@pytest.mark.parametrize("part", ["title", "subtitle", "date", "chapters"])
def test_another_document_is_printed(press, part):
    made = document("own")
    press.build(made)
    other = {"chapters": tuple(dataclasses.replace(chapter, notes=("別の注",)) for chapter in made.chapters)}
    press.build(dataclasses.replace(made, **{part: other.get(part, "2026-06-04")}))
    assert press.printed == 1


def test_another_renderer_prints(press, monkeypatch):
    press.build(document("own"))
    monkeypatch.setattr(build.render, "choose", lambda renderer: build.render.Choice("quarto", "quarto", "1.11.0"))
    press.build(document("own"), renderer="quarto")
    assert press.printed == 1
    monkeypatch.setattr(build.render, "choose", lambda renderer: build.render.Choice("quarto", "quarto", "1.12.0"))
    press.build(document("own"), renderer="quarto")
    assert press.printed == 1


STALE = {
    "a file it read": ("1", "data/own.txt", ["data/own.txt"]),
    "a module beside the notebooks": ("import sys\nsys.path.insert(0, '.')\nimport own_module", "notebooks/own_module.py", ["notebooks/own_module.py"]),
    "a file it looked for": ("import os\nos.path.exists('x') or print(open('../data/new.txt').read() if os.path.exists('../data/new.txt') else 0)", "data/own.txt", ["data/own.txt"]),
    "a new city": ("import os\nlen(os.listdir('../data'))", "data/new/figures.csv", ["data/new/figures.csv"]),
    "what no section read": ("1", "data/other.txt", []),
    "what programs leave": ("import os\nlen(os.listdir('../data'))", "data/~$own.txt", []),
    "compiled modules": ("import sys\nsys.path.insert(0, '.')\nimport own_module", "notebooks/__pycache__/own_module.cpython-311.pyc", []),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "file", "names"), STALE.values(), ids=STALE)
def test_what_a_packet_depends_on_is_what_its_sections_read(press, cell, file, names):
    (press.desk / "notebooks/own_module.py").write_text("VALUE = 1")
    notebook(press.desk / "notebooks/own.ipynb", "open('../data/own.txt').read()", cell)
    press.build(document("own"))
    assert press.changed() == []
    (press.desk / file).parent.mkdir(exist_ok=True)
    (press.desk / file).write_text("another")
    assert press.changed() == names


def test_of_what_lies_beyond_the_desk_nobody_knows(press):
    notebook(press.desk / "notebooks/own.ipynb", "import subprocess\nsubprocess.run(['true'])\n1")
    press.build(document("own"))
    assert press.changed() == [guard.OUTSIDE]


@pytest.mark.parametrize("seed", range(2))
def test_a_packet_that_stands_is_the_one_that_would_be_built(tmp_path, monkeypatch, seed, record_property):
    """Ten changes at random a seed: what is called unchanged, or is taken over, is what a build without a cache makes."""
    desk = town.make(tmp_path / "desk", ("agenda", "trend"))
    for path in (desk / "notebooks").glob("*.ipynb"):
        if path.stem not in SECTIONS:
            path.unlink()  # else most changes are to what nobody reads
    chance, press = random.Random(seed), Press(desk, monkeypatch)
    clean = shutil.copytree(desk, desk.parent / "clean")
    stood = printed = total = 0
    while total < 10:
        if chance.random() < 0.4:
            shutil.rmtree(desk)
            shutil.copytree(clean, desk)
        path = mutate(desk, chance)
        try:
            packet = Packet.open(town.CITY, town.MEETING, desk)
            _ = packet.audit
            inputs = inputs_of(town.CITY, town.MEETING, packet.meeting, desk)
            stands = press.target.exists() and press.changed(inputs) == []
            before = press.content() if stands else {}
            kept, total = press.build(document_of(packet), inputs), total + 1
        except DeskError:
            continue  # a build stops here, and the last packet stays
        stood, printed = stood + stands, printed + press.printed
        assert not stands or before == kept, path
        fresh = press.build(document_of(packet), inputs, cached=False)
        printed_names = [*PRODUCTS, "packet.qmd"]  # the ids of cells may differ
        assert [name for name in printed_names if fresh[name] != kept[name]] == [], path
    assert printed < total
    record_property(f"packets, seed {seed}", f"{stood} of {total} stood, {printed} were printed")
