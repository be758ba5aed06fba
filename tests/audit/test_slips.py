"""What may have slipped: each kind of slip is undone where the other figures say so."""

import pytest

from helpers.audit import examine, likely
from tests.audit.conftest import FILE, audited, frame, row

SUM = [("市税", "1,234"), ("介護保険料", "5,678"), ("保育料", "910")]  # 7,822


def slips(parts=SUM, total="7,822", extra=()):
    rows = [row("C", figure, row=name, unit="円", part_of="合計") for name, figure in parts]
    found, findings = audited(*rows, row("C", total, "SUM(C)", row="合計", unit="円"), *extra)
    finding = findings["合計", "C", 2025]
    assert finding.verdict == "mismatch"
    return likely(found, finding)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        ("8,722", "8,722円 は 7,822円 か（桁の入れ替わり）"),
        ("78,220", "78,220円 は 7,822円 か（桁のずれ）"),
        ("7,922", "7,922円 は 7,822円 か（1桁の誤り）"),
        ("822", "822円 は 7,822円 か（桁の脱落）"),
        ("17,822", "17,822円 は 7,822円 か（余分な桁）"),
        ("▲7,822", "▲7,822円 は 7,822円 か（符号の誤り）"),
    ],
)
def test_a_slip_in_the_result(total, said):
    assert said in "\n".join(slips(total=total))


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("6,578", "介護保険料 C（令和7年度） 6,578円 は 5,678円 か（桁の入れ替わり）"),
        ("56,780", "56,780円 は 5,678円 か（桁のずれ）"),
        ("5,178", "5,178円 は 5,678円 か（1桁の誤り）"),
        ("▲5,678", "▲5,678円 は 5,678円 か（符号の誤り）"),
    ],
)
def test_a_slip_in_a_term(figure, said):
    assert said in "\n".join(slips(parts=[SUM[0], ("介護保険料", figure), SUM[2]]))


def test_a_slip_that_would_break_another_figure_is_not_named():
    # Whatever was meant for 市税, 2,468 says that 1,234 is right: only the total can have slipped.
    extra = [
        row("二倍", "2,468", "C + C[2024]", row="市税", unit="円"),
        row("C", "1,234", row="市税", year=2024, unit="円"),
    ]
    assert slips(total="7,922", extra=extra)[0].startswith("表 合計 C")
    assert not any("市税" in slip for slip in slips(total="7,922", extra=extra))


def test_a_slip_that_explains_two_mismatches_comes_first():
    rows = [row("C", figure, row=name, unit="円", part_of="合計") for name, figure in SUM]
    rows[1] = row("C", "5,078", row="介護保険料", unit="円", part_of="合計")
    found, findings = audited(
        *rows, row("C", "7,822", "SUM(C)", row="合計", unit="円"), row("E", "2,839", row="介護保険料", unit="円"),
        row("F", "50.00%", "E / C", row="介護保険料"),
    )  # fmt: skip
    for key in (("合計", "C", 2025), ("介護保険料", "F", 2025)):
        best = likely(found, findings[key])[0]
        assert "5,078円 は 5,678円 か" in best and "ほか1件の不一致もなくなる" in best


def test_a_figure_of_the_year_before():
    rows = [row("B", "60", unit="件"), row("A", "100", unit="件"), row("B", "55", unit="件", year=2024)]
    rows += [row("A", "110", unit="件", year=2024), row("G", "50.0%", "B / A", year=2024)]
    found, findings = audited(*rows, row("G", "50.0%", "B / A"))
    said = "\n".join(likely(found, findings["市税", "G", 2025]))
    assert "前年度の値（表 市税 G（令和6年度） 50.0%）を書いたか" in said
    found, findings = audited(*rows, row("G", "54.5%", "B / A"))  # 60/110
    said = "\n".join(likely(found, findings["市税", "G", 2025]))
    assert "A（令和7年度） の代わりに前年度の値（110件）で計算したか" in said


