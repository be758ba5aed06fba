"""What a plan asks for, in words."""

import pytest

from helpers import sentences
from tests import town_plan
from tests.town_plan import AIMS, CUT, FIGURES, RESULTS, TARGETS


def said(desk, *more):
    return sentences.plan_goal(town_plan.opened(desk, [*FIGURES, *AIMS, *more]), RESULTS, TARGETS).sentences


def test_from_the_last_result_to_the_last_target(tmp_path):
    assert said(tmp_path) == [
        "全体の現年度分収納率は、令和6年度の97.0%から令和9年度に97.9%とする（+0.9ポイント、年当たり+0.30ポイント）。",
        "全体の収入未済額は、令和6年度の5,430,000千円から令和9年度に4,344,000千円とする（▲1,086,000千円、▲20.00%）。",
    ]


@pytest.mark.parametrize(("cut", "reaches"), [("19.9", "届く"), ("20", "届く"), ("20.1", "届かない")])
def test_a_cut_is_reached_by_as_much_as_it_asks_for(tmp_path, cut, reaches):
    last = f"各債権の目標の合計は、全体で{cut}%以上の縮減という目標に{reaches}。"
    assert said(tmp_path, CUT.format(cut))[2:] == [last]
