"""What a meeting should not overlook."""

from dataclasses import replace

from helpers.measures import risks
from tests import exhibits, town_plan
from tests.by_hand import CHILD, figure, kawabe, packet_with, rate


def told(packet):
    return {row.kind: (row.count, row.whole, row.names) for row in risks(packet)}


def test_what_got_worse_what_does_not_agree_and_what_is_missing():
    rates = ("滞納繰越分の収納率", "現年度分の収納率")
    assert told(exhibits.printed()) == {
        "worse": (2, 8, ()),
        "marked": (1, 8, (CHILD,)),
        "mismatch": (2, 3, ()),
        "no_target": (3, 5, (*rates, "収入未済額")),
    }


def test_without_a_document_nothing_is_said_of_an_audit():
    assert kawabe().audit is None
    assert not {"mismatch", "unchecked"} & told(kawabe()).keys()


def test_what_cannot_be_compared_with_a_year_before_is_named(tmp_path):
    assert told(town_plan.opened(tmp_path))["new"] == (3, 3, ("municipal_tax", "care_insurance", "school_meals"))


def test_missed_targets_are_counted_of_those_that_can_be_judged():
    rows = [
        rate("96.0"),
        rate("97.0", kind="target"),
        *(rate("98.0", segment="total", kind=k) for k in ("actual", "target")),
    ]
    assert told(packet_with(figures=rows))["missed"] == (1, 2, ())


def test_a_doubt_that_was_answered_is_counted():
    rows = [
        figure(value, year, measure="outstanding", item="", unit="千円")
        for value, year in (("10", 2023), ("10000", 2024))
    ]
    packet = packet_with(figures=rows)
    assert told(packet)["doubt"] == (1, None, ())
    assert "doubt" not in told(replace(packet, ledger=kawabe().ledger))
