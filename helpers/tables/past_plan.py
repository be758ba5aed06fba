"""How the plan before turned out: claim by claim, counted, and at a glance."""

from collections.abc import Sequence

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.tables.plan_targets import COMPUTED, gap_unit, plan_places
from helpers.tables.table import Column, Table
from helpers.terms import PLAN_NAMES, VERDICT_SIGNS

_COUNTED_BY = {"class": "債権区分", "year": "年度"}
_MISSED = ("shade", "bold")
_NO_VERDICT = "※ 判定なしは、目標か実績が原資料にないもの。"


def past_claim(packet: Packet, claim: str, years: Sequence[int]) -> Table:
    """前期計画の、一つの債権の目標と実績と達否の表。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        tables.past_claim(packet, "municipal_tax", years)

    列: 年度、現年度分収納率（%） 目標、現年度分収納率（%） 実績、現年度分収納率（%） 差(P)、現年度分収納率（%） 達否、
      収入未済額（金額） 目標、収入未済額（金額） 実績、収入未済額（金額） 差、収入未済額（金額） 達否
    ``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。その債権が前期計画になければ止まる。
    """
    rows: dict[int, dict] = {}
    marks = {}
    for aim in measures.past_targets(packet, years, claim):
        rows.setdefault(aim.fiscal_year, {"year": wareki.fiscal_year(aim.fiscal_year)}).update(_aim(aim))
        if aim.met is False:
            marks[years.index(aim.fiscal_year), f"{aim.measure}_met"] = _MISSED
    columns = [column for measure in PLAN_NAMES for column in _aim_columns(packet, years, measure)]
    computed = any(measures.is_computed(packet, claim, measure, year) for measure in PLAN_NAMES for year in years)
    return Table(
        id=f"tbl-past-{claim.replace('_', '-')}",
        caption="実績" if _only_results(packet, years) else "目標と実績",
        part=("債権名", packet.ledger.claim(claim)["name"]),
        columns=[Column("year", "年度", width=1.7), *columns],
        rows=list(rows.values()),
        notation=packet.notation,
        marks=marks,
        notes=[COMPUTED] if computed else [],
    )


def _only_results(packet: Packet, years: Sequence[int]) -> bool:
    """Whether there are results, and no target that they could be held against."""
    return measures.has_results(packet, years) and not measures.has_targets(packet, years)


def _aim(aim: measures.PastTarget) -> dict:
    return {
        f"{aim.measure}_target": aim.target,
        f"{aim.measure}_actual": aim.actual,
        f"{aim.measure}_gap": aim.gap,
        f"{aim.measure}_met": aim.verdict,
    }


def _aim_columns(packet: Packet, years: Sequence[int], measure: measures.PlanMeasure) -> list[Column]:
    unit, _ = measures.plan_units(packet, measure)
    group = f"{PLAN_NAMES[measure]}（{unit}）"
    number = {"number": True, "decimals": plan_places(packet, measure), "group": group, "width": 1.8}
    if _only_results(packet, years):
        return [Column(f"{measure}_actual", "実績", **number)]
    return [
        Column(f"{measure}_target", "目標", **number),
        Column(f"{measure}_actual", "実績", **number),
        Column(f"{measure}_gap", "差", unit=gap_unit(measure), signed=True, **number),
        Column(f"{measure}_met", "達否", group=group, width=1.6),
    ]


def past_counts(packet: Packet, years: Sequence[int], by: str) -> Table | None:
    """前期計画の目標の達否を数えた表。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        tables.past_counts(packet, years, "class")

    列: 債権区分、現年度分収納率 達成(件)、現年度分収納率 未達成(件)、現年度分収納率 判定なし(件)、
      収入未済額 達成(件)、収入未済額 未達成(件)、収入未済額 判定なし(件)
    ``by``: class(債権区分ごと)、year(年度ごと)。``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    measures.known(by, _COUNTED_BY, "by")
    if _only_results(packet, years):
        return None
    rows = [_count(count) for count in measures.past_counts(packet, years, by)]
    columns = [Column("group", _COUNTED_BY[by], width=3)]
    for measure, name in PLAN_NAMES.items():
        columns += [
            Column(f"{measure}_{key}", title, number=True, group=name, width=1.6)
            for key, title in (("met", "達成"), ("missed", "未達成"), ("none", "判定なし"))
        ]
    return Table(
        id=f"tbl-past-by-{by}",
        caption=f"目標の達否の数（{_COUNTED_BY[by]}別、単位：件）",
        columns=columns,
        rows=rows,
        notation=packet.notation,
        unit="件",
        notes=[_NO_VERDICT],
        marks={(len(rows) - 1, column.name): ("bold",) for column in columns},
    )


def _count(count: measures.PastCount) -> dict:
    name = wareki.fiscal_year(count.group) if isinstance(count.group, int) else count.group
    return {"group": "合計" if name == "all" else name} | {
        f"{measure}_{key}": number for measure in PLAN_NAMES for key, number in vars(count.of(measure)).items()
    }


def past_matrix(packet: Packet, years: Sequence[int]) -> Table | None:
    """前期計画の達否の一覧表。債権と年度ごとに ○ 達成、× 未達成。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        tables.past_matrix(packet, years)

    列: 債権区分、債権名、現年度分収納率 ○年度、収入未済額 ○年度、未達成の数(件)
    ``years``: 前期計画の年度。
    データがないとき: 何のデータがないかを言って止まる。
    """
    if _only_results(packet, years):
        return None
    *claims, _ = measures.past_counts(packet, years, "claim")
    rows = {
        count.group: {
            "class": measures.class_names(packet, count.group)[0],
            "name": packet.ledger.claim(count.group)["name"],
            "missed": count.missed,
        }
        for count in claims
    }
    places, marks = {claim: index for index, claim in enumerate(rows)}, {}
    for aim in measures.past_targets(packet, years):
        key = f"{aim.measure}_{aim.fiscal_year}"
        rows[aim.claim][key] = VERDICT_SIGNS[aim.met]
        if aim.met is False:
            marks[places[aim.claim], key] = _MISSED
    signs = [
        Column(f"{measure}_{year}", wareki.fiscal_year_short(year), group=name, width=1)
        for measure, name in PLAN_NAMES.items()
        for year in years
    ]
    return Table(
        id="tbl-past-matrix",
        caption="債権ごとの達否（○ 達成、× 未達成、- 判定なし）",
        columns=[
            Column("class", "債権区分", width=2.4),
            Column("name", "債権名", width=5),
            *signs,
            Column("missed", "未達成の数", number=True, unit="件", width=1.6),
        ],
        rows=list(rows.values()),
        notation=packet.notation,
        heads=2,
        merged=("class",),
        notes=[_NO_VERDICT],
        marks=marks,
    )
