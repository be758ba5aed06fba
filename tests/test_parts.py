"""Parts of a section that a meeting has or has not."""

from helpers import parts
from helpers.markdown import Heading
from tests.by_hand import packet_with

GOAL = {"meeting": "2026-01-20", "topic": "goal", "number": 1, "heading": "収納率", "text": "上げる。"}


def test_what_a_meeting_says_of_a_topic_has_a_heading_and_a_table():
    heading, table = parts.told(packet_with(points=[GOAL, GOAL | {"topic": "other"}]), "goal", "目標の考え方")
    assert heading == Heading("目標の考え方") and table.caption == "目標の考え方"
    assert [(row["heading"], row["text"]) for row in table.rows] == [("収納率", "上げる。")]


def test_of_a_topic_that_it_does_not_speak_of_nothing_is_shown():
    assert parts.told(packet_with(points=[GOAL]), "cause", "主な要因") == []
    assert parts.told(packet_with(points=[GOAL | {"meeting": "2025-01-20"}]), "goal", "目標の考え方") == []


def test_nor_without_points_at_all():
    packet = packet_with()
    assert "points" not in packet.ledger.tables and parts.told(packet, "goal", "目標の考え方") == []
