"""How figures follow from each other, and what of them is withheld; numbers in texts."""

from decimal import Decimal

import pytest

from helpers.ledger.rows import Figure
from helpers.params import CommitteeOnly
from helpers.publish import figures, relations
from helpers.publish.secrecy import Sum
from helpers.publish.texts import Mask

ONLY = CommitteeOnly()


def row(value, **more):
    told = {"fiscal_year": "2025", "as_of": "", "claim": "tax", "segment": "total", "measure": "count", "item": "差押", "group": "",
            "kind": "actual", "unit": "件", "approx": "", "base_year": "", "source": "試験", "value": str(value)}  # fmt: skip
    return Figure.model_validate(told | more)


def numbered(*rows):
    return dict(enumerate(rows, start=2))


def hidden(*rows, only=ONLY):
    """The places, from 0, of the rows that are withheld."""
    return sorted(number - 2 for number in figures.hidden(numbered(*rows), only))


def total(*rows):
    return [one for one in relations.sums(numbered(*rows), ONLY) if one.total == 2]


@pytest.mark.parametrize(
    "parts",
    [
        [{"segment": "current"}, {"segment": "carried_over"}],
        [{"group": "預金"}, {"group": "年金"}, {"group": "保険"}],
        [{"item": "文書"}, {"item": "電話"}],
    ],
)
def test_parts_that_add_up_are_found_and_others_not(parts):
    rows = [row(10 * n, **part) for n, part in enumerate(parts, start=1)]
    whole = sum(each.value for each in rows)
    assert total(row(whole), *rows) == [Sum(2, tuple(range(3, len(rows) + 3)))]
    assert total(row(whole + 1), *rows) == []


def test_claims_make_up_all_and_major_and_other_do():
    claims = [row(5, claim="tax"), row(7, claim="care")]
    found = relations.sums(numbered(row(12, claim="all"), *claims, row(8, claim="major"), row(4, claim="other")), ONLY)
    assert found == [Sum(2, (3, 4)), Sum(2, (5, 6))]


def test_a_run_of_rows_and_what_the_city_says_to_add_up():
    rows = [
        row(3, item="訪問"),
        row(20, item="文書"),
        row(30, item="電話"),
        row(50, item="催告 計"),
        row(9, item="誓約"),
    ]
    assert relations.sums(numbered(*rows), ONLY) == [Sum(5, (4, 3))]
    declared = CommitteeOnly(sums=[{"total": "催告 計", "parts": ["文書", "電話"]}])
    apart = [rows[3], rows[0], rows[1], rows[4], rows[2]]
    assert relations.sums(numbered(*apart), ONLY) == []
    assert relations.sums(numbered(*apart), declared) == [Sum(2, (4, 6))]


def test_years_that_a_group_adds_up():
    rows = [row(70, group="令和6・7年度累計"), row(40), row(30, fiscal_year="2024"), row(99, fiscal_year="2023")]
    assert Sum(2, (3, 4)) in relations.sums(numbered(*rows), ONLY)
    assert hidden(row(45, group="令和6・7年度累計"), row(40), row(5, fiscal_year="2024")) == [1, 2]


def test_small_counts_of_people_alone_are_withheld():
    small = [row(9), row(1, item="訪問", unit="人"), row(4, item="係", unit="件/係")]
    large = [
        row(10, item="a"),
        row(0, item="b"),
        row(3, item="c", unit="回"),
        row(4, item="d", kind="target", unit="件"),
    ]
    assert hidden(*small, *large) == [0, 1, 2]
    assert hidden(*small, *large, only=CommitteeOnly(counts_below=0)) == []


def test_a_marked_number_is_withheld_whatever_it_is():
    marked = [
        row(5000, item="a", audience="committee"),
        row("2.5", item="b", measure="share", unit="%", audience="committee"),
    ]
    assert hidden(*marked, row(5000, item="c"), only=CommitteeOnly(counts_below=0)) == [0, 1]


def test_a_share_of_a_known_whole_goes_with_the_part_and_with_the_rest():
    whole, part = row(40, item="対象"), row(7, item="完納")
    for printed in ("17.5", "18", "82.5"):
        assert hidden(whole, part, row(printed, item="率", measure="share", unit="%")) == [1, 2]
    assert hidden(whole, part, row("18.1", item="率", measure="share", unit="%")) == [1]


def test_an_amount_a_head_goes_with_the_heads():
    money = {"measure": "amount"}
    amounts = [row(45, item="換価額", unit="万円", **money), row(75000, item="一件当たり", unit="円/件", **money)]
    assert hidden(row(6), *amounts) == [0, 2]
    assert hidden(row(6), amounts[0], row(75001, item="一件当たり", unit="円/件", **money)) == [0]


def test_of_a_marked_share_a_term_goes_too():
    share = row("50.0", item="率", measure="share", unit="%", audience="committee")
    assert hidden(row(40, item="対象"), row(20, item="完納"), share) == [1, 2]


@pytest.mark.parametrize(("unit", "change"), [("件", "-15"), ("%", "-75")])
def test_a_change_goes_with_either_end(unit, change):
    moved = row(change, kind="difference", base_year="2024", unit=unit)
    assert hidden(row(5), row(20, fiscal_year="2024"), moved) == [0, 2]
    assert hidden(row(20), row(5, fiscal_year="2024"), moved) == [1, 2]
    assert hidden(row(20), row(80, fiscal_year="2024"), moved) == []


def test_segments_and_claims_together_cost_a_square():
    grid = {"tax": (3, 40), "care": (50, 60), "fees": (70, 80)}
    rows = [
        row(v, claim=c, segment=s)
        for c, both in grid.items()
        for s, v in zip(("current", "carried_over"), both, strict=True)
    ]
    rows += [row(sum(both), claim=c) for c, both in grid.items()]
    columns = [sum(both[n] for both in grid.values()) for n in (0, 1)]
    rows += [
        row(v, claim="all", segment=s)
        for s, v in zip(("current", "carried_over", "total"), (*columns, sum(columns)), strict=True)
    ]
    assert hidden(*rows) == [0, 1, 2, 3]


SECRETS = {"件": {Decimal(25)}, "万円": {Decimal(45)}}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("差押えを5件行った", "差押えをx件行った"),
        ("５人と 12人、9 世帯", "x人と 12人、x 世帯"),
        ("25件のうち26件", "x件のうち26件"),
        ("約45万円、45円", "約x万円、45円"),
        ("1件当たり5千円、1人につき", "1件当たり5千円、1人につき"),
        ("0件、10件、1,005件、2.5件、105件", "0件、10件、1,005件、x件、105件"),
        ("第3回、3回、4条件", "第3回、3回、4条件"),
    ],
)
def test_numbers_in_a_text(text, shown):
    assert Mask(ONLY, SECRETS)(text) == shown


def test_no_unit_and_no_secret_changes_nothing():
    assert Mask(CommitteeOnly(units=[]), {})("5件") == "5件"
