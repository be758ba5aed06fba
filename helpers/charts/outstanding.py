"""Outstanding amounts by claim, bureau or section."""

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import (
    INK,
    LAST,
    MISSED,
    QUIET,
    SMALL,
    THIS,
    Chart,
    canvas,
    colours_above,
    fitting,
    largest,
    number_axis,
)
from helpers.charts.labels import distinct, ends, rows_down
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.terms import BY

_ROW, _REST = 0.23, 0.8  # inches: of two bars with their labels, and of what is above and below
_MOST = fitting(_ROW, _REST)


def cuts(packet: Packet, by: str, without_major: bool = False) -> Chart:
    """収入未済額と削減率を、今年度と前年度の棒で比べる図。大きく悪くなったものは赤枠。

    例::

        charts.cuts(packet, "claim")

    題: 債権別の収入未済額（過年、令和7年10月末、赤枠は削減率が前年度より3ポイント以上低下）
    ``by``: claim(債権)、bureau(局)、section(課)。``without_major=True`` は、
    主要なものを除く。一頁に収まらなければ大きい順。
    データがないとき: 何のデータがないかを言って止まる。
    """
    every = measures.cuts(packet, by, without_major)
    rows = [every[place] for place in largest([row.this.outstanding for row in every], _MOST)]
    figure, axes = canvas(_ROW * len(rows) + _REST)
    labels = distinct([row.label for row in rows], [row.name for row in rows])
    values = [float(_summary(packet, day.outstanding)) for row in rows for day in _shown(row)]
    written = [_bars(packet, axes, place, row) for place, row in enumerate(rows)]
    _, limit = ends(values, [text for texts in written for text in texts], labels)
    for place, row in enumerate(rows):
        if packet.is_worse(row.cut_points):
            axes.barh(place, limit * 0.998, height=0.94, facecolor="none", edgecolor=MISSED, linewidth=1.2, zorder=4)
    axes.set_xlim(0, limit)
    number_axis(axes.xaxis, packet.notation)
    rows_down(axes, labels, size=SMALL)
    axes.set_xlabel(f"収入未済額（{packet.city.units.summary}）。括弧内は過年調定額からの削減率")
    moment = measures.moment(packet)
    year = moment.fiscal_year
    colours_above(axes, {wareki.fiscal_year(year - 1): LAST, wareki.fiscal_year(year): THIS})
    most = f"、大きい順の{_MOST}{BY[by]}" if len(rows) < len(every) else ""
    return Chart(
        id=f"fig-cuts-{by}" + ("-minor" if without_major else ""),
        caption=f"{BY[by]}別の収入未済額{'（主要を除く）' if without_major else ''}"
        f"（過年、{moment.words}{most}{_red(packet)}）",
        alt=f"{_message(packet, BY[by], every)}{'。'.join(_spoken(packet, rows, labels, written))}。",
        figure=figure,
    )


def _shown(row: measures.Cut) -> list[measures.Share]:
    """The years that have a bar, last year's first."""
    return [day for day in (row.last, row.this) if day.outstanding is not None]


def _summary(packet: Packet, amount: Decimal) -> Decimal:
    return convert_money(amount, packet.city.units.table, packet.city.units.summary)


def _bars(packet: Packet, axes: Axes, place: int, row: measures.Cut) -> list[str]:
    """Draw the bars of one claim, bureau or section; gives what is written beside them."""
    notation, texts = packet.notation, []
    for day in _shown(row):
        is_this = day is row.this
        amount = _summary(packet, day.outstanding)
        height = place + (0.225 if is_this else -0.225)
        axes.barh(height, float(amount), height=0.38, color=THIS if is_this else LAST, zorder=2)
        texts.append(f"{notation.number(amount, 1)}（{notation.number(day.cut, packet.city.decimals)}%）")
        axes.annotate(texts[-1], (float(amount), height), textcoords="offset points", xytext=(3, 0), va="center",
                      fontsize=SMALL, color=INK if is_this else QUIET)  # fmt: skip
    return texts


def _message(packet: Packet, by: str, rows: Sequence[measures.Cut]) -> str:
    """Who owes most, how many owe more than last year, and whose cut fell behind."""
    known = [row for row in rows if row.this.outstanding is not None]
    if not known:
        return ""
    most = max(known, key=lambda row: row.this.outstanding)
    changes = [row.this.outstanding - row.last.outstanding for row in known if row.last.outstanding is not None]
    amount = packet.notation.number(_summary(packet, most.this.outstanding), 1) + packet.city.units.summary
    moved = [change > 0 for change in changes if change]
    said = f"最も大きいのは{most.label}の{amount}。前年度より増えたのは{moved.count(True)}{by}、減ったのは{moved.count(False)}{by}。"
    if packet.city.thresholds.worse_points is None:
        return said
    return f"{said}削減率が大きく低下したのは{sum(packet.is_worse(row.cut_points) for row in rows)}{by}。"


def _spoken(
    packet: Packet, rows: Sequence[measures.Cut], labels: Sequence[str], written: Sequence[list[str]]
) -> list[str]:
    worse = ["、削減率が大きく低下" * packet.is_worse(row.cut_points) for row in rows]
    return [f"{label} {'から'.join(texts)}{more}" for label, texts, more in zip(labels, written, worse, strict=True)]


def _red(packet: Packet) -> str:
    threshold = packet.city.thresholds.worse_points
    return "" if threshold is None else f"、赤枠は削減率が前年度より{threshold:g}ポイント以上低下"
