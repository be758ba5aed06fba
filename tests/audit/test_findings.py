"""Verdicts: what rounding can explain is no mismatch, what it cannot is one."""

import importlib
from decimal import Decimal as D

import pytest

from helpers.audit import audit, examine
from helpers.audit.examine import _shown
from helpers.errors import DeskError
from helpers.ledger import Ledger
from helpers.printed import LARGEST, read
from tests.audit.conftest import FILE, audited, frame, only, row


def rate(printed, collected="11,002,822", assessed="24,832,941", formula="B / A"):
    return only(row("A", assessed, unit="千円"), row("B", collected, unit="千円"), row("G", printed, formula))


def test_match_rounding_mismatch():
    assert rate("44.3%").verdict == "match"
    # 13/160 = 8.125%: from 12.5 to 13.5 over 159.5 to 160.5 a city with the yen may print 7.8% to 8.5%.
    assert [rate(p, "13", "160").verdict for p in ("8.1%", "8.4%", "7.8%", "8.5%", "8.6%", "7.7%")] == [
        "match", "rounding", "rounding", "rounding", "mismatch", "mismatch"
    ]  # fmt: skip
    finding = rate("44.4%")
    assert finding.verdict == "mismatch"
    assert D("44.30") < finding.low < finding.recomputed < finding.high < D("44.31")
    assert [term.printed.text for term in finding.terms] == ["11,002,822", "24,832,941"]
    assert abs(finding.off - (D("44.4") - finding.high)) < D("1e-20")  # both are cut to 28 digits


def test_of_a_figure_that_holds_nothing_is_noted():
    assert rate("44.3%").note == rate("8.4%", "13", "160").note == rate("44.4%").note == ""


def test_yen_are_exact():
    rows = (row("B", "348,766円"), row("C", "19,665,373円"))
    assert only(*rows, row("計", "20,014,139円", "B + C")).verdict == "match"
    assert only(*rows, row("計", "20,014,140円", "B + C")).verdict == "mismatch"


def test_units_are_converted():
    rows = (row("C", "7,974,406", unit="千円"), row("A", "9,714,117", unit="千円"))
    assert only(*rows, row("圧縮", "17億円", "A - C")).verdict == "match"
    assert only(*rows, row("圧縮", "1,740百万円", "A - C")).verdict == "match"
    assert only(*rows, row("圧縮", "18億円", "A - C")).verdict == "mismatch"


def parts(total, *values, unit="千円", formula="SUM(C)"):
    rows = [row("C", v, row=f"債権{i}", unit=unit, part_of="合計") for i, v in enumerate(values)]
    return only(*rows, row("C", total, formula, row="合計", unit=unit))


def test_a_total_has_the_room_of_its_parts():
    assert parts("6", "1", "2", "3").verdict == "match"
    assert parts("8", "1", "2", "3").verdict == "rounding"  # 1.4 + 2.4 + 3.4, and 7.5 is printed 8
    assert parts("9", "1", "2", "3").verdict == "mismatch"
    assert parts("6", "1", "2", "-", "3").verdict == "match"  # a part that does not apply
    assert parts("9", "1", "2", "資料なし", "3").verdict == "unchecked"  # a part that was lost


def test_what_is_not_printed_decides_nothing_unless_a_bound_does():
    rows = (row("A", "3,388,066", unit="千円"), row("B", "863,476", unit="千円"))
    formula = "A - B - 不納欠損額 + 還付未済額(B)"
    finding = only(*rows, row("C", "2,524,589", formula, unit="千円"))
    assert finding.verdict == "unchecked" and finding.note == "不納欠損額、還付未済額の記載がない。"
    assert finding.recomputed == 3388066 - 863476
    # More than was assessed can never be outstanding.
    finding = only(*rows, row("C", "25,245,890", formula, unit="千円"))
    assert finding.verdict == "mismatch" and "がいくらであっても" in finding.note
    # Where the table prints the term, it is read there.
    rows = (*rows, row("不納欠損額", "1", unit="千円"), row("還付未済額", "0", unit="千円"))
    assert only(*rows, row("C", "2,524,589", formula, unit="千円")).verdict == "match"
    assert only(*rows, row("C", "2,524,689", formula, unit="千円")).verdict == "mismatch"


