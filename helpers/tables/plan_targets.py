"""Tables of a plan over several years: ranks, results and targets, and how the plan before turned out."""

from collections.abc import Sequence

from helpers import measures, wareki
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import VERDICT_NAMES

PLAN_NAMES = {"collection_rate": "現年度分収納率", "outstanding": "収入未済額"}
_COUNTED_BY = {"class": "債権区分", "year": "年度"}


def plan_units(packet: Packet, measure: measures.PlanMeasure) -> tuple[str, str]:
    """The unit of what a plan aims at, and the unit of a difference of two. DeskError ``params`` if it aims at no ``measure``."""
    measures.known(measure, measures.PLAN_SEGMENTS, "measure")
    return ("%", "ポイント") if measure == "collection_rate" else (packet.city.units.table, packet.city.units.table)


def class_name(packet: Packet, claim: str) -> str:
    """The class a claim is listed under."""
    classes = packet.ledger.claim(claim)["classes"]
    return packet.city.claim_classes[classes.split(";")[0]] if classes else NOT_IN_SOURCE


def covered(packet: Packet) -> list[str]:
    """Claims of the plan, in the city's order: those it plans something for."""
    claims = {initiative.claim for initiative in measures.planned(packet)}
    return [claim for claim in packet.ledger["claims"]["claim"] if claim in claims]


