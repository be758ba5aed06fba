"""Everything that a packet can show, of 川辺市: made-up packets, and each table, picture and text of them by its name."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from helpers import charts, measures, sentences, tables
from helpers.packet import Packet
from helpers.params.models import Section
from helpers.tables.table import Table
from tests import accounts, town, town_plan
from tests.by_hand import CARE, CHILD, LAST, MEALS, TAX, THIS, figure, initiative, kawabe, packet_with, rate
from tests.measures.test_scope import NEXT
from tests.nation_rates import nation
from tests.town_plan import amount as amount_line
from tests.town_plan import rate as rate_line

_TOOLS = [
    {"tool": "sms", "name": "SMS催告", "as_of": "2025-10", "before": "郵送", "before_cost": D(110), "after": "SMS",
     "after_cost": D("3.6"), "exception": "", "exception_cost": None, "rollout": "一括契約", "caution": "検証"},
    {"tool": "qr", "name": "QR", "as_of": "2025-10", "before": "窓口", "before_cost": D("60.5"), "after": "QR手数料",
     "after_cost": D("36.3"), "exception": "ゆうちょ", "exception_cost": D(33)},
]  # fmt: skip
_TOOL_CLAIMS = [
    {"tool": "sms", "as_of": "2025-10", "claim": claim, "label": claim, "count": count, "status": status, "start": start}
    for claim, count, status, start in (
        (TAX, 1, "continued", ""), (CARE, 1, "new", "2025"), (CHILD, None, "planned", "2026-10"),
    )
]  # fmt: skip
_TOOL_CLAIMS.append(_TOOL_CLAIMS[1] | {"claim": "", "label": "住宅使用料等", "count": 2})
_USE = [
    figure(value, year, claim=claim, item="登録", group=group)
    for value, year, claim, group in (
        ("84", 2024, "major", ""), ("500", 2024, "other", ""), ("42", 2023, MEALS, ""), ("1000", 2024, "all", "累計"),
    )
]  # fmt: skip
_AIMS = [
    *(
        rate(value, year, claim=claim, segment=segment, kind=kind)
        for claim, segment, estimate, target, following in (
            (TAX, "current", "96.6", "96.0", "97.0"),
            (TAX, "total", "95.0", "95.5", "95.6"),
            (CARE, "carried_over", "30.2", "32.4", "30.0"),
            (CARE, "total", "88.0", "", "88.1"),
        )
        for value, year, kind in ((estimate, LAST, "estimate"), (target, LAST, "target"), (following, THIS, "target"))
        if value
    ),
    figure("7", 2023, measure="rank", item="", unit="位"),
    *(
        figure(value, LAST, claim=claim, segment="current", measure=measure, item=item, unit=unit)
        for claim, measure, item, value, unit in (
            (TAX, "rank", "県内13市", "3", "位"),
            (TAX, "share", "県内13市トップの収納率", "99.1", "%"),
            (CARE, "rank", "県内13市", "9", "位"),
        )
    ),
    *(
        figure(value, year, claim=CHILD, kind="target", measure="share", item="分納率", unit="%")
        for value, year in (("87.5", LAST), ("88.0", THIS))
    ),
]
_RESULTS = [
    figure("150"), figure("120", LAST), figure("5", item="捜索", approx="約"), figure("0", LAST, item="捜索"),
    figure("160", kind="target"), figure("1200", item="収納額", segment="carried_over", group="収納課", unit="千円", measure="amount"),
    figure("1600", LAST, item="収納額", segment="carried_over", group="収納課", unit="千円", measure="amount"),
    figure("30", item="電話", as_of="2025-12-31"), rate("96.4"), rate("95.8", LAST),
]  # fmt: skip
_INITIATIVES = [
    initiative("催告", claim=CARE, tag="継続", group="収納課", heading="強化"),
    initiative("調査", claim=CARE, tag="新規"),
    initiative("差押", tag="継続"),
    initiative("研修", claim="all", heading="人材"),
    initiative("相談", claim="all"),
    *(initiative(text, stage="done", **more) for text, more in (
        ("支援研修", {"claim": "all", "heading": "支援"}), ("電話", {"claim": CARE}),
        ("訪問", {"segment": "carried_over", "group": "収納課"}), ("口座振替", {"segment": "current", "heading": "勧奨"}),
    )),
]  # fmt: skip
_HEARINGS = [
    {"fiscal_year": THIS, "claim": claim, "number": number, "role": role, "text": text}
    for claim, number, role, text in (
        (TAX, 1, "issue", "滞納が長い"), (TAX, 1, "issue", "財産がない"), (TAX, 1, "progress", "調べた"),
        (TAX, 1, "response", "分納"), (TAX, 1, "response", "停止"), (TAX, 2, "issue", "人が足りない"),
        (TAX, None, "response", "研修"), (CARE, 1, "issue", "高齢"),
    )
]  # fmt: skip
_CAMPAIGNS = [
    {"fiscal_year": THIS, "claim": claim, "group": group, "round": number, "start": start, "end": end, "note": note}
    for claim, group, number, start, end, note in (
        (TAX, "収納課", 1, "2025-06", "2025-06", ""), (TAX, "収納課", 2, "2025-12-01", "2025-12-20", ""),
        (TAX, "", None, "", "", "随時"), (CARE, "", None, "2025-11", "2026-01", ""),
    )
]  # fmt: skip
_SCHEDULE = [
    {"fiscal_year": THIS, "number": number, "start": start, "end": end, "kind": kind, "label": label}
    for number, start, end, kind, label in (
        (1, "2025-06", "", "meeting", "第1回"), (1, "2026-01", "2026-01", "report", "決定"),
        (2, "2025-07", "2025-09", "work", "調査"), (2, "2025-11", "", "work", "催告"),
    )
]  # fmt: skip
_YEAR = {
    "tools": _TOOLS,
    "tool_claims": _TOOL_CLAIMS,
    "figures": [*_USE, *_AIMS, *_RESULTS],
    "initiatives": _INITIATIVES,
    "hearings": _HEARINGS,
    "campaigns": _CAMPAIGNS,
    "schedule": _SCHEDULE,
    "schedule_items": [
        {"fiscal_year": THIS, "number": number, "name": f"取組{number}", "target": "全債権", "content": "内容"}
        for number in (1, 2)
    ],
    "policies": [{"fiscal_year": THIS, "claim": claim, "text": f"{claim}の方針"} for claim in (CARE, TAX)],
    "points": [
        {"meeting": town.MEETING, "topic": "goal", "number": number, "heading": heading, "text": f"文{number}"}
        for number, heading in ((2, "後"), (1, "先"))
    ],
}
_EXCLUDED = ("2024,一般会計,繰入金,3,1000,1000,0,0,0,千円,決算", "2024,一般会計,雑入,12,500,450,0,0,50,千円,決算")
_PRINTED = (
    "合計,A,調定額,5430000,千円,all,carried_over,assessed,",
    "合計,B,収入済額,1565000,千円,all,carried_over,collected,",
    "合計,C,収入未済額,3865000,千円,all,carried_over,outstanding,A - B",
    "合計,G,収納率,29.9%,,all,carried_over,rate,B / A",
    "合計,E,削減率,▲29.8%,,all,carried_over,cut,C / A - 1",
)  # the rates are wrong, one too high and one too low: 1565 / 5430 is 28.82, 3865 / 5430 - 1 is -28.82


def year() -> Packet:
    """The year of the town's claims: targets, initiatives, results, hearings, tools, the schedule."""
    return packet_with(**_YEAR)


