from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.notation import MONEY, Notation, convert_money, decimals_of, round_half_up

decimals = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=6)


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("1.005", 2, "1.01"),
        ("97.1", 2, "97.10"),
    ],
)
def test_ties_go_away_from_zero(value, places, rounded):
    assert str(round_half_up(Decimal(value), places)) == rounded


@given(decimals, st.integers(0, 4))
def test_rounding_agrees_with_whole_numbers(value, places):
    # The same in integers: shift, add a half, cut.
    scaled = int(abs(value) * 10**6)
    step = 10 ** (6 - places)
    expected = (scaled + step // 2) // step
    assert abs(round_half_up(value, places)) == Decimal(expected).scaleb(-places)


@given(decimals, st.integers(0, 4))
def test_a_number_reads_back(value, places):
    text = Notation("▲").cell(value, places, signed=True)
    read = Decimal(text.replace("▲", "-").replace(",", ""))
    assert read == round_half_up(value, places)
    assert ("+" in text) == (value > 0)
    assert decimals_of(read) == places


@pytest.mark.parametrize(
    ("value", "places", "signed", "text"),
    [
        (Decimal("-1234.5"), None, False, "▲1,234.5"),
        (Decimal("1234567"), 0, True, "+1,234,567"),
        (Decimal("-0.046"), 1, True, "0.0"),
        (Decimal("0.046"), 1, True, "0.0"),
        (Decimal("-0.0"), None, True, "0.0"),
        (Decimal("-0.05"), 1, False, "▲0.1"),
        (Decimal("0"), 2, True, "0.00"),
        (0, None, False, "0"),
        (None, 2, True, "-"),
    ],
)
def test_numbers_as_the_city_prints_them(value, places, signed, text):
    assert Notation("▲").number(value, places, signed) == text


@pytest.mark.parametrize(
    ("value", "text"), [("-0.046", "▲0.0"), ("-0.0", "▲0.0"), ("0.046", "+0.0"), ("0", "0.0"), (None, "-")]
)
def test_a_cell_of_a_table_says_which_way_it_went_however_little(value, text):
    """さいたま市 prints ▲0.0P."""
    assert Notation("▲").cell(None if value is None else Decimal(value), 1, signed=True) == text


def test_about_stands_before_sign_and_number():
    assert Notation("▲").number(Decimal("40.2"), about=True) == "約40.2"
    assert Notation("▲").number(Decimal("-2.5"), 1, signed=True, about=True) == "約▲2.5"
    assert Notation("▲").number(None, about=True) == "-"


def test_the_minus_sign_is_the_citys():
    assert Notation("△").number(Decimal("-0.23"), 2) == "△0.23"
    assert Notation("△").excel(2, signed=True) == '+#,##0.00;"△"#,##0.00;#,##0.00'


@given(decimals, st.sampled_from(sorted(MONEY)), st.sampled_from(sorted(MONEY)))
def test_money_converts_there_and_back(value, unit, other):
    assert convert_money(convert_money(value, unit, other), other, unit) == value


def test_units_of_money():
    assert convert_money(Decimal("40.2"), "億円", "千円") == Decimal("4020000")
    with pytest.raises(KeyError):
        convert_money(Decimal(1), "件", "円")
