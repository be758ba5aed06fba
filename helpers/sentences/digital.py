"""What the digital tools bring."""

from helpers import measures
from helpers.notation import is_withheld
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.wording import say, year_name
from helpers.terms import AGGREGATE_NAMES

_TWICE = 2  # from here on growth is said as a multiple, too


def digital(packet: Packet) -> Prose:
    """手段(DX)の広がり、経費の削減、利用の伸びの文。

    例::

        sentences.digital(packet)

    文の例: SMS催告は4債権で使い（令和7年度からの新規は3債権）、1件当たり106.4円の削減となる。
    データがないとき: 何のデータがないかを言って止まる。
    """
    tools = zip(measures.savings(packet), measures.tool_counts(packet), strict=True)
    return Prose([*(_tool(packet, *tool) for tool in tools), *(_use(packet, use) for use in measures.tool_use(packet))])


def _tool(packet: Packet, saving: measures.Saving, count: measures.ToolCount) -> str:
    new = f"{year_name(packet.fiscal_year)}からの新規は{say(packet, count.new, '債権')}"
    return (
        f"{name(saving.name)}は{say(packet, count.in_use, '債権')}で使い（{new}）、"
        f"{name('1件当たり')}{say(packet, saving.saving, '円')}の削減となる。"
    )


def _use(packet: Packet, use: measures.Use) -> str:
    number = say(packet, use.this, use.unit)
    who = f"{name(use.item)}（{AGGREGATE_NAMES[use.claim]}）"
    return f"{year_name(packet.fiscal_year - 1)}の{who}は{number}{_growth(packet, use)}である。"


def _growth(packet: Packet, use: measures.Use) -> str:
    if use.growth is None:
        return ""
    grown = f"、前年度比{say(packet, use.growth, '%', 0, signed=True)}"
    if is_withheld(use.growth):
        return grown
    times = use.this / use.last
    return f"{grown}（{say(packet, times, '倍', 0, about=True)}）" if times >= _TWICE else grown
