"""Words of the field: those that a packet uses, and no others."""

from dataclasses import replace

import pytest

from helpers.measures import glossary
from helpers.params.models import Section
from tests.by_hand import initiative, kawabe, packet_with


def terms(packet):
    return [row.term for row in glossary(packet)]


def with_sections(packet, *notebooks, **more):
    sections = [Section(notebook=notebook, title="節", **more) for notebook in notebooks]
    return replace(packet, meeting=packet.meeting.model_copy(update={"sections": sections}))


AMOUNTS = ["調定額", "収入未済額", "不納欠損額", "還付未済額", "収納率"]
CLASSES = ["強制徴収公債権", "非強制徴収公債権", "私債権"]


def test_amounts_are_named_by_the_formulas_in_the_notes_and_parts_and_classes_by_the_data():
    assert terms(kawabe()) == [*AMOUNTS, "現年度分（現年）", "滞納繰越分（過年）", *CLASSES]


def test_without_the_notes_what_nobody_names_is_left_out():
    """川辺市 has no figure of 不納欠損 or 還付未済."""
    assert {"不納欠損額", "還付未済額"}.isdisjoint(terms(with_sections(kawabe(), "trend")))


def test_a_word_of_a_text_is_explained():
    packet = packet_with(initiatives=[initiative("財産を調べ、差押を増やす。支払督促も使う", heading="滞納整理")])
    assert terms(packet)[-3:] == ["滞納整理", "差押え", "支払督促"]


@pytest.mark.parametrize(
    ("text", "found"), [("支払督促", ["支払督促"]), ("督促と支払督促", ["督促", "支払督促"]), ("催促", [])]
)
def test_a_word_inside_a_longer_one_is_not_it(text, found):
    told = terms(packet_with(initiatives=[initiative(text)]))
    assert [term for term in told if "督促" in term] == found


def test_a_source_is_no_text():
    assert "公売" not in terms(packet_with(initiatives=[initiative("電話", source="公売の手引")]))


def test_the_title_and_the_notes_of_a_section_are_texts():
    assert "公売" in terms(with_sections(kawabe(), "trend", notes=["公売の数は年度による。"]))


def test_classes_are_told_by_each_other():
    """川辺市 calls the tax 強制徴収公債権."""
    claims = kawabe().ledger["claims"]
    one = replace(kawabe().ledger, tables=kawabe().ledger.tables | {"claims": claims[claims["classes"] == "tax"]})
    assert [term for term in terms(replace(kawabe(), ledger=one)) if term in CLASSES] == CLASSES


def test_the_rate_is_the_one_of_the_city():
    def meaning(**changes):
        city = kawabe().city.model_copy(update=changes)
        return next(row.meaning for row in glossary(replace(kawabe(), city=city)) if row.term == "収納率")

    assert meaning() == "調定した額のうち、納められた額の割合。この資料では 収入済額÷調定額×100。"
    assert "（収入済額−還付未済額）÷調定額×100" in meaning(rate_definition="collected_less_refund_due")
    assert meaning(rate_definition="as_published").endswith("原資料に印刷された値。")
