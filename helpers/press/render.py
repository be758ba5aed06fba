"""Render ``packet.qmd`` to HTML and PDF: with Quarto where a CLI is installed that works, else with the pandoc and Typst wheels.

Both read the same files in ``style/``, and ``packet.lua`` does in both what is not plain pandoc, so that both give the same.
"""

import contextlib
import datetime as dt
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import pypandoc
import quarto
from bs4 import BeautifulSoup
from ruamel.yaml import YAML

from helpers.errors import DeskError
from helpers.press import failure, lettered, look, processes, tags
from helpers.press.closed import check_closed
from helpers.press.proof.page import read
from helpers.press.scratch import scratch

FONTS = (Path(str(noto_cjk_sans_jp_regular.FONT_PATH)), Path(str(noto_cjk_sans_jp_bold.FONT_PATH)))
RENDERERS = ("auto", "quarto", "embedded")
# The lowest Quarto whose Typst writes PDF/UA-1 (pdf-standard). Tried with 1.11.
LOWEST = (1, 9)
# A packet takes seconds; a renderer that takes this long hangs.
TIME_LIMIT = 120


@dataclass(frozen=True)
class Choice:
    """How to render. ``quarto`` is the command, where ``name`` is quarto; ``only``: nothing else will do. ``note``: why not Quarto."""

    name: str
    quarto: str = ""
    version: str = ""
    only: bool = False
    note: str = ""

    @property
    def record(self) -> dict[str, str]:
        """What the manifest says of what is rendered so."""
        if self.name == "quarto":
            return {"renderer": "quarto", "quarto_cli": self.version}
        return {"renderer": "embedded"} | ({"instead_of_quarto": self.note.splitlines()[0]} if self.note else {})


def choose(renderer: str) -> Choice:
    """Quarto or the embedded renderer; ``auto`` takes Quarto where there is one that is known to work.

    DeskError ``renderer`` if Quarto is asked for and cannot be had.
    """
    if renderer not in RENDERERS:
        raise DeskError("renderer", f"RENDERER に「{renderer}」は使えません。使える値: {'、'.join(RENDERERS)}。")
    command = quarto.path()
    if renderer == "embedded" or (renderer == "auto" and not command):
        return Choice("embedded")
    version, trouble = _examine(command)
    if trouble and renderer == "quarto":
        raise DeskError("renderer", f"{trouble}RENDERER=embedded なら、Quarto を使わずに作れます。")
    if trouble:
        return Choice("embedded", note=trouble)
    return Choice("quarto", command, version, only=renderer == "quarto")


def _examine(command: str | None) -> tuple[str, str]:
    """The version of the Quarto at ``command``, and what is wrong with it, in Japanese; "" if nothing is."""
    if not command:
        return "", "Quarto が見つかりません。make quarto で入れられます。"
    if not shutil.which(command):
        return "", f"QUARTO_PATH の「{command}」は実行できません。正しい場所にするか、設定を消してください。"
    try:
        with _started("Quarto", [command, "--version"], Path.cwd(), limit=20) as asked:
            done = asked()
    except DeskError:
        return "", f"Quarto({command})が応答しません。"
    found = re.match(r"(\d+)\.(\d+)\S*", done.stdout.strip())
    if done.returncode or not found:
        return "", f"Quarto({command})が版を答えません。"
    if (int(found[1]), int(found[2])) < LOWEST:
        return "", f"Quarto {found[0]} は古すぎます({'.'.join(map(str, LOWEST))} 以上が必要です)。"
    return found[0], ""


Look = Callable[[BeautifulSoup], None]


