"""Action sheets: what is done, was planned or is planned about one claim.

Each function gives a list for ``display(*…)``: headings, sentences, charts and tables.
"""

from collections.abc import Sequence

from helpers import charts, measures, sentences, tables
from helpers.markdown import Heading, Lead
from helpers.notation import NOT_IN_SOURCE
from helpers.packet import Packet
from helpers.prose import Prose

__all__ = ["claims", "past", "past_claims", "plan", "planned_claims", "sheet"]

_ORDINALS = "アイウエオ"  # of the classes, and of the claims without one


def __dir__() -> list[str]:
    """What Tab offers in a notebook: functions, not the modules that they use."""
    return __all__


def claims(packet: Packet) -> list[str]:
    """取組個票のある債権の名の一覧。市の順。

    例::

        for claim in action_sheets.claims(packet):
            display(*action_sheets.sheet(packet, claim))

    債権の名は claims.csv の claim。他の債権の一部である債権は含まない。
    """
    return measures.sheet_claims(packet.ledger)


def sheet(packet: Packet, claim: str) -> list:
    """一つの債権の取組個票。見出し、強化期間、取組、実績の文と図と表、ヒアリングを、前年度について並べる。

    例::

        for claim in action_sheets.claims(packet):
            display(*action_sheets.sheet(packet, claim))

    ``claim``: claims.csv の債権の名。データがないとき: その部分に「資料なし」と書く。
    """
    year, ledger = packet.fiscal_year - 1, packet.ledger
    row = ledger.claim(claim)
    heading = Heading(f"{claims(packet).index(claim) + 1} {row['name']}")
    if not measures.has_sheet(ledger, claim, year):
        return [heading, Prose([f"{NOT_IN_SOURCE}。この債権の個票は原資料に含まれていない。"], bullets=False)]
    bureau, section = (row[name] or NOT_IN_SOURCE for name in ("bureau", "section"))
    header = f"所属：{bureau}　総括課：{section}　債権区分：{'、'.join(measures.class_names(packet, claim))}"
    parts = [
        heading,
        Lead(header),
        tables.campaigns(packet, claim, year) or _missing("滞納整理強化期間"),
        tables.initiatives_done(packet, claim, year) or _missing("取組内容"),
        sentences.results(packet, claim, year),
        charts.results(packet, claim, year),
        tables.results(packet, claim, year) or _missing("実績"),
        tables.hearings(packet, claim, year) or _missing("債権管理ヒアリングの課題と対応"),
    ]
    return [part for part in parts if part is not None]


def _missing(name: str) -> Prose:
    return Prose([f"{name}：{NOT_IN_SOURCE}"], bullets=False)


def past(packet: Packet, claim: str, years: Sequence[int]) -> list:
    """前期計画の一つの債権。見出し、取組、目標と実績、文、要因と今後の対応を並べる。債権区分の初めの債権の前には、区分の見出し。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        for claim in action_sheets.past_claims(packet, years):
            display(*action_sheets.past(packet, claim, years))

    ``years``: 前期計画の年度。資料のない部分は載らない。
    """
    last = years[-1]
    return [
        part
        for part in [
            _class_heading(packet, claim, years),
            _owned_heading(packet, claim),
            tables.initiatives_done(packet, claim, last) if packet.ledger.has("initiatives") else None,
            tables.past_claim(packet, claim, years),
            sentences.past_claim(packet, claim, years),
            tables.remarks(packet, claim, last) if packet.ledger.has("hearings") else None,
        ]
        if part is not None
    ]


def _class_heading(packet: Packet, claim: str, years: Sequence[int]) -> Heading | None:
    """ア 強制徴収公債権, before the first claim of a class."""
    firsts: dict[str, str] = {}
    for each in measures.past_claims(packet, years):
        firsts.setdefault(measures.class_names(packet, each)[0], each)
    own = measures.class_names(packet, claim)[0]
    if firsts.get(own) != claim:
        return None
    return Heading(f"{_ORDINALS[list(firsts).index(own)]} {'債権区分：' if own == NOT_IN_SOURCE else ''}{own}")


def _owned_heading(packet: Packet, claim: str) -> Heading:
    """市税（収納課）; the name alone where the section is not known."""
    row = packet.ledger.claim(claim)
    return Heading(row["name"] + (f"（{row['section']}）" if row["section"] else ""), level=3)


def past_claims(packet: Packet, years: Sequence[int]) -> list[str]:
    """前期計画の対象だった債権の名の一覧。債権区分ごとに、市の順。

    例::

        years = range(packet.fiscal_year - 3, packet.fiscal_year)
        for claim in action_sheets.past_claims(packet, years):
            display(*action_sheets.past(packet, claim, years))

    ``years``: 前期計画の年度。初めの年度の決算がある債権を数える。
    """
    return measures.past_claims(packet, years)


def planned_claims(packet: Packet) -> list[str]:
    """取組を予定している債権の名の一覧。市の順。

    例::

        for claim in action_sheets.planned_claims(packet):
            display(*action_sheets.plan(packet, claim))

    なければ空の一覧。
    """
    return measures.covered(packet)


def plan(packet: Packet, claim: str) -> list:
    """一つの債権で予定する取組。見出しと表を並べる。

    例::

        for claim in action_sheets.planned_claims(packet):
            display(*action_sheets.plan(packet, claim))

    ``claim``: claims.csv の債権の名。データがないとき: 「資料なし」と書く。
    """
    return [_owned_heading(packet, claim), tables.planned(packet, claim) or _missing("数値目標の達成に向けた取組")]
