"""Each derived figure that 静岡市's document prints, against what the project computes from the others."""

import pytest

from helpers import measures, tables
from helpers.notation import Notation, round_half_up


def of(packet, claim, item, year=2025, **where):
    return packet.ledger.value(claim=claim, item=item, fiscal_year=year, kind="actual", **where)


def trend(packet, year, what):
    points = {point.fiscal_year: point for point in measures.trend(packet)}
    return getattr(points[2024], what) - getattr(points[year], what)


def saving(packet, tool, column="saving"):
    return next(getattr(saving, column) for saving in measures.savings(packet) if saving.tool == tool)


def count(packet, tool, column):
    return next(getattr(count, column) for count in measures.tool_counts(packet) if count.tool == tool)


def use(packet, item, claim):
    return next(u for u in measures.tool_use(packet) if (u.item, u.claim) == (item, claim))


def called(packet, year):
    kinds = ("文書催告", "電話催告", "訪問催告", "来庁時口頭催告")
    return sum(of(packet, "public_assistance", kind, year) for kind in kinds)


def loans(packet, year):
    amounts = {s: of(packet, "single_parent_loans", "収納金額", year, segment=s) for s in ("current", "carried_over")}
    return sum(amounts.values())


def before_after(packet, measure):
    key = {"claim": "national_health_insurance", "item": "管外の滞納案件", "measure": measure}
    after, before = (packet.ledger.value(**key, group=group) for group in ("取組後", "取組前"))
    return measures.difference(after, before)


def assistance(packet, measure):
    item = "保護開始後の資産判明による返還請求"
    return of(packet, "public_assistance", item, 2025, measure=measure) - of(
        packet, "public_assistance", item, 2024, measure=measure
    )


def care_rate(packet):
    collected = of(packet, "care_insurance", "期間収納額", measure="amount")
    assessed = packet.ledger.value(claim="care_insurance", measure="assessed", segment="carried_over")
    return collected / assessed * 100


def early_calls(packet):
    item = "新規滞納者への早期電話催告"
    return of(packet, "single_parent_loans", f"{item}による収納") / of(packet, "single_parent_loans", item) * 100


def hours_saved(packet):
    """48 cases a day × 245 days × 3 minutes = 588 hours, printed as ≒590."""
    cases, days, minutes = (
        of(packet, "municipal_tax", item)
        for item in ("RPAの利用平均", "RPAの削減効果の算定日数", "RPAによる1事案当たりの削減時間")
    )
    return round_half_up(cases * days * minutes / 60, -1)


PRINTED = [
    ("参考① 収納率①", "+0.22", lambda p: trend(p, 2023, "rate")),
    ("参考① 収納率②", "+7.29", lambda p: trend(p, 2009, "rate")),
    ("参考① 収入未済額①", "▲2.5", lambda p: trend(p, 2023, "outstanding")),
    ("参考① 収入未済額②", "▲131", lambda p: trend(p, 2009, "outstanding")),
    ("資料1 P6 RPA 削減効果", "+590", hours_saved),
    ("資料1 P7 管外 件数", "▲74", lambda p: before_after(p, "count")),
    ("資料1 P7 管外 金額", "▲11,249", lambda p: before_after(p, "amount")),
    ("資料1 P9 期間中収納率", "+7.60", care_rate),
    ("資料1 P11 催告 計 令和7年度", "+2,244", lambda p: called(p, 2025)),
    ("資料1 P11 催告 計 令和6年度", "+1,978", lambda p: called(p, 2024)),
    ("資料1 P11 返還請求 件数の差", "▲4", lambda p: assistance(p, "count")),
    ("資料1 P11 返還請求 金額の差", "▲5,824,519", lambda p: assistance(p, "amount")),
    ("資料1 P12 合計収納金額 令和7年度", "+20,014,139", lambda p: loans(p, 2025)),
    ("資料1 P12 合計収納金額 令和6年度", "+31,496,015", lambda p: loans(p, 2024)),
    ("資料1 P12 早期電話催告の収納率", "+54.8", early_calls),
    ("DX SMS 差額", "+106.4", lambda p: saving(p, "sms")),
    ("DX eL-QR 差額", "+24.2", lambda p: saving(p, "el_qr")),
    ("DX eL-QR 差額 ゆうちょ", "+27.5", lambda p: saving(p, "el_qr", "exception_saving")),
    ("DX Web口座振替 差額", "+38.5", lambda p: saving(p, "web_debit")),
    ("DX Web口座振替 差額 ゆうちょ", "+50.5", lambda p: saving(p, "web_debit", "exception_saving")),
    ("DX 電子預金照会 差額", "+60.3", lambda p: saving(p, "deposit_inquiry")),
    ("DX SMS 債権数", "+24", lambda p: count(p, "sms", "in_use")),
    ("DX SMS R7から継続", "+3", lambda p: count(p, "sms", "continued")),
    ("DX SMS R8から新規", "+21", lambda p: count(p, "sms", "new")),
    ("DX eL-QR 債権数", "+5", lambda p: count(p, "el_qr", "in_use")),
    ("DX eL-QR R7から継続", "+1", lambda p: count(p, "el_qr", "continued")),
    ("DX eL-QR R8から新規", "+4", lambda p: count(p, "el_qr", "new")),
    ("DX Web口座振替 債権数", "+16", lambda p: count(p, "web_debit", "in_use")),
    ("DX 電子預金照会 債権数", "+8", lambda p: count(p, "deposit_inquiry", "in_use")),
    ("DX 電子預金照会 R7から継続", "+7", lambda p: count(p, "deposit_inquiry", "continued")),
    ("DX 電子預金照会 R8から新規", "+1", lambda p: count(p, "deposit_inquiry", "new")),
    ("DX Web口座振替 主要債権 対R6", "+932", lambda p: use(p, "Web口座振替登録", "major").growth),
    ("DX Web口座振替 他債権 対R6", "+11", lambda p: use(p, "Web口座振替登録", "other").growth),
    ("DX 電子預金照会 対R6", "+37", lambda p: use(p, "電子預金照会", "all").growth),
    ("DX 照会可能金融機関 対R6", "+67", lambda p: use(p, "電子預金照会の可能な金融機関", "all").growth),
]  # fmt: skip


