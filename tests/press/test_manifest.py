"""What a manifest says of a packet, and what is made of it."""

import hashlib
import json
import os
import subprocess

import pytest

from helpers import trace
from helpers.press import guard, manifest, origin
from helpers.press.document import PRODUCTS
from tests.press.conftest import document


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def packet(tmp_path, monkeypatch):
    """A packet that was printed by the recipe ``r``, from a section that read one file, and its desk."""
    monkeypatch.setattr(origin, "revisions", lambda desk, sealed: {"desk": str(desk), "sealed": sealed})
    out, desk = tmp_path / "2026-06-03", tmp_path / "desk"
    for path in (
        *(out / name for name in (*PRODUCTS, "packet.qmd", "figures/a.svg", "sections/one.ipynb")),
        desk / "data/a.csv",
        desk / "data/b.csv",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.name)
    (desk / "font.otf").write_text("font")
    inputs = {"helpers/a.py": sha("1"), "data/a.csv": sha("a.csv")}
    write(out, inputs, {"one": ["data/a.csv"]}, desk)
    return out, desk


def write(out, inputs, read, desk=None):
    manifest.write(out, inputs, read, {"renderer": "embedded"}, "r", [desk / "font.otf"] if desk else [], desk)


def test_what_stands_in_it(packet):
    out, desk = packet
    write(out, {"b": "2", "a": "1"}, {"two": frozenset("yx"), "one": ()}, desk)
    text = (out / "build.json").read_text(encoding="utf-8")
    made = json.loads(text)
    assert text == json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    assert list(made) == [
        "renderer",
        "git",
        "system",
        "fonts",
        "versions",
        "recipe",
        "read",
        "inputs_digest",
        "inputs",
        "outputs",
    ]
    assert (made["renderer"], made["recipe"], made["git"]) == ("embedded", "r", {"desk": str(desk), "sealed": False})
    assert made["system"] == origin.system() and made["fonts"] == {"font.otf": sha("font")}
    assert list(made["read"].items()) == [("one", []), ("two", ["x", "y"])]
    assert list(made["inputs"].items()) == [("a", "1"), ("b", "2")]
    assert made["inputs_digest"] == sha('{"a": "1", "b": "2"}')
    names = ["figures/a.svg", "packet.qmd", "report.html", "report.pdf", "report.xlsx", "sections/one.ipynb"]
    assert list(made["outputs"]) == names
    assert made["outputs"]["figures/a.svg"] == {"sha256": sha("a.svg"), "bytes": 5}
    assert made["versions"]["python"].startswith("3.") and set(manifest._TOOLS) < set(made["versions"])


def test_a_digest(tmp_path, monkeypatch):
    (tmp_path / "a").write_text("abc")
    os.mkfifo(tmp_path / "pipe")
    assert manifest.digest(tmp_path / "a") == sha("abc")
    assert manifest.digest(tmp_path / "none") == manifest.digest(tmp_path) == manifest.digest(tmp_path / "pipe") == ""
    monkeypatch.setattr(manifest, "_LARGEST", 3)
    assert manifest.digest(tmp_path / "a") == sha("abc")
    monkeypatch.setattr(manifest, "_LARGEST", 2)
    assert manifest.digest(tmp_path / "a") == ""
    monkeypatch.setattr(type(tmp_path), "is_file", lambda path: (_ for _ in ()).throw(PermissionError()))
    assert manifest.digests({"b": tmp_path / "a", "a": tmp_path / "a"}) == {"a": "", "b": ""}


def test_a_recipe_is_of_everything_that_is_printed(monkeypatch):
    def recipe(sections=("one",), materials=(("a", "1"), ("b", "2")), rendered="embedded"):
        return manifest.recipe(document(*sections), dict(materials), {"renderer": rendered})

    first = recipe()
    assert recipe(materials=(("b", "2"), ("a", "1"))) == first and len(first) == 64
    others = [recipe(["two"]), recipe(materials=(("a", "1"),)), recipe(rendered="quarto")]
    monkeypatch.setattr(manifest, "versions", lambda: {"python": "4"})
    assert len({first, *others, recipe()}) == 5


def test_what_was_printed_by_a_recipe(packet):
    out, _ = packet
    assert manifest.printed(out, "r", PRODUCTS) == [*PRODUCTS, "packet.qmd", "figures/a.svg"]
    assert manifest.printed(out, "another", PRODUCTS) == []
    (out / "sections/one.ipynb").write_text("another")  # not printed
    assert manifest.printed(out, "r", PRODUCTS) != []
    (out / "figures/a.svg").write_text("another")
    assert manifest.printed(out, "r", PRODUCTS) == []


def test_what_rendered_it(packet):
    assert manifest.renderer(packet[0]) == "embedded"


@pytest.mark.parametrize(
    "content", [None, "{", "[]", "{}", '{"inputs": 1, "outputs": {}, "read": {}}', "\udcff", "[" * 100_000]
)
def test_a_torn_or_foreign_manifest_tells_nothing(packet, content):
    out, desk = packet
    (out / "build.json").unlink()
    if content is not None:
        (out / "build.json").write_text(content, encoding="utf-8", errors="surrogateescape")
    assert (manifest.renderer(out), manifest.printed(out, "r", PRODUCTS), manifest.changed(out, {}, desk)) == (
        "",
        [],
        None,
    )


