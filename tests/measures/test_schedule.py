"""What happens in a fiscal year."""

from helpers import measures
from tests.by_hand import lacking, packet_with

ITEMS = [
    {"fiscal_year": year, "number": number, "name": f"{year}-{number}"}
    for year in (2025, 2026)
    for number in (2, 1)
]  # fmt: skip


def entry(year, number, label, **more):
    return {"fiscal_year": year, "number": number, "label": label, "start": f"{year}-06", "kind": "work"} | more


def test_each_item_has_its_own_entries_of_the_year():
    entries = [entry(2025, 1, "甲"), entry(2026, 1, "乙"), entry(2025, 2, "丙"), entry(2025, 1, "丁")]
    packet = packet_with(schedule_items=ITEMS, schedule=entries)
    found = measures.schedule(packet, 2025)
    assert [(item.name, [one.label for one in item.entries]) for item in found] == [
        ("2025-2", ["丙"]),
        ("2025-1", ["甲", "丁"]),
    ]
    assert list(found.frame()["number"]) == [2, 1]


def test_only_work_has_an_open_end():
    kinds = [
        entry(2025, 1, kind, kind=kind, end=end) for kind in ("work", "report", "meeting") for end in ("", "2025-07")
    ]
    (_, item) = measures.schedule(packet_with(schedule_items=ITEMS, schedule=kinds), 2025)
    assert [one.is_open for one in item.entries] == [True, False, False, False, False, False]


def test_a_year_without_a_schedule_is_named():
    packet = packet_with(schedule_items=ITEMS, schedule=[])
    said = lacking(lambda: measures.schedule(packet, 2027))
    assert said == "data/kawabe/schedule_items.csv に、fiscal_year が 2027 の年間スケジュールの行がありません。"
