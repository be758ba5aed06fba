"""What changed between two packets, by hand."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from helpers.measures.changes import changes
from tests.measures.packets import amounts, figure, on_day, packet

CLAIMS = {"tax": "財務局"}


def told(rows):
    return [
        (row.known.measure, row.old and row.old.value, row.new and row.new.value, row.change, row.growth)
        for row in rows
    ]


def of(figures, claims=CLAIMS, **settings):
    return packet(claims, figures, **settings)


def test_the_same_packet_has_no_changes():
    one = of(amounts("tax", 1000, 900, 100))
    found = changes(one, of(amounts("tax", 1000, 900, 100)))
    assert [*found.figures, *found.targets, *found.verdicts, *found.claims, *found.initiatives] == []


def test_an_amount_changes_with_its_rate_and_the_rate_is_told_in_points():
    old, new = of(amounts("tax", 1000, 800, 200)), of(amounts("tax", 1000, 900, 100))
    assert told(changes(new, old).figures) == [
        ("collection_rate", 80, 90, 10, None),
        ("collected", 800, 900, 100, Decimal("12.5")),
        ("outstanding", 200, 100, -100, -50),
    ]


def test_a_computed_rate_that_prints_the_same_is_no_change():
    old, new = of(amounts("tax", 100_000, 90_000, 10_000)), of(amounts("tax", 100_000, 90_001, 9_999))
    assert [row.known.measure for row in changes(new, old).figures] == ["collected", "outstanding"]


def test_what_is_over_the_threshold_comes_first():
    old = of(
        [figure("tax", "collection_rate", v, segment=s, unit="%") for v, s in (("90", "current"), ("50", "total"))]
    )
    figures = [
        figure("tax", "collection_rate", v, segment=s, unit="%") for v, s in (("88", "current"), ("47", "total"))
    ]
    new = of(figures, thresholds={"worse_points": 3.0})
    found = changes(new, old).figures
    assert [(row.known.segment, row.worse) for row in found] == [("total", True), ("current", False)]


def test_came_and_went():
    old, new = of([figure("tax", "outstanding", 5)]), of([figure("tax", "assessed", 7)])
    assert told(changes(new, old).figures) == [("assessed", None, 7, None, None), ("outstanding", 5, None, None, None)]


def test_another_unit_is_not_compared():
    row, other = figure("tax", "amount", 5, item="差押額"), figure("tax", "amount", 5000, item="差押額", unit="円")
    (found,) = changes(of([row]), of([other])).figures
    assert (found.apart, found.change, found.growth) == ("unit", None, None)


def test_another_definition_of_the_rate_is_not_compared():
    rows = [
        *amounts("tax", 1000, 900, 100),
        on_day("tax", "refund_due", 50),
        figure("tax", "collection_rate", 90, unit="%"),
    ]
    old, new = of(rows), of(rows, rate_definition="collected_less_refund_due")
    found = changes(new, old).figures
    assert {(row.known.measure, row.apart, row.change) for row in found} == {("collection_rate", "definition", None)}
    assert len(found) == 2  # the computed one and the printed one


def test_an_about_that_went_is_a_change():
    old, new = of([figure("tax", "outstanding", 5, approx="約")]), of([figure("tax", "outstanding", 5)])
    assert told(changes(new, old).figures) == [("outstanding", 5, 5, 0, 0)]


def test_targets_stand_apart_and_verdicts_turn():
    def state(reached, aim):
        return of([figure("tax", "outstanding", reached), figure("tax", "outstanding", aim, kind="target")])

    found = changes(state(120, 110), state(100, 100))
    assert told(found.targets) == [("outstanding", 100, 110, 10, 10)]
    assert [(row.target, row.old, row.new) for row in found.verdicts] == [(110, True, False)]
    assert changes(state(90, 90), state(100, 100)).verdicts == ()


def test_a_settlement_goes_before_an_estimate():
    def state(actual):
        estimate, aim = (
            figure("tax", "collection_rate", v, unit="%", kind=k) for v, k in ((80, "estimate"), (85, "target"))
        )
        return of([estimate, aim, *actual])

    found = changes(state([figure("tax", "collection_rate", 86, unit="%")]), state([]))
    assert [(row.known.kind, row.old, row.new) for row in found.verdicts] == [("actual", False, True)]


def test_claims_are_named_owned_and_listed_otherwise():
    old = of([figure("tax", "outstanding", 5)], {"tax": "財務局", "fee": "福祉局"})
    new = of([figure("tax", "outstanding", 5)], {"tax": "市民局", "meals": "福祉局"})
    found = {
        row.claim: (row.old and row.old["bureau"], row.new and row.new["bureau"]) for row in changes(new, old).claims
    }
    assert found == {"tax": ("財務局", "市民局"), "meals": (None, "福祉局"), "fee": ("福祉局", None)}


def initiative(text, year=2025, stage="planned"):
    return {"fiscal_year": year, "stage": stage, "claim": "tax", "segment": "", "group": "", "heading": "", "text": text,
            "tag": "", "source": "試験"}  # fmt: skip


def test_initiatives_come_go_and_are_reworded():
    def state(*texts):
        rows = {"initiatives": [initiative(text) for text in texts]}
        return of([figure("tax", "outstanding", 5)], tables=rows)

    found = changes(
        state("督促状を毎月送る", "口座振替を勧める"), state("督促状を毎週送る", "臨戸訪問を行う")
    ).initiatives
    assert [(row.old and row.old["text"], row.new and row.new["text"]) for row in found] == [
        ("督促状を毎週送る", "督促状を毎月送る"),
        ("臨戸訪問を行う", None),
        (None, "口座振替を勧める"),
    ]


def test_two_meetings_are_compared_by_their_own_years_and_days():
    day, before = dt.date(2025, 10, 31), dt.date(2024, 10, 31)
    figures = [
        on_day("tax", "outstanding", 90, day=day),
        on_day("tax", "outstanding", 100, day=before),
        figure("tax", "collection_rate", 97, year=2024, unit="%"),
        figure("tax", "collection_rate", 96, year=2023, unit="%"),
        figure("tax", "collection_rate", 12, year=2019, unit="%"),  # of neither
        figure("tax", "count", 3, item="差押え", year=2025),  # of one alone
    ]
    new = of(figures, as_of=day, fiscal_year=2025, settled_year=2024)
    old = replace(of(figures, as_of=before, fiscal_year=2024, settled_year=2023), date=dt.date(2025, 1, 20))
    assert told(changes(new, old).figures) == [
        ("outstanding", 100, 90, -10, -10),
        ("collection_rate", 96, 97, 1, None),
    ]


def test_the_end_of_a_month_answers_the_end_of_that_month():
    figures = [
        on_day("tax", "count", 8, item="差押え", day=dt.date(2026, 2, 28)),
        on_day("tax", "count", 5, item="差押え", day=dt.date(2024, 2, 29)),
    ]
    new = of(figures, as_of=None, fiscal_year=2025, settled_year=2024)
    old = replace(of(figures, as_of=None, fiscal_year=2023, settled_year=2022), date=dt.date(2024, 1, 20))
    assert told(changes(new, old).figures) == [("count", 5, 8, 3, 60)]
