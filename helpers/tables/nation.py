"""Where the city's rates stand among municipalities that are like it, and what stands out among all."""

from collections.abc import Sequence

from helpers import measures, wareki
from helpers.notation import NOT_APPLICABLE
from helpers.packet import Packet
from helpers.tables.table import Column, Table, Value

_MOST = 20  # rows of a list: who wants all has ``measures.country``
_SOURCE = (
    "※ data/rates.csv に集めた決算の金額から計算した。同じ年度・区分・定義の率だけを比べ、定義の違う団体は入れない。"
)
_HIDDEN = f"※ 同じ規模の団体が{measures.FEWEST}に満たないものは、示さない（{NOT_APPLICABLE}）。"


def likes(packet: Packet) -> Table:
    """この市の債権ごとの収納率と、規模と定義が同じ団体の中での位置の表。

    例::

        tables.likes(packet)

    列: 債権、調定額の規模、団体数、収納率(%)、前年度との差(P)、順位(位)、順位の幅 上(位)、順位の幅 下(位)、
      下位四分の一(%)、中央値(%)、上位四分の一(%)
    データがないとき: data/rates.csv がないか、この市の行がなければ止まる。
    """
    places = packet.city.decimals
    rows, marks = [], {}
    for like in measures.likes(packet):
        if abs(like.this.distance or 0) > measures.FAR:
            marks[len(rows), "rate"] = ("bold", "shade")
        rows.append(
            vars(like.this)
            | {
                "claim": packet.ledger.claim(like.claim)["name"],
                "low": like.lowest_quarter,
                "high": like.highest_quarter,
            }
        )
    return Table(
        id="tbl-likes",
        caption=f"似た団体の中での収納率（{_year(packet)}決算、{_definition(packet)}）",
        columns=[
            Column("claim", "債権", width=3),
            Column("size", "調定額の規模", width=2.6),
            Column("among", "団体数", number=True, width=1),
            Column("rate", "収納率", number=True, unit="%", decimals=places, width=1.3),
            Column("change", "前年度との差", number=True, unit="P", decimals=places, signed=True, width=1.4),
            Column("rank", "順位", number=True, unit="位", width=1),
            Column("rank_best", "上", number=True, unit="位", group="順位の幅", width=1),
            Column("rank_worst", "下", number=True, unit="位", group="順位の幅", width=1),
            Column("low", "下位四分の一", number=True, unit="%", decimals=places, width=1.3),
            Column("middle", "中央値", number=True, unit="%", decimals=places, width=1.3),
            Column("high", "上位四分の一", number=True, unit="%", decimals=places, width=1.3),
        ],
        rows=rows,
        notation=packet.notation,
        marks=marks,
        notes=[
            _SOURCE,
            "※ 順位は調定額の規模が同じ団体の中のもので、同じ率は同じ順位。順位の幅は、その規模で率が年度ごとに上下する大きさ"
            "（95%）から、ほかの団体と入れ替わりうる範囲。幅の中の違いは、良し悪しを示さない。",
            *([f"※ 太字は、中央値から散らばりの{measures.FAR}倍を超えて離れている率。"] if marks else []),
            *([_HIDDEN] if any(row["rank"] is None for row in rows) else []),
        ],
    )


def rate_spreads(packet: Packet, claim: str) -> Table:
    """一つの債権の収納率の散らばりを、調定額の規模ごとに示す表。

    例::

        tables.rate_spreads(packet, "municipal_tax")

    列: 調定額の規模、団体数、下位四分の一(%)、中央値(%)、上位四分の一(%)、団体の間の散らばり(P)、年度ごとの上下(P)
    ``claim``: claims.csv の債権の名。
    データがないとき: data/rates.csv がないか、この市の行がなければ止まる。
    """
    places = packet.city.decimals
    spreads = measures.spreads(packet, claim)
    rows = [vars(spread) for spread in spreads if spread.number]
    return Table(
        id=f"tbl-rate-spreads-{claim.replace('_', '-')}",
        caption=f"収納率の散らばり（{_of(packet, claim)}）",
        columns=[
            Column("size", "調定額の規模", width=3),
            Column("number", "団体数", number=True, width=1),
            Column("lowest_quarter", "下位四分の一", number=True, unit="%", decimals=places, width=1.5),
            Column("middle", "中央値", number=True, unit="%", decimals=places, width=1.5),
            Column("highest_quarter", "上位四分の一", number=True, unit="%", decimals=places, width=1.5),
            Column("spread", "団体の間の散らばり", number=True, unit="P", decimals=places + 1, width=1.8),
            Column("swing", "年度ごとの上下", number=True, unit="P", decimals=places + 1, width=1.8),
        ],
        rows=rows,
        notation=packet.notation,
        notes=[_SOURCE, *([_HIDDEN] if any(row["middle"] is None for row in rows) else [])],
    )


