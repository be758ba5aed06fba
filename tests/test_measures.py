from dataclasses import replace
from decimal import Decimal as D

import pandas as pd
import pytest

from helpers import charts, ledger, measures, tables
from helpers.errors import DeskError
from helpers.packet import Packet
from tests.measures.packets import altered, figure, ledger_of, packet_of


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


def test_a_result_of_another_period_is_not_compared(packet):
    web = [row for row in measures.results(packet, "municipal_tax", 2025) if row.item == "Web口座振替登録"]
    assert [row.group for row in web] == ["", "10月から"]
    assert [row.growth for row in web] == [None, None]


def test_a_target_in_another_unit_has_no_verdict(packet):
    first = next(row for row in measures.results(packet, "municipal_tax", 2025) if row.item == "債権差押")
    assert (first.target, first.target_unit, first.met) == (80, "件/係", None)
    care = next(row for row in measures.results(packet, "care_insurance", 2025) if row.item == "財産調査")
    assert care.met is True


def test_a_number_computed_back_has_no_more_digits_than_its_growth(packet):
    uses = {use.item: use.last for use in measures.tool_use(packet) if use.origin == "growth"}
    assert {item: f"{last:f}" for item, last in uses.items()} == {
        "電子預金照会": "66300",
        "電子預金照会の可能な金融機関": "269",
    }


def test_tools_are_those_known_on_the_day(packet, project):
    for name in ("tools", "tool_claims"):
        path = project / f"data/shizuoka/{name}.csv"
        text = path.read_text(encoding="utf-8-sig")
        path.write_text(text + text.partition("\n")[2].replace("2026-05", "2026-10"), encoding="utf-8-sig")
    grown = replace(packet, ledger=ledger.load("shizuoka", project))
    assert measures.tool_counts(grown) == measures.tool_counts(packet)


# One figure or an error: a row that comes first in the file is no answer.


def test_a_question_with_two_answers_names_both_rows_and_what_tells_them_apart():
    rows = [figure("a", "rank", 3, "current", 2024, unit="位", item=item) for item in ("政令市", "県内")]
    rows += [figure("a", "collection_rate", 90, "current", 2026, unit="%", kind="target")]
    with pytest.raises(DeskError) as error:
        measures.targets(packet_of(ledger_of({"a": "局"}, rows), fiscal_year=2026))
    said = str(error.value)
    assert error.value.code == "data" and [fault.row for fault in error.value.faults] == [2, 3]
    assert "data/x/figures.csv 2行目" in said and "item「政令市」" in said and "item「県内」" in said


def test_a_claim_that_is_not_listed_is_named(packet):
    with pytest.raises(DeskError, match=r"「municipal_taxes」という債権は .*もしかして「municipal_tax」"):
        packet.ledger.claim("municipal_taxes")


def test_a_change_against_another_year_is_not_the_one_against_last_year():
    change = {"segment": "total", "unit": "ポイント", "kind": "difference"}
    rows = [
        figure("a", "share", D("1.5"), **change, item="分納率", base_year=2024),
        figure("a", "share", D("9.5"), **change, item="分納率", base_year=2020),
        figure("a", "share", D("4.5"), **change, year=2024, item="分納率", base_year=2023),
    ]
    made = packet_of(ledger_of({"a": "局"}, rows))
    assert [row.printed for row in measures.results(made, "a", 2025)] == [D("1.5")]
    # 差 in % and in ポイント are one result.
    with pytest.raises(DeskError, match="2 行あり"):
        measures.results(packet_of(ledger_of({"a": "局"}, [*rows, rows[0] | {"unit": "%"}])), "a", 2025)


def test_use_of_two_days_is_two_numbers(packet):
    figures = packet.ledger["figures"]
    web = figures[
        (figures["claim"] == "major") & (figures["item"] == "Web口座振替登録") & (figures["kind"] == "actual")
    ]
    more = web.assign(as_of="2025-12-31", value=D(1)).set_axis([999])
    with pytest.raises(DeskError, match=r"as_of「2025-12-31」"):
        measures.tool_use(replace(packet, ledger=altered(packet.ledger, pd.concat([more, figures]))))


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
        (lambda p: measures.settled(p, "municipal_tax", "rate", 2024), "collection_rate、outstanding"),
        (lambda p: tables.claims(p, "all"), "segment に「all」は使えません。使える値は current、carried_over、total"),
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


# Questions are answered from an index.


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
