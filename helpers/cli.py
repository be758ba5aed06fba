"""The command line: ``python -m helpers report shizuoka``. The Makefile calls nothing else."""

import argparse
import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path

from helpers import params, sentences, tables, wareki
from helpers.audit import VERDICTS
from helpers.errors import DeskError, shown_path
from helpers.forms import sheet
from helpers.forms.contents import contents
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.press import build, place, sheaf, shelf
from helpers.press.document import Document, Section


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 1 after an error told in Japanese."""
    parser = _parser()
    options = parser.parse_args(arguments)
    # Notebooks import helpers wherever their kernel was started.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    try:
        return options.run(options)
    except DeskError as error:
        print(f"エラー: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("中止しました。前回の資料はそのまま残っています。", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers", description="債権管理委員会の会議資料を作ります。")
    commands = parser.add_subparsers(required=True, metavar="命令")

    report = commands.add_parser("report", help="会議資料(HTML・PDF・Excel)を作る")
    report.add_argument("city", metavar="市", help="params/ にある市の名前(例: shizuoka)")
    report.add_argument("--meeting", default="", metavar="日付", help="会議の日付(例: 2026-06-03)。省くと最新の会議")
    report.add_argument("--renderer", default="auto", metavar="方式", help="auto(既定)、quarto、embedded")
    report.set_defaults(run=_report)

    reports = commands.add_parser("reports", help="全ての市と会議の資料を作る")
    reports.add_argument("--renderer", default="auto", metavar="方式")
    reports.set_defaults(run=_reports)

    forms = commands.add_parser("forms", help="債権ごとの実施計画の様式(Excel)を作る")
    forms.add_argument("city", metavar="市")
    forms.add_argument("--meeting", default="", metavar="日付")
    forms.set_defaults(run=_forms)

    audit = commands.add_parser("audit", help="資料に印刷された数値を検算する")
    audit.add_argument("city", metavar="市")
    audit.add_argument("--meeting", default="", metavar="日付")
    audit.set_defaults(run=_audit)

    check = commands.add_parser("check", help="データとパラメータだけを確かめる")
    check.add_argument("city", metavar="市")
    check.set_defaults(run=_check)

    listing = commands.add_parser("list", help="市と会議、作った資料、要更新の一覧")
    listing.set_defaults(run=_list)

    lab = commands.add_parser("lab", help="JupyterLab で notebooks/ を開く")
    lab.set_defaults(run=_lab)
    return parser


def _say(text: str) -> None:
    print(text, flush=True)


def _report(options: argparse.Namespace) -> int:
    _build(options.city, options.meeting, options.renderer)
    _write_index()
    return 0


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
    index = _write_index()
    _say(f"一覧: {shown_path(index, ROOT)}")
    if failures:
        raise DeskError("reports", f"{len(failures)} 件の会議資料を作れませんでした。\n" + "\n".join(failures))
    return 0


def _build(city: str, meeting: str, renderer: str) -> None:
    started = time.monotonic()
    # Everything that can be wrong before a notebook runs is found here, not in the middle of a build.
    packet = Packet.open(city, meeting)
    audit = packet.audit
    day = packet.date.isoformat()
    sections = tuple(Section(s.notebook, s.title, tuple(s.notes), s.parameters) for s in packet.meeting.sections)
    document = Document(packet.meeting.title, _when_and_where(packet), day, sections, {"city": city, "meeting": day})
    _say(f"{document.title}({city} {day})")
    target = _target(city, day)

    def beside(folder: Path) -> None:
        if audit:
            _write_audit(packet, folder)

    made = build.build(document, ROOT, target, _inputs(city, day, packet.meeting), renderer, _say, beside)
    _say(f"完成({time.monotonic() - started:.0f} 秒)")
    for path in made:
        _say(f"  {shown_path(path, ROOT)}({path.stat().st_size / 1024:,.0f} KB)")
    if audit:
        _say(f"{_audit_line(packet)} → {shown_path(target / 'audit.html', ROOT)}")


def _audit(options: argparse.Namespace) -> int:
    """1 if a printed figure cannot be true."""
    packet = Packet.open(options.city, options.meeting)
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
        _say(f"  {shown_path(target / path.name, ROOT)}")
    return int(bool(packet.audit.counts()["mismatch"]))


def _write_audit(packet: Packet, folder: Path) -> list[Path]:
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


def _audit_line(packet: Packet) -> str:
    counts = "、".join(f"{VERDICTS[verdict]} {count}" for verdict, count in packet.audit.counts().items())
    return f"検算: 印刷された数値 {len(packet.audit.findings)} 件のうち {counts}"


def _when_and_where(packet: Packet) -> str:
    """令和8年6月3日（水） 14:00～16:00 市長公室; a plan that was made in a month, and held nowhere, has its month."""
    meeting = packet.meeting
    if not meeting.time:
        return f"{wareki.month(packet.date)} {meeting.body}"
    return " ".join(filter(None, (wareki.date(packet.date, weekday=True), meeting.time, meeting.place)))


def _target(city: str, meeting: str) -> Path:
    return ROOT / "build" / city / meeting


def _inputs(city: str, day: str, meeting: params.Meeting) -> list[Path]:
    """Every file the packet depends on."""
    notebooks = [section.notebook for section in meeting.sections]
    # The section that compares cities reads the data of all of them.
    cities = params.cities() if "comparison" in notebooks else [city]
    return [
        ROOT / "params" / city / f"{day}.yaml",
        *(ROOT / "params" / name / "city.yaml" for name in cities),
        *(path for name in cities for path in (ROOT / "data" / name).glob("*.csv")),
        *(ROOT / "data").glob("*.csv"),
        *(ROOT / "notebooks" / f"{notebook}.ipynb" for notebook in notebooks),
        *(path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts),
        ROOT / "requirements.txt",
    ]


def _shelf() -> list[shelf.Entry]:
    """What stands on the shelf, for every city and meeting whose parameters can be read."""
    entries = []
    for city in params.cities():
        for day in params.meetings(city):
            try:
                name, meeting = params.load_city(city).name, params.load_meeting(city, day)
            except DeskError as error:
                print(f"注意: {city} {day} は一覧に載せられません。{error}", file=sys.stderr)
                continue
            printed = (
                wareki.date(dt.date.fromisoformat(day)) if meeting.time else wareki.month(dt.date.fromisoformat(day))
            )
            wanted = shelf.Wanted(name, meeting.title, printed, _target(city, day), _inputs(city, day, meeting))
            entries.append(shelf.entry(wanted, ROOT))
    return entries


def _write_index() -> Path:
    with place.writing(ROOT / "build" / "index.html"):
        return shelf.write_index(_shelf(), ROOT)


def _forms(options: argparse.Namespace) -> int:
    packet = Packet.open(options.city, options.meeting)
    made = contents(packet)
    target = ROOT / "build" / options.city / "forms"
    with place.replacing(target) as stage:
        for number, form in enumerate(made, start=1):
            sheet.write(form, stage / f"{form.number}_{form.name}.xlsx", packet.city.minus, packet.date)
            _say(f"様式: {number}/{len(made)} {form.number} {form.name}")
    _say(f"完成: {shown_path(target, ROOT)}/ に {len(made)} 件")
    return 0


def _check(options: argparse.Namespace) -> int:
    latest = Packet.open(options.city)
    for meeting in params.meetings(options.city):
        _ = Packet.open(options.city, meeting).audit  # its formulas are read
    for name, table in latest.ledger.tables.items():
        _say(f"  {name}.csv {len(table)} 行")
    _say("誤りはありません。")
    return 0


def _list(options: argparse.Namespace) -> int:
    _say(shelf.text(_shelf()))
    return 0


def _lab(options: argparse.Namespace) -> int:
    # Japanese menus, and no question to the internet for news and updates.
    os.environ["JUPYTER_CONFIG_PATH"] = str(ROOT / "helpers" / "lab")
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(ROOT / "notebooks")])
