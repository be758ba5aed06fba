"""What is on a desk after an import."""

import csv
from decimal import Decimal
from pathlib import Path

from helpers import ledger
from helpers.services import intake
from tests import town
from tests.damages.desks import content

FIGURES = f"data/{town.CITY}/figures.csv"


def take_in(*files: Path, apply: bool = True) -> int:
    return intake.run(town.CITY, [str(path) for path in files], apply)


def facts(desk: Path) -> dict[str, object]:
    """What no refusal may change."""
    return {path: what for path, what in content(desk).items() if not path.startswith("build")}


def figures(desk: Path) -> dict[tuple, Decimal]:
    """(year, claim, part, measure) → 円."""
    table = ledger.load(town.CITY, desk)["figures"]
    return {(r.fiscal_year, r.claim, r.segment, r.measure): r.value for r in table.itertuples()}


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
