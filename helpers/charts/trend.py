"""The trend plot: collection rate and outstanding amount, with the missing years left visibly empty."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, PLAIN, QUIET, THIS, Chart, canvas, number_axis, rate_axis
from helpers.charts.labels import on_line, sparse, years_across
from helpers.charts.spoken import RATE_ROSE_FELL, course
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet


def trend(packet: Packet) -> Chart:
    """収納率の折れ線と収入未済額の棒の図。資料のない年度は斜線。

    例::

        charts.trend(packet)

    題: 収納率と収入未済額の推移
    データがないとき: 何のデータがないかを言って止まる。収納率と収入未済額がそろう年度が要る。
    """
    points = measures.required_trend(packet)
    years = [point.fiscal_year for point in points]
    rate, unit = measures.rate_name(packet), packet.city.units.summary
    figure, (above, below) = canvas(3.2, rows=2, sharex=True)
    for axes in (above, below):
        _hatch(axes, _gaps(years))
    _rates(packet, above, points)
    _amounts(packet, below, points)
    above.margins(y=0.35)
    below.margins(y=0.2)
    above.set_ylabel(f"{rate}（%）")
    below.set_ylabel(f"収入未済額（{'約、' if _all_round(points) else ''}{unit}）")
    below.yaxis.set_major_locator(MaxNLocator(5))
    number_axis(below.yaxis, packet.notation)
    years_across(below, range(years[0], years[-1] + 1))
    key = "、".join(_key(points))
    return Chart(
        id="fig-trend",
        caption=f"{rate}と収入未済額の推移" + (f"（{key}）" if key else ""),
        alt=f"{_courses(packet, points)}{rate}の折れ線と収入未済額の棒。{'、'.join(_spoken(packet, point) for point in points)}。"
        + ("間の年度は資料なし。" if _gaps(years) else ""),
        figure=figure,
    )


def _all_round(points: Sequence[measures.TrendPoint]) -> bool:
    """Whether every amount is a round one: then the axis says so once."""
    return all(point.approx for point in points)


def _hatch(axes: Axes, gaps: Sequence[tuple[int, int]]) -> None:
    for first, last in gaps:
        axes.axvspan(first - 0.5, last + 0.5, facecolor="#f4f4f4", edgecolor="#cccccc", hatch="///", linewidth=0)
        axes.text((first + last) / 2, 0.25, NOT_IN_SOURCE, transform=axes.get_xaxis_transform(), ha="center",
                  va="center", color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 3})  # fmt: skip


def _rates(packet: Packet, axes: Axes, points: Sequence[measures.TrendPoint]) -> None:
    """A point a year, joined by a line that is dotted over years without a source."""
    for earlier, later in pairwise(points):
        solid = later.fiscal_year == earlier.fiscal_year + 1
        axes.plot([earlier.fiscal_year, later.fiscal_year], [float(earlier.rate), float(later.rate)],
                  color=THIS if solid else QUIET, linestyle="-" if solid else ":", linewidth=1.8, zorder=3)  # fmt: skip
    for point in points:
        axes.plot(point.fiscal_year, float(point.rate), "o", color=THIS, markersize=7,
                  markerfacecolor="white" if point.computed else THIS, zorder=4)  # fmt: skip
    years, rates = [point.fiscal_year for point in points], [float(point.rate) for point in points]
    texts = sparse(years, [_rate(packet, point) for point in points], 8, overlap=0.15)
    on_line(axes, years, rates, texts, size=8, behind=PLAIN | {"pad": 0.8})
    rate_axis(axes.yaxis, packet.notation, rates)


def _amounts(packet: Packet, axes: Axes, points: Sequence[measures.TrendPoint]) -> None:
    """A bar a year; a paler one for what is computed or round among exact ones."""
    amounts = [_amount(packet, point, about=point.approx and not _all_round(points)) for point in points]
    texts = sparse([point.fiscal_year for point in points], amounts, 8)
    for point, text in zip(points, texts, strict=True):
        round_one = point.approx and not _all_round(points)
        axes.bar(point.fiscal_year, float(point.outstanding), width=0.7,
                 color=LAST if point.computed or round_one else THIS, zorder=3)  # fmt: skip
        axes.annotate(text, (point.fiscal_year, float(point.outstanding)),
                      textcoords="offset points", xytext=(0, 3), ha="center", fontsize=8)  # fmt: skip


def _rate(packet: Packet, point: measures.TrendPoint) -> str:
    return f"{packet.notation.number(point.rate, packet.city.decimals)}%"


def _amount(packet: Packet, point: measures.TrendPoint, about: bool) -> str:
    return packet.notation.number(point.outstanding, point.outstanding_decimals, about=about)


def _key(points: Sequence[measures.TrendPoint]) -> Iterator[str]:
    """What the shapes and colours that are there mean."""
    if any(point.computed for point in points):
        yield "白丸と淡色の棒は差から算出した年度"
    if any(point.approx for point in points) and not _all_round(points):
        yield "淡色の棒は概数"
    if _gaps([point.fiscal_year for point in points]):
        yield "斜線は資料のない年度"


def _courses(packet: Packet, points: Sequence[measures.TrendPoint]) -> str:
    """Where rate and amount came from, and where they went."""
    first, last = points[0], points[-1]
    if first is last:
        return ""
    rate, unit = measures.rate_name(packet), packet.city.units.summary
    rates = course(_rate(packet, first), _rate(packet, last), last.rate - first.rate, RATE_ROSE_FELL)
    amounts = [f"{_amount(packet, point, about=point.approx)}{unit}" for point in (first, last)]
    when = f"{wareki.fiscal_year(first.fiscal_year)}から{wareki.fiscal_year(last.fiscal_year)}までに"
    return f"{when}、{rate}は{rates}。収入未済額は{course(*amounts, last.outstanding - first.outstanding)}。"


def _spoken(packet: Packet, point: measures.TrendPoint) -> str:
    return (
        f"{wareki.fiscal_year(point.fiscal_year)}は{measures.rate_name(packet)}{_rate(packet, point)}・"
        f"収入未済額{_amount(packet, point, about=point.approx)}{packet.city.units.summary}"
    )


def _gaps(years: list[int]) -> list[tuple[int, int]]:
    """First and last year of each run of years between ``years`` that has no figure."""
    return [(a + 1, b - 1) for a, b in pairwise(years) if b > a + 1]