@pytest.mark.parametrize(("place", "printed", "compute"), PRINTED, ids=[place for place, _, _ in PRINTED])
def test_a_printed_figure_follows_from_the_others(packet, place, printed, compute):
    places = len(printed.partition(".")[2])
    assert Notation("▲").cell(compute(packet), places, signed=True) == printed


def test_registrations_of_the_major_claims_add_up(packet):
    """5,148 is printed; five claims print exact counts, water and sewerage 「約1,800」: what is left must be near it."""
    claims = [
        "municipal_tax",
        "national_health_insurance",
        "late_elderly_medical",
        "care_insurance",
        "single_parent_loans",
    ]
    exact = sum(of(packet, claim, "Web口座振替登録", group="") for claim in claims)
    rest = of(packet, "major", "Web口座振替登録") - exact
    assert round_half_up(rest, -2) == of(packet, "water_and_sewerage", "Web口座振替登録", group="10月から")


# 主要債権の利用状況, as printed: SMS, eL-QR, WEB, 電子預金.
MATRIX = {
    "市税": "○ ○ ○ ○",
    "国民健康保険料（税）": "○ ○ ○ ○",
    "後期高齢者医療保険料": "○ R10 ○ ○",
    "介護保険料": "○ R11 ○ ○",
    "市立清水病院診療収入等": "- - - -",
    "生活保護費返還金、徴収金等": "○ - - ○",
    "母子・父子・寡婦福祉資金貸付金元金・利子、違約金": "- - ○ -",
    "水道料金": "○ R9 ○ -",
    "下水道使用料": "○ R9 ○ ○",
}


def test_the_other_claims_that_use_tools_are_the_printed_ones(packet):
    assert [tuple(row.values()) for row in tables.tool_others(packet).rows] == [
        ("SMS催告", "R8新規", "住宅使用料、保育料等", 17, "R8年度"),
        ("eL-QR（地方税統一QRコード）", "R8新規", "占用料（道路、河川、法定外公共物）", 3, "R8.9月"),
        ("Web口座振替", "継続", "住宅使用料、学校給食費等", 9, ""),
        ("電子預金照会", "継続", "下水道事業受益者負担金", 1, ""),
        ("電子預金照会", "R8新規", "保育料", 1, "R8年度"),
    ]


def test_the_matrix_of_tools_is_the_printed_one(packet):
    rows = tables.tool_matrix(packet).rows
    assert [row["claim"] for row in rows] == list(MATRIX)
    for row in rows:
        for tool, printed in zip(
            ("sms", "el_qr", "web_debit", "deposit_inquiry"), MATRIX[row["claim"]].split(), strict=True
        ):
            cell = row[tool]
            assert (printed in cell) if printed.startswith("R") else cell[0] == printed


def test_the_ranks_are_the_printed_ones(packet):
    rows = tables.targets(packet).rows
    ranks = {row["claim"]: row["rank"] for row in rows if row["rank"] is not None}
    assert ranks == {
        "市税": 3, "国民健康保険料（税）": 6, "後期高齢者医療保険料": 15, "介護保険料": 7,
        "母子・父子・寡婦福祉資金貸付金元金・利子、違約金": 13, "水道料金": 15,
    }  # fmt: skip
