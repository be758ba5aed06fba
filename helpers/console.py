"""How the commands speak: in Japanese, to any terminal, and to a file where a screen is too small."""

import argparse
import csv
import datetime as dt
import io
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from helpers.errors import DeskError, shown_path
from helpers.params import desk


def prepare() -> None:
    """Terminals that know no Japanese get UTF-8; nothing that is said stops a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            try:
                "資料▲～".encode(stream.encoding or "ascii")
                stream.reconfigure(errors="replace")
            except (UnicodeEncodeError, LookupError):
                stream.reconfigure(encoding="utf-8", errors="replace")


_hearer: Callable[[str], None] | None = None


def say_to(hearer: Callable[[str], None]) -> None:
    """From now on ``hearer`` is told, in place of the user."""
    global _hearer
    _hearer = hearer


def say(text: str) -> None:
    """Tell the user something."""
    if _hearer:
        _hearer(text)
    else:
        _print(text, sys.stdout)


def is_watched() -> bool:
    """Whether the user sees each step as it is said."""
    return not _hearer and sys.stdout.isatty()


def progress() -> Callable[[str], None]:
    """Says each step; on a terminal with how long the sections that are left may take, if they are like those that are done."""
    started = time.monotonic()

    def tell(text: str) -> None:
        step = re.match(r"実行: (\d+)/(\d+) ", text)
        say(text + (left(started, int(step[1]), int(step[2])) if step else ""))

    return tell


def left(started: float, done: int, whole: int) -> str:
    """On a terminal, how long what is left may take if it is like what is ``done`` of the ``whole`` since ``started``."""
    if not is_watched() or done == whole:
        return ""
    return f"(残り 約{max(1, round((time.monotonic() - started) / done * (whole - done)))} 秒)"


def far(started: float, done: int, whole: int, failed: int) -> str:
    """How far a run of packets is: on a terminal after each, elsewhere now and then where there are many."""
    if done == whole or not (is_watched() or done % max(10, whole // 100) == 0):
        return ""
    minutes = (time.monotonic() - started) / 60
    failures = f"、失敗 {failed:,} 件" if failed else ""
    return f"資料: {done:,}/{whole:,} 件{failures}、毎分 {done / minutes:,.0f} 件、残り 約{max(1, round(minutes / done * (whole - done))):,} 分"


def complain(text: str) -> None:
    """Tell the user that something is wrong."""
    _print(text, sys.stderr)


def _print(text: str, stream) -> None:
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # Who read it has gone (| head). The work goes on without being told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def keep(name: str, text: str) -> str:
    """Put ``text`` into ``build/log/``, or where the disk lets us, and return the path to tell."""
    for folder in (desk() / "build" / "log", Path(tempfile.gettempdir())):
        path = folder / f"{dt.datetime.now():%Y%m%d-%H%M%S}-{name}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8-sig")
        except OSError:
            continue
        return shown_path(path, desk())
    return "(書き込める場所がありません)"


def keep_faults(error: DeskError) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["ファイル", "行", "列", "内容"])
    writer.writerows((fault.file, fault.row or "", fault.column, fault.message) for fault in error.faults)
    return keep("faults.csv", stream.getvalue())


class Parser(argparse.ArgumentParser):
    """argparse in Japanese."""

    def __init__(self, **options) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        self._positionals.title, self._optionals.title = "引数", "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を表示する")

    def error(self, message: str) -> NoReturn:
        raise DeskError("usage", f"命令の書き方が違います。\n{self.format_help().rstrip()}")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(usage, actions, groups, prefix or "使い方: ")
