"""The tables of the claims that a plan covers."""

import pytest

from helpers import tables
from tests import town_plan
from tests.measures.test_scope import NEXT


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"), numbers=NEXT)


def test_claims_that_the_plan_covers(kawabe):
    assert tables.coverage(kawabe).rows == [
        {"class": "強制徴収公債権", "name": "市税", "section": "収納課"},
        {"class": "強制徴収公債権", "name": "介護保険料", "section": "介護課"},
    ]


def test_who_came_and_who_left_is_marked(kawabe):
    table = tables.scope(kawabe, "2025", "next")
    assert [tuple(row[key] for key in ("after", "name", "owner", "before", "change")) for row in table.rows] == [
        ("強-1", "市税", "財務局 収納課", "強-1", "変更なし"),
        ("強-2", "給食費", "福祉局 保育課", "私-1", "番号の変更"),
        ("強-3", "介護保険料", "福祉局 介護課", "強-2", "番号の変更"),
        ("", "保育料", "福祉局 保育課", "非-1", "除外"),
    ]
    assert table.marks == {(3, "name"): ("shade", "bold"), (3, "change"): ("shade", "bold")}
    back = tables.scope(kawabe, "next", "2025")
    assert set(back.marks) == {(2, "name"), (2, "change")} and back.rows[2]["change"] == "追加"
