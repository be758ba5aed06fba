"""Plan periods, and a flow of steps."""

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, THIS, Chart, canvas, number_axis
from helpers.packet import Packet
from helpers.palette import HEAD


def plan_periods(packet: Packet) -> Chart:
    """計画期間ごとの収入未済額の棒と収納率の折れ線の図。

    例::

        charts.plan_periods(packet)

    題: 計画期間ごとの収納率と収入未済額の推移
    データがないとき: 何のデータがないかを言って止まる。plans.csv と、計画期間の最後の決算が要る。
    """
    periods, unit = measures.settled_periods(packet), packet.city.units.summary
    figure, (above, below) = canvas(2.8, rows=2, sharex=True)
    places, rates = range(len(periods)), [float(period.rate) for period in periods]
    amounts = [float(period.outstanding) for period in periods]
    above.plot(places, rates, "o-", color=THIS, linewidth=1.8)
    below.bar(places, amounts, color=LAST, width=0.5, zorder=2)
    _label(above, rates, [f"{packet.notation.number(period.rate)}%" for period in periods], lift=8)
    _label(below, amounts, [packet.notation.number(period.outstanding) for period in periods], lift=3)
    above.set_ylabel("収納率（%）")
    number_axis(below.yaxis, packet.notation)
    below.set_ylabel(f"収入未済額（{unit}）")
    below.set_xticks(places, [f"{p.name}\n（{wareki.fiscal_year(p.fiscal_year)}決算）" for p in periods])
    above.margins(x=0.15, y=0.3)
    below.margins(y=0.18)
    for axes in (above, below):
        axes.grid(axis="x", visible=False)
    spoken = "。".join(_spoken(packet, period) for period in periods)
    return Chart(id="fig-plans", caption="計画期間ごとの収納率と収入未済額の推移", alt=f"{spoken}。", figure=figure)


def _label(axes, heights: list[float], texts: list[str], lift: int) -> None:
    for place, (height, text) in enumerate(zip(heights, texts, strict=True)):
        axes.annotate(text, (place, height), textcoords="offset points", xytext=(0, lift), ha="center")


def _spoken(packet: Packet, period: measures.PlanPeriod) -> str:
    rate, amount = packet.notation.number(period.rate), packet.notation.number(period.outstanding)
    return f"{period.name}は収納率{rate}%、収入未済額{amount}{packet.city.units.summary}"


def flow(packet: Packet, fiscal_year: int) -> Chart:
    """一年の手順を、矢印でつないだ箱で示す図。

    例::

        charts.flow(packet, packet.fiscal_year)

    題: ○年度の流れ
    ``fiscal_year``: 西暦の年度。
    データがないとき: 何のデータがないかを言って止まる。schedule.csv が要る。
    """
    items = measures.schedule(packet, fiscal_year)
    figure, axes = canvas(1.1)
    axes.set_axis_off()
    axes.set_xlim(0, len(items))
    axes.set_ylim(0, 1)
    spoken = []
    for place, item in enumerate(items):
        first = min((entry.start for entry in item.entries), default="")
        last = max((entry.end for entry in item.entries), default="")
        months = [f"{int(month[5:])}月" for month in (first, last) if month]
        when = "～".join(dict.fromkeys(months))
        box = {"boxstyle": "round,pad=0.6", "facecolor": HEAD, "edgecolor": THIS}
        text = f"{when}\n{item.name}"
        axes.text(place + 0.5, 0.5, text, ha="center", va="center", fontsize=10, color=INK, bbox=box, linespacing=1.6)
        if place:
            axes.annotate("", (place + 0.16, 0.5), (place - 0.16, 0.5), arrowprops={"arrowstyle": "-|>", "color": THIS})
        spoken.append(f"{when}に{item.name}")
    return Chart(
        id="fig-flow",
        caption=f"{wareki.fiscal_year(fiscal_year)}の流れ",
        alt=f"左から右への流れ。{'、次に'.join(spoken)}。",
        figure=figure,
    )
