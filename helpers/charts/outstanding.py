"""Outstanding amounts: from the opening to the target, and by claim, bureau or section."""

import itertools

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, MISSED, QUIET, THIS, Chart, canvas, largest
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.tables.outstanding import cuts_frame, positions
from helpers.terms import BY

_MOST = 36  # bars that a page holds


def bridge(packet: Packet) -> Chart:
    """Carried-over money of all claims: the year's opening, the day of the meeting, the target."""
    total = _total(packet)
    unit, notation = packet.city.units.sentence, packet.notation
    amounts = [
        convert_money(total[key], packet.city.units.table, unit) for key in ("assessed", "outstanding", "target")
    ]
    year = wareki.fiscal_year(packet.fiscal_year)
    month = wareki.month(packet.as_of)
    labels = [f"{year}\n過年調定額", f"{month}末\n収入未済額", f"{year}\n目標収入未済額"]
    figure, axes = canvas(3.2)
    values = [float(amount) for amount in amounts]
    axes.bar(
        range(3), values, color=[LAST, THIS, "white"], edgecolor=[LAST, THIS, THIS], hatch=["", "", "///"], width=0.5
    )
    for place, amount in enumerate(amounts):
        axes.annotate(f"{notation.number(amount, 0)}{unit}", (place, float(amount)), textcoords="offset points",
                      xytext=(0, 4), ha="center", fontsize=11)  # fmt: skip
    for place, (high, low) in enumerate(itertools.pairwise(amounts)):
        middle = place + 0.5
        axes.annotate(
            "", (middle, float(low)), (middle, float(high)), arrowprops={"arrowstyle": "-|>", "color": MISSED}
        )
        share = total["cut"] if place == 0 else (low - high) / amounts[0] * 100
        text = f"{notation.number(low - high, 0)}{unit}\n（{notation.number(share, 1)}%）"
        axes.text(middle + 0.03, float((high + low) / 2), text, va="center", fontsize=9, color=INK)
    axes.set_xticks(range(3), labels)
    axes.set_ylim(0, max(values) * 1.15)
    axes.set_ylabel(unit)
    axes.grid(axis="x", visible=False)
    spoken = "、".join(
        f"{label.replace(chr(10), '')}{notation.number(amount, 0)}{unit}"
        for label, amount in zip(labels, amounts, strict=True)
    )
    return Chart(
        id="fig-bridge",
        caption="過年の収入未済額：期首から目標まで（括弧内は過年調定額に対する割合）",
        alt=f"棒と矢印の図。{spoken}。",
        figure=figure,
    )


def _total(packet: Packet) -> dict:
    return measures.total_of(positions(packet, "carried_over")).to_dict()


def cuts(packet: Packet, by: str, without_major: bool = False) -> Chart:
    """Outstanding this year and last with the cut rate; what the city marks as worse is framed in red.

    Of more than a page holds, the largest; the table has them all.
    """
    frame = cuts_frame(packet, by, without_major)
    chosen = largest(list(frame["outstanding"]), _MOST)
    most = f"、大きい順の{_MOST}{BY[by]}" if len(chosen) < len(frame) else ""
    frame = frame.iloc[chosen].reset_index(drop=True)
    summary, places, notation = packet.city.units.summary, packet.city.decimals, packet.notation
    figure, axes = canvas(0.24 * len(frame) + 0.5)
    reach, spoken = 0.0, []
    for row, record in enumerate(frame.to_dict("records")):
        texts = []
        for suffix, shift, colour in (("_last", -0.19, LAST), ("", 0.19, THIS)):
            if record[f"outstanding{suffix}"] is None:
                continue
            amount = convert_money(record[f"outstanding{suffix}"], packet.city.units.table, summary)
            axes.barh(row + shift, float(amount), height=0.36, color=colour, zorder=2)
            text = f"{notation.number(amount, 1)}（{notation.number(record[f'cut{suffix}'], places)}%）"
            axes.annotate(text, (float(amount), row + shift), textcoords="offset points", xytext=(3, 0), va="center",
                          fontsize=6, color=INK if suffix == "" else QUIET)  # fmt: skip
            reach = max(reach, float(amount))
            texts.append(text)
        framed = packet.is_worse(record["cut_points"])
        spoken.append(f"{record['label']} {'から'.join(texts)}" + ("、削減率が大きく低下" if framed else ""))
    limit = reach * 1.28
    for row, record in enumerate(frame.to_dict("records")):
        if packet.is_worse(record["cut_points"]):
            axes.barh(row, limit * 0.998, height=0.92, facecolor="none", edgecolor=MISSED, linewidth=1.2, zorder=4)
    axes.set_xlim(0, limit)
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.set_yticks(range(len(frame)), list(frame["label"]), fontsize=7)
    axes.set_xlabel(f"収入未済額（{summary}）。括弧内は過年調定額からの削減率")
    axes.grid(axis="y", visible=False)
    years = [wareki.fiscal_year(packet.fiscal_year - back) for back in (1, 0)]
    handles = [axes.barh(0, 0, color=colour) for colour in (LAST, THIS)]
    axes.legend(handles, years, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)
    without = "（主要を除く）" if without_major else ""
    threshold = packet.city.thresholds.worse_points
    red = f"、赤枠は削減率が前年度より{threshold:g}ポイント以上低下" if threshold is not None else ""
    return Chart(
        id=f"fig-cuts-{by}" + ("-minor" if without_major else ""),
        caption=f"{BY[by]}別の収入未済額{without}（過年、{wareki.month(packet.as_of)}末{most}{red}）",
        alt="。".join(spoken) + "。",
        figure=figure,
    )
