"""Definitions of 収納率: what follows from one line."""

from decimal import Decimal as D

import pytest

from helpers.rates import RATE_DEFINITIONS, RATE_TERMS, RateDefinition

AMOUNTS = {"assessed": D(100), "collected": D(90), "written_off": D(10), "refund_due": D(5), "outstanding": D(5)}
COLLECTED, LESS = RATE_DEFINITIONS["collected"], RATE_DEFINITIONS["collected_less_refund_due"]
# One that no city has yet: 収入済額 by what has not been given up.
THIRD = RateDefinition(("collected",), ("assessed", "written_off"))
EXCEL = {
    COLLECTED: '=IF(OR(COUNT({collected})=0,N({assessed})=0),"",ROUND({collected}/{assessed}*100,{places}))',
    LESS: '=IF(OR(COUNT({collected},{refund_due})<2,N({assessed})=0),"",ROUND(({collected}-{refund_due})/{assessed}*100,{places}))',
    THIRD: '=IF(OR(COUNT({collected})=0,COUNT({assessed},{written_off})<2,N({assessed})-N({written_off})=0),"",'
    "ROUND({collected}/({assessed}-{written_off})*100,{places}))",
}


@pytest.mark.parametrize(("definition", "rate"), [(COLLECTED, 90), (LESS, 85), (THIRD, 100)])
def test_the_rate_is_computed_from_the_amounts_it_takes(definition, rate):
    assert definition.rate(AMOUNTS) == rate and definition.is_computed(AMOUNTS)
    for term in definition.terms:
        without = AMOUNTS | {term: None}
        assert definition.rate(without) is None and not definition.is_computed(without)


@pytest.mark.parametrize("definition", [COLLECTED, LESS, THIRD])
def test_of_nothing_there_is_no_rate(definition):
    assert definition.rate(dict.fromkeys(AMOUNTS, D(0))) is None


@pytest.mark.parametrize(
    ("definition", "words", "letters"),
    [
        (COLLECTED, "収入済額÷調定額×100", "B/A"),
        (LESS, "（収入済額−還付未済額）÷調定額×100", "（B−還付未済額）/A"),
        (THIRD, "収入済額÷（調定額−不納欠損額）×100", "B/（A−不納欠損額）"),
    ],
)
def test_it_is_written_in_words_and_in_letters(definition, words, letters):
    assert (definition.words, definition.letters) == (words, letters)


@pytest.mark.parametrize("definition", EXCEL, ids=["collected", "less", "third"])
def test_it_is_written_for_excel(definition):
    assert definition.excel == EXCEL[definition]


def test_where_every_rate_is_printed_none_is_computed():
    printed = RATE_DEFINITIONS["as_published"]
    assert (printed.words, printed.letters, printed.excel, printed.terms) == ("", "", "", ())
    assert printed.rate(AMOUNTS) is None and not printed.is_computed(AMOUNTS)


def test_the_amounts_that_some_definition_takes():
    assert set(RATE_TERMS) == {"collected", "assessed", "refund_due"}
