"""The rank among the cities of the prefecture, and how far the best of them is."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from helpers.measures import Rank
from tests import town_plan
from tests.town_plan import FIGURES

RANK = "2024,,{},current,rank,{},,actual,{},位,,,順位"
BEST = "2024,,{},current,share,{}トップの収納率,,actual,{},%,,,順位"
# 介護保険料 stands first in the file, and second in the city's list.
RANKS = (
    RANK.format("care_insurance", "県内5市", 1),
    BEST.format("care_insurance", "県内5市", "92.0"),
    RANK.format("municipal_tax", "県内5市", 3),
    BEST.format("municipal_tax", "政令市", "99.9"),
    BEST.format("municipal_tax", "県内5市", "99.2"),
    RANK.format("child_care", "県内4市", 4),
)


def test_the_gap_to_the_best_is_negative_but_for_the_best(tmp_path):
    assert measures.ranks(town_plan.opened(tmp_path, [*FIGURES, *RANKS])) == (
        Rank("municipal_tax", "県内5市", D(3), D("98.5"), D("99.2"), D("-0.7")),
        Rank("care_insurance", "県内5市", D(1), D("92.0"), D("92.0"), D("0.0")),
        Rank("child_care", "県内4市", D(4), None, None, None),
    )


def test_the_ranks_are_those_of_the_settled_year(tmp_path):
    old = RANK.format("municipal_tax", "県内5市", 2).replace("2024,", "2023,", 1)
    assert measures.ranks(town_plan.opened(tmp_path, [*FIGURES, old])) == ()


def test_a_claim_with_two_ranks_is_refused(tmp_path):
    two = [RANK.format("municipal_tax", among, 3) for among in ("県内5市", "政令市")]
    with pytest.raises(DeskError, match="2 行あり"):
        measures.ranks(town_plan.opened(tmp_path, [*FIGURES, *two]))
