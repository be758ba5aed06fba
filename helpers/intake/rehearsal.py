"""Whether a desk still opens: its tables are read and held against its parameters, as every build does first."""

import datetime as dt
from pathlib import Path

from helpers import checks, ledger, params
from helpers.errors import DeskError
from helpers.packet import Packet


def rehearse(city: str, root: Path) -> DeskError | None:
    """Open every meeting of ``city`` on the desk ``root``. DeskError if a build could not; what only looks like a slip is returned."""
    facts = ledger.load(city, root)
    settings = params.load_city(city, root)
    doubtful = None
    for day in params.meetings(city, root):
        meeting = params.load_meeting(city, day, root)
        packet = Packet(city, dt.date.fromisoformat(day), settings, meeting, facts, root)
        for rule in (checks.bureaus, checks.classes, checks.units, checks.published, checks.forms):
            rule(packet)
        try:
            checks.doubts(packet)
        except DeskError as error:
            doubtful = error
    return doubtful
