"""The command line: ``python -m helpers report shizuoka``. The Makefile calls nothing else.

What a command needs is imported when it runs: a list or a refused name waits for no plotting library.
"""

import argparse
import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from helpers import params, wareki
from helpers.errors import DeskError, runs, shown_path
from helpers.params import ROOT, desk

if TYPE_CHECKING:
    from helpers.packet import Packet
    from helpers.press import shelf
    from helpers.press.document import Document


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 1 after an error told in Japanese."""
    _speak()
    try:
        options = _parser().parse_args(arguments)
        return options.run(options)
    except DeskError as error:
        _complain(f"エラー: {error}")
        if error.is_cut:
            _complain(f"全ての行: {_keep_faults(error)}")
        return 1
    except KeyboardInterrupt:
        _complain("中止しました。前回の資料はそのまま残っています。")
        return 130
    except Exception as error:  # noqa: BLE001 (what nobody foresaw: a user gets a sentence, we get the log)
        path = _keep("error.log", "".join(traceback.format_exception(error)))
        _complain(
            f"エラー: 予期しない誤りが起きました({type(error).__name__})。前回の資料はそのまま残っています。記録: {path}"
        )
        return 1


def _speak() -> None:
    """Terminals that know no Japanese get UTF-8; nothing that is said stops a command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            try:
                "資料▲～".encode(stream.encoding or "ascii")
                stream.reconfigure(errors="replace")
            except (UnicodeEncodeError, LookupError):
                stream.reconfigure(encoding="utf-8", errors="replace")


def _say(text: str) -> None:
    _print(text, sys.stdout)


def _progress() -> Callable[[str], None]:
    """Says each step; on a terminal with how long the sections that are left may take, if they are like those that are done."""
    started = time.monotonic()

    def say(text: str) -> None:
        step = re.match(r"実行: (\d+)/(\d+) ", text)
        if step and sys.stdout.isatty():
            done, all_of_them = int(step[1]), int(step[2])
            left = (time.monotonic() - started) / done * (all_of_them - done)
            text += f"(残り 約{max(1, round(left))} 秒)" if done < all_of_them else ""
        _say(text)

    return say


def _complain(text: str) -> None:
    _print(text, sys.stderr)


def _print(text: str, stream) -> None:
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # Who read it has gone (| head). The work goes on without being told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _keep(name: str, text: str) -> str:
    """Put ``text`` into ``build/log/``, or where the disk lets us, and return the path to tell."""
    for folder in (desk() / "build" / "log", Path(tempfile.gettempdir())):
        path = folder / f"{dt.datetime.now():%Y%m%d-%H%M%S}-{name}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8-sig")
        except OSError:
            continue
        return shown_path(path, desk())
    return "(書き込める場所がありません)"


def _keep_faults(error: DeskError) -> str:
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["ファイル", "行", "列", "内容"])
    writer.writerows((fault.file, fault.row or "", fault.column, fault.message) for fault in error.faults)
    return _keep("faults.csv", stream.getvalue())


class _Parser(argparse.ArgumentParser):
    """argparse in Japanese."""

    def __init__(self, **options) -> None:
        super().__init__(add_help=False, formatter_class=_Help, **options)
        self._positionals.title, self._optionals.title = "引数", "オプション"
        self.add_argument("-h", "--help", action="help", help="この説明を表示する")

    def error(self, message: str) -> NoReturn:
        raise DeskError("usage", f"命令の書き方が違います。\n{self.format_help().rstrip()}")


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None) -> None:
        super().add_usage(usage, actions, groups, prefix or "使い方: ")


_COMMANDS: dict[str, tuple[str, tuple[str, ...], Callable]] = {}


def _command(name: str, text: str, *arguments: str) -> Callable:
    def listed(run: Callable) -> Callable:
        _COMMANDS[name] = text, arguments, run
        return run

    return listed


def _parser() -> argparse.ArgumentParser:
    options = {
        "city": (("city",), {"metavar": "市", "help": "params/ にある市の名前(例: shizuoka)"}),
        "meeting": (
            ("--meeting",),
            {"default": "", "metavar": "日付", "help": "会議の日付(例: 2026-06-03)。省くと最新の会議"},
        ),
        "renderer": (("--renderer",), {"default": "auto", "metavar": "方式", "help": "auto(既定)、quarto、embedded"}),
    }
    parser = _Parser(prog="python -m helpers", description="債権管理委員会の会議資料を作ります。")
    commands = parser.add_subparsers(required=True, metavar="命令", title="命令", parser_class=_Parser)
    for name, (text, arguments, run) in _COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        for argument in arguments:
            names, details = options[argument]
            command.add_argument(*names, **details)
        command.set_defaults(run=run)
    return parser


