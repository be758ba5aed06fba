"""One picture of a report, and the style that all pictures share."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

import matplotlib
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
import seaborn as sns
from matplotlib import font_manager
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure

from helpers import palette, trace
from helpers.notation import Notation

FONT = "Noto Sans CJK JP"
WIDTH = 6.7  # inches: the text width of an A4 page, so that type keeps its size in print

# What a colour means. Those that carry text are darker than 4.5:1 on white.
INK = palette.INK
QUIET = palette.QUIET
THIS = palette.ACCENT  # this year, actual
LAST = palette.PALE  # last year, before
MISSED = palette.ALARM
MET = palette.ACCENT
_GROWING, _UNTOLD = "#d98e04", "#d9d9d9"
TAG_COLOURS = {"新規": palette.ALARM, "拡充": _GROWING, "強化": _GROWING, "継続": LAST, "別の記載なし": _UNTOLD}
TAG_HATCHES = {"新規": "", "拡充": "///", "強化": "///", "継続": "", "別の記載なし": "..."}

# Paths look the same everywhere; a fixed salt makes the ids, and so the bytes, the same every time.
REPEATABLE = {"svg.fonttype": "path", "svg.hashsalt": "claims-report"}

# Behind figures, so that no line strikes through them.
PLAIN = {"facecolor": "white", "edgecolor": "none"}


def use_style() -> None:
    """The house style, Japanese fonts with it, for every figure that is drawn from now on, whatever theme was set before."""
    matplotlib.rcParams.update(_style())


@cache
def _style() -> dict[str, object]:
    for path in (noto_cjk_sans_jp_regular.FONT_PATH, noto_cjk_sans_jp_bold.FONT_PATH):
        font_manager.fontManager.addfont(str(path))
    own = {
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
    }
    theme = [*sns.axes_style(), *sns.plotting_context(), "axes.prop_cycle", "patch.facecolor", *own]
    with matplotlib.rc_context():
        sns.set_theme(style="whitegrid", rc=own)  # the theme resets the font, so the font comes with it
        return {name: matplotlib.rcParams[name] for name in theme} | REPEATABLE


def canvas(height: float, columns: int = 1, rows: int = 1, **options):
    """A figure of text width and ``height`` inches with its axes, in the house style."""
    use_style()
    figure, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **options)
    plt.close(figure)  # the Chart shows it; Jupyter must not show it a second time
    return figure, axes


def largest(sizes: Sequence[Decimal | None], most: int) -> list[int]:
    """The places of the ``most`` largest of ``sizes``, in their order; all of them if they are no more."""
    ranked = sorted(range(len(sizes)), key=lambda place: sizes[place] or 0, reverse=True)
    return sorted(ranked[:most])


def rows_down(axes: Axes, labels: Sequence[str], size: float = 8) -> None:
    """Name the rows of lying bars, the first one on top, in type of ``size`` points."""
    axes.set_yticks(range(len(labels)), labels, fontsize=size)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)


def legend_above(axes: Axes, columns: int) -> None:
    """The legend in one line over the picture, where it covers nothing."""
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=columns, frameon=False)


def colours_above(axes: Axes, colours: Mapping[str, str]) -> None:
    """A legend of lying bars that says what each colour stands for."""
    handles = [axes.barh(0, 0, color=colour) for colour in colours.values()]
    axes.legend(handles, list(colours), loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(colours), frameon=False)


def number_axis(axis: Axis, notation: Notation) -> None:
    """Print the ticks of ``axis`` as the city prints numbers: ▲ or △, never a hyphen."""
    # A tick may be at -0.0, which is no figure that fell.
    axis.set_major_formatter(lambda value, _: notation.number(Decimal(f"{value or 0:.10g}")))


@dataclass(frozen=True)
class Chart:
    """A figure with the caption that Quarto numbers, the text that is read out in its place, and the rows of data that it rests on."""

    id: str  # "fig-…", unique in the packet
    caption: str
    alt: str
    figure: Figure
    sources: Sequence[trace.Line] = field(default_factory=trace.taken, repr=False, compare=False)

    def svg(self) -> str:
        """The picture as SVG, the same bytes every time."""
        # What savefig does, in one go: it would draw the figure once to lay it out and once more to write it, and measure every text
        # anew each time.
        stream, figure = io.StringIO(), self.figure
        canvas, dpi = figure.canvas, figure.dpi
        figure.dpi = 72  # an SVG counts in points
        renderer = RendererSVG(*figure.bbox.size, stream, image_dpi=72, metadata={"Date": None, "Creator": None})
        FigureCanvasSVG(figure).get_renderer = lambda: renderer
        figure.draw(renderer)
        renderer.finalize()
        figure.dpi = dpi
        figure.set_canvas(canvas)
        return stream.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        data = {"image/svg+xml": self.svg(), "text/plain": f"{self.caption}: {self.alt}"}
        said = {"id": self.id, "caption": self.caption, "alt": self.alt, "filename": f"{self.id}.svg"}
        return data, said | {"sources": [list(line) for line in self.sources]}
