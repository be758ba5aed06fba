"""The page for those who decide, in sentences."""

from helpers import sentences
from tests import exhibits
from tests.by_hand import figure, kawabe, packet_with, rate


def all_claims(value, **more):
    """What is outstanding of all claims in FY2024, in 百万円."""
    return figure(
        value, **{"claim": "all", "measure": "outstanding", "item": "", "unit": "百万円", "year": 2024} | more
    )


def whole_rate(value, year=2024, **more):
    return rate(value, year, claim="all", segment="total", **more)


def told(*figures):
    return sentences.decision(packet_with(figures=list(figures), agenda=[])).sentences


def test_a_year_before_that_nobody_knows_is_not_in_the_source():
    amount, percent, asked = told(all_claims("5430"), whole_rate("96.4"))
    assert amount == "令和6年度決算の収入未済額は5,430百万円で、前年の値は資料なし。"
    assert percent == "令和6年度決算の収納率は96.4%で、前年の値は資料なし。"
    assert asked == "諮る案件は資料なし（次第がない）。"


def test_a_change_that_does_not_show_is_none():
    lines = [all_claims("5430"), all_claims("5430", year=2023), whole_rate("96.42"), whole_rate("96.40", 2023)]
    amount, percent, _ = told(*lines)
    assert amount.endswith("5,430百万円で、前年とほぼ同じである。")
    assert percent.endswith("96.4%で、前年とほぼ同じである。")


def test_a_target_that_was_reached():
    targets = [all_claims("5500", kind="target"), whole_rate("96.0", kind="target")]
    amount, percent, _ = told(all_claims("5430"), whole_rate("96.4"), *targets)
    assert amount.endswith("令和6年度の目標5,500百万円に達している。")
    assert percent.endswith("令和6年度の目標96.0%に達している。")


def test_an_about_is_said_of_the_figure_itself():
    amount, *_ = told(
        all_claims("5430", approx="約"), all_claims("5000", year=2023), whole_rate("96"), whole_rate("95", 2023)
    )
    assert amount == "令和6年度決算の収入未済額は約5,430百万円で、前年から430百万円（+8.6%）増加した。"


def test_a_fall_that_does_not_show_is_slight():
    rows = [rate(value, year, segment="total") for value, year in (("96.42", 2024), ("96.44", 2023))]
    owed = [
        figure(value, year, measure="outstanding", item="", unit="千円")
        for value, year in (("600", 2024), ("500", 2023))
    ]
    worst = next(sentence for sentence in told(*rows, *owed) if "悪くなった" in sentence)
    assert worst == (
        "前年より最も悪くなったのは「市税」で、収入未済額が100千円増え、収納率がわずかに下がった。"
        "全債権の収入未済額に占める割合は100.0%である。"
    )


def test_an_amount_that_missed_its_target():
    lines = [
        figure(value, measure="outstanding", item="", unit="千円", kind=kind)
        for value, kind in (("600", "actual"), ("500", "target"))
    ]
    *_, missed, _ = told(*lines)
    assert (
        missed == "令和7年度の目標に最も届かないのは「市税」の収入未済額で、実績600千円は目標500千円を100千円上回る。"
    )


def test_rules_are_said_where_the_packet_has_the_page():
    plain, deciding = (sentences.definitions(packet).sentences for packet in (kawabe(), exhibits.deciding()))
    added = [sentence for sentence in deciding if sentence not in plain]
    assert len(added) == 3 and added[0].startswith("「要点」の文と表は、次の決まりで作った。")
    assert deciding[-1] == plain[-1]  # the source stays last