def render(
    packet: Path,
    choice: Choice,
    date: str,
    report: Callable[[str], None] = lambda line: None,
    meanwhile: Look = lambda page: None,
) -> dict[str, str]:
    """Write ``report.html`` and ``report.pdf`` beside ``packet``, a packet.qmd with its figures.

    ``choice`` is what :func:`choose` gave; ``date`` (ISO) becomes the date of the PDF. ``meanwhile`` is given the page, without its
    pictures, while the PDF is still made; where a second renderer is tried, the second page too. Under ``auto`` a Quarto that fails
    or hangs costs one line to ``report`` and the embedded renderer is used. Returns the record of what rendered. DeskError
    ``renderer`` if either file fails to appear, with what the tool said, or if the HTML would load anything from outside.
    """
    if choice.name == "quarto":
        try:
            _render(packet, lambda work: _quarto(work, choice.quarto, date, meanwhile))
        except DeskError as error:
            if error.code != "renderer":
                raise
            if choice.only:
                raise DeskError(
                    "renderer", f"{error.message}\nRENDERER=embedded なら、Quarto を使わずに作れます。"
                ) from error
            choice = Choice("embedded", note=f"Quarto {choice.version} では作れませんでした。{error.message}")
        else:
            return choice.record
    if choice.note:
        report(f"注意: {choice.note.splitlines()[0]}代わりに組込みの組版を使います。")
    _render(packet, lambda work: _embedded(work, date, meanwhile))
    return choice.record


def _render(packet: Path, tool: Callable[[Path], BeautifulSoup]) -> None:
    """``tool`` makes both files in a folder, and gives the page."""
    with scratch() as work:
        # Renders that share a folder race for its temporary files; each gets its own.
        shutil.copytree(packet.parent / "figures", work / "figures")
        lettered.write(work / "figures", work / "print")
        look.write(work)
        shutil.copy(packet, work / "packet.qmd")
        page = tool(work)
        html, pdf = work / "report.html", work / "report.pdf"
        for path in (html, pdf):
            if not path.exists() or not path.stat().st_size:
                raise DeskError("renderer", f"{path.name} が作られませんでした。")
        tags.complete(pdf, page)
        shutil.move(html, packet.parent / html.name)
        shutil.move(pdf, packet.parent / pdf.name)


def _quarto(work: Path, command: str, date: str, meanwhile: Look) -> BeautifulSoup:
    fonts = work / "fonts"
    fonts.mkdir()
    for font in FONTS:
        shutil.copy(font, fonts)
    folders = {to: work / to for to in ("html", "typst")}  # two renders in one folder race for its temporary files
    for folder in folders.values():
        shutil.copytree(work, folder, ignore=shutil.ignore_patterns(*folders))
    # Not the wrapper's render(): it can neither be stopped nor tell whether it went well. No --quiet: it hides Typst's reason.
    arguments = [command, "render", "packet.qmd", "--no-execute", "--to"]
    environment = {"SOURCE_DATE_EPOCH": str(_epoch(date))}
    with (
        _started("Quarto", [*arguments, "html"], folders["html"], environment) as html,
        _started("Quarto", [*arguments, "typst"], folders["typst"], environment) as typst,
    ):
        _take(html, folders["html"] / "packet.html", work / "report.html")
        page = _look(work, meanwhile)
        _take(typst, folders["typst"] / "packet.pdf", work / "report.pdf")
    return page


def _take(finish: Callable[[], subprocess.CompletedProcess], made: Path, wanted: Path) -> None:
    """What Quarto has made, when it has."""
    done = finish()
    if done.returncode or not made.exists():
        said = failure.last_words(done.stderr or done.stdout, wanted.parent)
        raise DeskError("renderer", f"Quarto が {wanted.name} を作れませんでした。\n{said}".rstrip())
    made.replace(wanted)


def page(packet: Path) -> str:
    """The HTML of ``packet`` alone, as the embedded renderer makes it: for looking at while somebody writes."""
    with scratch() as work:
        shutil.copytree(packet.parent / "figures", work / "figures")
        look.write(work)
        shutil.copy(packet, work / "packet.qmd")
        with _started("pandoc", _pandoc(work, *_PAGE), work) as html:
            _check_converted(html(), work)
        return (work / "report.html").read_text(encoding="utf-8")


