"""Digital tools: what they save, who uses them, how use grows."""

from decimal import Decimal as D

import pytest

from helpers import measures
from helpers.errors import DeskError
from tests.by_hand import CARE, CHILD, TAX, figure, lacking, packet_with

YEAR, BEFORE = 2024, 2023  # use is that of the fiscal year before the packet's


def tool(name, as_of="2025-10", cost="36.3", **more):
    row = {"tool": name, "name": name, "as_of": as_of, "before_cost": D("60.5"), "after_cost": D(cost)}
    return row | {"exception_cost": None} | more


def adopted(name, status, count=1, as_of="2025-10", **more):
    return {"as_of": as_of, "tool": name, "claim": TAX, "label": "市税", "count": count, "status": status} | more


def test_a_saving_is_what_a_case_cost_before_less_what_it_costs_now():
    exception = {"exception": "ゆうちょ銀行", "exception_cost": D(33)}
    rows = [tool("qr", **exception), tool("dear", cost="70.5")]
    qr, dear = measures.savings(packet_with(tools=rows))
    assert (qr.tool, qr.saving, qr.exception_saving) == ("qr", D("24.2"), D("27.5"))
    assert (dear.saving, dear.exception, dear.exception_saving) == (-10, "", None)


def test_tools_are_those_known_on_the_day():
    months = ("2024-10", "2026-01", "2026-02")  # the meeting is on 2026-01-20
    rows = [tool(month, month) for month in months]
    assert [saving.tool for saving in measures.savings(packet_with(tools=rows))] == ["2026-01"]
    assert [saving.tool for saving in measures.savings(packet_with(tools=rows[::2]))] == ["2024-10"]


def test_claims_are_counted_by_tool_and_status():
    tools = [tool("sms"), tool("qr")]
    uses = [
        adopted("sms", "continued", 2), adopted("sms", "continued", 1), adopted("sms", "new", 4),
        adopted("sms", "planned", 8), adopted("sms", "new", None), adopted("sms", "new", 16, "2025-09"),
    ]  # fmt: skip
    sms, qr = measures.tool_counts(packet_with(tools=tools, tool_claims=uses))
    assert (sms.tool, sms.continued, sms.new, sms.in_use) == ("sms", 3, 4, 7)
    assert (qr.tool, qr.continued, qr.new, qr.in_use) == ("qr", 0, 0, 0)


@pytest.mark.parametrize("table", ["tools", "tool_claims"])
def test_the_table_that_knows_nothing_yet_is_named(table):
    tables = {"tools": [tool("sms")], "tool_claims": [adopted("sms", "new")]}
    tables[table] = [tables[table][0] | {"as_of": "2026-02"}]
    said = lacking(lambda: measures.tool_counts(packet_with(**tables)))
    assert said == f"data/kawabe/{table}.csv に、as_of が 2026-01 かそれより前の行がありません。"


def use(value, year=YEAR, claim="all", **more):
    return figure(value, year, claim=claim, item="照会", **more)


def grew(value, claim="all", **more):
    return use(value, claim=claim, **{"kind": "difference", "unit": "%", "base_year": BEFORE} | more)


def found(*rows, claim="all"):
    return next(one for one in measures.tool_use(packet_with(figures=list(rows))) if one.claim == claim)


def test_a_printed_number_goes_before_a_printed_growth():
    one = found(use("150"), use("120", BEFORE), grew("37"))
    assert (one.this, one.last, one.growth, one.origin, one.about_last) == (150, 120, 25, "printed", False)


PARTS = [use("30", BEFORE, TAX), use("12", BEFORE, CARE)]


def test_the_major_claims_own_reports_go_before_a_printed_growth():
    one = found(use("84", claim="major"), grew("90", "major"), *PARTS, claim="major")
    assert (one.last, one.growth, one.origin) == (42, 100, "parts")
    one = found(use("84", claim="major"), use("40", BEFORE, "major"), *PARTS, claim="major")
    assert (one.last, one.growth, one.origin) == (40, 110, "printed")


def test_a_claims_own_number_is_not_added_to_those_of_its_groups():
    groups = [use("5", BEFORE, TAX, group="10月から"), use("7", BEFORE, CHILD, group="10月から")]
    assert found(use("98", claim="major"), *groups, *PARTS, claim="major").last == 30 + 12 + 7


TOTAL = use("1000", group="2か年累計")


@pytest.mark.parametrize("turned", [1, -1])
def test_the_others_have_what_a_two_year_total_leaves(turned):
    rows = [use("84", claim="major"), use("500", claim="other"), grew("11", "other"), TOTAL, *PARTS][::turned]
    one = found(*rows, claim="other")
    assert (one.last, one.origin) == (1000 - 500 - 84 - 42, "rest")
    assert one.growth == D(500) / 374 * 100 - 100


def test_without_the_major_claims_nothing_is_left_of_a_total():
    one = found(use("84", claim="major"), use("550", claim="other"), grew("10", "other"), TOTAL, claim="other")
    assert (one.last, one.growth, one.origin) == (500, 10, "growth")


def test_a_total_leaves_nothing_for_all_claims():
    one = found(use("84", claim="major"), use("550"), grew("10"), TOTAL, *PARTS)
    assert (one.last, one.origin) == (500, "growth")


def test_parts_are_of_the_major_claims_alone():
    assert found(use("84", claim="other"), *PARTS, claim="other").last is None
    assert found(use("84"), *PARTS).last is None


@pytest.mark.parametrize(
    ("this", "growth", "last"),
    [("90868", "37", "66300"), ("450", "67", "269"), ("100", "5.5", "94.79"), ("90", "-10", "100")],
)
def test_a_number_computed_back_has_no_more_digits_than_its_growth(this, growth, last):
    one = found(use(this), grew(growth))
    assert (f"{one.last:f}", one.growth, one.origin, one.about_last) == (last, D(growth), "growth", True)


def test_what_nothing_is_known_of_is_unknown():
    one = found(use("150"), grew("37", base_year=2020), grew("37", unit="件"), grew("5", year=BEFORE))
    assert (one.last, one.growth, one.origin) == (None, None, "")


def test_use_keeps_the_order_of_the_source():
    rows = [use("1", claim="other"), use("2", claim="major"), figure("3", YEAR, claim="all", item="登録")]
    uses = measures.tool_use(packet_with(figures=rows))
    assert [(one.claim, one.item, one.this) for one in uses] == [
        ("other", "照会", 1),
        ("major", "照会", 2),
        ("all", "登録", 3),
    ]


def test_use_of_two_days_is_two_numbers():
    with pytest.raises(DeskError, match=r"as_of「2024-12-31」"):
        found(use("1"), use("2", as_of="2024-12-31"))


def test_a_year_without_use_is_named():
    said = lacking(lambda: found(use("1", BEFORE), use("2", claim=TAX)))
    assert (
        "figures.csv に、fiscal_year が 2024、claim が all、major、other のどれか、measure が count の利用実績" in said
    )
