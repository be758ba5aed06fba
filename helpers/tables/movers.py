"""The claims with the largest outstanding amounts, and those whose amounts moved most."""

from collections.abc import Sequence
from decimal import Decimal

from helpers import measures
from helpers.packet import Packet
from helpers.tables.accounts import city_total, claim_name, grown, growth_column, lacking_notes, year_names
from helpers.tables.table import Column, Table, Value


def largest(packet: Packet, most: int) -> Table:
    """決算の収入未済額の大きい債権の表。最後に全債権の合計。

    例::

        tables.largest(packet, 10)

    列: 順(位)、債権、○年度(金額)、増減額(金額)、増減率(%)、全債権に占める割合(%)、割合の累計(%)
    ``most``: いくつまで載せるか。最後と同額のものも載る。
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    ranked, total = measures.largest(packet, most), city_total(packet)["total"]
    rows = [
        {
            "rank": row.rank,
            "claim": claim_name(packet, row.claim),
            "this": row.this,
            "last": row.last,
            "change": row.change,
            "growth": grown(row.this, row.last, row.growth),
            "share": row.share,
            "shares": row.shares,
        }
        for row in ranked
    ]
    this, last = total.this.outstanding, total.last.outstanding
    whole = {"this": this, "last": last, "change": total.change, "growth": grown(this, last, total.growth)}
    rows.append({"rank": None, "claim": "全債権", **whole, "share": measures.ratio(this, this), "shares": None})
    return Table(
        id="tbl-largest",
        caption=f"収入未済額の大きい債権（{year_names(packet)[0]}決算、単位：{packet.city.units.table}）",
        columns=[
            Column("rank", "順", number=True, unit="位", width=0.7),
            Column("claim", "債権", width=3.6),
            *_change_columns(packet),
            Column("share", "全債権に占める割合", number=True, unit="%", decimals=1, width=1.6),
            Column("shares", "割合の累計", number=True, unit="%", decimals=1, width=1.5),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        marks={(len(ranked), "claim"): ("bold",), (len(ranked), "this"): ("bold",)},
        unit=packet.city.units.table,
        notes=["※ 現年度分と滞納繰越分の合計による。割合と増減は計算。", *lacking_notes(packet, ["outstanding"])],
    )


def movers(packet: Packet, most: int) -> Table:
    """決算の収入未済額が増えた債権と減った債権の表。残りの合計と全体も載せる。

    例::

        tables.movers(packet, 20)

    列: 増減、債権、○年度(金額)、増減額(金額)、増減率(%)、全債権の増減に占める割合(%)
    ``most``: 増加と減少を、それぞれいくつまで載せるか。
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)とその前年度の金額が要る。
    """
    moved, total = measures.movers(packet), city_total(packet)["total"]
    up = [row for row in moved if row.change > 0]
    down = [row for row in reversed(moved) if row.change < 0]
    rows = [*_moved(packet, "増加", up, most), *_moved(packet, "減少", down, most)]
    this, last = total.this.outstanding, total.last.outstanding
    whole = {"this": this, "last": last, "change": measures.difference(this, last)}
    growth = grown(this, last, total.growth)
    rows.append(
        {"way": "全債権", "claim": "", **whole, "growth": growth, "share": measures.ratio(*[whole["change"]] * 2)}
    )
    notes = ["※ 割合は、全債権の増減額に占める割合（計算）。全債権と逆の向きに動いたものは負になる。"]
    if not whole["change"]:
        notes = ["※ 全債権の増減額が 0 のため、これに占める割合はない。"]
    once = [row for row in moved if None in (row.this, row.last)]
    if once:
        named = "、".join(claim_name(packet, row.claim) for row in once)
        notes.append(f"※ 前年度か当年度の決算に収入未済額がない債権は、その年度を 0 として増減に含めた: {named}。")
    return Table(
        id="tbl-movers",
        caption=f"収入未済額の増減（{year_names(packet)[0]}決算、単位：{packet.city.units.table}）",
        columns=[
            Column("way", "増減", width=1.1),
            Column("claim", "債権", width=3.6),
            *_change_columns(packet),
            Column("share", "全債権の増減に占める割合", number=True, unit="%", decimals=1, width=1.8),
        ],
        rows=rows,
        notation=packet.notation,
        heads=2,
        merged=("way",),
        marks={(len(rows) - 1, name): ("bold",) for name in ("way", "change")},
        unit=packet.city.units.table,
        notes=notes,
    )  # fmt: skip


def _change_columns(packet: Packet) -> list[Column]:
    this, last = year_names(packet)
    return [
        Column("last", last, number=True, width=2),
        Column("this", this, number=True, width=2),
        Column("change", "増減額", number=True, signed=True, width=1.9),
        growth_column(width=1.6),
    ]


def _moved(packet: Packet, way: str, rows: Sequence[measures.Mover], most: int) -> list[dict[str, Value]]:
    """The ``most`` first of ``rows``, and one line for the rest."""
    lines: list[dict[str, Value]] = [
        {
            "way": way,
            "claim": claim_name(packet, row.claim),
            "last": row.last,
            "this": row.this,
            "change": row.change,
            "growth": grown(row.this, row.last, row.growth),
            "share": row.share,
        }
        for row in rows[:most]
    ]
    rest = rows[most:]
    if rest:
        this, last = (sum((getattr(row, side) or Decimal(0) for row in rest), Decimal(0)) for side in ("this", "last"))
        shares = [row.share for row in rest if row.share is not None]
        lines.append(
            {
                "way": way,
                "claim": f"ほか{len(rest)}債権",
                "last": last,
                "this": this,
                "change": this - last,
                "growth": grown(this, last, measures.growth(this, last)),
                "share": sum(shares, Decimal(0)) if shares else None,
            }
        )
    return lines
