"""The steps of a build, in their order, each with what it is given: the steps themselves do nothing here."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from helpers.errors import DeskError
from helpers.press import assemble, build, csvs, execute, links, locate, manifest, own, proof, workbook
from helpers.press.document import PRODUCTS
from helpers.press.proof import Said, Told
from helpers.press.render import FONTS, Choice
from tests.press.conftest import document

EMBEDDED = Choice("embedded")
MADE = document("one", "two")


@pytest.fixture
def steps(monkeypatch):
    """What was called with what. Sections are executed without fail and notebooks written; whatever is rendered appears."""
    called = []

    def note(module, name, gives=None, does=lambda *_: None):
        def step(*arguments):
            called.append((name, *arguments))
            does(*arguments)
            return gives

        monkeypatch.setattr(module, name, step)

    def executed(made, desk, out, on_done, protected, cache, meanwhile):
        called.append(("execute", made, desk, out, protected, cache))
        out.mkdir()
        for chapter in made.chapters:
            (out / f"{chapter.notebook}.ipynb").write_text(chapter.notebook)
            on_done(chapter, frozenset([f"data/{chapter.notebook}.csv"]))
        return failures

    def rendered(packet, choice, date, report, prove=None):
        called.append(("render", packet, choice, date, bool(prove)))
        for name in ("report.html", "report.pdf"):
            (packet.parent / name).write_text(f"{name} {choice.name}")
        if prove:
            prove("the page")
        return {"renderer": f"really {choice.name}"}

    failures = {}
    monkeypatch.setattr(execute, "execute", executed)
    monkeypatch.setattr(build.render, "render", rendered)
    monkeypatch.setattr(build.render, "choose", lambda renderer: Choice(renderer))
    monkeypatch.setattr(
        assemble,
        "assemble",
        lambda made, sections, stage: called.append(("assemble", made, sections, stage)) or stage / "packet.qmd",
    )
    note(own, "settle", ["題がない"])
    note(workbook, "write", ["sheet"], does=lambda made, sections, path: path.write_text("xlsx"))
    note(csvs, "write", does=lambda sheets, folder: folder.mkdir() or (folder / "x.csv").write_text(f"{sheets}"))
    note(build, "_prove", ["校正"])
    note(build.render, "page", "<html>")
    return called, failures, note  # fmt: skip


@pytest.fixture
def desk(tmp_path):
    for name in ("data/one.csv", "data/two.csv", "data/other.csv", "params/city.yaml", "notebooks/one.ipynb"):
        (tmp_path / "desk" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "desk" / name).write_text(name)
    return tmp_path / "desk"


STARTED = ["実行: 2 節のノートブックを始めます", "実行: 1/2 資料1 one", "実行: 2/2 資料2 two"]


def test_a_build(steps, desk, tmp_path, monkeypatch):
    called, _, note = steps
    note(manifest, "write")
    monkeypatch.setattr(manifest, "recipe", lambda made, materials, rendered: (made, materials, rendered))
    said, target = [], tmp_path / "build/x"
    (tmp_path / "build/x.failed").mkdir(parents=True)
    (desk.parent / "a.py").write_text("1")
    inputs = {"helpers/a.py": desk.parent / "a.py"}
    made = build.build(
        MADE,
        desk,
        target,
        inputs,
        "embedded",
        said.append,
        lambda stage: (stage / "audit.html").touch(),
        tmp_path / "original",
    )
    assert made == [target / name for name in ("report.html", "report.pdf", "report.xlsx")]
    assert said == [*STARTED, "注意: 題がない", "組版: packet.qmd", "組版: HTML と PDF(embedded)", "校正"]
    (_, _, _, sections, protected, cache), *_ = called
    stage = sections.parent
    assert (sections.name, protected, cache) == ("sections", [tmp_path / "original"], None)
    # The workbook is written by a process of its own.
    assert [step for step in called[1:-1] if step[0] != "write"] == [
        ("settle", MADE, sections), ("assemble", MADE, sections, stage),
        ("render", stage / "packet.qmd", EMBEDDED, "2026-06-03", True), ("_prove", MADE, desk, sections, "the page", stage / "report.xlsx"),
    ]  # fmt: skip
    _, out, used, read, rendered, recipe, fonts, original, sealed = called[-1]
    digests = {name: manifest.digest(desk / name) for name in ("data/one.csv", "data/two.csv")}
    program = {"helpers/a.py": manifest.digest(desk.parent / "a.py")}
    assert (out, used) == (stage, digests | program)
    assert read == {"one": frozenset(["data/one.csv"]), "two": frozenset(["data/two.csv"])}
    assert (
        rendered == {"renderer": "really embedded"}
        and fonts is FONTS
        and (original, sealed) == (tmp_path / "original", False)
    )
    notebooks = {f"{name}.ipynb": manifest.digest(target / f"sections/{name}.ipynb") for name in ("one", "two")}
    assert recipe == (MADE, notebooks | program, rendered)
    assert sorted(path.name for path in target.iterdir()) == [
        "audit.html",
        "csv",
        "report.html",
        "report.pdf",
        "report.xlsx",
        "sections",
    ]
    assert (target / "csv/x.csv").read_text() == "['sheet']" and not (tmp_path / "build/x.failed").exists()


def test_what_stands_is_copied_if_there_is_a_cache(steps, desk, tmp_path, monkeypatch):
    called, _, _ = steps
    target, asked, said = tmp_path / "build/x", [], []
    (target / "figures").mkdir(parents=True)
    (target / "figures/a.svg").write_text("svg")
    monkeypatch.setattr(
        manifest, "printed", lambda out, recipe, products: asked.append((out, recipe, products)) or ["figures/a.svg"]
    )
    monkeypatch.setattr(manifest, "recipe", lambda made, materials, rendered: str(rendered))
    build.build(MADE, desk, target, {}, "embedded", said.append, cache="cache")
    assert (target / "figures/a.svg").read_text() == "svg" and asked == [(target, "{'renderer': 'embedded'}", PRODUCTS)]
    assert [step[0] for step in called] == ["execute"] and called[0][4:] == ([], "cache") and said == STARTED
    build.build(MADE, desk, target, {}, "embedded", said.append)
    assert len(asked) == 1 and "render" in [step[0] for step in called]


def test_sections_that_failed_are_told_together_and_left_beside(steps, desk, tmp_path):
    _, failures, _ = steps
    failures |= {"one": DeskError("data", "一"), "two": DeskError("notebook", "二")}
    said, target = [], tmp_path / "desk/build/x"
    (target.parent / "x.failed/old").mkdir(parents=True)
    with pytest.raises(DeskError) as caught:
        build.build(MADE, desk, target, {}, "embedded", said.append, original=desk)
    assert str(caught.value) == "2 つの節でエラーになりました。\n一\n二"
    assert said[-1] == "実行できたところまでのノートブック: build/x.failed/"
    assert sorted(path.name for path in (target.parent / "x.failed").iterdir()) == ["one.ipynb", "two.ipynb"]
    assert not target.exists()


def test_what_changes_meanwhile_stops_a_build(steps, desk, tmp_path):
    def change(stage):
        (desk / "data/other.csv").write_text("changed")

    with pytest.raises(DeskError, match=r"書き換わりました: data/other\.csv。"):
        build.build(
            MADE,
            desk,
            tmp_path / "x",
            {name: desk / name for name in ("data/one.csv", "data/other.csv")},
            "embedded",
            lambda line: None,
            change,
        )
    assert not (tmp_path / "x").exists()


def test_what_changed_is_listed_up_to_five():
    before, after = dict.fromkeys("abcdef", "1"), dict.fromkeys("bcdefg", "2") | {"same": "1"}
    build._check_unchanged(before, before)
    with pytest.raises(DeskError) as caught:
        build._check_unchanged(before | {"same": "1"}, after)
    assert caught.value.code == "notebook"
    assert str(caught.value).startswith(
        "資料を作る間に、もとになるファイルが書き換わりました: a、b、c、d、e。ノートブックの"
    )


def test_several_failures_are_one(monkeypatch):
    one, same, other = DeskError("data", "一"), DeskError("params", "一"), DeskError("data", "二")
    assert build.together([one]) is one and build.together([one, same]) is one
    found = build.together([one, other, same])
    assert (found.code, str(found)) == ("notebook", "3 つの節でエラーになりました。\n一\n二")


def test_a_rehearsal_does_all_of_it_and_leaves_nothing(steps, desk):
    called, failures, note = steps
    said = []
    assert build.rehearse(MADE, desk, said.append) == {}
    assert said[:3] == STARTED and [step[0] for step in called if step[0] != "write"] == [
        "execute",
        "settle",
        "assemble",
        "render",
        "_prove",
    ]
    sections = called[0][3]
    assert called[0][4:] == ((), None) and called[1] == ("settle", MADE, sections) and not sections.exists()
    assert called[2:4] == [
        ("assemble", MADE, sections, sections.parent), ("render", sections.parent / "packet.qmd", EMBEDDED, "2026-06-03", True),
    ]  # fmt: skip
    trouble = DeskError("proof", "合わない")
    note(build, "_print", does=lambda *_: (_ for _ in ()).throw(trouble))
    assert build.rehearse(MADE, desk, said.append) == {"": trouble}
    failures["two"] = trouble
    assert build.rehearse(MADE, desk, said.append) == {"two": trouble}


def test_the_page_of_a_section_alone(steps, desk, tmp_path):
    called, failures, _ = steps
    said = []
    assert build.page(MADE, desk, tmp_path, "cache", said.append) == "<html>"
    assert said == [*STARTED, "注意: 題がない"]
    sections = called[0][3]
    assert called[0] == ("execute", MADE, desk, sections, [tmp_path], "cache") and sections.name == "sections"
    assert called[1:] == [
        ("settle", MADE, sections), ("assemble", MADE, sections, sections.parent), ("page", sections.parent / "packet.qmd"),
    ]  # fmt: skip
    failures["one"] = trouble = DeskError("data", "一")
    with pytest.raises(DeskError) as caught:
        build.page(MADE, desk, tmp_path, None, said.append)
    assert caught.value is trouble


def test_two_renderers_are_compared_on_the_same_packet(steps, desk):
    called, failures, _ = steps
    said, compared = [], []

    def differences(one, other):
        compared.append((one.name, other.name))
        for folder in (one, other):
            for name in ("report.html", "report.pdf"):
                assert (folder / name).read_text() == f"{name} {folder.name}"
        return ["違い"]

    assert build.compare_renderers(MADE, desk, differences, said.append) == ["違い"]
    assert compared == [("embedded", "quarto")]
    assert said == [*STARTED, "組版: HTML と PDF(quarto)", "組版: HTML と PDF(embedded)"]
    sections = called[0][3]
    packet = sections.parent / "packet.qmd"
    assert called == [
        ("execute", MADE, desk, sections, (), None), ("settle", MADE, sections), ("assemble", MADE, sections, sections.parent),
        ("render", packet, Choice("quarto"), "2026-06-03", False), ("render", packet, EMBEDDED, "2026-06-03", False),
    ]  # fmt: skip
    failures["one"] = trouble = DeskError("data", "一")
    with pytest.raises(DeskError) as caught:
        build.compare_renderers(MADE, desk, differences, said.append)
    assert caught.value is trouble and len(compared) == 1


@pytest.mark.parametrize(("code", "told"), [("renderer", "found"), ("write", "as it is")])
def test_what_a_renderer_refuses_is_looked_for(steps, tmp_path, monkeypatch, code, told):
    error, found = DeskError(code, "だめ"), DeskError("renderer", "found")
    monkeypatch.setattr(build.render, "render", lambda *_: (_ for _ in ()).throw(error))
    monkeypatch.setattr(locate, "located", lambda *how: found if how == (error, MADE, tmp_path / "s") else None)
    with pytest.raises(DeskError) as caught:
        build._print(MADE, tmp_path / "desk", tmp_path / "s", tmp_path, EMBEDDED, lambda line: None)
    assert caught.value is (found if told == "found" else error)


def test_what_is_said_of_a_proof(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(links, "check", lambda *how: asked.append(("links", *how)))
    monkeypatch.setattr(proof, "compare", lambda *how: asked.append(("tables", *how)) or 1234)
    monkeypatch.setattr(proof, "sentences", lambda *how: asked.append(("sentences", *how)) or told)
    found = 1234, [SimpleNamespace(label="図1", title="題")]
    monkeypatch.setattr(proof, "origins", lambda *how: asked.append(("origins", *how)) or found)
    lost = [Said("資料1", "甲は1である。", "1"), Said("資料2", "乙は2である。", "2")]
    told = Told(2000, (lost[0],), 1500, (lost[1],))
    first = "校正: 表の数値 1,234 件は HTML と Excel で同じ、生成した文の数値 2,000 件は計算した値と同じ、うち 1,999 件は同じ節の表からも確かめた"
    xlsx = tmp_path / "report.xlsx"
    assert build._prove(MADE, tmp_path / "desk", tmp_path, "page", xlsx) == [
        first,
        "  ほかの文の数値 1,500 件のうち 1,499 件は、同じ節の表から確かめた",
        "  出典の一覧にあるデータの行 1,234 件は、data/ にある",
        "  注意: 図1「題」の数値がデータのどの行によるかわからないので、出典の一覧では「資料なし」です",
        "  注意: 「資料1」の「1」を同じ節の表から確かめられません: 甲は1である。",
        "  注意: 「資料2」の「2」を同じ節の表から確かめられません: 乙は2である。",
    ]
    assert asked == [
        ("links", MADE, tmp_path, "page"),
        ("tables", MADE, tmp_path, "page", xlsx),
        ("sentences", MADE, tmp_path, "page"),
        ("origins", MADE, tmp_path, "page", tmp_path / "desk"),
    ]
    told, found = Told(2000), (0, [])
    part = replace(MADE, whole=False)
    assert build._prove(part, tmp_path / "desk", tmp_path, "page", xlsx) == [first.replace("1,999", "2,000")]
    assert [step[0] for step in asked[4:]] == ["tables", "sentences", "origins"]
