"""Pictures of made-up packets that ask more of a page than any city so far: many claims, long names, many years, equal and negative values."""

from collections.abc import Callable
from decimal import Decimal as D
from functools import cache

from helpers import charts
from helpers.charts.chart import Chart
from helpers.packet import Packet
from tests import nation_rates
from tests.by_hand import LAST, TAX, THIS, figure, initiative, packet_with, rate

MANY = 60
DAYS = ("2025-10-31", "2024-10-31")
_LONG = "心身障害者医療給付費返還金及び加算金（第三種）のうち過年度に繰り越したもの"  # twice as long as any city's
CLAIMS = [f"claim_{place}" for place in range(MANY)]


def _amount(
    claim: str, measure: str, value: object, year: int, segment: str = "total", unit: str = "千円", **more
) -> dict:
    return figure(str(value), year, claim=claim, measure=measure, segment=segment, unit=unit, item="", **more)


def _claims(name: Callable[[int], str], bureau: str = "局") -> dict[str, list[dict]]:
    """Claims of one bureau, each with a section of its own, and their numbers."""
    rows = [
        {
            "claim": claim,
            "name": f"{name(place)}{place}",
            "short_name": name(place),
            "classes": "private",
            "bureau": bureau,
            "section": f"{_LONG[:20]}第{place}課",
        }
        for place, claim in enumerate(CLAIMS)
    ]
    numbers = [{"edition": "2025", "number": f"私-{place}", "claim": claim} for place, claim in enumerate(CLAIMS)]
    return {"claims": rows, "numbers": numbers}


@cache
def crowded() -> Packet:
    """Sixty claims of one long name: on a day, in the accounts, with targets, initiatives, campaigns."""
    figures = [
        _amount(claim, measure, value, year, "carried_over", as_of=day)
        for place, claim in enumerate([*CLAIMS, "all"])
        for (year, day), worse in zip(((THIS, DAYS[0]), (LAST, DAYS[1])), (place % 5, 0), strict=True)
        for measure, value in (
            ("assessed", 90000),
            ("collected", 30000 - 3000 * worse),
            ("outstanding", 60000 + 3000 * worse),
        )
    ]
    figures += [
        _amount(claim, "outstanding", 1000 + (7 - place % 15) * (year == LAST), year)
        for place, claim in enumerate(CLAIMS)
        for year in (LAST, LAST - 1)
    ]
    figures += [
        rate(value, year, claim=claim, kind=kind, segment=segment)
        for place, claim in enumerate(CLAIMS)
        for segment in ("current", "carried_over", "total")
        for kind, value, year in (
            ("estimate", f"{95 - place % 7}.5", LAST),
            ("target", f"{93 - place % 3}.0", LAST),
            ("target", "96", THIS),
        )
    ]
    plans = [
        initiative(f"{tag}{place}", claim=claim, tag=tag)
        for count, claim in enumerate(CLAIMS)
        for tag, most in (("新規", 1), ("拡充", count % 9), ("継続", 40 - count % 9))
        for place in range(most)
    ]
    campaigns = [
        {"fiscal_year": THIS, "claim": claim, "group": _LONG[:12], "round": number, "start": start, "end": end}
        for claim in CLAIMS
        for number, start, end in (
            (1, "2025-04-01", "2025-04-03"),
            (12, "2025-11", "2025-12"),
            (13, "2026-01", "2026-01"),
        )
    ]
    return packet_with(**_claims(lambda _: _LONG), figures=figures, initiatives=plans, campaigns=campaigns)


@cache
def years(count: int = 30, step: str = "0.7") -> Packet:
    """So many years of rates and amounts, up and down; of plan periods, results and targets."""
    first = LAST - count + 1
    figures = [
        _amount("all", measure, value, first + place, segment, unit)
        for place in range(count)
        for measure, value, segment, unit in (
            ("collection_rate", D(90) + D(step) * (place % 5) - D(step) * (place % 3), "total", "%"),
            ("outstanding", 900000 + 1000 * place, "total", "千円"),
        )
    ]
    figures += [_amount("all", "outstanding", 800000, THIS + place, kind="target") for place in range(count)]
    plans = [
        {
            "plan": f"plan{place}",
            "name": f"第{place}期債権管理適正化計画",
            "start": f"{year}-04",
            "end": f"{year + 1}-03",
            "fiscal_year": year,
        }
        for place, year in enumerate(range(first, LAST + 1, 3), start=1)
    ]
    return packet_with(figures=figures, plans=plans)


@cache
def accounts(count: int) -> Packet:
    """So many years of accounts of one claim that swings."""
    figures = [
        _amount("municipal_tax", measure, value, LAST - back, segment)
        for back in range(count)
        for segment in ("current", "carried_over")
        for measure, value in (
            ("assessed", 1000000), ("collected", 900000 + 30000 * (back % 4)), ("written_off", 0), ("refund_due", 0),
            ("outstanding", 100000 - 30000 * (back % 4)),
        )
    ]  # fmt: skip
    return packet_with(figures=figures)


