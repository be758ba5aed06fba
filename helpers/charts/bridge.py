"""From the opening to the target of the carried-over amounts."""

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, SMALL, THIS, Chart, canvas, number_axis
from helpers.charts.spoken import course
from helpers.notation import convert_money
from helpers.packet import Packet

_LOOKS = {"assessed": (LAST, LAST, ""), "outstanding": (THIS, THIS, ""), "target": ("white", THIS, "///")}


def bridge(packet: Packet) -> Chart:
    """過年の収入未済額を、期首・会議の日・目標の三本の棒と矢印で示す図。目標がなければ二本。

    例::

        charts.bridge(packet)

    題: 過年の収入未済額：期首から目標まで（括弧内は前の段からの増減と、過年調定額に対する割合。斜線は目標）
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)か決算の、合計の金額が要る。
    """
    steps, unit = measures.bridge(packet), packet.city.units.sentence
    names = [_name(packet, step) for step in steps]
    figure, axes = canvas(3.2)
    heights = [float(convert_money(step.amount, packet.city.units.table, unit)) for step in steps]
    for place, (step, height) in enumerate(zip(steps, heights, strict=True)):
        _bar(packet, axes, place, step, height)
    for place, (before, now) in enumerate(pairwise(heights)):
        axes.annotate("", (place + 0.5, now), (place + 0.5, before), arrowprops={"arrowstyle": "-|>", "color": INK})
    axes.set_xticks(range(len(steps)), names)
    axes.set_xlim(-0.5, len(steps) - 0.5)
    axes.set_ylim(0, max(heights) * 1.2)
    number_axis(axes.yaxis, packet.notation)
    axes.set_ylabel(unit)
    has_target = steps[-1].name == "target"
    to, aim = ("目標", "。斜線は目標") if has_target else (measures.moment(packet).words, "")
    spoken = [name.replace("\n", "") + _money(packet, step.amount) for name, step in zip(names, steps, strict=True)]
    return Chart(
        id="fig-bridge",
        caption=f"過年の収入未済額：期首から{to}まで（括弧内は前の段からの増減と、過年調定額に対する割合{aim}）",
        alt=f"{_message(packet, steps)}棒と矢印の図。{'、'.join(spoken)}。",
        figure=figure,
    )


def _name(packet: Packet, step: measures.Step) -> str:
    """When, and what."""
    moment = measures.moment(packet)
    year = wareki.fiscal_year(moment.fiscal_year)
    return {
        "assessed": f"{year}\n過年調定額",
        "outstanding": f"{moment.words}\n収入未済額",
        "target": f"{year}\n目標収入未済額",
    }[step.name]


def _bar(packet: Packet, axes: Axes, place: int, step: measures.Step, height: float) -> None:
    """The bar of a step under its amount, and what changed since the step before."""
    colour, edge, hatch = _LOOKS[step.name]
    axes.bar(place, height, color=colour, edgecolor=edge, hatch=hatch, width=0.5)
    lift = 4
    if step.change is not None:
        share = packet.notation.number(step.share, 1, signed=True)
        text = f"（{_money(packet, step.change, signed=True)}、{share}%）"
        axes.annotate(text, (place, height), textcoords="offset points", xytext=(0, lift), ha="center", fontsize=SMALL)
        lift += 12
    axes.annotate(_money(packet, step.amount), (place, height), textcoords="offset points",
                  xytext=(0, lift), ha="center", fontsize=11)  # fmt: skip


def _message(packet: Packet, steps: Sequence[measures.Step]) -> str:
    opening, now, *target = steps
    amounts = (_money(packet, step.amount) for step in (opening, now))
    said = f"過年の収入未済額は、期首から{measures.moment(packet).words}までに{course(*amounts, now.change)}。"
    if not target:
        return said
    left = target[0].change
    if left >= 0:
        return f"{said}目標の{_money(packet, target[0].amount)}に達した。"
    return f"{said}目標の{_money(packet, target[0].amount)}まで{_money(packet, -left)}。"


def _money(packet: Packet, amount, signed: bool = False) -> str:
    unit = packet.city.units.sentence
    return packet.notation.number(convert_money(amount, packet.city.units.table, unit), 0, signed) + unit
