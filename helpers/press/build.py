"""Build one packet: execute, assemble, render, write the workbook and the manifest, then put it in place at once."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from helpers.errors import DeskError
from helpers.press import assemble, execute, manifest, render, workbook
from helpers.press.document import Document, Section

PRODUCTS = ("report.html", "report.pdf", "report.xlsx")


def build(
    document: Document, root: Path, target: Path, inputs: list[Path], renderer: str, report: Callable[[str], None]
) -> list[Path]:
    """Build ``document`` into the folder ``target`` and return its reports.

    ``inputs`` are the files the packet depends on; ``report`` is told each step in Japanese. ``target`` is replaced only by
    a complete packet; after a failure it is as before, and what the notebooks had executed is in ``<target>.failed``.
    """
    renderer = render.choose(renderer)
    failed = target.with_name(f"{target.name}.failed")
    try:
        with _staging(target) as stage:
            sections = stage / "sections"
            try:
                _execute(document, root / "notebooks", sections, report)
            except DeskError:
                shutil.rmtree(failed, ignore_errors=True)
                shutil.copytree(sections, failed)
                report(f"実行できたところまでのノートブック: {_shown(failed, root)}/")
                raise
            report("組版: packet.qmd")
            packet = assemble.assemble(document, sections, stage)
            workbook.write(document, sections, stage / "report.xlsx")
            report(f"組版: HTML と PDF({renderer})")
            render.render(packet, renderer, document.date)
            manifest.write(stage, root, inputs, renderer)
            _put_in_place(stage, target)
        shutil.rmtree(failed, ignore_errors=True)
    except OSError as error:
        where = error.filename or target
        raise DeskError(
            "write",
            f"書き込めませんでした: {where}({error.strerror})。空き容量、書込みの権限、ファイルを開いていないかを確かめてください。",
        ) from error
    return [target / name for name in PRODUCTS]


def _execute(document: Document, notebooks: Path, sections: Path, report: Callable[[str], None]) -> None:
    done: list[Section] = []

    def tell(section: Section) -> None:
        done.append(section)
        report(f"実行: {len(done)}/{len(document.sections)} {section.title}")

    report(f"実行: {len(document.sections)} 節のノートブックを始めます")
    execute.execute(document, notebooks, sections, tell)


@contextlib.contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` to build in; gone afterwards, whatever happens."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _recover(target)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as folder:
        stage = Path(folder) / target.name
        stage.mkdir()
        yield stage


def _previous(target: Path) -> Path:
    return target.with_name(f".{target.name}.previous")


def _put_in_place(stage: Path, target: Path) -> None:
    """Two renames: between them the last packet stands under another name, where :func:`_recover` finds it."""
    previous = _previous(target)
    if target.exists():
        target.replace(previous)
    stage.replace(target)
    shutil.rmtree(previous, ignore_errors=True)


def _recover(target: Path) -> None:
    """Finish or undo what a build killed between the two renames left."""
    previous = _previous(target)
    if previous.exists() and not target.exists():
        previous.replace(target)
    shutil.rmtree(previous, ignore_errors=True)


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
