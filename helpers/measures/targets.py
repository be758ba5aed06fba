"""Estimates against targets."""

from dataclasses import dataclass

from helpers.measures.claims import leaf_claims
from helpers.measures.formulas import difference, is_met, verdict
from helpers.measures.missing import missing
from helpers.measures.rows import Percent, Place, Points, Rows
from helpers.notation import WITHHELD, is_withheld, open_number
from helpers.packet import Packet
from helpers.terms import RATE, SEGMENTS


@dataclass(frozen=True)
class Target:
    """What a claim aims at with a rate in %, or a share (``item``): last year's estimate and target, this year's target.

    ``gap`` is estimate − target, ``change`` this year's target − estimate, both in points. ``rank`` is the claim's among the
    designated cities two years back, the last that is known.
    """

    claim: str
    segment: str
    measure: str
    item: str
    estimate: Percent | None
    target: Percent | None
    gap: Points | None
    met: bool | None
    next_target: Percent
    change: Points | None
    rank: Place | None

    @property
    def is_rate(self) -> bool:
        """Whether the aim is a 収納率; otherwise it is a share, and ``item`` says of what."""
        return self.measure == RATE

    @property
    def verdict(self) -> str:
        """What became of last year's target, in words; x where either is withheld."""
        if is_withheld(difference(self.estimate, self.target)):
            return WITHHELD
        return verdict(self.met, self.target)


def targets(packet: Packet) -> Rows[Target]:
    """数値目標。債権と区分(または割合)ごとに、前年度の実績推計と目標、今年度の目標。

    例::

        measures.targets(packet).frame()

    列: claim、segment、measure、item、estimate(%)、target(%)、gap(ポイント)、
      met、next_target(%)、change(ポイント)、rank(位)
    ``gap`` = estimate − target、``change`` = next_target − estimate。
    ``rank`` は二年前の政令市での順位。金額と一部の担当の目標は別の表にある。
    データがないとき: 何のデータがないかを言って止まる。一つの目標に二つの数値があれば止まる。
    """
    rows = Rows(target for claim in leaf_claims(packet.ledger) for target in _of_claim(packet, claim))
    if not rows:
        raise missing(packet, "figures", f"fiscal_year が {packet.fiscal_year} の目標(kind が target)")
    return rows


def _of_claim(packet: Packet, claim: str) -> list[Target]:
    year, ledger, whole = packet.fiscal_year, packet.ledger, {"claim": claim, "as_of": "", "group": ""}
    aims = ledger.figures(**whole, fiscal_year=year, kind="target")
    found = []
    for aim in ledger.take(aims[aims["measure"].isin([RATE, "share"])]).itertuples():
        last = whole | {"segment": aim.segment, "measure": aim.measure, "item": aim.item, "fiscal_year": year - 1}
        estimate, target = (ledger.value(**last, kind=kind) for kind in ("estimate", "target"))
        found.append(
            Target(
                claim=claim,
                segment=aim.segment,
                measure=aim.measure,
                item=aim.item or f"{SEGMENTS[aim.segment]}収納率",
                estimate=estimate,
                target=target,
                gap=open_number(difference(estimate, target)),
                met=is_met(estimate, target),
                next_target=aim.value,
                change=difference(aim.value, estimate),
                rank=ledger.value(**whole, segment=aim.segment, measure="rank", fiscal_year=year - 2, kind="actual"),
            )
        )
    return found
