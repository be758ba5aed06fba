"""Processes of our own: how they are started, heard and ended. Nothing is forked here."""

import signal
import types
from dataclasses import replace
from multiprocessing import Pipe

import psutil
import pytest

from helpers.errors import DeskError
from helpers.press import abreast, aside, execute, processes, worker
from helpers.press.document import Chapter
from tests.press.conftest import document, notebook

ASKED = (signal.SIGINT, signal.SIGTERM)


def blocked():
    return {sign for sign in ASKED if sign in signal.pthread_sigmask(signal.SIG_BLOCK, ())}


def test_a_ctrl_c_waits_for_the_end_of_a_fork():
    with pytest.raises(ZeroDivisionError), processes.undisturbed():
        assert blocked() == set(ASKED)
        processes.disturb()
        assert blocked() == set()
        raise ZeroDivisionError
    assert blocked() == set()
    with processes.undisturbed(), processes.undisturbed():
        pass
    assert blocked() == set()


def test_where_there_are_no_signals_nothing_waits(monkeypatch):
    monkeypatch.delattr(signal, "pthread_sigmask")
    with processes.undisturbed():
        processes.disturb()


def test_a_process_whose_parent_is_gone_ends_with_all_that_it_started(monkeypatch):
    parents, done = [7, 7, 1], []
    monkeypatch.setattr(processes.os, "getppid", lambda: parents.pop(0))
    monkeypatch.setattr(processes.os, "getpid", lambda: 42)
    monkeypatch.setattr(processes.os, "_exit", lambda status: done.append(("exit", status)))
    monkeypatch.setattr(processes.time, "sleep", lambda seconds: done.append(("sleep", seconds)))
    monkeypatch.setattr(processes, "end", lambda pid, itself: done.append(("end", pid, itself)))
    processes.end_with(7)
    assert done == [("sleep", 0.1), ("sleep", 0.1), ("end", 42, False), ("exit", 1)]


class Family:
    """A process of psutil with children and grandchildren; ``gone``: one that is not there any more when it is killed."""

    killed: list = []

    def __init__(self, pid, below=()):
        self.pid, self.below = pid, below

    def children(self, recursive):
        return [inner for child in self.below for inner in (child, *child.below)] if recursive else list(self.below)

    def kill(self):
        self.killed.append(self.pid)
        if self.pid == 2:
            raise psutil.NoSuchProcess(2)


@pytest.mark.parametrize(("itself", "killed"), [(True, [1, 2, 3]), (False, [2, 3])])
def test_a_process_is_ended_with_all_below_it(monkeypatch, itself, killed):
    monkeypatch.setattr(Family, "killed", [])
    monkeypatch.setattr(processes.psutil, "Process", lambda pid: Family(pid, [Family(2, [Family(3)])]))
    processes.end(1, itself)
    assert Family.killed == killed
    monkeypatch.setattr(processes.psutil, "Process", lambda pid: (_ for _ in ()).throw(psutil.NoSuchProcess(pid)))
    processes.end(1)
    assert Family.killed == killed


class Process:
    """A process of multiprocessing that only notes what is done to it."""

    pid = 42

    def __init__(self, **how):
        self.how, self.done = how, []

    def __getattr__(self, name):
        return lambda *arguments: self.done.append((name, *arguments))


@pytest.fixture
def forks(monkeypatch):
    """Processes that are made and not started, and under which way each; a Ctrl-C waits while one is started."""
    made = []

    class Context:
        def __init__(self, way):
            self.way = way

        def Pipe(self, duplex):
            assert duplex is False
            return Pipe(duplex=False)

        def Process(self, **how):
            process = Process(**how)
            process.start = lambda: process.done.append(("start", blocked() == set(ASKED)))
            made.append((self.way, process))
            return process

    for module in (execute, abreast, aside):
        monkeypatch.setattr(module.multiprocessing, "get_context", Context)
    return made


