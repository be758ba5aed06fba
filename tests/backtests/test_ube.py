"""宇部市's plan: every number of the eighteen result texts, tables 3–5, and the introduction, against what we compute."""

from decimal import Decimal as D

import pytest

from helpers import action_sheets, ledger, measures, sentences, tables
from helpers.markdown import Heading
from helpers.notation import decimals_of, round_half_up
from helpers.packet import Packet

YEARS = range(2020, 2024)
RESULTS, TARGETS = range(2021, 2024), range(2024, 2027)

# What a column of the result texts in published.csv says.
MEANINGS = {
    "収納率": "rate", "収納率の変化": "rate_change", "収納率の判定": "rate_verdict", "収納率の目標との差": "rate_gap",
    "収入未済額": "amount", "収入未済額の変化": "amount_change", "収入未済額の判定": "amount_verdict",
    "収入未済額の目標との差": "amount_gap",
}  # fmt: skip
LEDGER = ledger.load("ube")
NAMES = dict(zip(LEDGER["claims"]["name"], LEDGER["claims"]["claim"], strict=True))
TEXTS = [
    {"claim": NAMES[row.row], "meaning": MEANINGS[row.column], "printed": row.figure}
    for row in LEDGER["published"].itertuples()
    if row.table == "取組結果" and row.column in MEANINGS
]


@pytest.fixture(scope="module")
def ube():
    return Packet.open("ube", "2024-08-01")


@pytest.fixture(scope="module")
def past(ube):
    return {(aim.claim, aim.measure, aim.fiscal_year): aim for aim in measures.past_targets(ube, YEARS)}


def number(printed):
    """0.46%上昇 → 0.46; 1.31%下降 → −1.31; △0.23% → −0.23; 133,038千円減少 → −133038."""
    digits = "".join(c for c in printed if c.isdigit() or c == ".")
    falls = any(word in printed for word in ("下降", "減少", "△"))
    return D(digits) * (-1 if falls else 1)


def computed(row, past):
    measure = "collection_rate" if row["meaning"].startswith("rate") else "outstanding"
    first, last = (past[row["claim"], measure, year] for year in (YEARS[0], YEARS[-1]))
    kind = row["meaning"].partition("_")[2]
    return {
        "": last.actual,
        "change": measures.difference(last.actual, first.actual),
        "gap": last.gap,
        "verdict": last.met,
    }[kind]


@pytest.mark.parametrize("row", TEXTS, ids=lambda r: f"{r['claim']}-{r['meaning']}")
def test_a_number_of_a_result_text(row, past):
    found = computed(row, past)
    if row["meaning"].endswith("verdict"):
        assert found is (row["printed"] == "達成")
    else:
        printed = number(row["printed"])
        assert found is not None and round_half_up(found, decimals_of(printed)) == printed


def test_all_texts_are_here():
    assert len(TEXTS) > 100 and len({row["claim"] for row in TEXTS}) == 17  # 代執行 has no text on figures


@pytest.mark.parametrize("claim", sorted({row["claim"] for row in TEXTS}))
def test_our_sentences_say_what_the_document_says(ube, claim, past):
    said = "".join(sentences.past_claim(ube, claim, YEARS).sentences)
    for row in TEXTS:
        if row["claim"] != claim or row["meaning"].endswith("verdict"):
            continue
        value = computed(row, past)
        signed = row["meaning"].endswith(("change", "gap"))
        assert ube.notation.number(value, signed=signed) in said
    if any(row["claim"] == claim and row["meaning"] == "rate_gap" for row in TEXTS):
        assert "ポイント）" in said
    assert "%）" not in said  # a difference of rates is never in %


@pytest.mark.parametrize("measure", measures.PLAN_SEGMENTS)
def test_every_verdict_follows_from_its_numbers(past, measure):
    for row in past.values():
        if row.measure == measure and row.met is not None:
            assert row.met == (row.actual <= row.target if measure == "outstanding" else row.actual >= row.target)


def test_the_results_of_two_tables_are_the_same(ube):
    """R5 stands as 決算見込 in 表4 and 表5 and as 実績 in the results of the 第3期."""
    figures = ube.ledger.figures(fiscal_year=2023, as_of="", item="", approx="")
    for (_, _, _), own in figures[figures["kind"].isin(["actual", "estimate"])].groupby(
        ["claim", "segment", "measure"]
    ):
        assert own["value"].nunique() == 1


