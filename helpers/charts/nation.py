"""The rates of all municipalities over what they are owed: small ones swing, and the picture is a funnel."""

from collections.abc import Sequence
from decimal import Decimal

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, THIS, Chart, canvas, legend_above, number_axis, rate_axis
from helpers.notation import MONEY
from helpers.packet import Packet

_UNIT = "億円"


def rate_funnel(packet: Packet, claim: str) -> Chart:
    """一つの債権の収納率を、調定額の小さい団体から大きい団体へ並べた図。この市に印を付ける。

    例::

        charts.rate_funnel(packet, "municipal_tax")

    題: 収納率と調定額（市税、○年度決算。帯は規模ごとの中央値と散らばりの2倍）
    ``claim``: claims.csv の債権の名。
    データがないとき: data/rates.csv がないか、この市の行がなければ止まる。
    """
    rows = measures.country(packet, claim)
    own = next(row for row in rows if row.city == packet.name)
    figure, axes = canvas(3.6)
    spreads = measures.spreads(packet, claim)
    for spread in spreads:
        amounts = [_amount(row) for row in rows if row.size == spread.size]
        if spread.middle is not None:
            edges = (spread.middle + side * 2 * spread.spread for side in (-1, 1))
            low, high = (min(max(edge, Decimal(0)), Decimal(100)) for edge in edges)
            axes.fill_between(
                [min(amounts), max(amounts)], float(low), float(high), facecolor=(LAST, 0.35), edgecolor=LAST, zorder=1
            )
            axes.plot([min(amounts), max(amounts)], [float(spread.middle)] * 2, color=INK, linewidth=1, zorder=3)
    axes.plot([_amount(row) for row in rows], [float(row.rate) for row in rows], ".", color=THIS, markersize=3,
              zorder=2, label=f"{len(rows):,}団体")  # fmt: skip
    axes.plot(_amount(own), float(own.rate), "D", color=INK, markersize=7, zorder=4, label=packet.city.name)
    axes.set_xscale("log")
    number_axis(axes.xaxis, packet.notation)
    axes.set_xlabel(f"調定額（{_UNIT}、対数目盛）")
    axes.set_ylabel("収納率（%）")
    rate_axis(axes.yaxis, packet.notation, [float(row.rate) for row in rows])
    legend_above(axes, 2)
    name, year = packet.ledger.claim(claim)["name"], wareki.fiscal_year(packet.meeting.settled_year)
    return Chart(
        id=f"fig-rate-funnel-{claim.replace('_', '-')}",
        caption=f"収納率と調定額（{name}、{year}決算。帯は規模ごとの中央値と散らばりの2倍）",
        alt=f"{_message(packet, own, spreads)}横が調定額、縦が収納率の{len(rows):,}個の点と、規模ごとの中央値の線、散らばりの帯。",
        figure=figure,
    )


def _message(packet: Packet, own: measures.Rated, spreads: Sequence[measures.Spread]) -> str:
    """Where the city stands among those of its size."""
    number, places = packet.notation.number, packet.city.decimals
    middle = next(spread.middle for spread in spreads if spread.size == own.size)
    rate = f"{packet.city.name}は{number(own.rate, places)}%"
    if middle is None:
        return f"{rate}。"
    printed = number(middle, places)
    side = "と同じ" if printed == number(own.rate, places) else "より高い" if own.rate > middle else "より低い"
    return f"{rate}で、同じ規模の団体の中央値{printed}%{side}。"


def _amount(row: measures.Rated) -> float:
    return float(Decimal(row.assessed) / MONEY[_UNIT])