def coverage(packet: Packet) -> Table:
    """The claims that the plan covers, by class, with their sections."""
    rows = [
        {"class": class_name(packet, claim), **packet.ledger.claim(claim)[["name", "section"]].to_dict()}
        for claim in covered(packet)
    ]
    return Table(
        id="tbl-coverage",
        caption="対象債権",
        columns=[
            Column("class", "債権区分", width=2.5),
            Column("name", "債権名", width=5),
            Column("section", "所管課", width=3.5),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("class",),
    )


def ranks(packet: Packet) -> Table:
    """Rank among the cities of the prefecture, and the gap to the best of them: the share 「…トップの収納率」 of the same cities.

    DeskError ``data`` if a claim has two ranks.
    """
    year, ledger = packet.meeting.settled_year, packet.ledger
    ranked = ledger.figures(fiscal_year=year, segment="current", measure="rank", kind="actual", as_of="", group="")
    rows = []
    for claim, own in ranked.groupby("claim", sort=False):
        rank = ledger.only(own)
        rate = measures.settled(ledger, claim, "collection_rate", year)
        best = ledger.value(
            claim=claim, fiscal_year=year, segment="current", measure="share", kind="actual", as_of="", group="",
            item=f"{rank.item}トップの収納率",
        )  # fmt: skip
        rows.append(
            {
                "name": ledger.claim(claim)["name"],
                "rate": rate,
                "rank": rank.value,
                "best": best,
                "gap": measures.difference(rate, best),
                "among": rank.item,
            }
        )
    amongs = list(dict.fromkeys(row["among"] for row in rows))
    places = packet.city.decimals
    return Table(
        id="tbl-ranks",
        caption=f"{wareki.fiscal_year(year)}の現年度分収納率の順位（{'、'.join(amongs)}）",
        columns=[
            Column("name", "債権名", width=4),
            Column("rate", "収納率", number=True, unit="%", decimals=places, width=2),
            Column("rank", "順位", number=True, unit="位", width=1.5),
            Column("best", "首位の収納率", number=True, unit="%", decimals=places, width=2),
            Column("gap", "首位との差", number=True, unit="P", decimals=places, signed=True, width=2),
        ],
        rows=rows,
        notation=packet.notation,
    )


def plan_targets(
    packet: Packet, measure: measures.PlanMeasure, results: Sequence[int], targets: Sequence[int]
) -> Table:
    """Three years of results and three of targets, and what the targets ask for a year. DeskError ``params`` if the plan aims at no
    ``measure``.
    """
    frame = measures.plan_targets(packet.ledger, measure, results, targets)
    is_rate = measure == "collection_rate"
    places = packet.city.decimals if is_rate else 0
    frame = frame[frame["claim"].isin([*covered(packet), "all"])]
    rows = []
    for record in frame.to_dict("records"):
        total = record["claim"] == "all"
        head = {
            "class": "" if total else class_name(packet, record["claim"]),
            "name": "全体" if total else packet.ledger.claim(record["claim"])["name"],
        }
        rows.append(head | record)
    marks = {(len(rows) - 1, key): ("bold",) for key in rows[-1] if key not in ("class", "claim")}
    years = [
        *(
            Column(f"result_{y}", wareki.fiscal_year_short(y), number=True, decimals=places, group="実績", width=1.9)
            for y in results
        ),
        *(
            Column(f"target_{y}", wareki.fiscal_year_short(y), number=True, decimals=places, group="目標", width=1.9)
            for y in targets
        ),
    ]
    asked = [
        Column(
            "yearly",
            "年当たり",
            number=True,
            unit="P" if is_rate else "",
            decimals=places,
            signed=True,
            group="求める変化",
            width=1.9,
        )
    ]
    if not is_rate:
        asked.append(
            Column("percent", "3年間", number=True, unit="%", decimals=1, signed=True, group="求める変化", width=1.7)
        )
    unit = plan_units(packet, measure)[0]
    return Table(
        id=f"tbl-plan-{measure.replace('_', '-')}",
        caption=f"{PLAN_NAMES[measure]}の実績と目標（単位：{unit}）",
        columns=[Column("class", "区分", width=2), Column("name", "債権名", width=4), *years, *asked],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("class",),
        unit=unit,
        marks=marks,
        notes=[
            *(
                [f"※ {wareki.fiscal_year(results[-1])}は決算見込みである。"]
                if measures.is_estimate(packet.ledger, "all", measure, results[-1])
                else []
            ),
            f"※ 求める変化は、{wareki.fiscal_year(results[-1])}から{wareki.fiscal_year(targets[-1])}までの差を計画の年数で割ったもの。",
        ],
    )


def past_claim(packet: Packet, claim: str, years: Sequence[int]) -> Table:
    """Targets and results of one claim under the plan before."""
    frame = measures.verdicts(packet.ledger, years)
    own = frame[frame["claim"] == claim]
    rows = []
    for year in years:
        row: dict[str, object] = {"year": wareki.fiscal_year(year)}
        for record in own[own["fiscal_year"] == year].to_dict("records"):
            row |= {f"{record['measure']}_{key}": record[key] for key in ("target", "actual", "gap")}
            row[f"{record['measure']}_met"] = VERDICT_NAMES[record["met"]]
        rows.append(row)
    columns = [Column("year", "年度", width=1.7)]
    for measure, name in PLAN_NAMES.items():
        places = packet.city.decimals if measure == "collection_rate" else 0
        group = f"{name}（{plan_units(packet, measure)[0]}）"
        gap_unit = "P" if measure == "collection_rate" else ""
        columns += [
            Column(f"{measure}_target", "目標", number=True, decimals=places, group=group, width=1.8),
            Column(f"{measure}_actual", "実績", number=True, decimals=places, group=group, width=1.8),
            Column(
                f"{measure}_gap", "差", number=True, unit=gap_unit, decimals=places, signed=True, group=group, width=1.8
            ),
            Column(f"{measure}_met", "達否", group=group, width=1.6),
        ]
    marks = {(i, key): ("shade", "bold") for i, row in enumerate(rows) for key in row if row[key] == "未達成"}
    return Table(
        id=f"tbl-past-{claim.replace('_', '-')}",
        caption=f"目標と実績（{packet.ledger.claim(claim)['name']}）",
        columns=columns,
        rows=rows,
        notation=packet.notation,
        marks=marks,
    )


def past_counts(packet: Packet, years: Sequence[int], by: str) -> Table:
    """How many targets were met, ``by`` class or by year. DeskError ``params`` if ``by`` is neither."""
    measures.known(by, _COUNTED_BY, "by")
    frame = measures.verdicts(packet.ledger, years)
    if by == "class":
        frame["group"] = [class_name(packet, claim) for claim in frame["claim"]]
    else:
        frame["group"] = [wareki.fiscal_year(year) for year in frame["fiscal_year"]]
    rows = []
    for group in [*dict.fromkeys(frame["group"]), "合計"]:
        own = frame if group == "合計" else frame[frame["group"] == group]
        row: dict[str, object] = {"group": group}
        for measure in PLAN_NAMES:
            met = own[own["measure"] == measure]["met"]
            row[f"{measure}_met"] = int((met == True).sum())  # noqa: E712 (None is neither)
            row[f"{measure}_missed"] = int((met == False).sum())  # noqa: E712
            row[f"{measure}_none"] = int(met.isna().sum())
        rows.append(row)
    columns = [Column("group", _COUNTED_BY[by], width=3)]
    for measure, name in PLAN_NAMES.items():
        columns += [
            Column(f"{measure}_{key}", title, number=True, group=name, width=1.6)
            for key, title in (("met", "達成"), ("missed", "未達成"), ("none", "目標なし"))
        ]
    marks = {(len(rows) - 1, column.name): ("bold",) for column in columns}
    return Table(
        id=f"tbl-past-by-{by}",
        caption=f"目標の達否の数（{_COUNTED_BY[by]}別、単位：件）",
        columns=columns,
        rows=rows,
        notation=packet.notation,
        unit="件",
        marks=marks,
    )


def past_matrix(packet: Packet, years: Sequence[int]) -> Table:
    """Every claim and year at a glance: ○ met, × missed, - no target; with how many were missed."""
    frame = measures.verdicts(packet.ledger, years)
    signs = {True: "○", False: "×", None: "-"}
    rows, marks = [], {}
    for index, claim in enumerate(dict.fromkeys(frame["claim"])):
        own = frame[frame["claim"] == claim]
        row: dict[str, object] = {"name": packet.ledger.claim(claim)["name"]}
        for record in own.to_dict("records"):
            key = f"{record['measure']}_{record['fiscal_year']}"
            row[key] = signs[record["met"]]
            if record["met"] is False:
                marks[index, key] = ("shade", "bold")
        row["missed"] = int((own["met"] == False).sum())  # noqa: E712
        rows.append(row)
    years_of = [
        Column(f"{measure}_{year}", wareki.fiscal_year_short(year), group=name, width=1)
        for measure, name in PLAN_NAMES.items()
        for year in years
    ]
    return Table(
        id="tbl-past-matrix",
        caption="債権ごとの達否（○ 達成、× 未達成、- 目標なし）",
        columns=[
            Column("name", "債権名", width=5),
            *years_of,
            Column("missed", "未達成の数", number=True, unit="件", width=1.6),
        ],
        rows=rows,
        notation=packet.notation,
        marks=marks,
    )


def common_policy(packet: Packet) -> Table:
    """Initiatives that all claims share."""
    initiatives = packet.ledger["initiatives"]
    own = initiatives[(initiatives["claim"] == "all") & (initiatives["fiscal_year"] == packet.fiscal_year)]
    rows = []
    for row in own.itertuples():
        pillar, _, heading = row.heading.partition("／")
        rows.append({"pillar": pillar, "heading": heading, "text": row.text})
    return Table(
        id="tbl-common",
        caption="全債権に共通する取組方針",
        columns=[
            Column("pillar", "柱", width=3),
            Column("heading", "項目", width=3),
            Column("text", "取組", width=7),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("pillar", "heading"),
    )
