"""The year's targets and initiatives."""

from helpers import measures
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import missing, names, say, year_name
from helpers.tables.policy import planned
from helpers.terms import SEGMENTS


def targets(packet: Packet) -> Prose:
    """Which targets were met, which were missed most, and which this year's targets ask for.

    DeskError ``missing-data`` if the source has no target of this year.
    """
    frame = measures.targets(packet.ledger, packet.fiscal_year)
    if not len(frame):
        raise missing(packet, "figures", f"fiscal_year が {packet.fiscal_year} の目標(kind が target)")
    last, this = year_name(packet.fiscal_year - 1), year_name(packet.fiscal_year)
    aimed = frame[frame["met"].notna()]
    met, missed = aimed[aimed["met"] == True], aimed[aimed["met"] == False]  # noqa: E712 (None is neither)
    counts = [say(packet, len(rows), "件") for rows in (aimed, met, missed)]
    lines = [
        f"{last}の数値目標{counts[0]}のうち、実績推計が目標に届いたのは{counts[1]}、届かないのは{counts[2]}である。"
    ]
    totals = aimed[(aimed["segment"] == "total") & (aimed["measure"] == "collection_rate")]
    for verdict, words in ((True, "届いた"), (False, "届かない")):
        named = totals[totals["met"] == verdict]["claim"]
        if len(named):
            lines.append(f"合計収納率の目標に{words}のは、{names(packet, named)}である。")
    for row in aimed[aimed["measure"] != "collection_rate"].itertuples():
        words = "届いた" if row.met else "届かない"
        lines.append(f"{names(packet, [row.claim])}の{name(row.item)}は、目標に{words}。")
    if len(missed):
        worst = min(missed.itertuples(), key=lambda row: row.gap)
        gap = say(packet, worst.gap, "ポイント", packet.city.decimals)
        lines.append(f"目標との差が最も大きいのは{names(packet, [worst.claim])}の{name(worst.item)}で、{gap}である。")
    without = list(dict.fromkeys(frame[frame["met"].isna()]["claim"]))
    if without:
        lines.append(f"{names(packet, without)}には{last}の目標がない。")
    lower = frame[frame["change"] < 0]
    if len(lower):
        items = "、".join(f"{names(packet, [row.claim])}（{SEGMENTS[row.segment]}）" for row in lower.itertuples())
        lines.append(f"{this}の目標が{last}の実績推計を下回るのは、{items}である。")
    return Prose(lines)


def tags(packet: Packet) -> Prose:
    """How many initiatives there are, and how many of them are new. DeskError ``missing-data`` if none are planned."""
    initiatives = planned(packet)
    if not len(initiatives):
        raise missing(packet, "initiatives", f"fiscal_year が {packet.fiscal_year} で、stage が planned の取組")
    counts = measures.tag_counts(initiatives, packet.ledger["claims"]["claim"])
    parts = "、".join(f"{tag}{say(packet, int(number), '件')}" for tag, number in counts.sum().items())
    total = say(packet, int(counts.to_numpy().sum()), "件")
    return Prose([f"{year_name(packet.fiscal_year)}の取組は全{total}で、内訳は{parts}である。"], bullets=False)
