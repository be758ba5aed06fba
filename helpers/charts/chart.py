"""One picture of a report, and the style that all pictures share."""

import io
import re
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
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from helpers import palette, trace
from helpers.notation import Notation

FONT = "Noto Sans CJK JP"
WIDTH = 170 / 25.4  # inches: the text width of an A4 page, so that type keeps its size in print
HIGHEST = 9.0  # inches: a higher picture would be shrunk to fit its page, and its type with it
SMALL = 7.2  # points: the smallest type; less than 7 cannot be read on paper

# What a colour means, in every picture. Those that carry text are darker than 4.5:1 on white, the others than 3:1.
INK = palette.INK
QUIET = palette.QUIET
THIS = palette.ACCENT  # this year, actual; neither good nor bad
LAST = palette.PALE  # last year, before
MET = palette.GOOD  # met, or to the better
MISSED = palette.ALARM  # missed, or to the worse
# Bars that say so, told apart in grey too.
BETTER = {"facecolor": MET}
WORSE = {"facecolor": MISSED, "hatch": "///", "edgecolor": "white"}
# Of initiatives: the newer, the darker; what the source says nothing of is an empty box.
TAG_COLOURS = {"新規": THIS, "拡充": THIS, "強化": THIS, "継続": LAST, "別の記載なし": "white"}
TAG_HATCHES = {"新規": "", "拡充": "///", "強化": "///", "継続": "", "別の記載なし": "..."}
TAG_EDGES = {tag: QUIET if colour == "white" else "white" for tag, colour in TAG_COLOURS.items()}

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
    """A figure of text width and ``height`` inches with its axes, in the house style; without a grid, which would cross labels."""
    use_style()
    figure, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **options)
    plt.close(figure)  # the Chart shows it; Jupyter must not show it a second time
    for each in figure.axes:
        each.grid(visible=False)
    return figure, axes


def fitting(each: float, rest: float) -> int:
    """How many rows, ``each`` so many inches high, a page holds beside the ``rest`` of the picture."""
    return int((HIGHEST - rest) / each + 1e-9)


def largest(sizes: Sequence[Decimal | None], most: int) -> list[int]:
    """The places of the ``most`` largest of ``sizes``, in their order; all of them if they are no more."""
    ranked = sorted(range(len(sizes)), key=lambda place: sizes[place] or 0, reverse=True)
    return sorted(ranked[:most])


def legend_above(axes: Axes, columns: int) -> None:
    """The legend in one line over the picture, where it covers nothing."""
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=columns, frameon=False)


def colours_above(axes: Axes, colours: Mapping[str, str]) -> None:
    """A legend of lying bars that says what each colour stands for."""
    looks_above(axes, {name: {"facecolor": colour} for name, colour in colours.items()})


def looks_above(axes: Axes, looks: Mapping[str, Mapping[str, str]]) -> None:
    """Likewise, of colours with hatches."""
    handles = [Patch(**look) for look in looks.values()]
    axes.legend(handles, list(looks), loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(looks), frameon=False)


def number_axis(axis: Axis, notation: Notation) -> None:
    """Print the ticks of ``axis`` as the city prints numbers: ▲ or △, never a hyphen."""
    axis.set_major_formatter(lambda value, _: notation.number(Decimal(f"{value:.10g}")))
    axis.set_tick_params(length=3, **{"left" if axis.axis_name == "y" else "bottom": True})


class _OfRates(MaxNLocator):
    """Round ticks between 0 and 100, or as far as there are rates."""

    def __init__(self, most: int, rates: Sequence[float]) -> None:
        super().__init__(most)
        self._least, self._greatest = min([0, *rates]), max([100, *rates])

    def tick_values(self, vmin: float, vmax: float):
        return [tick for tick in super().tick_values(vmin, vmax) if self._least <= tick <= self._greatest]


def rate_axis(axis: Axis, notation: Notation, rates: Sequence[float], most: int = 4) -> None:
    """Ticks of ``rates`` in %, about ``most``: none above 100 unless a rate is."""
    axis.set_major_locator(_OfRates(most, rates))
    number_axis(axis, notation)


_CLIP = re.compile(r'(?<=url\(#)p[0-9a-f]{10}|(?<=<clipPath id=")p[0-9a-f]{10}')


def steady(svg: str) -> str:
    """``svg`` with its clips numbered as they come: matplotlib names them after places whose last digits are another each time."""
    names: dict[str, str] = {}
    return _CLIP.sub(lambda found: names.setdefault(found[0], f"p{len(names) + 1}"), svg)


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
        return steady(stream.getvalue())

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        data = {"image/svg+xml": self.svg(), "text/plain": f"{self.caption}: {self.alt}"}
        said = {"id": self.id, "caption": self.caption, "alt": self.alt, "filename": f"{self.id}.svg"}
        return data, said | {"sources": [list(line) for line in self.sources]}
