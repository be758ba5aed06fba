"""The command line: ``python -m helpers report shizuoka``. The Makefile calls nothing else.

What a command needs is imported when it runs: a list or a refused name waits for no plotting library.
"""

import argparse
import sys
import traceback
from collections.abc import Callable

from helpers import console
from helpers.errors import DeskError
from helpers.params import audience


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0, or 1 after an error told in Japanese."""
    console.prepare()
    try:
        options = _parser().parse_args(arguments)
        _refuse_audience(options.run)
        return options.run(options)
    except DeskError as error:
        console.complain(f"エラー: {error}")
        if error.is_cut:
            console.complain(f"全ての行: {console.keep_faults(error)}")
        return 1
    except KeyboardInterrupt:
        return _stopped()
    except ModuleNotFoundError:
        raise  # a package that is not installed: whoever started us says how to get it
    except Exception as error:  # noqa: BLE001 (what nobody foresaw: a user gets a sentence, we get the log)
        if _is_a_stop(error):
            return _stopped()
        path = console.keep("error.log", "".join(traceback.format_exception(error)))
        console.complain(
            f"エラー: 予期しない誤りが起きました({type(error).__name__})。前回の資料はそのまま残っています。記録: {path}"
        )
        return 1


def _refuse_audience(run: Callable) -> None:
    """DeskError ``usage`` for an audience that nobody knows, and for the public where nothing is made for it."""
    if audience.asked() == "public" and run not in (_report, _reports, _verify, _pages, _list):
        raise DeskError(
            "usage",
            "AUDIENCE=public(公開版)を使えるのは report、reports、verify、pages、list だけです。"
            "ほかの命令が作るもの、示すものは委員限りです。AUDIENCE を省いて、もう一度実行してください。",
        )


def _stopped() -> int:
    if scratch := sys.modules.get("helpers.press.scratch"):
        scratch.tidy()
    console.complain("中止しました。前回の資料はそのまま残っています。")
    return 130


def _is_a_stop(error: BaseException | None) -> bool:
    """Whether a Ctrl-C is behind ``error``: one that meets a library in compiled code comes out as an error of the library's."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


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
        "file": (("file",), {"metavar": "ファイル", "help": "published.csv と同じ列の CSV か .xlsx"}),
        "name": (("name",), {"metavar": "名", "help": "build/audit/ の下のフォルダーの名"}),
        "new_city": (("city",), {"metavar": "市", "help": "params/ と data/ の下のフォルダーの名(例: shizuoka)"}),
        "city_name": (("name",), {"metavar": "名", "help": "資料に印刷する市の名"}),
        "new_meeting": (("meeting",), {"metavar": "日付", "help": "会議の日付(例: 2026-06-03)"}),
        "files": (("files",), {"nargs": "+", "metavar": "ファイル", "help": "書き出したファイルか、そのフォルダー"}),
        "folder": (("folder",), {"metavar": "フォルダー", "help": "返送された様式の入ったフォルダー"}),
        "apply": (("--apply",), {"action": "store_true", "help": "書き込む(省くと、何が変わるかを示すだけ)"}),
        "out": (("--out",), {"default": "", "metavar": "ファイル", "help": "誤りかもしれない数値を全て書き出す .xlsx"}),
        "in": (
            ("--in",),
            {"default": "", "dest": "reasons", "metavar": "ファイル", "help": "理由を書き入れた、その .xlsx"},
        ),
        "section": (
            ("--section",),
            {"default": "", "metavar": "節", "help": "ノートブックの名(例: trend)。その節だけを扱う"},
        ),
        "scheduler": (
            ("--scheduler",),
            {
                "default": "",
                "metavar": "アドレス",
                "help": "Dask のスケジューラー(例: tcp://127.0.0.1:8786)。省くとこの計算機で作る",
            },
        ),
        "port": (("--port",), {"type": int, "default": 0, "metavar": "番号", "help": "ポート。省くと空いているもの"}),
        "arguments": (
            ("--arguments",),
            {"default": "", "metavar": "引数", "help": "JupyterLab に渡す引数(例: --arguments=--no-browser)"},
        ),
        "against": (
            ("--against",),
            {"default": "", "metavar": "相手", "help": "比べる相手: 会議の日付、git の版、フォルダーのどれか"},
        ),
        "renderer": (("--renderer",), {"default": "auto", "metavar": "方式", "help": "auto(既定)、quarto、embedded"}),
    }
    parser = console.Parser(prog="python -m helpers", description="債権管理委員会の会議資料を作ります。")
    commands = parser.add_subparsers(required=True, metavar="命令", title="命令", parser_class=console.Parser)
    for name, (text, arguments, run) in _COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text)
        for argument in arguments:
            names, details = options[argument]
            command.add_argument(*names, **details)
        command.set_defaults(run=run)
    return parser


