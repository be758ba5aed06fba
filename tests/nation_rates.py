"""川辺市 among towns that are like it, with rates small enough to reckon by hand."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers.packet import Packet
from tests import accounts, town

HEADS = "city,name,prefecture,claim,segment,fiscal_year,definition,assessed,taken,last_assessed,last_taken,source"
TAX = "municipal_tax"
# Rate of this year and the change since the last, in %, of eight towns whose 市税 are as much as 川辺市's. Its own are 91 and +1.
LIKE = ((87, 1), (88, -1), (89, 2), (90, 0), (92, 1), (93, 0), (94, -1), (60, -20))


def line(city: str, rate: int, change: int | None, assessed: int = 2_000_000, **more: object) -> str:
    """A row of rates.csv: the 市税 of a town, but for what ``more`` says."""
    last = "" if change is None else assessed * (rate - change) // 100
    row = {
        "city": city, "name": f"{city}町", "prefecture": "静岡県", "claim": TAX, "segment": "current", "fiscal_year": 2024,
        "definition": "collected", "assessed": assessed, "taken": assessed * rate // 100,
        "last_assessed": "" if change is None else assessed, "last_taken": last, "source": "作例",
    } | more  # fmt: skip
    return ",".join(str(row[column]) for column in HEADS.split(","))


OWN = line(town.CITY, 91, 1, 1_100_000, name="川辺市")
PEERS = tuple(line(f"town{number}", *rates) for number, rates in enumerate(LIKE, start=1))
# None of these is like 川辺市.
OTHERS = (
    line("other_definition", 99, 0, definition="collected_less_refund_due"),
    line("other_year", 99, 0, fiscal_year=2023),
    line("other_size", 10, 0, 20_000_000),
    line("other_claim", 99, 0, claim="care_insurance"),
)


def opened(lines: tuple[str, ...] = (OWN, *PEERS, *OTHERS)) -> Packet:
    """The packet of 川辺市's accounts on a desk with these ``lines`` in rates.csv."""
    with TemporaryDirectory() as folder:
        desk = accounts.make(Path(folder))
        town.write(desk / "data" / "rates.csv", [HEADS, *lines])
        packet = Packet.open(town.CITY, town.MEETING, root=desk)
        _ = packet.rates  # read while they are there
        return packet


@cache
def nation() -> Packet:
    """川辺市 among all of them."""
    return opened()
