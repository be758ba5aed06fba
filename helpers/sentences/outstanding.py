"""Where the carried-over amounts stand."""

from decimal import Decimal

from helpers import measures, wareki
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import names, say, year_name
from helpers.terms import BY


def outstanding(packet: Packet) -> Prose:
    """Where the carried-over amounts stand: the day's total, the cut so far, who cut deeper, what is left to the target.

    DeskError ``missing-data`` if the source's total is not in the data.
    """
    rows = measures.positions(packet, "carried_over")
    total = measures.total_of(rows).this
    year, month = year_name(packet.fiscal_year), name(f"{wareki.month(packet.as_of)}末")
    cut, left = total.assessed - total.outstanding, total.outstanding - total.target
    return Prose(
        [
            f"{month}の過年の収入未済額は{_money(packet, total.outstanding)}で、"
            f"{year}の過年調定額から{_money(packet, abs(cut))}{'圧縮した' if cut >= 0 else '増えた'}。",
            _deeper(packet, [row for row in rows if row.claim != "all"]),
            f"{year}の目標までの残りは{_money(packet, left)}である。"
            if left > 0
            else f"{year}の目標を{_money(packet, -left)}下回る。",
        ]
    )


def _money(packet: Packet, amount: Decimal) -> str:
    unit = packet.city.units.sentence
    return say(packet, convert_money(amount, packet.city.units.table, unit), unit, 0, about=True)


def _deeper(packet: Packet, claims: list[measures.Position]) -> str:
    """How many claims cut deeper than a year before, of those that can be compared."""
    changes = [row.this.cut_points for row in claims if row.this.cut_points is not None]
    if not changes:
        return "前年の同じ月の過年の金額が分かる債権はない。"
    deeper = say(packet, sum(change > 0 for change in changes), "債権")
    new = [row.claim for row in claims if row.last.assessed is None]
    left_out = f"（今年度からの{names(packet, new)}を除く）" if new else ""
    return f"過年調定額からの削減率が前年の同じ月より高い債権は、{say(packet, len(changes), '債権')}中{deeper}である{left_out}。"


def worse(packet: Packet, by: str) -> Prose:
    """Which claims, bureaus or sections (``by``) cut so much less than a year before that the city marks them.

    DeskError ``params`` if ``by`` is something else, ``missing-data`` if the city does not say how much is too little.
    """
    marked = [f"「{name(row.label)}」" for row in measures.cuts(packet, by) if packet.is_worse(row.cut_points)]
    points = name(f"{packet.worse_points:g}ポイント以上")
    if not marked:
        return Prose([f"削減率が前年度より{points}低下した{BY[by]}はない。"], bullets=False)
    return Prose(
        [f"削減率が前年度より{points}低下したのは、{say(packet, len(marked), BY[by])}（{''.join(marked)}）である。"],
        bullets=False,
    )