@_command("report", "会議資料(HTML・PDF・Excel)を作る", "city", "meeting", "renderer")
def _report(options: argparse.Namespace) -> int:
    _build(options.city, options.meeting, options.renderer)
    _write_index()
    return 0


@_command("reports", "全ての市と会議の資料を作る", "renderer")
def _reports(options: argparse.Namespace) -> int:
    """Every packet; one that fails is told at the end and stops none of the others."""
    failures = []
    for city in params.cities():
        for meeting in params.meetings(city):
            try:
                _build(city, meeting, options.renderer)
            except DeskError as error:
                failures.append(f"{city} {meeting}: {error}")
                _say(f"失敗: {city} {meeting}")
    _write_index()
    _say("一覧: build/index.html")
    if failures:
        raise DeskError("reports", f"{len(failures)} 件の会議資料を作れませんでした。\n" + "\n".join(failures))
    return 0


@contextmanager
def _copy_of_inputs() -> Iterator[Path]:
    """A copy of the desk as it is now. Whoever saves a file meanwhile changes the next packet, not this one."""
    from helpers.press.scratch import scratch, snapshot

    with scratch() as folder:
        yield snapshot(desk(), folder)


def _build(city: str, meeting: str, renderer: str) -> None:
    started = time.monotonic()
    day = params.choose_meeting(city, meeting)
    if _stands(city, day, renderer):
        return
    with _copy_of_inputs() as inputs:
        # Everything that can be wrong before a notebook runs is found here, not in the middle of a build.
        packet = _open(city, day, inputs)
        audit = packet.audit
        from helpers.press import build, manifest
        from helpers.press.cache import Cache

        document = _document(packet)
        _say(f"{document.title}({city} {day})")
        target = _target(city, day)

        def beside(folder: Path) -> None:
            if audit:
                _write_audit(packet, folder)

        files = _inputs(city, day, packet.meeting, inputs)
        program = [path for name, path in files.items() if path.suffix in (".py", ".j2", ".txt")]
        cache = Cache(desk() / "build" / ".cache", inputs, program) if _may_keep() else None
        made = build.build(document, inputs, target, files, renderer, _progress(), beside, desk(), cache)
        meanwhile = manifest.changed(target, _inputs(city, day, packet.meeting, desk()))
    _say(f"完成({time.monotonic() - started:.0f} 秒)")
    for path in made:
        _say(f"  {shown_path(path, desk())}({path.stat().st_size / 1024:,.0f} KB)")
    if meanwhile:
        _say(f"注意: 作る間に {'、'.join(meanwhile[:5])} が変わりました。この資料は変わる前のものです。")
    if audit:
        _say(f"{_audit_line(packet)} → {shown_path(target / 'audit.html', desk())}")


def _stands(city: str, day: str, renderer: str) -> bool:
    """Whether the packet is there and would be made the same again; then it is said, and nothing else need be done."""
    from helpers.press import manifest
    from helpers.press.document import PRODUCTS

    target = _target(city, day)
    if not _may_keep() or not (target / manifest.NAME).exists():
        return False
    meeting = params.load_meeting(city, day)
    made_by = manifest.renderer(target)
    if renderer not in ("auto", made_by) or manifest.changed(target, _inputs(city, day, meeting, desk())) != []:
        return False
    _say(f"{meeting.title}({city} {day}): 最新です。もとになるファイルは何も変わっていません(作り直すには CACHE=off)。")
    for name in PRODUCTS:
        _say(f"  {shown_path(target / name, desk())}")
    return True


def _may_keep() -> bool:
    """Whether results of earlier builds may be used (``CACHE=off``)."""
    kept = os.environ.get("CACHE") or "on"
    if kept not in ("on", "off"):
        raise DeskError("usage", f"CACHE に「{kept}」は使えません。使える値: on、off。")
    return kept == "on"


def _open(city: str, meeting: str, root: Path | None = None) -> "Packet":
    """The packet, and with it everything that notebooks use, loaded before their processes are forked."""
    from helpers.packet import Packet

    packet = Packet.open(city, meeting, root)
    from helpers import charts, sheets  # noqa: F401

    return packet


def _document(packet: "Packet") -> "Document":
    from helpers.press.document import Document, Section

    day = packet.date.isoformat()
    sections = tuple(Section(s.notebook, s.title, tuple(s.notes), s.parameters) for s in packet.meeting.sections)
    return Document(packet.meeting.title, _when_and_where(packet), day, sections, {"city": packet.name, "meeting": day})


