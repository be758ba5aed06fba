"""The command line: ``python -m helpers report shizuoka``. The Makefile calls nothing else."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from helpers import ledger, params, wareki
from helpers.errors import DeskError, shown_path
from helpers.forms import sheet
from helpers.forms.contents import contents
from helpers.packet import Packet
from helpers.params import ROOT
from helpers.press import build, place
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

    forms = commands.add_parser("forms", help="債権ごとの実施計画の様式(Excel)を作る")
    forms.add_argument("city", metavar="市")
    forms.add_argument("--meeting", default="", metavar="日付")
    forms.set_defaults(run=_forms)

    check = commands.add_parser("check", help="データとパラメータだけを確かめる")
    check.add_argument("city", metavar="市")
    check.set_defaults(run=_check)

    shelf = commands.add_parser("list", help="市と会議の一覧")
    shelf.set_defaults(run=_list)

    lab = commands.add_parser("lab", help="JupyterLab で notebooks/ を開く")
    lab.set_defaults(run=_lab)
    return parser


def _say(text: str) -> None:
    print(text, flush=True)


def _report(options: argparse.Namespace) -> int:
    started = time.monotonic()
    # Everything that can be wrong before a notebook runs is found here, not in the middle of a build.
    packet = Packet.open(options.city, options.meeting)
    day = packet.date.isoformat()
    meeting = packet.meeting
    document = Document(
        title=meeting.title,
        subtitle=f"{wareki.date(packet.date, weekday=True)} {meeting.time} {meeting.place}",
        date=day,
        sections=tuple(Section(s.notebook, s.title, tuple(s.notes)) for s in meeting.sections),
        parameters={"city": options.city, "meeting": day},
    )
    _say(f"{meeting.title}({options.city} {day})")
    target = ROOT / "build" / options.city / day
    made = build.build(document, ROOT, target, _inputs(options.city, day, document), options.renderer, _say)
    _say(f"完成({time.monotonic() - started:.0f} 秒)")
    for path in made:
        _say(f"  {shown_path(path, ROOT)}({path.stat().st_size / 1024:,.0f} KB)")
    return 0


def _inputs(city: str, meeting: str, document: Document) -> list[Path]:
    """Every file the packet depends on."""
    return [
        *(ROOT / "params" / city / f"{name}.yaml" for name in ("city", meeting)),
        *(ROOT / "data" / city).glob("*.csv"),
        *(ROOT / "notebooks" / f"{section.notebook}.ipynb" for section in document.sections),
        *(path for path in (ROOT / "helpers").rglob("*") if path.is_file() and "__pycache__" not in path.parts),
        ROOT / "requirements.txt",
    ]


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
    params.load_city(options.city)
    for meeting in params.meetings(options.city):
        params.load_meeting(options.city, meeting)
    tables = ledger.load(options.city).tables
    for name, table in tables.items():
        _say(f"  {name}.csv {len(table)} 行")
    _say("誤りはありません。")
    return 0


def _list(options: argparse.Namespace) -> int:
    for city in params.cities():
        _say(f"{city} {params.load_city(city).name}")
        for meeting in params.meetings(city):
            _say(f"  {meeting} {params.load_meeting(city, meeting).title}")
    return 0


def _lab(options: argparse.Namespace) -> int:
    # Japanese menus, and no question to the internet for news and updates.
    os.environ["JUPYTER_CONFIG_PATH"] = str(ROOT / "helpers" / "lab")
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(ROOT / "notebooks")])
