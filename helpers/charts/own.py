"""A figure of an analyst's own as a picture of the report."""

import io
import re
from dataclasses import dataclass

import matplotlib
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.text import Text
from matplotlib.ticker import AutoLocator, MaxNLocator, ScalarFormatter

from helpers.charts.chart import FONT, REPEATABLE, Chart, steady
from helpers.errors import DeskError
from helpers.packet import notation_here


@dataclass(frozen=True)
class _Own(Chart):
    """Drawn with room for whatever stands outside its axes."""

    def svg(self) -> str:
        return drawn(self.figure)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict, dict]:
        data, said = super()._repr_mimebundle_(include, exclude)
        return data, said | {"type": smallest_type(self.figure)}


def own(figure: object, caption: str = "", alt: str = "", id: str = "") -> Chart:
    """自分で描いた図(matplotlib、seaborn)を、題名と代替テキストの付いた資料の図にする(番号が付く)。

    例::

        axes = sns.barplot(packet.frame("figures"), x="fiscal_year", y="value")
        charts.own(axes, caption="年度ごとの値", alt="令和7年度が最も高い。")

    ``figure`` は Figure、Axes、または seaborn の図。``alt`` は図の代わりに読み上げる文、``id`` は本文から ``@fig-…`` で参照する名(省くと付く)。
    誤り: 図でないもの、書体にない文字(絵文字など)。
    """
    found = figure if isinstance(figure, Figure) else getattr(figure, "figure", None)
    if isinstance(found, Artist) and not isinstance(found, Figure):
        found = found.get_figure()
    if not isinstance(found, Figure):
        raise DeskError("document", f"charts.own に渡せるのは matplotlib か seaborn の図です({type(figure).__name__} が渡されました)。")  # fmt: skip
    if unknown := unknown_characters(found):
        raise DeskError("document", unknown)
    plt.close(found)  # the Chart shows it; Jupyter must not show it a second time
    return _Own(id, caption, alt, found)


def drawn(figure: Figure) -> str:
    """``figure`` as SVG with room for whatever stands outside its axes, the same bytes every time."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(formatter := axis.get_major_formatter()) is ScalarFormatter:
                years = all(1800 <= edge <= 2200 for edge in axis.get_view_interval())
                _as_the_house(formatter, years)
                if years and type(axis.get_major_locator()) is AutoLocator:
                    axis.set_major_locator(MaxNLocator("auto", integer=True))  # there is no year 2022.5
    for text in figure.findobj(Text):  # whatever theme the analyst has set: another font may have no Japanese
        text.set_fontfamily([FONT, *(family for family in text.get_fontfamily() if family != FONT)])
    stream = io.StringIO()
    with matplotlib.rc_context(REPEATABLE):
        figure.savefig(stream, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    return steady(stream.getvalue())


def smallest_type(figure: Figure) -> float:
    """The size of the smallest text in ``figure``, in points; 0 of one without texts."""
    texts = (text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip())
    return min((float(text.get_fontsize()) for text in texts), default=0.0)


def unknown_characters(figure: Figure) -> str:
    """What is wrong with a picture that has characters which the font has not; "" if it has none."""
    known = get_font(fontManager.findfont(FontProperties(family=FONT))).get_charmap()
    texts = "".join(text.get_text() for text in figure.findobj(Text))
    unknown = "".join(
        sorted({character for character in texts if character.isprintable() and ord(character) not in known})
    )
    return f"図の中の「{unknown}」は、資料の書体({FONT})にない文字です。ほかの文字にしてください。" if unknown else ""


def _as_the_house(formatter: ScalarFormatter, years: bool) -> None:
    """Ticks with the city's minus sign and thousands, in whole figures; ``years`` have no thousands."""
    minus = notation_here().minus

    def written(text: str) -> str:
        whole, point, rest = text.replace("-", minus).partition(".")
        return (whole if years else re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", whole)) + point + rest

    formatter.set_useOffset(False)
    formatter.set_scientific(False)
    formatter.fix_minus = written
