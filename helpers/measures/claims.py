"""Which claims there are, and how they belong together."""

from collections.abc import Iterable

from helpers.ledger import Ledger
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet


def leaf_claims(ledger: Ledger) -> list[str]:
    """Claims that no other claim is a part of, in the city's order."""
    claims = ledger["claims"]
    return [claim for claim in claims["claim"] if claim not in set(claims["part_of"])]


def sheet_claims(ledger: Ledger) -> list[str]:
    """Claims that have an action sheet of their own: those that are not part of another."""
    claims = ledger["claims"]
    return list(claims[claims["part_of"] == ""]["claim"])


def classes_of(ledger: Ledger, claim: str) -> list[str]:
    """Claim classes of ``claim``, or of its parts."""
    claims = ledger["claims"]
    rows = claims[(claims["claim"] == claim) | (claims["part_of"] == claim)]
    return list(dict.fromkeys(c for classes in rows["classes"] for c in classes.split(";") if c))


def class_names(packet: Packet, claim: str) -> list[str]:
    """The same as the city writes them, or 資料なし alone. Where a claim can stand only once, it is listed under the first."""
    return [packet.city.claim_classes[name] for name in classes_of(packet.ledger, claim)] or [NOT_IN_SOURCE]


def by_class(packet: Packet, claims: Iterable[str]) -> list[str]:
    """``claims`` class by class as the city lists its classes, in each as they come; last those of which the class is not known."""
    order = {name: place for place, name in enumerate(dict.fromkeys(packet.city.claim_classes.values()))}
    return sorted(claims, key=lambda claim: order.get(class_names(packet, claim)[0], len(order)))


def has_sheet(ledger: Ledger, claim: str, fiscal_year: int) -> bool:
    """Whether the sources hold anything of the action sheet of ``claim`` for ``fiscal_year``."""
    tables = [ledger["campaigns"], ledger["hearings"], ledger["initiatives"][ledger["initiatives"]["stage"] == "done"]]
    # Rates and ranks come with other papers; what is counted for a claim is what its sheet reports.
    tables.append(ledger["figures"][ledger["figures"]["measure"].isin(["count", "amount"])])
    return any(((table["claim"] == claim) & (table["fiscal_year"] == fiscal_year)).any() for table in tables)
