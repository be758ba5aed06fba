"""Pictures over the twelve months of a fiscal year."""

import calendar
import datetime as dt

from helpers import wareki
from helpers.charts.chart import INK, LAST, MISSED, QUIET, THIS, Chart, canvas
from helpers.errors import DeskError
from helpers.packet import Packet
from helpers.tables.initiatives import period

_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)


def _position(text: str, fiscal_year: int, end: bool = False) -> float:
    """Where a day or month lies on an axis from 0 (1 April) to 12 (31 March); the end of it when ``end``."""
    year, month = int(text[:4]), int(text[5:7])
    place = (year - fiscal_year) * 12 + month - 4
    if len(text) == len("2026-06"):
        return place + (1 if end else 0)
    day = dt.date.fromisoformat(text).day
    return place + (day if end else day - 1) / calendar.monthrange(year, month)[1]


def _months(axes, labels: list[str]) -> None:
    """Twelve month columns across, ``labels`` down."""
    axes.set_xlim(0, 12)
    axes.set_xticks([month + 0.5 for month in range(12)], [f"{month}月" for month in _MONTHS])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels)
    axes.grid(visible=False)
    for month in range(1, 12):
        axes.axvline(month, color="#e0e0e0", linewidth=0.6, zorder=0)
    for row in range(1, len(labels)):
        axes.axhline(row - 0.5, color="#cccccc", linewidth=0.6, zorder=0)


def schedule(packet: Packet, fiscal_year: int) -> Chart:
    """The schedule of a fiscal year: meetings as dots, reports as squares, work as bars (arrows where the end is not known).

    DeskError ``missing-data`` if the year has none.
    """
    year = fiscal_year
    items, entries = packet.ledger["schedule_items"], packet.ledger["schedule"]
    items = items[items["fiscal_year"] == year]
    if not len(items):
        raise DeskError(
            "missing-data", f"{packet.ledger.folder}/schedule_items.csv に、fiscal_year が {year} の行がありません。"
        )
    labels = [f"{row.number} {_wrap(row.name, 12)}" for row in items.itertuples()]
    figure, axes = canvas(0.62 * len(labels) + 0.4)
    _months(axes, labels)
    for row, item in enumerate(items.itertuples()):
        own = entries[(entries["fiscal_year"] == year) & (entries["number"] == item.number)].sort_values("start")
        starts = [_position(entry.start, year) for entry in own.itertuples()]
        for entry, start, following in zip(own.itertuples(), starts, [*starts[1:], 12.0], strict=True):
            _entry(axes, row, entry, start, following, year)
    listing = "。".join(
        f"{item.name}: "
        + "、".join(
            f"{int(entry.start[5:])}月{'から' if entry.kind == 'work' else ''}{entry.label}"
            for entry in entries[(entries["fiscal_year"] == year) & (entries["number"] == item.number)].itertuples()
        )
        for item in items.itertuples()
    )
    return Chart(
        id="fig-schedule",
        caption=f"年間スケジュール（{wareki.fiscal_year(year)}。●は会議、■は報告・決定、帯は取組。帯の端の矢印は、終わりの月が原資料の文字から読めないもの）",
        alt=f"4月から3月までの帯の図。{listing}。",
        figure=figure,
    )


def _entry(axes, row: int, entry, start: float, following: float, fiscal_year: int) -> None:
    if entry.kind == "work":
        end = _position(entry.end, fiscal_year, end=True) if entry.end else following
        axes.barh(row + 0.2, end - start - 0.08, left=start + 0.04, height=0.3, color=LAST, zorder=2)
        if not entry.end:
            axes.annotate("", (end - 0.02, row + 0.2), (end - 0.3, row + 0.2), zorder=3,
                          arrowprops={"arrowstyle": "-|>", "color": THIS, "linewidth": 1.2})  # fmt: skip
        place, align = start + 0.06, "left"
    else:
        marker = "o" if entry.kind == "meeting" else "s"
        axes.plot(start + 0.5, row + 0.2, marker, color=MISSED if entry.kind == "meeting" else THIS, markersize=6)
        place, align = start + 0.5, "center"
    # A month column holds four characters of this size.
    room = 4 * (1 if entry.kind != "work" else max(1, int(following - start)))
    axes.text(place, row - 0.2, _wrap(entry.label, room), ha=align, va="center",
              fontsize=6.5, linespacing=1.05, color=INK)  # fmt: skip


def campaigns(packet: Packet, fiscal_year: int) -> Chart:
    """滞納整理強化期間 of every claim that has one, over the fiscal year. DeskError ``missing-data`` if none has."""
    table = packet.ledger["campaigns"]
    table = table[(table["fiscal_year"] == fiscal_year) & (table["start"] != "")]
    if not len(table):
        raise DeskError(
            "missing-data",
            f"{packet.ledger.folder}/campaigns.csv に、fiscal_year が {fiscal_year} で、始まり(start)のある行がありません。",
        )
    lines = list(dict.fromkeys(zip(table["claim"], table["group"], strict=True)))
    names = [packet.ledger.claim(claim)["short_name"] for claim, _ in lines]
    labels = [f"{name} {group}" if group else name for name, (_, group) in zip(names, lines, strict=True)]
    figure, axes = canvas(0.27 * len(labels) + 0.5)
    _months(axes, labels)
    claims = list(dict.fromkeys(claim for claim, _ in lines))
    for row, (claim, group) in enumerate(lines):
        colour = THIS if claims.index(claim) % 2 == 0 else QUIET  # neighbours differ
        own = table[(table["claim"] == claim) & (table["group"] == group)]
        for campaign in own.itertuples():
            start = _position(campaign.start, fiscal_year)
            end = _position(campaign.end, fiscal_year, end=True)
            axes.barh(row, end - start, left=start, height=0.55, color=colour, zorder=2)
            if campaign.round:
                axes.text((start + end) / 2, row, str(campaign.round), color="white", ha="center", va="center",
                          fontsize=7, zorder=3)  # fmt: skip
    spoken = "、".join(
        f"{label}は{'と'.join(period(c.start, c.end) for c in table[(table['claim'] == claim) & (table['group'] == group)].itertuples())}"
        for label, (claim, group) in zip(labels, lines, strict=True)
    )
    return Chart(
        id="fig-campaigns",
        caption=f"{wareki.fiscal_year(fiscal_year)}の滞納整理強化期間（数字は回）",
        alt=f"債権ごとの実施期間を4月から3月までの帯で示す。{spoken}。",
        figure=figure,
    )


def _wrap(text: str, width: int) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))
