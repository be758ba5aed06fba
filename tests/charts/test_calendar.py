"""What is drawn where over the months of a fiscal year."""

import pytest

from helpers import charts
from helpers.charts.calendar import position
from helpers.charts.chart import LAST, THIS
from tests.by_hand import CARE, CHILD, TAX, lacking, packet_with
from tests.charts.drawn import bars, row_names, texts


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025-04", 0, 1),
        ("2026-02", 10, 11),
        ("2026-03", 11, 12),
        ("2025-04-01", 0, 1 / 30),
        ("2025-09-30", 5 + 29 / 30, 6),
        ("2026-02-15", 10 + 14 / 28, 10 + 15 / 28),
        ("2026-03-31", 11 + 30 / 31, 12),
    ],
)
def test_a_day_or_month_has_its_place_in_the_year(text, start, end):
    assert position(text, 2025) == pytest.approx(start)
    assert position(text, 2025, end=True) == pytest.approx(end)


def scheduled(*entries):
    rows = [
        {"fiscal_year": 2025, "number": number, "start": start, "end": end, "kind": kind, "label": label}
        for number, start, end, kind, label in entries
    ]
    items = [{"fiscal_year": 2025, "number": number, "name": f"取組{number}"} for number in (1, 2)]
    return charts.schedule(packet_with(schedule_items=items, schedule=rows), 2025)


def test_months_stand_over_their_columns():
    (axes,) = scheduled((1, "2025-06", "2025-06", "meeting", "第1回")).figure.axes
    places = {label.get_text(): place for label, place in zip(axes.get_xticklabels(), axes.get_xticks(), strict=True)}
    assert (places["4月"], places["12月"], places["2月"], places["3月"]) == (0.5, 8.5, 10.5, 11.5)
    assert axes.get_xlim() == (0, 12) and row_names(axes) == ["1 取組1", "2 取組2"]


def test_work_is_a_bar_from_its_first_month_to_the_end_of_its_last():
    (axes,) = scheduled((2, "2025-07", "2026-02", "work", "調査")).figure.axes
    (bar,) = bars(axes)
    assert (bar.left, bar.right, bar.row, bar.colour) == (3.04, 10.96, 1, LAST)
    assert "調査" in texts(axes)


def test_a_label_breaks_where_its_columns_end():
    label = "電話催告と訪問催告"
    entries = (
        (1, "2025-07", "2025-07", "work", label),
        (1, "2025-10", "", "work", label),
        (2, "2025-07", "2025-07", "report", label),
    )
    (axes,) = scheduled(*entries).figure.axes
    written = [text.get_text() for text in axes.texts if text.get_text()]
    # Four characters a month, none alone in its line; work has room until what comes next.
    assert written == ["電話催告と訪問催告", "電話催告と訪問催告", "電話催\n告と訪\n問催告"]


def arrows(axes):
    return [text for text in axes.texts if getattr(text, "arrow_patch", None)]


def test_work_of_unknown_end_goes_on_to_what_comes_next_and_wears_an_arrow():
    entries = (
        (1, "2025-10", "", "work", "督促"),
        (1, "2025-05", "", "work", "催告"),
        (2, "2025-06", "2025-08", "work", "調査"),
    )
    (axes,) = scheduled(*entries).figure.axes
    assert [(bar.left, bar.right, bar.row) for bar in bars(axes)] == [
        (1.04, 5.96, 0),  # until October
        (6.04, 11.96, 0),  # until the end of the year
        (2.04, 4.96, 1),
    ]
    assert [round(arrow.xy[0], 2) for arrow in arrows(axes)] == [5.98, 11.98]
    assert all(arrow.xy[0] > arrow.get_position()[0] for arrow in arrows(axes))


def test_a_meeting_is_a_dot_and_a_report_a_square_in_the_middle_of_the_month():
    (axes,) = scheduled((1, "2025-04", "", "meeting", "第1回"), (2, "2026-01", "2026-01", "report", "決定")).figure.axes
    drawn = [
        (line.get_marker(), line.get_color(), *line.get_xydata()[0])
        for line in axes.lines
        if line.get_marker() in ("o", "s")
    ]
    # A row is 0.375 inches high, the middle of a marker 0.13 above its foot, a label 0.04 below its head.
    foot, head = 0.5 - 0.13 / 0.375, -0.5 + 0.04 / 0.375
    assert drawn == [("o", THIS, 0.5, pytest.approx(foot)), ("s", THIS, 9.5, pytest.approx(1 + foot))]
    assert not bars(axes) and not arrows(axes)
    assert texts(axes) == {"第1回": (0.5, pytest.approx(head)), "決定": (9.5, pytest.approx(1 + head))}


def test_the_schedule_is_said_in_words():
    alt = scheduled((1, "2025-04", "", "meeting", "第1回"), (1, "2026-02", "", "work", "調査")).alt
    assert alt.startswith("会議のある月は1つ（4月）、報告・決定は0件、取組は1件。")
    assert "取組1: 4月第1回、2月から調査。" in alt and alt.endswith("取組2: 資料なし。")


def campaign(claim, start, end, number=None, group=""):
    return {"fiscal_year": 2025, "claim": claim, "group": group, "round": number, "start": start, "end": end}


CAMPAIGNS = [
    campaign(TAX, "2025-05", "2025-05", 1, "収納課"),
    campaign(TAX, "2025-12", "2025-12", 1, "納税課"),
    campaign(CARE, "2025-11-04", "2026-02-28"),
    campaign(TAX, "2026-01", "2026-02", 2, "収納課"),
    campaign(CHILD, "", ""),
]


def test_a_campaign_lies_from_its_first_day_to_the_end_of_its_last():
    (axes,) = charts.campaigns(packet_with(campaigns=CAMPAIGNS), 2025).figure.axes
    assert row_names(axes) == ["市税 収納課", "市税 納税課", "介護保険料"]
    assert [(bar.left, bar.right, bar.row, bar.colour) for bar in bars(axes)] == [
        (1, 2, 0, THIS),
        (9, 11, 0, THIS),
        (8, 9, 1, THIS),
        (7.1, 11, 2, THIS),
    ]
    assert [(text.get_text(), *text.get_position()) for text in axes.texts] == [
        ("1", 1.5, 0),
        ("2", 10, 0),
        ("1", 8.5, 1),
    ]


def test_campaigns_are_said_in_words():
    chart = charts.campaigns(packet_with(campaigns=CAMPAIGNS), 2025)
    assert chart.alt.startswith("強化期間のある債権が最も多いのは12月と1月と2月で、2債権。")
    assert "市税 収納課は令和7年5月と令和8年1月～令和8年2月、" in chart.alt
    assert "介護保険料は令和7年11月4日（火）～令和8年2月28日（土）。" in chart.alt
    assert "保育料" not in chart.alt


def test_a_year_without_a_dated_campaign_is_named():
    said = lacking(lambda: charts.campaigns(packet_with(campaigns=CAMPAIGNS[-1:]), 2025))
    assert said == "data/kawabe/campaigns.csv に、fiscal_year が 2025 で、始まり(start)のある強化期間の行がありません。"
