"""What keeps a picture from being read on paper: type that is too small, labels that lie on lines, on each other or outside."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from helpers.charts.chart import Chart
from helpers.press import sizes

SMALLEST = 7  # points
TOUCH = 0.75  # points: boxes of two texts include the room of their highest letters, which may touch
LINE = 72 * 170 / 25.4  # points: the line of a page


def faults(chart: Chart) -> list[str]:
    """Everything that is wrong with ``chart`` in print, in words; [] of a picture that can be read."""
    figure = chart.figure
    figure.draw_without_rendering()
    texts = _texts(figure)
    return [
        *(["the text read aloud has lines"] if "\n" in chart.alt else []),
        *_small(figure, texts),
        *_outside(figure, texts),
        *_on_each_other(figure, texts),
        *_on_lines(figure, texts),
        *_shared(figure),
    ]


def luminance(colour: object) -> float:
    """Relative luminance as WCAG 2 defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: object, other: object = "white") -> float:
    """Contrast of two colours as WCAG 2 defines it."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _texts(figure: Figure) -> list[Text]:
    """Every text that can be seen."""
    hidden = set()
    for axes in figure.axes:
        if not axes.get_visible():
            hidden |= set(axes.findobj(Text))
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            hidden |= set(axis.findobj(Text)) if not axes.axison else _not_drawn(axis, sorted(ends))
    return [
        text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip() and text not in hidden
    ]


def _not_drawn(axis: Axis, ends: Sequence[float]) -> set[Text]:
    """Labels of ticks that lie beyond the ends of their axis, or that it keeps in store."""
    room = (ends[1] - ends[0]) * 1e-6
    used = {tick: ends[0] - room <= tick.get_loc() <= ends[1] + room for tick in axis.get_major_ticks()}
    stored = [*axis.majorTicks, *axis.minorTicks]
    return {label for tick in stored if not used.get(tick) for label in (tick.label1, tick.label2)}


def _box(figure: Figure, text: Text) -> Bbox:
    """In points."""
    box = Text.get_window_extent(text) if isinstance(text, Annotation) else text.get_window_extent()
    return Bbox(box.get_points() * 72 / figure.dpi)


def _small(figure: Figure, texts: list[Text]) -> Iterator[str]:
    wide, high = figure.get_size_inches()
    printed = sizes.width(f'<svg width="{72 * wide}pt" height="{72 * high}pt">'.encode()) or LINE / 72
    for text in texts:
        if (size := text.get_size() * printed / wide) < SMALLEST - 1e-6:
            yield f"{text.get_text()!r} prints in {size:.2f} points"


def _outside(figure: Figure, texts: list[Text]) -> Iterator[str]:
    wide, high = 72 * figure.get_size_inches()
    for text in texts:
        box = _box(figure, text)
        if box.x0 < -1 or box.y0 < -1 or box.x1 > wide + 1 or box.y1 > high + 1:
            yield f"{text.get_text()!r} lies outside of the picture"


def _on_each_other(figure: Figure, texts: list[Text]) -> Iterator[str]:
    boxes = [_box(figure, text).padded(-TOUCH) for text in texts]
    for place, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        for other, beside in zip(texts[place + 1 :], boxes[place + 1 :], strict=True):
            if box.overlaps(beside):
                yield f"{text.get_text()!r} lies on {other.get_text()!r}"


def _on_lines(figure: Figure, texts: list[Text]) -> Iterator[str]:
    """Texts that a line, a marker or the edge of a bar crosses; a text on white hides what is below it."""
    for axes in figure.axes:
        if not axes.get_visible():
            continue
        strokes = [
            (name, points, order, _around(points)) for name, points, order in _strokes(figure, axes) if len(points)
        ]
        bars = _bars(figure, axes)
        for text in texts:
            if text.axes is not axes or text in (axes.title, axes.xaxis.label, axes.yaxis.label):
                continue
            box, hides = _box(figure, text).padded(-TOUCH), text.get_bbox_patch() is not None
            below = max((order for order, bar in bars if _holds(bar, box)), default=float("-inf"))
            for name, points, order, around in strokes:
                is_seen = order >= below and (not hides or order > text.get_zorder())
                if is_seen and box.overlaps(around) and _crosses(points, box):
                    yield f"{text.get_text()!r} is crossed by {name}"


def _around(points: np.ndarray) -> Bbox:
    return Bbox([points.min(axis=0), points.max(axis=0)])


def _bars(figure: Figure, axes: Axes) -> list[tuple[float, Bbox]]:
    """How high each bar lies that hides what is below it, and where."""
    plain = (patch for patch in axes.patches if patch.get_facecolor()[3] == 1 and not patch.get_hatch())
    return [(bar.get_zorder(), Bbox(bar.get_window_extent().get_points() * 72 / figure.dpi)) for bar in plain]


def _holds(bar: Bbox, box: Bbox) -> bool:
    return bar.x0 <= box.x0 and bar.y0 <= box.y0 and bar.x1 >= box.x1 and bar.y1 >= box.y1


def _strokes(figure: Figure, axes: Axes) -> Iterator[tuple[str, np.ndarray, float]]:
    """What may cross a text: name, points in points of a page, and how high it lies."""
    scale = 72 / figure.dpi
    for line in axes.lines:
        if line.get_linestyle() != "None":
            yield "a line", line.get_transform().transform(line.get_xydata()) * scale, line.get_zorder()
        if line.get_marker() not in ("None", "", None):
            half = line.get_markersize() / 2
            for x, y in line.get_transform().transform(line.get_xydata()) * scale:
                yield (
                    "a marker",
                    np.array([(x - half, y), (x + half, y), (x, y - half), (x, y + half)]),
                    line.get_zorder(),
                )
    for axis in (axes.xaxis, axes.yaxis):
        for tick in axis.get_major_ticks():
            if tick.gridline.get_visible():
                grid = tick.gridline
                yield "a grid line", grid.get_transform().transform(grid.get_xydata()) * scale, grid.get_zorder()
    for patch in axes.patches:
        if (patch.get_width() if hasattr(patch, "get_width") else 0) == 0:
            continue
        box = patch.get_window_extent().get_points() * scale
        (x0, y0), (x1, y1) = box
        yield "the edge of a bar", np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]), patch.get_zorder()
    for text in axes.texts:
        if arrow := getattr(text, "arrow_patch", None):
            path = arrow.get_path()
            yield "an arrow", path.vertices * scale, arrow.get_zorder()


def _crosses(points: np.ndarray, box: Bbox) -> bool:
    """Whether one of the strokes between ``points`` comes into ``box``."""
    for (x0, y0), (x1, y1) in pairwise(points):
        low, high = 0.0, 1.0
        for start, step, least, most in ((x0, x1 - x0, box.x0, box.x1), (y0, y1 - y0, box.y0, box.y1)):
            if step == 0:
                if not least <= start <= most:
                    break
            else:
                first, last = sorted(((least - start) / step, (most - start) / step))
                low, high = max(low, first), min(high, last)
        else:
            if low <= high:
                return True
    return False


def _shared(figure: Figure) -> Iterator[str]:
    """Names down the side or under bars that stand twice."""
    for axes in figure.axes:
        if axes.get_visible() and axes.axison:
            for labels in (axes.get_xticklabels(), axes.get_yticklabels()):
                names = [label.get_text() for label in labels if label.get_text()]
                yield from (f"{name!r} names two" for name in sorted({name for name in names if names.count(name) > 1}))
