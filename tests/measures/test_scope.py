"""Which claims a plan covers, and how the list of claims changed."""

import pytest

from helpers import measures
from helpers.measures import Renumbered
from helpers.notation import NOT_IN_SOURCE
from tests import town, town_plan

# Of edition 2025: 強-1 市税, 強-2 介護保険料, 非-1 保育料, 私-1 給食費. The next one has no 保育料 and moves 給食費 up.
NEXT = ("next,強-1,municipal_tax,一覧", "next,強-2,school_meals,一覧", "next,強-3,care_insurance,一覧")


@pytest.fixture(scope="module")
def kawabe(tmp_path_factory):
    return town_plan.opened(tmp_path_factory.mktemp("desk"), numbers=NEXT)


def test_a_plan_covers_what_it_plans_something_for_this_year(kawabe):
    assert measures.covered(kawabe) == ["municipal_tax", "care_insurance"]  # the city's order, not the file's


def test_the_list_of_claims_against_the_last(kawabe):
    assert measures.renumbering(kawabe, "2025", "next") == (
        Renumbered("municipal_tax", "強-1", "強-1", "kept"),
        Renumbered("school_meals", "私-1", "強-2", "renumbered"),
        Renumbered("care_insurance", "強-2", "強-3", "renumbered"),
        Renumbered("child_care", "非-1", "", "dropped"),
    )


def test_who_left_one_edition_came_with_the_other(kawabe):
    back = measures.renumbering(kawabe, "next", "2025")
    assert [(row.claim, row.before, row.after, row.change) for row in back if row.change == "added"] == [
        ("child_care", "", "非-1", "added")
    ]
    assert not [row for row in back if row.change == "dropped"]


def test_an_edition_against_itself_is_kept_whole(kawabe):
    assert [row.change for row in measures.renumbering(kawabe, "2025", "2025")] == ["kept"] * 4


def test_a_claim_is_listed_under_its_first_class(tmp_path):
    packet = town_plan.opened(tmp_path)
    path = tmp_path / "data" / town.CITY / "claims.csv"
    text = path.read_text(encoding="utf-8-sig")
    two = text.replace(",non_compulsory,", ",private;compulsory,").replace(",給食費,private,", ",給食費,,")
    town.write(path, two.splitlines())
    changed = type(packet).open(town.CITY, root=tmp_path)
    names = [measures.class_names(changed, claim)[0] for claim in ("municipal_tax", "child_care", "school_meals")]
    assert names == ["強制徴収公債権", "私債権", NOT_IN_SOURCE]
