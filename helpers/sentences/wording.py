"""How a figure, a year, a claim and a change are said.

Every number from data goes through :func:`say`, every year, claim or limit through ``name``: the sentences carry them, and the
packet's proof holds what is printed against them.
"""

from collections.abc import Sequence
from decimal import Decimal

from helpers import wareki
from helpers.errors import DeskError
from helpers.notation import WITHHELD, decimals_of, is_withheld
from helpers.packet import Packet
from helpers.prose import figure, name


def say(
    packet: Packet,
    value: Decimal | int,
    unit: str = "",
    decimals: int | None = None,
    signed: bool = False,
    about: bool = False,
    of: str = "",
) -> str:
    """``value`` as the city prints it, with ``unit``, recorded as a figure. ``of`` is the unit of a count that is printed without one.

    ``decimals=None`` keeps the places the value was written with; ``about`` prints 約 before it. One that is withheld is x, a name and no figure.
    """
    if is_withheld(value):
        return name(f"{WITHHELD}{unit}")
    decimals = packet.notation.decimals(value, unit) if decimals is None else decimals
    return figure(f"{packet.notation.number(value, decimals, signed, about)}{unit}", value, unit or of)


def result(packet: Packet, value: Decimal, unit: str, signed: bool = False) -> str:
    """A result, or a difference of two, that is printed or was computed: a rate as it was written, in no more places than the city prints."""
    places = min(decimals_of(value), packet.city.decimals) if unit in ("%", "ポイント") else None
    return say(packet, value, unit, places, signed)


def year_name(year: int) -> str:
    return name(wareki.fiscal_year(year))


def span(years: Sequence[int]) -> str:
    return "～".join(dict.fromkeys(wareki.fiscal_year(year) for year in (years[0], years[-1])))


def names(packet: Packet, claims) -> str:
    # In brackets, because some names hold a 、 themselves.
    return "".join(f"「{name(packet.ledger.claim(claim)['name'])}」" for claim in claims)


def check_years(**years: Sequence[int]) -> None:
    for parameter, given in years.items():
        if not len(given):
            raise DeskError("missing-data", f"文に述べる年度がありません。{parameter} に年度を一つ以上渡してください。")


def rose(change: Decimal) -> str:
    return "上昇し" if change > 0 else "低下し" if change < 0 else "の差で"


def grew(change: Decimal) -> str:
    return "増加した" if change > 0 else "減少した" if change < 0 else "で同じである"