def test_a_neighbours_figure():
    rows = [
        row(c, v, row=n, unit="件")
        for n, pair in (("甲", ("3", "9")), ("乙", ("4", "8")))
        for c, v in zip("BA", pair, strict=True)
    ]
    found, findings = audited(*rows, row("G", "50.0%", "B / A", row="乙"), row("G", "44.4%", "B / A", row="甲"))  # 4/9
    said = "\n".join(likely(found, findings["甲", "G", 2025]))
    assert "隣の行の値（4件）で計算したか" in said


def test_a_term_left_from_the_year_before():
    """What it should be is not known; that every figure on it is wrong, and that it is last year's, says enough."""
    rows = [row("A", "1,234", unit="千円", year=2024), row("A", "1,234", unit="千円"), row("B", "999", unit="千円")]
    found, findings = audited(
        *rows, row("G", "50.0%", "B / A"), row("D", "+61.9%", "A / A[-1] - 1"), row("X", "999千円", "B"),
    )  # fmt: skip
    for column in "GD":
        assert "表 市税 A（令和7年度） 1,234千円 は前年度の値のままか。これで、ほか1件の不一致もなくなる" in likely(
            found, findings["市税", column, 2025]
        )


def test_percent_in_a_formula():
    found, findings = audited(row("A", "160件"), row("B", "120件"), row("G", "75.0%", "B / A * 100"))
    assert likely(found, findings["市税", "G", 2025])[0].startswith("式の「* 100」は要らない")


def test_a_plain_amount_has_no_wrong_sign():
    assert not any("符号" in slip for slip in slips(total="7,922"))


def test_dividing_by_zero_explains_nothing():
    found, findings = audited(row("A", "10件"), row("B", "5件"), row("G", "90.0%", "B / A"))
    assert not any("は 0件 か" in slip for slip in likely(found, findings["市税", "G", 2025]))


def test_no_value_is_offered_twice():
    for slip in (slips(total="78,220"), slips(total="17,822")):
        assert len({text.partition("（")[0] for text in slip}) == len(slip)


def test_a_unit_a_thousand_times_off():
    found, findings = audited(
        row("A", "24,833", unit="円"), row("B", "11,003", unit="千円"), row("G", "44.3%", "B / A")
    )
    assert "単位が1,000倍違うか" in likely(found, findings["市税", "G", 2025])[0]


def test_no_hint_from_a_zero_a_limit_or_a_small_count():
    rows = [row("A", "1,000", unit="千円"), row("B", "400", unit="千円")]
    for figure, formula, unit in (
        ("0.0%", "B / A", ""),
        ("0", "A - B", "千円"),
        ("5", "A - B + 還付未済額(A)", "千円"),
    ):
        found, findings = audited(*rows, row("G", figure, formula, unit=unit))
        assert not any("1,000倍" in slip for slip in likely(found, findings["市税", "G", 2025]))
    cells = [row("A", a, row=n, unit="千円") for n, a in (("甲", "1,000"), ("乙", "0"))]
    cells += [row("B", b, row=n, unit="千円") for n, b in (("甲", "437"), ("乙", "12"))]
    found, findings = audited(*cells, row("G", "91.3%", "B / A", row="甲"))
    assert not any("0千円）で計算" in slip for slip in likely(found, findings["甲", "G", 2025]))
    found, findings = audited(
        row("A", "9件", year=2024), row("A", "9件"), row("判定", "達成", "A < A[-1]"), row("判定", "達成", year=2024)
    )
    assert not any("前年度の値（" in slip for slip in likely(found, findings["市税", "判定", 2025]))


def test_a_very_long_figure_is_no_crash():
    found, findings = audited(row("A", "123,456,789,012,345円"), row("B", "5円", "A"))
    assert isinstance(likely(found, findings["市税", "B", 2025]), tuple)


def test_two_columns_that_are_off_by_the_same():
    """A row of 1,111 in both columns was left out: the totals hold it, the parts do not."""
    rows = [row(c, v, row=n, unit="円", part_of="合計") for n, v in SUM for c in "AC"]
    totals = [row(c, "8,933", "SUM(" + c + ")", row="合計", unit="円") for c in "AC"]
    found, findings = audited(*rows, *totals)
    assert findings["合計", "A", 2025].gap == findings["合計", "C", 2025].gap == 1111
    assert "C も同じ額（+1,111円）だけ違う。内訳の行の漏れか重複か" in likely(found, findings["合計", "A", 2025])
    totals[1] = row("C", "8,934", "SUM(C)", row="合計", unit="円")
    found, findings = audited(*rows, *totals)
    assert not any("同じ額" in hint for hint in likely(found, findings["合計", "A", 2025]))


