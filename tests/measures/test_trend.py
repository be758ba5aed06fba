"""The years of rate and outstanding amount: which are known, in which unit, how precisely."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from helpers import charts, measures, sentences, tables
from helpers.errors import DeskError
from helpers.packet import Packet
from tests.measures.packets import figure, packet, with_city


def rate(value, year=2024, segment="total", **more):
    return figure("all", "collection_rate", D(value), segment, year, unit="%", **more)


def amount(value, year=2024, unit="億円", **more):
    return figure("all", "outstanding", D(value), "total", year, unit=unit, **more)


def made(*rows, **settings):
    return packet({"a": "局"}, list(rows), **settings)


def test_missing_years_follow_from_the_printed_differences(packet):
    points = {point.fiscal_year: point for point in measures.trend(packet)}
    assert sorted(points) == [2009, 2023, 2024]
    assert (points[2009].rate, points[2023].rate, points[2024].rate) == (D("90.52"), D("97.59"), D("97.81"))
    assert points[2009].computed and not points[2024].computed
    # 約131億円 less is known to the 億円 only.
    assert points[2009].outstanding_decimals == 0
    assert points[2023].outstanding == D("42.7") and points[2023].outstanding_decimals == 1


def test_the_unit_of_the_trend_is_the_citys(packet):
    units = packet.city.units.model_copy(update={"summary": "百万円"})
    latest = measures.trend(with_city(packet, units=units))[-1]
    assert latest.outstanding == 4020 and latest.outstanding_decimals == 0


def test_later_years_do_not_change_an_older_packet(project):
    path = project / "data/shizuoka/figures.csv"
    later = "2025,,all,total,collection_rate,,,actual,97.90,%,,,試験\n2025,,all,total,outstanding,,,actual,39.0,億円,約,,試験\n"
    path.write_text(path.read_text(encoding="utf-8-sig") + later, encoding="utf-8-sig")
    grown = Packet.open("shizuoka", "2026-06-03", project)
    assert [p.fiscal_year for p in measures.trend(grown)] == [2009, 2023, 2024]
    next_year = replace(grown, meeting=grown.meeting.model_copy(update={"settled_year": 2025}))
    assert measures.trend(next_year)[-1].rate == D("97.90")


@pytest.mark.parametrize("turned", [1, -1])
def test_a_settlement_goes_before_an_estimate_and_an_exact_figure_before_a_round_one(turned):
    rows = [
        rate("81.0", kind="estimate"),
        rate("82.0"),
        amount(7, approx="約"),
        amount("7.2"),
        amount("7.4", kind="estimate"),
    ][::turned]
    (point,) = measures.trend(made(*rows))
    assert (point.rate, point.outstanding, point.about, point.estimate) == (82, D("7.2"), 7, False)


def test_an_estimate_and_a_round_figure_say_what_they_are():
    (point,) = measures.trend(made(rate("82.0"), amount("7.4", kind="estimate", approx="約")))
    assert point == measures.TrendPoint(2024, D("82.0"), D("7.4"), 1, computed=False, approx=True, estimate=True)


def test_the_rate_is_that_of_the_headline_segment():
    both = made(rate("82.0"), rate("97.0", segment="current"), amount(7))
    assert [measures.trend(with_city(both, headline_rate=s))[0].rate for s in ("total", "current")] == [82, 97]
    names = {s: measures.rate_name(with_city(both, headline_rate=s)) for s in ("total", "current", "carried_over")}
    assert names == {"total": "収納率", "current": "現年度分収納率", "carried_over": "滞納繰越分収納率"}


def test_a_year_before_a_printed_change_is_the_later_one_less_the_change():
    change = {"kind": "difference", "base_year": 2020}
    rows = [
        rate("82.5"),
        amount("7.2"),
        rate("2.5", **change) | {"unit": "ポイント"},
        amount(-3, **change),
    ]
    first, last = measures.trend(made(*rows))
    assert first == measures.TrendPoint(2020, D("80.0"), D("10.2"), 0, computed=True, approx=False)
    assert measures.outstanding_change(last, first) == (D("-3.0"), 0)


def test_no_amount_follows_from_a_change_in_percent():
    change = {"kind": "difference", "base_year": 2020}
    rows = [rate("82.5"), rate("80.0", 2020), amount("7.2"), amount(-3, unit="%", **change)]
    assert [point.fiscal_year for point in measures.trend(made(*rows))] == [2024]


def test_a_year_of_which_only_one_is_known_is_none():
    assert measures.trend(made(rate("82.0"), amount(7, year=2023))) == ()


@pytest.mark.parametrize("show", [measures.required_trend, tables.trend, charts.trend, sentences.trend])
def test_where_there_is_no_year_to_show_that_is_said(show):
    with pytest.raises(
        DeskError, match=r"data/x/figures\.csv に、.*そろう令和6年度までの年度の行がありません"
    ) as error:
        show(made(rate("82.0", 2025), amount(7, 2025)))
    assert error.value.code == "missing-data"


def test_a_round_figure_is_held_against_the_round_one_of_the_later_year():
    rows = [rate("80.0", 2015), rate("82.0"), amount(47, 2015, approx="約"), amount(24, approx="約"), amount("25.38")]
    first, last = measures.trend(made(*rows))
    assert (last.outstanding, last.about) == (D("25.38"), 24)
    change = measures.outstanding_change(last, first)
    assert (change.value, change.decimals) == (-23, 0)


def test_an_exact_figure_that_does_not_round_to_the_round_one_is_named():
    rows = [
        amount(24, approx="約"),
        amount("2538447", unit="千円"),
        amount(23, 2023, approx="約"),
        amount("23.4", 2023),
    ]
    assert measures.disagreements(made(*rows)) == (measures.Disagreement(2024, D(24), D("25.38447")),)
    assert measures.disagreements(made(*rows, settled_year=2023)) == ()


def test_a_chart_explains_what_it_draws_and_nothing_else():
    years = [row for year in (2022, 2023, 2024) for row in (rate("82.0", year), amount(7, year))]
    whole, broken = charts.trend(made(*years)), charts.trend(made(*years[:2], *years[4:]))
    assert whole.caption == "収納率と収入未済額の推移" and "資料なし" not in whole.alt
    assert broken.caption == "収納率と収入未済額の推移（斜線は資料のない年度）" and broken.alt.endswith(
        "間の年度は資料なし。"
    )
