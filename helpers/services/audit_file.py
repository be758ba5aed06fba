"""Recompute what one document printed, from a file of its figures alone: no city, no parameters."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.audit import Audit, Item, recompute
from helpers.console import say
from helpers.errors import DeskError, Fault, runs, shown_path
from helpers.intake import sheets
from helpers.ledger import frame_of
from helpers.ledger.checks import duplicates
from helpers.ledger.published import Alone
from helpers.ledger.reading import BOOKS, read
from helpers.notation import Notation
from helpers.params import desk
from helpers.services import audit as audits
from helpers.terms import Audience


@dataclass(frozen=True)
class _Heading:
    title: str
    source: str


@dataclass(frozen=True)
class _Paper:
    """What the tables and sentences of an audit ask of a packet."""

    meeting: _Heading
    date: dt.date
    required_audit: Audit
    notation: Notation
    audience: Audience = "committee"
    is_confidential: bool = False

    def rest_on(self, items: Iterable[Item]) -> None:
        """Nothing to note: the figures rest on the document alone."""


def run(file: str, name: str) -> int:
    """Write audit.html, audit.xlsx and audit.csv of the figures in ``file`` (.csv, .xlsx or .xlsm, columns as published.csv has them, of which
    row, column and figure must be there) into build/audit/<name>/. 1 if a printed figure cannot be true.

    DeskError ``usage`` for a name that is none, ``data`` for whatever is wrong in the file.
    """
    if not re.fullmatch(r"\w[\w -]{0,59}", name):
        raise DeskError("usage", f"「{name[:60]}」は名前に使えません。文字と数字、- と _ で、60 字までにしてください。")
    from helpers.press import place

    path = Path(file)
    paper = _Paper(_Heading(name, path.name), _day_of(path), _audit(path), Notation())
    target = desk() / "build" / "audit" / name
    with place.adding(target) as stage:
        made = audits.write(paper, stage)
    say(audits.line(paper))
    for finding in paper.required_audit.of("mismatch"):
        say(f"  不一致: {finding.item.place} {finding.item.printed}")
        for slip in finding.slips[:1]:
            say(f"    {slip}")
    for product in made:
        say(f"  {shown_path(target / product.name, desk())}")
    return int(bool(paper.required_audit.of("mismatch")))


def _audit(path: Path) -> Audit:
    file = path.name
    if path.suffix.lower() not in (".csv", ".xls", *BOOKS):
        raise DeskError("data", f"{file} は読めません。.csv か .xlsx で保存してください。")
    if not path.exists():
        raise DeskError("data", f"ファイルを読めません。{path} がありません。名と場所を確かめてください。")
    if path.suffix.lower() != ".csv":
        for line in _aside(path):
            say(f"注意: {line}")
    rows, faults = read(path, Alone, file)
    faults = faults or list(duplicates(rows, file))
    if not rows and not faults:
        faults = [Fault(file, "見出しだけで、行がありません。")]
    if faults:
        raise DeskError("data", f"{file} に {len(faults)} 件の誤りがあります。", faults)
    figures = frame_of(Alone, rows)
    figures["document"] = figures["document"].where(figures["document"] != "", file)
    return recompute(figures, file)


def _aside(path: Path) -> Iterator[str]:
    """What a person may not expect of a workbook: other sheets are not read, hidden rows are. DeskError ``data`` for one that is none."""
    first, *others = sheets.read(path)
    for sheet in others:
        if any(cell is not None for row in sheet.rows for cell in row):
            yield f"{sheet.place}: 最初のシートだけを読みます。このシートは読みませんでした。"
    if first.hidden_rows:
        rows = "、".join(runs(sorted(first.hidden_rows)))
        yield f"{first.place}: 非表示の {len(first.hidden_rows)} 行も読みました({rows}行目)。"


def _day_of(path: Path) -> dt.date:
    """The day a file was saved: with it the same file gives the same bytes. Of one that is not there the reading tells."""
    return dt.date.fromtimestamp(path.stat().st_mtime) if path.is_file() else dt.date(1970, 1, 1)
