"""What has been built, and what of it is out of date."""

import datetime as dt
from typing import TYPE_CHECKING

from helpers import params, wareki
from helpers.console import complain
from helpers.errors import DeskError
from helpers.params import desk
from helpers.services.report import inputs_of, target_of

if TYPE_CHECKING:
    from helpers.press import index


def entries() -> list["index.Entry"]:
    """What stands built, for every city and meeting whose parameters can be read."""
    from helpers.press import index

    entries = []
    for city in params.cities():
        for day in params.meetings(city):
            try:
                name, meeting = params.load_city(city).name, params.load_meeting(city, day)
            except DeskError as error:
                complain(f"注意: {city} {day} は一覧に載せられません。{error}")
                continue
            printed = (
                wareki.date(dt.date.fromisoformat(day)) if meeting.time else wareki.month(dt.date.fromisoformat(day))
            )
            wanted = index.Wanted(
                name, meeting.title, printed, target_of(city, day), inputs_of(city, day, meeting, desk())
            )
            entries.append(index.entry(wanted, desk() / "build"))
    return entries


def write_index() -> None:
    from helpers.press import index, place

    with place.writing(desk() / "build" / "index.html"):
        index.write_index(entries(), desk() / "build")