def test_a_section_is_forked_and_where_it_cannot_be_started_anew(forks, monkeypatch, tmp_path):
    monkeypatch.setattr(execute, "time", types.SimpleNamespace(monotonic=lambda: 5.0))
    chapter = Chapter("own", "節")
    for platform, way in (("linux", "fork"), ("win32", "spawn")):
        monkeypatch.setattr(execute.sys, "platform", platform)
        one = execute._start(chapter, {"city": "x"}, tmp_path, tmp_path / "out", [tmp_path / "a"], [tmp_path / "c"])
        made, process = forks.pop()
        tell, *arguments = process.how["args"]
        assert (made, process.how["target"], process.how["daemon"]) == (way, worker.work, True)
        assert arguments == [
            execute.os.getpid(),
            chapter,
            {"city": "x"},
            tmp_path,
            tmp_path / "out",
            [tmp_path / "a"],
            [tmp_path / "c"],
        ]
        assert process.done == [("start", True)] and tell.closed and blocked() == set()
        assert (one.chapter, one.process, one.since, one.cell, one.done) == (chapter, process, 5.0, "", False)


@pytest.fixture
def section(monkeypatch):
    """A section at work since second 100, at a clock that the test sets; what it tells, and its process."""
    told, tell = Pipe(duplex=False)
    clock = types.SimpleNamespace(now=101.0)
    monkeypatch.setattr(execute, "time", types.SimpleNamespace(monotonic=lambda: clock.now))
    one = execute._Running(Chapter("own", "節"), Process(), told, since=100.0)
    return one, tell, clock


def test_what_a_section_tells_is_noted(section):
    one, tell, _ = section
    for cell in ("a = 1", "b = 2"):
        tell.send(("cell", cell))
    execute._listen([one])
    assert (one.cell, one.since, one.done, one.process.done) == ("b = 2", 101.0, False, [])
    tell.send(("done", frozenset(["data/a.csv"])))
    execute._listen([one])
    assert (one.read, one.done, one.error) == ({"data/a.csv"}, True, None) and one.process.done == [("join",)]


def test_a_section_that_failed_or_died(section):
    one, tell, _ = section
    tell.send(("cell", "a = 1"))
    tell.send(("failed", "data", "だめ", ("f",)))
    execute._listen([one])
    assert one.done and (one.error.code, one.error.message, one.error.faults) == ("data", "だめ", ("f",))
    assert one.process.done == [("join",)]
    one.done, one.error, one.process.done = False, None, []
    tell.close()
    execute._listen([one])
    assert one.done and one.error.code == "notebook" and one.process.done == [("join",)]
    assert str(one.error) == f"notebooks/own.ipynb のセルが{processes.DIED}\n    a = 1"


def test_what_is_no_fault_of_a_section_stops_everything(section):
    one, tell, _ = section
    tell.send(("refused", 28, "full", "x"))
    with pytest.raises(OSError, match="full") as caught:
        execute._listen([one])
    assert (caught.value.errno, caught.value.filename) == (28, "x")
    tell.send(("crashed", "Traceback"))
    with pytest.raises(RuntimeError, match=r"^own: Traceback$"):
        execute._listen([one])


def test_a_section_that_hangs_is_ended(section, monkeypatch):
    one, tell, clock = section
    ended = []
    monkeypatch.setattr(processes, "end", ended.append)
    monkeypatch.setattr(execute, "wait", lambda told, timeout: ended.append(timeout) or [])
    tell.send(("cell", "while True: pass"))
    execute._listen([one])
    one.since, clock.now = 100.0, 220.0
    execute._listen([one])
    assert not one.done
    clock.now = 220.1
    execute._listen([one])
    assert one.done and ended == [1, 1, 1, 42] and one.process.done == [("join",)] and one.error.code == "notebook"
    assert str(one.error) == (
        "notebooks/own.ipynb のセルが120 秒たっても終わらないので止めました。繰返しや読込みが終わるか確かめてください。\n    while True: pass"
    )


class Kept:
    """A cache that has ``one``."""

    def __init__(self):
        self.asked, self.kept = [], []

    def find(self, name, parameters):
        self.asked.append((name, parameters))
        return types.SimpleNamespace(executed="題", read={"data/a.csv"}) if name == "one" else None

    def keep(self, *what):
        self.kept.append(what)