def test_a_shift_of_two_places():
    assert "782,200円 は 7,822円 か（桁のずれ）" in "\n".join(slips(total="782,200"))


def test_a_digit_too_many_of_two():
    found, findings = audited(row("A", "5件"), row("B", "55件", "A"))
    assert "表 市税 B（令和7年度） 55件 は 5件 か（余分な桁）" in likely(found, findings["市税", "B", 2025])


def test_a_sign_that_is_written_can_be_wrong_whatever_the_unit():
    rows = [row("A", "8件", year=2024), row("A", "5件")]
    found, findings = audited(*rows, row("増減", "+3件", "A - A[-1]"))
    assert "表 市税 増減（令和7年度） +3件 は ▲3件 か（符号の誤り）" in likely(found, findings["市税", "増減", 2025])
    found, findings = audited(*rows, row("増減", "3件", "A - A[-1]"))
    assert not any(
        "増減（令和7年度） 3件 は" in hint and "符号" in hint for hint in likely(found, findings["市税", "増減", 2025])
    )


def test_a_unit_a_thousand_times_off_is_said_with_its_column():
    found, findings = audited(
        row("A", "24,833", unit="円"), row("B", "11,003", unit="千円"), row("G", "44.3%", "B / A")
    )
    assert likely(found, findings["市税", "G", 2025])[0] == "計算のもとか結果の単位が1,000倍違うか（unit の列）"


def test_no_unit_is_blamed_where_anything_below_is_possible():
    rows = [row("A", "1,000", unit="円"), row("B", "400", unit="円")]
    found, findings = audited(*rows, row("C", "5,000", "A - B - 不納欠損額", unit="円"))
    assert not any("1,000倍" in hint for hint in likely(found, findings["市税", "C", 2025]))


def test_a_slip_in_one_side_of_a_comparison_that_is_counted():
    rows = [
        row("E", figure, row=name, year=year, part_of="合計")
        for name, pair in {"甲": ("10円", "9円"), "乙": ("31円", "20円")}.items()
        for year, figure in zip((2024, 2025), pair, strict=True)
    ]
    found, findings = audited(*rows, row("数", "1債権", "SUM(表.合計.E < 表.合計.E[-1])", row="数"))
    hints = likely(found, findings["数", "数", 2025])
    assert any("表 乙 E（令和6年度） 31円 は 13円 か（桁の入れ替わり）" in hint for hint in hints), hints


@pytest.mark.parametrize(
    ("printed", "formula"),
    [("5円", "A + 不納欠損額"), ("▲5円", "-A - 不納欠損額")],
)
def test_what_may_be_without_end_says_nothing_of_a_unit(printed, formula):
    """「5,000 or more」 holds whatever is a thousand times off."""
    found, findings = audited(row("A", "5,000円"), row("C", printed, formula))
    finding = findings["市税", "C", 2025]
    assert finding.verdict == "mismatch"
    assert not any("1,000倍" in hint for hint in likely(found, finding))


def test_the_digits_of_a_negative_figure():
    assert any("▲8,722円 は ▲7,822円 か（桁の入れ替わり）" in hint for hint in slips([("市税", "▲7,822")], "▲8,722"))


@pytest.mark.parametrize(("total", "meant"), [("7,822,000", "7,822"), ("7", "7,000")])
def test_a_shift_of_three_places(total, meant):
    assert any(f"{total}円 は {meant}円 か（桁のずれ）" in hint for hint in slips([("市税", meant)], total))


def test_what_was_cut_off_is_sought_as_cut_off():
    """31,600円 are 31千円 where the rest is cut off; rounded they would be 32."""
    found = examine(frame([row("A", "31,600円"), row("B", "13千円", "A")]), FILE, ("amount",))
    assert "表 市税 B（令和7年度） 13千円 は 31千円 か（桁の入れ替わり）" in likely(found, found.of("mismatch")[0])


