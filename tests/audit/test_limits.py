"""Whatever stands in published.csv, the audit ends within seconds: work is counted, not timed, and what was not done is said."""

import random
import time
from decimal import Decimal as D

import pytest

from helpers import ledger
from helpers.audit import audit, examine, likely, slips
from helpers.errors import DeskError
from helpers.ledger import Ledger
from helpers.printed import read
from tests.audit.conftest import FILE, audited, frame, row

MEETING = "2026-01-21"
SECONDS = 10  # a few times what it takes: the tests share their machine


def turned(value):
    return -value


def mistyped(value):
    return value + 5 * D(10) ** value.adjusted()


def tenfold(value):
    return value * 10


def thousandfold(value):
    return value * 1000


def absurd(value):
    return D(912345678901234)


HANDS = [turned, mistyped, tenfold, thousandfold, absurd]


@pytest.fixture(scope="module")
def saitama():
    published = ledger.load("saitama")["published"]
    return published[published["meeting"] == MEETING]


def damaged(published, rows, hands):
    """``published`` with the figures of ``rows`` written wrong; how many those are."""
    published, count = published.copy(), 0
    for number, hand in zip(rows, hands, strict=True):
        figure, unit = published.at[number, "figure"], published.at[number, "unit"]
        printed = read(figure, unit)
        if not printed.value or printed.bound or not figure[-1:].isdigit():
            continue
        value = hand(printed.value)
        published.at[number, "figure"] = f"{'▲' if value < 0 else ''}{abs(value):,f}"
        count += 1
    return published, count


def timed(published):
    started = time.monotonic()
    found = audit(Ledger("data/x", {"published": published}, {}), MEETING)
    assert time.monotonic() - started < SECONDS
    return found


