"""Plan periods, and a flow of steps."""

from helpers import wareki
from helpers.charts.chart import INK, LAST, THIS, Chart, canvas
from helpers.packet import Packet
from helpers.tables.plan import plan_results


def plans(packet: Packet) -> Chart:
    """Outstanding amount as bars and rate as a line, a plan period a place."""
    known, notation, unit = plan_results(packet), packet.notation, packet.city.units.summary
    labels = [f"{plan['name']}\n（{wareki.fiscal_year(plan['fiscal_year'])}決算）" for plan in known]
    figure, (above, below) = canvas(2.8, rows=2, sharex=True)
    above.plot(range(len(known)), [float(plan["rate"]) for plan in known], "o-", color=THIS, linewidth=1.8)
    below.bar(range(len(known)), [float(plan["outstanding"]) for plan in known], color=LAST, width=0.5, zorder=2)
    for place, plan in enumerate(known):
        rate, amount = notation.number(plan["rate"]), notation.number(plan["outstanding"])
        above.annotate(f"{rate}%", (place, float(plan["rate"])), textcoords="offset points", xytext=(0, 8), ha="center")
        below.annotate(
            amount, (place, float(plan["outstanding"])), textcoords="offset points", xytext=(0, 3), ha="center"
        )
    above.set_ylabel("収納率（%）")
    below.set_ylabel(f"収入未済額（{unit}）")
    below.set_xticks(range(len(known)), labels)
    above.margins(x=0.15, y=0.3)
    below.margins(y=0.18)
    for axes in (above, below):
        axes.grid(axis="x", visible=False)
    spoken = "。".join(
        f"{plan['name']}は収納率{notation.number(plan['rate'])}%、収入未済額{notation.number(plan['outstanding'])}{unit}"
        for plan in known
    )
    return Chart(id="fig-plans", caption="計画期間ごとの収納率と収入未済額の推移", alt=f"{spoken}。", figure=figure)


def flow(packet: Packet, fiscal_year: int) -> Chart:
    """The steps of a year's schedule as boxes joined by arrows."""
    items, entries = packet.ledger["schedule_items"], packet.ledger["schedule"]
    items = items[items["fiscal_year"] == fiscal_year].sort_values("number")
    figure, axes = canvas(1.1)
    axes.set_axis_off()
    axes.set_xlim(0, len(items))
    axes.set_ylim(0, 1)
    spoken = []
    for place, item in enumerate(items.itertuples()):
        own = entries[(entries["fiscal_year"] == fiscal_year) & (entries["number"] == item.number)]
        months = [f"{int(month[5:])}月" for month in (own["start"].min(), own["end"].max()) if month]
        when = "～".join(dict.fromkeys(months))
        box = {"boxstyle": "round,pad=0.6", "facecolor": "#e8edf3", "edgecolor": THIS}
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