@pytest.fixture
def sections(tmp_path, monkeypatch):
    """What is begun and ended of sections that end one after the other, each with what ``ends`` says."""
    begun, ends = [], {}
    monkeypatch.setattr(execute, "AT_ONCE", 2)
    monkeypatch.setattr(execute.gc, "freeze", lambda: begun.append("freeze"))
    monkeypatch.setattr(execute.gc, "unfreeze", lambda: begun.append("unfreeze"))

    def start(chapter, parameters, desk, out, folders, closed):
        begun.append(
            (chapter.notebook, parameters, desk, out, [str(folder.relative_to(tmp_path)) for folder in folders])
        )
        (out / f"{chapter.notebook}.ipynb").write_text(f"{chapter.notebook} 執行", encoding="utf-8")
        return execute._Running(chapter, Process(), None, read=frozenset([chapter.notebook]))

    def listen(running):
        begun.append(len(running))
        running[0].done, running[0].error = True, ends.get(running[0].chapter.notebook)

    monkeypatch.setattr(execute, "_start", start)
    monkeypatch.setattr(execute, "_listen", listen)
    for name in ("one", "two", "three", "four"):
        notebook(tmp_path / f"desk/notebooks/{name}.ipynb", "1")
    return begun, ends


def test_sections_are_begun_as_others_end(sections, tmp_path):
    begun, ends = sections
    ends["three"], ends["two"] = DeskError("data", "三"), DeskError("data", "二")
    done, meanwhile = [], []
    failures = execute.execute(
        document("three", "one", "two", "four"), tmp_path / "desk", tmp_path / "a/out", lambda *what: done.append(what),
        [tmp_path / "original"], meanwhile=lambda: meanwhile.append(len(begun)),
    )  # fmt: skip
    folders = [f"{desk}/{name}" for desk in ("desk", "original") for name in ("params", "data", "notebooks")]
    start = lambda name: (name, {"city": "x"}, tmp_path / "desk", tmp_path / "a/out", folders)  # noqa: E731
    assert begun == ["freeze", start("three"), start("one"), 2, start("two"), 2, start("four"), 2, 1, "unfreeze"]
    assert list(failures.items()) == [("three", ends["three"]), ("two", ends["two"])] and meanwhile == [3]
    assert [(chapter.notebook, read) for chapter, read in done] == [("one", {"one"}), ("four", {"four"})]


def test_what_was_kept_is_not_executed_and_what_is_executed_is_kept(sections, tmp_path):
    begun, ends = sections
    ends["three"] = DeskError("data", "三")
    cache, done = Kept(), []
    made = document("one", "two", "three")
    failures = execute.execute(made, tmp_path / "desk", tmp_path / "out", lambda *what: done.append(what), cache=cache)
    assert list(failures) == ["three"] and [name for name, *_ in (b for b in begun if isinstance(b, tuple))] == [
        "two",
        "three",
    ]
    assert cache.asked == [(name, {"city": "x"}) for name in ("one", "two", "three")]
    assert cache.kept == [("two", {"city": "x"}, "two 執行", {"two"})]
    assert (tmp_path / "out/one.ipynb").read_text(encoding="utf-8") == "題"
    assert [(chapter.notebook, read) for chapter, read in done] == [("one", {"data/a.csv"}), ("two", {"two"})]


def test_a_kernel_of_its_own_knows_no_cache(sections, tmp_path, monkeypatch):
    monkeypatch.setenv("ENGINE", "plain")
    cache = Kept()
    assert execute.execute(document("one"), tmp_path / "desk", tmp_path / "out", lambda *_: None, cache=cache) == {}
    assert cache.asked == cache.kept == []


