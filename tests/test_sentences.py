"""Sentences agree with the tables they stand above."""

import dataclasses
import json
import re
from decimal import Decimal

import pytest

from helpers import sentences, tables
from helpers.errors import DeskError
from helpers.ledger import Ledger
from helpers.packet import Packet
from helpers.params import Thresholds
from helpers.printed import read
from helpers.prose import SENTENCES, Sentence


def text(prose):
    return "\n".join(prose.sentences)


def test_the_trend_sentences_say_what_the_table_says(packet):
    said = text(sentences.trend(packet))
    for row in tables.trend(packet).resource()["data"]:
        for name in ("points", "change"):
            if row[name] is not None:
                assert f"{abs(row[name]):g}" in said, row
    assert "97.81%" in said and "約40.2億円" in said
    assert "ポイント" in said and "%増" not in said


def test_the_counts_of_targets_are_those_of_the_table(packet):
    rows = tables.targets(packet).resource()["data"]
    met, missed = (sum(row["met"] == verdict for row in rows) for verdict in ("達成", "未達成"))
    assert f"数値目標{met + missed}件のうち、実績推計が目標に届いたのは{met}件、届かないのは{missed}件" in text(
        sentences.targets(packet)
    )


def test_claims_said_to_meet_the_total_target_are_those_of_the_table(packet):
    lines = sentences.targets(packet).sentences
    verdicts = tables.verdicts(packet).resource()["data"]
    share = "生活保護費返還金、徴収金等"  # aims at a share, and is said apart
    assert f"「{share}」の分納実施割合は、目標に届かない。" in lines
    for opening, sign in (("合計収納率の目標に届いたのは", "○"), ("合計収納率の目標に届かないのは", "×")):
        said = next(line for line in lines if line.startswith(opening))
        assert re.findall("「(.*?)」", said) == [
            row["claim"] for row in verdicts if row["total"].startswith(sign) and row["claim"] != share
        ]


def test_the_worst_gap_is_the_least_in_the_table(packet):
    rows = tables.targets(packet).resource()["data"]
    worst = min((row for row in rows if row["gap"] is not None), key=lambda row: row["gap"])
    assert f"「{worst['claim']}」の{worst['item']}で、▲{-worst['gap']:.2f}ポイント" in text(sentences.targets(packet))


def test_the_number_of_initiatives_is_the_total_of_the_table(packet):
    total = tables.tags(packet).resource()["data"][-1]
    assert sentences.tags(packet).sentences == [
        f"令和8年度の取組は全{total['total']}件で、内訳は新規{total['新規']}件、拡充{total['拡充']}件、継続{total['継続']}件である。"
    ]


def test_a_claim_without_last_year_says_so(packet):
    assert sentences.results(packet, "water_and_sewerage", 2025).sentences == ["前年度の値がある実績はない。"]


def test_risen_from_zero_counts_as_risen(packet):
    said = sentences.results(packet, "municipal_tax", 2025).sentences[0]
    rows = tables.results(packet, "municipal_tax", 2025).rows
    pairs = [(row["this"], row["last"]) for row in rows if "資料なし" not in (row["this"], row["last"])]
    up, down = sum(this > last for this, last in pairs), sum(this < last for this, last in pairs)
    assert f"増えたもの{up}、減ったもの{down}、" in said


@pytest.fixture(scope="module")
def saitama():
    return Packet.open("saitama", "2026-01-21")


@pytest.fixture(scope="module")
def ube():
    return Packet.open("ube", "2024-08-01")


RESULTS, TARGETS, YEARS = range(2021, 2024), range(2024, 2027), range(2020, 2024)


def everything(shizuoka, saitama, ube):
    """Every kind of generated sentences."""
    yield from (
        s(shizuoka) for s in (sentences.meeting, sentences.trend, sentences.targets, sentences.tags, sentences.digital)
    )
    yield from (sentences.results(shizuoka, claim, 2025) for claim in ("municipal_tax", "public_assistance"))
    yield from (
        s(saitama) for s in (sentences.outstanding, sentences.plan_periods, sentences.audit, sentences.definitions)
    )
    yield from (sentences.worse(saitama, by) for by in ("claim", "bureau", "section"))
    yield sentences.scope(saitama, "2025", "plan5")
    yield from (s(ube) for s in (sentences.trend, sentences.tags, sentences.definitions))
    yield sentences.plan_goal(ube, RESULTS, TARGETS)
    yield sentences.past_plan(ube, YEARS)
    yield sentences.past_claim(ube, "municipal_tax", YEARS)


def test_sentences_carry_the_values_that_their_figures_print(packet, saitama, ube):
    figures = 0
    for prose in everything(packet, saitama, ube):
        carried = json.loads(json.dumps(prose._repr_mimebundle_()[SENTENCES], ensure_ascii=False))["sentences"]
        assert [sentence["text"] for sentence in carried] == prose.sentences
        for sentence in carried:
            for part in Sentence.from_json(sentence).figures:
                printed = read(part.text.removesuffix(part.unit), part.unit)
                assert printed.agrees(part.value * printed.scale), (sentence["text"], part)
                figures += 1
    assert figures > 80


