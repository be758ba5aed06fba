"""Definitions of 収納率: all that a definition brings with it stands in one line here. A third one is one more line.

A city names its definition in ``city.yaml`` (``rate_definition``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

Amount = Decimal | None


@dataclass(frozen=True)
class RateDefinition:
    """How a city computes 収納率. Letters as in the city's tables: A 調定額, B 収入済額, R 還付未済額.

    ``numerator`` takes collected and refund_due; None: no rate is computed, each is one that the city printed.
    """

    words: str  # the formula of the packet's definitions
    letters: str  # the same in the legend of a table, in letters
    # The same as an Excel formula over the cells {assessed}, {collected}, {refund_due}, to {places}; it gives "" while an amount is not
    # there. Empty where no rate is computed.
    excel: str
    numerator: Callable[[Amount, Amount], Amount] | None

    def rate(self, collected: Amount, assessed: Amount, refund_due: Amount) -> Amount:
        """収納率 in %, unrounded; None if a term is missing, 調定額 is zero, or no rate is computed from amounts."""
        if self.numerator is None or collected is None or not assessed:
            return None
        part = self.numerator(collected, refund_due)
        return None if part is None else part / assessed * 100


def _less(collected: Amount, refund_due: Amount) -> Amount:
    return None if collected is None or refund_due is None else collected - refund_due


# COUNT and N: a cell that holds "" is no number to divide.
_COLLECTED = '=IF(OR(COUNT({collected})=0,N({assessed})=0),"",ROUND({collected}/{assessed}*100,{places}))'
_COLLECTED_LESS_REFUND_DUE = (
    '=IF(OR(COUNT({collected},{refund_due})<2,N({assessed})=0),"",'
    "ROUND(({collected}-{refund_due})/{assessed}*100,{places}))"
)

RATE_DEFINITIONS = {
    "collected": RateDefinition("収入済額÷調定額×100", "B/A", _COLLECTED, lambda collected, _: collected),
    "collected_less_refund_due": RateDefinition(
        "（収入済額−還付未済額）÷調定額×100", "（B−還付未済額）/A", _COLLECTED_LESS_REFUND_DUE, _less
    ),
    "as_published": RateDefinition("", "", "", None),
}