def test_who_is_stopped_ends_the_sections_at_work(sections, tmp_path, monkeypatch):
    begun, _ = sections
    ended = []
    monkeypatch.setattr(execute, "_end", ended.append)
    monkeypatch.setattr(execute, "_listen", lambda running: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        execute.execute(document("one", "two", "three"), tmp_path / "desk", tmp_path / "out", lambda *_: None)
    assert len(ended) == 2 and begun[-1] == "unfreeze"


@pytest.fixture
def undisturbed(monkeypatch):
    """Nothing of this process is changed by what a forked one does to itself; what it would have done."""
    done = []
    monkeypatch.setattr(processes, "disturb", lambda: done.append("disturb"))
    monkeypatch.setattr(abreast.signal, "signal", lambda *how: done.append(how))
    monkeypatch.setattr(abreast.scratch, "tidy", lambda: done.append("tidy"))
    monkeypatch.setattr(
        abreast.threading,
        "Thread",
        lambda target, args, daemon: types.SimpleNamespace(start=lambda: done.append((target, args, daemon))),
    )
    return done  # fmt: skip


DEAF = [(sign, signal.SIG_IGN) for sign in ASKED]


def job(error=None):
    def work():
        if error:
            raise error

    return work


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (None, ("done", None)),
        (DeskError("data", "だめ", ("f",)), ("done", ("data", "だめ", ("f",)))),
        (KeyboardInterrupt(), None),
        (ZeroDivisionError("nobody foresaw"), "nobody foresaw"),
    ],
)
def test_what_the_process_of_a_job_does(undisturbed, error, told):
    heard, tell = Pipe(duplex=False)
    abreast._do(job(error), lambda say: say("a"), tell, 7)
    assert heard.recv() == ("say", "a")
    begin = [(signal.SIGINT, signal.SIG_IGN), (processes.end_with, (7,), True), "disturb"]
    assert undisturbed == [*begin, *([*DEAF, "tidy"] if told is None else []), *DEAF]
    if told is None:
        assert not heard.poll()
        return
    said = heard.recv()
    assert said == told or (said[0] == "done" and said[1].endswith(f"ZeroDivisionError: {told}\n"))


def test_a_job_that_is_asked_to_end_twice_says_nothing_either(undisturbed, monkeypatch):
    heard, tell = Pipe(duplex=False)
    monkeypatch.setattr(abreast.scratch, "tidy", job(KeyboardInterrupt()))
    abreast._do(job(KeyboardInterrupt()), lambda say: None, tell, 7)
    assert not heard.poll() and undisturbed[-4:] == [*DEAF, *DEAF]


def test_a_job_is_forked(forks):
    say_to = lambda tell: None  # noqa: E731
    work = job()
    one = abreast._start(work, say_to)
    [(way, process)] = forks
    first, second, tell, parent = process.how["args"]
    assert (way, process.how["target"], first, second, parent) == (
        "fork",
        abreast._do,
        work,
        say_to,
        abreast.os.getpid(),
    )
    assert process.done == [("start", True)] and tell.closed and one.process is process and not one.ended


def test_what_a_job_tells_is_kept_until_its_turn(monkeypatch):
    swept = []
    monkeypatch.setattr(abreast.scratch, "sweep", lambda: swept.append(True))

    def hear(*told):
        heard, tell = Pipe(duplex=False)
        one = abreast._Running(Process(), heard)
        for what in told:
            tell.send(what)
        tell.close()
        for _ in range(len(told) or 1):
            abreast._listen(one)
        return one

    one = hear(("say", "a"), ("say", "b"))
    assert (one.unsaid, one.ended, one.process.done) == (["a", "b"], False, [])
    one = hear(("done", None))
    assert (one.ended, one.error, one.process.done, swept) == (True, None, [("join",)], [])
    error = hear(("done", ("data", "だめ", ("f",)))).error
    assert (error.code, error.message, error.faults) == ("data", "だめ", ("f",))
    error = hear(("done", "Traceback")).error
    assert isinstance(error, RuntimeError) and str(error) == "Traceback" and swept == []
    one = hear()
    assert one.ended and (one.error.code, str(one.error), swept) == ("notebook", processes.DIED, [True])


def test_a_job_has_a_while_to_sweep_up_before_it_is_ended(monkeypatch):
    process = Process()
    monkeypatch.setattr(processes, "end", lambda pid: process.done.append(("end", pid)))
    abreast._end(process)
    assert process.done == [("terminate",), ("join", 10), ("end", 42), ("join",)]


