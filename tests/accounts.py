"""川辺市 with nothing but accounts: four claims, two settled years, each of another kind."""

from dataclasses import dataclass, replace
from pathlib import Path

from helpers.packet import Packet
from helpers.terms import AMOUNTS
from tests import town

# year, claim, segment, then 調定額, 収入済額, 不納欠損額, 還付未済額, 収入未済額 in 千円; None: the source does not have it.
Line = tuple
TAX = (
    (2023, "municipal_tax", "current", 1000, 900, 0, 0, 100),
    (2023, "municipal_tax", "carried_over", 200, 80, 20, 0, 100),
    (2024, "municipal_tax", "current", 1100, 1001, 1, 2, 100),
    (2024, "municipal_tax", "carried_over", 200, 100, 30, 0, 70),
)
CARE = (
    (2023, "care_insurance", "current", 500, 450, 0, 0, 50),
    (2024, "care_insurance", "current", 520, 442, 0, 0, 78),
)
WHOLE = (  # not divided into parts
    (2023, "child_care", "total", 300, 240, 10, 0, 50),
    (2024, "child_care", "total", 310, 255, 5, 0, 50),
)
NEW = ((2024, "school_meals", "total", 120, 100, 0, 0, 20),)
ALL = (*TAX, *CARE, *WHOLE, *NEW)
SECTIONS = ("settlement", "settlement_claims", "largest", "movers", "uncovered", "notes")
_FIGURES = town.tables()["figures"][0]
_EXCLUDED = "fiscal_year,account,reason,lines,assessed,collected,written_off,refund_due,outstanding,unit,source"


@dataclass(frozen=True)
class Rate:
    """A printed rate, in %."""

    fiscal_year: int
    claim: str
    segment: str
    value: str


def make(
    desk: Path,
    lines: tuple[Line, ...] = ALL,
    rates: tuple[Rate, ...] = (),
    unit: str = "千円",
    excluded: tuple[str, ...] | None = None,
    more: tuple[str, ...] = (),
    **settings: str,
) -> Path:
    """The desk of 川辺市 in the empty folder ``desk``, with no figures but these accounts. ``more`` are rows as they stand in figures.csv,
    ``settings`` replace those of city.yaml.
    """
    town.make(desk, SECTIONS)
    rows = [
        f"{year},,{claim},{segment},{measure},,,actual,{value},{unit},,,決算"
        for year, claim, segment, *amounts in lines
        for measure, value in zip(AMOUNTS, amounts, strict=True)
        if value is not None
    ]
    rows += [f"{r.fiscal_year},,{r.claim},{r.segment},collection_rate,,,actual,{r.value},%,,,決算" for r in rates]
    town.write(desk / "data" / town.CITY / "figures.csv", [_FIGURES, *rows, *more])
    if excluded is not None:
        town.write(desk / "data" / town.CITY / "excluded.csv", [_EXCLUDED, *excluded])
    path = desk / "params" / town.CITY / "city.yaml"
    text = path.read_text(encoding="utf-8")
    for name, value in settings.items():
        line = next(line for line in text.splitlines() if line.strip().startswith(f"{name}:"))
        text = text.replace(line, f"{line.partition(name)[0]}{name}: {value}")
    path.write_text(text, encoding="utf-8")
    return desk


def opened(desk: Path, *arguments, **options) -> Packet:
    """The packet of the desk that :func:`make` makes of these."""
    return Packet.open(town.CITY, town.MEETING, root=make(desk, *arguments, **options))


def without_day(packet: Packet) -> Packet:
    """``packet`` of a meeting that names no day: it looks at the accounts."""
    return replace(packet, meeting=packet.meeting.model_copy(update={"as_of": None}))
