"""Plan periods, and a flow of steps."""

from collections.abc import Sequence

from helpers import measures, wareki
from helpers.charts.chart import INK, THIS, Chart, canvas, fitting, number_axis, rate_axis
from helpers.charts.labels import on_line, short
from helpers.charts.spoken import RATE_ROSE_FELL, course
from helpers.packet import Packet
from helpers.palette import HEAD

_MOST_PERIODS, _IN_A_NAME = 5, 8  # periods side by side; characters of a name in a line
_STEPS, _STEP = 4, 1.1  # boxes side by side; inches of a row of them


def plan_periods(packet: Packet) -> Chart:
    """計画期間ごとの収入未済額の棒と収納率の折れ線の図。

    例::

        charts.plan_periods(packet)

    題: 計画期間ごとの収納率と収入未済額の推移
    データがないとき: 何のデータがないかを言って止まる。plans.csv と、計画期間の最後の決算が要る。
    """
    every, unit = measures.settled_periods(packet), packet.city.units.summary
    periods = every[-_MOST_PERIODS:]
    figure, (above, below) = canvas(2.8, rows=2, sharex=True)
    places, rates = range(len(periods)), [float(period.rate) for period in periods]
    amounts = [float(period.outstanding) for period in periods]
    above.plot(places, rates, "o-", color=THIS, linewidth=1.8)
    below.bar(places, amounts, color=THIS, width=0.5, zorder=2)
    on_line(above, places, rates, [_rate(packet, period) for period in periods], size=9)
    for place, (amount, period) in enumerate(zip(amounts, periods, strict=True)):
        below.annotate(packet.notation.number(period.outstanding), (place, amount), textcoords="offset points",
                       xytext=(0, 3), ha="center")  # fmt: skip
    above.set_ylabel("収納率（%）")
    rate_axis(above.yaxis, packet.notation, rates)
    number_axis(below.yaxis, packet.notation)
    below.set_ylabel(f"収入未済額（{unit}）")
    below.set_xticks(
        places, [f"{_wrap(p.name)}\n（{wareki.fiscal_year(p.fiscal_year)}決算）" for p in periods], fontsize=7.5
    )
    above.margins(x=0.15, y=0.45)
    below.margins(y=0.25)
    spoken = "。".join(_spoken(packet, period) for period in every)
    left = f"（新しい{len(periods)}期）" if len(periods) < len(every) else ""
    return Chart(
        id="fig-plans",
        caption=f"計画期間ごとの収納率と収入未済額の推移{left}",
        alt=f"{_message(packet, every)}{spoken}。",
        figure=figure,
    )


def _wrap(name: str) -> str:
    return short(name, _IN_A_NAME, lines=3)


def _message(packet: Packet, periods: Sequence[measures.PlanPeriod]) -> str:
    """Where rate and amount came from, and where they went."""
    first, last = periods[0], periods[-1]
    if first is last:
        return ""
    rates = course(_rate(packet, first), _rate(packet, last), last.rate - first.rate, RATE_ROSE_FELL)
    amounts = course(_amount(packet, first), _amount(packet, last), last.outstanding - first.outstanding)
    return f"{first.name}から{last.name}までに、収納率は{rates}。収入未済額は{amounts}。"


def _rate(packet: Packet, period: measures.PlanPeriod) -> str:
    return f"{packet.notation.number(period.rate)}%"


def _amount(packet: Packet, period: measures.PlanPeriod) -> str:
    return packet.notation.number(period.outstanding) + packet.city.units.summary


def _spoken(packet: Packet, period: measures.PlanPeriod) -> str:
    return f"{period.name}は収納率{_rate(packet, period)}、収入未済額{_amount(packet, period)}"


def flow(packet: Packet, fiscal_year: int) -> Chart:
    """一年の手順を、矢印でつないだ箱で示す図。

    例::

        charts.flow(packet, packet.fiscal_year)

    題: ○年度の流れ
    ``fiscal_year``: 西暦の年度。
    データがないとき: 何のデータがないかを言って止まる。schedule.csv が要る。
    """
    every = measures.schedule(packet, fiscal_year)
    items = every[: _STEPS * fitting(_STEP, 0)]
    lines = -(-len(items) // _STEPS)
    figure, axes = canvas(_STEP * lines)
    axes.set_axis_off()
    axes.set_xlim(0, min(len(items), _STEPS))
    axes.set_ylim(lines, 0)
    spoken = []
    for place, item in enumerate(items):
        row, column = divmod(place, _STEPS)
        when = _when(item)
        box = {"boxstyle": "round,pad=0.6", "facecolor": HEAD, "edgecolor": THIS}
        text = "\n".join(filter(None, (when, _wrap(item.name))))
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=9, color=INK, bbox=box,
                  linespacing=1.5)  # fmt: skip
        if column:
            axes.annotate("", (column + 0.08, row + 0.5), (column - 0.08, row + 0.5),
                          arrowprops={"arrowstyle": "-|>", "color": THIS})  # fmt: skip
        spoken.append(f"{when}に{item.name}" if when else item.name)
    return Chart(
        id="fig-flow",
        caption=f"{wareki.fiscal_year(fiscal_year)}の流れ{f'（初めの{len(items)}段）' if len(items) < len(every) else ''}",
        alt=f"{len(every)}段の手順で、左から右へ進む。{'、次に'.join(spoken)}。",
        figure=figure,
    )


def _when(item: measures.ScheduleItem) -> str:
    """From which month to which, as far as both are known."""
    first = min((entry.start for entry in item.entries), default="")
    last = max((entry.end for entry in item.entries), default="")
    return "～".join(dict.fromkeys(f"{int(month[5:7])}月" for month in (first, last) if month))
