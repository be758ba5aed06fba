"""Pictures over the twelve months of a fiscal year."""

import calendar
import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from matplotlib.axes import Axes

from helpers import measures, wareki
from helpers.charts.chart import INK, LAST, PLAIN, SMALL, THIS, Chart, canvas, fitting
from helpers.charts.labels import broken, distinct
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet

_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
_MARKERS = {"meeting": "o", "report": "s"}
_IN_A_MONTH = 4  # characters of an entry that a month column holds
_IN_A_NAME, _MOST_LINES = 12, 4  # characters and lines of what stands in a row
# Inches.
_LINE, _MARKER, _REST = (
    0.135,
    0.24,
    0.4,
)  # of a row: a line of its labels, marker or bar below them; what is above all rows
_CAMPAIGN = 0.29  # the row of a campaign
_ROOM = 0.5  # months that a number needs
_BEHIND = PLAIN | {"pad": 0.5}


def position(text: str, fiscal_year: int, end: bool = False) -> float:
    """Where a day (``2025-11-04``) or month (``2025-11``) lies on an axis from 0 (1 April) to 12 (31 March); its ``end`` if asked."""
    year, month = int(text[:4]), int(text[5:7])
    place = (year - fiscal_year) * 12 + month - 4
    if len(text) == len("2026-06"):
        return place + (1 if end else 0)
    day = dt.date.fromisoformat(text).day
    return place + (day if end else day - 1) / calendar.monthrange(year, month)[1]


def _months(axes: Axes, labels: Sequence[str], size: float) -> None:
    """Twelve month columns across, ``labels`` down."""
    axes.set_xlim(0, len(_MONTHS))
    axes.set_xticks([column + 0.5 for column in range(len(_MONTHS))], [f"{month}月" for month in _MONTHS])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks(range(len(labels)), labels, fontsize=size)
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
    every = measures.schedule(packet, fiscal_year)
    names = [_wrap(f"{item.number} {item.name}", _IN_A_NAME) for item in every]
    written = [_written(item, fiscal_year) for item in every]
    lines = max(text.count("\n") + 1 for text in [*names, *(text for texts in written for text, *_ in texts)])
    height = _MARKER + _LINE * lines
    items = every[: fitting(height, _REST)]
    figure, axes = canvas(height * len(items) + _REST)
    _months(axes, names[: len(items)], SMALL)
    for row, (item, texts) in enumerate(zip(items, written, strict=False)):
        for text, place, align in texts:
            axes.text(place, row - 0.5 + 0.04 / height, text, ha=align, va="top", fontsize=SMALL, linespacing=1.05,
                      color=INK, bbox=_BEHIND)  # fmt: skip
        entries = _sorted(item)
        ends = [*(position(entry.start, fiscal_year) for entry in entries[1:]), len(_MONTHS)]
        # Work of unknown end is drawn as far as what comes next.
        for entry, following in zip(entries, ends, strict=False):
            _entry(axes, row + 0.5 - 0.13 / height, 0.16 / height, entry, following, fiscal_year)
    spoken = "。".join(f"{item.name}: {_listed(item) or NOT_IN_SOURCE}" for item in every)
    left = f"。初めの{len(items)}件" if len(items) < len(every) else ""
    return Chart(
        id="fig-schedule",
        caption=f"年間スケジュール（{wareki.fiscal_year(fiscal_year)}。●は会議、■は報告・決定、帯は取組。帯の端の矢印は、終わりの月が原資料の文字から読めないもの{left}）",
        alt=f"{_busy(every)}4月から3月までの帯の図。{spoken}。",
        figure=figure,
    )


def _sorted(item: measures.ScheduleItem) -> list[measures.Entry]:
    return sorted(item.entries, key=lambda entry: entry.start)


def _written(item: measures.ScheduleItem, fiscal_year: int) -> list[tuple[str, float, str]]:
    """What stands in the row of ``item``, where, and how it is aligned: entries that begin in the same month share a text."""
    months = groupby(_sorted(item), key=lambda entry: int(position(entry.start, fiscal_year)))
    starts = [(month, list(entries)) for month, entries in months]
    texts = []
    for (month, entries), (following, _) in zip(starts, [*starts[1:], (len(_MONTHS), [])], strict=False):
        is_work = all(entry.kind == "work" for entry in entries)
        columns = following - month if is_work else 1
        text = _wrap("\n".join(entry.label for entry in entries), _IN_A_MONTH * columns)
        texts.append((text, month + 0.06, "left") if is_work else (text, month + 0.5, "center"))
    return texts


