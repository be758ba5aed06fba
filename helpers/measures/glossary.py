"""The words of the field that a packet uses, and what they mean: our own short wording."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.ledger.rows import TABLES
from helpers.measures.rows import Rows
from helpers.packet import Packet
from helpers.terms import CODE_WORDS, SEGMENTS


@dataclass(frozen=True)
class Term:
    """A word of the field. ``words`` are those by which it is known to be used, ``sections`` the notebooks that print it whatever the
    data.
    """

    term: str
    meaning: str
    words: tuple[str, ...]
    sections: tuple[str, ...] = ()


def _term(term: str, meaning: str, *words: str, sections: tuple[str, ...] = ()) -> Term:
    return Term(term, meaning, words or (term,), sections)


_NOTES = ("notes",)  # whose formulas name all amounts
_OTHERS = ("comparison",)  # which prints what other cities have
_CLASSES = ("強制徴収公債権", "非強制徴収公債権", "私債権")  # each is told by the others
TERMS = (
    _term("調定額", "市が、だれにいくら納めてもらうかを調べて決めた（調定した）額。", "調定", sections=_NOTES),
    _term("収入未済額", "調定した額のうち、まだ納められていない額。", "収入未済", sections=_NOTES),
    _term("不納欠損額", "時効や免除などで債権が消え、もう納められないものとして決算で落とした額。", "不納欠損", sections=_NOTES),
    _term("還付未済額", "納め過ぎた人などに返す額のうち、まだ返していない額。", "還付未済", sections=_NOTES),
    _term("収納率", "調定した額のうち、納められた額の割合。{rate}", "収納率", "徴収率", sections=_NOTES),
    _term("現年度分（現年）", "その年度に調定した分。", "現年度分", "現年"),
    _term("滞納繰越分（過年）", "前の年度までに調定し、納められないまま繰り越した分。", "滞納繰越", "過年"),
    _term("強制徴収公債権", "納められないとき、市が裁判所によらず、自ら財産を差し押さえることができる債権。", *_CLASSES, sections=_OTHERS),
    _term("非強制徴収公債権", "公の権限によって生じる債権のうち、差押えに裁判の手続が要るもの。", *_CLASSES, sections=_OTHERS),
    _term("私債権", "貸付けや契約など、民間と同じ原因で生じる債権。差押えに裁判の手続が要る。", *_CLASSES, sections=_OTHERS),
    _term("推計、決算見込み", "決算がまとまる前に見積もった値。", "推計", "決算見込", sections=_OTHERS),
    _term("滞納整理", "滞納している債権を、納付、差押え、停止などで一件ずつ片付けること。"),
    _term("督促", "期限までに納められないとき、期限を改めて納付を求める、法令の手続。"),
    _term("催告", "督促の後も納められないとき、電話、文書、訪問などで重ねて納付を求めること。"),
    _term("臨戸", "滞納している人の住まいや事業所を訪ねること。"),
    _term("分納（分割納付）", "一度に納められない額を、何回かに分けて納めること。", "分納", "分割納付"),
    _term("財産調査", "差し押さえられる預貯金、給与、不動産などがあるかを調べること。"),
    _term("電子預金照会", "金融機関への預金の照会を、紙でなく電子データで行う仕組み。"),
    _term("滞納処分", "督促しても納められないとき、市が財産を差し押さえ、金銭に換えて充てる手続。"),
    _term("差押え", "滞納している人が、財産を売ったり使ったりできないようにすること。", "差押"),
    _term("捜索", "差し押さえる財産を、滞納している人の住まいなどで探すこと。"),
    _term("公売", "差し押さえた財産を、入札などで売ること。"),
    _term("執行停止", "財産がない、生活に困るなどの理由で、滞納処分を止めること。"),
    _term("徴収停止", "所在が分からないなど、取り立てる見込みのない債権の取立てを止めること。"),
    _term("支払督促", "裁判所から相手に支払いを求めてもらう、簡単な手続。異議がなければ強制執行ができる。"),
    _term("債務名義", "判決など、強制執行の根拠になる文書。"),
    _term("強制執行", "判決などに基づいて、裁判所が財産を差し押さえ、支払いに充てること。"),
    _term("債権放棄", "納められる見込みのない債権を、議会の議決や条例によって、市が手放すこと。"),
    _term("時効", "決まった期間が過ぎると、債権が消える（消せる）仕組み。"),
    _term("出納閉鎖", "前の年度の出し入れを締め切ること。五月末日。"),
    _term("特別徴収", "給与や年金を支払う者が、差し引いて市に納める方法。"),
    _term("普通徴収", "本人が、納付書や口座振替で市に納める方法。"),
)  # fmt: skip
# Longest first, so that 支払督促 is not taken for a 督促.
WORDS = re.compile("|".join(sorted((re.escape(w) for term in TERMS for w in term.words), key=len, reverse=True)))
_SILENT = ("source", "published")  # columns and tables that no section prints as they are


def glossary(packet: Packet) -> Rows[Term]:
    """資料に出てくる用語と意味。データの文と区分、節の題名と注記、節そのものの語から、使われているものだけ。

    例::

        measures.glossary(packet).frame()

    列: term、meaning、words、sections
    ``words``: それが使われていると見る語。``sections``: データによらず、その語を印刷する節。
    """
    used = set(WORDS.findall("\n".join(_texts(packet))))
    listed = {section.notebook for section in packet.meeting.sections}
    formula = packet.city.rate.words
    rate = f"この資料では {formula}。" if formula else "この資料では、原資料に印刷された値。"
    return Rows(
        Term(term.term, term.meaning.format(rate=rate), term.words, term.sections)
        for term in TERMS
        if used & set(term.words) or listed & set(term.sections)
    )


def _texts(packet: Packet) -> Iterator[str]:
    """What of the packet's words comes from its data and its parameters."""
    for section in packet.meeting.sections:
        yield from (section.title, *section.notes)
    for name in TABLES:
        if name not in _SILENT and packet.ledger.has(name):
            table = packet.ledger[name]
            for column in table:
                if column not in _SILENT:
                    yield from (_said(packet, column, value) for value in set(table[column]) if isinstance(value, str))


def _said(packet: Packet, column: str, value: str) -> str:
    """A code as it is printed; any other text is itself."""
    if column == "classes":
        return " ".join(packet.city.claim_classes[each] for each in value.split(";") if each)
    return SEGMENTS.get(value) or CODE_WORDS.get(value, (value,))[0]