def rate_outliers(packet: Packet, claim: str) -> Table | None:
    """一つの債権の収納率が、同じ規模の団体から大きく離れている団体の表。

    例::

        tables.rate_outliers(packet, "municipal_tax")

    列: 団体、都道府県、調定額の規模、収納率(%)、中央値(%)、隔たり(倍)
    ``claim``: claims.csv の債権の名。隔たりは、団体の間の散らばりの何倍か。
    データがないとき: 大きく離れた団体がなければ、何も示さない(None)。data/rates.csv がなければ止まる。
    """
    found = measures.outliers(measures.country(packet, claim))
    return _far(packet, claim, found, "rate-outliers", "収納率が同じ規模の団体から大きく離れている団体", "distance")


def rate_movers(packet: Packet, claim: str) -> Table | None:
    """一つの債権の収納率が、前年度から大きく動いた団体の表。

    例::

        tables.rate_movers(packet, "municipal_tax")

    列: 団体、都道府県、調定額の規模、収納率(%)、前年度との差(P)、隔たり(倍)
    ``claim``: claims.csv の債権の名。隔たりは、同じ規模の団体の動きの散らばりの何倍か。
    データがないとき: 大きく動いた団体がなければ、何も示さない(None)。data/rates.csv がなければ止まる。
    """
    found = measures.rate_movers(measures.country(packet, claim))
    return _far(packet, claim, found, "rate-movers", "収納率が前年度から大きく動いた団体", "move")


def _far(
    packet: Packet, claim: str, found: Sequence[measures.Rated], name: str, title: str, measure: str
) -> Table | None:
    """Those that were ``found``, with what the ``measure`` is held against."""
    if not found:
        return None
    places = packet.city.decimals
    beside = (
        Column("middle", "中央値", number=True, unit="%", decimals=places, width=1.3)
        if measure == "distance"
        else Column("change", "前年度との差", number=True, unit="P", decimals=places, signed=True, width=1.5)
    )
    rows: list[dict[str, Value]] = [
        vars(row) | {"prefecture": row.prefecture or NOT_APPLICABLE} for row in found[:_MOST]
    ]
    more = f"※ {len(found)}団体のうち、隔たりの大きい{_MOST}団体。" if len(found) > _MOST else ""
    return Table(
        id=f"tbl-{name}-{claim.replace('_', '-')}",
        caption=f"{title}（{_of(packet, claim)}）",
        columns=[
            Column("name", "団体", width=3),
            Column("prefecture", "都道府県", width=1.5),
            Column("size", "調定額の規模", width=2.6),
            Column("rate", "収納率", number=True, unit="%", decimals=places, width=1.3),
            beside,
            Column(measure, "隔たり", number=True, unit="倍", decimals=1, signed=True, width=1.2),
        ],
        rows=rows,
        notation=packet.notation,
        notes=[
            _SOURCE,
            f"※ 隔たりが散らばりの{measures.FAR}倍を超えるもの。調定額が{measures.SMALLEST / 10_000:,f}万円に満たない団体は、"
            "数人の納付で率が動くため、名を示さない。",
            *filter(None, [more]),
        ],
    )


def _of(packet: Packet, claim: str) -> str:
    return f"{packet.ledger.claim(claim)['name']}、{_year(packet)}決算、{_definition(packet)}"


def _year(packet: Packet) -> str:
    return wareki.fiscal_year(packet.meeting.settled_year)


def _definition(packet: Packet) -> str:
    return packet.city.rate.words