@_command("audit", "資料に印刷された数値を検算する", "city", "meeting")
def _audit(options: argparse.Namespace) -> int:
    """1 if a printed figure cannot be true."""
    packet = _open(options.city, options.meeting)
    from helpers import tables
    from helpers.press import place

    tables.require_audit(packet)
    target = _target(options.city, packet.date.isoformat())
    with place.adding(target) as stage:
        made = _write_audit(packet, stage)
    _say(_audit_line(packet))
    for finding in packet.audit.of("mismatch"):
        _say(f"  不一致: {finding.item.place} {finding.item.printed}")
        for slip in finding.slips[:1]:
            _say(f"    {slip}")
    for path in made:
        _say(f"  {shown_path(target / path.name, desk())}")
    return int(bool(packet.audit.counts()["mismatch"]))


def _write_audit(packet: "Packet", folder: Path) -> list[Path]:
    from helpers import sentences, tables
    from helpers.audit import VERDICTS
    from helpers.press import sheaf
    from helpers.press.document import Document

    document = Document(
        f"検算 {packet.meeting.title}", f"資料：{packet.meeting.source}", packet.date.isoformat(), (), {}
    )
    shown = [sheaf.Part("検算の結果", sentences.audit(packet).sentences, tables.audit_counts(packet))]
    if mismatches := tables.audit_mismatches(packet):
        shown.append(sheaf.Part(VERDICTS["mismatch"], (), mismatches))
    shown.append(sheaf.Part("表ごとの結果", (), tables.audit_tables(packet)))
    shown += [
        sheaf.Part(VERDICTS[verdict], (), table, listed=True)
        for verdict in ("rounding", "unchecked", "match")
        if (table := tables.audit_list(packet, verdict))
    ]
    return sheaf.write(folder, "audit", document, shown, tables.audit_all(packet))


def _audit_line(packet: "Packet") -> str:
    from helpers.audit import VERDICTS

    counts = "、".join(f"{VERDICTS[verdict]} {count}" for verdict, count in packet.audit.counts().items())
    return f"検算: 印刷された数値 {len(packet.audit.findings)} 件のうち {counts}"


def _when_and_where(packet: "Packet") -> str:
    """令和8年6月3日（水） 14:00～16:00 市長公室; a plan that was made in a month, and held nowhere, has its month."""
    meeting = packet.meeting
    if not meeting.time:
        return f"{wareki.month(packet.date)} {meeting.body}"
    return " ".join(filter(None, (wareki.date(packet.date, weekday=True), meeting.time, meeting.place)))


def _target(city: str, meeting: str) -> Path:
    return desk() / "build" / city / meeting


def _inputs(city: str, day: str, meeting: params.Meeting, root: Path) -> dict[str, Path]:
    """Every file the packet depends on, by its name: parameters, data and notebooks on the desk ``root``, and the program."""
    notebooks = [section.notebook for section in meeting.sections]
    # The section that compares cities reads the data of all of them.
    cities = params.cities(root) if "comparison" in notebooks else [city]
    of_desk = [
        root / "params" / city / f"{day}.yaml",
        *(root / "params" / name / "city.yaml" for name in cities),
        *(path for name in cities for path in (root / "data" / name).glob("*.csv")),
        *(root / "data").glob("*.csv"),
        *(root / "notebooks" / f"{notebook}.ipynb" for notebook in notebooks),
    ]
    of_program = [
        *(path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts),
        ROOT / "requirements.txt",
    ]
    return {path.relative_to(root).as_posix(): path for path in of_desk} | {
        path.relative_to(ROOT).as_posix(): path for path in of_program
    }


def _shelf() -> list["shelf.Entry"]:
    """What stands on the shelf, for every city and meeting whose parameters can be read."""
    from helpers.press import shelf

    entries = []
    for city in params.cities():
        for day in params.meetings(city):
            try:
                name, meeting = params.load_city(city).name, params.load_meeting(city, day)
            except DeskError as error:
                _complain(f"注意: {city} {day} は一覧に載せられません。{error}")
                continue
            printed = (
                wareki.date(dt.date.fromisoformat(day)) if meeting.time else wareki.month(dt.date.fromisoformat(day))
            )
            wanted = shelf.Wanted(name, meeting.title, printed, _target(city, day), _inputs(city, day, meeting, desk()))
            entries.append(shelf.entry(wanted, desk() / "build"))
    return entries


def _write_index() -> None:
    from helpers.press import place, shelf

    with place.writing(desk() / "build" / "index.html"):
        shelf.write_index(_shelf(), desk() / "build")


