"""What is said of targets and initiatives."""

from helpers import sentences
from tests.by_hand import CARE, CHILD, LAST, MEALS, TAX, figure, initiative, lacking, packet_with, rate


def aimed(claim, segment, estimate, target, following="99.9", **more):
    given = ((estimate, LAST, "estimate"), (target, LAST, "target"), (following, LAST + 1, "target"))
    return [rate(value, year, claim=claim, segment=segment, kind=kind, **more) for value, year, kind in given if value]


def said(*rows):
    return sentences.targets(packet_with(figures=list(rows))).sentences


AIMS = [
    *aimed(TAX, "current", "96.6", "96.0"),
    *aimed(TAX, "carried_over", "30.2", "32.4"),
    *aimed(TAX, "total", "95.5", "95.5"),
    *aimed(CARE, "total", "88.0", "88.1", following="87.9"),
    *aimed(CHILD, "total", "97.2", "97.0"),
    *aimed(MEALS, "total", "95.0", ""),
    *aimed(CARE, "current", "51.0", "50.5", measure="share", item="分納率"),
]


def test_every_target_with_an_estimate_is_counted_once():
    assert said(*AIMS)[0] == ("令和6年度の数値目標6件のうち、実績推計が目標に届いたのは4件、届かないのは2件である。")


def test_claims_are_named_by_whether_they_reached_the_total_rate():
    lines = said(*AIMS)
    assert "合計収納率の目標に届いたのは、「市税」「保育料」である。" in lines
    assert "合計収納率の目標に届かないのは、「介護保険料」である。" in lines


def test_a_share_is_said_apart():
    assert "「介護保険料」の分納率は、目標に届いた。" in said(*AIMS)
    missed = aimed(CARE, "total", "50.0", "50.5", measure="share", item="分納率")
    lines = said(*missed, *aimed(TAX, "total", "95.5", "95.5"))
    assert "「介護保険料」の分納率は、目標に届かない。" in lines
    assert not any(line.startswith("合計収納率の目標に届かないのは") for line in lines)


def test_the_widest_miss_is_named_with_its_gap():
    assert "目標との差が最も大きいのは「市税」の滞納繰越分収納率で、▲2.2ポイントである。" in said(*AIMS)
    assert not any("最も大きい" in line for line in said(*aimed(TAX, "total", "95.5", "95.5")))


def test_what_is_lacking_is_named_as_what_it_is():
    assert "「給食費」には令和6年度の目標がない。" in said(*AIMS)
    lines = said(*aimed(TAX, "total", "", "95.5"), *aimed(TAX, "current", "", "95.5"), *AIMS[3:6])
    assert "「市税」には令和6年度の実績推計がない。" in lines
    assert not any("令和6年度の目標がない" in line for line in lines)


def test_targets_below_the_estimate_are_named_with_their_segment():
    assert said(*AIMS)[-1] == "令和7年度の目標が令和6年度の実績推計を下回るのは、「介護保険料」（合計）である。"
    assert not any("下回る" in line for line in said(*aimed(TAX, "total", "95.5", "95.0", following="95.5")))


def test_first_targets_are_not_counted_as_none_of_none():
    assert said(*aimed(TAX, "total", "", "")) == [
        "令和6年度の数値目標で、実績推計と比べられるものはない。",
        "「市税」には令和6年度の目標がない。",
        "「市税」には令和6年度の実績推計がない。",
    ]


def test_without_targets_nothing_is_said():
    assert "fiscal_year が 2025 の目標" in lacking(lambda: said(figure("5")))


def test_initiatives_are_counted_by_tag_and_in_all():
    rows = [initiative(f"継続{place}", claim=claim, tag="継続") for place in range(2) for claim in (TAX, CARE)]
    rows += [initiative("新", tag="新規"), initiative("なし"), initiative("全体", claim="all", tag="強化")]
    assert sentences.tags(packet_with(initiatives=rows)).sentences == [
        "令和7年度の取組は全6件で、内訳は新規1件、継続4件、別の記載なし1件である。"
    ]


def test_an_empty_plan_is_no_sentence_about_nothing():
    assert "initiatives.csv" in lacking(lambda: sentences.tags(packet_with(initiatives=[])))