def test_a_mean_lies_between_its_parts():
    def mean(total):
        rows = [row("率", v, row=n, part_of="合計") for n, v in (("現年", "99.63%"), ("滞繰", "47.15%"))]
        return only(*rows, row("率", total, "MEAN(率)", row="合計")).verdict

    assert mean("99.32%") == "unchecked"
    assert mean("99.65%") == mean("47.13%") == "mismatch"


def test_counts_and_verdict_words():
    values = {"市税": ("▲25.5%", "▲24.8%"), "給食費": ("▲3.2%", "▲2.6%"), "保育料": ("▲8.1%", "▲13.3%")}
    rows = [
        row("E", v, row=name, year=year, part_of="合計", table="過年")
        for name, pair in values.items()
        for year, v in zip((2025, 2024), pair, strict=True)
    ]
    better = "SUM(過年.合計.E < 過年.合計.E[-1])"
    assert only(*rows, row("数", "2債権", better, table="要点", row="(1)")).verdict == "match"
    assert only(*rows, row("数", "1債権", better, table="要点", row="(1)")).verdict == "mismatch"
    assert only(*rows, row("全", "3債権", "COUNT(過年.合計.E)", table="要点", row="(1)")).verdict == "match"
    aim = (row("実績", "99.17%"), row("目標", "99.40%"))
    assert only(*aim, row("判定", "未達成", "実績 >= 目標")).verdict == "match"
    assert only(*aim, row("判定", "達成", "実績 >= 目標")).verdict == "mismatch"
    close = (row("実績", "99.40%"), row("目標", "99.40%"))
    assert only(*close, row("判定", "未達成", "実績 >= 目標")).verdict == "rounding"  # 99.396 is printed so too


def test_years_tables_and_rows():
    rows = (
        row("C", "100", year=2024, unit="千円"), row("C", "200", unit="千円"),
        row("C", "700", row="介護保険料", table="表5", year=None, unit="千円"),
    )  # fmt: skip
    assert only(*rows, row("D", "+100.0%", "C / C[-1] - 1")).verdict == "match"
    assert only(*rows, row("D", "+100.0%", "C / C[2024] - 1")).verdict == "match"
    assert only(*rows, row("E", "500", "表5.介護保険料.C - C", unit="千円")).verdict == "match"
    assert only(*rows, row("F", "700千円", "表5.C", row="介護保険料")).verdict == "match"


def test_a_figure_that_nothing_speaks_of_is_unchecked():
    found, findings = audited(row("率", "97.1%"), row("A", "10件"), row("B", "10件", "A"))
    assert findings["市税", "率", 2025].verdict == "unchecked"
    assert found.counts() == {"mismatch": 0, "unchecked": 1, "rounding": 0, "match": 1} and found.resting == 1


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("B /", "読めません"),
        ("B / Z", "式が指す数値がありません: 表 市税 2025年度 Z"),
        ("B[2020]", "2020年度 B"),
        ("(A - B) / A", "二度あります"),
        ("G + A", "この数値自身を指しています"),
        ("SUM(B)", "内訳の行がありません"),
        ("SUM(表.合計.Z)", "式が指す数値がありません: 表 一 2025年度 Z"),
        ("COUNT(表.合計.B > 1)", "COUNT( ) には列を一つだけ"),
        ("② / ①", "「②」は式では数と区別できません"),
        ("2025 / 2024 - 1", "数値を一つも指していません"),
        ("A * True", "使えない書き方"),
        ("A * 1e999", "より小さい数"),
        ("A[1e999]", "より小さい数"),
        ("A + 0x" + "f" * 300, "より小さい数"),
        ("A + " * 200 + "A", "500 字を超えています"),
        ("(" * 240 + "A" + ")" * 240, "読めません"),
        ("__import__('os')", "使えない書き方"),
        ("B ** A", "使えない書き方"),
        ("a.b.c.d", "どれでもありません"),
        ("(A + B).c", "式に使えない書き方です: A + B。"),
        ("B[x]", "年度か、-1、+1"),
    ],
)
def test_a_formula_that_cannot_be_is_named_with_its_row(formula, said):
    rows = (row("A", "3件"), row("B", "2件"), row("B", "1件", row="一", part_of="合計"), row("G", "5件", formula))
    with pytest.raises(DeskError) as caught:
        examine(frame(rows), FILE)
    assert caught.value.code == "data"
    assert f"{FILE} 5行目 formula" in str(caught.value) and said in str(caught.value)


