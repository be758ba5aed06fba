"""Tables of the page for those who decide: what is asked, the figures that matter, what turned, what to mind."""

from decimal import Decimal

from helpers import measures, wareki
from helpers.notation import GROWTH_PLACES, NOT_APPLICABLE, NOT_IN_SOURCE, decimals_of, round_half_up
from helpers.packet import Packet
from helpers.tables.accounts import grown, growth_column
from helpers.tables.table import Column, Table, Value
from helpers.terms import SEGMENTS, VERDICT_NAMES

_MOST = 3  # of those that turned, and of missed targets
_NAMED = 3
_TURNS = {1: "良くなった", -1: "悪くなった"}
_REACHED = {False: "届かない", True: "達した"}
_RISKS: dict[measures.RiskKind, str] = {
    "missed": "目標に届かないもの",
    "worse": "前年より悪くなったもの",
    "marked": "しきい値を超えて下がったもの",
    "mismatch": "検算で、ほかの数値と合わないもの",
    "unchecked": "検算で、照らす数値がないもの",
    "doubt": "誤りが疑われ、理由を確かめてあるもの",
    "new": "前年と比べられないもの",
    "no_last": "主な数値のうち、前年の値が資料にないもの",
    "no_target": "主な数値のうち、目標が資料にないもの",
}


def asked(packet: Packet) -> Table | None:
    """会議に諮る案件の表。次第の番号のある案件(枝番を除く)。

    例::

        tables.asked(packet)

    列: 番号、区分、件名、資料
    データがないとき: 何も示さない(None)。
    """
    rows = measures.asked(packet)
    if not rows:
        return None
    return Table(
        id="tbl-asked",
        caption="諮る案件",
        columns=[
            Column("number", "番号", width=1),
            Column("kind", "区分", width=1.2),
            Column("title", "件名", width=9),
            *([Column("material", "資料", width=1.4)] if any(row.material for row in rows) else []),
        ],
        rows=[{name: getattr(row, name) for name in ("number", "kind", "title", "material")} for row in rows],
        notation=packet.notation,
    )


def headlines(packet: Packet) -> Table | None:
    """会議で見る主な数値の表。前年と目標との差も示す。

    例::

        tables.headlines(packet)

    列: 数値、時点、単位、今、前年、差、増減率(%)、目標、年度、目標との差、
      判定
    目標がどの数値にもなければ、目標の列がない。データがないとき: 何も示さない(None)。
    """
    rows = measures.headlines(packet)
    if not rows:
        return None
    aimed = any(row.target is not None for row in rows)
    aims = [
        Column("target", "目標", number=True, width=1.8),
        Column("year", "年度", width=1.1),
        Column("left", "目標との差", number=True, signed=True, width=1.8),
        Column("verdict", "判定", width=1.6),
    ]
    return Table(
        id="tbl-headlines",
        caption="主な数値",
        columns=[
            Column("name", "数値", width=3.4),
            Column("when", "時点", width=2.5),
            Column("unit", "単位", width=1.4),
            Column("this", "今", number=True, width=1.7),
            Column("last", "前年", number=True, width=1.7),
            Column("change", "差", number=True, signed=True, width=1.5),
            growth_column(width=1.4),
            *(aims if aimed else []),
        ],
        rows=[_headline(row) for row in rows],
        notation=packet.notation,
        marks={(place, "change"): ("bold",) for place, row in enumerate(rows) if row.better is False},
        notes=_headline_notes(rows),
    )


def _headline(row: measures.Headline) -> dict[str, Value]:
    counted = row.measure.startswith("met_")
    missing = None if counted else NOT_IN_SOURCE

    def shown(value: Decimal | None) -> Value:
        return missing if value is None else round_half_up(value, row.decimals)

    is_aimed = row.target is not None
    return {
        "name": row.name,
        "when": row.when,
        "unit": row.unit,
        "this": shown(row.this),
        "last": shown(row.last),
        "change": None if row.change is None else round_half_up(row.change, row.decimals),
        "growth": grown(row.this, row.last, row.growth),
        "target": shown(row.target),
        "year": wareki.fiscal_year_short(row.target_year) if is_aimed else "",
        "left": round_half_up(row.left, row.decimals) if is_aimed else None,
        "verdict": NOT_APPLICABLE if not is_aimed else VERDICT_NAMES[row.met] if row.due else "期限前",
    }


def _headline_notes(rows: measures.Rows) -> list[str]:
    said = {
        "原資料の「約」の値": [row.name for row in rows if row.approx],
        "推計または決算見込みの値": [row.name for row in rows if row.estimate],
        "前年を、原資料に印刷された差から求めたもの": [row.name for row in rows if row.computed],
    }
    origins = "".join(f"{what}は{'、'.join(names)}。" for what, names in said.items() if names)
    worse = "前年より悪くなった差は太字。" if any(row.better is False for row in rows) else ""
    counted = "達成した目標の数では、判定できる目標の数を目標とした。" if any(row.unit == "件" for row in rows) else ""
    return [f"※ 率の差はポイント。{worse}{counted}{origins}"]


