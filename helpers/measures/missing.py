"""What a figure, a table or a sentence needs and the city does not have."""

from helpers.errors import DeskError
from helpers.packet import Packet


def missing(packet: Packet, table: str, wanted: str) -> DeskError:
    """The error that no row of ``table`` is one of ``wanted``, said in the columns of the file: fiscal_year が 2026 の目標."""
    return DeskError("missing-data", f"{packet.ledger.folder}/{table}.csv に、{wanted}の行がありません。")