def test_the_columns_of_table_5_add_up(ube):
    *claims, total = measures.plan_targets(ube, "outstanding", RESULTS, TARGETS)
    listed = [row for row in claims if row.claim in measures.covered(ube)]
    assert len(listed) == len(measures.covered(ube))
    for year in RESULTS:
        assert sum(row.result[year] for row in listed if row.result[year] is not None) == total.result[year]
    for year in TARGETS:
        assert sum(row.target[year] for row in listed if row.target[year] is not None) == total.target[year]


def test_the_whole_plan_reaches_its_cut(ube):
    total = measures.plan_targets(ube, "outstanding", RESULTS, TARGETS)[-1]
    assert round_half_up(total.percent, 2) == D("-20.01")
    assert "20%以上の縮減という目標に届く" in sentences.plan_goal(ube, RESULTS, TARGETS).sentences[-1]


def test_the_introduction(ube, past):
    points = {p.fiscal_year: p for p in measures.trend(ube)}
    assert points[2023].rate - points[2015].rate == D("0.64")
    assert points[2015].approx and points[2015].outstanding == 47
    # 約24億円 in the text is the sum of the claims of the 第3期, 25.4億円 in the table that of the 第4期: both are named.
    third = [aim.actual for (_, measure, year), aim in past.items() if measure == "outstanding" and year == 2023]
    assert len(third) == 18 and round_half_up(sum(third) / 10**5, 0) == 24
    assert measures.disagreements(ube) == (measures.Disagreement(2023, D(24), D("25.38447")),)
    assert [(plan.plan, plan.claims, str(round_half_up(plan.outstanding, 1))) for plan in measures.two_plans(ube, measures.disagreements(ube)[0])] == [
        ("第3期", 18, "23.9"), ("第4期", 19, "25.4"),
    ]  # fmt: skip
    assert any("本文の約24億円（第3期計画の18債権" in note for note in tables.trend(ube).notes)
    # およそ23億円の縮減 is 約47億円 less 約24億円, not less the 25.4億円 of another list of claims.
    change, places = measures.outstanding_change(points[2023], points[2015])
    assert (change, places) == (D(-23), 0)
    assert "収入未済額は約23億円減少した" in "".join(sentences.trend(ube).sentences)


def test_the_gaps_to_the_best_city(ube):
    assert [(ube.ledger.claim(row.claim)["name"], str(row.rank), str(row.gap)) for row in measures.ranks(ube)] == [
        ("市税", "13", "-0.57"), ("国民健康保険料", "13", "-4.77"), ("後期高齢者医療保険料", "12", "-0.25"),
        ("介護保険料", "10", "-0.38"), ("保育料", "9", "-0.81"),
    ]  # fmt: skip


def test_the_results_are_told_in_the_order_and_under_the_headings_of_the_document(ube):
    heads = [
        part.text
        for claim in action_sheets.past_claims(ube, YEARS)
        for part in action_sheets.past(ube, claim, YEARS)
        if isinstance(part, Heading)
    ]
    assert heads == [
        "ア 強制徴収公債権", "市税（収納課）", "国民健康保険料（保険年金課）", "後期高齢者医療保険料（保険年金課）", "介護保険料（介護保険課）",
        "保育料（保育幼稚園課）", "下水道使用料（下水道経営課）", "下水道事業受益者負担金（下水道整備課）", "代執行費用納付金収入（住宅政策課）",
        "イ 非強制徴収公債権", "扶助費返還金・戻入金収入（生活支援課）", "児童扶養手当扶助費返還金収入（こども政策課）",
        "農業集落排水使用料、生活排水使用料（農林整備課）", "一般被保険者返納金（保険年金課）",
        "ウ 私債権", "住宅使用料（住宅政策課）", "学校給食費（学校給食課）", "水道料金（水道局営業課）", "災害援護資金貸付金元利償還金収入（地域福祉課）",
        "住宅資金貸付金元利償還金収入（人権・男女共同参画推進課）", "同和福祉援護資金貸付金元利償還金収入（人権・男女共同参画推進課）",
    ]  # fmt: skip
