"""What an action sheet shows, and what it says of what the source lacks."""

from helpers import action_sheets
from helpers.markdown import Heading, Lead
from helpers.prose import Prose
from tests import town_plan
from tests.by_hand import CARE, CHILD, TAX, figure, initiative, kawabe, packet_with
from tests.town_plan import PAST

LAST = kawabe().fiscal_year - 1  # a sheet looks back


def sheet(claim, **tables):
    empty = {table: [] for table in ("initiatives", "campaigns", "hearings", "figures")}
    return action_sheets.sheet(packet_with(**(empty | tables)), claim)


def said(parts):
    return [sentence for part in parts if isinstance(part, Prose) for sentence in part.sentences]


def test_a_claim_without_anything_has_no_sheet():
    heading, prose = sheet(CHILD)
    assert heading == Heading("3 保育料")
    assert prose.sentences == ["資料なし。この債権の個票は原資料に含まれていない。"]


def test_what_a_sheet_lacks_is_named():
    parts = sheet(CARE, figures=[figure("5", LAST, claim=CARE)])
    assert said(parts) == [
        "滞納整理強化期間：資料なし",
        "取組内容：資料なし",
        "前年度の値がある実績はない。",
        "債権管理ヒアリングの課題と対応：資料なし",
    ]
    assert [part.id for part in parts if hasattr(part, "id")] == ["tbl-results-care-insurance"]


def test_a_sheet_shows_its_parts_in_their_order():
    counts = [
        figure(value, year, item=item) for item in ("差押", "訪問") for value, year in (("5", LAST), ("4", LAST - 1))
    ]
    tables = {
        "figures": counts,
        "initiatives": [initiative("催告", LAST, stage="done")],
        "campaigns": [{"fiscal_year": LAST, "claim": TAX, "round": 1, "start": "2024-05", "end": "2024-05"}],
        "hearings": [{"fiscal_year": LAST, "claim": TAX, "number": 1, "role": "issue", "text": "課題"}],
    }
    parts = sheet(TAX, **tables)
    assert [part.id for part in parts if hasattr(part, "id")] == [
        "tbl-campaign-municipal-tax",
        "tbl-done-municipal-tax",
        "fig-results-municipal-tax",
        "tbl-results-municipal-tax",
        "tbl-hearing-municipal-tax",
    ]
    assert parts[1] == Lead("所属：財務局　総括課：収納課　債権区分：強制徴収公債権")


def test_an_unknown_section_is_no_blank():
    claims = kawabe().ledger["claims"].copy()
    claims.loc[claims["claim"] == TAX, ["bureau", "section", "classes"]] = ""
    parts = sheet(TAX, claims=claims.to_dict("records"), figures=[figure("5", LAST)])
    assert parts[1] == Lead("所属：資料なし　総括課：資料なし　債権区分：資料なし")


def test_a_plan_that_ended_is_told_class_by_class_with_the_section_that_answers_for_each_claim(tmp_path):
    packet = town_plan.opened(tmp_path)
    heads = [
        (part.level, part.text)
        for claim in action_sheets.past_claims(packet, PAST)
        for part in action_sheets.past(packet, claim, PAST)
        if isinstance(part, Heading)
    ]
    assert heads == [
        (2, "ア 強制徴収公債権"), (3, "市税（収納課）"), (3, "介護保険料（介護課）"),
        (2, "イ 非強制徴収公債権"), (3, "保育料（保育課）"),
    ]  # fmt: skip


def test_claims_whose_class_or_section_nobody_knows_say_so_or_nothing(tmp_path):
    packet = town_plan.opened(tmp_path)
    packet.ledger["claims"].loc[packet.ledger["claims"]["claim"] == TAX, ["section", "classes"]] = ""
    *_, last = action_sheets.past_claims(packet, PAST)
    assert last == TAX
    assert action_sheets.past(packet, TAX, PAST)[:2] == [Heading("ウ 債権区分：資料なし"), Heading("市税", level=3)]
