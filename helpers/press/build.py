"""Build one packet: execute, assemble, render, write the workbook and the manifest, then put it in place at once."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup

from helpers.errors import DeskError, shown_path
from helpers.press import execute, manifest, place, render, scratch
from helpers.press.aside import aside
from helpers.press.cache import Cache
from helpers.press.document import CSV, PRODUCTS, Chapter, Document

Tell = Callable[[str], None]


def build(
    document: Document,
    desk: Path,
    target: Path,
    inputs: Mapping[str, Path],
    renderer: str,
    report: Tell,
    beside: Callable[[Path], object] = lambda folder: None,
    original: Path | None = None,
    cache: Cache | None = None,
) -> list[Path]:
    """Build ``document`` from the notebooks, parameters and data in ``desk`` into the folder ``target`` and return its reports.

    ``inputs`` are the files the packet depends on beside what its sections read, by the name that the manifest gives them;
    ``report`` is told each step in Japanese; ``beside`` adds files of its own to the folder it is given. ``original`` is the desk
    that ``desk`` is a copy of, and is kept from the notebooks too. ``cache`` has results of earlier builds, and with it what stands
    in ``target`` is taken over where it would be printed the same again. ``target`` is replaced only by a complete packet; after a
    failure it is as before, and what the notebooks had executed is in ``<target>.failed``.
    """
    choice = render.choose(renderer)
    before = manifest.digests(inputs)
    failed = target.with_name(f"{target.name}.failed")
    with place.replacing(target) as stage:
        sections = stage / "sections"
        failures, read = _execute(document, desk, sections, report, [original] if original else [], cache)
        if failures:
            shutil.rmtree(failed, ignore_errors=True)
            shutil.copytree(sections, failed)
            report(f"実行できたところまでのノートブック: {shown_path(failed, original or desk)}/")
            raise together(list(failures.values()))
        recipe = partial(manifest.recipe, document, _materials(sections, before))
        with aside(lambda: beside(stage)):
            standing = manifest.printed(target, recipe(choice.record), document.products) if cache else []
            for name in standing:
                (stage / name).parent.mkdir(exist_ok=True)
                shutil.copy2(target / name, stage / name)
            rendered = choice.record if standing else _print(document, desk, sections, stage, choice, report)
            for made, name in zip(() if standing else PRODUCTS, document.products, strict=False):
                (stage / made).replace(stage / name)
        _check_unchanged(before, manifest.digests(inputs))
        # What the sections read beyond is on a copy of the desk, and kept from them (``guard``).
        used = manifest.digests(scratch.used(frozenset().union(*read.values()), desk)) | before
        manifest.write(stage, used, read, rendered, recipe(rendered), render.FONTS, original, document.sealed)
    shutil.rmtree(failed, ignore_errors=True)
    return [target / name for name in document.products]


def rehearse(document: Document, desk: Path, report: Tell) -> dict[str, DeskError]:
    """Everything that would stop :func:`build`, found without building anything: the failures of the sections by their notebooks, or,
    under "", what is wrong with the whole. ``report`` is told each step.
    """
    with scratch.scratch() as stage:
        sections = stage / "sections"
        failures, _ = _execute(document, desk, sections, report)
        if not failures:
            try:
                _print(document, desk, sections, stage, render.Choice("embedded"), report)
            except DeskError as error:
                failures = {"": error}
    return failures


def page(document: Document, desk: Path, original: Path, cache: Cache | None, report: Tell) -> str:
    """The HTML of ``document`` alone, for looking at while somebody writes: no PDF, no workbook, no proof."""
    from helpers.press import assemble, own

    with scratch.scratch() as stage:
        failures, _ = _execute(document, desk, stage / "sections", report, [original], cache)
        if failures:
            raise together(list(failures.values()))
        for notice in own.settle(document, stage / "sections"):
            report(f"注意: {notice}")
        return render.page(assemble.assemble(document, stage / "sections", stage))


def compare_renderers(
    document: Document, desk: Path, differences: Callable[[Path, Path], list[str]], report: Tell
) -> list[str]:
    """Execute once, render with Quarto and with the embedded renderer, and give what ``differences`` finds between the two folders.

    DeskError if Quarto is not to be had, or either fails.
    """
    choices = render.choose("quarto"), render.Choice("embedded")
    with scratch.scratch() as stage:
        failures, _ = _execute(document, desk, stage / "sections", report)
        if failures:
            raise together(list(failures.values()))
        from helpers.press import assemble, own

        own.settle(document, stage / "sections")
        packet = assemble.assemble(document, stage / "sections", stage)
        for choice in choices:
            report(f"組版: HTML と PDF({choice.name})")
            render.render(packet, choice, document.date, report)
            aside = stage / choice.name
            aside.mkdir()
            for name in PRODUCTS[:2]:
                shutil.move(stage / name, aside / name)
        return differences(stage / "embedded", stage / "quarto")


def together(failures: list[DeskError]) -> DeskError:
    """One error that says what several sections say; each sentence once."""
    said = list(dict.fromkeys(str(failure) for failure in failures))
    if len(said) == 1:
        return failures[0]
    return DeskError("notebook", "\n".join([f"{len(failures)} つの節でエラーになりました。", *said]))


def _execute(
    document: Document,
    desk: Path,
    sections: Path,
    report: Tell,
    protected: Iterable[Path] = (),
    cache: Cache | None = None,
) -> tuple[dict[str, DeskError], dict[str, frozenset[str]]]:
    """What went wrong, and what of the desk the others have used, by notebook."""
    used: dict[str, frozenset[str]] = {}

    def tell(chapter: Chapter, read: frozenset[str]) -> None:
        used[chapter.notebook] = read
        report(f"実行: {len(used)}/{len(document.chapters)} {chapter.title}")

    report(f"実行: {len(document.chapters)} 節のノートブックを始めます")
    return execute.execute(document, desk, sections, tell, protected, cache, load), used


def load() -> None:
    """Load what comes after the notebooks."""
    from helpers.press import assemble, csvs, locate, own, proof, workbook  # noqa: F401


def _materials(sections: Path, inputs: Mapping[str, str]) -> dict[str, str]:
    """The digests of what is printed, the executed notebooks in ``sections``, and of the program that prints it."""
    printed = {path.name: manifest.digest(path) for path in sections.iterdir()}
    return printed | {name: was for name, was in inputs.items() if name.split("/")[0] not in scratch.SNAPSHOT}


def _print(
    document: Document, desk: Path, sections: Path, stage: Path, choice: render.Choice, report: Tell
) -> dict[str, str]:
    """Assemble, render and prove what the notebooks gave. Returns what rendered it."""
    from helpers.press import assemble, csvs, locate, own, workbook

    for notice in own.settle(document, sections):
        report(f"注意: {notice}")
    report("組版: packet.qmd")
    packet = assemble.assemble(document, sections, stage)
    report(f"組版: HTML と PDF({choice.name})")

    def write_tables() -> None:
        csvs.write(workbook.write(document, sections, stage / "report.xlsx"), stage / CSV)

    with aside(write_tables) as finish_workbook:
        proofs = []

        def prove(page: BeautifulSoup) -> None:
            finish_workbook()
            proofs.append(_prove(document, desk, sections, page, stage / "report.xlsx"))

        try:
            rendered = render.render(packet, choice, document.date, report, prove)
        except DeskError as error:
            # What the disk refuses it refuses for every cell.
            raise (locate.located(error, document, sections) if error.code == "renderer" else error) from error
    for line in proofs[-1]:
        report(line)
    return rendered


def _check_unchanged(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Nothing that the packet is made from changed while it was made: no cell wrote into it, and the program stayed the same."""
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        raise DeskError(
            "notebook",
            f"資料を作る間に、もとになるファイルが書き換わりました: {'、'.join(changed[:5])}。"
            "ノートブックのセルが書き込んでいないか、プログラムを編集していないかを確かめて、もう一度実行してください。",
        )