def test_a_figure_has_its_own_value_and_unit(packet):
    parts = sentences.trend(packet).told[0].figures
    assert [(part.text, part.value, part.unit) for part in parts] == [
        ("97.81%", Decimal("97.81"), "%"),
        ("約40.2億円", Decimal("40.2"), "億円"),
    ]
    counts = sentences.results(packet, "municipal_tax", 2025).told[0].figures
    assert [part.unit for part in counts] == ["項目"] * 4 and all(part.text == str(part.value) for part in counts[1:])


def without(packet, table, keep=None):
    """``packet`` with only those rows of a table that ``keep`` picks; none if it is not given."""
    rows = packet.ledger[table]
    kept = rows[keep(rows)] if keep else rows.iloc[:0]
    ledger = Ledger(packet.ledger.folder, packet.ledger.tables | {table: kept}, packet.ledger.groups)
    return dataclasses.replace(packet, ledger=ledger)


def refused(make, *arguments):
    with pytest.raises(DeskError) as caught:
        make(*arguments)
    return caught.value.code, str(caught.value)


@pytest.mark.parametrize(
    ("make", "table", "said"),
    [
        (sentences.trend, "figures", "data/shizuoka/figures.csv に、claim が all で、収納率"),
        (sentences.targets, "figures", "data/shizuoka/figures.csv に、fiscal_year が 2026 の目標"),
        (
            sentences.tags,
            "initiatives",
            "data/shizuoka/initiatives.csv に、fiscal_year が 2026 で、stage が planned の取組の行がありません",
        ),
    ],
)
def test_what_is_missing_for_a_sentence_is_named(packet, make, table, said):
    code, message = refused(make, without(packet, table))
    assert code == "missing-data" and said in message and "\n" not in message


def test_a_city_without_a_threshold_marks_nothing_as_worse(saitama):
    city = saitama.city.model_copy(update={"thresholds": Thresholds()})
    code, message = refused(sentences.worse, dataclasses.replace(saitama, city=city), "claim")
    assert code == "missing-data" and "params/saitama/city.yaml の thresholds に worse_points" in message


def test_an_unknown_choice_names_the_known_ones(saitama):
    code, message = refused(sentences.worse, saitama, "division")
    assert code == "params" and "「division」" in message
    assert all(choice in message for choice in ("claim", "bureau", "section"))


@pytest.mark.parametrize("left", [0, 1])
def test_one_plan_cannot_be_compared(saitama, left):
    few = without(saitama, "plans", lambda plans: plans["plan"].isin(["plan1"][:left]))
    code, message = refused(sentences.plan_periods, few)
    assert code == "missing-data" and "data/saitama/plans.csv" in message and f"{left} つです" in message


def test_two_plans_can(saitama):
    two = without(saitama, "plans", lambda plans: plans["plan"].isin(["plan1", "plan2"]))
    assert sentences.plan_periods(two).sentences[0].startswith("第1次の最終年度から平成26年度決算までに、")


@pytest.mark.parametrize(
    ("measure", "kind", "year", "said"),
    [
        (
            "collection_rate",
            "target",
            2026,
            "measure が collection_rate、fiscal_year が 2026、kind が target の現年度分収納率",
        ),
        ("outstanding", "target", 2026, "measure が outstanding、fiscal_year が 2026、kind が target の収入未済額"),
        (
            "outstanding",
            "estimate",
            2023,
            "measure が outstanding、fiscal_year が 2023、kind が actual か estimate の収入未済額",
        ),
    ],
)
def test_a_plan_without_a_goal_says_what_is_missing(ube, measure, kind, year, said):
    def keep(figures):
        lost = (figures["claim"] == "all") & (figures["measure"] == measure) & (figures["fiscal_year"] == year)
        return ~(lost & (figures["kind"] == kind))

    code, message = refused(sentences.plan_goal, without(ube, "figures", keep), RESULTS, TARGETS)
    assert code == "missing-data" and f"data/ube/figures.csv に、claim が all、{said}の行がありません。" in message


@pytest.mark.parametrize(
    ("make", "arguments", "said"),
    [
        (sentences.plan_goal, ([], TARGETS), "results に年度を"),
        (sentences.plan_goal, (RESULTS, []), "targets に年度を"),
        (sentences.past_plan, ([],), "years に年度を"),
        (sentences.past_claim, ("municipal_tax", []), "years に年度を"),
        (
            sentences.past_claim,
            ("wholesale_market_fees", YEARS),
            "claim が wholesale_market_fees、fiscal_year が 2020 の決算",
        ),
        (sentences.past_plan, (range(1990, 1993),), "平成2年度～平成4年度の目標"),
    ],
)
def test_years_without_figures_are_named(ube, make, arguments, said):
    code, message = refused(make, ube, *arguments)
    assert code == "missing-data" and said in message


def test_a_plan_that_missed_nothing_says_so(ube):
    def keep(figures):
        return (figures["kind"] != "target") | ((figures["measure"] == "outstanding") & (figures["claim"] == "water"))

    said = sentences.past_plan(without(ube, "figures", keep), YEARS).sentences
    assert said[0] == "現年度分収納率には、実績と比べられる目標がない。"
    assert all("nan" not in sentence and "0件のうち" not in sentence for sentence in said)


def test_an_unknown_edition_is_named(saitama):
    code, message = refused(sentences.scope, saitama, "2025", "plan6")
    assert (
        code == "missing-data"
        and "data/saitama/numbers.csv に、edition が plan6 の債権番号" in message
        and "plan5" in message
    )