def test_two_jobs_are_at_work_at_a_time(monkeypatch):
    """Of four that end out of their order: when each begins, and what is said when."""
    monkeypatch.setattr(abreast.sys, "platform", "linux")
    log, order = [], iter([1, 0, 3, 2])
    begun = []

    def start(work, say_to):
        log.append(f"begin {work}")
        begun.append(abreast._Running(Process(), f"pipe {work}"))
        return begun[-1]

    def listen(one):
        one.unsaid += [f"{one.told} a", f"{one.told} b"]
        one.ended, one.error = True, f"end of {one.told}"

    monkeypatch.setattr(abreast, "_start", start)
    monkeypatch.setattr(abreast, "_listen", listen)
    monkeypatch.setattr(abreast, "wait", lambda pipes: [pipes[pipes.index(f"pipe {next(order)}")]])
    ends = [
        log.append(f"yield {place}") or (place, error) for place, error in abreast.abreast(range(4), log.append, None)
    ]
    assert ends == [(place, f"end of pipe {place}") for place in range(4)]
    said = [[f"pipe {place} a", f"pipe {place} b", f"yield {place}"] for place in range(4)]
    assert log == ["begin 0", "begin 1", "begin 2", *said[0], *said[1], "begin 3", *said[2], *said[3]]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (None, ""),
        (DeskError("data", "だめ", ("f",)), ("data", "だめ", ("f",))),
        (ZeroDivisionError("nobody foresaw"), None),
    ],
)
def test_what_is_done_aside(undisturbed, error, told):
    heard, tell = Pipe(duplex=False)
    aside._do(job(error), tell)
    said = heard.recv()
    assert said == told or (told is None and said.endswith("ZeroDivisionError: nobody foresaw\n"))
    assert undisturbed == ["disturb"]


def test_what_was_done_aside_is_told_at_the_end_of_the_block_or_when_asked(forks, monkeypatch):
    monkeypatch.setattr(aside.sys, "platform", "linux")
    work, told = job(), []

    def Context(way):
        def pipe(duplex):
            told.append(Pipe(duplex=False))
            return told[-1][0], types.SimpleNamespace(close=lambda: None)

        return types.SimpleNamespace(
            Pipe=pipe, Process=lambda **how: forks.append((way, Process(**how))) or forks[-1][1]
        )

    monkeypatch.setattr(aside.multiprocessing, "get_context", Context)
    with aside.aside(work) as finish:
        [(way, process)] = forks
        assert (
            way == "fork"
            and process.how["target"] is aside._do
            and process.how["args"][0] is work
            and process.how["daemon"] is True
        )
        told[0][1].send("")
        finish()
        assert process.done == [("start",), ("join",)] and told[0][0].closed
        finish()
    assert process.done == [("start",), ("join",), ("kill",), ("join",)]
    for said, error, words in (
        (("data", "だめ", ()), DeskError, "だめ"), ("Traceback", RuntimeError, "^Traceback$"), (None, RuntimeError, "a process of our own died"),
    ):  # fmt: skip
        with pytest.raises(error, match=words) as caught, aside.aside(work):
            if said:
                told[-1][1].send(said)
            told[-1][1].close()
        assert error is RuntimeError or caught.value.code == "data"
        assert forks[-1][1].done[-2:] == [("kill",), ("join",)]


def test_where_nothing_is_forked_it_is_done_before(monkeypatch):
    done = []
    monkeypatch.setattr(aside.sys, "platform", "win32")
    with aside.aside(lambda: done.append(1)) as finish:
        assert done == [1]
        finish()
    assert done == [1]


@pytest.mark.parametrize(
    "content",
    [
        None,
        "{",
        "{}",
        "[]",
        "\0",
        '{"cells": [], "nbformat": 4}',
        '{"cells": 1, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    ],
)
def test_what_is_no_notebook_is_named(tmp_path, content):
    path = tmp_path / "notebooks/one.ipynb"
    path.parent.mkdir()
    if content is not None:
        path.write_text(content, encoding="utf-8")
    error = execute._unfit(document("one"), tmp_path)["one"]
    assert error.code == "notebook"
    assert str(error) == "notebooks/one.ipynb をノートブックとして読めません。git などで前の版に戻してください。"  # fmt: skip


def test_a_parameter_that_a_notebook_does_not_know_is_named(tmp_path):
    notebook(tmp_path / "notebooks/one.ipynb", "1", parameters='ctiy = ""\nother = 1')
    notebook(tmp_path / "notebooks/two.ipynb", "1", parameters='city = ""\nword = ""')
    made = document("one", "two", "two")
    own = Chapter("two", "節", parameters={"wrod": "x"})
    found = execute._unfit(replace(made, chapters=(*made.chapters[:2], own)), tmp_path)
    said = "の parameters セルに「{}」がありません。タグ parameters の付いたセルで宣言してください。もしかして「{}」ですか。"
    assert {name: (error.code, str(error)) for name, error in found.items()} == {
        "one": ("notebook", f"notebooks/one.ipynb {said.format('city', 'ctiy')}"),
        "two": ("notebook", f"notebooks/two.ipynb {said.format('wrod', 'word')}"),
    }
