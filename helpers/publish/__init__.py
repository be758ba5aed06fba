"""A copy of a desk for the public: what is for the committee alone is taken out of it before anything is built from it.

``figures`` says which numbers of figures.csv are withheld, by ``relations`` between them and ``secrecy``, ``documents`` which of
published.csv, ``texts`` which in sentences. Whatever reads the copy, a notebook, a comparison with another city, the audit, the list of
what a packet was made from, cannot know what is not in it.
"""

import csv
import shutil
from collections import defaultdict
from pathlib import Path

from ruamel.yaml import YAML

from helpers import ledger, params
from helpers.errors import DeskError
from helpers.ledger import TABLES
from helpers.ledger.reading import Numbered, read
from helpers.notation import WITHHELD
from helpers.packet import Packet
from helpers.params import CommitteeOnly, audience
from helpers.publish import documents, figures
from helpers.publish.texts import PROSE, Mask

__all__ = ["publish"]


def publish(root: Path, city: str = "", meeting: str = "") -> None:
    """Make the copy ``root`` of a desk one for the public.

    DeskError with what is wrong with data and parameters of ``city``, of which the packet of ``meeting`` is wanted. Of any other city
    that has faults nothing is left: it cannot be read, as before.
    """
    for each in params.cities(root):
        try:
            Packet.open(each, meeting if each == city else "", root)
            _publish(root, each)
        except DeskError:
            if each == city:
                raise
            _empty(root, each)
    _remove_strays(root)
    audience.mark_public(root)


def _empty(root: Path, city: str) -> None:
    """Leave no more than that there is such a city."""
    for folder in (root / "params" / city, root / "data" / city):
        shutil.rmtree(folder, ignore_errors=True)
    (root / "params" / city).mkdir()
    (root / "params" / city / "city.yaml").touch()


def _remove_strays(root: Path) -> None:
    """What belongs to no city was not looked at."""
    cities = params.cities(root)
    for path in [*(root / "data").iterdir(), *(root / "params").iterdir()]:
        if path.name not in (*cities, "catalogue.csv"):
            path.unlink() if path.is_file() else shutil.rmtree(path)


def _publish(root: Path, city: str) -> None:
    only, folder = params.load_city(city, root).committee_only, root / "data" / city
    names = ledger.city_names(folder)
    tables = {path.stem: read(path, TABLES[path.stem], path.name, names)[0] for path in sorted(folder.glob("*.csv"))}
    secret = figures.hidden(dict(tables["figures"]), only)
    mask = _mask(tables["figures"], secret, only)
    cells = {"figures": ("value", secret)}
    if "published" in tables:
        printed = documents.hidden(dict(tables["published"]), f"data/{city}/published.csv", only, mask.secrets)
        cells["published"] = ("figure", printed)
    thinned = set(only.tables)
    shutil.rmtree(folder)
    folder.mkdir()
    for name, rows in tables.items():
        left = [(number, row) for number, row in rows if _is_left(name, row, only)]
        thinned |= {name} if len(left) < len(rows) else set()
        _write(folder / f"{name}.csv", name, left, mask, *cells.get(name, ("", frozenset())))
    _rewrite_parameters(root / "params" / city, mask, sorted(thinned))


def _mask(rows: Numbered, secret: frozenset[int], only: CommitteeOnly) -> Mask:
    secrets = defaultdict(set)
    for number, row in rows:
        if number in secret:
            secrets[row.unit.split("/")[0]].add(row.value)
    return Mask(only, dict(secrets))


def _is_left(table: str, row, only: CommitteeOnly) -> bool:
    """Whether a row stays in its table; a figure does, and only its number goes."""
    return table not in only.tables and (table in ("figures", "published") or not getattr(row, "audience", ""))


def _write(path: Path, table: str, rows: Numbered, mask: Mask, column: str, secret: frozenset[int]) -> None:
    """The rows of a table as they are for the public; nothing tells which of the withheld numbers were marked."""
    columns = [name for name in TABLES[table].model_fields if name != "audience"]
    shown: dict[tuple, tuple[int, dict]] = {}
    for number, row in rows:
        cells = row.texts | {name: mask(text) for name, text in row.texts.items() if name in PROSE}
        cells |= {column: WITHHELD} if number in secret else {}
        # Of two that differed in a number alone, and say the same without it, one is left.
        shown.setdefault(tuple(cells[name] for name in row.key) or (number,), (number, cells))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        last = 1
        for number, cells in shown.values():
            # Blank lines stand for what is not there: a row keeps its number, by which a figure names its source.
            file.write("\n" * (number - last - 1))
            writer.writerow(cells)
            last = number


def _rewrite_parameters(folder: Path, mask: Mask, thinned: list[str]) -> None:
    """Without sections and notes for the committee, reasons for doubts, comments, and files that no packet is made from."""
    for path in folder.iterdir():
        if path.name == "city.yaml":
            content = _loaded(path)
            content.pop("acknowledged", None)
            content["committee_only"] = dict(content.get("committee_only") or {}) | {"tables": thinned}
        elif path.suffix == ".yaml" and params.is_date(path.stem):
            content = _for_all(_loaded(path), mask)
        else:
            path.unlink() if path.is_file() else shutil.rmtree(path)
            continue
        with path.open("w", encoding="utf-8") as file:
            YAML().dump(content, file)


def _loaded(path: Path) -> dict:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))


def _for_all(meeting: dict, mask: Mask) -> dict:
    sections = [section for section in meeting["sections"] if section.get("audience") != "committee"]
    for section in sections:
        section.pop("committee_notes", None)
        section["notes"] = [mask(note) for note in section.get("notes") or []]
    if not sections:
        raise DeskError("params", "会議の節が全て委員限り(audience: committee)なので、公開版に載せるものがありません。")
    return meeting | {"sections": sections}
