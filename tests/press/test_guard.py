"""What the guard of a section refuses and what it notes, event by event. The hook is caught: a real one would stay."""

import os
from pathlib import Path

import pytest

from helpers import trace
from helpers.errors import DeskError
from helpers.press import guard


@pytest.fixture
def desk(tmp_path):
    for name in ("desk/data", "desk/params", "desk/notebooks", "desk/build", "elsewhere", "desk/database"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path / "desk"


@pytest.fixture
def hook(desk, monkeypatch):
    """The hook for a section on ``desk``; nothing else is known of where programs read, but Python's own folder."""
    hooks = []
    monkeypatch.setattr(guard.sys, "addaudithook", hooks.append)
    monkeypatch.setattr(guard.sys, "dont_write_bytecode", False)
    monkeypatch.setattr(guard, "_known_places", lambda: [str(desk.parent / "python")])
    trace.forget()
    guard.protect([desk / "data", desk / "params"], desk)
    assert guard.sys.dont_write_bytecode is True
    yield hooks[0]
    trace.forget()


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        *[("open", ("{}", mode, None)) for mode in ("w", "ab", "x", "r+", "rb+")],
        *[("open", ("{}", None, flag)) for flag in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_APPEND)],
        *[
            (f"os.{name}", ("{}", -1))
            for name in ("remove", "rmdir", "mkdir", "truncate", "chmod", "chown", "utime", "link", "symlink")
        ],
        ("os.rename", ("/x", "{}", -1)),
        ("os.rename", ("{}", "/x", -1)),
        ("shutil.rmtree", ("{}",)),
        ("shutil.move", ("/x", "{}")),
    ],
)
def test_a_change_below_what_is_kept_is_refused(hook, desk, event, arguments):
    for path in (desk / "data/x/a.csv", desk / "data"):
        for form in (str(path), path, os.fsencode(path)):
            with pytest.raises(DeskError) as caught:
                hook(event, tuple(form if argument == "{}" else argument for argument in arguments))
            shown = "data/x/a.csv" if path.name == "a.csv" else "data/"
            assert caught.value.code == "notebook" and str(caught.value).startswith(
                f"{shown} に書き込もうとしました。data/、params/、notebooks/ はノートブックから変えられません。"
            )
    assert trace.used() == frozenset()


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("open", ("{}/elsewhere/a", "w", None)),
        ("open", ("{}/desk/database/a", "w", None)),  # a neighbour by its name
        ("open", (3, "w", None)),
        ("os.remove", ("{}/desk/build/a", -1)),
        ("os.remove", (3, None)),
        ("shutil.copyfile", ("{}/desk/data/a", "{}/elsewhere/a")),  # tells of no change itself
        ("os.chdir", ("{}/desk/data",)),
    ],
)
def test_everything_else_is_free_and_notes_nothing(hook, desk, event, arguments):
    hook(event, tuple(a.format(desk.parent) if isinstance(a, str) else a for a in arguments))
    assert trace.used() == frozenset()


@pytest.mark.parametrize(
    ("path", "noted"),
    [
        ("desk/data/x/a.csv", {"data/x/a.csv"}),
        ("desk/notebooks/own.py", {"notebooks/own.py"}),
        ("desk/build/a", set()),
        ("elsewhere/a", {guard.OUTSIDE}),
        ("python/a.py", set()),
        ("python", set()),
        ("pythons/a.py", {guard.OUTSIDE}),
    ],
)
def test_what_is_read_is_noted(hook, desk, path, noted):
    path = desk.parent / path
    for form in (str(path), path, os.fsencode(path)):
        for how in (("r", 0), (None, os.O_RDONLY)):
            trace.forget()
            hook("open", (form, *how))
            assert trace.used() == noted
    trace.forget()
    hook("open", (3, "r", 0))
    with trace.quietly():
        hook("open", (str(path), "r", 0))
    assert trace.used() == frozenset()


@pytest.mark.parametrize("event", ["os.listdir", "os.scandir"])
def test_a_list_of_data_or_parameters_depends_on_all_of_them(hook, desk, monkeypatch, event):
    def noted(path):
        trace.forget()
        hook(event, (path,))
        return trace.used()

    assert noted(desk / "data") == noted(str(desk / "params/x")) == noted(os.fsencode(desk / "data")) == {"*"}
    assert noted(desk / "notebooks") == noted(desk) == noted(3) == frozenset()
    monkeypatch.chdir(desk / "data")
    assert noted(None) == {"*"}
    with trace.quietly():
        assert noted(desk / "data") == frozenset()