def _busy(items: Sequence[measures.ScheduleItem]) -> str:
    """How much of what kind there is, and when the meetings are."""
    entries = [entry for item in items for entry in item.entries]
    meetings = sorted({entry.start for entry in entries if entry.kind == "meeting"})
    when = f"（{'、'.join(f'{int(start[5:7])}月' for start in meetings)}）" if meetings else ""
    reports, work = (sum(entry.kind == kind for entry in entries) for kind in ("report", "work"))
    return f"会議のある月は{len(meetings)}つ{when}、報告・決定は{reports}件、取組は{work}件。"


def _entry(axes: Axes, y: float, height: float, entry: measures.Entry, following: float, fiscal_year: int) -> None:
    """An entry at the foot of its row: a marker in the middle of its month, or a bar."""
    start = position(entry.start, fiscal_year)
    if entry.kind == "work":
        _work(axes, y, height, start, following if entry.is_open else position(entry.end, fiscal_year, end=True), entry)
    else:
        axes.plot(start + 0.5, y, _MARKERS[entry.kind], color=THIS, markersize=6)


def _work(axes: Axes, y: float, height: float, start: float, end: float, entry: measures.Entry) -> None:
    axes.barh(y, end - start - 0.08, left=start + 0.04, height=height, color=LAST, zorder=2)
    if entry.is_open:
        axes.annotate("", (end - 0.02, y), (end - 0.3, y), zorder=3,
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
    names = [f"{packet.ledger.claim(claim)['short_name']} {group}".strip() for claim, group in lines]
    shown = dict(list(lines.items())[: fitting(_CAMPAIGN, 0.5)])
    figure, axes = canvas(_CAMPAIGN * len(shown) + 0.5)
    _months(axes, [broken(name) for name in distinct(names, names)[: len(shown)]], SMALL)
    for row, own in enumerate(shown.values()):
        for campaign in own:
            _campaign(axes, row, campaign, fiscal_year)
    spoken = "、".join(
        f"{name}は{'と'.join(wareki.period(campaign.start, campaign.end) for campaign in own)}"
        for name, own in zip(names, lines.values(), strict=True)
    )
    left = f"、初めの{len(shown)}行" if len(shown) < len(lines) else ""
    return Chart(
        id="fig-campaigns",
        caption=f"{wareki.fiscal_year(fiscal_year)}の滞納整理強化期間（数字は回{left}）",
        alt=f"{_busiest(dated, fiscal_year)}債権ごとの実施期間を4月から3月までの帯で示す。{spoken}。",
        figure=figure,
    )


def _busiest(dated: Sequence[measures.Campaign], fiscal_year: int) -> str:
    """The month in which most claims have a campaign."""
    claims = [
        {
            campaign.claim
            for campaign in dated
            if position(campaign.start, fiscal_year) < month + 1
            and position(campaign.end, fiscal_year, end=True) > month
        }
        for month in range(len(_MONTHS))
    ]
    most = max(map(len, claims))
    months = [f"{month}月" for month, own in zip(_MONTHS, claims, strict=True) if len(own) == most]
    return f"強化期間のある債権が最も多いのは{'と'.join(months)}で、{most}債権。"


def _campaign(axes: Axes, row: int, campaign: measures.Campaign, fiscal_year: int) -> None:
    start, end = position(campaign.start, fiscal_year), position(campaign.end, fiscal_year, end=True)
    axes.barh(row, end - start, left=start, height=0.55, color=THIS, edgecolor="white", linewidth=0.6, zorder=2)
    if campaign.round and end - start >= _ROOM:
        axes.text((start + end) / 2, row, str(campaign.round), color="white", ha="center", va="center",
                  fontsize=SMALL, zorder=3)  # fmt: skip


def _wrap(text: str, width: int) -> str:
    """``text`` in lines of at most ``width`` characters, of about the same length where the last would be a scrap, and no more than a
    row holds.
    """
    lines = []
    for line in text.split("\n"):
        number = max(1, -(-len(line) // width))
        each = -(-len(line) // number) if 0 < len(line) % width <= max(1, width // 5) else width
        lines += [line[start : start + each] for start in range(0, len(line), each)]
    return "\n".join(
        lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][:-1]}…"]
    )