def test_a_result_in_whole_yen_or_counts_was_rounded():
    """1,034円 for 10 cases are 103円 each, 25 for 12 are twice: a mean is rounded, though 円 and counts are exact as terms."""
    rows = (row("A", "1,034円"), row("N", "10件"), row("M", "25件"), row("P", "12件"))
    assert only(*rows, row("G", "103円", "A / N")).verdict == "match"
    assert only(*rows, row("G", "104円", "A / N")).verdict == "mismatch"
    assert only(*rows, row("G", "2倍", "M / P")).verdict == "match"
    day = (row("A", "48件/日"), row("N", "245日"))
    assert only(*day, row("G", "11,711件", "A * N")).verdict == "rounding"  # 47.8 a day
    assert only(*day, row("G", "12,300件", "A * N")).verdict == "mismatch"


def test_nothing_is_lost_where_quotients_do_not_end():
    """4003/6000 − 2/3 is 0.05 points exactly, printed +0.1P: an alarm here would come from our own arithmetic."""
    rows = [row("B", "2円", year=2024), row("A", "3円", year=2024), row("B", "4,003円"), row("A", "6,000円")]
    assert only(*rows, row("H", "+0.1P", "B / A - B[-1] / A[-1]")).verdict == "match"
    rows[2:] = [row("B", "4円"), row("A", "6円")]
    assert only(*rows, row("判定", "達成", "B / A >= B[-1] / A[-1]")).verdict != "mismatch"  # 4/6 and 2/3


def test_parts_belong_to_their_year_and_none_may_be_left_out():
    rows = [row("C", "10", row="甲", year=y, unit="円", part_of="合計") for y in (2024, 2025)]
    rows += [
        row("C", "20", row="乙", unit="円", part_of="合計"),
        row("C", "20", row="乙", year=2024, unit="円", part_of="別計"),
    ]
    _, findings = audited(
        *rows,
        row("C", "10", "SUM(C)", row="合計", year=2024, unit="円"),
        row("C", "30", "SUM(C)", row="合計", unit="円"),
    )
    assert {f.verdict for key, f in findings.items() if key[0] == "合計"} == {"match"}
    rows = [row("A", "10", row="甲", unit="円", part_of="合計"), row("B", "3", row="乙", unit="円", part_of="合計")]
    with pytest.raises(DeskError, match="式が指す数値がありません: 表 乙 2025年度 A"):
        examine(frame([*rows, row("A", "10", "SUM(A)", row="合計", unit="円")]), FILE)


def test_a_part_of_which_one_side_is_missing_leaves_the_sum_open():
    rows = []
    for name, a, b in (("甲", "10", "3"), ("乙", "20", "-")):
        rows += [row("A", a, row=name, unit="円", part_of="合計"), row("B", b, row=name, unit="円", part_of="合計")]
    assert only(*rows, row("D", "27", "SUM(表.合計.A - 表.合計.B)", row="計", unit="円")).verdict == "unchecked"


def test_the_same_name_in_full_width_is_refused():
    with pytest.raises(DeskError, match="3行目: 2行目と同じ場所です"):
        examine(frame([row("Ａ", "3件"), row("A", "4件")]), FILE)


def test_no_written_off_is_none():
    rows = (
        row("A", "10", unit="円"),
        row("B", "3", unit="円"),
        row("不納欠損額", "-", unit="円"),
        row("還付未済額", "0", unit="円"),
    )
    assert only(*rows, row("C", "7", "A - B - 不納欠損額 + 還付未済額", unit="円")).verdict == "match"
    assert only(*rows, row("C", "6", "A - B - 不納欠損額 + 還付未済額", unit="円")).verdict == "mismatch"
    refund = (row("B", "▲5", unit="円"), row("A", "100", unit="円"))
    assert only(*refund, row("C", "105", "A - B + 還付未済額(B)", unit="円")).verdict == "unchecked"


def test_absurdly_large_results_are_told_without_digits():
    rows = [row(name, "999,999,999,999件") for name in "ABCD"]
    finding = only(*rows, row("G", "5件", "A * B * C * D"))
    assert finding.verdict == "mismatch" and finding.low is None and finding.recomputed is None
    assert finding.off == D(5) - D(10**20)


def test_dividing_by_zero_is_no_verdict():
    rows = (row("C", "0", year=2024, unit="円"), row("C", "500", unit="円"))
    finding = only(*rows, row("D", "+5.0%", "C / C[-1] - 1"))
    assert finding.verdict == "unchecked" and finding.note == "0 で割る計算になる。"
    assert finding.recomputed is finding.low is finding.high is None


