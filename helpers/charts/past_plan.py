"""How the plan before went, claim by claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, zip_longest
from math import floor, log10
from operator import attrgetter

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import SubFigure
from matplotlib.ticker import FixedLocator

from helpers import measures, wareki
from helpers.charts.chart import (
    HIGHEST,
    LAST,
    MET,
    MISSED,
    QUIET,
    SMALL,
    THIS,
    WIDTH,
    Chart,
    largest,
    number_axis,
    use_style,
)
from helpers.charts.labels import breadth, short
from helpers.notation import NOT_IN_SOURCE, decimals_of
from helpers.packet import Packet
from helpers.terms import PLAN_NAMES

_COLUMNS = 3
_MOST = 7 * _COLUMNS  # panels that a page holds at most
_ROW, _TITLE = 1.15, 0.3  # inches: of a row of panels, of the heading of a scale
_TITLE_WIDTH = 16  # characters of the name of a claim above a panel
_YEAR = 34  # points that a year of four has in a panel
_LOWS = (99, 90)  # %: where scales begin, beside the one from zero
_STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)  # round ends of an axis, times a power of ten
_SCALES = 3  # of amounts: each a tenth of the one before
_MARKS = {True: ("o", MET), False: ("X", MISSED), None: ("o", LAST)}  # marker and colour of a verdict

Aims = Sequence[measures.PastTarget]  # one claim's, a year each


@dataclass(frozen=True)
class _Scale:
    """An axis from ``low`` to ``high`` that the panels of ``claims`` share."""

    low: float
    high: float
    claims: dict[str, Aims]

    @property
    def lines(self) -> int:
        """How many rows of panels there are."""
        return -(-len(self.claims) // _COLUMNS)


def past_plan(packet: Packet, measure: measures.PlanMeasure, years: Sequence[int]) -> Chart:
    """前期計画の目標(破線)と実績を、債権ごとの小さな折れ線で示す図。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        charts.past_plan(packet, "collection_rate", years)

    題: 現年度分収納率の目標（破線）と実績（●達成、×未達成、淡色は目標なし。年度の下は実績（%）、縦軸は見出しごとに共通）
    ``measure``: collection_rate(収納率)、outstanding(収入未済額)。
    ``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    unit, _ = measures.plan_units(packet, measure)
    known = _with_results(packet, measure, years)
    scales = _fitting(packet, known, measure, years[-1])
    use_style()
    figure = plt.figure(figsize=(WIDTH, _height(scales)), layout="constrained")
    plt.close(figure)  # the Chart shows it
    parts = figure.subfigures(len(scales), 1, height_ratios=[_height([scale]) for scale in scales], squeeze=False)
    for part, scale in zip(parts.flat, scales, strict=True):
        _draw(packet, part, scale, years, unit)
    claims = [claim for scale in scales for claim in scale.claims]
    verdicts = "●達成、×未達成、淡色は目標なし" if measures.has_targets(packet, years) else "目標なし"
    aimed = "目標（破線）と" if measures.has_targets(packet, years) else ""
    most = f"、収入未済額の大きい順の{len(claims)}債権" if len(claims) < len(known) else ""
    spoken = "。".join(_spoken(packet, aims[-1], unit) for claim, aims in known.items() if claim in claims)
    return Chart(
        id=f"fig-past-{measure.replace('_', '-')}",
        caption=f"{PLAN_NAMES[measure]}の{aimed}実績（{verdicts}{most}。年度の下は実績（{unit}）、縦軸は見出しごとに共通）",
        alt=f"{_message(known, years[-1])}{spoken}。",
        figure=figure,
    )


def _message(claims: dict[str, Aims], year: int) -> str:
    """How many claims met their target in the last year."""
    met = [aims[-1].met for aims in claims.values()]
    judged = len(met) - met.count(None)
    if not judged:
        return ""
    return f"{wareki.fiscal_year(year)}に達否の分かる{judged}債権のうち、達成は{met.count(True)}、未達成は{met.count(False)}。"


def _with_results(packet: Packet, measure: measures.PlanMeasure, years: Sequence[int]) -> dict[str, Aims]:
    """Claims that have a result to draw."""
    own = (aim for aim in measures.past_targets(packet, years) if aim.measure == measure)
    claims = {claim: list(aims) for claim, aims in groupby(own, key=attrgetter("claim"))}
    return {claim: aims for claim, aims in claims.items() if any(aim.actual is not None for aim in aims)}


def _height(scales: Sequence[_Scale]) -> float:
    return sum(_TITLE + _ROW * scale.lines for scale in scales)


