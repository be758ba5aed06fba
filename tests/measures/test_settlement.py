"""What follows from a year's accounts, against figures computed by hand."""

import re
from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests.accounts import ALL, CARE, NEW, TAX, WHOLE, Rate, opened

THIS, LAST = 2024, 2023


@pytest.fixture
def packet(tmp_path):
    return opened(tmp_path)


def rounded(value):
    return None if value is None else value.quantize(D("0.0001"))


def totals(packet, by):
    return {(row.name, row.segment): row for row in measures.settlement_totals(packet, by)}


def test_a_total_is_the_sum_of_its_parts(packet):
    total = measures.account(packet, "municipal_tax", "total", THIS)
    assert list(total.amounts.values()) == [D(1300), D(1101), D(31), D(2), D(170)]
    assert rounded(total.rate) == D("84.6923")  # 1101 / 1300
    assert total.denied is None


def test_a_part_that_is_all_there_is_makes_the_total(packet):
    total = measures.account(packet, "care_insurance", "total", THIS)
    assert total == measures.account(packet, "care_insurance", "current", THIS)


def test_a_part_is_not_the_rest_of_a_printed_total(tmp_path):
    lines = (
        (2024, "municipal_tax", "current", 1000, 900, 0, 0, 100),
        (2024, "municipal_tax", "total", None, None, None, None, 180),
    )
    total = measures.account(opened(tmp_path, lines), "municipal_tax", "total", THIS)
    assert (total.assessed, total.outstanding, total.rate) == (None, D(180), None)


def test_only_a_total(packet):
    rows = [row for row in measures.settlement(packet) if row.name == "child_care"]
    assert [row.segment for row in rows] == ["total"]
    assert (rows[0].change, rows[0].growth) == (0, 0)
    assert rounded(rows[0].points) == D("2.2581")  # 255/310 - 240/300
    assert measures.undivided(packet) == ["child_care", "school_meals"]


def test_change_against_the_year_before(packet):
    rows = {(row.name, row.segment): row for row in measures.settlement(packet)}
    tax = rows["municipal_tax", "total"]
    assert tax.change == -30
    assert tax.growth == -15
    assert rounded(tax.points) == D("3.0256")  # 1101/1300 - 980/1200
    new = rows["school_meals", "total"]
    assert (new.change, new.growth, new.points, new.last.is_known) == (None, None, None, False)


def test_what_is_outstanding_follows_from_the_other_four(tmp_path):
    lines = (
        (2024, "municipal_tax", "current", 1100, 1001, 1, 2, None),
        (2024, "care_insurance", "current", 520, 442, None, 0, None),
    )
    packet = opened(tmp_path, lines)
    assert measures.account(packet, "municipal_tax", "current", THIS).outstanding == 100
    care = measures.account(packet, "care_insurance", "current", THIS)
    assert (care.written_off, care.outstanding) == (None, None)
    assert care.rate == 85
    assert measures.lacking(packet, "written_off") == {THIS: ["care_insurance"], LAST: []}
    assert totals(packet, "all")["all", "total"].this.written_off == 1


def test_the_city_all_together(packet):
    found = totals(packet, "all")
    whole = found["all", "total"]
    assert list(whole.this.amounts.values()) == [D(2250), D(1898), D(36), D(2), D(318)]
    assert (whole.change, whole.growth) == (18, 6)
    assert rounded(whole.this.rate) == D("84.3556")
    assert rounded(found["all", "current"].this.rate) == D("89.0741")  # 1443 / 1620
    assert rounded(found["all", "carried_over"].this.rate) == 50


def test_classes_and_bureaus_in_the_words_of_the_city(packet):
    found = totals(packet, "class")
    assert (
        found["強制徴収公債権", "total"].this.outstanding == 248
    )  # 市税 and 介護保険料, which the city calls the same
    assert found["私債権", "total"].this.outstanding == 20
    bureaus = totals(packet, "bureau")
    assert list(dict.fromkeys(name for name, _ in bureaus)) == ["財務局", "福祉局"]
    assert bureaus["福祉局", "total"].this.outstanding == 148
    with pytest.raises(DeskError, match="課"):
        measures.settlement_totals(packet, "課")


def test_a_part_counts_with_its_whole(tmp_path, monkeypatch):
    from tests import town

    tables = town.tables()
    tables["claims"] = [
        re.sub(r",,,一覧$", ",,municipal_tax,一覧", line) if line.startswith("care_") else line
        for line in tables["claims"]
    ]
    monkeypatch.setattr(town, "tables", lambda: tables)
    packet = opened(tmp_path)
    assert packet.ledger.claim("care_insurance")["part_of"] == "municipal_tax"
    assert totals(packet, "all")["all", "total"].this.outstanding == 240
    assert "care_insurance" in [row.name for row in measures.settlement(packet)]
    assert "care_insurance" not in [row.claim for row in measures.movers(packet)]


