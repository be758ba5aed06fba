"""A claim of this city beside the same claim of the others."""

import datetime as dt
from decimal import Decimal

from helpers import measures, wareki
from helpers.errors import DeskError
from helpers.notation import MONEY, NOT_IN_SOURCE, convert_money, decimals_of, round_half_up
from helpers.packet import Packet
from helpers.tables.table import Column, Table
from helpers.terms import CLASSES

_NEEDED = ("claims", "figures", "published")  # of the tables of other cities
_MOST = 60  # cities whose tables are read for one table, and that a reader can look through
_KINDS = {"actual": "決算", "estimate": "推計", "computed": "年度途中"}


def comparison(packet: Packet) -> Table:
    """他市にもある債権を、市ごとに比べる表。

    例::

        tables.comparison(packet)

    列: 債権、市、区分、時点、収納率(%)、目標(%)、この市との差(P)、収入未済額(金額)、備考（その市での名、比べない理由）
    差は、どちらも同じ年度全体の収納率のときだけ示し、ほかは理由を備考に書く。
    データがないとき: 同じ債権がどの市にもなければ止まる。読めない市は注に書いて除く。他市が多すぎるときも止まる(節 nation が比べる)。
    """
    if (number := len(packet.other_cities())) > _MOST:
        raise DeskError(
            "missing-data",
            f"params/ に他市が {number:,} あり、市を一つずつ並べる表({_MOST} 市まで)には載りません。会議の YAML の sections の comparison を"
            "nation に替えてください(似た団体の中での位置を示します)。",
        )
    others, unread = packet.others(_NEEDED)
    rows = []
    for claim in packet.ledger["claims"]["claim"]:
        beside = _beside(packet, claim, others)
        # Where no other city can be read now, this one stands alone, with a note that says so.
        if len(beside) > 1 or (beside and unread and not others):
            rows += beside
    if not rows:
        raise DeskError(
            "missing-data",
            "他市と比べられる債権がありません。同じ債権(claim)の収納率か決算の金額のある他市が、params/ と data/ に要ります。"
            "なければ、会議の YAML の sections から comparison を外してください。",
        )
    compared = any(row["gap"] is not None for row in rows)
    unit = _unit(packet, rows)
    for row in rows:
        amount, own = row.pop("amount"), row.pop("unit")
        row["outstanding"] = None if amount is None else convert_money(amount, own, unit)
    own = packet.city.units.table
    coarser = f"※ 収入未済額は、{own}まで印刷していない市があるため、{unit}で示す。{unit}未満は四捨五入した。"
    return Table(
        id="tbl-comparison",
        caption="他市の同じ債権との比較（現年度分収納率）",
        columns=_columns(packet, compared, unit),
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("name",),
        notes=[
            "※ 同じ種類の債権を、この市と同じ年度の値、なければ最も新しい値で並べた。年度や時点が違うものは、差を計算しない。",
            *([] if compared else ["※ 年度と時点がそろう値がないため、差の欄はない。"]),
            *([] if unit == own else [coarser]),
            "※ 債権区分、対象とする範囲、収納率の計算方法は市により異なることがある。",
            *(f"※ {city} はデータに誤りがあるため、比較から除いた。" for city in unread),
        ],
    )


def _unit(packet: Packet, rows: list[dict]) -> str:
    """The unit of the amounts: this city's, or the coarsest that one of ``rows`` is printed in. In a finer one a figure would end in
    zeros that nobody printed.
    """
    return max([packet.city.units.table, *(row["unit"] for row in rows if row["amount"] is not None)], key=MONEY.get)


def _columns(packet: Packet, compared: bool, unit: str) -> list[Column]:
    """The columns of the table, with one of differences if any two rates are ``compared``; amounts in ``unit``."""
    places = packet.city.decimals
    gap = Column(
        "gap",
        "この市との差",
        number=True,
        unit="P",
        decimals=places,
        signed=True,
        width=1.7,
        formula="その市の率−この市の率",
    )
    return [
        Column("name", "債権", width=3),
        Column("city", "市", width=1.4),
        Column("class", "区分", width=2.1),
        Column("year", "時点", width=3.4),
        Column("rate", "収納率", number=True, unit="%", width=1.2),
        Column("target", "目標", number=True, unit="%", width=1.2),
        *([gap] if compared else []),
        Column("outstanding", "収入未済額", number=True, unit=unit, decimals=0, width=2),
        Column("note", "備考（その市での名、比べない理由）", width=4.9),
    ]


def _beside(packet: Packet, claim: str, others: list[Packet]) -> list[dict]:
    """The line of this city's ``claim``, then those of the comparable claims of ``others``; none where this city has no rate."""
    own = measures.standing(packet, claim)
    if own is None:
        return []
    name = packet.ledger.claim(claim)["name"]
    rows = [_row(packet, claim, name, own, packet, None, "（この市）")]
    for other in others:
        for alike in other.ledger.alike(claim):
            found = measures.standing(other, alike, own.fiscal_year)
            if found is None:
                continue
            reason = _reason(own, found) or _other_definition(packet, other)
            gap = None if reason else measures.difference(found.rate, own.rate)
            theirs = other.ledger.claim(alike)["name"]
            note = "、".join(filter(None, ("" if theirs == name else theirs, reason)))
            rows.append(_row(other, alike, name, found, packet, gap, note))
    return rows


def _reason(own: measures.Standing, other: measures.Standing) -> str:
    """Why two rates cannot be compared; "" if they can."""
    if bool(own.as_of) != bool(other.as_of):
        return "年度途中の率のため比べない"
    if own.fiscal_year != other.fiscal_year or own.as_of != other.as_of:
        return "年度が違うため比べない"
    return ""


def _other_definition(one: Packet, other: Packet) -> str:
    """Likewise, for rates that two cities compute in two ways; how printed ones were computed nobody knows."""
    ways = {packet.city.rate.words for packet in (one, other)}
    return "率の定義が違うため比べない" if len(ways - {""}) > 1 else ""


def _row(
    city: Packet,
    claim: str,
    name: str,
    standing: measures.Standing,
    reader: Packet,
    gap: Decimal | None,
    note: str,
) -> dict:
    """The line of a ``claim`` of ``city`` under ``name``, as the city of ``reader`` prints it; its ``amount`` in the ``unit`` of its source."""
    when = wareki.fiscal_year(standing.fiscal_year)
    if standing.as_of:
        when = wareki.day_or_end(dt.date.fromisoformat(standing.as_of))
    return {
        "name": name,
        "city": city.city.name,
        "class": "、".join(CLASSES[c] for c in measures.classes_of(city.ledger, claim)) or NOT_IN_SOURCE,
        "year": f"{when}（{_KINDS[standing.kind]}）",
        "rate": _rate(standing.rate, reader),
        "target": _rate(standing.target, reader),
        "gap": gap,
        "amount": standing.outstanding,
        "unit": standing.unit,
        "note": note,
    }


def _rate(rate: Decimal | None, reader: Packet) -> Decimal | None:
    """``rate`` with the digits it was printed with, and no more than the reader's city prints."""
    places = reader.city.decimals
    return rate if rate is None or decimals_of(rate) <= places else round_half_up(rate, places)
