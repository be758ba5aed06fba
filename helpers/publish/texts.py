"""Numbers in texts: a small count is withheld there as it is in a table, and so is a number that is withheld elsewhere."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from helpers.notation import WITHHELD
from helpers.params import CommitteeOnly

# Columns of data/ in which people write sentences.
PROSE = (
    "source",
    "text",
    "note",
    "content",
    "heading",
    "title",
    "target",
    "label",
    "before",
    "after",
    "exception",
    "rollout",
    "caution",
)


@dataclass(frozen=True)
class Mask:
    """Rewrites texts: ``secrets`` are the numbers that are withheld, by their unit."""

    only: CommitteeOnly
    secrets: Mapping[str, Collection[Decimal]]

    def __call__(self, text: str) -> str:
        """``text`` with x in place of what is withheld: 5件 becomes x件. 1件当たり stays."""
        return self._numbers.sub(self._shown, text)

    @cached_property
    def _numbers(self) -> re.Pattern:
        units = sorted({*self.only.units, *self.secrets}, key=len, reverse=True)
        return re.compile(
            r"(?<![0-9０-９.．])(?P<number>[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)"
            rf"(?P<gap>\s*)(?P<unit>{'|'.join(map(re.escape, units)) or '(?!)'})(?!当たり|当り|あたり|につき|ごと)"
        )

    def _shown(self, found: re.Match) -> str:
        value = Decimal(unicodedata.normalize("NFKC", found["number"]).replace(",", ""))
        is_small = found["unit"] in self.only.units and 0 < value < self.only.counts_below
        if is_small or value in self.secrets.get(found["unit"], ()):
            return f"{WITHHELD}{found['gap']}{found['unit']}"
        return found[0]
