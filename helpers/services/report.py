"""Build the packet of one meeting."""

import datetime as dt
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import params, wareki
from helpers.console import progress, say
from helpers.errors import DeskError, shown_path
from helpers.params import ROOT, audience, desk
from helpers.terms import AUDIENCE_NAMES, Audience

if TYPE_CHECKING:
    from helpers.packet import Packet
    from helpers.press.cache import Cache
    from helpers.press.document import Document

# What the sentences of a packet count.
_COUNTED = ("件", "債権", "項目", "局", "課", "人", "機関")
INDEX = ("会議資料の一覧", "../../index.html")  # seen from a packet
FORM = "form.xlsx"  # the form of the meeting, with nothing filled in, beside its packet
_NAMES: dict[Audience, str] = {"committee": "report", "public": "report-public"}  # of its files


@contextmanager
def copy_of_inputs() -> Iterator[Path]:
    """A copy of the desk as it is now. Whoever saves a file meanwhile changes the next packet, not this one."""
    from helpers.press.scratch import scratch, snapshot

    with scratch() as folder:
        yield snapshot(desk(), folder)


@contextmanager
def copy_for_many() -> Iterator[Path]:
    """The same for many packets: the rates of all cities are read once, and the processes that are forked from here find them read."""
    from helpers import ledger

    with copy_of_inputs() as inputs:
        with suppress(DeskError):  # the sections that need them will say it
            ledger.rates(inputs)
        yield inputs


@contextmanager
def inputs_for(whom: Audience, city: str = "", day: str = "") -> Iterator[Path]:
    """What a packet for ``whom`` is made from: a copy of the desk, for the public without what is for the committee alone.

    DeskError with what is wrong with the data or parameters of ``city``, for the public.
    """
    with copy_of_inputs() as inputs:
        if whom == "public":
            from helpers.press.aside import aside
            from helpers.publish import publish

            # In a process of its own, with which all that it has read is gone.
            with aside(lambda: publish(inputs, city, day)):
                pass
        yield inputs


@contextmanager
def _desk_for(whom: Audience, city: str, day: str) -> Iterator[Path]:
    """Where what a packet for ``whom`` is made from can be looked at as it is now."""
    if whom == "committee":
        yield desk()
        return
    with inputs_for(whom, city, day) as inputs:
        yield inputs


def build(city: str, meeting: str, renderer: str) -> None:
    """Build the packet of a meeting (the latest if empty), unless it stands."""
    day = params.choose_meeting(city, meeting)
    if not stands(city, day, renderer):
        make(city, day, renderer)


def make(city: str, day: str, renderer: str) -> None:
    """Build the packet of the meeting of ``day``."""
    whom = audience.asked()
    with inputs_for(whom, city, day) as inputs:
        make_from(inputs, city, day, renderer)


def make_from(inputs: Path, city: str, day: str, renderer: str) -> None:
    """The same from ``inputs``, a copy of the desk that several packets may share; for whom it is made, it tells."""
    started = time.monotonic()
    # Everything that can be wrong before a notebook runs is found here, not in the middle of a build.
    packet = open_packet(city, day, inputs)
    audit, whom = packet.audit, packet.audience
    from helpers.press import manifest
    from helpers.services import audit as audits

    say(f"{packet.meeting.title}({city} {day}{_edition(whom)})")
    target = target_of(city, day, whom)
    made = write(packet, inputs, target, renderer, may_keep())
    with _desk_for(whom, city, day) as now:
        meanwhile = manifest.changed(target, inputs_of(city, day, packet.meeting, now), now)
    say(f"完成({time.monotonic() - started:.0f} 秒)")
    for path in made:
        say(f"  {shown_path(path, desk())}({path.stat().st_size / 1024:,.0f} KB)")
    if meanwhile:
        say(f"注意: 作る間に {'、'.join(meanwhile[:5])} が変わりました。この資料は変わる前のものです。")
    if audit:
        say(f"{audits.line(packet)} → {shown_path(target / f'{audit_name(whom)}.html', desk())}")


def write(packet: "Packet", inputs: Path, target: Path, renderer: str, keep: bool) -> list[Path]:
    """Build ``packet``, read from the copy ``inputs`` of the desk, into ``target``; ``keep``: with results of earlier builds."""
    from helpers.press import build as press
    from helpers.services import audit as audits
    from helpers.services.facts import facts

    audit = packet.audit

    def beside(folder: Path) -> None:
        if audit:
            audits.write(packet, folder, whole=True)
        if _has_form(packet):
            from helpers.forms import form
            from helpers.forms.contents import blank

            form.write(blank(packet), folder / FORM, packet.city.minus, packet.city.rate, packet.date)

    document = replace(document_of(packet), links=_beside(packet), facts=facts(packet))
    files = inputs_of(packet.name, packet.date.isoformat(), packet.meeting, inputs)
    cache = cache_of(files, inputs) if keep else None
    return press.build(document, inputs, target, files, renderer, progress(), beside, desk(), cache)


def stands(city: str, day: str, renderer: str) -> bool:
    """Whether the packet is there and would be made the same again; then it is said, and nothing else need be done."""
    from helpers.press import manifest, place, scratch

    whom = audience.asked()
    target = target_of(city, day, whom)
    if not may_keep() or not (target / manifest.NAME).exists():
        return False
    meeting = params.load_meeting(city, day)
    made_by = manifest.renderer(target)
    if renderer not in ("auto", made_by):
        return False
    with _desk_for(whom, city, day) as now:
        if manifest.changed(target, inputs_of(city, day, params.load_meeting(city, day, now), now), now) != []:
            return False
    if place.left(target):
        return False  # a run was killed when its packet was in place: a build sweeps up after it
    scratch.sweep()  # or just after: no build comes to remove its folder
    say(
        f"{meeting.title}({city} {day}{_edition(whom)}): 最新です。もとになるファイルは何も変わっていません(作り直すには CACHE=off)。"
    )
    for name in products(whom):
        say(f"  {shown_path(target / name, desk())}")
    return True