@pytest.mark.parametrize(
    ("printed", "unit", "stands"),
    [
        ("84.7", "千円", True),  # 1101 / 1300 is 84.692
        ("84.6", "千円", True),  # 1100.5 / 1300.5 is 84.621, which may be what was cut to 千円
        ("84.9", "千円", False),
        ("84.6", "円", False),  # yen are exact
    ],
)
def test_a_printed_rate_stands_if_the_amounts_allow_it(tmp_path, printed, unit, stands):
    packet = opened(tmp_path, TAX, (Rate(2024, "municipal_tax", "total", printed),), unit)
    found = measures.account(packet, "municipal_tax", "total", THIS)
    if stands:
        assert (found.rate, found.denied) == (D(printed), None)
    else:
        assert (rounded(found.rate), found.denied) == (D("84.6923"), D(printed))


def test_half_of_the_last_digit_is_rounded_up(tmp_path):
    lines = ((2024, "municipal_tax", "total", 2000, 1693, 0, 0, 307),)  # 84.65% exactly
    packet = opened(tmp_path, lines, (Rate(2024, "municipal_tax", "total", "84.6"),), "円")
    assert measures.account(packet, "municipal_tax", "total", THIS).denied == D("84.6")


def test_a_city_that_cuts_rates_off(tmp_path):
    settings = {"minus": "▲\npublished_rounding:\n  rates: down"}
    packet = opened(tmp_path, TAX, (Rate(2024, "municipal_tax", "total", "84.6"),), "円", **settings)
    assert measures.account(packet, "municipal_tax", "total", THIS).denied is None


def test_a_printed_rate_is_all_there_is(tmp_path):
    rates = (Rate(2024, "municipal_tax", "total", "84.9"),)
    lines = ((2024, "municipal_tax", "total", None, None, None, None, 170),)
    assert measures.account(opened(tmp_path, lines, rates), "municipal_tax", "total", THIS).rate == D("84.9")


def test_a_part_with_nothing_but_a_printed_rate_is_a_line(tmp_path):
    lines = ((2024, "municipal_tax", "total", None, None, None, None, 170),)
    packet = opened(tmp_path, lines, (Rate(2024, "municipal_tax", "current", "91.2"),))
    rows = measures.settlement(packet)
    assert [(row.segment, row.this.rate, row.this.outstanding) for row in rows] == [
        ("current", D("91.2"), None),
        ("total", None, 170),
    ]
    assert measures.undivided(packet) == ["municipal_tax"]
    assert measures.lacking(packet, "assessed") == {THIS: [], LAST: []}  # there is no sum that could lack one


@pytest.mark.parametrize(
    ("definition", "rate"), [("collected", "91.0000"), ("collected_less_refund_due", "90.8182"), ("as_published", None)]
)
def test_a_rate_follows_the_definition_of_the_city(tmp_path, definition, rate):
    packet = opened(tmp_path, rate_definition=definition)
    found = measures.account(packet, "municipal_tax", "current", THIS).rate
    assert rounded(found) == (rate and D(rate))


def test_a_rate_does_not_mix_claims_with_and_without_its_terms(tmp_path):
    lines = (*TAX, (2024, "care_insurance", "current", 520, 442, 0, None, 78))
    packet = opened(tmp_path, lines, rate_definition="collected_less_refund_due")
    total = totals(packet, "all")["all", "current"].this
    assert total.assessed == 1620
    assert rounded(total.rate) == D("90.8182")  # 999 / 1100, of 市税 alone


def test_all_years_up_to_the_settled_one(tmp_path):
    later = ((2025, "municipal_tax", "current", 1200, 1100, 0, 0, 100),)
    years = measures.settled_years(opened(tmp_path, (*ALL, *later)))
    assert [year.fiscal_year for year in years] == [LAST, THIS]
    assert [year.total.outstanding for year in years] == [300, 318]
    assert years[0].carried_over.outstanding == 100


def test_about_figures_are_no_accounts(tmp_path):
    more = ("2024,,municipal_tax,carried_over,assessed,,,actual,200,千円,約,,決算",)
    packet = opened(tmp_path, TAX[2:3], more=more)
    assert not measures.account(packet, "municipal_tax", "carried_over", THIS).is_known


def test_no_settlement_is_one_error_that_says_what_to_write(tmp_path):
    packet = opened(tmp_path, TAX[:2])
    for ask in (measures.settlement, measures.settled_years, measures.movers, measures.turns):
        with pytest.raises(DeskError, match="令和6年度の決算の金額") as caught:
            ask(packet)
        assert caught.value.code == "missing-data"
        assert "make import CITY=kawabe" in caught.value.message
    assert "あるのは令和5年度の決算です。" in caught.value.message


def test_what_got_better_and_what_got_worse(packet):
    better, worse = measures.turns(packet)
    assert [(row.name, row.segment) for row in better] == [("municipal_tax", "total")]
    assert [(row.name, row.segment) for row in worse] == [("care_insurance", "total")]  # 90% to 85%, 50 to 78


def test_largest_first(packet):
    rows = measures.largest(packet, 2)
    assert [(row.rank, row.claim, row.this, row.last) for row in rows] == [
        (1, "municipal_tax", 170, 200),
        (2, "care_insurance", 78, 50),
    ]
    assert [rounded(row.share) for row in rows] == [D("53.4591"), D("24.5283")]
    assert rounded(rows[1].shares) == D("77.9874")


