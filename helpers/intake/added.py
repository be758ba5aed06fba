"""Claims that the city has not listed yet: a sheet of ``accounts.xlsx`` offers every kind of the catalogue, and takes others.

A row adds a claim when its 債権区分 is chosen. Nobody writes an identifier: a kind of the catalogue has one, another gets the city's next.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from helpers.errors import DeskError, Fault, did_you_mean, faults_of
from helpers.intake import words
from helpers.intake.change import line_of, records_of
from helpers.intake.sheets import read as read_sheets
from helpers.intake.words import plain
from helpers.ledger.reading import heading
from helpers.ledger.rows import CatalogueEntry, Claim, Row
from helpers.terms import CLASSES

SHEET = "債権の追加"
COLUMNS = ("種類", "債権", "短い名前", "債権区分")
ROOM = 100  # blank rows for claims that are no kind of the catalogue
_SOURCE = "make import の回答(債権の追加)"

Cells = dict[str, str]  # by COLUMNS


@dataclass(frozen=True)
class Added:
    """What the sheet adds; ``rows`` are all that it holds, as they stand."""

    rows: list[Cells] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    kinds: list[CatalogueEntry] = field(default_factory=list)  # new in the catalogue

    def files(self, city: str, root: Path) -> dict[Path, str]:
        """The new texts of claims.csv and of the catalogue: what stands there, and the new rows at its end."""
        targets = {root / "data" / city / "claims.csv": self.claims, root / "data" / "catalogue.csv": self.kinds}
        return {path: _with_rows(path, rows) for path, rows in targets.items() if rows}


def read(
    path: Path, file: str, city: str, own: list[Claim], catalogue: list[CatalogueEntry], classes: dict[str, str]
) -> Added:
    """What the workbook adds to the claims of ``own``; ``classes``: code → word. DeskError ``data`` names every row that cannot be."""
    added = Added()
    faults: list[Fault] = []
    taken = {name for claim in own for name in (plain(claim.name), plain(claim.short_name))}
    kinds = {plain(kind.name): kind.claim for kind in catalogue}
    for place, number, row in _rows(path, file):
        added.rows.append(row)
        cells = {**row, "債権": row["債権"] or row["種類"]}
        if not cells["債権区分"] and (cells["種類"] or not cells["債権"]):
            continue  # a kind that is only offered
        if plain(cells["債権"]) in {plain(claim.name) for claim in own}:
            continue  # written by an import that could not renew the workbook
        kind = kinds.get(plain(cells["種類"] or cells["債権"]), "")
        wrong = _faults(cells, taken, kind, [*own, *added.claims], kinds, classes)
        faults += [Fault(place, why, number, column) for column, why in wrong]
        if wrong:
            continue
        identifier = kind or _next(city, [*own, *added.claims, *catalogue])
        code = next(code for code, word in classes.items() if plain(cells["債権区分"]) == plain(word))
        try:
            added.claims.append(_claim(identifier, cells, code))
        except ValidationError as error:
            faults += faults_of(error, Claim, place, number)
            continue
        taken |= {plain(cells["債権"]), plain(added.claims[-1].short_name)}
        if not kind:
            added.kinds.append(CatalogueEntry(claim=identifier, name=cells["債権"], group="", note=""))
    if faults:
        raise DeskError("data", f"{file} の回答に誤りがあります。何も変えていません。", faults)
    return added


def class_words(classes: dict[str, str]) -> dict[str, str]:
    """What a class is called in the sheet: as the city writes it, unless it writes two alike."""
    return classes if len(set(classes.values())) == len(classes) else {code: CLASSES[code] for code in classes}


def _rows(path: Path, file: str) -> Iterator[tuple[str, int, Cells]]:
    """The rows of the sheet that are not blank: place, number, cells."""
    for sheet in read_sheets(path, file) if path.exists() else []:
        if sheet.name != SHEET:
            continue
        texts = [[words.shown(cell) for cell in cells] for cells in sheet.rows]
        header = next((number for number, cells in enumerate(texts) if set(COLUMNS) <= set(cells)), None)
        if header is None:
            fault = Fault(sheet.place, f"見出しの行がありません。次の列がこの名で要ります: {'、'.join(COLUMNS)}。")
            raise DeskError("data", "回答の表を読めませんでした。消すと、作り直します(回答も消えます)。", [fault])
        places = [texts[header].index(column) for column in COLUMNS]
        for number, row in enumerate(texts[header + 1 :], start=header + 2):
            cells = {c: row[at] if at < len(row) else "" for c, at in zip(COLUMNS, places, strict=True)}
            if any(cells.values()):
                yield sheet.place, number, cells


def _faults(
    cells: Cells, taken: set[str], kind: str, claims: list[Claim], kinds: dict[str, str], classes: dict[str, str]
) -> list[tuple[str, str]]:
    """What is wrong with a row, column by column."""
    wrong = []
    if not cells["債権"]:
        wrong.append(("債権", "債権の名を書いてください。"))
    if cells["種類"] and not kind:
        wrong.append(
            (
                "種類",
                f"「{cells['種類']}」は目録にありません。{did_you_mean(cells['種類'], kinds)}新しい種類なら空欄にします。",
            )
        )
    if plain(cells["債権"]) in taken or (cells["短い名前"] and plain(cells["短い名前"]) in taken):
        wrong.append(("債権", f"「{cells['債権']}」と同じ名の債権が、ほかにあります。名か短い名前を変えてください。"))
    elif same := next((claim.name for claim in claims if claim.claim == kind), ""):
        wrong.append(("種類", f"同じ種類の債権「{same}」が、もうあります。別の種類なら空欄にします。"))
    if plain(cells["債権区分"]) not in map(plain, classes.values()):
        wrong.append(
            ("債権区分", f"「{cells['債権区分']}」: 次のどれかを選んでください: {'、'.join(classes.values())}。")
        )
    return wrong


def _next(city: str, known: list[Claim | CatalogueEntry]) -> str:
    """The first identifier of the city's own that nobody has: komae_1."""
    names = {row.claim for row in known}
    return next(name for name in (f"{city}_{number}" for number in range(1, len(names) + 2)) if name not in names)


