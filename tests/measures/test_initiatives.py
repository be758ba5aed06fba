"""Initiatives and their tags."""

from dataclasses import replace

from helpers import measures
from tests.by_hand import CARE, CHILD, LAST, TAX, THIS, initiative, kawabe, lacking, packet_with


def packet(*rows):
    return packet_with(initiatives=list(rows))


def test_what_is_planned_is_of_the_packets_year():
    rows = [initiative("甲"), initiative("乙", LAST), initiative("丙", stage="done"), initiative("丁", claim="all")]
    assert [one.text for one in measures.planned(packet(*rows))] == ["甲", "丁"]


def test_what_was_done_is_of_the_year_asked_for():
    rows = [initiative(f"{year}{stage}", year, stage=stage) for year in (LAST, THIS) for stage in ("done", "planned")]
    assert [one.text for one in measures.done(packet(*rows), LAST)] == ["2024done"]


def counted(*rows):
    return [(count.claim, count.tag, count.number) for count in measures.tag_counts(packet(*rows))]


def test_tags_are_counted_in_one_order_and_claims_in_the_citys():
    rows = [
        initiative("1", claim=CHILD, tag="継続"),
        initiative("2", claim=CHILD),
        initiative("3", claim=TAX, tag="強化"),
        initiative("4", claim=TAX, tag="継続"),
        initiative("5", claim=TAX, tag="継続"),
        initiative("6", claim=TAX, tag="新規"),
    ]
    assert counted(*rows) == [
        (TAX, "新規", 1), (TAX, "強化", 1), (TAX, "継続", 2), (TAX, "別の記載なし", 0),
        (CHILD, "新規", 0), (CHILD, "強化", 0), (CHILD, "継続", 1), (CHILD, "別の記載なし", 1),
    ]  # fmt: skip


def test_the_order_of_tags_is_from_new_to_untold():
    rows = [initiative(tag, claim=CARE, tag=tag) for tag in ("継続", "強化", "", "新規", "拡充")]
    assert [tag for _, tag, _ in counted(*rows)] == ["新規", "拡充", "強化", "継続", "別の記載なし"]
    assert all(number == 1 for *_, number in counted(*rows))


def test_what_is_planned_for_all_claims_counts_for_none():
    assert counted(initiative("1", tag="継続"), initiative("2", claim="all", tag="新規")) == [(TAX, "継続", 1)]


def test_a_year_without_a_plan_is_named():
    said = lacking(lambda: counted(initiative("1", LAST), initiative("2", stage="done"), initiative("3", claim="all")))
    assert said == "data/kawabe/initiatives.csv に、fiscal_year が 2025 で、stage が planned の取組の行がありません。"


def test_the_classes_of_a_claim_are_those_of_its_parts_or_unknown():
    claims = kawabe().ledger["claims"].copy()
    claims.loc[claims["claim"] == TAX, "classes"] = ""
    assert measures.class_names(packet_with(claims=claims.to_dict("records")), TAX) == ["資料なし"]
    claims.loc[claims["claim"].isin([CARE, CHILD]), "part_of"] = TAX
    parted = packet_with(claims=claims.to_dict("records"))
    labels = parted.city.claim_classes | {"non_compulsory": "非強制の債権"}
    parted = replace(parted, city=parted.city.model_copy(update={"claim_classes": labels}))
    assert measures.class_names(parted, TAX) == ["強制徴収公債権", "非強制の債権"]


def test_campaigns_are_those_of_the_year():
    rows = [
        {"fiscal_year": year, "claim": TAX, "round": 1, "start": f"{year}-05", "end": f"{year}-06"}
        for year in (LAST, THIS)
    ]
    (found,) = measures.campaigns(packet_with(campaigns=rows), LAST)
    assert (found.claim, found.round, found.start, found.end) == (TAX, 1, "2024-05", "2024-06")
