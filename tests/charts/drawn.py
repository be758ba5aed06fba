"""What a chart drew, read back from its figure."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.colors import to_hex


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
