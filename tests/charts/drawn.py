"""What a chart drew, read back from its figure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text


@dataclass(frozen=True)
class Bar:
    left: float
    right: float
    low: float
    high: float
    colour: str

    @property
    def row(self) -> int:
        return round((self.low + self.high) / 2)


def bars(axes: Axes) -> list[Bar]:
    """The bars of ``axes`` in the order in which they were drawn."""
    found = []
    for patch in axes.patches:
        x, y = patch.get_xy()
        width, height = patch.get_width(), patch.get_height()
        sides = sorted((x, x + width)), sorted((y, y + height))
        left, right, low, high = (round(float(side), 6) for pair in sides for side in pair)
        found.append(Bar(left, right, low, high, to_hex(patch.get_facecolor())))
    return found


def texts(axes: Axes) -> dict[str, tuple[float, float]]:
    """Where each text that is not empty stands; an annotation stands where it points."""
    return {
        text.get_text(): tuple(round(float(x), 6) for x in getattr(text, "xy", text.get_position()))
        for text in axes.texts
        if text.get_text()
    }


def legend(axes: Axes) -> dict[str, str]:
    """The colour that the legend says each label has."""
    drawn = axes.get_legend()
    return {
        text.get_text(): to_hex(handle.get_facecolor())
        for handle, text in zip(drawn.legend_handles, drawn.get_texts(), strict=True)
    }


def row_names(axes: Axes) -> list[str]:
    """The names down the side, from top to bottom."""
    assert axes.yaxis_inverted()
    return [label.get_text() for label in axes.get_yticklabels()]


def listing(figure: Figure) -> str:
    """Everything that can be seen in ``figure``, a line a thing: where it is and how it looks."""
    figure.draw_without_rendering()  # ticks and the layout are made when they are needed
    lines = [f"{_said(figure.get_size_inches())} inches", *(_look(text) for text in figure.texts)]
    lines += [f"beside: {label}" for label in (figure.get_supylabel(), figure.get_supxlabel()) if label]
    lines += [f"heading: {part.get_suptitle()}" for part in figure.subfigs]
    for place, axes in enumerate(figure.axes):
        lines += [f"panel {place}: {_said(axes.get_position().bounds, 2)}", *_panel(axes)]
    return "\n".join(lines)


def _panel(axes: Axes) -> Iterator[str]:
    if not axes.get_visible():
        yield "hidden"
        return
    for text in (axes.title, axes.xaxis.label, axes.yaxis.label):
        if text.get_text():
            yield _look(text)
    for name, axis, ends in (("x", axes.xaxis, axes.get_xlim()), ("y", axes.yaxis, axes.get_ylim())):
        labels = [label.get_text() for label in axis.get_ticklabels()]
        first, *_ = axis.get_ticklabels() or [None]
        look = f"; {first.get_size():g}pt {to_hex(first.get_color())} {first.get_visible()}" if first else ""
        lined = any(tick.gridline.get_visible() for tick in axis.get_major_ticks())
        yield f"{name} {_said(ends)}{' grid' if lined else ''}{'' if axes.axison else ' off'}: {_said(axis.get_majorticklocs())} {labels}{look}"
    sides = {spine: f"side {name}" for name, spine in axes.spines.items() if spine.get_visible()}
    drawn = [*axes.patches, *axes.lines, *axes.texts, *axes.collections]
    for artist in sorted(axes.get_children(), key=lambda artist: artist.get_zorder()):  # what lies over what
        if artist in sides:
            yield sides[artist]
        elif artist in drawn:
            yield _look(artist)
    if legend := axes.get_legend():
        yield f"legend {legend._loc} {_said(legend.get_bbox_to_anchor().transformed(axes.transAxes.inverted()).bounds, 2)} {legend._ncols} {legend.get_frame_on()}"
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
            yield f"  {text.get_text()}: {_look(handle).partition(' at ')[0]}"


def _look(artist: Artist) -> str:
    shown = "" if artist.get_alpha() is None else f" {artist.get_alpha():g}"
    if isinstance(artist, Text):
        place = getattr(artist, "xy", artist.get_position())
        moved = f" moved {_said(artist.xyann)}" if hasattr(artist, "xyann") else ""
        box, arrow = artist.get_bbox_patch(), getattr(artist, "arrow_patch", None)
        behind = f" on {to_hex(box.get_facecolor())} {to_hex(box.get_edgecolor())}" if box else ""
        arrowed = (
            f" arrow {to_hex(arrow.get_edgecolor())} {arrow.get_linewidth():g} {type(arrow.get_arrowstyle()).__name__}"
            if arrow
            else ""
        )
        look = f"{artist.get_size():g}pt {to_hex(artist.get_color())} {artist.get_weight()} {artist.get_ha()} {artist.get_va()}"
        return f"text {artist.get_text()!r} {look}{behind}{arrowed} at {_said(place)}{moved}{shown}"
    if isinstance(artist, Line2D):
        marked = artist.get_marker() not in (None, "None", "")
        marker = (
            f" {artist.get_marker()} {artist.get_markersize():g} {to_hex(artist.get_markerfacecolor())}"
            if marked
            else ""
        )
        points = " ".join(f"({_said(point)})" for point in artist.get_xydata())
        return f"line {to_hex(artist.get_color())} {artist.get_linestyle()} {artist.get_linewidth():g}{marker} at {points}{shown}"
    if isinstance(artist, Patch):
        box = artist.get_path().get_extents(artist.get_patch_transform())
        look = f"{to_hex(artist.get_facecolor())} {to_hex(artist.get_edgecolor())} {artist.get_linewidth():g} {artist.get_hatch() or ''}"
        return f"{type(artist).__name__.lower()} {look.strip()} at {_said(box.extents)}{shown}"
    return f"{type(artist).__name__.lower()} at {_said(artist.get_offsets().ravel())}{shown}"


def _said(numbers: Iterable[float], places: int = 4) -> str:
    return ", ".join(f"{round(float(number), places) + 0:.10g}" for number in numbers)