def test_what_has_changed_since(packet, tmp_path):
    out, desk = packet
    program = tmp_path / "a.py"
    program.write_text("1")

    def changed(**more):
        return manifest.changed(out, {"helpers/a.py": program, **more}, desk)

    assert changed() == []
    assert manifest.changed(out, {}, desk) == ["helpers/a.py"]  # gone
    (desk / "data/b.csv").write_text("what no section read")
    assert changed(new=program) == ["new"]
    (out / "report.pdf").write_text("by hand")
    (desk / "data/a.csv").write_text("x")
    (out / "figures/a.svg").unlink()
    assert changed() == ["2026-06-03/figures/a.svg", "2026-06-03/report.pdf", "data/a.csv"]


def test_what_a_section_read_elsewhere_counts_as_changed(packet):
    out, desk = packet
    write(out, {}, {"one": [guard.OUTSIDE]})
    assert manifest.changed(out, {}, desk) == [guard.OUTSIDE]
    write(out, {"data/a.csv": sha("a.csv")}, {"one": [trace.EVERYTHING], "two": []})
    assert manifest.changed(out, {}, desk) == ["data/b.csv"]


def test_two_packets_of_the_same_meeting(packet, tmp_path):
    one, desk = packet
    other = tmp_path / "other"
    other.mkdir()
    for name in ("report.html", "report.pdf"):
        (other / name).write_text(name)
    write(other, {"helpers/a.py": sha("1"), "data/a.csv": sha("a.csv")}, {}, desk)
    found, why = manifest.differences(one, other)
    assert found == ["figures/a.svg", "packet.qmd", "report.xlsx", "sections/one.ipynb"] and why == []
    (one / "report.html").write_text("by hand")
    (one / "report.pdf").unlink()
    found, why = manifest.differences(one, other)
    assert found[2:4] == ["report.html", "report.pdf"]
    assert why == ["作った後に書き換わったか、消えた: report.html、report.pdf"]
    write(other, {"data/a.csv": "another", "helpers/a.py": sha("1")}, {}, desk)
    assert manifest.differences(one, other)[1][1:] == ["もとになるファイルが変わった: data/a.csv"]


SAME = {"inputs": {}, "versions": {}, "fonts": {}, "renderer": "embedded", "system": "Linux"}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({}, {}, []),
        ({"inputs": {"data/a": "1", "params/a": "1", "notebooks/a": "1"}}, {"inputs": {"data/a": "2", "params/a": "1"}}, ["もとになるファイルが変わった: data/a、notebooks/a"]),
        ({"inputs": {"helpers/a": "1"}}, {"inputs": {"data/a": "1", "helpers/a": "2"}}, ["もとになるファイルが変わった: data/a", "プログラムが変わった: helpers/a"]),
        ({"inputs": dict.fromkeys("abcde", "1")}, {}, ["プログラムが変わった: a、b、c、d、e"]),
        ({"inputs": dict.fromkeys("abcdefg", "1")}, {}, ["プログラムが変わった: a、b、c、d、e ほか 2 件"]),
        ({"versions": {"pandas": "1", "typst": "3"}}, {"versions": {"pandas": "2", "typst": "3"}}, ["版が違う: pandas 1 → 2"]),
        ({"versions": {"b": "1"}}, {"versions": {"a": "1"}}, ["版が違う: a なし → 1", "版が違う: b 1 → なし"]),
        ({"fonts": {"a.otf": "0123456789abcdef"}}, {"fonts": {"a.otf": "f123456789abcdef"}}, ["書体が違う: a.otf 0123456789ab → f123456789ab"]),
        ({"renderer": "quarto", "quarto_cli": "1.11.0"}, {}, ["組版が違う: quarto → embedded", "Quartoが違う: 1.11.0 → なし"]),
        ({}, {"system": "Darwin", "quarto_cli": "1.12.0"}, ["Quartoが違う: なし → 1.12.0", "機械が違う: Linux → Darwin"]),
    ],
)  # fmt: skip
def test_why_two_packets_differ(before, now, said):
    assert origin.reasons(SAME | before, SAME | now) == said


def test_an_old_manifest_had_no_fonts():
    assert origin.reasons({"inputs": {}}, SAME | {"fonts": {"a": "1"}}) == [
        "書体が違う: a なし → 1", "組版が違う: なし → embedded", "機械が違う: なし → Linux",
    ]  # fmt: skip


def test_where_a_desk_stands_in_git(tmp_path, monkeypatch):
    def git(*words):
        return subprocess.run(
            ["git", "-C", tmp_path, *words], check=True, capture_output=True, text=True
        ).stdout.strip()

    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert origin.revision(tmp_path) is None
    git("init", "--quiet")
    assert origin.revision(tmp_path) is None  # nothing is committed
    git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--allow-empty", "-m", "x")
    commit = git("rev-parse", "HEAD")
    assert origin.revision(tmp_path) == {"commit": commit, "clean": True}
    (tmp_path / "below").mkdir()
    (tmp_path / "a").touch()
    assert origin.revision(tmp_path) == {"commit": commit, "clean": False}
    assert origin.revision(tmp_path / "below") == {"commit": commit, "clean": True}
    monkeypatch.setattr(origin, "revision", lambda folder: {"of": folder})
    assert origin.revisions(tmp_path) == {"program": {"of": origin.scratch.PROGRAM}, "desk": {"of": tmp_path}}
    assert origin.revisions(None)["desk"] == {"of": origin.scratch.PROGRAM}
    assert origin.revisions(tmp_path, sealed=True) == {"program": {"of": origin.scratch.PROGRAM}, "desk": None}
    monkeypatch.setenv("PATH", "")
    assert origin._git(tmp_path, "status") is None


def test_the_machine(monkeypatch):
    monkeypatch.setattr(origin.platform, "system", lambda: "Linux")
    monkeypatch.setattr(origin.platform, "machine", lambda: "x86_64")
    assert origin.system() == "Linux x86_64"