def cache_of(files: Mapping[str, Path], inputs: Path) -> "Cache | None":
    """The results of earlier builds, for a build of ``files`` from ``inputs``; None if they may not be used."""
    from helpers.press.cache import Cache

    program = [path for path in files.values() if path.suffix in (".py", ".j2", ".txt")]
    return Cache(desk() / "build" / ".cache", inputs, program, audience.of(inputs)) if may_keep() else None


def may_keep() -> bool:
    """Whether results of earlier builds may be used (``CACHE=off``)."""
    kept = os.environ.get("CACHE") or "on"
    if kept not in ("on", "off"):
        raise DeskError("usage", f"CACHE に「{kept}」は使えません。使える値: on、off。")
    return kept == "on"


def open_packet(city: str, meeting: str, root: Path | None = None) -> "Packet":
    """The packet, and with it everything that notebooks use, loaded before their processes are forked."""
    from helpers import action_sheets, charts, parts  # noqa: F401
    from helpers.packet import Packet

    return Packet.open(city, meeting, root)


def document_of(packet: "Packet") -> "Document":
    from helpers.press.document import Chapter, Document

    meeting, day = packet.meeting, packet.date.isoformat()
    chapters = tuple(
        Chapter(s.notebook, s.title, (*s.notes, *s.committee_notes), s.parameters) for s in meeting.sections
    )
    parameters = {"city": packet.name, "meeting": day}
    return Document(
        meeting.title,
        " ".join(filter(None, (_when_and_where(packet), edition_of(packet)))),
        day,
        chapters,
        parameters,
        _COUNTED,
        running=_running(packet),
        name=_NAMES[packet.audience],
        sealed=packet.audience == "public",
        edition=edition_of(packet),
    )


def edition_of(packet: "Packet") -> str:
    """【公開版】, or 【委員限り】 of a packet for the committee that keeps something from the public; "" of one that marks nothing."""
    is_told = packet.audience == "public" or packet.is_confidential
    return f"【{AUDIENCE_NAMES[packet.audience]}】" if is_told else ""


def _running(packet: "Packet") -> str:
    """令和8年6月3日 第1回債権管理委員会（案）; a plan has its month."""
    meeting = packet.meeting
    return (
        f"{day_of(meeting, packet.date)} {meeting.title}"
        + (f"（{meeting.edition}）" if meeting.edition else "")
        + edition_of(packet)
    )


def _beside(packet: "Packet") -> tuple[tuple[str, str], ...]:
    """What stands beside the page of a packet, seen from there."""
    _, pdf, xlsx = products(packet.audience)
    audit = (("検算", f"{audit_name(packet.audience)}.html"),) if packet.audit else ()
    form = (("実施計画の様式", FORM),) if _has_form(packet) else ()
    return (("PDF", pdf), ("Excel", xlsx), *audit, *form, INDEX)


def _has_form(packet: "Packet") -> bool:
    return packet.meeting.forms is not None and packet.meeting.as_of is not None


def day_of(meeting: params.Meeting, date: dt.date) -> str:
    """The day of a meeting; of a plan, which is held nowhere, its month."""
    return wareki.date(date) if meeting.time else wareki.month(date)


def _when_and_where(packet: "Packet") -> str:
    """令和8年6月3日（水） 14:00～16:00 市長公室; a plan that was made in a month, and held nowhere, has its month."""
    meeting = packet.meeting
    if not meeting.time:
        return f"{day_of(meeting, packet.date)} {meeting.body}"
    return " ".join(filter(None, (wareki.date(packet.date, weekday=True), meeting.time, meeting.place)))


def target_of(city: str, meeting: str, whom: Audience = "committee") -> Path:
    return desk() / "build" / city / (meeting if whom == "committee" else f"{meeting}.{whom}")


def command(city: str, whom: Audience) -> str:
    """What is typed to build a packet."""
    return f"make report CITY={city}" + (f" AUDIENCE={whom}" if whom == "public" else "")


def products(whom: Audience) -> tuple[str, ...]:
    """What the files of a packet for ``whom`` are called."""
    from helpers.press.document import PRODUCTS

    return tuple(name.replace("report", _NAMES[whom]) for name in PRODUCTS)


def audit_name(whom: Audience) -> str:
    """Likewise those of the audit beside it, without their suffixes."""
    return _NAMES[whom].replace("report", "audit")


def _edition(whom: Audience) -> str:
    return f" {AUDIENCE_NAMES[whom]}" if whom == "public" else ""


def inputs_of(city: str, day: str, meeting: params.Meeting, root: Path) -> dict[str, Path]:
    """Every file that a build itself reads, by its name: parameters, data and notebooks on the desk ``root``, and the program. What the
    sections read beyond is noted by them.
    """
    of_desk = [
        root / "params" / city / f"{day}.yaml",
        root / "params" / city / "city.yaml",
        *(root / "data" / city).glob("*.csv"),
        root / "data" / "catalogue.csv",
    ]
    folder = params.notebooks(root)  # of the desk, or of the program
    of_notebooks = [folder / f"{section.notebook}.ipynb" for section in meeting.sections]
    of_program = [
        *(path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts),
        ROOT / "requirements.txt",
    ]
    return (
        {path.relative_to(root).as_posix(): path for path in of_desk}
        | {f"notebooks/{path.name}": path for path in of_notebooks}
        | {path.relative_to(ROOT).as_posix(): path for path in of_program}
    )
