"""Rates among their like, by hand: nine towns whose rates are 60, 87, 88, 89, 90, 91 (川辺市), 92, 93 and 94%."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests import accounts, nation_rates, town
from tests.by_hand import lacking
from tests.nation_rates import OTHERS, OWN, PEERS, TAX, line, nation, opened


def own(packet):
    return next(row for row in measures.country(packet, TAX) if row.city == town.CITY)


def test_a_rate_is_placed_among_its_like():
    row = own(nation())
    assert (row.rate, row.change, row.among, row.rank, row.middle) == (91, 1, 9, 4, 90)
    # The distances from 90 are 0, 1, 1, 2, 2, 3, 3, 4, 30: their median is 2.
    assert row.distance == 1 / (D("1.4826") * 2)
    # The changes are -20, -1, -1, 0, 0, 1, 1, 1, 2: median 0, distances 0, 0, 1, 1, 1, 1, 1, 2, 20.
    assert row.move == 1 / D("1.4826")
    # 1.96 × 1.4826 ÷ √2 = 2.05: 95.1 is nobody's, and 60 alone is below 86.9.
    assert (row.rank_best, row.rank_worst) == (1, 8)


def test_equal_rates_share_a_rank():
    packet = opened((OWN, *PEERS, line("town9", 91, 1)))
    rates = {row.city: (row.rank, row.rank_best, row.rank_worst) for row in measures.country(packet, TAX)}
    assert rates[town.CITY] == rates["town9"] == (4, 2, 7)  # half as much goes up and down
    assert rates["town4"][0] == 6  # of 90%


@pytest.mark.parametrize("other", [OTHERS[0], OTHERS[1], OTHERS[3]], ids=["definition", "year", "claim"])
def test_nothing_else_is_held_against_a_rate(other):
    alone, beside = opened((OWN, *PEERS)), opened((OWN, *PEERS, other))
    assert measures.country(beside, TAX) == measures.country(alone, TAX)
    assert measures.spreads(beside, TAX) == measures.spreads(alone, TAX)


def test_a_larger_one_is_shown_but_not_among_the_like():
    rows = {row.city: row for row in measures.country(nation(), TAX)}
    assert rows["other_size"].size != rows[town.CITY].size and rows[town.CITY].among == 9
    assert rows["other_size"].rank is None and rows["other_size"].among == 1


def test_of_fewer_than_five_nothing_is_told():
    few = opened((OWN, *PEERS[:3]))
    row = own(few)
    assert row.among == 4 and (row.rank, row.rank_best, row.middle, row.distance, row.move) == (None,) * 5
    [spread] = [spread for spread in measures.spreads(few, TAX) if spread.number]
    assert spread == measures.Spread("1千万円未満", 4)
    assert own(opened((OWN, *PEERS[:4]))).rank is not None


def test_the_spread_of_a_size():
    first, second, *_ = measures.spreads(nation(), TAX)
    assert (first.number, first.lowest_quarter, first.middle, first.highest_quarter) == (9, 88, 90, 92)
    assert first.spread == D("2.9652") and first.swing == D("1.4826") / D(2).sqrt()
    assert second == measures.Spread("1千万円以上1億円未満", 1)


def test_what_stands_out_is_named_unless_it_is_small():
    rows = measures.country(nation(), TAX)
    assert [row.city for row in measures.outliers(rows)] == ["town8"]
    assert [row.city for row in measures.rate_movers(rows)] == ["town8"]
    small = line("town8", 60, -20, 999_999)
    assert measures.outliers(measures.country(opened((OWN, *PEERS[:7], small)), TAX)) == []


def test_without_the_year_before_there_is_a_rank_and_no_reach():
    packet = opened((OWN, *(line(f"town{n}", 90 + n, None) for n in range(5))))
    row = own(packet)
    assert row.rank == 4 and row.rank_best is row.rank_worst is row.move is None and row.distance is not None


def test_equal_rates_everywhere_leave_no_distance():
    packet = opened((OWN, *(line(f"town{n}", 91, 0) for n in range(6))))
    assert own(packet).distance is None and own(packet).rank == 1


def test_every_claim_of_the_city_has_its_line():
    rows = (OWN, *PEERS, line(town.CITY, 85, None, 520_000, claim="care_insurance", name="川辺市"))
    found = measures.likes(opened(rows))
    assert [like.claim for like in found] == [TAX, "care_insurance"]
    assert (found[0].this, found[0].lowest_quarter, found[0].highest_quarter) == (own(nation()), 88, 92)
    assert found[1].this.among == 1 and found[1].lowest_quarter is None
    assert measures.claims_rated(opened(rows)) == [TAX, "care_insurance"]


def test_what_a_city_gives_to_the_table(tmp_path):
    """Amounts in 円, by its own definition: 1001 of 1100 千円; the year before 900 of 1000."""
    rows = {row.claim: row for row in measures.own_rates(accounts.opened(tmp_path))}
    tax = rows[TAX]
    assert (tax.assessed, tax.taken, tax.last_assessed, tax.last_taken) == (1_100_000, 1_001_000, 1_000_000, 900_000)
    assert (tax.segment, rows["child_care"].segment, tax.fiscal_year) == ("current", "total", 2024)
    assert rows["school_meals"].last_assessed is None


def test_a_definition_takes_what_it_counts(tmp_path):
    packet = accounts.opened(tmp_path, rate_definition="collected_less_refund_due")
    assert measures.own_rates(packet)[0].taken == 999_000  # 1001 less 2 千円


def test_a_city_that_computes_no_rates_is_not_compared(tmp_path):
    assert measures.own_rates(accounts.opened(tmp_path, rate_definition="as_published")) == []


def test_without_the_table_the_way_to_it_is_told():
    assert "make rates" in lacking(lambda: measures.likes(opened(PEERS)))
    assert TAX in lacking(lambda: measures.country(opened((line(town.CITY, 90, 0, claim="care_insurance"),)), TAX))


def test_a_wrong_cell_is_named():
    with pytest.raises(DeskError, match=r"data/rates\.csv 3行目 assessed"):
        opened((OWN, PEERS[0].replace("2000000", "▲1", 1)))


def test_sizes_begin_where_they_say():
    assert [measures.nation.size_of(D(n)) for n in (9_999_999, 10_000_000, 99_999_999, 10**10)] == [
        "1千万円未満", "1千万円以上1億円未満", "1千万円以上1億円未満", "100億円以上",
    ]  # fmt: skip
    assert list(measures.nation.CityRate.model_fields) == nation_rates.HEADS.split(",")
