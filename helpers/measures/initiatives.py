"""What is done about a claim: initiatives and their tags, and the periods in which it is done with full force."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from helpers.measures.missing import missing
from helpers.measures.rows import Rows
from helpers.packet import Packet

UNTAGGED = "別の記載なし"
TAGS = ("新規", "拡充", "強化", "継続", UNTAGGED)


@dataclass(frozen=True)
class Initiative:
    """Something that was done or is planned for ``claim``, or ``all``. What the source does not say is ""."""

    claim: str
    segment: str
    group: str
    heading: str
    text: str
    tag: str


@dataclass(frozen=True)
class TagCount:
    """How many initiatives of one tag a claim has."""

    claim: str
    tag: str
    number: int


@dataclass(frozen=True)
class Campaign:
    """A 滞納整理強化期間 of a claim, from ``start`` to ``end`` (ISO days or months); without a start, ``note`` says when."""

    claim: str
    group: str
    round: int | None
    start: str
    end: str
    note: str


def planned(packet: Packet, claim: str | None = None) -> Rows[Initiative]:
    """今年度に予定する取組。資料の順。

    例::

        measures.planned(packet).frame()

    列: claim、segment、group、heading、text、tag
    ``claim``: 債権の名(省くと全て)。all は全債権に共通。資料にないものは空。なければ行がない。
    """
    return _initiatives(packet, packet.fiscal_year, "planned", claim)


def done(packet: Packet, fiscal_year: int, claim: str | None = None) -> Rows[Initiative]:
    """その年度に実施した取組。資料の順。

    例::

        measures.done(packet, packet.fiscal_year).frame()

    列: claim、segment、group、heading、text、tag
    ``fiscal_year``: 西暦の年度。``claim``: 債権の名か all(省くと全て)。なければ行がない。
    """
    return _initiatives(packet, fiscal_year, "done", claim)


def _initiatives(
    packet: Packet, fiscal_year: int, stage: Literal["planned", "done"], claim: str | None
) -> Rows[Initiative]:
    own = packet.ledger.rows("initiatives", fiscal_year=fiscal_year, stage=stage, **_of(claim))
    return Rows(
        Initiative(row.claim, row.segment, row.group, row.heading, row.text, row.tag) for row in own.itertuples()
    )


def _of(claim: str | None) -> dict[str, str]:
    return {} if claim is None else {"claim": claim}


def tag_counts(packet: Packet) -> Rows[TagCount]:
    """予定する取組を、債権と別(新規・継続など)ごとに数える。0 の組もある。

    例::

        measures.tag_counts(packet).frame()

    列: claim、tag、number
    全債権に共通の取組は数えない。別のないものは、ほかに別のあるときだけ「別の記載なし」。
    データがないとき: 何のデータがないかを言って止まる。
    """
    claims = packet.ledger["claims"]["claim"]
    counts = Counter((row.claim, row.tag or UNTAGGED) for claim in claims for row in planned(packet, claim))
    if not counts:
        raise missing(packet, "initiatives", f"fiscal_year が {packet.fiscal_year} で、stage が planned の取組")
    counted, used = ({key[place] for key in counts} for place in (0, 1))
    return Rows(
        TagCount(claim, tag, counts[claim, tag]) for claim in claims if claim in counted for tag in TAGS if tag in used
    )


def campaigns(packet: Packet, fiscal_year: int, claim: str | None = None) -> Rows[Campaign]:
    """その年度の滞納整理強化期間。資料の順。

    例::

        measures.campaigns(packet, packet.fiscal_year).frame()

    列: claim、group、round、start、end、note
    ``fiscal_year``: 西暦の年度。``claim``: 債権の名(省くと全て)。``round`` は回。なければ行がない。
    """
    own = packet.ledger.rows("campaigns", fiscal_year=fiscal_year, **_of(claim))
    return Rows(Campaign(row.claim, row.group, row.round, row.start, row.end, row.note) for row in own.itertuples())
