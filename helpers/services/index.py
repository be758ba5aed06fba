"""What has been built, and what of it is out of date."""

import csv
import datetime as dt
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import params
from helpers.console import complain, say
from helpers.errors import DeskError
from helpers.params import desk
from helpers.services.report import day_of, inputs_of, target_of
from helpers.services.shelf import Shelf
from helpers.terms import PREFECTURES

if TYPE_CHECKING:
    from helpers.press import index

_BESIDE = "検算"


def show() -> None:
    """Tell what stands built."""
    from helpers.press import index

    say(index.text(_entries(), _BESIDE))


def write() -> None:
    """Write ``build/index.html``."""
    from helpers.press import index, place

    with place.writing(desk() / "build" / "index.html"):
        index.write_index(_entries(), desk() / "build", _BESIDE)


def _entries() -> list["index.Entry"]:
    """What stands built, for every city and meeting whose parameters can be read; by prefecture, cities without one at the end."""
    shelf = Shelf()
    found = [
        shelf.entry(city, day, partial(_entry, city, day)) for city in params.cities() for day in params.meetings(city)
    ]
    shelf.keep()
    places = {prefecture: place for place, prefecture in enumerate(PREFECTURES)}
    return sorted(filter(None, found), key=lambda entry: places.get(entry.group, len(places)))


def _entry(city: str, day: str) -> "index.Entry | None":
    from helpers.press import index

    try:
        settings, meeting = params.load_city(city), params.load_meeting(city, day)
    except DeskError as error:
        complain(f"注意: {city} {day} は一覧に載せられません。{error}")
        return None
    target = target_of(city, day)
    wanted = index.Wanted(
        settings.name,
        meeting.title,
        day_of(meeting, dt.date.fromisoformat(day)),
        target,
        inputs_of(city, day, meeting, desk()),
        desk(),
        _audit(target),
        settings.prefecture or "",
    )
    return index.entry(wanted, desk() / "build")


def _audit(target: Path) -> "index.Beside | None":
    """The audit beside a packet, labelled with its numbers of figures; None if there is none."""
    from helpers.press import index

    try:
        with (target / "audit.csv").open(encoding="utf-8-sig", newline="") as file:
            verdicts = [row["verdict"] for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error):  # none, or opened in Excel and saved its own way
        return None
    return index.Beside("audit.html", f"{len(verdicts)}件のうち不一致{verdicts.count('mismatch')}件")