def deciding() -> Packet:
    """The town's meeting with the page for those who decide."""
    sections = [Section(notebook="decision", title="要点")]
    return replace(kawabe(), meeting=kawabe().meeting.model_copy(update={"sections": sections}))


@cache
def settled() -> Packet:
    """Two years of accounts."""
    with TemporaryDirectory() as desk:
        return accounts.opened(Path(desk), excluded=_EXCLUDED)


@cache
def large() -> Packet:
    """Amounts of several 百万円, and the first 不納欠損額; what is not covered left nothing."""
    lines = (
        (2023, TAX, "current", 5000000, 4000000, 0, 0, 1000000),
        (2024, TAX, "current", 5100000, 4900000, 7000, 0, 193000),
        (2023, CARE, "current", 900000, 890000, 0, 0, 10000),
        (2024, CARE, "current", 910000, 905500, 0, 0, 4500),
    )
    with TemporaryDirectory() as desk:
        return accounts.opened(Path(desk), lines, excluded=("2024,一般会計,繰入金,3,1000,1000,,,,千円,決算",))


@cache
def planned() -> Packet:
    """A plan that ended, and the next one."""
    with TemporaryDirectory() as desk:
        return town_plan.opened(Path(desk), numbers=NEXT)


@cache
def second() -> Packet:
    """The town's meeting, after another a year earlier; two initiatives were reworded, and one is new."""
    with TemporaryDirectory() as folder:
        desk = town.meet_before(town.make(Path(folder)))
        rows = (
            f"{year},planned,{claim},,,,{text},,計画"
            for year, claim, text in (
                (2024, TAX, "財産を早く調べる"), (2025, TAX, "財産をすぐに調べる"),
                (2024, CARE, "口座振替を勧める"), (2025, CARE, "口座振替を勧める"),
                (2025, MEALS, "督促する"),
            )
        )  # fmt: skip
        heads = "fiscal_year,stage,claim,segment,group,heading,text,tag,source"
        town.write(desk / "data" / town.CITY / "initiatives.csv", [heads, *rows])
        packet = Packet.open(town.CITY, town.MEETING, root=desk)
        measures.since(packet)  # while the earlier meeting's file is there
        return packet


