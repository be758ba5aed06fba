"""The table of the plan periods."""

from helpers import tables
from tests import town_plan
from tests.by_hand import LAST, initiative, packet_with


def test_every_period_has_a_row(tmp_path):
    table = tables.plan_periods(town_plan.opened(tmp_path))
    first, second, third = table.resource()["data"]
    assert first == {
        "name": "第1期", "period": "令和2年4月～令和5年3月", "settled": "令和4年度", "rate": 95.2, "points": None,
        "outstanding": 6210, "growth": None, "note": "",
    }  # fmt: skip
    assert (second["points"], second["growth"], second["note"]) == (1.2, -12.6, "実績")
    assert (third["settled"], third["rate"], third["points"], third["outstanding"]) == ("", None, None, None)


def test_what_all_claims_share_is_planned_not_done():
    rows = [
        initiative("相談", claim="all", heading="支援／窓口"),
        initiative("済んだ研修", claim="all", stage="done"),
        initiative("去年の相談", LAST, claim="all"),
        initiative("市税の催告"),
    ]
    table = tables.common_policy(packet_with(initiatives=rows))
    assert table.rows == [{"pillar": "支援", "heading": "窓口", "text": "相談"}]
