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
from helpers.services.report import audit_name, day_of, inputs_for, inputs_of, products, target_of
from helpers.services.shelf import Shelf
from helpers.terms import AUDIENCE_NAMES, PREFECTURES, Audience

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
    """What stands built, for every city and meeting whose parameters can be read, for the public only what was built; by prefecture, cities
    without one at the end.
    """
    shelf = Shelf()
    meetings = [(city, day) for city in params.cities() for day in params.meetings(city)]
    found = [shelf.entry(city, day, partial(_entry, city, day)) for city, day in meetings]
    shelf.keep()
    published = [(city, day) for city, day in meetings if target_of(city, day, "public").exists()]
    if published:
        with inputs_for("public") as inputs:
            found += [_entry(city, day, "public", inputs) for city, day in published]
    cities = {city: place for place, city in enumerate(dict.fromkeys(entry.city for entry in found if entry))}
    places = {prefecture: place for place, prefecture in enumerate(PREFECTURES)}
    return sorted(filter(None, found), key=lambda entry: (places.get(entry.group, len(places)), cities[entry.city]))


def _entry(city: str, day: str, whom: Audience = "committee", root: Path | None = None) -> "index.Entry | None":
    """What there is of one packet; ``root``: where what it is made from can be looked at."""
    from helpers.press import index

    root = root or desk()
    try:
        settings, meeting = params.load_city(city, root), params.load_meeting(city, day, root)
    except DeskError as error:
        complain(f"注意: {city} {day} は一覧に載せられません。{error}")
        return None
    target = target_of(city, day, whom)
    wanted = index.Wanted(
        settings.name,
        meeting.title + (f"【{AUDIENCE_NAMES[whom]}】" if whom == "public" else ""),
        day_of(meeting, dt.date.fromisoformat(day)),
        target,
        inputs_of(city, day, meeting, root),
        root,
        products(whom),
        _audit(target, audit_name(whom)),
        settings.prefecture or "",
    )
    return index.entry(wanted, desk() / "build")


def _audit(target: Path, audit: str) -> "index.Beside | None":
    """The ``audit`` beside a packet, labelled with its numbers of figures; None if there is none."""
    from helpers.press import index

    try:
        with (target / f"{audit}.csv").open(encoding="utf-8-sig", newline="") as file:
            verdicts = [row["verdict"] for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, KeyError, csv.Error):  # none, or opened in Excel and saved its own way
        return None
    return index.Beside(f"{audit}.html", f"{len(verdicts)}件のうち不一致{verdicts.count('mismatch')}件")
