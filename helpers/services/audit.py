"""Recompute what the documents of one meeting printed."""

from pathlib import Path
from typing import TYPE_CHECKING

from helpers.console import say
from helpers.errors import shown_path
from helpers.params import desk
from helpers.services.report import INDEX, audit_name, edition_of, open_packet, products, target_of

if TYPE_CHECKING:
    from helpers.packet import Packet


def run(city: str, meeting: str) -> int:
    """1 if a printed figure cannot be true."""
    packet = open_packet(city, meeting)
    from helpers.press import place

    audit = packet.required_audit
    target = target_of(city, packet.date.isoformat())
    with place.adding(target) as stage:
        made = write(packet, stage, whole=(target / "report.html").exists())
    say(line(packet))
    for finding in audit.of("mismatch"):
        say(f"  不一致: {finding.item.place} {finding.item.printed}")
        for slip in finding.slips[:1]:
            say(f"    {slip}")
    for path in made:
        say(f"  {shown_path(target / path.name, desk())}")
    return int(bool(audit.counts()["mismatch"]))


def write(packet: "Packet", folder: Path, whole: bool = False) -> list[Path]:
    """The audit of ``packet`` as files in ``folder``; ``whole``: the packet itself stands there too."""
    from helpers import sentences, tables
    from helpers.audit import VERDICTS
    from helpers.press import listing
    from helpers.press.document import Document

    name = audit_name(packet.audience)
    links = [("Excel", f"{name}.xlsx"), ("CSV", f"{name}.csv")]
    if whole:
        links = [("会議資料", products(packet.audience)[0]), *links, INDEX]
    title = f"検算 {packet.meeting.title}{edition_of(packet)}"
    subtitle = f"資料：{packet.meeting.source}"
    document = Document(
        title, subtitle, packet.date.isoformat(), (), {}, links=tuple(links), edition=edition_of(packet)
    )
    shown = [listing.Part("検算の結果", sentences.audit(packet).sentences, tables.audit_counts(packet))]
    if mismatches := tables.audit_mismatches(packet):
        shown.append(listing.Part(VERDICTS["mismatch"], (), mismatches))
    shown.append(listing.Part("表ごとの結果", (), tables.audit_tables(packet)))
    shown += [
        listing.Part(VERDICTS[verdict], (), table, listed=True)
        for verdict in ("rounding", "unchecked", "match")
        if (table := tables.audit_list(packet, verdict))
    ]
    return listing.write(folder, name, document, shown, tables.audit_all(packet))


def line(packet: "Packet") -> str:
    from helpers.audit import VERDICTS

    counts = "、".join(f"{VERDICTS[verdict]} {count}" for verdict, count in packet.required_audit.counts().items())
    return f"検算: 印刷された数値 {len(packet.required_audit.findings)} 件のうち {counts}"
