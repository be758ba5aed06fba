"""Jobs side by side: told in their order, each with its own end, and gone when they are asked to go."""

import os
import signal
import time

import psutil
import pytest

from helpers.errors import DeskError
from helpers.press import abreast


@pytest.fixture
def hearer(monkeypatch):
    """Where a job says something, and what takes its place in the process of the job."""
    heard = {"say": None}
    return heard, lambda tell: heard.update(say=tell)


def run(jobs, hearer):
    heard, say_to = hearer
    said = []
    makers = [lambda job=job: job(heard["say"]) for job in jobs]
    ended = list(abreast.abreast(makers, said.append, say_to))
    return said, ended


def slow(say):
    say("a1")
    time.sleep(0.3)
    say("a2")


def refused(say):
    say("b")
    raise DeskError("data", "だめです。")


def killed(say):
    say("c")
    os.kill(os.getpid(), signal.SIGKILL)


def unforeseen(say):
    raise ZeroDivisionError("nobody foresaw")


def test_each_is_told_in_its_order_with_its_own_end(hearer):
    said, ended = run([slow, refused, killed, unforeseen, lambda say: say("e")], hearer)
    assert said == ["a1", "a2", "b", "c", "e"]
    assert [place for place, _ in ended] == [0, 1, 2, 3, 4]
    errors = [error for _, error in ended]
    assert errors[0] is None and errors[4] is None
    assert isinstance(errors[1], DeskError) and str(errors[1]) == "だめです。" and errors[1].code == "data"
    assert isinstance(errors[2], DeskError) and "途中で動かなくなりました" in str(errors[2])
    assert isinstance(errors[3], RuntimeError) and "nobody foresaw" in str(errors[3])


def test_who_stops_listening_leaves_no_job_behind(hearer):
    _heard, say_to = hearer
    before = set(psutil.Process().children(recursive=True))
    jobs = [lambda: None, lambda: time.sleep(100), lambda: time.sleep(100)]
    listening = abreast.abreast(jobs, lambda text: None, say_to)
    assert next(listening) == (0, None)
    listening.close()
    assert set(psutil.Process().children(recursive=True)) <= before


def test_where_nothing_is_forked_one_is_done_after_the_other(hearer, monkeypatch):
    monkeypatch.setattr(abreast.sys, "platform", "win32")
    heard, _ = hearer
    said = []
    heard["say"] = said.append
    jobs = [lambda: slow(heard["say"]), lambda: refused(heard["say"])]
    ended = list(abreast.abreast(jobs, said.append, lambda tell: pytest.fail("nobody else listens")))
    assert said == ["a1", "a2", "b"] and ended[0] == (0, None) and str(ended[1][1]) == "だめです。"
