"""The page for those who decide, in a few sentences, and the rules that it follows."""

from helpers import measures
from helpers.notation import NOT_IN_SOURCE, round_half_up
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import grew, names, say, year_name
from helpers.terms import SEGMENTS

NOTEBOOK = "decision"
_TURNS = {1: "良くなった", -1: "悪くなった"}


def decision(packet: Packet) -> Prose:
    """要点の文。主な収入未済額と収納率、最も良くなった債権と悪くなった債権、目標に最も届かない債権。

    例::

        sentences.decision(packet)

    文の例: 令和7年10月末の滞納繰越分の収入未済額は3,865百万円で、前年から621百万円（▲13.8%）減少した。
      令和7年度の目標2,899百万円まで966百万円である。
    データがないとき: 資料なしと言う文になる。
    """
    rows = measures.headlines(packet)
    first = [
        next((row for row in rows if (row.unit == "%") == rate and row.unit != "件"), None) for rate in (False, True)
    ]
    figures = [_headline(packet, row) for row in first if row is not None]
    asked = [] if measures.asked(packet) else [f"諮る案件は{NOT_IN_SOURCE}（次第がない）。"]
    return Prose(
        [*(figures or [f"全債権の収入未済額と収納率は{NOT_IN_SOURCE}。"]), *_turns(packet), *_missed(packet), *asked]
    )


def _headline(packet: Packet, row: measures.Headline) -> str:
    said = f"{name(row.when)}の{row.name}は{_value(packet, row, row.this)}"
    if row.change is None:
        return f"{said}で、前年の値は{NOT_IN_SOURCE}。{_target(packet, row)}"
    if not round_half_up(row.change, row.decimals):
        return f"{said}で、前年とほぼ同じである。{_target(packet, row)}"
    unit = "ポイント" if row.unit == "%" else row.unit
    change = say(packet, abs(row.change), unit, row.decimals)
    growth = "" if row.growth is None else f"（{say(packet, row.growth, '%', 1, signed=True)}）"
    turned = grew(row.change) if row.unit != "%" else "上昇した" if row.change > 0 else "低下した"
    return f"{said}で、前年から{change}{growth}{turned}。{_target(packet, row)}"


def _target(packet: Packet, row: measures.Headline) -> str:
    """How far it is from the target."""
    if row.target is None:
        return ""
    target = f"{year_name(row.target_year)}の目標{_value(packet, row, row.target)}"
    missing = row.left < 0 if row.unit == "%" else row.left > 0
    if not missing:
        return f"{target}に達している。"
    unit = "ポイント" if row.unit == "%" else row.unit
    return f"{target}まで{say(packet, abs(row.left), unit, row.decimals)}である。"


def _value(packet: Packet, row: measures.Headline, value) -> str:
    return say(packet, value, row.unit, row.decimals, about=row.approx and value is row.this)


def _turns(packet: Packet) -> list[str]:
    """The claims that turned furthest for the better and for the worse."""
    rows = measures.turned(packet)
    furthest = [(word, row) for turn, word in _TURNS.items() for row in measures.furthest(rows, turn, 1)]
    return [_turn(packet, word, row) for word, row in furthest]


def _turn(packet: Packet, word: str, row: measures.Turn) -> str:
    part = "" if row.segment == "total" else f"の{SEGMENTS[row.segment]}"
    amount = say(packet, abs(row.change), packet.city.units.table)
    points = say(packet, abs(row.points), "ポイント", packet.city.decimals)
    little = not round_half_up(row.points, packet.city.decimals)
    share = "" if row.share is None else f"全債権の収入未済額に占める割合は{say(packet, row.share, '%', 1)}である。"
    return (
        f"前年より最も{word}のは{names(packet, [row.claim])}{part}で、収入未済額が{amount}{'減り' if row.change < 0 else '増え'}、"
        f"収納率が{'わずかに' if little else points}{'上がった' if row.points > 0 else '下がった'}。{share}"
    )


def _missed(packet: Packet) -> list[str]:
    """The rate that missed its target by most, or else the amount."""
    found = measures.missed_most(measures.aims(packet), 1)
    if not found:
        return []
    row, places = found[0], packet.city.decimals
    unit, gap = ("%", "ポイント") if row.is_rate else (packet.city.units.table, packet.city.units.table)
    places = places if row.is_rate else None
    what = f"{names(packet, [row.claim])}の{name(measures.aim_name(row))}"
    result = f"{'推計' if row.estimate else '実績'}{say(packet, row.actual, unit, places)}"
    way = "下回る" if row.gap < 0 else "上回る"
    return [
        f"{year_name(row.fiscal_year)}の目標に最も届かないのは{what}で、{result}は目標{say(packet, row.target, unit, places)}を"
        f"{say(packet, abs(row.gap), gap, places)}{way}。"
    ]


def rules(packet: Packet) -> list[str]:
    """By which rules the page was filled, for the notes of a packet that has it."""
    if all(section.notebook != NOTEBOOK for section in packet.meeting.sections):
        return []
    title = next(section.title for section in packet.meeting.sections if section.notebook == NOTEBOOK)
    most, top = name("五つまで"), name("三つまで")
    return [
        f"「{name(title)}」の文と表は、次の決まりで作った。主な数値：会議の見る時点の滞納繰越分と現年度分、決算の全債権、"
        f"達成した目標の数の順に、値のあるものを{most}。目標はその年度のもの、なければ次にあるもの。",
        "良くなった債権：前年より収入未済額が減り、収納率が上がったもの。悪くなった債権：増え、下がったもの。動いた額の大きい順に"
        f"{top}。割合は、同じ区分の全債権の収入未済額に対するもの。",
        f"目標に届かない債権：目標と実績（決算、なければ推計）がそろう最も新しい年度で、目標との差の大きい順に、指標ごとに{top}。"
        "率と割合は目標以上、収入未済額は目標以下で達成とする。前年と比べられる債権がなければ、目標に達したものも示す。",
    ]