def _fitting(packet: Packet, claims: dict[str, Aims], measure: measures.PlanMeasure, year: int) -> list[_Scale]:
    """The scales of as many claims as a page holds: those with the largest outstanding amounts of ``year``, in their order."""
    names = list(claims)
    sizes = [measures.settled(packet, claim, "outstanding", year) for claim in names]
    for most in range(min(len(names), _MOST), 0, -1):
        own = {names[place]: claims[names[place]] for place in largest(sizes, most)}
        scales = _rate_scales(own) if measure == "collection_rate" else _amount_scales(own)
        if _height(scales) <= HIGHEST:
            return scales
    raise measures.missing(packet, "figures", f"{PLAN_NAMES[measure]}の実績")


def _rate_scales(claims: dict[str, Aims]) -> list[_Scale]:
    """From 99, from 90 and from 0 % to 100: each claim in the finest that holds it."""
    least = {claim: min(_values(aims)) for claim, aims in claims.items()}
    lows = (*_LOWS, min([0.0, *least.values()]))
    scales, before = [], float("inf")
    for low in lows:
        own = {claim: aims for claim, aims in claims.items() if low <= least[claim] < before}
        before = low
        if own:
            scales.append(_Scale(low, max([100.0, *(value for aims in own.values() for value in _values(aims))]), own))
    return scales


def _amount_scales(claims: dict[str, Aims]) -> list[_Scale]:
    """From zero to a round number above the greatest amount, to a tenth of it, to a hundredth: each claim in the finest that holds it."""
    most = {claim: max(_values(aims)) for claim, aims in claims.items()}
    greatest = max([1.0, *most.values()])
    power = 10 ** floor(log10(greatest))
    top = next(step * power for step in _STEPS if step * power >= greatest)
    scales = []
    for place in range(_SCALES):
        high, finer = top / 10**place, top / 10 ** (place + 1) if place < _SCALES - 1 else float("-inf")
        own = {claim: aims for claim, aims in claims.items() if finer < most[claim] <= high}
        if own:
            scales.append(_Scale(min([0.0, *(value for aims in own.values() for value in _values(aims))]), high, own))
    return scales


def _values(aims: Aims) -> list[float]:
    return [float(value) for aim in aims for value in (aim.target, aim.actual) if value is not None]


def _draw(packet: Packet, part: SubFigure, scale: _Scale, years: Sequence[int], unit: str) -> None:
    """The panels of one scale under a heading that says which."""
    number = packet.notation.number
    ends = [number(Decimal(f"{end:.10g}")) for end in (scale.low, scale.high)]
    part.suptitle(f"縦軸は{ends[0]}～{ends[1]}{unit}", x=0.01, ha="left", fontsize=8, fontweight="bold")
    panels = part.subplots(scale.lines, _COLUMNS, sharey=True, squeeze=False)
    for axes, own in zip_longest(panels.flat, scale.claims.items()):
        if own is None:
            axes.set_visible(False)
            continue
        claim, aims = own
        _panel(axes, packet.ledger.claim(claim)["short_name"], aims)
        _years(packet, axes, aims, years)
    room = (scale.high - scale.low) * 0.1
    axes = panels[0][0]
    axes.set_ylim(scale.low - room, scale.high + room)
    axes.yaxis.set_major_locator(FixedLocator([scale.low, (scale.low + scale.high) / 2, scale.high]))
    number_axis(axes.yaxis, packet.notation)


def _panel(axes: Axes, title: str, aims: Aims) -> None:
    _line(axes, aims, "target", color=QUIET, linestyle="--", marker="_", markersize=9)
    _line(axes, aims, "actual", color=THIS, linestyle="-")
    for aim in aims:
        if aim.actual is not None:
            marker, colour = _MARKS[aim.met]
            axes.plot(aim.fiscal_year, float(aim.actual), marker, color=colour, markersize=6, zorder=3)
    axes.set_title(short(title, _TITLE_WIDTH, lines=1), fontsize=8, pad=3)
    axes.grid(axis="x", visible=False)
    axes.tick_params(axis="y", labelsize=SMALL)


def _years(packet: Packet, axes: Axes, aims: Aims, years: Sequence[int]) -> None:
    """Each year under its panel, and below it the result, where there is room for that."""
    results = [
        packet.notation.number(aim.actual, _places(packet, aim)) if aim.actual is not None else "" for aim in aims
    ]
    room = _YEAR * 4 / len(years)
    fits = max(breadth(text) for text in results) <= room
    shown = [
        (aim, text)
        for place, (aim, text) in enumerate(zip(aims, results, strict=True))
        if fits or place in (0, len(aims) - 1)
    ]
    axes.set_xticks(
        [aim.fiscal_year for aim, _ in shown],
        [f"{wareki.fiscal_year_short(aim.fiscal_year)}\n{text}" for aim, text in shown],
        fontsize=SMALL,
    )
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)


def _line(axes: Axes, aims: Aims, name: str, **look) -> None:
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
