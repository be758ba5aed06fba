"""What a picture says, put first in the text that is read out in its place; the figures follow."""

from decimal import Decimal

ROSE_FELL = ("増えた", "減った")  # of amounts and numbers
RATE_ROSE_FELL = ("上がった", "下がった")


def course(before: str, now: str, change: Decimal, words: tuple[str, str] = ROSE_FELL) -> str:
    """From where to where, as both are printed, and which way that is: 97億円から80億円に減った."""
    return f"{now}で変わらなかった" if before == now else f"{before}から{now}に{words[change < 0]}"
