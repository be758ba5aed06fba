"""Results beside last year's."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests.by_hand import LAST, TAX, THIS, figure, lacking, packet_with, rate


def results(*rows, **how):
    return measures.results(packet_with(figures=list(rows)), TAX, THIS, **how)


def test_a_count_grows_from_last_year_to_this():
    (found,) = results(figure("150"), figure("120", LAST))
    assert (found.this, found.last, found.growth, found.points, found.change) == (150, 120, 25, None, 30)
    (found,) = results(figure("120"), figure("150", LAST))
    assert (found.growth, found.change) == (-20, -30)


def test_a_rate_moves_by_points():
    (found,) = results(rate("96.4"), rate("95.8", LAST))
    assert (found.growth, found.points, found.change) == (None, D("0.6"), D("0.6"))


@pytest.mark.parametrize(
    ("this", "last", "growth", "change", "is_new"),
    [("4", "0", None, 4, True), ("0", "0", None, 0, False), ("0", "4", -100, -4, False)],
)
def test_from_zero_there_is_no_growth_yet_it_grew(this, last, growth, change, is_new):
    (found,) = results(figure(this), figure(last, LAST))
    assert (found.growth, found.change, found.is_new) == (growth, change, is_new)


def test_what_one_year_lacks_is_not_compared():
    new, gone = results(figure("5", item="訪問"), figure("7", LAST, item="電話"))
    assert (new.this, new.last, new.growth, new.change, new.is_new) == (5, None, None, None, False)
    assert (gone.this, gone.last, gone.growth, gone.change, gone.is_new) == (None, 7, None, None, False)


@pytest.mark.parametrize("other", [{"group": "10月から"}, {"unit": "人"}, {"segment": "current"}, {"item": "差押え"}])
def test_another_period_unit_or_segment_is_another_result(other):
    found = results(figure("5"), figure("4", LAST, **other))
    assert [(one.this, one.last) for one in found] == [(5, None), (None, 4)]


def test_the_day_of_a_figure_is_not_what_tells_two_years_apart():
    (found,) = results(figure("5", as_of="2025-09-30", approx="約"), figure("4", LAST, as_of="2024-09-30"))
    assert (found.growth, found.as_of, found.approx) == (25, "2025-09-30", True)


def test_results_keep_the_order_of_the_source_whichever_year_comes_first():
    found = results(figure("1", LAST, item="乙"), figure("2", item="甲"), figure("3", item="乙"))
    assert [(one.item, one.this) for one in found] == [("乙", 3), ("甲", 2)]


def test_what_is_no_result_of_the_two_years_is_left_out():
    rows = [figure("9", 2023), figure("3", kind="estimate"), figure("2", measure="rank", unit="位", item="")]
    assert results(*rows, figure("1", claim="child_care")) == ()


def test_a_target_in_another_unit_has_no_verdict():
    (found,) = results(figure("141"), figure("80", kind="target", unit="件/係"))
    assert (found.target, found.target_unit, found.met) == (80, "件/係", None)
    (found,) = results(figure("141"), figure("141", kind="target"))
    assert (found.target, found.target_unit, found.met) == (141, "件", True)
    (found,) = results(figure("140"), figure("141", kind="target"))
    assert found.met is False


@pytest.mark.parametrize(
    "other", [{"group": "第1係"}, {"item": "捜索"}, {"segment": "current"}, {"as_of": "2025-09-30"}, {"year": LAST}]
)
def test_a_target_of_something_else_is_not_this_ones(other):
    (found,) = results(figure("141"), figure("80", kind="target", **other))
    assert (found.target, found.target_unit, found.met) == (None, "", None)


def change(value, base_year, year=THIS, **more):
    return figure(value, year, measure="share", item="分納率", kind="difference", base_year=base_year, **more)


def test_a_change_against_another_year_is_not_the_one_against_last_year():
    points = [
        change("1.5", LAST, unit="ポイント"),
        change("9.5", 2020, unit="ポイント"),
        change("4.5", 2023, LAST, unit="ポイント"),
    ]
    (found,) = results(*points)
    assert (found.printed, found.unit, found.this, found.change) == (D("1.5"), "%", None, None)
    # 差 in % and in ポイント are one result.
    with pytest.raises(DeskError, match="2 行あり"):
        results(*points, change("1.5", LAST, unit="%"))


def test_a_printed_change_stands_beside_its_own_rates():
    share = {"measure": "share", "item": "分納率", "unit": "%"}
    about = change("1.4", LAST, unit="ポイント", approx="約", as_of="2025-10-31")
    (found,) = results(about, figure("52.5", **share), figure("51.0", LAST, **share))
    assert (found.printed, found.points) == (D("1.4"), D("1.5"))
    assert (found.approx, found.as_of) == (False, "")  # those of the rate, not of the change


def test_two_figures_of_one_year_are_an_error_that_names_both():
    with pytest.raises(DeskError) as error:
        results(figure("1", as_of="2025-09-30"), figure("2", as_of="2025-10-31"))
    assert error.value.code == "data" and [fault.row for fault in error.value.faults] == [2, 3]


def test_one_group_is_one_groups():
    rows = [figure("5", group="収納課"), figure("4", LAST, group="収納課"), figure("3")]
    (found,) = results(*rows, group="収納課")
    assert (found.this, found.last) == (5, 4)
    assert "figures.csv に、claim が municipal_tax、fiscal_year が 2025 か 2024、group が「収納係」の実績" in lacking(
        lambda: results(*rows, group="収納係")
    )


def test_analysts_get_numbers_and_truth_values():
    frame = results(figure("150"), figure("120", LAST), figure("160", kind="target"), figure("1", item="訪問")).frame()
    assert frame["growth"].dtype == float and list(frame["growth"].isna()) == [False, True]
    assert frame["met"].dtype == "boolean" and not frame["met"][0]
