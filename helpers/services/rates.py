"""Collect the settled rates of all cities of a desk into one table, ``data/rates.csv``: what is compared is read from there."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import params, trace
from helpers.console import complain, say
from helpers.errors import DeskError
from helpers.params import desk
from helpers.rates import TABLE

if TYPE_CHECKING:
    from helpers.ledger.rows import CityRate


def run() -> None:
    """Write the table anew. A city that cannot be read is named and left out: its error stops no other. DeskError ``rates`` if none can."""
    from helpers.intake import place
    from helpers.ledger.rows import CityRate
    from helpers.press.place import writing

    lines = list(_lines(desk()))
    if not lines:
        raise DeskError("rates", "決算の金額から収納率を計算できる市がありません。data/rates.csv は変えていません。")
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CityRate.model_fields)
    writer.writerows(row.texts.values() for row in lines)
    path = desk() / "data" / TABLE
    with writing(path):
        place.replace_all({path: text.getvalue().encode("utf-8-sig")})
        path.touch()  # the same again is as new
    say(f"data/{TABLE}: {len({row.city for row in lines}):,} 団体、{len(lines):,} 行")


def _lines(root: Path) -> Iterator["CityRate"]:
    from helpers import measures
    from helpers.packet import Packet

    for city in params.cities(root):
        try:
            with trace.quietly():  # nobody asks which rows of thousands of cities were used
                found = measures.own_rates(Packet.open(city, "", root))
            yield from found
        except DeskError as error:
            complain(f"注意: {city} は載せられません。{error}")


def is_late() -> bool:
    """Whether the data of a city was saved after the table was written; False where there is none."""
    path = desk() / "data" / TABLE
    if not path.exists():
        return False
    written = path.stat().st_mtime_ns
    return any(table.stat().st_mtime_ns > written for table in (desk() / "data").glob("*/figures.csv"))
