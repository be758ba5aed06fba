"""What changed in a packet since another meeting, a revision in git, or in another folder."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, cut, shown_path
from helpers.params import desk
from helpers.services.report import INDEX, open_packet, target_of

if TYPE_CHECKING:
    from helpers.measures.changes import Changes
    from helpers.packet import Packet
    from helpers.press.listing import Part

_FOLDERS = ("params", "data", "notebooks")


@dataclass(frozen=True)
class _Other:
    """What is held against: its name for the reader, the desk with its data if there is one, the packet printed from it if it stands."""

    name: str
    root: Path | None
    meeting: str = ""  # "": the same, or else the latest
    printed: Path | None = None


def run(city: str, meeting: str, against: str) -> int:
    """Write diff.html and diff.xlsx into the packet's folder. DeskError ``usage`` if ``against`` is nothing to compare with."""
    from helpers.measures.changes import changes
    from helpers.press import place, swap

    packet = open_packet(city, meeting)
    day = packet.date.isoformat()
    target = target_of(city, day)
    with _other(city, day, against) as other:
        before = _packet_of(city, day, other)
        found = changes(packet, before) if before else None
        printed = other.printed or (other.root and other.root / "build" / city / (other.meeting or day) / "report.pdf")
        both = bool(printed) and printed.is_file() and (target / "report.pdf").is_file()
        pages = swap.swaps(swap.pages(printed), swap.pages(target / "report.pdf")) if both else []
    with place.adding(target) as stage:
        made = _write(packet, before, other.name, found, pages if both else None, stage, target)
    _tell(found, pages if both else None)
    for path in made:
        say(f"  {shown_path(target / path.name, desk())}")
    return 0


@contextmanager
def _other(city: str, day: str, against: str) -> Iterator[_Other]:
    """A meeting of the city, a folder, or a revision in git: in this order."""
    if not against:
        raise DeskError("usage", "何と比べるかを AGAINST に書いてください: 会議の日付、git の版、フォルダーのどれか。")
    if params.is_date(against) and against in params.meetings(city):
        if against == day:
            raise DeskError("usage", f"{day} の会議を同じ会議とは比べられません。AGAINST に別の会議を書いてください。")
        yield _Other(f"{against} の会議", desk(), against)
    elif Path(against).is_dir():
        yield _of_folder(Path(against).absolute(), against)
    else:
        from helpers.press.scratch import scratch

        with scratch() as folder:
            yield _Other(f"git の {against}", _of_revision(against, folder))


def _of_folder(folder: Path, name: str) -> _Other:
    """Another desk, or the folder of a packet that was built before."""
    if (folder / "params").is_dir() and (folder / "data").is_dir():
        return _Other(f"フォルダー {folder.name}", folder)
    if (folder / "report.pdf").is_file():
        return _Other(f"資料 {folder.name}", None, printed=folder / "report.pdf")
    raise DeskError("usage", f"「{cut(name)}」には、params/ と data/ も、作った資料(report.pdf)もありません。")


def _of_revision(revision: str, folder: Path) -> Path:
    """The desk as it was in ``revision``, in ``folder``. DeskError ``usage`` where there is no git, or no such revision."""
    named = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if named is None:
        raise DeskError(
            "usage",
            f"AGAINST の「{cut(revision)}」は、この市の会議の日付でも、フォルダーでも、git の版でもありません。",
        )
    commit = named.decode().strip()
    there = (_git("ls-tree", "--name-only", commit, *(f"{name}/" for name in _FOLDERS)) or b"").decode().splitlines()
    folders = [name for name in _FOLDERS if any(path.startswith(f"{name}/") for path in there)]
    archive = _git("archive", "--format=tar", commit, *folders) if folders else None
    if archive is None or not {"params", "data"} <= set(folders):
        raise DeskError(
            "usage", f"git の版「{cut(revision)}」には params/ と data/ がありません。別の版を書いてください。"
        )
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
    return folder


def _git(*arguments: str) -> bytes | None:
    """What git says of the desk; None if it refuses, or there is none."""
    try:
        done = subprocess.run(["git", "-C", desk(), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def _packet_of(city: str, day: str, other: _Other) -> "Packet | None":
    """The packet to compare with: the meeting that is asked for, the same one, or the latest; None if there is only a print."""
    from helpers.packet import Packet

    if other.root is None:
        return None
    same = day if day in params.meetings(city, other.root) else ""
    try:
        return Packet.unchecked(city, other.meeting or same, other.root)
    except DeskError as error:
        raise DeskError(error.code, f"比べる相手({other.name})を読めません。{error.message}", error.faults) from error


def _write(
    packet: "Packet",
    before: "Packet | None",
    name: str,
    found: "Changes | None",
    pages: list | None,
    stage: Path,
    target: Path,
) -> list[Path]:
    from helpers.press import listing
    from helpers.press.document import Document

    day = packet.date.isoformat()
    beside = [("会議資料", "report.html")] if (target / "report.html").exists() else []
    links = (*beside, ("Excel", "diff.xlsx"), INDEX)
    whose = f"：{before.meeting.title}（{before.date}）" if before else ""
    document = Document(
        f"変更点 {packet.meeting.title}", f"今の {day} を {name} と比べた{whose}", day, (), {}, links=links
    )
    return listing.write(stage, "diff", document, list(_parts(packet, before, found, pages)))


def _parts(packet: "Packet", before: "Packet | None", found: "Changes | None", pages: list | None) -> Iterator["Part"]:
    """The page's parts; what did not change has none."""
    from helpers.press.listing import Part
    from helpers.tables import changes as tables

    yield Part("変わったものの数", _said(packet, before, found, pages), tables.summary(found, pages, packet.notation))
    if pages:
        yield Part("差し替えるページ", (), tables.pages(pages, packet.notation))
    if found is None:
        return
    shown = {
        "数値": tables.figures(packet, found.figures, "tbl-changes-figures", "変わった数値"),
        "目標": tables.figures(packet, found.targets, "tbl-changes-targets", "変わった目標"),
        "目標の判定": tables.verdicts(packet, found),
        "債権": tables.reworded(packet, found.claims, "tbl-changes-claims", "変わった債権"),
        "取組": tables.reworded(packet, found.initiatives, "tbl-changes-initiatives", "変わった取組"),
    }
    yield from (Part(title, (), table) for title, table in shown.items() if table)


def _said(packet: "Packet", before: "Packet | None", found: "Changes | None", pages: list | None) -> Iterator[str]:
    """What the counts do not cover."""
    if found is None:
        yield "前のものには資料だけがあり、データがないので、ページだけを比べた。"
    elif before.date != packet.date:
        yield "会議が違うので、それぞれの会議の年度どうし、決算の年度どうし、その会議の見る時点どうしの数値を比べた。片方にしかない数値は載せない。"
    if pages is None:
        yield "前と今の report.pdf がそろわないので、差し替えるページは調べていない。"


def _tell(found: "Changes | None", pages: list | None) -> None:
    from helpers.tables.changes import counted

    say("変更点: " + "、".join(f"{kind} {count}" for kind, count in counted(found, pages).items()))
    for what, old, new, _ in pages or ():
        say(f"  {what}: 前 {old}ページ" + (f" → 今 {new}ページ" if new else ""))
