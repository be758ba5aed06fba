"""The rows of data behind a table, a picture and a text."""

from decimal import Decimal as D

import pytest

from helpers import measures, trace
from helpers.notation import Notation
from helpers.prose import Prose
from helpers.tables.table import Column, Table
from tests.measures.packets import figure, ledger_of


@pytest.fixture(autouse=True)
def _afresh():
    trace.forget()


@pytest.fixture
def ledger():
    hearing = {"fiscal_year": 2025, "claim": "a", "number": None, "role": "issue", "text": "t", "source": "資料1 P6"}
    return ledger_of(
        {"a": "局", "b": "局"},
        [figure("a", "assessed", "10"), figure("a", "assessed", "9", year=2024), figure("b", "assessed", "8")],
        hearings=[hearing, hearing | {"claim": "b", "source": "資料1 P7"}],
    )


def rows(lines):
    return [(line.file.rpartition("/")[2], line.row) for line in lines]


def test_a_value_takes_its_row_and_a_look_takes_none(ledger):
    first = ledger["figures"].index[0]
    ledger.figures(claim="a")
    ledger.claim("a")
    assert trace.taken() == ()
    assert ledger.value(claim="b", measure="assessed") == 8
    assert rows(trace.taken()) == [("figures.csv", first + 2)] and trace.taken() == ()
    assert ledger.value(claim="b", measure="collected") is None and trace.taken() == ()


def test_rows_that_are_shown_are_taken_with_their_sources(ledger):
    ledger.rows("hearings", claim="b", fiscal_year=2025)
    (line,) = trace.taken()
    assert line.source == "資料1 P7" and line.file.endswith("/hearings.csv")
    ledger.described("a")
    assert [file for file, _ in rows(trace.taken())] == ["claims.csv"]


def test_an_answer_that_is_kept_takes_its_rows_each_time(ledger):
    for _ in range(2):
        assert ledger.once("q", lambda: ledger.value(claim="b", measure="assessed")) == 8
        assert len(trace.taken()) == 1


def test_what_is_read_quietly_or_apart_is_not_taken(ledger):
    with trace.quietly():
        ledger.value(claim="b", measure="assessed")
    with trace.noting() as lines:
        ledger.value(claim="b", measure="assessed")
    assert trace.taken() == () and len(lines) == 1


def test_each_thing_shown_has_what_was_taken_since_the_one_before(ledger):
    def table(value):
        return Table("tbl-a", "表", [Column("v", "値", number=True)], [{"v": value}], Notation("▲"))

    first = table(ledger.value(claim="b", measure="assessed"))
    text = Prose(["文"])
    second = table(ledger.value(claim="a", fiscal_year=2024, measure="assessed"))
    assert len(first.sources) == len(second.sources) == 1 and first.sources != second.sources and text.sources == ()
    assert first.resource()["sources"] == [list(first.sources[0])]


def test_a_printed_figure_that_stands_takes_its_row():
    source = trace.Line("data/x/published.csv", 5, "資料")
    key = measures.Key("a", "total", "rate", 2025)
    printed = measures.Stated(D("29.9"), "%", "29.9%", "match", 5, source)
    assert measures.stands({key: printed}, key, D(30)) == D("29.9") and trace.taken() == (source,)
    assert measures.stands({}, key, D(30)) == 30 and trace.taken() == ()
