"""What an import makes of the city's tables: rows that are added, changed and removed, and the tables as they will be."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from helpers.errors import DeskError, Fault, shown_path
from helpers.intake.sums import IMPORTED, UNDECIDED, Sums
from helpers.ledger import city_names
from helpers.ledger.reading import heading, read
from helpers.ledger.rows import Claim, Excluded, Figure
from helpers.notation import MONEY, convert_money
from helpers.terms import AMOUNT_NAMES, AMOUNTS

_PARTS = ("current", "carried_over", "total")
EXCLUDED_COLUMNS = ("fiscal_year", "account", "reason", "lines", *AMOUNTS, "unit", "source")

Key = tuple[int, str, str, str]  # year, claim, part, measure


@dataclass(frozen=True)
class Change:
    """One figure before and after; None where there is none."""

    key: Key
    old: Decimal | None
    new: Decimal | None
    unit: str
    source: str

    @property
    def kind(self) -> str:
        return "追加" if self.old is None else "削除" if self.new is None else "変更"


@dataclass(frozen=True)
class Tables:
    """The new texts of a city's tables, and how its figures differ from the old ones."""

    figures: str
    excluded: str
    changes: list[Change]
    kept: int  # figures that people entered already, with the same value


def claims(city: str, root: Path) -> list[Claim]:
    """The rows of claims.csv. DeskError ``data`` names every fault in it."""
    path = root / "data" / city / "claims.csv"
    rows, faults = read(path, Claim, shown_path(path, root), city_names(path.parent))
    if faults:
        raise DeskError("data", "債権の一覧に誤りがあります。", faults)
    return [row for _, row in rows]


def tables(city: str, root: Path, sums: Sums, years: list[int], order: list[str]) -> Tables:
    """The tables with ``sums`` in them instead of what earlier imports left of ``years``; ``order``: claims as they are listed.

    DeskError ``data`` if figures.csv has a fault, or people entered another value than the import finds.
    """
    path = root / "data" / city / "figures.csv"
    file = shown_path(path, root)
    header, rows, records = _figures(path, file)
    new = _wanted(sums)
    own = _people(rows, new, file)
    imported = {_key(row): (row, raw) for row, raw in rows.values() if _is_imported(row)}
    lines: dict[Key, str] = {}
    end = "\r\n" if records[1].endswith("\r\n") else "\n"
    changes = []
    for key, (row, raw) in imported.items():
        if key[0] not in years:
            lines[key] = raw
        elif key not in new or key in own:
            changes.append(Change(key, row.value, None, row.unit, row.source))
    for key, values in new.items():
        if key in own:
            continue
        before = imported.get(key, (None, ""))[0]
        lines[key] = line_of([values.get(name, "") for name in header], end)
        # Where the row stands in a file is no fact: only the source may change without a word.
        if before is None or (before.value, before.unit) != (values["value"], values["unit"]):
            old = before.value if before else None
            changes.append(Change(key, old, values["value"], values["unit"], values["source"]))
    place = {claim: number for number, claim in enumerate(order)}

    def rank(key: Key) -> tuple:
        return key[0], place.get(key[1], len(place)), _PARTS.index(key[2]), AMOUNTS.index(key[3])

    stays = [raw for number, raw in records.items() if number not in rows or not _is_imported(rows[number][0])]
    text = "".join([*stays, *(lines[key] for key in sorted(lines, key=rank))])
    excluded = _excluded(root / "data" / city / "excluded.csv", sums, years)
    return Tables(text, excluded, sorted(changes, key=lambda change: rank(change.key)), len(own))


def _wanted(sums: Sums) -> dict[Key, dict]:
    """The rows that the sums make, by their key."""
    rows = {}
    for (year, claim, part), own in sums.claims.items():
        for measure, value in own.amounts.items():
            rows[year, claim, part, measure] = {
                "fiscal_year": year, "as_of": "", "claim": claim, "segment": part, "measure": measure, "item": "", "group": "",
                "kind": "actual", "value": value, "unit": own.unit, "approx": "", "base_year": "", "source": own.source,
            }  # fmt: skip
    return rows


