"""Where a label stands so that it crosses no line and no other label, and what it says when there is little room."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers import wareki
from helpers.charts.chart import SMALL, WIDTH

_LINES, _IN_A_LINE = 2, 24  # of a name down the side: lines and characters
_POINTS = 72 * WIDTH
_NAME = 8.5  # points: the size of names down the side, or a little more
_BESIDE = 10  # points between a bar, its label and the edge
_ACROSS = 420  # points: the width of axes with ticks at the side
_YEARS_ACROSS = 18  # labels of years that stand side by side
_NAMES_AT_LEAST = 40  # points that the names down the side or ticks take


def breadth(text: str, size: float = SMALL) -> float:
    """About how many points wide the widest line of ``text`` is."""
    wide = (
        sum(0.58 if unicodedata.east_asian_width(sign) in ("Na", "N", "H") else 1 for sign in line)
        for line in text.split("\n")
    )
    return size * max(wide, default=0)


def short(name: str, width: int = _IN_A_LINE, lines: int = _LINES) -> str:
    """``name`` in at most so many ``lines`` of ``width`` characters; of a longer one the beginning."""
    whole = name if len(name) <= width * lines else f"{name[: width * lines - 1]}…"
    return "\n".join(whole[start : start + width] for start in range(0, len(whole), width))


def broken(name: str) -> str:
    """``name`` as it stands down the side: in the lines that it has, else in as many as there is room for."""
    return name if "\n" in name else short(name)


def distinct(labels: Sequence[str], more: Sequence[str]) -> list[str]:
    """``labels``, each as long as there is room for; those that several bars would share with what tells them apart (``more``) behind,
    or else their number.
    """
    often = Counter(labels)
    told = [
        f"{label}（{other}）" if often[label] > 1 and other else label
        for label, other in zip(labels, more, strict=True)
    ]
    cut = [label if "\n" in label else short(label).replace("\n", "") for label in told]
    often, seen = Counter(cut), Counter()
    for place, label in enumerate(cut):
        seen[label] += 1
        if often[label] > 1:
            number = f"…{seen[label]}"
            cut[place] = label.removesuffix("…")[: _LINES * _IN_A_LINE - len(number)] + number
    return cut


def rows_down(axes: Axes, labels: Sequence[str], size: float = 8) -> None:
    """Name the rows of lying bars, the first one on top, in type of ``size`` points."""
    axes.set_yticks(range(len(labels)), [broken(label) for label in labels], fontsize=size)
    axes.set_ylim(len(labels) - 0.4, -0.6)


def ends(
    values: Sequence[float], texts: Sequence[str], names: Sequence[str] = (), size: float = SMALL
) -> tuple[float, float]:
    """Ends of an axis from which lie bars of ``values``, beside ``names``, so that ``texts`` have room at their ends."""
    width = _POINTS - max([_NAMES_AT_LEAST, *(breadth(broken(name), _NAME) for name in names)])
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


def sparse(xs: Sequence[float], texts: Sequence[str], size: float, overlap: float = 0) -> list[str]:
    """``texts`` for points at ``xs``, empty where they would run into the next; the last one always stays. ``overlap`` is what share of
    two texts may stand above each other.
    """
    each = _ACROSS / (max(xs) - min(xs) + 1)  # points
    kept, free = [], float("inf")
    for x, text in sorted(zip(xs, texts, strict=True), reverse=True):
        half = breadth(text, size) * (1 - overlap) / 2
        fits = x * each + half < free
        kept.append(text if fits else "")
        free = x * each - half if fits else free
    return kept[::-1]


def spread(places: Sequence[int], most: int) -> list[int]:
    """At most so many of ``places``, at equal distances, the last one among them."""
    return list(places)[:: -max(1, -(-len(places) // most))][::-1]


def years_across(axes: Axes, years: Sequence[int]) -> None:
    """Name ``years``, that follow each other, under a picture: each, or where there is no room every second, third …."""
    shown = spread(years, _YEARS_ACROSS)
    axes.set_xticks(shown, [wareki.fiscal_year_short(year) for year in shown])