@pytest.mark.parametrize("event", sorted(guard._ELSEWHERE))
def test_what_asks_elsewhere_is_noted(hook, event):
    hook(event, ())
    assert trace.used() == {guard.OUTSIDE}


@pytest.mark.parametrize("in_a_kernel", [False, True])
def test_what_is_closed_cannot_be_read_and_what_is_beside_it_can(desk, monkeypatch, in_a_kernel):
    hooks = []
    monkeypatch.setattr(guard.sys, "addaudithook", hooks.append)
    monkeypatch.setattr(guard.sys, "dont_write_bytecode", True)
    closed = [desk / "data", desk / "params"]
    if in_a_kernel:
        monkeypatch.setenv(guard.CLOSED, os.pathsep.join(map(str, closed)))
        guard.load_ipython_extension(None)
    else:
        guard.protect([], closed=closed)
    (desk / "way").symlink_to(desk / "data")
    for path in (desk / "data/a.csv", desk / "params/x/city.yaml", desk / "way/a.csv"):
        for form in (str(path), path, os.fsencode(path)):
            for mode, flags in (("r", 0), ("rb", 0), (None, os.O_RDONLY)):
                with pytest.raises(DeskError, match="は読めません。公開版のノートブックが読めるのは") as caught:
                    hooks[0]("open", (form, mode, flags))
                assert caught.value.code == "notebook"
    for path in (desk / "database/a.csv", desk / "notebooks/a.ipynb", 3):
        hooks[0]("open", (path, "r", 0))


def test_without_a_desk_nothing_is_noted(desk, monkeypatch):
    hooks = []
    monkeypatch.setattr(guard.sys, "addaudithook", hooks.append)
    monkeypatch.setattr(guard.sys, "dont_write_bytecode", True)
    monkeypatch.setenv(guard.PROTECTED, os.pathsep.join([str(desk / "data"), str(desk / "params")]))
    monkeypatch.setenv(guard.CLOSED, "")
    trace.forget()
    guard.load_ipython_extension(None)
    for event, arguments in (("open", ("/srv/x", "r", 0)), ("os.listdir", (desk / "data",)), ("os.system", ())):
        hooks[0](event, arguments)
    assert trace.used() == frozenset()
    for folder in ("data", "params"):
        with pytest.raises(DeskError, match=f"{folder}/a に書き込もうとしました"):
            hooks[0]("os.remove", (desk / folder / "a", -1))


def test_programs_read_their_own_places(monkeypatch, tmp_path):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    known = guard._known_places()
    program = str(Path(guard.__file__).parents[1])
    for place in (
        guard.sys.prefix,
        guard.sys.base_prefix,
        program,
        guard.tempfile.gettempdir(),
        "/usr",
        "/lib",
        "/etc",
        "/proc",
        "/sys",
        "/dev",
    ):
        assert place in known  # fmt: skip
    for name in (".cache", ".config", ".ipython", ".matplotlib", ".fontconfig"):
        assert str(tmp_path / name) in known


def test_what_is_closed_cannot_be_read_either(desk, monkeypatch):
    hooks = []
    monkeypatch.setattr(guard.sys, "addaudithook", hooks.append)
    monkeypatch.setattr(guard.sys, "dont_write_bytecode", True)
    monkeypatch.setenv(guard.PROTECTED, str(desk / "notebooks"))
    monkeypatch.setenv(guard.CLOSED, os.pathsep.join([str(desk / "data"), str(desk / "params")]))
    guard.load_ipython_extension(None)
    for path in (desk / "data/a.csv", str(desk / "params/a.yaml"), os.fsencode(desk / "data/x/a.csv")):
        with pytest.raises(DeskError) as caught:
            hooks[0]("open", (path, "r", 0))
        assert caught.value.code == "notebook"
        assert str(caught.value).startswith(f"{os.fsdecode(path)} は読めません。公開版のノートブックが読めるのは、")
    for event, arguments in (
        ("open", (desk / "database/a", "r", 0)),
        ("open", (3, "r", 0)),
        ("os.listdir", (desk / "data",)),
    ):
        hooks[0](event, arguments)
