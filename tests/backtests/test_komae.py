"""狛江市's settlements: what the import made of three exports, against the totals of every line of them, and the summary of the packet."""

from decimal import Decimal as D

import pytest

from helpers import ledger, measures, tables
from helpers.notation import round_half_up
from helpers.packet import Packet

MEASURES = ("assessed", "collected", "written_off", "refund_due", "outstanding")
# 「決算書歳入データ」: every line of a year added up, an account each, in yen.
EXPORTED = {
    2018: (
        (29868190444, 29696799061, 7305657, 850983, 164936709),  # 一般会計
        (8290630930, 8184171310, 18536247, 3497646, 91421019),  # 国民健康保険
        (6420183423, 6377927993, 12254500, 1465600, 31466530),  # 介護保険
        (1859249870, 1840534179, 403561, 0, 18312130),  # 公共下水道
        (23297700, 23297700, 0, 0, 0),  # 駐車場事業
        (1992814215, 1986081615, 617300, 1580250, 7695550),  # 後期高齢者医療
    ),
    2019: (
        (30056692750, 29857809829, 11405136, 694014, 188171799),
        (7897466848, 7785866887, 16919317, 3025882, 97706526),
        (6658984599, 6617407199, 12003400, 1704800, 31278800),
        (1696898978, 1565754859, 1708491, 0, 129435628),
        (24118806, 24118806, 0, 0, 0),
        (2049701490, 2040431640, 1185650, 1506350, 9590550),
    ),
    2020: (  # 公共下水道 has accounts of an enterprise from this year on
        (40834618594, 40631900151, 13510775, 1519416, 190727084),
        (7620217117, 7508953088, 10724351, 3897460, 104437138),
        (6919318432, 6882551432, 11731300, 2464600, 27500300),
        (21952165, 21952165, 0, 0, 0),
        (2078858673, 2069246323, 1545450, 2166100, 10233000),
    ),
}


@pytest.fixture(scope="module")
def books():
    return ledger.load("komae")


@pytest.mark.parametrize("year", EXPORTED)
def test_claims_and_what_is_excluded_are_every_yen_of_the_export(books, year):
    figures, excluded = books["figures"], books["excluded"]
    figures, excluded = figures[figures["fiscal_year"] == year], excluded[excluded["fiscal_year"] == year]
    for measure, exported in zip(MEASURES, map(sum, zip(*EXPORTED[year], strict=True)), strict=True):
        assert sum(figures[figures["measure"] == measure]["value"]) + sum(excluded[measure]) == exported


def test_every_account_is_settled(books):
    """調定額 = (収入済額 − 還付未済額) + 不納欠損額 + 収入未済額, of every claim and segment."""
    accounts = books["figures"].pivot(index=["fiscal_year", "claim", "segment"], columns="measure", values="value")
    assert len(accounts) == 103 and set(accounts) == set(MEASURES)
    settled = accounts["collected"] - accounts["refund_due"] + accounts["written_off"] + accounts["outstanding"]
    assert list(settled) == list(accounts["assessed"])


def test_the_summary_is_the_sum_of_the_claims(books):
    """The rate of 令和2年度 and its change, reckoned from the rows of data/ alone."""
    figures = books["figures"]

    def rate(year: int) -> D:
        of = figures[figures["fiscal_year"] == year].groupby("measure")["value"].sum()
        return of["collected"] / of["assessed"] * 100

    summary = measures.settlement_totals(Packet.open("komae", "2021-11-15"), "all")
    total = next(row for row in summary if row.segment == "total")
    assert total.this.rate == rate(2020) and round_half_up(rate(2020), 1) == D("98.0")
    assert total.points == rate(2020) - rate(2019)
    assert total.this.outstanding == D(328463374)


def test_neighbours_that_print_thousands_are_shown_in_thousands(books):
    """No cell ends in zeros that its city did not print: all of them stand in the coarsest unit that one is printed in."""
    table = tables.comparison(Packet.open("komae", "2021-11-15"))
    column = next(column for column in table.columns if column.name == "outstanding")
    shown = {(row["name"], row["city"]): row["outstanding"] for row in table.rows}
    theirs = ledger.load("ube")["figures"]
    theirs = theirs[(theirs["claim"] == "national_health_insurance") & (theirs["measure"] == "outstanding")]
    theirs = theirs[(theirs["fiscal_year"] == 2020) & (theirs["segment"] == "total") & (theirs["kind"] == "actual")]
    assert set(theirs["unit"]) == {"千円"} == {column.unit}
    assert [shown["国民健康保険税", "宇部市"]] == list(theirs["value"])
    own = books["figures"]
    own = own[(own["claim"] == "national_health_insurance") & (own["measure"] == "outstanding")]
    assert shown["国民健康保険税", "狛江市"] * 1000 == sum(own[own["fiscal_year"] == 2020]["value"])
    assert any("千円未満は四捨五入した" in note for note in table.notes)


def test_outstanding_amounts_and_results_of_a_plan_are_sums_of_the_rows(books):
    packet, figures = Packet.open("komae", "2021-11-15"), books["figures"]
    of = figures[figures["fiscal_year"] == 2020]
    for segment in ("current", "carried_over"):
        own = of[of["segment"] == segment].groupby("measure")["value"].sum()
        total = measures.total_of(measures.positions(packet, segment)).this
        assert (total.assessed, total.collected, total.outstanding) == (
            own["assessed"],
            own["collected"],
            own["outstanding"],
        )
        assert total.rate == own["collected"] / own["assessed"] * 100
        assert total.cut == (own["outstanding"] - own["assessed"]) / own["assessed"] * 100
    for year in EXPORTED:
        left = figures[(figures["fiscal_year"] == year) & (figures["measure"] == "outstanding")]["value"]
        assert measures.settled(packet, "all", "outstanding", year) == sum(left)