def _claim(identifier: str, cells: Cells, code: str) -> Claim:
    blank = dict.fromkeys(Claim.model_fields, "")
    name, short = cells["債権"], cells["短い名前"] or cells["債権"]
    return Claim(
        **{**blank, "claim": identifier, "name": name, "short_name": short, "classes": code, "source": _SOURCE}
    )


def _with_rows(path: Path, rows: list[Row]) -> str:
    records = list(records_of(path.read_bytes().decode("utf-8-sig")))
    header = next(record for record in records if record.strip())
    end = "\r\n" if header.endswith("\r\n") else "\n"
    columns = [heading(name, type(rows[0])) for name in next(csv.reader([header]))]
    return "".join([*records, *(line_of([getattr(row, column) for column in columns], end) for row in rows)])


def offered(added: Added, own: list[Claim], catalogue: list[CatalogueEntry]) -> list[Cells]:
    """The rows of the new sheet: those that are there, but for what the city ``own``s by now, and every kind that is in none of them."""
    names, have = {plain(claim.name) for claim in own}, {claim.claim for claim in own}
    kinds = {plain(kind.name): kind.name for kind in catalogue if kind.claim not in have}
    kept = [
        row
        for row in added.rows
        if plain(row["債権"] or row["種類"]) not in names and (not row["種類"] or plain(row["種類"]) in kinds)
    ]
    there = {plain(row["種類"]) for row in kept}
    new = [
        {**dict.fromkeys(COLUMNS, ""), "種類": name, "債権": name} for key, name in kinds.items() if key not in there
    ]
    return [*kept, *new]