@_command("report", "会議資料(HTML・PDF・Excel)を作る", "city", "meeting", "renderer", "section")
def _report(options: argparse.Namespace) -> int:
    from helpers.services import index, report

    if options.section:
        from helpers.services import section

        section.build(options.city, options.meeting, options.section, options.renderer)
        return 0
    report.build(options.city, options.meeting, options.renderer)
    index.write()
    return 0


@_command("watch", "保存するたびに作り直す画面を開く", "city", "meeting", "section", "port")
def _watch(options: argparse.Namespace) -> int:
    from helpers.services import watch

    watch.run(options.city, options.meeting, options.section, options.port)
    return 0


@_command("reports", "全ての市と会議の資料を作る", "renderer", "scheduler")
def _reports(options: argparse.Namespace) -> int:
    from helpers.services import reports

    reports.build(options.renderer, options.scheduler)
    return 0


@_command("forms", "債権ごとの実施計画の様式(Excel)を作る", "city", "meeting")
def _forms(options: argparse.Namespace) -> int:
    from helpers.services import forms

    forms.run(options.city, options.meeting)
    return 0


@_command("audit", "資料に印刷された数値を検算する", "city", "meeting")
def _audit(options: argparse.Namespace) -> int:
    from helpers.services import audit

    return audit.run(options.city, options.meeting)


@_command("diff", "会議資料の変わったところを、別の会議や前の版と比べて示す", "city", "meeting", "against")
def _diff(options: argparse.Namespace) -> int:
    from helpers.services import diff

    return diff.run(options.city, options.meeting, options.against)


@_command("pages", "できた PDF の、割れ方の悪いページを示す", "city", "meeting")
def _pages(options: argparse.Namespace) -> int:
    from helpers.services import pages

    return pages.run(options.city, options.meeting)


@_command("verify", "資料を別の場所に作り直し、今ある資料と一バイトも違わないか確かめる", "city", "meeting")
def _verify(options: argparse.Namespace) -> int:
    from helpers.services import verify

    return verify.run(options.city, options.meeting)


@_command("import", "会計システムの書き出しを取り込む", "city", "files", "apply")
def _import(options: argparse.Namespace) -> int:
    from helpers.services import intake

    return intake.run(options.city, options.files, options.apply)


@_command("collect", "返送された様式を集め、回答を取り込む", "city", "folder", "meeting", "apply")
def _collect(options: argparse.Namespace) -> int:
    from helpers.services import collect

    collect.run(options.city, options.meeting, options.folder, options.apply)
    return 0


@_command("workbook", "市の表を一つの Excel のブックにする(直して import で取り込む)", "city")
def _workbook(options: argparse.Namespace) -> int:
    from helpers.services import workbook

    workbook.run(options.city)
    return 0


@_command("new", "市を始める(params/ と data/ のファイルを作る)", "new_city", "city_name", "new_meeting")
def _new(options: argparse.Namespace) -> int:
    from helpers.services import new

    new.run(options.city, options.name, options.meeting)
    return 0


@_command("new-meeting", "前回の会議から、次の会議の YAML を作る", "city", "new_meeting")
def _new_meeting(options: argparse.Namespace) -> int:
    from helpers.services import new_meeting

    new_meeting.run(options.city, options.meeting)
    return 0


@_command("audit-file", "印刷された数値の表(CSV か Excel)一つだけを検算する", "file", "name")
def _audit_file(options: argparse.Namespace) -> int:
    from helpers.services import audit_file

    return audit_file.run(options.file, options.name)


@_command("check", "データとパラメータを確かめ、各節を作れるか試す", "city", "out", "in")
def _check(options: argparse.Namespace) -> int:
    from helpers.services import check

    check.run(options.city, options.out, options.reasons)
    return 0


@_command("rates", "全ての市の決算の収納率を data/rates.csv に集める")
def _rates(options: argparse.Namespace) -> int:
    from helpers.services import rates

    rates.run()
    return 0


@_command("list", "市と会議、作った資料、要更新の一覧")
def _list(options: argparse.Namespace) -> int:
    from helpers.services import index

    index.show()
    return 0


@_command("guide", "表・図・文の見本帳 build/guide.html を作る")
def _guide(options: argparse.Namespace) -> int:
    from helpers.services import guide

    guide.build()
    return 0


@_command("parity", "Quarto と組込みの組版の結果が同じか確かめる", "city", "meeting")
def _parity(options: argparse.Namespace) -> int:
    from helpers.services import parity

    return parity.run(options.city, options.meeting)


@_command("lab", "JupyterLab を開く", "arguments")
def _lab(options: argparse.Namespace) -> int:
    from helpers.services import lab

    return lab.run(options.arguments)
