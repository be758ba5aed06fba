"""Where the carried-over amounts stand."""

from decimal import Decimal

from helpers import measures
from helpers.notation import NOT_IN_SOURCE, convert_money
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import names, say, year_name
from helpers.terms import BY


def outstanding(packet: Packet) -> Prose:
    """過年の収入未済額の、会議の日の合計、削減率、目標までの残りの文。

    例::

        sentences.outstanding(packet)

    文の例: 令和7年10月末の過年の収入未済額は約3,865百万円で、令和7年度の過年調定額から約1,565百万円圧縮した。
    データがないとき: 何のデータがないかを言って止まる。会議の日(as_of)か決算の、合計の金額が要る。
    """
    rows = measures.positions(packet, "carried_over")
    total = measures.total_of(rows).this
    moment = measures.moment(packet)
    year, cut = year_name(moment.fiscal_year), total.assessed - total.outstanding
    return Prose(
        [
            f"{name(moment.words)}の過年の収入未済額は{_money(packet, total.outstanding)}で、"
            f"{year}の過年調定額から{_money(packet, abs(cut))}{'圧縮した' if cut >= 0 else '増えた'}。",
            _deeper(packet, [row for row in rows if row.claim != "all"]),
            f"{year}の{_left(packet, total)}。",
        ]
    )


def _left(packet: Packet, total: measures.Day) -> str:
    """What is left to the target."""
    if total.target is None:
        return f"目標は、{NOT_IN_SOURCE}"
    left = total.outstanding - total.target
    return f"目標までの残りは{_money(packet, left)}である" if left > 0 else f"目標を{_money(packet, -left)}下回る"


def _money(packet: Packet, amount: Decimal) -> str:
    unit = packet.city.units.sentence
    return say(packet, convert_money(amount, packet.city.units.table, unit), unit, 0, about=True)


def _deeper(packet: Packet, claims: list[measures.Position]) -> str:
    """How many claims cut deeper than a year before, of those that can be compared."""
    before = "前年度" if measures.moment(packet).day is None else "前年の同じ月"
    changes = [row.this.cut_points for row in claims if row.this.cut_points is not None]
    if not changes:
        return f"{before}の過年の金額が分かる債権はない。"
    deeper = say(packet, sum(change > 0 for change in changes), "債権")
    new = [row.claim for row in claims if row.last.assessed is None]
    left_out = f"（今年度からの{names(packet, new)}を除く）" if new else ""
    return f"過年調定額からの削減率が{before}より高い債権は、{say(packet, len(changes), '債権')}中{deeper}である{left_out}。"


def worse(packet: Packet, by: str) -> Prose:
    """削減率が前年度より大きく下がった債権・局・課を挙げる文。

    例::

        sentences.worse(packet, "claim")

    文の例: 削減率が前年度より3ポイント以上低下したのは、1債権（「非-1 保育料」）である。
    ``by``: claim(債権)、bureau(局)、section(課)。
    データがないとき: 何のデータがないかを言って止まる。
    city.yaml の thresholds に worse_points が要る。
    """
    marked = [f"「{name(row.label)}」" for row in measures.cuts(packet, by) if packet.is_worse(row.cut_points)]
    points = name(f"{packet.worse_points:g}ポイント以上")
    if not marked:
        return Prose([f"削減率が前年度より{points}低下した{BY[by]}はない。"], bullets=False)
    return Prose(
        [f"削減率が前年度より{points}低下したのは、{say(packet, len(marked), BY[by])}（{''.join(marked)}）である。"],
        bullets=False,
    )