_PAGE = (
    "--to=html5",
    "--template=page.html",
    "--css=report.css",
    "--embed-resources",
    "--mathml",
    "--output=report.html",
)
_SOURCE = ("--to=typst", "--template=embedded.typst", "--output=packet.typ")


def _pandoc(work: Path, *arguments: str) -> list[str]:
    settings = YAML(typ="safe").load((work / "_quarto.yml").read_text(encoding="utf-8"))
    return [
        pypandoc.get_pandoc_path(), "packet.qmd", "--from=markdown", "--wrap=none", "--standalone", "--lua-filter=packet.lua",
        "--metadata-file=_quarto.yml", "--toc", f"--toc-depth={settings['toc-depth']}", *arguments,
    ]  # fmt: skip


def _check_converted(done: subprocess.CompletedProcess, work: Path) -> None:
    if done.returncode:
        raise DeskError("renderer", f"pandoc が文書を変換できませんでした。\n{failure.last_words(done.stderr, work)}")


def _embedded(work: Path, date: str, meanwhile: Look) -> BeautifulSoup:
    fonts = json.dumps([str(font.parent) for font in FONTS])
    compile_it = [
        sys.executable,
        str(Path(__file__).with_name("typeset.py")),
        "packet.typ",
        "report.pdf",
        fonts,
        str(_epoch(date)),
    ]
    with (
        _started("pandoc", _pandoc(work, *_PAGE), work) as html,
        _started("pandoc", _pandoc(work, *_SOURCE), work) as typst,
    ):
        _check_converted(typst(), work)
        with _started("Typst", compile_it, work) as pdf:
            _check_converted(html(), work)
            page = _look(work, meanwhile)
            done = pdf()
    if done.returncode:
        raise DeskError("renderer", f"PDF を作れませんでした。\n{failure.last_words(done.stderr, work)}")
    return page


@contextlib.contextmanager
def _started(
    name: str, arguments: list[str], folder: Path, environment: dict[str, str] | None = None, limit: float | None = None
) -> Iterator[Callable[[], subprocess.CompletedProcess]]:
    """A command at work. Calling what is given waits for it: DeskError ``renderer`` if that takes too long.

    Whatever ends the block ends the command too, with all that it started.
    """
    limit = limit or TIME_LIMIT
    try:
        process = subprocess.Popen(
            arguments, cwd=folder, env=os.environ | (environment or {}), text=True, encoding="utf-8", errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as error:
        raise DeskError("renderer", f"{name} を実行できませんでした({arguments[0]})。") from error

    def finish() -> subprocess.CompletedProcess:
        try:
            said, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            raise DeskError("renderer", f"{name} が {limit:g} 秒たっても終わらないので止めました。") from None
        if process.returncode:
            _check_disk(errors, process.returncode, folder)
        return subprocess.CompletedProcess(arguments, process.returncode, said, errors)

    try:
        yield finish
    finally:
        if process.poll() is None:
            processes.end(process.pid)
            process.wait()


def _check_disk(said: str, status: int, folder: Path) -> None:
    """OSError if what a tool said as it failed, or how it ended, is that the disk refused to take more."""
    for number, words in (
        (errno.ENOSPC, "No space left on device|os error 28"),
        (errno.EFBIG, "File too large|os error 27"),
    ):
        if re.search(words, said) or (number == errno.EFBIG and status == -getattr(signal, "SIGXFSZ", 0)):
            raise OSError(number, os.strerror(number), str(folder))


def _look(work: Path, look: Look) -> BeautifulSoup:
    page = read(work / "report.html")
    check_closed(page)
    look(page)
    return page


def _epoch(date: str) -> int:
    # Noon in UTC: the same calendar day in Japan and wherever the file is opened.
    return int(dt.datetime.fromisoformat(f"{date}T12:00:00+00:00").timestamp())
