"""How a packet computes and prints."""

from decimal import Decimal

from helpers import measures
from helpers.notation import WITHHELD
from helpers.packet import Packet
from helpers.prose import Prose, name
from helpers.sentences.decision import rules
from helpers.terms import AUDIENCE_NAMES


def definitions(packet: Packet) -> Prose:
    """この資料の計算と印刷の仕方の文。city.yaml の設定から作る。

    例::

        sentences.definitions(packet)

    文の例: 収納率＝収入済額÷調定額×100。計算した収納率とその差は小数第1位、増減率は小数第1位までとし、
      下の位を四捨五入する。原資料の値は印刷された桁のまま示す。
    """
    formula = packet.city.rate.words
    rate = f"{name(f'収納率＝{formula}')}。" if formula else "収納率は、原資料に印刷された値である。"
    example = name(packet.notation.number(Decimal("-0.5")))
    printed = (
        "債権別の表の率と増減は、原資料に印刷された値をそのまま示し、印刷のないものだけを、印刷された金額から計算する。"
        "印刷された値どうしが合わないものは、計算した値を網掛けで示し、両方の値を表の下に記す。"
    )
    place, first = name(f"第{packet.city.decimals}位"), name("第1位")
    return Prose(
        [
            f"{rate}計算した収納率とその差は小数{place}、増減率は小数{first}までとし、下の位を四捨五入する。"
            "原資料の値は印刷された桁のまま示す。",
            *([printed] if measures.stated(packet) else []),
            "収入未済額＝調定額−収入済額−不納欠損額＋還付未済額。",
            f"二つの率の差はポイント（P）、件数と金額の増減率は %（当年度÷前年度−{name('1')}）で示す。",
            "増減や差は端数処理前の値から計算し、最後に一度だけ四捨五入する。このため、表示した値どうしの差と一致しないことがある。",
            f"負の数は {packet.notation.minus} で示す（{example}）。「-」は該当がないもの、原資料が「-」とするもの、比べる値がなく計算できないもの。"
            f"「皆増」は前年度が {name('0')} のもの。「資料なし」は原資料に値がないもの。",
            *rules(packet),
            *_for_the_public(packet),
            f"出典：{name(packet.meeting.source)}。原資料の値から逆算した値は、そのことを表に示した。",
        ]
    )


def _for_the_public(packet: Packet) -> list[str]:
    """What an edition for the public lacks, and what x means in it."""
    if packet.audience == "committee":
        return []
    only = packet.city.committee_only
    small = f"{name(str(only.counts_below))}未満の件数や人数と、" if only.counts_below else ""
    return [
        f"この資料は{AUDIENCE_NAMES['public']}であり、{AUDIENCE_NAMES['committee']}とされた節、注、表の行を除いた。",
        f"「{WITHHELD}」は秘匿した数値。{small}{AUDIENCE_NAMES['committee']}の数値、また、合計・割合・増減からそれらを逆算できる数値を秘匿した。"
        f"秘匿した数値から計算する値も「{WITHHELD}」とし、図には描かない。",
    ]