def test_documents_that_cut_off():
    """10.9 and 20.9 are printed 10 and 20, their sum 31.8 as 31: right where figures are cut off, and no rounding gives 32.1."""
    rows = [row("C", v, row=n, unit="千円", part_of="合計") for n, v in (("甲", "10"), ("乙", "20"), ("丙", "30"))]
    rows.append(row("C", "62", "SUM(C)", row="合計", unit="千円"))
    rows.append(row("D", "64", "SUM(表.合計.C)", row="別", unit="千円"))
    halves, down = (examine(frame(rows), FILE, how).findings for how in ((), ("amount",)))
    assert [f.verdict for f in halves] == ["rounding", "mismatch"]
    assert [f.verdict for f in down] == ["rounding", "mismatch"]
    assert down[0].low == 60 and D("62.999") < down[0].high < 63  # 63 itself would take three whole 千円 more
    assert (halves[0].low, halves[0].high) == (D("58.5"), D("61.5"))
    yen = [row("C", v, row=n, unit="円", part_of="合計") for n, v in (("甲", "10"), ("乙", "20"))]
    short = examine(frame([*yen, row("C", "29", "SUM(C)", row="合計", unit="円")]), FILE, ("amount",))
    assert short.findings[0].verdict == "mismatch"  # yen are exact


def test_a_target_of_at_least():
    aim = (row("実績", "25.0%"), row("目標", "20%以上"))
    assert only(*aim, row("判定", "達成", "実績 >= 目標")).verdict == "match"
    assert only(*aim, row("判定", "未達成", "実績 >= 目標")).verdict == "mismatch"


def test_sums_of_nothing():
    rows = [row("C", "-", row=n, unit="千円", part_of="合計") for n in ("甲", "乙")]
    assert only(*rows, row("C", "0", "SUM(C)", row="合計", unit="千円")).verdict == "match"
    assert only(*rows, row("C", "3", "SUM(C)", row="合計", unit="千円")).verdict == "mismatch"
    assert only(*rows, row("平均", "3", "MEAN(表.合計.C)", row="別", unit="千円")).verdict == "unchecked"


def test_so_many_times_is_rounded():
    rows = (row("A", "1,000円"), row("B", "2,300円"), row("倍率", "2倍", "B / A"))
    assert only(*rows, row("C", "2,300円", "A * 倍率")).verdict == "rounding"


def test_money_and_counts_do_not_add_up():
    rows = (row("A", "3", unit="千円"), row("B", "3件"))
    for figure, formula, said in (
        ("6千円", "A + B", "金額とそれ以外の数を足し引き"),
        ("6件", "A", "式の答えは金額ですが、この数値の単位は「件」です"),
        ("50%", "A - 1", "金額とそれ以外の数"),
        ("達成", "A >= B", "金額とそれ以外の数"),
    ):
        with pytest.raises(DeskError, match=said):
            examine(frame([*rows, row("G", figure, formula)]), FILE)


def test_rates_that_excel_rewrote_are_refused():
    rates = [row("率", f"{number}.40%", row=f"債権{number}") for number in range(40, 45)]
    with pytest.raises(DeskError, match=r"44\.4% が 44\.40% に変わります"):
        examine(frame(rates), FILE)
    examine(frame([*rates, row("率", "44.41%")]), FILE)


@pytest.mark.parametrize("formula", ["=B / A", "B ÷ A", "Ｂ／Ａ"])
def test_a_formula_may_be_written_as_in_excel(formula):
    assert only(row("A", "160件"), row("B", "120件"), row("G", "75.0%", formula)).verdict == "match"


def test_a_missing_name_is_answered_with_the_nearest():
    with pytest.raises(DeskError, match="もしかして「収入済額」"):
        examine(frame([row("収入済額", "3件"), row("G", "3件", "収入済み額")]), FILE)


def test_a_year_before_needs_a_year():
    with pytest.raises(DeskError, match="年度がない"):
        examine(frame([row("A", "3件", year=None), row("G", "5件", "A[-1]", year=None)]), FILE)


def test_names_in_full_width_are_the_same_names():
    assert only(row("Ａ", "3件"), row("G", "3件", "A")).verdict == "match"
    assert only(row("A", "6件"), row("B", "3件"), row("G", "2件", "Ａ ÷ Ｂ")).verdict == "match"


