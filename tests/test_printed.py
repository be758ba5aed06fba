"""What a printed figure stands for, and arithmetic with what it stands for."""

import time
from decimal import ROUND_DOWN
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.notation import Notation, round_half_up
from helpers.printed import EVERYTHING, Interval, adds_up, read, shortened_to, stands_for, sum_stands_for


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("60.1%", "", "0.6005", "0.6015"),
        ("24,832,941", "千円", "24832940500", "24832941500"),
        ("9,690", "百万円", "9689500000", "9690500000"),
        ("7,949,700", "円", "7949700", "7949700"),  # yen are exact
        ("3.6円/件", "", "3.55", "3.65"),
        ("13債権", "", "13", "13"),  # so is a count
        ("▲24.8%", "", "-0.2485", "-0.2475"),
        ("(▲24.8%)", "", "-0.2485", "-0.2475"),
        ("△0.23%", "", "-0.00235", "-0.00225"),
        ("+1.3P", "", "0.0125", "0.0135"),
        ("▲0.0P", "", "-0.0005", "0"),  # fell by less than is printed
        ("0.0%", "", "-0.0005", "0.0005"),
        ("0.46%上昇", "", "0.00455", "0.00465"),
        ("133,038千円減少", "", "-133038500", "-133037500"),
        ("▲5,824,519円減少", "", "-5824519", "-5824519"),  # not turned twice
        ("約40億円", "", "3800000000", "4200000000"),  # rounded to 億, or further, up to 5%
        ("約10億円", "", "950000000", "1100000000"),
        ("約2倍", "", "1.5", "3"),
        ("8.2億円余", "", "820000000", "830000000"),
        ("30件余", "", "30", "40"),
        ("24億円弱", "", "2300000000", "2400000000"),
        ("約▲3億円", "", "-400000000", "-250000000"),
        ("12億3,456万円", "", "1234555000", "1234565000"),
        ("500千円の増額", "", "499500", "500500"),
        ("500千円削減", "", "-500500", "-499500"),
        ("1.09ポイント低下", "", "-0.01095", "-0.01085"),
        ("±0", "件", "0", "0"),
        ("44.4", "％", "0.4435", "0.4445"),
        ("1,234", "（千円）", "1233500", "1234500"),
        ("約24億円", "", "2350000000", "2500000000"),  # rounded, or cut off
        ("約40.2億円", "", "4015000000", "4030000000"),
        ("約1,800件", "", "1750", "1850"),
        ("≒590時間/年", "", "585", "595"),
        ("およそ23億円の縮減", "", "-2400000000", "-2250000000"),
        ("100万円", "", "995000", "1005000"),
        ("20%以上", "", "0.20", "Infinity"),
        ("達成", "", "1", "1"),
        ("未達成", "", "0", "0"),
        ("６０．１％", "", "0.6005", "0.6015"),
    ],
)
def test_a_figure_stands_for_an_interval(text, unit, low, high):
    assert read(text, unit).interval == Interval(D(low), D(high))


@pytest.mark.parametrize("text", ["-", "－", "", "皆増", "資料なし"])
def test_no_number_is_no_interval(text):
    printed = read(text)
    assert printed.interval is None and printed.value is None
    assert printed.blank == (text != "資料なし")


def test_figures_that_were_cut_off():
    """切り捨て: the amount lies above the digits, 8.2億円 from 8.2 to 8.3; yen and counts stay exact."""
    cut = read("8.2億円", down=["amount"])
    assert cut.interval.low == 820_000_000 and 829_999_999 in cut.interval and 830_000_000 not in cut.interval
    assert cut.agrees(D(829_999_999)) and not cut.agrees(D(830_000_000))
    fell = read("▲60.1%", down=["rate"]).interval
    assert fell.high == D("-0.601") and D("-0.6019999") in fell and D("-0.602") not in fell
    assert read("60.1%", down=["amount"]).interval == Interval(D("0.6005"), D("0.6015"))
    assert read("13件", down=["amount", "rate"]).interval == Interval(D(13), D(13))
    mean = read("103円", down=["amount"]).room
    assert D("103.9") in mean and D(104) not in mean and D("102.5") in mean and D("102.4") not in mean


@pytest.mark.parametrize(("text", "unit"), [("8.2", "干円"), ("1.09ポイント悪化", ""), ("82千万円", "")])
def test_an_unknown_unit_is_refused(text, unit):
    with pytest.raises(ValueError, match="という単位を知りません。使える単位: 円、千円、"):
        read(text, unit)


@pytest.mark.parametrize(
    "text", ["二割", "12,34円", "1.2.3%", "60.1%と58.8%", "R7", "▲", "10²件", "①件", "1234567890123456円"]
)
def test_what_is_no_figure_is_refused_in_japanese(text):
    with pytest.raises(ValueError, match="数値として読めません"):
        read(text)


@given(st.integers(0, 10**12), st.integers(0, 3), st.booleans())
def test_every_value_lies_in_what_its_print_stands_for(number, places, falls):
    """Print a rate with more digits than fit: what is read back holds the rate, and agrees with it."""
    rate = D(-number if falls else number) / 10**9
    printed = read(Notation("▲").cell(rate * 100, places, signed=True) + "%")
    assert rate in printed.interval
    assert printed.agrees(rate)