def _key(row: Figure) -> Key:
    return row.fiscal_year, row.claim, row.segment, row.measure


def _is_imported(row: Figure) -> bool:
    return row.source.startswith(IMPORTED)


def _people(rows: dict[int, tuple[Figure, str]], new: dict[Key, dict], file: str) -> set[Key]:
    """The figures that people entered themselves, with the value of the import. DeskError ``data`` where it is another."""
    same, faults = set(), []
    for number, (row, _) in rows.items():
        wanted = new.get(_key(row))
        is_settled = row.kind == "actual" and not (row.as_of or row.item or row.group)
        if _is_imported(row) or wanted is None or not is_settled or row.unit not in MONEY:
            continue
        if not row.approx and convert_money(row.value, row.unit, wanted["unit"]) == wanted["value"]:
            same.add(_key(row))
        else:
            message = (
                f"{row.fiscal_year} 年度 {row.claim} {row.segment} {AMOUNT_NAMES[row.measure]}は、"
                f"{row.approx}{row.value:,f}{row.unit} と入力されていますが、取り込む値は {wanted['value']:,f}{wanted['unit']} です"
                f"({wanted['source']})。どちらが正しいかを確かめ、手で入れた行を消すか、値を直してください。"
            )
            faults.append(Fault(file, message, number, "value"))
    if faults:
        raise DeskError("data", "手で入れた値と、取り込む値が違います。何も変えていません。", faults)
    return same


def _figures(path: Path, file: str) -> tuple[list[str], dict[int, tuple[Figure, str]], dict[int, str]]:
    """The columns of figures.csv; its rows by their numbers, each with what it says and as it stands; everything that stands in it."""
    if not path.exists():
        columns = [name for name in Figure.model_fields if name not in Figure.may_lack]
        return columns, {}, {1: line_of(columns)}
    rows, faults = read(path, Figure, file, city_names(path.parent))
    if faults:
        raise DeskError("data", f"{file} に誤りがあります。先に直してください。", faults)
    records = dict(enumerate(records_of(path.read_bytes().decode("utf-8-sig")), start=1))
    header = next(csv.reader([next(text for text in records.values() if text.strip())]))
    return [heading(name, Figure) for name in header], {number: (row, records[number]) for number, row in rows}, records


def records_of(text: str) -> Iterator[str]:
    """The records of a CSV as they stand in the file: one of several lines is one."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines)
    start = 0
    for _ in reader:
        record = "".join(lines[start : reader.line_num])
        yield record if record.endswith(("\n", "\r")) else record + "\n"
        start = reader.line_num


def line_of(cells: Iterable[object], end: str = "\n") -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator=end).writerow(
        f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in cells
    )
    return stream.getvalue()


def _excluded(path: Path, sums: Sums, years: list[int]) -> str:
    """excluded.csv with what the import leaves out of ``years``; what is not decided yet is left out too, and said to be so."""
    rows = [row for row in _old_excluded(path) if int(row["fiscal_year"]) not in years]
    left = {**sums.excluded, **{(year, account, UNDECIDED): own for (year, account), own in sums.undecided.items()}}
    for (year, account, reason), own in left.items():
        amounts = {name: f"{amount:f}" for name, amount in own.amounts.items()}
        named = {"fiscal_year": str(year), "account": account, "reason": reason, "lines": str(len(own.lines))}
        rows.append({**named, **dict.fromkeys(AMOUNTS, ""), **amounts, "unit": own.unit, "source": own.files})
    rows.sort(key=lambda row: int(row["fiscal_year"]))
    return "".join(
        line_of(line) for line in [EXCLUDED_COLUMNS, *([row[name] for name in EXCLUDED_COLUMNS] for row in rows)]
    )


def _old_excluded(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    rows, faults = read(path, Excluded, f"{path.parent.name}/{path.name}")
    if faults:
        raise DeskError("data", "対象外とした歳入の表に誤りがあります。先に直してください。", faults)
    return [row.texts for _, row in rows]