def test_the_year_before_the_first_is_not_in_the_source():
    rows = (row("C", "100", year=2024, unit="千円"), row("C", "200", unit="千円"))
    finding = only(*rows, row("D", "+5.0%", "C / C[-1] - 1", year=2024))
    assert finding.verdict == "unchecked" and finding.note == "市税 C（2023年度）の記載がない。"
    for formula in ("C / C[2023] - 1", "C / Z[-1] - 1"):  # a year that was named, a name that is nowhere
        with pytest.raises(DeskError, match="式が指す数値がありません"):
            examine(frame([*rows, row("D", "+5.0%", formula, year=2024)]), FILE)


def test_a_formula_that_lets_anything_pass_is_no_match():
    wide = (row("C", "1", unit="千円"), row("E", "1", unit="千円"))  # from a third to three times
    assert only(*wide, row("F", "100.0%", "E / C")).verdict == "match"
    wide = (row("C", "0", unit="千円"), row("E", "3", unit="千円"))
    finding = only(row("C", "1", unit="千円"), row("E", "0", unit="千円"), row("F", "4.0%", "E / C"))
    assert finding.verdict == "unchecked" and finding.note.startswith("端数の範囲が広く")
    assert only(*wide, row("F", "9999.0%", "E / C")).verdict == "unchecked"


def test_a_condition_that_must_hold():
    rows = (row("計", "100", unit="千円"), row("内訳", "120", unit="千円"))
    assert only(*rows, row("検算", "成り立つ", "計 >= 内訳")).verdict == "mismatch"
    assert only(*rows, row("検算", "成り立つ", "内訳 >= 計")).verdict == "match"


@pytest.mark.parametrize(("figure", "verdict"), [("44.30736576871825%", "match"), ("44.40736576871825%", "mismatch")])
def test_a_rate_as_excel_exports_it(figure, verdict):
    assert only(row("A", "24,832,941円"), row("B", "11,002,822円"), row("G", figure, "B / A")).verdict == verdict


def test_money_stays_money_where_a_sign_turns_it():
    assert only(row("A", "3円"), row("B", "5円"), row("G", "2円", "-A + B")).verdict == "match"


def test_of_a_mean_there_is_no_one_number():
    rows = [row("率", v, row=n, part_of="合計") for n, v in (("現年", "99.63%"), ("滞繰", "47.15%"))]
    assert only(*rows, row("率", "99.65%", "MEAN(率)", row="合計")).recomputed is None


def test_a_part_bounds_its_own_term_that_is_not_printed():
    """還付未済額 of each part is at most its 収入済額: 3 and 4 make 7 to 14."""
    rows = [row("B", v, row=n, unit="円", part_of="合計") for n, v in (("甲", "3"), ("乙", "4"))]
    total = [row("D", figure, "SUM(B + 還付未済額(B))", row="合計", unit="円") for figure in ("14", "15")]
    assert [only(*rows, each).verdict for each in total] == ["unchecked", "mismatch"]


def test_a_year_that_is_named_is_not_looked_for_in_a_table_without_years():
    rows = [row("C", "3件", table="表5", year=None), row("G", "3件", "表5.C[2024]")]
    with pytest.raises(DeskError, match=r"式が指す数値がありません: 表5 市税 2024年度 C$"):
        examine(frame(rows), FILE)


@pytest.mark.parametrize(("figure", "verdict"), [("10%", "unchecked"), ("約10%", "rounding"), ("10%以上", "rounding")])
def test_of_a_rough_figure_or_a_limit_it_is_not_asked_whether_anything_passes(figure, verdict):
    assert only(row("C", "1", unit="千円"), row("E", "0", unit="千円"), row("F", figure, "E / C")).verdict == verdict


def test_the_work_of_missing_names_is_counted_too(monkeypatch):
    monkeypatch.setattr(importlib.import_module("helpers.audit.examine"), "_MOST_LOOKS", 5)
    rows = [*(row(f"A{n}", "3件") for n in range(9)), row("G", "3件", "Z"), row("H", "3件", "A0")]
    with pytest.raises(DeskError, match="数値を 5 回より多く探しました") as caught:
        examine(frame(rows), FILE)
    assert [fault.row for fault in caught.value.faults] == [11, 12]


