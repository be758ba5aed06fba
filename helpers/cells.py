"""What a cell of Excel holds, and with it every text and number of a report."""

import re
from decimal import Decimal

LONGEST = 32_767  # characters, in units of UTF-16: a rare kanji is two
DIGITS = 15  # of a number; of a longer one Excel would quietly make another
# Control characters but tab and line break, which XML, terminals or readers cannot take, and what Unicode keeps for programs.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def units(text: str) -> int:
    """The length of ``text`` as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def flaw(text: str) -> str:
    """Why ``text`` cannot stand in a cell, in Japanese; "" if it can."""
    if found := UNWRITABLE.search(text):
        return f"目に見えない制御文字(U+{ord(found[0]):04X})が含まれています。消してください。"
    if units(text) > LONGEST:
        return f"長すぎます({units(text):,} 字)。Excel のセルに入る {LONGEST:,} 字までに短くするか、分けてください。"
    return ""


def digits_of(value: Decimal) -> int:
    """How many digits of ``value`` Excel would have to keep."""
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))