def finer() -> Packet:
    """A trend with more places than the city prints, a 約, an estimate, and a year between that nobody knows."""
    lines = (
        (2020, "95.25", "7010.5", {}),
        (2023, "95.86", "6220", {"approx": "約"}),
        (2024, "96.449", "5430.4", {"kind": "estimate"}),
    )
    rows = [
        figure(
            value, year, claim="all", measure=measure, item="", unit=unit, **(more if measure == "outstanding" else {})
        )
        for year, percent, amount, more in lines
        for measure, value, unit in (("collection_rate", percent, "%"), ("outstanding", amount, "百万円"))
    ]
    return packet_with(figures=rows)


@cache
def printed() -> Packet:
    """The town with a document, of which one figure cannot be true."""
    with TemporaryDirectory() as folder:
        desk = town.make(Path(folder))
        heads = "meeting,document,table,row,part_of,fiscal_year,column,item,figure,unit,claim,segment,measure,formula,source"
        lines = []
        for line in _PRINTED:
            row, column, item, shown, unit, claim, segment, measure, formula = line.split(",")
            lines.append(
                f"{town.MEETING},資料3,滞納繰越分,{row},,2025,{column},{item},{shown},{unit},{claim},{segment},{measure},{formula},資料3"
            )
        town.write(desk / "data" / town.CITY / "published.csv", [heads, *lines])
        return Packet.open(town.CITY, town.MEETING, root=desk)


@cache
def compared() -> Table:
    """The town's claims beside those of 対岸市, which has the same plan and less of everything else."""
    with TemporaryDirectory() as folder:
        own = town_plan.opened(Path(folder))
        for kind in ("params", "data"):
            shutil.copytree(own.root / kind / town.CITY, own.root / kind / "taigan")
        settings = own.root / "params/taigan/city.yaml"
        settings.write_text(town.CITY_YAML.replace("川辺市", "対岸市"), encoding="utf-8")
        heads = town.tables()["figures"][0]
        lines = [rate_line(TAX, 2024, "97.0"), rate_line(CARE, 2023, "91.5"), amount_line(TAX, 2024, 4400000)]
        town.write(own.root / "data/taigan/figures.csv", [heads, *lines])
        return tables.comparison(Packet.open(town.CITY, root=own.root))


Show = Callable[[], object]
PAST, RESULTS, TARGETS = town_plan.PAST, town_plan.RESULTS, town_plan.TARGETS

