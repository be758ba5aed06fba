"""Which claims there are, and how they belong together."""

from dataclasses import dataclass
from typing import Literal

from helpers.ledger import Ledger
from helpers.measures.rows import Rows
from helpers.packet import Packet


@dataclass(frozen=True)
class Renumbered:
    """A claim in two editions of the list of claims."""

    claim: str
    before: str  # its number; "" where the edition does not have it
    after: str

    @property
    def change(self) -> Literal["kept", "renumbered", "added", "dropped"]:
        if self.before == self.after:
            return "kept"
        return "added" if not self.before else "dropped" if not self.after else "renumbered"


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


def has_sheet(ledger: Ledger, claim: str, fiscal_year: int) -> bool:
    """Whether the sources hold anything of the action sheet of ``claim`` for ``fiscal_year``."""
    tables = [ledger["campaigns"], ledger["hearings"], ledger["initiatives"][ledger["initiatives"]["stage"] == "done"]]
    # Rates and ranks come with other papers; what is counted for a claim is what its sheet reports.
    tables.append(ledger["figures"][ledger["figures"]["measure"].isin(["count", "amount"])])
    return any(((table["claim"] == claim) & (table["fiscal_year"] == fiscal_year)).any() for table in tables)


def renumbering(packet: Packet, before: str, after: str) -> Rows[Renumbered]:
    """How the list of claims changed from edition ``before`` to ``after``: the claims in the order of ``after``, then those that left."""
    old, new = _edition(packet, before), _edition(packet, after)
    return Rows(
        Renumbered(claim, old.get(claim, ""), new.get(claim, ""))
        for claim in [*new, *(claim for claim in old if claim not in new)]
    )


def _edition(packet: Packet, edition: str) -> dict[str, str]:
    """Claim → number, in the order of the edition."""
    numbers = packet.ledger["numbers"]
    listed = numbers[numbers["edition"] == edition]
    return dict(zip(listed["claim"], listed["number"], strict=True))
