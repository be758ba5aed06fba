"""Tables of the digital tools."""

from decimal import Decimal as D

from helpers import tables
from tests.by_hand import CARE, CHILD, MEALS, TAX, figure, packet_with

TOOLS = [
    {"tool": "sms", "name": "SMS催告", "as_of": "2025-10", "before": "郵送", "before_cost": D(110), "after": "SMS",
     "after_cost": D("3.6"), "exception": "", "exception_cost": None, "rollout": "一括契約", "caution": "検証"},
    {"tool": "qr", "name": "QR", "as_of": "2025-10", "before": "窓口", "before_cost": D("60.5"), "after": "QR手数料",
     "after_cost": D("36.3"), "exception": "ゆうちょ", "exception_cost": D(33)},
]  # fmt: skip
USES = [
    {"tool": "sms", "as_of": "2025-10", "claim": claim, "label": claim, "count": count, "status": status, "start": start}
    for claim, count, status, start in (
        (TAX, 1, "continued", ""), (CARE, 1, "new", "2025"), (CHILD, None, "planned", "2026-10"),
    )
]  # fmt: skip


def packet(**more):
    return packet_with(tools=TOOLS, tool_claims=USES, **more)


def test_the_matrix_says_since_when_a_tool_is_used():
    rows = {row["claim"]: (row["sms"], row["qr"]) for row in tables.tool_matrix(packet()).rows}
    assert rows == {
        "市税": ("○", "-"),
        "介護保険料": ("○（R7年度）", "-"),
        "保育料": ("予定（R8.10月）", "-"),
        "給食費": ("-", "-"),
    }


def other(tool, status, label, count, start="", **more):
    return (
        USES[0] | {"tool": tool, "claim": "", "status": status, "label": label, "count": count, "start": start} | more
    )


def test_claims_that_are_no_major_ones_have_a_table_of_their_own():
    others = [
        other("qr", "new", "占用料", 3, "2025-09"),
        other("sms", "new", "住宅使用料等", None, "2025"),
        other("sms", "continued", "給食費", 1),
        other("qr", "planned", "使用料", 1, "2026"),
        other("sms", "continued", "昔の債権", 5, as_of="2024-10"),
    ]
    table = tables.tool_others(packet_with(tools=TOOLS, tool_claims=[*USES, *others]))
    assert [tuple(row.values()) for row in table.rows] == [
        ("SMS催告", "R7新規", "住宅使用料等", None, "R7年度"),
        ("SMS催告", "継続", "給食費", 1, ""),
        ("QR", "R7新規", "占用料", 3, "R7.9月"),
    ]
    assert table.notes == ["※「等」に含まれる債権の名は、原資料にない。"]
    named = tables.tool_others(packet_with(tools=TOOLS, tool_claims=[*USES, others[0]]))
    assert len(named.rows) == 1 and named.notes == []


def test_where_only_major_claims_use_tools_there_is_no_such_table():
    assert tables.tool_others(packet()) is None


def test_counts_and_plans_of_a_tool():
    sms, qr = tables.tool_counts(packet()).rows
    assert (sms["continued"], sms["new"], sms["in_use"]) == (1, 1, 2)
    assert (sms["planned"], sms["rollout"]) == (f"R8.10月 {CHILD}", "一括契約\n検証")
    assert (qr["in_use"], qr["planned"]) == (0, "未定")


def test_a_party_with_a_price_of_its_own_has_a_line_of_its_own():
    rows = tables.costs(packet()).rows
    assert [(row["name"], row["party"], row["after_cost"], row["saving"]) for row in rows] == [
        ("SMS催告", "原則", D("3.6"), D("106.4")),
        ("QR", "原則", D("36.3"), D("24.2")),
        ("QR", "ゆうちょ", 33, D("27.5")),
    ]


def test_use_says_how_last_year_is_known():
    used = [
        figure(value, year, claim=claim, item="登録", group=group)
        for value, year, claim, group in (
            ("84", 2024, "major", ""), ("500", 2024, "other", ""), ("42", 2023, MEALS, ""), ("1000", 2024, "all", "累計"),
        )
    ]  # fmt: skip
    table = tables.tool_use(packet(figures=used))
    assert [(row["claim"], row["last"], row["this"], row["origin"]) for row in table.rows] == [
        ("主要債権", 42, 84, "各債権の個票の合計"),
        ("他債権", 374, 500, "2か年累計からの差引き"),
    ]
    assert [column.title for column in table.columns[3:5]] == ["R5", "R6"]
    assert table.notes == ["※ 登録の累計は1,000件。"]
