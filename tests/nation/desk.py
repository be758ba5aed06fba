"""The desk of a made-up country, written whole or not at all."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.errors import DeskError
from helpers.params import ROOT
from helpers.press.place import writing
from tests.nation.accounts import HEADER, accounts, rows
from tests.nation.kinds import LEFT_OVER
from tests.nation.municipalities import Municipality, municipalities

MEETING = "2024-11-15"
SECTIONS = {
    "settlement": "資料1 決算の要点",
    "settlement_claims": "資料2 債権別の決算",
    "largest": "資料3 収入未済額の大きい債権",
    "movers": "資料4 収入未済額の増減",
    "notes": "凡例と算定方法",
}
MOST = 10_000  # identifiers of one prefecture have four digits
_CLAIMS = "claim,name,short_name,classes,bureau,division,section,collector_bureau,collector_section,part_of,source"
_CLASSES = "tax: {tax}\n  compulsory: 強制徴収公債権\n  non_compulsory: 非強制徴収公債権\n  private: 私債権"


def make(desk: Path, number: int, seed: int = 1, sections: Iterable[str] = SECTIONS) -> int:
    """Write so many municipalities into ``desk``, a folder that is new or empty, with a packet of ``sections`` for each. Returns the rows
    of all figures.csv. DeskError ``usage`` if the folder holds anything, or for a number that is none.
    """
    if not 1 <= number <= MOST:
        raise DeskError("usage", f"N={number} は使えません。1 から {MOST:,} までの数を書いてください。")
    if desk.exists() and (not desk.is_dir() or any(desk.iterdir())):
        raise DeskError(
            "usage",
            f"「{desk}」には、もう何かがあります。架空の市町村は本物の市と混ぜません。DESK には、新しいフォルダーか空のフォルダーを書いてください。",
        )
    with writing(desk):
        desk.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{desk.name}-", dir=desk.parent) as aside:
            stage = Path(aside) / desk.name
            written = _write(stage, municipalities(number, seed), seed, tuple(sections))
            if desk.exists():
                desk.rmdir()
            stage.rename(desk)
    return written


def _write(desk: Path, places: Iterable[Municipality], seed: int, sections: tuple[str, ...]) -> int:
    (desk / "data").mkdir(parents=True)
    catalogue = (ROOT / "data" / "catalogue.csv").read_text(encoding="utf-8-sig").splitlines()
    names = {cells[0]: cells[1] for cells in (line.split(",") for line in catalogue[1:])}
    names[LEFT_OVER.claim] = "旧町村の貸付金"
    added = f"{LEFT_OVER.claim},{names[LEFT_OVER.claim]},,合併前の町村から引き継いだもの"
    _save(desk / "data" / "catalogue.csv", [*catalogue, added])
    return sum(_write_municipality(desk, place, names, seed, sections) for place in places)


def _write_municipality(
    desk: Path, place: Municipality, names: dict[str, str], seed: int, sections: Sequence[str]
) -> int:
    data, parameters = desk / "data" / place.id, desk / "params" / place.id
    data.mkdir()
    parameters.mkdir(parents=True)
    (parameters / "city.yaml").write_text(_city(place), encoding="utf-8")
    (parameters / f"{MEETING}.yaml").write_text(_meeting(place, sections), encoding="utf-8")
    claims = [
        f"{kind.claim},{names[kind.claim]},{names[kind.claim]},{kind.claim_class},,,{kind.section},,,,作例 債権一覧"
        for kind in place.kinds
    ]
    _save(data / "claims.csv", [_CLAIMS, *claims])
    figures = list(rows(place, accounts(place, seed)))
    _save(data / "figures.csv", [HEADER, *figures])
    return len(figures)


def _city(place: Municipality) -> str:
    table, summary = ("千円", "百万円") if place.size >= 1 else ("円", "千円")
    lines = [
        f"name: {place.name}",
        f"prefecture: {place.prefecture}",
        f"units:\n  table: {table}\n  summary: {summary}\n  sentence: 百万円",
        f"decimals: {2 if place.size >= 1 else 1}",
        f"minus: {'△' if place.rate_definition == 'collected' else '▲'}",
        f"rate_definition: {place.rate_definition}",
        f"claim_classes:\n  {_CLASSES.format(tax='税')}",
    ]
    return "\n".join(lines) + "\n"


def _meeting(place: Municipality, sections: Sequence[str]) -> str:
    listed = "".join(f"  - notebook: {name}\n    title: {SECTIONS.get(name, name)}\n" for name in sections)
    return (
        f"title: {place.name} 債権の状況\nbody: {place.name}債権管理委員会\n"
        f"fiscal_year: {int(MEETING[:4])}\nsettled_year: {place.last_year}\nsections:\n{listed}"
        "source: 作例(架空の市町村。実在の団体の数値ではない)\n"
    )


def _save(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig", newline="")
