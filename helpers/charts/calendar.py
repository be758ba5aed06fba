"""Pictures over the twelve months of a fiscal year."""

import calendar
import datetime as dt
from collections.abc import Sequence

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, MISSED, QUIET, THIS, Chart, canvas
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet

_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
_MARKERS = {"meeting": ("o", MISSED), "report": ("s", THIS)}
_IN_A_MONTH = 4  # characters of an entry that a month column holds


def position(text: str, fiscal_year: int, end: bool = False) -> float:
    """Where a day (``2025-11-04``) or month (``2025-11``) lies on an axis from 0 (1 April) to 12 (31 March); its ``end`` if asked."""
    year, month = int(text[:4]), int(text[5:7])
    place = (year - fiscal_year) * 12 + month - 4
    if len(text) == len("2026-06"):
        return place + (1 if end else 0)
    day = dt.date.fromisoformat(text).day
    return place + (day if end else day - 1) / calendar.monthrange(year, month)[1]


def _months(axes: Axes, labels: Sequence[str]) -> None:
    """Twelve month columns across, ``labels`` down."""
    axes.set_xlim(0, len(_MONTHS))
    axes.set_xticks([column + 0.5 for column in range(len(_MONTHS))], [f"{month}月" for month in _MONTHS])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels)
    axes.grid(visible=False)
    for column in range(1, len(_MONTHS)):
        axes.axvline(column, color="#e0e0e0", linewidth=0.6, zorder=0)
    for row in range(1, len(labels)):
        axes.axhline(row - 0.5, color="#cccccc", linewidth=0.6, zorder=0)


def schedule(packet: Packet, fiscal_year: int) -> Chart:
    """一年の予定の図。会議は●、報告・決定は■、取組は帯。

    例::

        charts.schedule(packet, packet.fiscal_year)

    題: 年間スケジュール（○年度。●は会議、■は報告・決定、帯は取組。帯の端の矢印は、終わりの月が原資料の文字から読めないもの）
    ``fiscal_year``: 西暦の年度。
    データがないとき: 何のデータがないかを言って止まる。schedule.csv が要る。
    """
    items = measures.schedule(packet, fiscal_year)
    figure, axes = canvas(0.62 * len(items) + 0.4)
    _months(axes, [f"{item.number} {_wrap(item.name, 12)}" for item in items])
    for row, item in enumerate(items):
        entries = sorted(item.entries, key=lambda entry: entry.start)
        starts = [position(entry.start, fiscal_year) for entry in entries]
        # Work of unknown end is drawn as far as what comes next.
        for entry, following in zip(entries, [*starts[1:], len(_MONTHS)], strict=False):
            _entry(axes, row, entry, following, fiscal_year)
    spoken = "。".join(f"{item.name}: {_listed(item) or NOT_IN_SOURCE}" for item in items)
    return Chart(
        id="fig-schedule",
        caption=f"年間スケジュール（{wareki.fiscal_year(fiscal_year)}。●は会議、■は報告・決定、帯は取組。帯の端の矢印は、終わりの月が原資料の文字から読めないもの）",
        alt=f"4月から3月までの帯の図。{spoken}。",
        figure=figure,
    )


def _entry(axes: Axes, row: int, entry: measures.Entry, following: float, fiscal_year: int) -> None:
    """An entry in the lower half of its row, its label in the upper half."""
    start = position(entry.start, fiscal_year)
    if entry.kind == "work":
        _work(axes, row, start, following if entry.is_open else position(entry.end, fiscal_year, end=True), entry)
        place, align, columns = start + 0.06, "left", max(1, int(following - start))
    else:
        marker, colour = _MARKERS[entry.kind]
        axes.plot(start + 0.5, row + 0.2, marker, color=colour, markersize=6)
        place, align, columns = start + 0.5, "center", 1
    axes.text(place, row - 0.2, _wrap(entry.label, _IN_A_MONTH * columns), ha=align, va="center",
              fontsize=6.5, linespacing=1.05, color=INK)  # fmt: skip


def _work(axes: Axes, row: int, start: float, end: float, entry: measures.Entry) -> None:
    axes.barh(row + 0.2, end - start - 0.08, left=start + 0.04, height=0.3, color=LAST, zorder=2)
    if entry.is_open:
        axes.annotate("", (end - 0.02, row + 0.2), (end - 0.3, row + 0.2), zorder=3,
                      arrowprops={"arrowstyle": "-|>", "color": THIS, "linewidth": 1.2})  # fmt: skip


def _listed(item: measures.ScheduleItem) -> str:
    return "、".join(
        f"{int(entry.start[5:])}月{'から' if entry.kind == 'work' else ''}{entry.label}" for entry in item.entries
    )


def campaigns(packet: Packet, fiscal_year: int) -> Chart:
    """債権ごとの滞納整理強化期間を、一年の帯で示す図。

    例::

        charts.campaigns(packet, packet.fiscal_year)

    題: ○年度の滞納整理強化期間（数字は回）
    ``fiscal_year``: 西暦の年度。
    データがないとき: 何のデータがないかを言って止まる。campaigns.csv が要る。
    """
    dated = [campaign for campaign in measures.campaigns(packet, fiscal_year) if campaign.start]
    if not dated:
        raise measures.missing(packet, "campaigns", f"fiscal_year が {fiscal_year} で、始まり(start)のある強化期間")
    lines: dict[tuple[str, str], list[measures.Campaign]] = {}
    for campaign in dated:
        lines.setdefault((campaign.claim, campaign.group), []).append(campaign)
    labels = [f"{packet.ledger.claim(claim)['short_name']} {group}".strip() for claim, group in lines]
    figure, axes = canvas(0.27 * len(labels) + 0.5)
    _months(axes, labels)
    claims = list(dict.fromkeys(claim for claim, _ in lines))
    for row, ((claim, _), own) in enumerate(lines.items()):
        colour = THIS if claims.index(claim) % 2 == 0 else QUIET  # neighbours differ
        for campaign in own:
            _campaign(axes, row, campaign, fiscal_year, colour)
    spoken = "、".join(
        f"{label}は{'と'.join(wareki.period(campaign.start, campaign.end) for campaign in own)}"
        for label, own in zip(labels, lines.values(), strict=True)
    )
    return Chart(
        id="fig-campaigns",
        caption=f"{wareki.fiscal_year(fiscal_year)}の滞納整理強化期間（数字は回）",
        alt=f"債権ごとの実施期間を4月から3月までの帯で示す。{spoken}。",
        figure=figure,
    )


def _campaign(axes: Axes, row: int, campaign: measures.Campaign, fiscal_year: int, colour: str) -> None:
    start, end = position(campaign.start, fiscal_year), position(campaign.end, fiscal_year, end=True)
    axes.barh(row, end - start, left=start, height=0.55, color=colour, zorder=2)
    if campaign.round:
        axes.text((start + end) / 2, row, str(campaign.round), color="white", ha="center", va="center",
                  fontsize=7, zorder=3)  # fmt: skip


def _wrap(text: str, width: int) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))