def test_a_figure_that_is_only_about_right_may_have_slipped_too():
    found, findings = audited(row("A", "7,822円"), row("B", "約8,722円", "A"))
    assert "表 市税 B（令和7年度） 約8,722円 は 約7,822円 か（桁の入れ替わり）" in likely(
        found, findings["市税", "B", 2025]
    )


def test_digits_are_swapped_though_the_one_before_is_the_same():
    assert any("1,125円 は 1,215円 か（桁の入れ替わり）" in hint for hint in slips([("市税", "1,215")], "1,125"))


def test_a_limit_stays_a_limit_while_the_other_side_of_a_comparison_moves():
    """「20%以上」 is 20% for whoever is measured by it: 52.0% would still reach it."""
    found, findings = audited(row("実績", "25.0%"), row("目標", "20%以上"), row("判定", "未達成", "実績 >= 目標"))
    hints = likely(found, findings["市税", "判定", 2025])
    assert any("実績（令和7年度） 25.0% は 2.5% か" in hint for hint in hints)
    assert not any("52.0%" in hint for hint in hints)


def test_what_bounds_a_term_that_is_not_printed_is_that_of_the_part():
    rows = [
        row(c, v, row=n, part_of="計")
        for n, pair in (("甲", ("10円", "3円")), ("乙", ("25円", "4円")))
        for c, v in zip("AB", pair, strict=True)
    ]
    formula = "SUM(表.計.A + 還付未済額(表.計.B))"
    for figure, verdict in (("34円", "mismatch"), ("35円", "unchecked"), ("42円", "unchecked"), ("43円", "mismatch")):
        found, findings = audited(*rows, row("C", figure, formula, row="別"))
        assert findings["別", "C", 2025].verdict == verdict
    found, findings = audited(*rows, row("C", "62円", formula, row="別"))  # 52 + 10 and nothing refunded
    hints = likely(found, findings["別", "C", 2025])
    assert "表 乙 A（令和7年度） 25円 は 52円 か（桁の入れ替わり）" in hints, hints


def test_a_rate_without_a_sign_can_lack_one():
    found, findings = audited(row("C", "100円", year=2024), row("C", "90円"), row("D", "10.0%", "C / C[-1] - 1"))
    assert likely(found, findings["市税", "D", 2025]) == ("表 市税 D（令和7年度） 10.0% は ▲10.0% か（符号の誤り）",)


def test_a_sum_may_bound_a_term_that_is_not_printed():
    rows = [
        row(c, v, row=n, part_of="計")
        for n, pair in (("甲", ("10円", "3円")), ("乙", ("25円", "4円")))
        for c, v in zip("AB", pair, strict=True)
    ]
    rows.append(row("C", "69円", "SUM(表.計.A) + 還付未済額(SUM(表.計.B))", row="別"))
    found, findings = audited(*rows)
    assert findings["別", "C", 2025].verdict == "mismatch"
    assert "表 乙 A（令和7年度） 25円 は 52円 か（桁の入れ替わり）" in likely(found, findings["別", "C", 2025])


def test_a_term_left_from_the_year_before_may_also_have_been_taken_from_the_row_beside_it():
    rows = [row("A", "1,234円", year=2024), row("A", "1,234円"), row("A", "2,000円", row="国保"), row("B", "999円")]
    found, findings = audited(*rows, row("G", "49.95%", "B / A"))
    assert likely(found, findings["市税", "G", 2025]) == (
        "表 市税 A（令和7年度） 1,234円 は前年度の値のままか",
        "表 市税 A（令和7年度） の代わりに隣の行の値（2,000円）で計算したか",
    )


@pytest.mark.parametrize(("total", "said"), [("7,834", False), ("7,942", False), ("7,945", True)])
def test_a_gap_of_two_digits_is_the_same_by_chance(total, said):
    rows = [row(c, v, row=n, unit="円", part_of="合計") for n, v in SUM for c in "AC"]
    found, findings = audited(*rows, *(row(c, total, f"SUM({c})", row="合計", unit="円") for c in "AC"))
    assert any("も同じ額" in hint for hint in likely(found, findings["合計", "A", 2025])) is said
