"""The tables of outstanding amounts, of a made-up city: legend, notes and marks."""

import datetime as dt

import pytest

from helpers import tables
from tests.measures.packets import amounts, figure, packet, printed


def made(*rows, **settings):
    """One claim of which 30% is cut, and the total, with what the document prints."""
    figures = [*amounts("a", 1000, 300, 700), *amounts("all", 1000, 300, 700)]
    figures += [figure(claim, "outstanding", 560, kind="target") for claim in ("a", "all")]
    return packet({"a": "局"}, figures, {"published": list(rows)}, **settings)


def stated(claim, cut):
    """What a document prints of ``claim``: its amounts, and how far it is cut."""
    figures = {"assessed": "1,000千円", "outstanding": "700千円", "cut": cut}
    return [
        printed(claim, claim, "carried_over", measure, text, formula="outstanding / assessed - 1" if measure == "cut" else "")
        for measure, text in figures.items()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("definition", "letters"),
    [
        ("collected", "E=B/A"),
        ("collected_less_refund_due", "E=（B−還付未済額）/A"),
        ("as_published", "E は原資料の収納率"),
    ],
)
def test_the_legend_says_how_the_city_computes_the_rate(definition, letters):
    legend = tables.claims(made(rate_definition=definition), "current").notes[0]
    assert f"、{letters}、" in legend and legend.count("E=") == (definition != "as_published")


@pytest.mark.parametrize(("claim", "name", "line"), [("a", "1 a", 0), ("all", "合計", 1)])
def test_a_printed_cut_that_cannot_be_true_is_shaded_and_named_in_both_tables(claim, name, line):
    wrong = made(*stated(claim, "▲52.5%"))
    said = f"{name}のR7の削減率（印刷 ▲52.5%、計算 ▲30.0%）"
    summary = tables.cuts(wrong, "claim")
    assert "shade" in summary.marks[line, "cut"] and any(said in note for note in summary.notes)
    table = tables.claims(wrong, "carried_over")
    assert "shade" in table.marks[2 * line, "cut"]
    assert any(said.replace("削減率（", "削減率 E（") in note for note in table.notes)


def test_a_printed_total_is_held_in_every_summary():
    for by in ("claim", "bureau", "section"):
        table = tables.cuts(made(*stated("all", "▲52.5%")), by)
        assert table.marks[1, "cut"] == ("bold", "shade") and any("合計のR7" in note for note in table.notes)


def test_what_can_be_true_is_shown_as_printed_without_a_mark():
    right = made(*stated("a", "▲30.1%"))
    table = tables.claims(right, "carried_over")
    assert f"{table.rows[0]['cut']}" == "-30.1" and (0, "cut") not in table.marks
    assert not any("網掛け" in note for note in table.notes)


def test_amounts_that_are_more_than_assessed_less_collected_are_explained():
    figures = [*amounts("a", 1000, 300, 702), figure("a", "outstanding", 560, kind="target")]
    said = "※ 収入未済額は不納欠損額と還付未済額を含めて算出するため、A−B と一致しないことがある。"
    assert said in tables.claims(packet({"a": "局"}, figures), "carried_over").notes
    assert said not in tables.claims(made(), "carried_over").notes


@pytest.mark.parametrize(
    ("thresholds", "said"),
    [
        ({}, []),
        ({"worse_points": 3.0}, ["※ 前年度より3ポイント以上低下した値は太字、その債権名は網掛け。"]),
        ({"better_points": 10.0}, ["※ 前年度より10ポイント以上上昇した値は下線。"]),
        (
            {"worse_points": 3.0, "better_points": 10.0},
            ["※ 前年度より3ポイント以上低下した値は太字、その債権名は網掛け。10ポイント以上上昇した値は下線。"],
        ),
    ],
)
def test_the_marks_are_explained_where_the_city_has_them(thresholds, said):
    notes = tables.claims(made(thresholds=thresholds), "carried_over").notes
    assert [note for note in notes if "前年度より" in note and "ポイント以上" in note] == said


def test_claims_without_last_year_are_named_where_they_are_summed_up():
    last = dt.date(2024, 10, 31)
    figures = [
        *(row for claim in ("a", "b", "c", "all") for row in amounts(claim, 1000, 300, 700)),
        *(row for claim in ("a", "all") for row in amounts(claim, 900, 300, 600, day=last)),
        *(figure(claim, "outstanding", 560, kind="target") for claim in ("a", "b", "c", "all")),
    ]
    made = packet(dict.fromkeys("abc", "局"), figures)
    said = "※ 前年度の値がない債権は当年度の金額だけに含み、前年度比からは除いた: 局（b）、局（c）。"
    assert said in tables.cuts(made, "bureau").notes
    assert not any("前年度の値がない" in note for note in tables.cuts(made, "claim").notes)