def test_ties_share_a_rank_and_none_is_left_out(tmp_path):
    lines = (*TAX, (2024, "care_insurance", "current", 170, 0, 0, 0, 170), *WHOLE)
    rows = measures.largest(opened(tmp_path, lines), 1)
    assert [(row.rank, row.claim) for row in rows] == [(1, "municipal_tax"), (1, "care_insurance")]


def test_movers_with_one_that_is_new_and_one_that_ended(tmp_path):
    ended = ((2023, "child_care", "total", 300, 240, 10, 0, 50),)
    rows = measures.movers(opened(tmp_path, (*TAX, *CARE, *ended, *NEW)))
    assert [(row.claim, row.this, row.last, row.change) for row in rows] == [
        ("care_insurance", 78, 50, 28),
        ("school_meals", 20, None, 20),
        ("municipal_tax", 170, 200, -30),
        ("child_care", None, 50, -50),
    ]
    assert sum(row.share for row in rows) == 100
    assert rows[0].share == D("-87.5")  # 28 of -32
    assert (rows[1].growth, rows[3].growth) == (None, -100)


def test_no_share_of_a_change_of_zero(tmp_path):
    lines = (
        (2023, "municipal_tax", "current", 100, 90, 0, 0, 10),
        (2023, "care_insurance", "current", 100, 80, 0, 0, 20),
        (2024, "municipal_tax", "current", 100, 80, 0, 0, 20),
        (2024, "care_insurance", "current", 100, 90, 0, 0, 10),
    )
    rows = measures.movers(opened(tmp_path, lines))
    assert [(row.claim, row.change, row.share) for row in rows] == [
        ("municipal_tax", 10, None),
        ("care_insurance", -10, None),
    ]


def test_nothing_moves_without_a_year_before(tmp_path):
    with pytest.raises(DeskError, match="令和5年度"):
        measures.movers(opened(tmp_path, TAX[2:]))


def test_what_is_not_covered(tmp_path):
    excluded = (
        "2024,一般会計,繰入金,3,1000500,1000500,0,0,0,円,決算",
        "2024,一般会計,雑入,12,5000,,,,1500,円,決算",
        "2023,一般会計,繰入金,3,900000,900000,0,0,0,円,決算",
    )
    rows = measures.uncovered(opened(tmp_path, excluded=excluded))
    assert [(row.reason, row.lines, row.assessed, row.collected) for row in rows] == [
        ("繰入金", 3, D("1000.500"), D("1000.500")),
        ("雑入", 12, D(5), None),
    ]
    assert rows[1].outstanding == D("1.5")


def test_nobody_recorded_what_is_not_covered(packet):
    assert measures.uncovered(packet) == ()


def test_a_frame_for_analysts(packet):
    frame = measures.settlement(packet).frame().set_index(["name", "segment"])
    assert frame.loc[("municipal_tax", "total"), "outstanding"] == 170
    assert frame.loc[("municipal_tax", "total"), "outstanding_last"] == 200
    assert frame["outstanding_last"].isna().sum() == 1


def test_printed_parts_that_do_not_add_up_are_named(tmp_path):
    yen = [(*line[:3], *(amount * 1000 for amount in line[3:])) for line in TAX]
    assert measures.rounded_apart(opened(tmp_path / "a", tuple(yen), unit="円")) == []
    uneven = (
        (2024, "municipal_tax", "current", 1000400, 900000, 0, 0, 100400),
        (2024, "municipal_tax", "carried_over", 200400, 100000, 0, 0, 100400),
    )
    packet = opened(tmp_path / "b", uneven, unit="円")  # 1,000.4 + 200.4 is 1,200.8: 1,000 and 200, but 1,201
    assert measures.rounded_apart(packet) == ["assessed", "outstanding"]


def test_the_trend_follows_from_accounts_where_no_total_is_printed(tmp_path):
    packet = opened(tmp_path / "a")
    points = measures.trend(packet)
    assert [(point.fiscal_year, point.outstanding, point.summed) for point in points] == [
        (LAST, D("0.3"), True),  # 百万円
        (THIS, D("0.318"), True),
    ]
    assert rounded(points[1].rate) == D("84.3556")
    printed = (
        "2024,,all,total,collection_rate,,,actual,84.4,%,,,推移",
        "2024,,all,total,outstanding,,,actual,170,千円,,,推移",
    )
    last, this = measures.trend(opened(tmp_path / "b", TAX, more=printed))
    assert (last.summed, this.summed, this.rate) == (True, False, D("84.4"))


def test_a_claim_stands_where_its_accounts_say(tmp_path):
    packet = opened(tmp_path)
    standing = measures.standing(packet, "municipal_tax")
    assert (standing.fiscal_year, standing.rate, standing.outstanding, standing.as_of) == (THIS, D(91), 170, "")
    assert measures.standing(packet, "municipal_tax", prefer=LAST).rate == 90
    assert measures.standing(packet, "child_care") is None  # only a total: no rate of current money
