"""Which way the plans went."""

import pytest

from helpers import sentences
from tests import town_plan
from tests.town_plan import amount, rate


@pytest.mark.parametrize(
    ("rates", "amounts", "said"),
    [
        (("95.2", "96.4"), (6210000, 5430000), "収納率は1.2ポイント上昇し、収入未済額は780百万円減少した"),
        (("96.4", "95.2"), (5430000, 6210000), "収納率は1.2ポイント低下し、収入未済額は780百万円増加した"),
        (("96.4", "96.4"), (6210000, 6210000), "収納率は0.0ポイントの差で、収入未済額は0百万円で同じである"),
    ],
)
def test_the_words_say_which_way_it_went(tmp_path, rates, amounts, said):
    figures = [rate("all", year, value, segment="total") for year, value in zip((2022, 2024), rates, strict=True)]
    figures += [amount("all", year, value) for year, value in zip((2022, 2024), amounts, strict=True)]
    packet = town_plan.opened(tmp_path, figures)
    assert sentences.plan_periods(packet).sentences == [f"第1期の最終年度から令和6年度決算までに、{said}。"]


NEXT = ("next,強-1,municipal_tax,一覧", "next,強-2,school_meals,一覧", "next,強-3,care_insurance,一覧")


def test_what_changed_in_the_list_of_claims(tmp_path):
    packet = town_plan.opened(tmp_path, numbers=NEXT)
    assert sentences.scope(packet, "2025", "next").sentences == [
        "対象は3債権である。現行の一覧と比べ、追加0、除外1、番号の変更2、変更なし1である。",
        "除外するのは「保育料」である。",
    ]
    assert sentences.scope(packet, "next", "2025").sentences == [
        "対象は4債権である。現行の一覧と比べ、追加1、除外0、番号の変更2、変更なし1である。"
    ]


def test_the_latest_of_several_plans_is_told(tmp_path):
    plans = [f"plan{n},第{n}期,{2018 + n}-04,{2019 + n}-03,{2018 + n},,計画" for n in (1, 2, 3)]
    figures = [
        line
        for year, percent, left in ((2019, "95.0", 600), (2020, "95.5", 500), (2021, "97.0", 400))
        for line in (rate("all", year, percent, segment="total"), amount("all", year, left * 1000))
    ]
    (said,) = sentences.plan_periods(town_plan.opened(tmp_path, figures, plans)).sentences
    assert said == "第1期の最終年度から令和3年度決算までに、収納率は2.0ポイント上昇し、収入未済額は200百万円減少した。"
