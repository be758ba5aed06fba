"""Render ``packet.qmd`` to HTML and PDF: with Quarto where its CLI is installed, else with the pandoc and Typst wheels.

Both read the same files in ``style/``.
"""

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import pypandoc
import quarto
import typst
from ruamel.yaml import YAML

from helpers.errors import DeskError

STYLE = Path(__file__).parent / "style"
FONTS = (Path(str(noto_cjk_sans_jp_regular.FONT_PATH)), Path(str(noto_cjk_sans_jp_bold.FONT_PATH)))
RENDERERS = ("auto", "quarto", "embedded")


def choose(renderer: str) -> str:
    """``quarto`` or ``embedded``; ``auto`` takes Quarto where there is one. DeskError ``renderer`` if it cannot be had."""
    if renderer not in RENDERERS:
        raise DeskError("renderer", f"RENDERER に「{renderer}」は使えません。使える値: {'、'.join(RENDERERS)}。")
    found = quarto.path()
    if found and not shutil.which(found):
        raise DeskError(
            "renderer", f"QUARTO_PATH の「{found}」は実行できません。正しい場所にするか、設定を消してください。"
        )
    if renderer == "quarto" and not found:
        raise DeskError(
            "renderer", "Quarto が見つかりません。make quarto で入れるか、RENDERER=embedded で実行してください。"
        )
    return "quarto" if found and renderer != "embedded" else "embedded"


def render(packet: Path, renderer: str, date: str) -> None:
    """Write ``report.html`` and ``report.pdf`` beside ``packet``, a packet.qmd with its figures.

    ``renderer`` is what :func:`choose` gave; ``date`` (ISO) becomes the date of the PDF. DeskError ``renderer`` if either
    file fails to appear, with what the tool said, or if the HTML asks for anything from outside.
    """
    with tempfile.TemporaryDirectory(prefix="press-") as folder:
        # Renders that share a folder race for its temporary files; each gets its own.
        work = Path(folder)
        shutil.copytree(packet.parent / "figures", work / "figures")
        shutil.copytree(STYLE, work, dirs_exist_ok=True)
        shutil.copy(packet, work / "packet.qmd")
        if renderer == "quarto":
            _quarto(work, date)
        else:
            _embedded(work, date)
        html, pdf = work / "report.html", work / "report.pdf"
        _check(html, pdf)
        shutil.move(html, packet.parent / html.name)
        shutil.move(pdf, packet.parent / pdf.name)


def _quarto(work: Path, date: str) -> None:
    fonts = work / "fonts"
    fonts.mkdir()
    for font in FONTS:
        shutil.copy(font, fonts)
    log = work / "quarto.log"
    # The date of the PDF, and with it its bytes, must not depend on the clock.
    with _environment(SOURCE_DATE_EPOCH=str(_epoch(date)), QUARTO_LOG=str(log)), contextlib.chdir(work):
        for to, made, wanted in (("html", "packet.html", "report.html"), ("typst", "packet.pdf", "report.pdf")):
            # The wrapper does not tell the exit status: what counts is the file.
            quarto.render("packet.qmd", output_format=to, execute=False, quiet=True)
            if not Path(made).exists():
                said = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
                raise DeskError("renderer", f"Quarto が {wanted} を作れませんでした。\n{said}".rstrip())
            Path(made).replace(wanted)


def _embedded(work: Path, date: str) -> None:
    settings = YAML(typ="safe").load((work / "_quarto.yml").read_text(encoding="utf-8"))
    common = [
        "packet.qmd", "--from=markdown", "--wrap=none", "--standalone", "--lua-filter=embedded.lua", "--metadata-file=_quarto.yml",
        "--toc", f"--toc-depth={settings['toc-depth']}",
    ]  # fmt: skip
    _pandoc(work, *common, "--to=html5", "--template=embedded.html", "--css=report.css", "--embed-resources",
            "--mathml", "--output=report.html")  # fmt: skip
    _pandoc(work, *common, "--to=typst", "--template=embedded.typst", "--output=packet.typ")
    try:
        typst.compile(
            str(work / "packet.typ"),
            output=str(work / "report.pdf"),
            root=str(work),
            font_paths=[str(font.parent) for font in FONTS],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=_epoch(date),
        )
    except typst.TypstError as error:
        raise DeskError("renderer", f"PDF を作れませんでした。\n{error}") from error


def _pandoc(work: Path, *arguments: str) -> None:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *arguments], cwd=work, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode:
        raise DeskError("renderer", f"pandoc が文書を変換できませんでした。\n{done.stderr.strip()}")


def _check(html: Path, pdf: Path) -> None:
    for path in (html, pdf):
        if not path.exists() or not path.stat().st_size:
            raise DeskError("renderer", f"{path.name} が作られませんでした。")
    text = html.read_text(encoding="utf-8")
    outside = re.search(r"""(?:src|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import""", text)
    if outside:
        around = text[max(0, outside.start() - 60) : outside.end() + 60]
        raise DeskError("renderer", f"report.html に外部の参照があります: …{around}…")


def _epoch(date: str) -> int:
    # Noon in UTC: the same calendar day in Japan and wherever the file is opened.
    return int(dt.datetime.fromisoformat(f"{date}T12:00:00+00:00").timestamp())


@contextlib.contextmanager
def _environment(**variables: str):
    """Set environment variables for the tools called inside."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
