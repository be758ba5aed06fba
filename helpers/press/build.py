"""Build one packet: execute, assemble, render, write the workbook and the manifest, then put it in place at once."""

import shutil
from collections.abc import Callable
from pathlib import Path

from helpers.errors import DeskError
from helpers.press import assemble, execute, manifest, place, proof, render, workbook
from helpers.press.document import Document, Section

PRODUCTS = ("report.html", "report.pdf", "report.xlsx")


def build(
    document: Document,
    root: Path,
    target: Path,
    inputs: list[Path],
    renderer: str,
    report: Callable[[str], None],
    beside: Callable[[Path], object] = lambda folder: None,
) -> list[Path]:
    """Build ``document`` into the folder ``target`` and return its reports.

    ``inputs`` are the files the packet depends on; ``report`` is told each step in Japanese; ``beside`` adds files of its own to
    the folder it is given. ``target`` is replaced only by a complete packet; after a failure it is as before, and what the
    notebooks had executed is in ``<target>.failed``.
    """
    renderer = render.choose(renderer)
    failed = target.with_name(f"{target.name}.failed")
    with place.replacing(target) as stage:
        sections = stage / "sections"
        try:
            _execute(document, root / "notebooks", sections, report)
        except DeskError:
            shutil.rmtree(failed, ignore_errors=True)
            shutil.copytree(sections, failed)
            report(f"実行できたところまでのノートブック: {failed.relative_to(root).as_posix()}/")
            raise
        report("組版: packet.qmd")
        packet = assemble.assemble(document, sections, stage)
        workbook.write(document, sections, stage / "report.xlsx")
        report(f"組版: HTML と PDF({renderer})")
        render.render(packet, renderer, document.date)
        _proof(document, sections, stage, report)
        beside(stage)
        manifest.write(stage, root, inputs, renderer)
    shutil.rmtree(failed, ignore_errors=True)
    return [target / name for name in PRODUCTS]


def _execute(document: Document, notebooks: Path, sections: Path, report: Callable[[str], None]) -> None:
    done: list[Section] = []

    def tell(section: Section) -> None:
        done.append(section)
        report(f"実行: {len(done)}/{len(document.sections)} {section.title}")

    report(f"実行: {len(document.sections)} 節のノートブックを始めます")
    execute.execute(document, notebooks, sections, tell)


def _proof(document: Document, sections: Path, stage: Path, report: Callable[[str], None]) -> None:
    html = stage / "report.html"
    figures = proof.compare(document, sections, html, stage / "report.xlsx")
    lost, numbers = proof.unproven(html)
    report(
        f"校正: 表の数値 {figures:,} 件は HTML と Excel で同じ、文中の数値 {numbers - len(lost)}/{numbers} 件は表と同じ"
    )
    for said in lost:
        report(f"  注意: 「{said.section}」の「{said.number}」を同じ節の表から確かめられません: {said.sentence}")