def turned(packet: Packet) -> Table | None:
    """前年より良くなった債権と悪くなった債権の表。動いた額の大きい順に三つずつ。

    例::

        tables.turned(packet)

    列: 向き、債権、区分、今(金額)、前年(金額)、増減額(金額)、増減率(%)、全債権に占める割合(%)、収納率(%)、
      前年との差(P)
    データがないとき: 何も示さない(None)。
    """
    found = measures.turned(packet)
    rows = [row for turn in _TURNS for row in measures.furthest(found, turn, _MOST)]
    if not rows:
        return None
    places = packet.city.decimals
    parts = any(row.segment != "total" for row in rows)
    marks = {(place, "claim"): ("shade",) for place, row in enumerate(rows) if row.worse}
    marks |= {(place, "points"): ("bold",) for place, row in enumerate(rows) if row.worse}
    marks |= {(place, "points"): ("underline",) for place, row in enumerate(rows) if row.better}
    return Table(
        id="tbl-turned",
        caption=f"良くなった債権と悪くなった債権（収入未済額、単位：{packet.city.units.table}）",
        columns=[
            Column("turn", "向き", width=2),
            Column("claim", "債権", width=3.2),
            *([Column("segment", "区分", width=1.7)] if parts else []),
            Column("this", "今", number=True, width=2),
            Column("last", "前年", number=True, width=2),
            Column("change", "増減額", number=True, signed=True, width=2),
            growth_column(width=1.5),
            Column("share", "全債権に占める割合", number=True, unit="%", decimals=GROWTH_PLACES, width=1.7),
            Column("rate", "収納率", number=True, unit="%", decimals=places, width=1.4),
            Column("points", "前年との差", number=True, unit="P", decimals=places, signed=True, width=1.5),
        ],
        rows=[_turn(packet, row) for row in rows],
        notation=packet.notation,
        heads=2,
        merged=("turn",),
        marks=marks,
        unit=packet.city.units.table,
        notes=_mark_notes(packet, rows),
    )


def _turn(packet: Packet, row: measures.Turn) -> dict[str, Value]:
    return {
        "turn": _TURNS[row.turn],
        "claim": _short(packet, row.claim),
        "segment": SEGMENTS[row.segment],
        **{name: getattr(row, name) for name in ("this", "last", "change", "share", "rate", "points")},
        "growth": grown(row.this, row.last, row.growth),
    }


def _mark_notes(packet: Packet, rows: list[measures.Turn]) -> list[str]:
    """What shade and line mean, where there are any."""
    worse, better = packet.city.thresholds.worse_points, packet.city.thresholds.better_points
    said = [f"{worse:g}ポイント以上下がったものは網掛け"] if any(row.worse for row in rows) else []
    said += [f"{better:g}ポイント以上上がったものは下線"] if any(row.better for row in rows) else []
    watched = "滞納繰越分は削減率、ほかは収納率" if any(row.segment == "carried_over" for row in rows) else "収納率"
    return [f"※ 市が目印とする率（{watched}）が、前年より{'、'.join(said)}。"] if said else []


def aims(packet: Packet) -> Table | None:
    """目標に届かない債権の表。収納率、収入未済額、割合ごとに、目標との差の大きい順に三つまで。

    例::

        tables.aims(packet)

    列: 目標に、債権、指標、年度、単位、実績、目標、差
    前年と比べられる債権がなければ、目標に達したものも示す。データがないとき: 何も示さない(None)。
    """
    found = measures.aims(packet)
    compared = any(row.turn is not None for row in measures.turned(packet))
    kinds = (False,) if compared else (False, True)
    rows = [(met, row) for met in kinds for row in measures.missed_most(found, _MOST, met)]
    if not rows:
        return None
    estimates = any(row.estimate for _, row in rows)
    return Table(
        id="tbl-aims",
        caption=f"目標に{'と'.join(f'{_REACHED[met]}債権' for met in dict(rows))}",
        columns=[
            Column("met", "目標に", width=1.5),
            Column("claim", "債権", width=3.4),
            Column("thing", "指標", width=3),
            Column("year", "年度", width=1.8),
            Column("unit", "単位", width=1),
            Column("actual", "実績", number=True, width=1.8),
            Column("target", "目標", number=True, width=1.8),
            Column("gap", "差", number=True, signed=True, width=1.8),
        ],
        rows=[_aim(packet, met, row) for met, row in rows],
        notation=packet.notation,
        heads=3,
        merged=("met",),
        notes=[f"※ 率の差はポイント。{'実績は推計または決算見込み。' if estimates else ''}"],
    )


def _aim(packet: Packet, met: bool, row: measures.Aim) -> dict[str, Value]:
    def shown(value: Decimal) -> Decimal:
        return round_half_up(value, min(decimals_of(value), packet.city.decimals)) if row.is_rate else value

    return {
        "met": _REACHED[met],
        "claim": _short(packet, row.claim),
        "thing": measures.aim_name(row),
        "year": wareki.fiscal_year(row.fiscal_year),
        "unit": "%" if row.is_rate else packet.city.units.table,
        "actual": shown(row.actual),
        "target": shown(row.target),
        "gap": shown(row.gap),
    }


def risks(packet: Packet) -> Table | None:
    """会議で気を付けることの表。届かない目標、合わない数値、資料にない値などの数。

    例::

        tables.risks(packet)

    列: 気を付けること、件数、全体、どれか
    0 件のものは載らない。データがないとき: 何も示さない(None)。
    """
    rows = measures.risks(packet)
    if not rows:
        return None
    return Table(
        id="tbl-risks",
        caption="気を付けること",
        columns=[
            Column("what", "気を付けること", width=5),
            Column("count", "件数", number=True, width=1),
            Column("whole", "全体", number=True, width=1),
            Column("names", "どれか", width=6),
        ],
        rows=[
            {"what": _RISKS[row.kind], "count": row.count, "whole": row.whole, "names": _which(packet, row)}
            for row in rows
        ],
        notation=packet.notation,
    )


def _short(packet: Packet, claim: str) -> str:
    """The claim's short name: the page is one."""
    return packet.ledger.claim(claim)["short_name"]


def _which(packet: Packet, row: measures.Risk) -> str:
    known = set(packet.ledger["claims"]["claim"])
    named = [_short(packet, name) if name in known else name for name in row.names[:_NAMED]]
    return "、".join(named) + (" など" if len(row.names) > _NAMED else "")