class TestADamagedDocument:
    @pytest.mark.parametrize("hand", HANDS)
    def test_one_figure(self, saitama, hand):
        """Fully searched, wherever it stands."""
        for number in saitama.index[13::97]:
            published, count = damaged(saitama, [number], [hand])
            if count:
                assert not any(slips.NOT_SOUGHT in finding.slips for finding in timed(published).findings)

    @pytest.mark.parametrize("seed", range(2))
    def test_fifty_figures(self, saitama, seed):
        chance = random.Random(seed)
        published, count = damaged(saitama, chance.sample(list(saitama.index), 50), chance.choices(HANDS, k=50))
        found = timed(published)
        assert count > 15 and found.counts()["mismatch"] > 10
        assert not any(slips.NOT_SOUGHT in finding.slips for finding in found.findings)

    @pytest.mark.parametrize("hand", HANDS)
    def test_every_amount(self, saitama, hand):
        published, count = damaged(saitama, saitama.index, [hand] * len(saitama))
        found = timed(published)
        assert count > 500 and found.counts()["mismatch"]

    def test_what_is_found_is_the_same_every_time(self, saitama):
        published, _ = damaged(saitama, saitama.index, HANDS * (len(saitama) // 5) + HANDS[: len(saitama) % 5])
        assert timed(published).findings == timed(published).findings


class TestTheBudget:
    def parts(self, count, total):
        rows = [row("C", f"{1000 + 7 * i:,}", row=f"債権{i}", unit="円", part_of="合計") for i in range(count)]
        return [*rows, row("C", total, "SUM(C)", row="合計", unit="円"), row("E", "7円", "F"), row("F", "1円")]

    def test_where_it_is_spent_no_hint_is_half_a_hint(self, monkeypatch):
        monkeypatch.setattr(slips, "BUDGET", 100)
        found, findings = audited(*self.parts(40, "41,000"))
        assert likely(found, findings["合計", "C", 2025]) == (slips.NOT_SOUGHT,)
        # The mismatch of few terms is searched first.
        assert any("7円 は 1円 か" in hint for hint in likely(found, findings["市税", "E", 2025]))

    def test_a_sum_of_hundreds_is_searched(self):
        found, findings = audited(*self.parts(400, "968,600"))
        started = time.monotonic()
        hints = likely(found, findings["合計", "C", 2025])
        assert time.monotonic() - started < SECONDS
        assert "968,600円 は 958,600円 か（1桁の誤り）" in hints[0]

    def test_a_sum_of_thousands_ends(self):
        started = time.monotonic()
        found, findings = audited(*self.parts(5_000, "41,000"))
        assert likely(found, findings["合計", "C", 2025]) == (slips.NOT_SOUGHT,)
        assert time.monotonic() - started < SECONDS

    def test_a_unit_a_thousand_times_off_is_seen_without_a_search(self, monkeypatch):
        monkeypatch.setattr(slips, "BUDGET", 0)
        found, findings = audited(
            row("A", "24,833", unit="円"), row("B", "11,003", unit="千円"), row("G", "44.3%", "B / A")
        )
        assert likely(found, findings["市税", "G", 2025])[1:] == (slips.NOT_SOUGHT,)


class TestFormulasWithoutEnd:
    @pytest.mark.parametrize(
        ("formula", "said"),
        [
            ("A" + " + A" * 2_500, "500 字を超えています"),
            ("A + " + "1" * 10_000, "500 字を超えています"),
            ("A * 10**10**10", "使えない書き方"),
            ("A * 9**9", "使えない書き方"),
            ("A[10**10**10]", "年度か、-1、+1"),
            ("-" * 400 + "A", "入れ子が 100 段を超えています"),
            ("A" + "+1" * 240, "入れ子が 100 段を超えています"),
            ("(" * 150 + "A + " + ")" * 150, "読めません"),
            ("A" + ".b" * 240, "入れ子が 100 段を超えています"),
            ("A" + "[1]" * 160, "入れ子が 100 段を超えています"),
            ("SUM(" * 98 + "A" + ")" * 98, "内訳の行がありません"),
            ("A" + "+1" * 90 + " + ①", "数と区別できません"),
            ("A" + "+1" * 90 + " ** 2", "使えない書き方"),
            ("A\x00B", "読めません"),
            ("A + 1e400", "より小さい数"),
            ("lambda: A", "使えない書き方"),
            ("[A for A in A]", "使えない書き方"),
            ("(A := 1)", "使えない書き方"),
        ],
    )
    def test_each_is_one_fault(self, formula, said):
        with pytest.raises(DeskError) as caught:
            examine(frame([row("A", "3件"), row("G", "5件", formula)]), FILE)
        [fault] = caught.value.faults
        assert (fault.row, fault.column) == (3, "formula") and said in fault.message

    def test_brackets_that_are_only_deep(self):
        examine(frame([row("A", "3件"), row("G", "3件", "(" * 90 + "A" + ")" * 90)]), FILE)

    def test_a_sum_in_every_row_is_refused_where_it_becomes_too_much(self):
        rows = [row("C", "7", row=f"債権{i}", unit="円", part_of="合計") for i in range(700)]
        rows += [row("G", "100.0%", "SUM(表.合計.C) / 4900", row=f"債権{i}") for i in range(700)]
        started = time.monotonic()
        with pytest.raises(DeskError) as caught:
            examine(frame(rows), FILE)
        assert time.monotonic() - started < SECONDS
        assert "計の行を一つ設けて" in caught.value.faults[-1].message and caught.value.faults[-1].column == "formula"

    def test_names_that_are_nowhere(self):
        rows = [row("C", "7円", f"表.別の{i}.C", row=f"行の長い名前その{i}") for i in range(1_000)]
        started = time.monotonic()
        with pytest.raises(DeskError) as caught:
            examine(frame(rows), FILE)
        assert time.monotonic() - started < SECONDS
        assert all(len(fault.message) < 400 for fault in caught.value.faults)


class TestResultsThatNobodyPrints:
    def test_a_result_beyond_every_figure_has_no_digits(self):
        """Excel would round them, and a hint of them says nothing."""
        [*_, finding] = audited(
            row("A", "912,345,678,901,234", unit="千円"), row("B", "812,345,678,901,234", unit="千円"),
            row("C", "5", "A + B", unit="千円"),
        )[0].findings  # fmt: skip
        assert finding.verdict == "mismatch"
        assert finding.recomputed is finding.low is finding.high is None

    @pytest.mark.parametrize("figure", ["1.123456%", "▲999,999,999,999,999.123456%"])
    def test_how_far_it_is_off_can_be_printed(self, figure):
        rows = [row(name, "999,999,999,999,999件") for name in "ABCD"]
        finding = audited(*rows, row("G", figure, "A * B * C * D"))[1]["市税", "G", 2025]
        assert finding.off.quantize(D("0.0000001"))  # the places of a table

    def test_a_note_names_some_of_very_many(self):
        rows = [row("C", "資料なし", row=f"債権{i}", unit="円", part_of="合計") for i in range(3_000)]
        finding = audited(*rows, row("C", "5", "SUM(C)", row="合計", unit="円"))[1]["合計", "C", 2025]
        assert finding.note == "、".join([*(f"債権{i} C" for i in range(10)), "ほか2990件"]) + "の記載がない。"

    def test_a_year_whose_unit_is_another_kind_is_no_neighbour(self):
        found, findings = audited(
            row("A", "44.4%", year=2024), row("A", "160千円"), row("B", "3千円"), row("G", "900千円", "A + B")
        )
        assert isinstance(likely(found, findings["市税", "G", 2025]), tuple)
