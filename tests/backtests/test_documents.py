"""The three documents under audit: every mismatch by name, and the same figures in the audit as in the reports."""

import pytest

from helpers import ledger, measures, sentences, tables
from helpers.ledger import STATED
from helpers.packet import Packet
from helpers.printed import read

MEETINGS = {"saitama": "2026-01-21", "shizuoka": "2026-06-03", "ube": "2024-08-01"}


@pytest.fixture(scope="module", params=MEETINGS)
def packet(request):
    return Packet.open(request.param, MEETINGS[request.param])


# The only figures of the three documents that cannot be true, and what may have slipped.
MISMATCHES = {
    "saitama": {
        ("国民健康保険税", "G", 2024): "44.4% は 44.8% か（1桁の誤り）",
        ("学校給食費", "F", 2025): "学校給食費 C（令和7年度） 56,227千円 は 56,627千円 か（1桁の誤り）",
        ("合計", "C", 2025): "学校給食費 C（令和7年度） 56,227千円 は 56,627千円 か（1桁の誤り）",
    },
    "shizuoka": {},
    "ube": {},
}
COUNTS = {  # mismatch, unchecked, rounding, match
    "saitama": [3, 133, 52, 338],
    "shizuoka": [0, 40, 1, 29],
    "ube": [0, 18, 0, 236],
}


def test_every_mismatch(packet):
    found = packet.audit.of("mismatch")
    wanted = MISMATCHES[packet.name]
    assert {(f.item.key.row, f.item.key.column, f.item.key.fiscal_year) for f in found} == set(wanted)
    for finding in found:
        key = finding.item.key
        assert wanted[key.row, key.column, key.fiscal_year] in finding.slips[0]
        assert finding.off != 0 and finding.terms


def test_the_counts(packet):
    assert list(packet.audit.counts().values()) == COUNTS[packet.name]
    rows = tables.audit_counts(packet).rows
    assert [row["count"] for row in rows] == [*COUNTS[packet.name], sum(COUNTS[packet.name])]
    assert sum(row["all"] for row in tables.audit_tables(packet).rows) == sum(COUNTS[packet.name])
    assert (tables.audit_mismatches(packet) is None) == (COUNTS[packet.name][0] == 0)
    said = "".join(sentences.audit(packet).sentences)
    assert f"{sum(COUNTS[packet.name])}件" in said and f"不一致{COUNTS[packet.name][0]}件" in said


def test_every_unchecked_figure_has_its_reason(packet):
    assert all(finding.note for finding in packet.audit.of("unchecked"))


def test_a_printed_amount_of_a_measure_is_the_one_the_report_computes_with(packet):
    """Every row of published.csv that names a measure: an amount stands in figures.csv too, with the same digits."""
    printed = measures.stated(packet)
    compared = 0
    segments = {key.segment for key in printed}
    positions = {s: {row.claim: row for row in measures.positions(packet, s)} for s in segments}
    for (claim, segment, measure, year), figure in printed.items():
        if STATED[measure] != "amount":
            continue
        back = packet.fiscal_year - year
        amount = getattr(positions[segment][claim].days[back], measure)
        assert f"{amount:,f}" == figure.text.removesuffix(figure.unit)
        assert figure.unit == packet.city.units.table and back in (0, 1)
        compared += 1
    assert compared == {"saitama": 504}.get(packet.name, 0)


def test_every_figure_of_the_tables_of_claims_says_which_measure_it_is():
    rows = ledger.load("saitama")["published"]
    listed = rows["table"].isin(["現年", "過年"])
    assert (listed == (rows["measure"] != "")).all()
    names = dict(zip(ledger.load("saitama")["claims"]["claim"], ledger.load("saitama")["claims"]["name"], strict=True))
    for row in rows[listed].itertuples():
        assert row.row == (names | {"all": "合計"})[row.claim]
        assert row.table == {"current": "現年", "carried_over": "過年"}[row.segment]
    # A column is the same measure in every row.
    assert (rows[listed].groupby(["table", "column"])["measure"].nunique() == 1).all()
    assert (rows[listed].groupby(["table", "measure"])["item"].nunique() == 1).all()


def test_ubes_results_and_targets_are_those_of_the_report():
    city = ledger.load("ube")
    names = dict(zip(city["claims"]["name"], city["claims"]["claim"], strict=True)) | {"上記債権の全体": "all"}
    measures = {"%": ("collection_rate", "current"), "千円": ("outstanding", "total")}
    compared = 0
    for row in city["published"].itertuples():
        if row.table not in ("表4", "表5", "第3期") or row.figure == "-":
            continue
        measure, segment = measures[row.unit]
        figures = city.figures(
            claim=names[row.row], measure=measure, segment=segment, fiscal_year=row.fiscal_year, approx=""
        )
        target = row.column.endswith("目標")
        own = figures[figures["kind"].isin(["target"] if target else ["actual", "estimate"])]
        assert {f"{value:,f}" for value in own["value"]} == {row.figure}, (row.table, row.row, row.fiscal_year)
        compared += 1
    assert compared > 350


def test_shizuokas_figures_are_those_of_the_report():
    """Its sheets have no common shape: every figure that others are computed from stands in the ledger with these digits."""
    city = ledger.load("shizuoka")
    tools = city["tools"]
    held = {abs(value) for value in city["figures"]["value"]}
    held |= {v for column in ("before_cost", "after_cost", "exception_cost") for v in tools[column] if v is not None}
    held |= {count for count in city["tool_claims"]["count"] if count is not None}
    lost, compared = [], 0
    for row in city["published"].itertuples():
        printed = read(row.figure, row.unit)
        if printed.value is None or row.formula or row.figure == "○":
            continue
        compared += 1
        if abs(printed.value) not in held:
            lost.append((row.row, row.column, row.figure))
    assert lost == [] and compared == 126
