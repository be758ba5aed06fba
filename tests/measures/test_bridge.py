"""From the opening of the year to the meeting, and on to the target."""

from decimal import Decimal as D

from helpers import measures
from helpers.measures import Step
from tests.measures.packets import amounts, figure, packet, printed

OWED = amounts("all", 1000, 150, 850) + amounts("a", 1000, 150, 850)


def test_each_change_is_also_a_share_of_the_opening():
    target = figure("all", "outstanding", 600, kind="target")
    assert measures.bridge(packet({"a": "局"}, [*OWED, target])) == (
        Step("assessed", D(1000), None, None),
        Step("outstanding", D(850), D(-150), D(-15)),
        Step("target", D(600), D(-250), D(-25)),
    )


def test_without_a_target_the_way_ends_at_the_meeting():
    assert [step.name for step in measures.bridge(packet({"a": "局"}, OWED))] == ["assessed", "outstanding"]


def test_an_amount_that_grew_is_a_change_upwards():
    grown = amounts("all", 1000, 0, 1100) + amounts("a", 1000, 0, 1100)
    assert measures.bridge(packet({"a": "局"}, grown))[1] == Step("outstanding", D(1100), D(100), D(10))


def test_the_share_up_to_the_meeting_is_the_printed_one_where_that_can_be_true():
    rate = printed("合計", "all", "carried_over", "cut", "▲15.0%")
    assert str(measures.bridge(packet({"a": "局"}, OWED, {"published": [rate]}))[1].share) == "-15.0"
