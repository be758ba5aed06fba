"""What tables of outstanding amounts share: their days, and which figures are printed, computed, or cannot be true."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from helpers import measures, wareki
from helpers.packet import Packet
from helpers.terms import Segment

Marks = Mapping[tuple[int, str], Sequence[str]]


def month_end(packet: Packet) -> str:
    """When the meeting looks at the claims: 令和7年10月末, 令和6年度決算."""
    return measures.moment(packet).words


def short_year(packet: Packet, back: int) -> str:
    """The fiscal year that the meeting looks at, or the one ``back`` years before: R7."""
    return wareki.fiscal_year_short(measures.moment(packet).fiscal_year - back)


def denied(packet: Packet, segment: Segment, titles: Collection[str], claims: Collection[str]) -> list[measures.Denied]:
    """The printed figures that do not stand, of the measures and claims that a table shows."""
    return [d for d in measures.denied(packet, segment) if d.measure in titles and d.claim in claims]


def shaded(marks: Marks, cells: Iterable[tuple[int, str]]) -> Marks:
    return marks | {cell: (*marks.get(cell, ()), "shade") for cell in cells}


def denied_notes(packet: Packet, denied: Sequence[measures.Denied], titles: Mapping[str, str]) -> list[str]:
    """Both figures of every cell that does not show the printed one."""
    if not denied:
        return []
    named = "、".join(
        f"{_place(packet, found.claim, found.back, titles[found.measure])}"
        f"（印刷 {found.printed.text}、計算 {_as_printed(packet, found.computed, found.printed.text)}）"
        for found in denied
    )
    return [f"※ 網掛けの数値は、原資料に印刷された値がほかの印刷された値と合わないため、計算した値を示す: {named}。"]


def _place(packet: Packet, claim: str, back: int, title: str) -> str:
    return f"{'合計' if claim == 'all' else packet.numbered(claim)}の{short_year(packet, back)}の{title}"


def _as_printed(packet: Packet, value: Decimal | None, printed: str) -> str:
    """``value`` in the form of ``printed``: with its sign and unit."""
    unit = next((unit for unit in ("%", "P", "ポイント") if printed.endswith(unit)), "")
    return f"{packet.notation.cell(value, packet.city.decimals, signed=printed.startswith('+'))}{unit}"


def origin_notes(
    packet: Packet, positions: Iterable[measures.Position], segment: Segment, titles: Mapping[str, str]
) -> list[str]:
    """Which rates and changes are the document's own, and which were computed; nothing where all follow from exact amounts."""
    printed, year = measures.stated(packet), measures.moment(packet).fiscal_year
    cells = [
        measures.Key(row.claim, segment, name, year - back)
        for row in positions
        for name in titles
        for back, day in enumerate(row.days)
        if getattr(day, name) is not None
    ]
    own = [cell for cell in cells if cell not in printed]
    unit = packet.city.units.table
    is_exact = packet.ledger.amount_decimals is not None
    basis = f"{unit}未満を四捨五入する前の金額" if is_exact else f"印刷された{unit}の値"
    if len(own) == len(cells):
        return [] if unit == "円" else [f"※ 率と増減は、{'' if is_exact else '原資料に'}{basis}から計算した。"]
    notes = ["※ 率と増減は、原資料に印刷された値である。"]
    if own:
        named = "、".join(_place(packet, cell.claim, year - cell.fiscal_year, titles[cell.measure]) for cell in own)
        notes.append(f"※ 原資料から値を読めない{named}は、{basis}から計算した。")
    return notes
