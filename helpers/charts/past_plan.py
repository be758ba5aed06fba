"""How the plan before went, claim by claim."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from matplotlib.ticker import MaxNLocator

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, MET, MISSED, QUIET, THIS, Chart, canvas, largest
from helpers.notation import NOT_IN_SOURCE, decimals_of
from helpers.packet import Packet
from helpers.terms import PLAN_NAMES

_COLUMNS = 3
_MOST = 7 * _COLUMNS  # panels that a page holds
_MARKS = {True: ("o", MET), False: ("X", MISSED), None: ("o", LAST)}  # marker and colour of a verdict

Aims = Sequence[measures.PastTarget]  # one claim's, a year each


def past_plan(packet: Packet, measure: measures.PlanMeasure, years: Sequence[int]) -> Chart:
    """前期計画の目標(破線)と実績を、債権ごとの小さな折れ線で示す図。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        charts.past_plan(packet, "collection_rate", years)

    題: 現年度分収納率の目標（破線）と実績（●達成、×未達成、淡色は目標なし）。縦軸の幅は図ごとに異なる
    ``measure``: collection_rate(収納率)、outstanding(収入未済額)。
    ``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    unit, _ = measures.plan_units(packet, measure)
    known = _with_results(packet, measure, years)
    claims = _largest(packet, known, years[-1])
    lines = -(-len(claims) // _COLUMNS)
    figure, grid = canvas(1.35 * lines + 0.4, columns=_COLUMNS, rows=lines, squeeze=False)
    panels = list(grid.flat)
    for axes, (claim, aims) in zip(panels, claims.items(), strict=False):
        _panel(axes, packet.ledger.claim(claim)["short_name"], aims, years)
    for axes in panels[len(claims) :]:
        axes.set_visible(False)
    figure.supylabel(f"{PLAN_NAMES[measure]}（{unit}）", fontsize=8, color=INK)
    verdicts = "●達成、×未達成、淡色は目標なし" if measures.has_targets(packet, years) else "目標なし"
    aimed = "目標（破線）と" if measures.has_targets(packet, years) else ""
    most = f"、収入未済額の大きい順の{_MOST}債権" if len(claims) < len(known) else ""
    return Chart(
        id=f"fig-past-{measure.replace('_', '-')}",
        caption=f"{PLAN_NAMES[measure]}の{aimed}実績（{verdicts}{most}）。縦軸の幅は図ごとに異なる",
        alt="。".join(_spoken(packet, aims[-1], unit) for aims in claims.values()) + "。",
        figure=figure,
    )


def _with_results(packet: Packet, measure: measures.PlanMeasure, years: Sequence[int]) -> dict[str, Aims]:
    """Claims that have a result to draw."""
    own = (aim for aim in measures.past_targets(packet, years) if aim.measure == measure)
    claims = {claim: list(aims) for claim, aims in groupby(own, key=attrgetter("claim"))}
    return {claim: aims for claim, aims in claims.items() if any(aim.actual is not None for aim in aims)}


def _largest(packet: Packet, claims: dict[str, Aims], year: int) -> dict[str, Aims]:
    """As many as a page holds: those with the largest outstanding amounts of ``year``, in their order."""
    names = list(claims)
    sizes = [measures.settled(packet, claim, "outstanding", year) for claim in names]
    return {names[place]: claims[names[place]] for place in largest(sizes, _MOST)}


def _panel(axes, title: str, aims: Aims, years: Sequence[int]) -> None:
    _line(axes, aims, "target", color=QUIET, linestyle="--", marker="_", markersize=9)
    _line(axes, aims, "actual", color=THIS, linestyle="-")
    for aim in aims:
        if aim.actual is not None:
            marker, colour = _MARKS[aim.met]
            axes.plot(aim.fiscal_year, float(aim.actual), marker, color=colour, markersize=6, zorder=3)
    axes.set_title(title, fontsize=8)
    axes.set_xticks(list(years), [wareki.fiscal_year_short(year) for year in years], fontsize=7)
    axes.tick_params(axis="y", labelsize=6.5)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.margins(y=0.25)
    axes.set_xlim(years[0] - 0.4, years[-1] + 0.4)


def _line(axes, aims: Aims, name: str, **look) -> None:
    """The line of one of the two figures of ``aims``, target or actual, over the years that have it."""
    known = [(aim.fiscal_year, float(value)) for aim in aims if (value := getattr(aim, name)) is not None]
    axes.plot([year for year, _ in known], [value for _, value in known], linewidth=1.4, **look)


def _spoken(packet: Packet, aim: measures.PastTarget, unit: str) -> str:
    said = f"{packet.ledger.claim(aim.claim)['short_name']}の{wareki.fiscal_year(aim.fiscal_year)}は"
    if aim.actual is None:
        return said + NOT_IN_SOURCE
    return f"{said}{packet.notation.number(aim.actual, _places(packet, aim))}{unit}で{aim.verdict}"


def _places(packet: Packet, aim: measures.PastTarget) -> int | None:
    """Places of a result: of a computed rate no more than the city prints."""
    if aim.actual is None or aim.measure != "collection_rate":
        return None
    return min(decimals_of(aim.actual), packet.city.decimals)
