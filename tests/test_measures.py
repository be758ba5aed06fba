import datetime as dt
from decimal import Decimal as D

import pandas as pd
import pytest

from helpers import charts, ledger, measures, tables
from helpers.errors import DeskError
from helpers.packet import Packet
from tests.test_measure_properties import altered, figure, ledger_of


def test_growth_and_its_inverse():
    assert measures.growth(D(150), D(100)) == 50
    assert measures.growth(D(5), D(0)) is None
    assert measures.growth(None, D(1)) is None
    assert measures.grown_from(D(150), D(50)) == 100


@pytest.mark.parametrize(
    ("actual", "target", "met"), [("99.63", "99.63", True), ("99.62", "99.63", False), ("99.22", None, None)]
)
def test_a_target_is_met_from_its_own_value_on(actual, target, met):
    assert measures.is_met(D(actual), D(target) if target else None) is met


def test_missing_years_follow_from_the_printed_differences(packet):
    points = {point.fiscal_year: point for point in measures.trend(packet.ledger, "億円", 2024)}
    assert sorted(points) == [2009, 2023, 2024]
    assert (points[2009].rate, points[2023].rate, points[2024].rate) == (D("90.52"), D("97.59"), D("97.81"))
    assert points[2009].computed and not points[2024].computed
    # 約131億円 less is known to the 億円 only.
    assert points[2009].outstanding_decimals == 0
    assert points[2023].outstanding == D("42.7") and points[2023].outstanding_decimals == 1


def test_the_unit_of_the_trend_is_the_one_asked_for(packet):
    latest = measures.trend(packet.ledger, "百万円", 2024)[-1]
    assert latest.outstanding == 4020 and latest.outstanding_decimals == 0


def test_a_result_of_another_period_is_not_compared(packet):
    frame = measures.results(packet.ledger, "municipal_tax", 2025)
    web = frame[frame["item"] == "Web口座振替登録"]
    assert list(web["group"]) == ["", "10月から"]
    assert web["growth"].isna().all()


def test_a_target_in_another_unit_has_no_verdict(packet):
    frame = measures.results(packet.ledger, "municipal_tax", 2025)
    first = frame[frame["item"] == "債権差押"].iloc[0]
    assert (first["target"], first["target_unit"], first["met"]) == (80, "件/係", None)
    care = measures.results(packet.ledger, "care_insurance", 2025)
    assert care[care["item"] == "財産調査"]["met"].iloc[0] is True


def test_parts_of_a_claim_share_its_sheet(packet):
    assert measures.classes_of(packet.ledger, "water_and_sewerage") == ["private", "compulsory"]
    assert "water" not in measures.sheet_claims(packet.ledger)
    assert "water_and_sewerage" not in measures.leaf_claims(packet.ledger)
    assert len(measures.sheet_claims(packet.ledger)) == 8
    assert len(measures.leaf_claims(packet.ledger)) == 9


def test_later_years_do_not_change_an_older_packet(project):
    path = project / "data/shizuoka/figures.csv"
    later = "2025,,all,total,collection_rate,,,actual,97.90,%,,,試験\n2025,,all,total,outstanding,,,actual,39.0,億円,約,,試験\n"
    path.write_text(path.read_text(encoding="utf-8-sig") + later, encoding="utf-8-sig")
    grown = ledger.load("shizuoka", project)
    assert [p.fiscal_year for p in measures.trend(grown, "億円", 2024)] == [2009, 2023, 2024]
    assert measures.trend(grown, "億円", 2025)[-1].rate == D("97.90")


def test_the_rate_is_the_citys():
    assert measures.collection_rate(D(90), D(100), D(5), "collected") == 90
    assert measures.collection_rate(D(90), D(100), D(5), "collected_less_refund_due") == 85
    assert measures.collection_rate(D(90), D(100), None, "collected_less_refund_due") is None
    assert measures.collection_rate(D(90), D(100), D(5), "as_published") is None


def test_a_number_computed_back_has_no_more_digits_than_its_growth(packet):
    uses = {use.item: use.last for use in measures.tool_use(packet.ledger, 2025) if use.origin == "growth"}
    assert {item: f"{last:f}" for item, last in uses.items()} == {
        "電子預金照会": "66300",
        "電子預金照会の可能な金融機関": "269",
    }


def test_tools_are_those_known_on_the_day(packet, project):
    for name in ("tools", "tool_claims"):
        path = project / f"data/shizuoka/{name}.csv"
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(text + text.partition("\n")[2].replace("2026-05", "2026-10"), encoding="utf-8-sig")
    grown = ledger.load("shizuoka", project)
    assert measures.tool_counts(grown, packet.date).equals(measures.tool_counts(packet.ledger, packet.date))


