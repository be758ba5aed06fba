"""What is said of the digital tools."""

from decimal import Decimal as D

import pytest

from helpers import sentences
from tests.by_hand import TAX, figure, packet_with

TOOLS = [
    {
        "tool": "sms",
        "name": "SMS催告",
        "as_of": "2025-10",
        "before_cost": D(110),
        "after_cost": D("3.6"),
        "exception_cost": None,
    }
]
CLAIMS = [
    {"tool": "sms", "as_of": "2025-10", "claim": TAX, "label": status, "status": status, "count": count}
    for status, count in (("continued", 3), ("new", 21), ("planned", 5))
]


def said(*figures):
    return sentences.digital(packet_with(tools=TOOLS, tool_claims=CLAIMS, figures=list(figures))).sentences


def use(value, year):
    return figure(value, year, claim="other", item="照会")


def test_reach_and_saving_of_a_tool():
    assert (
        said(use("5", 2024))[0]
        == "SMS催告は24債権で使い（令和7年度からの新規は21債権）、1件当たり106.4円の削減となる。"
    )


@pytest.mark.parametrize(
    ("last", "growth"),
    [
        ("1200", "、前年度比+25%"),
        ("2000", "、前年度比▲25%"),
        ("751", "、前年度比+100%"),  # 1.997 times are not twice
        ("750", "、前年度比+100%（約2倍）"),
        ("145", "、前年度比+934%（約10倍）"),
        ("0", ""),
    ],
)
def test_growth_is_said_as_a_multiple_from_twice_on(last, growth):
    assert said(use("1500", 2024), use(last, 2023))[1] == f"令和6年度の照会（他債権）は1,500件{growth}である。"


def test_without_last_year_there_is_no_growth():
    assert said(use("1500", 2024))[1] == "令和6年度の照会（他債権）は1,500件である。"