@_command("forms", "債権ごとの実施計画の様式(Excel)を作る", "city", "meeting")
def _forms(options: argparse.Namespace) -> int:
    packet = _open(options.city, options.meeting)
    from helpers.forms import sheet
    from helpers.forms.contents import contents
    from helpers.press import place

    made = contents(packet)
    target = desk() / "build" / options.city / "forms"
    with place.replacing(target) as stage:
        for number, (form, name) in enumerate(zip(made, sheet.file_names(made), strict=True), start=1):
            sheet.write(form, stage / name, packet.city.minus, packet.date)
            _say(f"様式: {number}/{len(made)} {form.number} {form.name}")
    _say(f"完成: {shown_path(target, desk())}/ に {len(made)} 件")
    return 0


@_command("check", "データとパラメータを確かめ、各節を作れるか試す", "city")
def _check(options: argparse.Namespace) -> int:
    """Whatever ``report`` would stop at, of every meeting and section at once."""
    params.choose_meeting(options.city)
    failures: list[DeskError] = []
    packets = []
    with _copy_of_inputs() as inputs, _asked_for(inputs) as notes:
        for meeting in params.meetings(options.city, inputs):
            try:
                packet = _open(options.city, meeting, inputs)
                _ = packet.audit  # its formulas are read
            except DeskError as error:
                failures.append(error)
                continue
            packets.append(packet)
            failures += _rehearse(packet, inputs)
        if not failures:
            _say_tables(packets[-1], notes)
    if failures:
        from helpers.press.build import together

        raise together(failures)
    _say("誤りはありません。")
    return 0


def _rehearse(packet: "Packet", inputs: Path) -> list[DeskError]:
    """Try every section of a meeting, and say which can be made."""
    from helpers.press.build import rehearse

    document = _document(packet)
    _say(f"{document.title}({packet.name} {packet.date})")
    found = rehearse(document, inputs, lambda line: None)
    for section in document.sections:
        _say(f"  {'作れない' if section.notebook in found else '作れる'}: {section.title}")
    return list(found.values())


def _say_tables(packet: "Packet", notes: Path) -> None:
    """How many rows each table has, and what of them no section uses; ``notes``: what the sections told of the figures they asked for."""
    ledger = packet.ledger
    asked = {line for path in notes.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    for name, table in ledger.tables.items():
        _say(f"  {ledger.folder}/{name}.csv {len(table)} 行")
        if not len(table):
            _say(
                f"注意: {ledger.folder}/{name}.csv は見出しだけで、行がありません。原資料に何もなければ、そのままで構いません。"
            )
    unused = [number for number in ledger["figures"].index if f"{ledger.folder} {number}" not in asked]
    if unused:
        _say(
            f"注意: {ledger.folder}/figures.csv の {len(unused)} 行は、どの会議のどの節にも使われません"
            f"({'、'.join(runs(unused))}行目)。年度、as_of、measure、kind の列か、YAML の sections を確かめてください。"
        )
    for name in sorted(path.name for path in (desk() / ledger.folder).glob("*") if path.suffix != ".csv"):
        if not name.startswith((".", "~")):
            _say(f"注意: {ledger.folder}/{name} は読みません。表は CSV にしてください。")


@contextmanager
def _asked_for(folder: Path) -> Iterator[Path]:
    """Have the processes of the sections tell, into files of the folder that is given, which figures they asked for."""
    from helpers.ledger import ASKED

    notes = folder / "asked"
    notes.mkdir()
    os.environ[ASKED] = str(notes)
    try:
        yield notes
    finally:
        del os.environ[ASKED]


@_command("list", "市と会議、作った資料、要更新の一覧")
def _list(options: argparse.Namespace) -> int:
    from helpers.press import shelf

    _say(shelf.text(_shelf()))
    return 0


@_command("parity", "Quarto と組込みの組版の結果が同じか確かめる", "city", "meeting")
def _parity(options: argparse.Namespace) -> int:
    """1 if the two renderers differ anywhere."""
    from helpers.press import parity
    from helpers.press.build import compare_renderers

    day = params.choose_meeting(options.city, options.meeting)
    with _copy_of_inputs() as inputs:
        document = _document(_open(options.city, day, inputs))
        differences = compare_renderers(document, inputs, parity.differences, _say)
    for line in differences:
        _say(f"  {line}")
    _say(f"違い: {len(differences)} 件" if differences else "Quarto と組込みの組版の結果は同じです。")
    return int(bool(differences))


@_command("lab", "JupyterLab で notebooks/ を開く")
def _lab(options: argparse.Namespace) -> int:
    # Japanese menus, and no question to the internet for news and updates.
    os.environ["JUPYTER_CONFIG_PATH"] = str(ROOT / "helpers" / "lab")
    # Notebooks import helpers wherever their kernel is started.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(ROOT / "notebooks")])