@cache
def past() -> Packet:
    """Sixty claims over nine years: near 100 %, at zero, without a result."""
    figures = [
        _amount(claim, measure, value, year, segment, unit, kind=kind)
        for place, claim in enumerate(CLAIMS)
        for year in range(2016, 2025)
        for kind, more in (("actual", 0), ("target", 1))
        for measure, segment, value, unit in (
            ("collection_rate", "current", D(100 - place) - D("0.25") * (year % 3) + more * D("0.1"), "%"),
            ("outstanding", "total", 10 ** (place % 8) + year % 4 + more, "千円"),
        )
    ]
    return packet_with(**_claims(lambda place: f"{_LONG[:30]}{place}"), figures=figures)


@cache
def reported() -> Packet:
    """Forty results of long names, that fell to almost nothing, grew a hundredfold or stayed, and means that cost more or less."""
    figures = [
        figure(value, year, item=_LONG if place % 4 else f"収納額{place}", group=_LONG[:15] if place % 3 else "", unit=unit, measure="amount", segment=segment)
        for place in range(40)
        for unit, segment in ((("円", "current"), ("千円", "total"))[place % 2],)
        for value, year in ((str(1 + 977 ** (place % 3)), THIS), (str(10 ** (place % 5)), LAST))
    ]  # fmt: skip
    seen = {(row["item"], row["group"], row["unit"], row["segment"], row["fiscal_year"]): row for row in figures}
    use = [
        figure(value, year, claim="all", item=f"{_LONG}{place}", measure="count")
        for place in range(14)
        for value, year in ((str(10**place), LAST), ("3", LAST - 1))
    ]
    tools = [
        {"tool": f"tool{place}", "name": f"{_LONG}{place}", "as_of": "2025-10", "before": _LONG[:12], "before_cost": D(110 - 9 * place), "after": _LONG[:15], "after_cost": D("3.6"), "exception_cost": None}
        for place in range(20)
    ]  # fmt: skip
    return packet_with(figures=[*seen.values(), *use], tools=tools)


@cache
def busy() -> Packet:
    """A year of twenty items, in some of which much begins in one month."""
    items = [
        {"fiscal_year": THIS, "number": place, "name": _LONG, "target": "", "content": ""} for place in range(1, 21)
    ]
    entries = [
        {"fiscal_year": THIS, "number": place, "start": start, "end": end, "kind": kind, "label": label}
        for place in range(1, 21)
        for start, end, kind, label in (
            ("2025-04", "2025-04", "meeting", "第1回委員会"), ("2025-05", "2025-05", "report", "実施報告及び決定"),
            ("2025-05", "", "work", "ヒアリング"), ("2025-06", "2025-09", "work", _LONG), ("2026-03", "", "work", "催告"),
            ("2026-03", "2026-03", "report", "報告"),
        )[: 2 + place % 5]
    ]  # fmt: skip
    return packet_with(schedule_items=items, schedule=entries)


@cache
def country() -> Packet:
    """Three hundred towns of every size, with rates from 0 to 100 %."""
    towns = (nation_rates.line(f"town{place}", place % 101, 0, 10 ** (4 + place % 6)) for place in range(300))
    return nation_rates.opened((nation_rates.OWN, *towns))


PICTURES: dict[str, Callable[[], Chart]] = {
    "bridge": lambda: charts.bridge(crowded()),
    "cuts claim": lambda: charts.cuts(crowded(), "claim"),
    "cuts section": lambda: charts.cuts(crowded(), "section", without_major=True),
    "largest": lambda: charts.largest(crowded(), 50),
    "movers": lambda: charts.movers(crowded(), 50),
    "targets": lambda: charts.targets(crowded()),
    "tags": lambda: charts.tags(crowded()),
    "campaigns": lambda: charts.campaigns(crowded(), THIS),
    "trend": lambda: charts.trend(years()),
    "trend steep": lambda: charts.trend(years(10, "9")),
    "trend flat": lambda: charts.trend(years(10, "0")),
    "plan_periods": lambda: charts.plan_periods(years()),
    "plan_goal": lambda: charts.plan_goal(years(), range(2000, THIS), range(THIS, THIS + 12)),
    "settlement_trend": lambda: charts.settlement_trend(accounts(30)),
    "settlement_trend ten": lambda: charts.settlement_trend(accounts(10)),
    "past_plan rates": lambda: charts.past_plan(past(), "collection_rate", range(2016, 2025)),
    "past_plan amounts": lambda: charts.past_plan(past(), "outstanding", range(2016, 2025)),
    "results": lambda: charts.results(reported(), "municipal_tax", THIS),
    "costs": lambda: charts.costs(reported()),
    "tool_use": lambda: charts.tool_use(reported()),
    "schedule": lambda: charts.schedule(busy(), THIS),
    "rate_funnel": lambda: charts.rate_funnel(country(), TAX),
    "flow": lambda: charts.flow(busy(), THIS),
}
