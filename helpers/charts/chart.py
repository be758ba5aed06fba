"""One picture of a report, and the style that all pictures share."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import matplotlib
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import seaborn as sns
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from helpers.notation import Notation

FONT = "Noto Sans CJK JP"
WIDTH = 6.7  # inches: the text width of an A4 page, so that type keeps its size in print

# Told apart in grey print and by colour-blind readers; darker than 4.5:1 on white where they carry text.
INK = "#222222"
THIS = "#1f4e79"  # this year, actual
LAST = "#9db8d2"  # last year, before
MISSED = "#b3261e"
MET = "#1f4e79"
QUIET = "#767676"
TAG_COLOURS = {"新規": "#b3261e", "拡充": "#d98e04", "強化": "#d98e04", "継続": "#9db8d2", "別の記載なし": "#d9d9d9"}
TAG_HATCHES = {"新規": "", "拡充": "///", "強化": "///", "継続": "", "別の記載なし": "..."}


@cache
def _use_style() -> None:
    for path in (noto_cjk_sans_jp_regular.FONT_PATH, noto_cjk_sans_jp_bold.FONT_PATH):
        font_manager.fontManager.addfont(str(path))
    # The theme resets the font, so the font comes with it.
    sns.set_theme(
        style="whitegrid",
        rc={
            "font.family": FONT,
            "font.size": 9,
            "axes.titlesize": 10,
            "axes.labelsize": 9,
            "xtick.labelsize": 8,
            "ytick.labelsize": 8,
            "legend.fontsize": 8,
            "text.color": INK,
            "axes.labelcolor": INK,
            "axes.edgecolor": QUIET,
            "grid.color": "#dddddd",
            "axes.unicode_minus": False,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "hatch.linewidth": 0.6,
        },
    )
    # Paths look the same everywhere; a fixed salt makes the ids, and so the bytes, the same every time.
    matplotlib.rcParams.update({"svg.fonttype": "path", "svg.hashsalt": "claims-report"})


def canvas(height: float, columns: int = 1, rows: int = 1, **options):
    """A figure of text width and ``height`` inches with its axes, in the house style."""
    _use_style()
    figure, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **options)
    plt.close(figure)  # the Chart shows it; Jupyter must not show it a second time
    return figure, axes


def largest(sizes: Sequence[Decimal | None], most: int) -> list[int]:
    """The places of the ``most`` largest of ``sizes``, in their order; all of them if they are no more."""
    ranked = sorted(range(len(sizes)), key=lambda place: sizes[place] or 0, reverse=True)
    return sorted(ranked[:most])


def number_axis(axis: Axis, notation: Notation) -> None:
    """Print the ticks of ``axis`` as the city prints numbers: ▲ or △, never a hyphen."""
    # A tick may be at -0.0, which is no figure that fell.
    axis.set_major_formatter(lambda value, _: notation.number(Decimal(f"{value or 0:.10g}")))


@dataclass(frozen=True)
class Chart:
    """A figure with the caption that Quarto numbers and the text that is read out in its place."""

    id: str  # "fig-…", unique in the packet
    caption: str
    alt: str
    figure: Figure

    def svg(self) -> str:
        """The picture as SVG, the same bytes every time."""
        stream = io.StringIO()
        self.figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        return stream.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        data = {"image/svg+xml": self.svg(), "text/plain": f"{self.caption}: {self.alt}"}
        return data, {"id": self.id, "caption": self.caption, "alt": self.alt, "filename": f"{self.id}.svg"}
