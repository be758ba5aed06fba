"""The figures of a packet, a row each."""

from decimal import Decimal as D

from helpers import trace
from helpers.measures.facts import facts
from helpers.services.facts import facts as resource
from tests.measures.packets import amounts, figure, packet, printed

ACCOUNTS = [
    figure("a", measure, value, segment=segment, year=2024)
    for segment, values in (("current", "100 95 1 0"), ("carried_over", "20 5 2 0"))
    for measure, value in zip(("assessed", "collected", "written_off", "refund_due"), values.split(), strict=True)
]


def found(of, **where):
    return [one for one in facts(of) if all(getattr(one, name) == value for name, value in where.items())]


def test_what_a_year_s_accounts_give_is_there_with_its_formula_and_its_rows():
    of = packet({"a": "局"}, ACCOUNTS)
    (rate,) = found(of, segment="current", measure="collection_rate")
    assert (rate.value, rate.unit, rate.formula) == (D("95.0"), "%", "収入済額÷調定額×100")
    assert [line.row for line in rate.lines] == [2, 3, 4, 5]
    (left,) = found(of, segment="carried_over", measure="outstanding")
    assert (left.value, left.formula) == (13, "調定額−収入済額−不納欠損額＋還付未済額")
    (total,) = found(of, segment="total", measure="outstanding")
    assert (total.value, total.formula, len(total.lines)) == (17, "現年度分＋滞納繰越分", 8)


def test_what_is_printed_is_there_once_and_has_no_formula():
    of = packet(
        {"a": "局"}, [*ACCOUNTS, figure("a", "collection_rate", "95.1", segment="current", year=2024, unit="%")]
    )
    (rate,) = found(of, segment="current", measure="collection_rate")
    assert (rate.value, rate.formula, len(rate.lines)) == (D("95.1"), "", 1)


def test_what_only_a_document_prints_is_there_with_its_day():
    rows = [printed("a", "a", "carried_over", "cut", "▲24.8%"), printed("a", "a", "carried_over", "assessed", "10千円")]
    of = packet({"a": "局"}, amounts("a", "10", "2", "8"), {"published": rows})
    (cut,) = found(of, measure="cut")
    assert (cut.value, cut.unit, cut.as_of) == (D("-24.8"), "%", "2025-10-31")
    assert len(found(of, measure="assessed")) == 1  # of figures.csv
    assert cut.lines[0].file == "data/x/published.csv"


def test_listing_them_takes_no_rows():
    trace.forget()
    facts(packet({"a": "局"}, ACCOUNTS))
    assert trace.taken() == ()


def test_words_and_numbers_stand_in_columns_of_their_own():
    table = resource(packet({"a": "局"}, ACCOUNTS))
    first = table["data"][0]
    assert first["city"] == "試験市" and (first["claim"], first["name"], first["segment"]) == ("a", "a", "現年度分")
    assert (first["fiscal_year"], first["measure"], first["kind"], first["value"]) == (2024, "調定額", "実績", 100)
    for field in table["schema"]["fields"]:
        kinds = (int, float, type(None)) if field["type"] == "number" else (str, type(None))
        assert all(isinstance(row.get(field["name"]), kinds) for row in table["data"])