TABLES: dict[str, Show] = {
    "agenda": lambda: tables.agenda(kawabe()),
    "aims": lambda: tables.aims(planned()),
    "aims year": lambda: tables.aims(year()),
    "asked": lambda: tables.asked(kawabe()),
    "glossary": lambda: tables.glossary(year()),
    "headlines": lambda: tables.headlines(kawabe()),
    "headlines settled": lambda: tables.headlines(settled()),
    "headlines planned": lambda: tables.headlines(planned()),
    "risks": lambda: tables.risks(printed()),
    "risks planned": lambda: tables.risks(planned()),
    "turned": lambda: tables.turned(kawabe()),
    "turned settled": lambda: tables.turned(settled()),
    "members": lambda: tables.members(kawabe()),
    "next_meetings": lambda: tables.next_meetings(kawabe()),
    "trend": lambda: tables.trend(kawabe()),
    "changed figures": lambda: tables.changed(second(), "figures"),
    "changed targets": lambda: tables.changed(second(), "targets"),
    "changed initiatives": lambda: tables.changed(second(), "initiatives"),
    "changed_counts": lambda: tables.changed_counts(second()),
    "claims": lambda: tables.claims(kawabe(), "current"),
    "claims printed": lambda: tables.claims(printed(), "carried_over"),
    "cuts": lambda: tables.cuts(printed(), "claim"),
    "cuts without_major": lambda: tables.cuts(kawabe(), "section", without_major=True),
    "audit_counts": lambda: tables.audit_counts(printed()),
    "audit_tables": lambda: tables.audit_tables(printed()),
    "audit_mismatches": lambda: tables.audit_mismatches(printed()),
    "audit_list": lambda: tables.audit_list(printed(), "match"),
    "audit_all": lambda: tables.audit_all(printed()),
    "bridge": lambda: tables.bridge(kawabe()),
    "comparison": compared,
    "tool_matrix": lambda: tables.tool_matrix(year()),
    "tool_others": lambda: tables.tool_others(year()),
    "tool_counts": lambda: tables.tool_counts(year()),
    "costs": lambda: tables.costs(year()),
    "tool_use": lambda: tables.tool_use(year()),
    "action_sheets": lambda: tables.action_sheets(year()),
    "campaigns": lambda: tables.campaigns(year(), TAX, THIS),
    "initiatives_done": lambda: tables.initiatives_done(year(), TAX, THIS),
    "results": lambda: tables.results(year(), TAX, THIS),
    "hearings": lambda: tables.hearings(year(), TAX, THIS),
    "remarks": lambda: tables.remarks(year(), TAX, THIS),
    "largest": lambda: tables.largest(settled(), 2),
    "likes": lambda: tables.likes(nation()),
    "rate_movers": lambda: tables.rate_movers(nation(), TAX),
    "rate_outliers": lambda: tables.rate_outliers(nation(), TAX),
    "rate_spreads": lambda: tables.rate_spreads(nation(), TAX),
    "movers": lambda: tables.movers(settled(), 2),
    "past_claim": lambda: tables.past_claim(planned(), TAX, PAST),
    "past_counts class": lambda: tables.past_counts(planned(), PAST, "class"),
    "past_counts year": lambda: tables.past_counts(planned(), PAST, "year"),
    "past_matrix": lambda: tables.past_matrix(planned(), PAST),
    "common_policy": lambda: tables.common_policy(year()),
    "plan_periods": lambda: tables.plan_periods(planned()),
    "points": lambda: tables.points(year(), "goal", "考え方"),
    "plan_targets collection_rate": lambda: tables.plan_targets(planned(), "collection_rate", RESULTS, TARGETS),
    "plan_targets outstanding": lambda: tables.plan_targets(planned(), "outstanding", RESULTS, TARGETS),
    "planned": lambda: tables.planned(year(), CARE),
    "policies": lambda: tables.policies(year()),
    "tags": lambda: tables.tags(year()),
    "targets": lambda: tables.targets(year()),
    "verdicts": lambda: tables.verdicts(year()),
    "progress": lambda: tables.progress(year()),
    "ranks": lambda: tables.ranks(year()),
    "schedule": lambda: tables.schedule(year(), THIS),
    "coverage": lambda: tables.coverage(planned()),
    "scope": lambda: tables.scope(planned(), "2025", "next"),
    "settlement_amounts": lambda: tables.settlement_amounts(settled()),
    "settlement_amounts large": lambda: tables.settlement_amounts(large()),
    "movers with others": lambda: tables.movers(settled(), 1),
    "movers large": lambda: tables.movers(large(), 20),
    "uncovered nothing left": lambda: tables.uncovered(large()),
    "trend finer": lambda: tables.trend(finer()),
    "settlement_rates": lambda: tables.settlement_rates(settled()),
    "settlement_trend": lambda: tables.settlement_trend(settled()),
    "turns": lambda: tables.turns(settled()),
    "settlement_bureaus": lambda: tables.settlement_bureaus(settled()),
    "settlement_claims": lambda: tables.settlement_claims(settled()),
    "new_measures": lambda: tables.new_measures(year()),
    "support": lambda: tables.support(year()),
    "uncovered": lambda: tables.uncovered(settled()),
}
CHARTS: dict[str, Show] = {
    "bridge": lambda: charts.bridge(kawabe()),
    "campaigns": lambda: charts.campaigns(year(), THIS),
    "costs": lambda: charts.costs(year()),
    "cuts": lambda: charts.cuts(kawabe(), "claim"),
    "cuts without_major": lambda: charts.cuts(kawabe(), "section", without_major=True),
    "flow": lambda: charts.flow(year(), THIS),
    "largest": lambda: charts.largest(settled(), 2),
    "movers": lambda: charts.movers(settled(), 2),
    "past_plan collection_rate": lambda: charts.past_plan(planned(), "collection_rate", PAST),
    "past_plan outstanding": lambda: charts.past_plan(planned(), "outstanding", PAST),
    "plan_goal": lambda: charts.plan_goal(planned(), RESULTS, TARGETS),
    "plan_periods": lambda: charts.plan_periods(planned()),
    "rate_funnel": lambda: charts.rate_funnel(nation(), TAX),
    "results": lambda: charts.results(year(), TAX, THIS),
    "schedule": lambda: charts.schedule(year(), THIS),
    "largest large": lambda: charts.largest(large(), 2),
    "movers large": lambda: charts.movers(large(), 2),
    "trend finer": lambda: charts.trend(finer()),
    "settlement_trend": lambda: charts.settlement_trend(settled()),
    "tags": lambda: charts.tags(year()),
    "targets": lambda: charts.targets(year()),
    "tool_use": lambda: charts.tool_use(year()),
    "trend": lambda: charts.trend(kawabe()),
}
SENTENCES: dict[str, Show] = {
    "audit": lambda: sentences.audit(printed()),
    "changed": lambda: sentences.changed(second()),
    "decision": lambda: sentences.decision(kawabe()),
    "decision settled": lambda: sentences.decision(settled()),
    "decision planned": lambda: sentences.decision(planned()),
    "decision year": lambda: sentences.decision(year()),
    "definitions": lambda: sentences.definitions(kawabe()),
    "definitions decision": lambda: sentences.definitions(deciding()),
    "definitions printed": lambda: sentences.definitions(printed()),
    "digital": lambda: sentences.digital(year()),
    "largest": lambda: sentences.largest(settled()),
    "meeting": lambda: sentences.meeting(kawabe()),
    "movers": lambda: sentences.movers(settled()),
    "outstanding": lambda: sentences.outstanding(kawabe()),
    "past_claim": lambda: sentences.past_claim(planned(), TAX, PAST),
    "past_plan": lambda: sentences.past_plan(planned(), PAST),
    "plan_goal": lambda: sentences.plan_goal(planned(), RESULTS, TARGETS),
    "plan_periods": lambda: sentences.plan_periods(planned()),
    "results": lambda: sentences.results(year(), TAX, THIS),
    "scope": lambda: sentences.scope(planned(), "2025", "next"),
    "settlement": lambda: sentences.settlement(settled()),
    "settlement large": lambda: sentences.settlement(large()),
    "largest large": lambda: sentences.largest(large()),
    "movers large": lambda: sentences.movers(large()),
    "uncovered nothing left": lambda: sentences.uncovered(large()),
    "trend finer": lambda: sentences.trend(finer()),
    "tags": lambda: sentences.tags(year()),
    "targets": lambda: sentences.targets(year()),
    "trend": lambda: sentences.trend(kawabe()),
    "uncovered": lambda: sentences.uncovered(settled()),
    "uncovered unrecorded": lambda: sentences.uncovered(kawabe()),
    "worse claim": lambda: sentences.worse(kawabe(), "claim"),
    "worse section": lambda: sentences.worse(kawabe(), "section"),
}