@pytest.mark.parametrize(("terms", "note"), [(10, "甲9 Aの記載がない。"), (12, "甲9 A、ほか2件の記載がない。")])
def test_of_very_many_terms_that_are_lacking_the_first_are_named(terms, note):
    rows = [row("A", "資料なし", row=f"甲{n}", unit="円", part_of="合計") for n in range(terms)]
    assert only(*rows, row("A", "30", "SUM(A)", row="合計", unit="円")).note.endswith(note)


def test_an_item_is_called_as_the_document_calls_it():
    found, _ = audited(row("A", "3件"))
    (item,) = found.items.values()
    assert (item.name, item.document, item.place, item.line) == ("A", "資料", "表 市税 A（令和7年度）", 2)


def test_only_rates_can_be_rates_that_excel_rewrote():
    rates = [row("率", f"{number}.40%", row=f"債権{number}") for number in range(40, 45)]
    with pytest.raises(DeskError) as caught:
        examine(frame([row("A", "資料なし"), *rates]), FILE)
    (fault,) = caught.value.faults
    assert (fault.file, fault.row, fault.column) == (FILE, 3, "figure")
    with pytest.raises(DeskError, match="率の桁"):  # amounts beside them save nothing
        examine(frame([row("A", "1,234円"), *rates]), FILE)
    examine(frame(rates[:4]), FILE)


def test_the_audit_is_of_the_meeting_and_finds_what_may_have_slipped():
    rows = [row("A", "8円"), row("B", "5円"), row("G", "31円", "A + B"), row("A", "9円", meeting="2025-01-21")]
    published = Ledger("data/x", {"published": frame(rows)}, {})
    found = audit(published, "2026-01-21")
    assert [(finding.verdict, finding.slips[0]) for finding in found.findings] == [
        ("mismatch", "表 市税 G（令和7年度） 31円 は 13円 か（桁の入れ替わり）")
    ]
    assert audit(published, "2024-01-21") is None and audit(Ledger("data/x", {}, {}), "2026-01-21") is None
    published.tables["published"].loc[4, "formula"] = "Z"
    with pytest.raises(DeskError, match=r"data/x/published\.csv 4行目 formula"):
        audit(published, "2026-01-21")


@pytest.mark.parametrize(("longer", "named"), [(0, True), (1, False)])
def test_the_names_there_are_are_listed_up_to_300_characters(longer, named):
    """With 「。使える名前: 」 and the 。 at the end: two names, A and one that fills what is left."""
    long = "甲" * (300 - len("。使える名前: A、。") + longer)
    rows = (row("A", "1円"), row(long, "1円"))
    with pytest.raises(DeskError) as caught:
        audited(*rows, row("A", "1円", "ほか", year=2024))
    assert (
        f"2024年度 ほか。使える名前: A、{long}。" in str(caught.value)
        if named
        else "使える名前" not in str(caught.value)
    )


@pytest.mark.parametrize(
    ("terms", "figure", "formula", "said"),
    [
        ([("A", "3円")], "▲3.0%", "-A", "式の答えは金額ですが、この数値の単位は「%」です"),
        ([("A", "3円"), ("目標", "95%以上")], "達成", "A >= 目標", "「A >= 目標」は、金額とそれ以外の数を"),
    ],
)
def test_a_sign_and_a_limit_keep_what_is_money(terms, figure, formula, said):
    with pytest.raises(DeskError) as caught:
        audited(*(row(*term) for term in terms), row("G", figure, formula))
    assert said in str(caught.value)


def test_a_tenth_must_pass_too_before_a_formula_says_nothing():
    """A third to three times, twice over: 11% to 900% let 800% pass, and no 8%."""
    wide = [row(column, "1", unit="千円") for column in "ABCD"]
    assert only(*wide, row("G", "80.0%", "A / B * C / D")).verdict == "rounding"


def test_the_largest_result_that_is_shown():
    assert only(row("A", "500,000,000,000円"), row("N", "1,000件"), row("G", "1円", "A * N")).recomputed == 5 * 10**14


@pytest.mark.parametrize(("signs", "read"), [(99, True), (100, False)])
def test_a_formula_may_be_a_hundred_operations_deep(signs, read):
    rows = (row("A", "3円"), row("G", "▲3円" if signs % 2 else "3円", "-" * signs + "A"))
    if read:
        assert only(*rows).verdict == "match"
        return
    with pytest.raises(DeskError, match="入れ子が 100 段を超えています。途中の数値に行を設けて、式を分けてください。"):
        audited(*rows)


