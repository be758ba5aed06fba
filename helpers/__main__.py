"""``python -m helpers``: check that Python and the packages are there, then run the command."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (who runs this may have any Python)
    sys.exit(f"エラー: Python 3.11 以上が必要です(いまは {sys.version.split()[0]})。")

try:
    from helpers.cli import main
except ModuleNotFoundError as error:
    if (error.name or "").startswith("helpers"):
        raise
    sys.exit(
        f"エラー: 部品「{error.name}」が入っていません。make を使うか、次の順に実行してください。\n"
        "  python -m venv .venv\n"
        "  .venv/bin/python -m pip install -r requirements.txt (Windows は .venv\\Scripts\\python)\n"
        "  .venv/bin/python -m helpers report 市の名前"
    )

sys.exit(main())
