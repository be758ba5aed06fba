"""Sentences agree with the tables they stand above."""

import re

from helpers import sentences, tables


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
