"""Sections of a day's amounts, of a city that has accounts only: the rates are those of the accounts, reckoned here."""

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import charts, measures, parts, sentences, tables
from helpers.errors import DeskError
from helpers.markdown import Heading
from helpers.terms import AMOUNTS
from tests.accounts import TAX, Rate, opened, without_day
from tests.measures.packets import figure
from tests.measures.packets import packet as made_packet

SEGMENTS = ("current", "carried_over")
MONEY = st.integers(0, 10**9)


@pytest.fixture(scope="module")
def packet(tmp_path_factory):
    return without_day(opened(tmp_path_factory.mktemp("desk")))


def rows_of(year, claim, segment, assessed, shares):
    """The five amounts of one segment of a claim, each of which follows from the others."""
    collected, written_off, refund_due = (assessed * share // 100 for share in shares)
    amounts = assessed, collected, written_off, refund_due, assessed - collected - written_off + refund_due
    return dict(zip(AMOUNTS, amounts, strict=True)), [
        figure(claim, measure, value, segment, year) for measure, value in zip(AMOUNTS, amounts, strict=True)
    ]


@given(
    st.lists(st.tuples(MONEY, st.tuples(*[st.integers(0, 40)] * 3)), min_size=8, max_size=8),
    st.sampled_from([("collected", 0), ("collected_less_refund_due", 1)]),
)
@settings(max_examples=40, deadline=None)
def test_rates_and_sums_are_those_of_the_amounts(drawn, definition):
    places = [(year, claim, segment) for year in (2024, 2023) for claim in "ab" for segment in SEGMENTS]
    made = {place: rows_of(*place, *own) for place, own in zip(places, drawn, strict=True)}
    figures = [row for _, rows in made.values() for row in rows]
    name, less = definition
    of = made_packet(dict.fromkeys("ab", "局"), figures, as_of=None, rate_definition=name)
    for segment in (*SEGMENTS, "total"):
        shown = {row.claim: row for row in measures.positions(of, segment)}
        for claim, day, year in ((c, day, 2024 - back) for c in shown for back, day in enumerate(shown[c].days)):
            own = [
                a for (y, c, s), (a, _) in made.items() if y == year and claim in (c, "all") and segment in (s, "total")
            ]
            total = {measure: sum(D(each[measure]) for each in own) for measure in AMOUNTS}
            part = total["collected"] - less * total["refund_due"]
            assert (day.assessed, day.collected) == (total["assessed"], total["collected"])
            assert day.outstanding == total["outstanding"]
            assert day.rate == (part / total["assessed"] * 100 if total["assessed"] else None)
            cut = total["outstanding"] - total["assessed"]
            assert day.cut == (cut / total["assessed"] * 100 if total["assessed"] else None)
        assert list(shown) == ["a", "b", "all"]


def test_the_accounts_are_looked_at_where_the_meeting_names_no_day(packet):
    moment = measures.moment(packet)
    assert (moment.fiscal_year, moment.day, moment.words) == (2024, None, "令和6年度決算")
    assert moment.before == measures.Moment(2023, None)
    rows = {row.claim: row for row in measures.positions(packet, "carried_over")}
    assert list(rows) == ["municipal_tax", "all"]  # 介護保険料 has no such part, the others are not divided
    assert rows["municipal_tax"].this.cut == D(-65)  # 70 of 200
    assert rows["municipal_tax"].this.cut_points == D(15)  # it was 100 of 200


def test_claims_that_print_only_a_total_are_in_the_totals(packet):
    heading, table = parts.totals(packet)
    assert heading == Heading("合計")
    named = [row["claim"].split()[-1] for row in table.rows[::2]]
    assert named == ["市税", "介護保険料", "保育料", "給食費", "合計"]
    total = table.rows[-2]
    assert (total["assessed"], total["outstanding"]) == (1300 + 520 + 310 + 120, 170 + 78 + 50 + 20)
    assert total["rate"] == D(1101 + 442 + 255 + 100) / D(2250) * 100


def test_a_city_without_targets_has_no_columns_for_them(packet):
    titles = [column.title for column in tables.claims(packet, "current").columns]
    assert titles[-6:] == ["調定額 A", "収入済額 B", "収入未済額 C", "増減率 D", "収納率 E", "前年比 F"]
    assert tables.claims(packet, "current").notes[0] == "※ D は C の前年度からの増減率、E=B/A、F は E の前年度との差。"
    assert sentences.outstanding(packet).sentences[-1] == "令和6年度の目標は、資料なし。"
    assert charts.bridge(packet).caption.startswith("過年の収入未済額：期首から令和6年度決算まで")
    assert [step.name for step in measures.bridge(packet)] == ["assessed", "outstanding"]
    assert [row["name"] for row in tables.bridge(packet).rows] == ["令和6年度 過年調定額", "令和6年度決算 収入未済額"]


def test_a_printed_rate_is_checked_and_said(tmp_path):
    made = without_day(opened(tmp_path, TAX, (Rate(2024, "municipal_tax", "current", "93.0"),)))
    row = measures.positions(made, "current")[0]
    assert row.this.rate == D(91)  # 1001 of 1100
    assert any("印刷 93.0、計算 91.0" in note for note in tables.claims(made, "current").notes)


def test_a_total_of_all_claims_is_the_printed_one_unless_it_is_too_coarse():
    amounts = [("assessed", 900, 2024), ("outstanding", 250, 2024), ("assessed", 800, 2023), ("outstanding", 240, 2023)]
    rows = [figure("a", measure, value, "total", year) for measure, value, year in amounts]
    printed = (
        figure("all", "outstanding", 251, "total", 2024),
        figure("all", "outstanding", 7, "total", 2023, unit="億円"),
    )
    made = made_packet({"a": "局"}, [*rows, *printed])
    assert [measures.account(made, "all", "total", year).outstanding for year in (2024, 2023)] == [251, 240]


def test_no_day_and_no_accounts_is_told(tmp_path):
    made = without_day(opened(tmp_path, TAX[:2]))  # 令和5年度 alone
    with pytest.raises(DeskError, match="as_of"):
        measures.positions(made, "current")


def test_results_of_a_plan_without_targets_follow_from_the_accounts(packet):
    years, aims = range(2021, 2025), range(2025, 2028)
    assert measures.past_claims(packet, years) == [
        "municipal_tax",
        "care_insurance",
        "child_care",
    ]  # those of 令和5年度
    assert measures.settled(packet, "municipal_tax", "collection_rate", 2024) == D(91)
    assert measures.settled(packet, "all", "outstanding", 2024) == 318
    assert measures.is_computed(packet, "all", "outstanding", 2024)
    assert sentences.plan_goal(packet, years, aims).sentences == [
        "全体の令和6年度の現年度分収納率は89.1%、収入未済額は318千円である。",  # 1443 of 1620
        "令和7年度～令和9年度の目標は、資料なし。",
    ]
    assert sentences.plan_goal(packet, range(2023, 2026), aims).sentences[0].startswith("全体の令和6年度の")
    table = tables.plan_targets(packet, "outstanding", years, aims)
    assert [column.name for column in table.columns[2:]] == [f"result_{year}" for year in years]
    assert [row["result_2024"] for row in table.rows] == [170, 78, 50, 20, 318]
    assert charts.plan_goal(packet, years, aims).caption == "全体の収入未済額の実績"
    assert tables.past_matrix(packet, years) is None and tables.past_counts(packet, years, "year") is None
    assert sentences.past_plan(packet, years).sentences == ["令和3年度～令和6年度の目標は、資料なし。"]
    assert [column.name for column in tables.past_claim(packet, "municipal_tax", years).columns] == [
        "year", "collection_rate_actual", "outstanding_actual"
    ]  # fmt: skip
    assert "目標（破線）" not in charts.past_plan(packet, "outstanding", years).caption
