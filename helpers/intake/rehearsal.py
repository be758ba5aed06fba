"""Whether a desk still opens: its tables are read and held against its parameters, as every build does first."""

from pathlib import Path

from helpers import ledger, params
from helpers.errors import DeskError
from helpers.packet import Packet


def rehearse(city: str, root: Path) -> DeskError | None:
    """Open every meeting of ``city`` on the desk ``root``. DeskError if a build could not; what only looks like a slip is returned."""
    ledger.load(city, root)
    params.load_city(city, root)
    doubtful = None
    for day in params.meetings(city, root):
        try:
            Packet.open(city, day, root)
        except DeskError as error:
            if error.code != "doubt":
                raise
            doubtful = error
    return doubtful
