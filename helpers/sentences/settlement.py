"""What a settlement comes to, which claims owe most, what moved, and what is not covered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from helpers import measures
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import grew, names, say, year_name
from helpers.terms import AMOUNT_NAMES, SEGMENTS, Segment

_MOST_NAMED = 5
_TOP = 3
_PARTS = ("current", "carried_over")


def settlement(packet: Packet) -> Prose:
    """決算の収納率、収入未済額、不納欠損額を前年度と比べる文。良くなった債権、悪くなった債権も挙げる。

    例::

        sentences.settlement(packet)

    文の例: 令和6年度決算の収納率は84.4%（前年度から0.9ポイント上昇）である。
    データがないとき: 何のデータがないかを言って止まる。決算の年度(settled_year)の金額が要る。
    """
    totals = {row.segment: row for row in measures.settlement_totals(packet, "all")}
    whole = totals["total"]
    better, worse = measures.turns(packet)
    return Prose(
        [
            *_rates(packet, totals),
            *_amount(packet, "outstanding", whole),
            *_amount(packet, "written_off", whole),
            _turned(packet, "前年度より収入未済額が減り、収納率が上がった債権", better),
            _turned(packet, "前年度より収入未済額が増え、収納率が下がった債権", worse),
        ]
    )


def _rates(packet: Packet, totals: Mapping[Segment, measures.Settlement]) -> list[str]:
    """The rate of all claims, then that of each part that has one."""
    if totals["total"].this.rate is None:
        return []
    parts = [
        f"{SEGMENTS[part]}は{_rate(packet, totals[part])}" for part in _PARTS if totals[part].this.rate is not None
    ]
    whole = f"{year_name(packet.meeting.settled_year)}決算の収納率は{_rate(packet, totals['total'])}である。"
    return [whole, f"{'、'.join(parts)}である。"] if parts else [whole]


def _rate(packet: Packet, row: measures.Settlement) -> str:
    """97.89%（前年度から0.30ポイント上昇）."""
    places = packet.city.decimals
    rate, points = say(packet, row.this.rate, "%", places), row.points
    if points is None:
        return rate
    if not points:
        return f"{rate}（前年度と同じ）"
    return f"{rate}（前年度から{say(packet, abs(points), 'ポイント', places)}{'上昇' if points > 0 else '低下'}）"


def _amount(packet: Packet, measure: str, row: measures.Settlement) -> list[str]:
    this, last = row.this.amounts[measure], row.last.amounts[measure]
    if this is None:
        return []
    said, change = f"{AMOUNT_NAMES[measure]}は{_money(packet, this)}", measures.difference(this, last)
    if change is None:
        return [f"{said}である。"]
    if not change:
        return [f"{said}で、前年度と同じである。"]
    growth = measures.growth(this, last)
    grown = "" if growth is None else f"（{say(packet, growth, '%', 1, signed=True)}）"
    return [f"{said}で、前年度から{_money(packet, abs(change))}{grew(change)}{grown}。"]


def _turned(packet: Packet, what: str, rows: Sequence[measures.Settlement]) -> str:
    if not rows:
        return f"{what}はない。"
    more = "など" if len(rows) > _MOST_NAMED else ""
    named = names(packet, [row.name for row in rows[:_MOST_NAMED]])
    return f"{what}は{say(packet, len(rows), '債権')}（{named}{more}）である。"


def largest(packet: Packet) -> Prose:
    """収入未済額が最も大きい債権と、上位が全体に占める割合の文。

    例::

        sentences.largest(packet)

    文の例: 令和6年度決算の収入未済額が最も大きい債権は「市税」の170千円で、全債権の53.5%を占める。
    データがないとき: 何のデータがないかを言って止まる。
    """
    ranked = measures.largest(packet, _TOP)
    first = [row for row in ranked if row.rank == 1]
    share = say(packet, sum(row.share for row in first), "%", 1)
    lines = [
        f"{year_name(packet.meeting.settled_year)}決算の収入未済額が最も大きい債権は{names(packet, [row.claim for row in first])}"
        f"の{_money(packet, first[0].this)}で、全債権の{share}を占める。"
    ]
    if len(ranked) > len(first):
        shares = say(packet, sum(row.share for row in ranked), "%", 1)
        lines.append(f"{name(f'上位{len(ranked)}債権')}で、全債権の{shares}を占める。")
    return Prose(lines)


def movers(packet: Packet) -> Prose:
    """収入未済額が増えた債権と減った債権の数、合計、最も動いたものの文。

    例::

        sentences.movers(packet)

    文の例: 収入未済額は全債権で前年度から18千円増加した。増えた債権は2、減った債権は1である。
    データがないとき: 何のデータがないかを言って止まる。
    """
    moved = measures.movers(packet)
    up, down = [row for row in moved if row.change > 0], [row for row in moved if row.change < 0]
    total = sum((row.change for row in moved), Decimal(0))
    changed = f"{_money(packet, abs(total))}{grew(total)}" if total else "増減がない"
    lines = [
        f"収入未済額は全債権で前年度から{changed}。増えた債権は{say(packet, len(up), of='債権')}、"
        f"減った債権は{say(packet, len(down), of='債権')}である。"
    ]
    if up:
        lines.append(f"最も増えたのは{names(packet, [up[0].claim])}で、{_money(packet, up[0].change)}増加した。")
    if down:
        lines.append(f"最も減ったのは{names(packet, [down[-1].claim])}で、{_money(packet, -down[-1].change)}減少した。")
    return Prose(lines)


def uncovered(packet: Packet) -> Prose:
    """債権に含めない歳入の行の数と収入未済額の文。

    例::

        sentences.uncovered(packet)

    文の例: 令和6年度決算の歳入のうち、債権に含めない行は15件、その収入未済額は50千円である。
      債権とした行の収入未済額は318千円である。
    データがないとき: 記録されていない、または一行もないと言う文になる。
    """
    year = year_name(packet.meeting.settled_year)
    if not packet.ledger.has("excluded"):
        return Prose(
            ["債権に含めない歳入の行は記録されていない。この資料が歳入のどこまでを扱うかは、債権の一覧による。"],
            bullets=False,
        )
    found = measures.uncovered(packet)
    if not found:
        return Prose([f"{year}決算の歳入に、債権に含めない行はない。"], bullets=False)
    lines = say(packet, sum(row.lines for row in found), "件")
    left = [row.outstanding for row in found if row.outstanding is not None]
    outstanding = f"、その収入未済額は{_money(packet, sum(left, Decimal(0)))}" if left else ""
    claims = next(row for row in measures.settlement_totals(packet, "all") if row.segment == "total").this.outstanding
    beside = "" if claims is None else f"債権とした行の収入未済額は{_money(packet, claims)}である。"
    return Prose([f"{year}決算の歳入のうち、債権に含めない行は{lines}{outstanding}である。{beside}"], bullets=False)


def _money(packet: Packet, amount: Decimal) -> str:
    """``amount``, in the unit of the city's tables, as sentences say it; what that unit cannot show, in the tables' own."""
    table, unit = packet.city.units.table, packet.city.units.sentence
    converted = convert_money(amount, table, unit)
    return say(packet, converted, unit, 1) if abs(converted) >= 1 else say(packet, amount, table)