@given(*(st.tuples(st.integers(-50, 50), st.integers(0, 20), st.integers(0, 10)) for _ in range(2)))
def test_an_operation_holds_every_number_it_can_give(one, other):
    (a, width_a, at_a), (b, width_b, at_b) = one, other
    x, y = Interval(D(a), D(a + width_a)), Interval(D(b), D(b + width_b))
    p, q = D(a) + D(width_a * at_a) / 10, D(b) + D(width_b * at_b) / 10
    assert p + q in x + y and p - q in x - y and p * q in x * y
    if q:
        quotient, ratio = x / y, Fraction(p) / Fraction(q)  # exact: a Decimal would round
        assert quotient.low.is_infinite() or Fraction(quotient.low) <= ratio
        assert quotient.high.is_infinite() or Fraction(quotient.high) >= ratio
    for operation in ("__lt__", "__le__", "__gt__", "__ge__"):
        assert D(int(getattr(p, operation)(q))) in getattr(x, operation)(y)


def test_dividing_by_what_may_be_zero_leaves_everything_open():
    one = Interval.exactly(1)
    assert one / Interval(D(-1), D(1)) == EVERYTHING
    assert one / Interval(D(0), D(4)) == Interval(D("0.25"), D("Infinity"))
    assert one / Interval(D(-4), D(0)) == Interval(D("-Infinity"), D("-0.25"))


def test_signs_and_limits():
    assert read("▲20%以上").room == Interval(D("-Infinity"), D("-0.20"))
    assert read("約20%以上").room == Interval(D("0.19"), D("Infinity")) and read("20%以下").room.high == D("0.20")
    assert read("約40.0億円").room == Interval(D(3_995_000_000), D(4_010_000_000))
    assert not read("▲0.0%").agrees(D("0.0001")) and read("▲0.0%").agrees(D("-0.0001"))
    assert read("達成", "%").agrees(D(1)) and read("×").agrees(D(0))
    assert str(read("50.0％")) == "50.0％" and str(read("50.0", "%")) == "50.0%"


def test_a_mean_is_no_exact_count():
    assert read("48件/日").interval == Interval(D("47.5"), D("48.5")) and read("48件").interval == Interval.exactly(48)
    assert read("103円").room == Interval(D("102.5"), D("103.5")) and read("103円").interval == Interval.exactly(103)


def test_infinite_ends_meet_without_a_crash():
    ends = [D("-Infinity"), D(-2), D(0), D(3), D("Infinity")]
    intervals = [Interval(a, b) for a in ends for b in ends if a < b]
    for x in intervals:
        for y in intervals:
            for found in (x + y, x - y, x * y, x / y):
                assert found.low <= found.high and not found.low.is_nan()
    assert Interval(D(1), D("Infinity")) / Interval(D(1), D("Infinity")) == Interval(D(0), D("Infinity"))


def test_a_figure_agrees_with_what_rounds_to_it():
    assert read("60.1%").agrees(D("0.6005")) and not read("60.1%").agrees(D("0.6015"))  # half up
    assert read("▲6.5%").agrees(D("-0.0645"))
    assert round_half_up(D("2.5"), 0) == 3 and read("3件").agrees(D("2.5"))


@given(st.integers(-(10**6), 10**6), st.integers(0, 3), st.booleans())
def test_what_shortening_leaves_holds_every_number_that_is_shortened_so(number, places, down):
    value = D(number) / 1000
    last = D(1).scaleb(-places)
    short = value.quantize(last, ROUND_DOWN) if down else round_half_up(value, places)
    room = shortened_to(short, down)
    assert value in room and (room.high - room.low <= last or (down and not short))
    assert short + last not in room and short - last not in room


@pytest.mark.parametrize("unit", ["円", "千円", "百万円", "%", "件", "倍"])
@pytest.mark.parametrize(("text", "down"), [("8.2", False), ("8", True), ("-8", False), ("130", False), ("0", True)])
def test_a_number_of_a_table_stands_for_what_its_print_does(text, unit, down):
    printed = read(text, unit, ["amount", "rate", "count"] if down else [])
    assert stands_for(D(text), unit, down) == printed.interval


def test_what_adds_up():
    assert adds_up([D(1), D(2), D(3)], D(8), "千円") and not adds_up([D(1), D(2), D(3)], D(9), "千円")
    assert adds_up([D(1), D(2)], D(3), "円") and not adds_up([D(1), D(2)], D(4), "円")  # yen are exact
    assert sum_stands_for([D(10), D(20)], "千円", down=True).low == 30_000
    # A - B: cut off, 100 - 60 is 39 (100.0 - 60.9) to 40, and 41 only if rounded.
    assert [c for c in range(37, 45) if adds_up([D(100), D(-60)], D(c), "千円", down=True)] == [39, 40]
    assert [c for c in range(37, 45) if adds_up([D(100), D(-60)], D(c), "千円")] == [39, 40, 41]
    assert adds_up([D("1.25"), D("0.5")], D("1.8"), "億円") and not adds_up([D("1.25"), D("0.5")], D("1.9"), "億円")


def test_a_very_long_text_is_refused_at_once():
    for text in ("9" * 1_000_000, "9" * 1_000_000 + "億5万円", "1億1" * 200_000):
        started = time.monotonic()
        with pytest.raises(ValueError, match="数値として読めません"):
            read(text)
        assert time.monotonic() - started < 10  # it takes a second; from each digit it would take an hour
