"""Where the carried-over amounts stand."""

from decimal import Decimal

from helpers import measures, wareki
from helpers.errors import DeskError
from helpers.notation import convert_money
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import missing, names, say, year_name
from helpers.tables.outstanding import cuts_frame, positions
from helpers.terms import BY


def outstanding(packet: Packet) -> Prose:
    """Where the carried-over amounts stand: the day's total, the cut so far, who cut deeper, what is left to the target.

    DeskError ``missing-data`` if the source's total is not in the data.
    """
    unit, table = packet.city.units.sentence, packet.city.units.table
    as_of = packet.as_of
    frame = positions(packet, "carried_over")
    total = measures.total_of(frame)
    if total["assessed"] is None:
        raise missing(packet, "figures", f"claim が all、segment が carried_over、as_of が {as_of} の調定額(assessed)")
    year, month = year_name(packet.fiscal_year), name(f"{wareki.month(as_of)}末")

    def money(value: Decimal) -> str:
        return say(packet, convert_money(value, table, unit), unit, 0, about=True)

    compared = frame[(frame["claim"] != "all") & frame["cut_points"].notna()]
    deeper = say(packet, int((compared["cut_points"] > 0).sum()), "債権")
    new = [row.claim for row in frame.itertuples() if row.assessed_last is None and row.claim != "all"]
    left_out = f"（今年度からの{names(packet, new)}を除く）" if new else ""
    cut, left = total["assessed"] - total["outstanding"], total["outstanding"] - total["target"]
    return Prose(
        [
            f"{month}の過年の収入未済額は{money(total['outstanding'])}で、{year}の過年調定額から{money(abs(cut))}"
            f"{'圧縮した' if cut >= 0 else '増えた'}。",
            f"過年調定額からの削減率が前年の同じ月より高い債権は、{say(packet, len(compared), '債権')}中{deeper}である{left_out}。"
            if len(compared)
            else "前年の同じ月の過年の金額が分かる債権はない。",
            f"{year}の目標までの残りは{money(left)}である。" if left > 0 else f"{year}の目標を{money(-left)}下回る。",
        ]
    )


def worse(packet: Packet, by: str) -> Prose:
    """Which claims, bureaus or sections (``by``) cut so much less than a year before that the city marks them.

    DeskError ``params`` if ``by`` is something else, ``missing-data`` if the city does not say how much is too little.
    """
    frame = cuts_frame(packet, by, without_major=False)
    if packet.city.thresholds.worse_points is None:
        raise DeskError(
            "missing-data",
            f"params/{packet.name}/city.yaml の thresholds に worse_points(何ポイント以上の低下を示すか)がありません。",
        )
    marked = [f"「{name(row.label)}」" for row in frame.itertuples() if packet.is_worse(row.cut_points)]
    points = name(f"{packet.city.thresholds.worse_points:g}ポイント以上")
    if not marked:
        return Prose([f"削減率が前年度より{points}低下した{BY[by]}はない。"], bullets=False)
    return Prose(
        [f"削減率が前年度より{points}低下したのは、{say(packet, len(marked), BY[by])}（{''.join(marked)}）である。"],
        bullets=False,
    )