def test_the_search_for_figures_ends_after_the_formula_that_passes_its_limit(monkeypatch):
    rows = [row("A", "3円"), row("B", "3円", "A"), row("C", "3円", "A")]
    looked_up = audited(*rows[:2])[0].book.looked_up
    examining = importlib.import_module("helpers.audit.examine")
    monkeypatch.setattr(examining, "_MOST_LOOKS", looked_up)
    assert len(audited(*rows)[0].findings) == 2
    monkeypatch.setattr(examining, "_MOST_LOOKS", looked_up - 1)
    with pytest.raises(DeskError) as caught:
        audited(*rows)
    assert [(fault.row, fault.column, fault.message) for fault in caught.value.faults] == [
        (
            4,
            "formula",
            f"ここまでの式で、数値を {looked_up - 1} 回より多く探しました。この行からは、まだ調べていません。"
            "SUM を多くの行で繰り返さずに、計の行を一つ設けて、それを指してください。",
        )
    ]


def test_a_year_that_is_left_out_between_others_is_missing():
    with pytest.raises(DeskError, match="式が指す数値がありません: 表 市税 2023年度 C"):
        audited(
            row("C", "1円", year=2022), row("C", "2円", year=2024), row("C", "3円"), row("D", "0%", "C[-1]", year=2024)
        )


@pytest.mark.parametrize(("times", "verdict"), [(100, "match"), (101, "unchecked")])
def test_of_a_zero_a_hundred_of_its_last_digit_say_nothing(times, verdict):
    """1.0% is a tenth of a point wide: a hundred times ten points, a hundred of the last digit of 0.0%."""
    assert only(row("A", "1.0%"), row("N", f"{times}件"), row("G", "0.0%", "A * N - 1")).verdict == verdict


def test_what_holds_is_off_by_nothing_and_a_table_without_years_names_none():
    finding = only(row("A", "3円", year=None), row("B", "3円", "A", year=None))
    assert finding.verdict == "match" and finding.off == 0 and finding.item.place == "表 市税 B"


def test_each_part_has_its_own_of_what_is_often_not_printed():
    rows = [
        row(column, figure, row=name, unit="円", part_of="合計")
        for name, pair in {"甲": ("10", "1"), "乙": ("20", "2")}.items()
        for column, figure in zip(("A", "不納欠損額"), pair, strict=True)
    ]
    assert only(*rows, row("C", "27", "SUM(A - 不納欠損額(A))", row="合計", unit="円")).verdict == "match"


def test_only_a_mismatch_is_off():
    assert [rate(printed, "13", "160").off for printed in ("8.1%", "8.4%")] == [0, 0]
    assert D("0.23") < rate("8.7%", "13", "160").off < D("0.24")
    assert D("-0.19") < rate("7.6%", "13", "160").off < D("-0.18")


@pytest.mark.parametrize(
    ("formula", "recomputed"), [("A - 不納欠損額", 100), ("A + 還付未済額(A)", 100), ("A + 還付未済額", 100)]
)
def test_what_is_not_printed_counts_as_none_in_what_is_recomputed(formula, recomputed):
    finding = only(row("A", "100円"), row("C", "100円", formula))
    assert (finding.verdict, finding.recomputed) == ("unchecked", recomputed)


@pytest.mark.parametrize(
    ("figure", "formula", "said"),
    [
        ("5件", "A + C", "式の答えは金額ですが、この数値の単位は「件」です。"),
        ("5件", "-A", "式の答えは金額ですが、この数値の単位は「件」です。"),
        ("5件", "A * N", "式の答えは金額ですが、この数値の単位は「件」です。"),
        ("5千円", "A / C", "式の答えは率か件数ですが、この数値の単位は「千円」です。"),
        ("5千円", "A >= C", "式の答えは率か件数ですが、この数値の単位は「千円」です。"),
        ("5千円", "COUNT(表.計.P)", "式の答えは率か件数ですが、この数値の単位は「千円」です。"),
        ("5件", "SUM(表.計.P)", "式の答えは金額ですが、この数値の単位は「件」です。"),
        ("5件", "MEAN(表.計.P)", "式の答えは金額ですが、この数値の単位は「件」です。"),
        ("5件", "不納欠損額", "式の答えは金額ですが、この数値の単位は「件」です。"),
        ("5千円", "A * C", "式の答えは金額でも率でもない数ですが、この数値の単位は「千円」です。"),
        ("5千円", "N / A", "式の答えは金額でも率でもない数ですが、この数値の単位は「千円」です。"),
    ],
)
def test_an_answer_of_another_kind_is_refused(figure, formula, said):
    rows = [row("A", "3千円"), row("C", "2千円"), row("N", "4件")]
    rows += [row("P", "1千円", row=name, part_of="計") for name in "甲乙"]
    with pytest.raises(DeskError) as caught:
        examine(frame([*rows, row("G", figure, formula)]), FILE)
    assert f"{FILE} 7行目 formula: {said}unit の列と式を確かめてください。" in str(caught.value)


