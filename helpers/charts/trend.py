"""The trend plot: collection rate and outstanding amount, with the missing years left visibly empty."""

from itertools import pairwise

from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, QUIET, THIS, Chart, canvas
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet


def trend(packet: Packet) -> Chart:
    """Rate above, outstanding amount below, on a true time axis; years without a source are hatched."""
    unit, places, notation = packet.city.units.summary, packet.city.decimals, packet.notation
    points = measures.required_trend(packet)
    years = [point.fiscal_year for point in points]
    figure, (above, below) = canvas(3.2, rows=2, sharex=True)

    known = set(years)
    all_round = all(point.approx for point in points)  # then the axis says so once
    for axes in (above, below):
        for first, last in _gaps(years):
            axes.axvspan(first - 0.5, last + 0.5, facecolor="#f4f4f4", edgecolor="#cccccc", hatch="///", linewidth=0)
            axes.text((first + last) / 2, 0.25, NOT_IN_SOURCE, transform=axes.get_xaxis_transform(), ha="center",
                      va="center", color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 3})  # fmt: skip
        axes.grid(axis="x", visible=False)

    for earlier, later in pairwise(points):
        solid = later.fiscal_year == earlier.fiscal_year + 1
        above.plot([earlier.fiscal_year, later.fiscal_year], [float(earlier.rate), float(later.rate)],
                   color=THIS if solid else QUIET, linestyle="-" if solid else ":", linewidth=1.8, zorder=3)  # fmt: skip
    for point in points:
        hollow = point.computed
        above.plot(point.fiscal_year, float(point.rate), "o", color=THIS, markersize=7,
                   markerfacecolor="white" if hollow else THIS, zorder=4)  # fmt: skip
        below.bar(
            point.fiscal_year,
            float(point.outstanding),
            width=0.7,
            color=LAST if hollow or (point.approx and not all_round) else THIS,
            zorder=3,
        )
        rate = f"{notation.number(point.rate, places)}%"
        # The labels of neighbouring years go to opposite sides.
        first_of_pair = point.fiscal_year + 1 in known
        above.annotate(rate, (point.fiscal_year, float(point.rate)), textcoords="offset points",
                       xytext=(0, -16 if first_of_pair else 9), ha="center", fontsize=8)  # fmt: skip
        amount = notation.number(point.outstanding, point.outstanding_decimals)
        amount = f"約{amount}" if point.approx and not all_round else amount
        below.annotate(amount, (point.fiscal_year, float(point.outstanding)), textcoords="offset points",
                       xytext=(0, 3), ha="center", fontsize=8)  # fmt: skip
    above.margins(y=0.25)
    below.margins(y=0.15)
    above.set_ylabel(f"{measures.rate_name(packet)}（%）")
    below.set_ylabel(f"収入未済額（{'約、' if all_round else ''}{unit}）")
    below.yaxis.set_major_locator(MaxNLocator(5))
    axis_years = range(years[0], years[-1] + 1)
    below.set_xticks(list(axis_years), [wareki.fiscal_year_short(year) for year in axis_years])

    computed = "白丸と淡色の棒は差から算出した年度、" if any(p.computed for p in points) else ""
    if not all_round and any(p.approx for p in points):
        computed += "淡色の棒は概数、"
    values = "、".join(
        f"{wareki.fiscal_year(p.fiscal_year)}は{measures.rate_name(packet)}{notation.number(p.rate, places)}%・"
        f"収入未済額{'約' if p.approx else ''}{notation.number(p.outstanding, p.outstanding_decimals)}{unit}"
        for p in points
    )
    return Chart(
        id="fig-trend",
        caption=f"{measures.rate_name(packet)}と収入未済額の推移（{computed}斜線は資料のない年度）",
        alt=f"{measures.rate_name(packet)}の折れ線と収入未済額の棒。{values}。間の年度は資料なし。",
        figure=figure,
    )


def _gaps(years: list[int]) -> list[tuple[int, int]]:
    """First and last year of each run of years between ``years`` that has no figure."""
    return [(a + 1, b - 1) for a, b in pairwise(years) if b > a + 1]
