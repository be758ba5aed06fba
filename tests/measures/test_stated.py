"""What a document printed of the measures, and whether it stands."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests.measures.packets import amounts, packet, printed

KEY = measures.Key("a", "carried_over", "cut", 2025)


def made(*rows):
    return packet({"a": "局"}, amounts("a", 1000, 300, 700), {"published": list(rows)})


def cut(figure, **more):
    return printed("a", "a", "carried_over", "cut", figure, **more)


def test_a_printed_figure_is_read_with_its_unit_and_line():
    (found,) = measures.stated(made(cut("▲29.9%"))).items()
    assert found == (KEY, measures.Stated(D("-29.9"), "%", "▲29.9%", "unchecked", 2)) and found[1].stands


def test_nothing_printed_is_nothing_stated():
    assert measures.stated(packet({"a": "局"}, amounts("a", 1, 1, 0))) == {}
    assert measures.stated(made(cut("-"))) == {} == measures.stated(made(cut("資料なし")))
    assert measures.stated(made(cut("▲29.9%") | {"meeting": "2025-01-20"})) == {}
    assert measures.stated(made(cut("▲29.9%") | dict.fromkeys(("claim", "segment", "measure"), ""))) == {}


@pytest.mark.parametrize(("figure", "value", "shown"), [("▲0.0%", "-0.0", "▲0.0"), ("0.0%", "0.0", "0.0")])
def test_a_fall_of_less_than_is_printed_keeps_its_sign_and_its_digits(figure, value, shown):
    packet = made(cut(figure))
    found = measures.stated(packet)[KEY].value
    assert str(found) == value and found == 0
    assert packet.notation.cell(found, 1, signed=True) == shown
    (row,) = measures.positions(packet, "carried_over")
    assert str(row.this.cut) == value


@pytest.mark.parametrize(("figure", "verdict"), [("▲30.0%", "match"), ("▲30.1%", "rounding"), ("▲31.0%", "mismatch")])
def test_what_the_audit_says_decides_whether_it_stands(figure, verdict):
    rows = [printed("a", "a", "carried_over", m, f) for m, f in (("assessed", "1,000千円"), ("outstanding", "700千円"))]
    packet = made(*rows, cut(figure, formula="outstanding / assessed - 1"))
    found = measures.stated(packet)[KEY]
    assert (found.verdict, found.stands) == (verdict, verdict != "mismatch")
    (row,) = measures.positions(packet, "carried_over")
    assert row.this.cut == (D(-30) if verdict == "mismatch" else found.value)


def test_one_formula_of_several_that_does_not_hold_decides():
    """The other way round too: what comes later does not hide it."""
    rows = [printed("a", "a", "carried_over", m, f) for m, f in (("assessed", "1,000千円"), ("outstanding", "700千円"))]
    formulas = ["outstanding / assessed - 1", "outstanding / assessed - 2"]
    for ordered in (formulas, formulas[::-1]):
        found = measures.stated(made(*rows, cut("▲30.0%", formula="; ".join(ordered))))[KEY]
        assert (found.verdict, found.stands) == ("mismatch", False)


def test_a_measure_that_is_printed_twice_names_both_lines():
    with pytest.raises(DeskError, match=r"published\.csv 3行目 measure: 2行目と同じ指標です") as error:
        measures.stated(made(cut("▲29.9%"), cut("▲29.8%") | {"row": "別の行"}))
    assert error.value.code == "data" and len(error.value.faults) == 1


def test_an_amount_that_is_printed_otherwise_names_both_and_where_they_stand():
    with pytest.raises(DeskError) as error:
        measures.positions(made(printed("a", "a", "carried_over", "assessed", "1,100千円")), "carried_over")
    assert error.value.code == "data"
    assert str(error.value) == (
        "印刷された数値と figures.csv の数値が合いません。\n"
        "  - data/x/published.csv 2行目 figure: 「1,100千円」: figures.csv の同じ数値(a、carried_over、assessed、2025年度)は "
        "1,000 です。原資料を見て、違うほうを直してください。"
    )
