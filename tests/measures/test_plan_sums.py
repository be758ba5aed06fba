"""Two amounts of one year: the text's is a sum over the claims of the plan that ended, the table's over those of the new one."""

from decimal import Decimal as D

import pytest

from helpers import measures, tables
from helpers.measures import PlanSum
from tests.measures.packets import figure, packet

PLANS = [
    {"plan": "old", "name": "第1期", "start": "2022-04", "end": "2025-03", "fiscal_year": 2024, "note": "", "source": "試験"},
    {"plan": "new", "name": "第2期", "start": "2025-04", "end": "2028-03", "fiscal_year": None, "note": "", "source": "試験"},
]  # fmt: skip
# What is outstanding at the end of the old plan. a left with it, c came with the new one.
AMOUNTS = {"a": 20000, "b": 2380000, "c": 158447}


def owed(claim, value, year=2024, **more):
    return figure(claim, "outstanding", D(value), "total", year, **more)


def town(amounts, plans=PLANS):
    """約24億円 in the text, 25.38447億円 in the table."""
    figures = [
        *(owed(claim, 1000, 2021) for claim in "ab"),  # where the old plan began
        *(owed(claim, amount) for claim, amount in amounts.items()),
        owed("all", 24, unit="億円", approx="約"),
        owed("all", 2538447),
        owed("all", 47, 2015, unit="億円", approx="約"),
        *(figure("all", "collection_rate", D("98.0"), "total", year, unit="%") for year in (2015, 2024)),
    ]
    planned = [
        {"fiscal_year": 2025, "stage": "planned", "claim": claim, "segment": "", "group": "", "heading": "", "text": "催告",
         "tag": "", "source": "試験"} for claim in "bc"
    ]  # fmt: skip
    return packet(dict.fromkeys("abc", "局"), figures, {"plans": plans, "initiatives": planned})


def test_each_amount_is_the_sum_over_the_claims_of_a_plan():
    told = town(AMOUNTS)
    (found,) = measures.disagreements(told)
    assert measures.two_plans(told, found) == (
        PlanSum("第1期", 2, D("24")),
        PlanSum("第2期", 2, D("25.38447")),
    )
    assert tables.trend(told).notes[-1] == (
        "※ 令和6年度の収入未済額は、本文の約24億円（第1期計画の2債権、計24.0億円）と表の25.4億円（第2期計画の2債権）が一致しない。"
        "約47億円とは約24億円を、ほかの年度とは25.4億円を比べた。"
    )


@pytest.mark.parametrize(
    ("amounts", "plans"),
    [
        (AMOUNTS | {"a": 70000}, PLANS),  # 24.5億円 is no 約24億円
        (AMOUNTS | {"c": 158446}, PLANS),  # not what the table says
        ({"b": 2380000, "c": 158447}, PLANS),  # of a claim nothing is known
        (AMOUNTS, PLANS[:1]),
        (AMOUNTS, PLANS[1:]),
        (AMOUNTS, [PLANS[0], PLANS[1] | {"start": "2026-04"}]),
    ],
)
def test_where_the_sums_do_not_explain_it_no_reason_is_given(amounts, plans):
    told = town(amounts, plans)
    (found,) = measures.disagreements(told)
    assert measures.two_plans(told, found) is None
    assert "本文の約24億円と表の25.4億円が一致しない。" in tables.trend(told).notes[-1]


def test_without_plans_there_is_no_reason_either():
    told = town(AMOUNTS)
    del told.ledger.tables["plans"]
    assert measures.two_plans(told, measures.disagreements(told)[0]) is None