@pytest.mark.parametrize("table", ["campaigns", "hearings", "initiatives"])
def test_a_sheet_is_there_while_any_of_its_parts_is(project, table):
    path = project / f"data/shizuoka/{table}.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if ",care_insurance," not in line), encoding="utf-8-sig")
    assert measures.has_sheet(ledger.load("shizuoka", project), "care_insurance", 2025)


def test_a_claim_without_a_sheet_has_none(packet):
    assert not measures.has_sheet(packet.ledger, "shimizu_hospital", 2025)
    assert not measures.has_sheet(packet.ledger, "care_insurance", 2031)


# One figure or an error: a row that comes first in the file is no answer.

DAY = dt.date(2025, 10, 31)


def on_day(claim, measure, value, **more):
    return figure(claim, measure, value, "current", day=DAY.isoformat(), **more)


@pytest.mark.parametrize("more", [{"group": "第1係"}, {"item": "督促手数料"}])
def test_a_part_that_stands_before_the_claims_own_amount_is_not_taken_for_it(more):
    own = [on_day("a", "assessed", 1000), on_day("a", "collected", 600), on_day("a", "outstanding", 400)]
    parts = [row | more | {"value": D(1)} for row in own]
    found = measures.positions(ledger_of({"a": "局"}, parts + own), "current", DAY).iloc[0]
    assert (found["assessed"], found["collected"], found["outstanding"]) == (1000, 600, 400)


def test_in_may_the_accounts_of_two_years_are_open():
    may = dt.date(2025, 5, 31)
    rows = [figure("a", "assessed", value, "current", year, may.isoformat()) for year, value in ((2024, 9), (2025, 2))]
    book = ledger_of({"a": "局"}, rows)
    assert measures.positions(book, "current", may)["assessed"].tolist() == [2]


def test_a_claim_of_which_only_parts_are_known_has_no_line():
    rows = [on_day("a", "assessed", 10), on_day("b", "assessed", 5, group="第1係")]
    assert list(measures.positions(ledger_of({"a": "局", "b": "局"}, rows), "current", DAY)["claim"]) == ["a"]


def test_a_question_with_two_answers_names_both_rows_and_what_tells_them_apart():
    rows = [figure("a", "rank", 3, "current", 2024, unit="位", item=item) for item in ("政令市", "県内")]
    rows += [figure("a", "collection_rate", 90, "current", 2026, unit="%", kind="target")]
    with pytest.raises(DeskError) as error:
        measures.targets(ledger_of({"a": "局"}, rows), 2026)
    said = str(error.value)
    assert error.value.code == "data" and [fault.row for fault in error.value.faults] == [2, 3]
    assert "data/x/figures.csv 2行目" in said and "item「政令市」" in said and "item「県内」" in said


def test_a_claim_that_is_not_listed_is_named(packet):
    with pytest.raises(DeskError, match=r"「municipal_taxes」という債権は .*もしかして「municipal_tax」"):
        packet.ledger.claim("municipal_taxes")


@pytest.mark.parametrize("turned", [1, -1])
def test_a_settlement_goes_before_an_estimate_wherever_it_stands(turned):
    rate = {"segment": "current", "year": 2024, "unit": "%"}
    rows = [
        figure("a", "collection_rate", D("91.0"), kind="estimate", **rate),
        figure("a", "collection_rate", D("92.0"), **rate),
        figure("a", "collection_rate", D("12.0"), **rate, group="第1係"),
        figure("a", "outstanding", 70, "total", 2024, kind="estimate"),
        figure("a", "outstanding", 60, "total", 2024),
        figure("all", "collection_rate", D("81.0"), "total", 2024, unit="%", kind="estimate"),
        figure("all", "collection_rate", D("82.0"), "total", 2024, unit="%"),
        figure("all", "outstanding", 7, "total", 2024, unit="億円", approx="約"),
        figure("all", "outstanding", D("7.2"), "total", 2024, unit="億円"),
        figure("all", "outstanding", D("7.4"), "total", 2024, unit="億円", kind="estimate"),
    ][::turned]
    book = ledger_of({"a": "局"}, rows)
    found = measures.standing(book, "a", "collected")
    assert (found.kind, found.rate, found.outstanding) == ("actual", 92, 60)
    (point,) = measures.trend(book, "億円", 2024)
    assert (point.rate, point.outstanding, point.about, point.estimate) == (82, D("7.2"), 7, False)


