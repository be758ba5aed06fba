"""Where a label stands so that it crosses no line and no other label, and what it says when there is little room."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers import wareki
from helpers.charts.chart import SMALL, WIDTH

_LINES, _IN_A_LINE = 2, 24  # of a name down the side: lines and characters
_POINTS = 72 * WIDTH
_BESIDE = 10  # points between a bar, its label and the edge
_YEARS_ACROSS = 18  # labels of years that stand side by side
_NAMES_AT_LEAST = 40  # points that the names down the side or ticks take


def breadth(text: str, size: float = SMALL) -> float:
    """About how many points wide the widest line of ``text`` is."""
    wide = (
        sum(0.58 if unicodedata.east_asian_width(sign) in ("Na", "N", "H") else 1 for sign in line)
        for line in text.split("\n")
    )
    return size * max(wide, default=0)


def short(name: str) -> str:
    """``name`` in at most two lines; of a longer one the beginning."""
    lines = [name[start : start + _IN_A_LINE] for start in range(0, len(name), _IN_A_LINE)]
    return "\n".join(lines if len(lines) <= _LINES else [*lines[: _LINES - 1], f"{lines[_LINES - 1][:-1]}…"])


def distinct(labels: Sequence[str], more: Sequence[str]) -> list[str]:
    """``labels``; those that several bars would share with what tells them apart (``more``) behind, or else their number."""
    told = [
        f"{label}（{other}）" if labels.count(label) > 1 and other else label
        for label, other in zip(labels, more, strict=True)
    ]
    seen: Counter[str] = Counter()
    for place, label in enumerate(told):
        seen[label] += 1
        if seen[label] > 1:
            told[place] = f"{label} {seen[label]}"
    return told


def ends(
    values: Sequence[float], texts: Sequence[str], names: Sequence[str] = (), size: float = SMALL
) -> tuple[float, float]:
    """Ends of an axis from which lie bars of ``values``, beside ``names``, so that ``texts`` have room at their ends."""
    width = _POINTS - max([_NAMES_AT_LEAST, *(breadth(name, size) for name in names)])
    low, high = min([0, *values]), max([0, *values])
    if low == high:
        high = 1
    for _ in range(20):  # room widens the axis, and the axis the room: a few rounds settle it
        each = (high - low) / width
        aside = [(value, (breadth(text, size) + _BESIDE) * each) for value, text in zip(values, texts, strict=True)]
        low = min([0, *(value - room for value, room in aside if value < 0)])
        high = max([0, *(value + room for value, room in aside if value >= 0)])
    return low, high


def on_line(
    axes: Axes,
    xs: Sequence[float],
    ys: Sequence[float],
    texts: Sequence[str],
    size: float = SMALL,
    behind: dict | None = None,
) -> None:
    """Write ``texts`` at the points of a line, each on the side where the line is not."""
    for place, text in enumerate(texts):
        if text:
            above, align = _side(ys, place)
            axes.annotate(text, (xs[place], ys[place]), textcoords="offset points", xytext=(0, 6 if above else -6),
                          ha=align, va="bottom" if above else "top", fontsize=size, bbox=behind, zorder=5)  # fmt: skip


def _side(ys: Sequence[float], place: int) -> tuple[bool, str]:
    """Whether a label stands above its point, and how it is aligned to it."""
    beside = [ys[other] - ys[place] for other in (place - 1, place + 1) if 0 <= other < len(ys)]
    if max(beside, default=0) <= 0:
        return True, "center"
    if min(beside) >= 0:
        return False, "center"
    return True, "right" if beside[0] < 0 else "left"


def told(count: int, most: int) -> list[bool]:
    """Which of ``count`` points in a row are labelled: all of them, or where there is no room for that the first and the last."""
    return [count <= most or place in (0, count - 1) for place in range(count)]


def years_across(axes: Axes, years: Sequence[int]) -> None:
    """Name ``years``, that follow each other, under a picture: each, or where there is no room every second, third …, the last too."""
    shown = list(years)[:: -max(1, -(-len(years) // _YEARS_ACROSS))]
    axes.set_xticks(shown, [wareki.fiscal_year_short(year) for year in shown])
