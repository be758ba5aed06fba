"""The schedule, the agenda and the support given, in words."""

import pytest

from helpers import tables
from tests.by_hand import CARE, LAST, THIS, initiative, kawabe, lacking, packet_with
from tests.town import MEETING

ITEMS = [{"fiscal_year": THIS, "number": number, "name": f"取組{number}"} for number in (1, 2)]


def when(kind, start, end):
    entry = {"fiscal_year": THIS, "number": 1, "label": "催告", "kind": kind, "start": start, "end": end}
    table = tables.schedule(packet_with(schedule_items=ITEMS, schedule=[entry]), THIS)
    return table.rows[0]["when"], bool(table.notes)


@pytest.mark.parametrize(
    ("kind", "start", "end", "said", "noted"),
    [
        ("work", "2025-11", "2026-02", "11月～2月 催告", False),
        ("work", "2025-11", "2025-11", "11月 催告", False),
        ("work", "2025-11", "", "11月～ 催告", True),
        ("meeting", "2025-11", "", "11月 催告", False),
        ("report", "2025-11", "2025-12", "11月～12月 催告", False),
    ],
)
def test_an_entry_says_its_months(kind, start, end, said, noted):
    assert when(kind, start, end) == (said, noted)


def test_an_item_without_entries_says_so():
    table = tables.schedule(packet_with(schedule_items=ITEMS, schedule=[]), THIS)
    assert [row["when"] for row in table.rows] == ["資料なし", "資料なし"]


def test_the_agenda_is_that_of_the_meeting():
    assert [row["title"] for row in tables.agenda(kawabe()).rows] == ["開会", "収入未済額の状況"]
    other = packet_with(agenda=[{"meeting": "2025-06-01", "title": "開会"}])
    assert (
        lacking(lambda: tables.agenda(other))
        == f"data/kawabe/agenda.csv に、meeting が {MEETING} の次第の行がありません。"
    )


def test_the_roster_is_the_newest_not_after_the_meeting():
    rows = [
        {"as_of": day, "role": role, "post": day}
        for day in ("2024-04-01", "2025-04-01", "2026-04-01")
        for role in ("委員長", "委員", "委員")
    ]
    table = tables.members(packet_with(members=rows))
    assert {row["post"] for row in table.rows} == {"2025-04-01"}
    assert "（令和7年4月1日現在）" in table.caption and table.notes == ["※ 委員長1名、委員2名。"]
    said = lacking(lambda: tables.members(packet_with(members=rows[-3:])))
    assert said == f"data/kawabe/members.csv に、as_of が {MEETING} かそれより前の委員の行がありません。"


DONE = [
    initiative("研修", claim="all", stage="done", heading="支援"),
    initiative("共通の計画", claim="all"),
    initiative("電話", claim=CARE, stage="done"),
    initiative("去年", LAST, claim=CARE, stage="done"),
]


def test_support_was_given_and_is_not_planned():
    table = tables.support(packet_with(initiatives=DONE))
    assert [(row["heading"], row["text"]) for row in table.rows] == [("支援", "研修")]
    said = lacking(lambda: tables.support(packet_with(initiatives=DONE[1:])))
    assert (
        said
        == "data/kawabe/initiatives.csv に、fiscal_year が 2025、stage が done、claim が all の取組の行がありません。"
    )


def test_new_measures_are_the_years_own_and_of_claims():
    table = tables.new_measures(packet_with(initiatives=DONE))
    assert [tuple(row.values()) for row in table.rows] == [("介護保険料", "介護課", "電話")]
    assert "claim が all でない取組" in lacking(lambda: tables.new_measures(packet_with(initiatives=DONE[:2])))
