"""Several formulas for one figure: each is checked, and told apart from the others."""

from types import SimpleNamespace

import pytest

from helpers import tables
from helpers.audit import likely, recompute
from helpers.audit.findings import Check
from helpers.errors import DeskError
from helpers.notation import Notation
from tests.audit.conftest import FILE, audited, frame, row

PARTS = [
    row("C", "1,234", row="市税", unit="円", part_of="合計"),
    row("C", "5,678", row="保育料", unit="円", part_of="合計"),
]
AGAIN = [
    row("A", "10,000", row="合計", unit="円"),
    row("B", "3,088", row="合計", unit="円"),
    row("B2", "3,089", row="合計", unit="円"),
]


def findings(formula, figure="6,912"):
    found, _ = audited(*PARTS, *AGAIN, row("C", figure, formula, row="合計", unit="円"))
    return found, [finding for finding in found.findings if finding.item.key.row == "合計" and finding.formula]


@pytest.mark.parametrize(
    "formula", ["SUM(C); A - B", "SUM(C)；A - B", "SUM(C)\nA - B", "=SUM(C);\r\n=A - B;", " ; SUM(C) ; A - B"]
)
def test_each_formula_has_a_finding(formula):
    found, several = findings(formula)
    assert [finding.verdict for finding in several] == ["match", "match"]
    assert [finding.check.number for finding in several] == [0, 1]
    assert [[term.key.column for term in finding.terms] for finding in several] == [["C", "C"], ["A", "B"]]
    assert found.counts()["match"] == 2 and found.several == 1 and found.resting == 4  # B2 has no use


def test_one_that_does_not_hold_is_told_from_one_that_does():
    _, (first, second) = findings("SUM(C); A - B2")
    assert (first.verdict, first.formula, first.gap) == ("match", "SUM(C)", 0)
    assert (second.verdict, second.formula, second.gap, second.off) == ("mismatch", "A - B2", 1, 1)


def test_a_slip_that_another_formula_of_the_figure_contradicts_is_not_named():
    """The sum says that 6,912 is right: only 10,000 or 3,088 can have slipped."""
    rows = [*PARTS, row("A", "10,000", row="合計", unit="円"), row("B", "3,808", row="合計", unit="円")]
    found, _ = audited(*rows, row("C", "6,912", "SUM(C); A - B", row="合計", unit="円"))
    (wrong,) = found.of("mismatch")
    assert wrong.formula == "A - B" and found.wrong == {Check(wrong.item.key, 1)}
    hints = likely(found, wrong)
    assert any("3,808円 は 3,088円 か（桁の入れ替わり）" in hint for hint in hints)
    assert not any("6,912円 は" in hint for hint in hints)


def test_a_slip_in_the_figure_mends_all_its_formulas():
    found, several = findings("SUM(C); A - B", figure="6,192")
    assert [finding.verdict for finding in several] == ["mismatch", "mismatch"]
    for finding in several:
        assert "6,192円 は 6,912円 か（桁の入れ替わり）。これで、ほか1件の不一致もなくなる" in likely(found, finding)[0]


@pytest.mark.parametrize(
    ("formula", "said"),
    [("SUM(C); A -", "2 つ目の式: 式「A -」を読めません"), ("D; A - B", "1 つ目の式: 式が指す数値がありません: 表 合計 2025年度 D")],
)  # fmt: skip
def test_a_formula_that_cannot_be_read_is_named_by_its_number(formula, said):
    with pytest.raises(DeskError, match="formula: " + said):
        findings(formula)


def test_only_separators_are_no_formula():
    found, several = findings(" ; ")
    assert several == [] and {finding.note for finding in found.findings} == {"式がない。他の数値からは求まらない。"}


def paper(*rows):
    """What the tables of an audit ask of a packet."""
    return SimpleNamespace(required_audit=recompute(frame(rows), FILE), notation=Notation(), rest_on=lambda items: None)


def test_the_tables_tell_the_formulas_apart():
    several = paper(*PARTS, *AGAIN, row("C", "6,912", "SUM(C); A - B2", row="合計", unit="円"))
    assert [line["formula"] for line in tables.audit_all(several).rows if line["formula"]] == [
        "A - B2",
        "SUM(C)",
    ]
    assert tables.audit_mismatches(several).rows[0]["terms"].splitlines()[0] == "A - B2"
    assert tables.audit_counts(several).notes[1] == "式が二つ以上ある1件の数値は、式ごとに数える。"
    single = paper(*PARTS, row("C", "6,912", "SUM(C)", row="合計", unit="円"))
    assert len(tables.audit_counts(single).notes) == 1


def test_the_year_after_and_the_year_after_the_last():
    rows = [row("A", "100", year=2024, unit="円"), row("A", "150", year=2025, unit="円")]
    _, found = audited(*rows, row("増", "50.0%", "A[+1] / A - 1", year=2024))
    assert found["市税", "増", 2024].verdict == "match"
    _, found = audited(*rows, row("増", "50.0%", "A[+1] / A - 1", year=2025))
    assert found["市税", "増", 2025].note == "市税 A（2026年度）の記載がない。"
    with pytest.raises(DeskError, match="この数値の行には年度がないため、前後の年度を指せません"):
        audited(row("A", "100", year=None, unit="円"), row("増", "50.0%", "A[+1] / A - 1", year=None))


@pytest.mark.parametrize(
    ("figure", "said"),
    [("4431%", "4431% は 44.31% か（桁のずれ）"), ("0.44%", "0.44% は 44% か（桁のずれ）"), ("4431.0%", "4431.0% は 44.310% か")],
)  # fmt: skip
def test_a_share_for_per_cent_and_back(figure, said):
    rows = [row("A", "24,832,941", unit="千円"), row("B", "11,002,822", unit="千円")]
    if figure == "4431.0%":
        rows[1] = row("B", "11,003,476", unit="千円")
    found, by_key = audited(*rows, row("G", figure, "B / A"))
    finding = by_key["市税", "G", 2025]
    assert finding.verdict == "mismatch" and any(said in hint for hint in likely(found, finding)), likely(
        found, finding
    )
