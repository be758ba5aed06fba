"""``python -m helpers``: check that Python and the packages are there, then run the command."""

import gc
import os
import signal
import sys

if sys.version_info < (3, 11):  # noqa: UP036 (who runs this may have any Python)
    sys.exit(f"エラー: Python 3.11 以上が必要です(いまは {sys.version.split()[0]})。")


def _stop(number: int, frame: object) -> None:
    """Ctrl-C, or a polite kill: end at once, and let nothing interrupt the tidying up."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)
    raise KeyboardInterrupt


signal.signal(signal.SIGINT, _stop)
signal.signal(signal.SIGTERM, _stop)
# A command makes much and throws little away: Python looks for rubbish less often than it would, a tenth of all its time.
gc.set_threshold(50_000, 20, 50)

try:
    from helpers.cli import main

    status = main()
    if sys.stdout:  # None where it was closed before the start
        sys.stdout.flush()
except KeyboardInterrupt:
    print("中止しました。", file=sys.stderr)
    status = 130
except BrokenPipeError:
    # Who read the output has gone; Python would complain of it once more while it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    status = 1
except ModuleNotFoundError as error:
    if (error.name or "").startswith("helpers"):
        raise
    sys.exit(
        f"エラー: 部品「{error.name}」が入っていません。make を使うか、次の順に実行してください。\n"
        "  python -m venv .venv\n"
        "  .venv/bin/python -m pip install -r requirements.txt (Windows は .venv\\Scripts\\python)\n"
        "  .venv/bin/python -m helpers report 市の名前"
    )

if status == 130:
    # Where a Ctrl-C met Python inside exec() it would now end itself by that signal, and not with our status.
    os._exit(status)
sys.exit(status)