def test_an_amount_of_two_parts_needs_both_segments():
    rows = [on_day("a", "assessed", 10), on_day("a", "collected", 9)]
    two_of_one = [on_day("a", "outstanding", 1), on_day("a", "outstanding", 2, kind="estimate")]
    assert measures.standing(ledger_of({"a": "局"}, rows + two_of_one), "a", "collected").outstanding is None


def test_a_change_against_another_year_is_not_the_one_against_last_year():
    change = {"segment": "total", "unit": "ポイント", "kind": "difference"}
    rows = [
        figure("a", "share", D("1.5"), **change, item="分納率", base_year=2024),
        figure("a", "share", D("9.5"), **change, item="分納率", base_year=2020),
        figure("a", "share", D("4.5"), **change, year=2024, item="分納率", base_year=2023),
    ]
    assert list(measures.results(ledger_of({"a": "局"}, rows), "a", 2025)["printed"]) == [D("1.5")]
    # 差 in % and in ポイント are one result.
    with pytest.raises(DeskError, match="2 行あり"):
        measures.results(ledger_of({"a": "局"}, [*rows, rows[0] | {"unit": "%"}]), "a", 2025)


def test_use_of_two_days_is_two_numbers(packet):
    figures = packet.ledger["figures"]
    web = figures[
        (figures["claim"] == "major") & (figures["item"] == "Web口座振替登録") & (figures["kind"] == "actual")
    ]
    more = web.assign(as_of="2025-12-31", value=D(1)).set_axis([999])
    with pytest.raises(DeskError, match=r"as_of「2025-12-31」"):
        measures.tool_use(altered(packet.ledger, pd.concat([more, figures])), 2025)


def test_the_best_city_is_that_of_the_ranked_ones(project):
    path = project / "data/ube/figures.csv"
    head, _, rows = path.read_text(encoding="utf-8-sig").partition("\n")
    other = "2023,,municipal_tax,current,share,口座振替率,,actual,12.34,%,,,試験\n"
    path.write_text(f"{head}\n{other}{rows}", encoding="utf-8-sig")
    ube = Packet.open("ube", root=project)
    assert tables.ranks(ube).rows[0]["best"] == D("99.74")


# Closed choices: what is none of them is an error, not the last of them.


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda p: measures.collection_rate(D(1), D(2), None, "colected"), "rate_definition に「colected」"),
        (lambda p: measures.positions(p.ledger, "curent", DAY), "使える値は current、carried_over、total"),
        (lambda p: measures.cuts(p.ledger, DAY, "division"), "使える値は claim、bureau、section"),
        (lambda p: measures.settled(p.ledger, "municipal_tax", "rate", 2024), "collection_rate、outstanding"),
        (lambda p: measures.trend(p.ledger, "億円", 2024, "whole"), "rate_segment に「whole」"),
        (lambda p: tables.claims(p, "total"), "segment に「total」は使えません。使える値は current、carried_over"),
        (lambda p: tables.cuts(p, "claims"), "by に「claims」"),
        (lambda p: charts.cuts(p, "claims"), "by に「claims」"),
        (lambda p: tables.past_counts(p, range(2020, 2024), "claim"), "使える値は class、year"),
        (lambda p: tables.plan_targets(p, "rate", [2023], [2024]), "measure に「rate」"),
        (lambda p: charts.past_plan(p, "rate", range(2020, 2024)), "measure に「rate」"),
    ],
)
def test_an_unknown_choice_names_the_known_ones(ask, said):
    with pytest.raises(DeskError, match=said) as error:
        ask(Packet.open("saitama"))
    assert error.value.code == "params"


# Questions are answered from an index, and verdicts once.


def test_a_look_up_says_what_a_scan_says(packet):
    figures = packet.ledger["figures"]
    for row in figures.sample(40, random_state=1).to_dict("records"):
        where = {name: row[name] for name in ("claim", "fiscal_year", "measure", "kind", "as_of")}
        scan = figures
        for column, value in where.items():
            scan = scan[scan[column] == value]
        assert packet.ledger.figures(**where).equals(scan) and len(scan)
    assert packet.ledger.figures().equals(figures)
    assert packet.ledger.value(claim="municipal_tax", fiscal_year=1950) is None


def test_who_changes_what_verdicts_gave_changes_nothing_for_others(packet):
    first = measures.verdicts(packet.ledger, range(2020, 2024))
    first["group"] = "甲"
    assert "group" not in measures.verdicts(packet.ledger, range(2020, 2024))