def _prove(document: Document, desk: Path, sections: Path, page: BeautifulSoup, xlsx: Path) -> list[str]:
    """Hold the page against the workbook and the notebooks. Returns what is to be said of it."""
    from helpers.press import links, proof

    if document.whole:
        links.check(document, sections, page)
    figures = proof.compare(document, sections, page, xlsx)
    told = proof.sentences(document, sections, page)
    lines, without = proof.origins(document, sections, page, desk)
    said = [
        f"校正: 表の数値 {figures:,} 件は HTML と Excel で同じ、生成した文の数値 {told.figures:,} 件は計算した値と同じ、"
        f"うち {told.figures - len(told.unfounded):,} 件は同じ節の表からも確かめた"
    ]
    if told.free:
        found = told.free - len(told.free_unfounded)
        said.append(f"  ほかの文の数値 {told.free:,} 件のうち {found:,} 件は、同じ節の表から確かめた")
    if lines:
        said.append(f"  出典の一覧にあるデータの行 {lines:,} 件は、data/ にある")
    said += [
        f"  注意: {one.label}「{one.title}」の数値がデータのどの行によるかわからないので、出典の一覧では「資料なし」です"
        for one in without
    ]
    return said + [
        f"  注意: 「{one.section}」の「{one.number}」を同じ節の表から確かめられません: {one.sentence}"
        for one in (*told.unfounded, *told.free_unfounded)
    ]