@pytest.mark.parametrize(
    ("figure", "formula"),
    [
        ("6件", "A × B"),
        ("1.5倍", "A ÷ B"),
        ("1件", "A − B"),
        ("達成", "A ≧ B"),
        ("未達成", "A ≦ B"),
        ("達成", "B ≦ A"),
        ("未達成", "B ≧ A"),
    ],
)
def test_signs_as_people_write_them(figure, formula):
    assert only(row("A", "3件"), row("B", "2件"), row("G", figure, formula)).verdict == "match"


def test_what_no_printed_figure_reaches_is_not_shown():
    for figure, most in (("1.5倍", LARGEST), ("1.000000倍", LARGEST), ("1.00000000倍", LARGEST / 100)):
        printed = read(figure)
        assert (
            _shown(most - 1, printed) == most - 1 and _shown(most, printed) is None and _shown(-most, printed) is None
        )
    assert _shown(D(1500), read("5千円")) == D("1.5")


def test_a_part_that_prints_only_the_bound_of_a_term_is_unknown_and_not_left_out():
    rows = [row("A", "10円", row="甲", part_of="計"), row("A", "-", row="乙", part_of="計")]
    rows += [row("B", f"{most}円", row=name, part_of="計") for name, most in (("甲", 3), ("乙", 4))]
    finding = only(*rows, row("C", "99円", "SUM(表.計.A + 還付未済額(表.計.B))", row="別"))
    assert (finding.verdict, finding.note) == ("unchecked", "還付未済額、乙 Aの記載がない。")


def test_a_table_without_years_and_one_that_tells_how_it_was_shortened():
    without = frame([row("A", "3件", year=None), row("G", "3件", "A", year=None)]).assign(fiscal_year=float("nan"))
    (finding,) = examine(without, FILE).findings
    assert (finding.verdict, finding.item.key.fiscal_year) == ("match", None)
    short = frame([row("A", "10千円"), row("B", "20千円"), row("C", "29千円", "A + B")])
    assert examine(short.assign(rounding=""), FILE).findings[0].verdict == "rounding"
    assert examine(short.assign(rounding="切り捨て"), FILE).findings[0].verdict == "mismatch"


@pytest.mark.parametrize(("own", "formula", "lost"), [(2025, "C[-1]", 2024), (2024, "C[+1]", 2025)])
def test_a_year_of_the_table_that_lacks_the_figure_is_no_year_beyond_it(own, formula, lost):
    rows = [row("A", "3件", year=2024), row("A", "4件", year=2025), row("C", "5件", year=own)]
    with pytest.raises(DeskError, match=f"式が指す数値がありません: 表 市税 {lost}年度 C"):
        examine(frame([*rows, row("D", "+0.0%", f"C / {formula} - 1", year=own)]), FILE)
    beyond = {2025: "C[+1]", 2024: "C[-1]"}[own]
    assert only(*rows, row("D", "+0.0%", f"C / {beyond} - 1", year=own)).verdict == "unchecked"


def test_nothing_is_refunded_of_less_than_nothing():
    rows = (row("B", "▲5円"), row("A", "100円"))
    found = [only(*rows, row("C", f"{figure}円", "A - B + 還付未済額(B)")).verdict for figure in (104, 105, 106)]
    assert found == ["mismatch", "unchecked", "mismatch"]


def test_what_was_not_written_off_is_money_too():
    with pytest.raises(DeskError, match="式の答えは金額ですが、この数値の単位は「件」です"):
        examine(frame([row("A", "3円"), row("不納欠損額", "-", unit="円"), row("C", "3件", "A - 不納欠損額")]), FILE)


def test_a_figure_that_cannot_be_read_is_told_with_what_it_says():
    figures = frame([row("A", "3件"), row("B", "4件")])
    figures.loc[3, "figure"] = "約百件"
    with pytest.raises(DeskError, match=f"{FILE} 3行目 figure: 数値として読めません"):
        examine(figures, FILE)
