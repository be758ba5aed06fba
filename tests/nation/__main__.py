"""``make nation N=1741 DESK=<folder>``: a desk of made-up municipalities, to see what a prefecture or the ministry would see.

    python -m tests.nation 1741 --seed 1

The folder ``DESK`` is new or empty: made-up municipalities are never mixed with real ones. The same number and seed give the same bytes.
"""

import argparse
import os
import sys
from pathlib import Path

from helpers import console
from helpers.errors import DeskError
from tests.nation.desk import make


def main(arguments: list[str] | None = None) -> int:
    console.prepare()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    try:
        desk = os.environ.get("DESK")
        if not desk:
            raise DeskError("usage", "DESK=フォルダー に、架空の市町村を置く新しいフォルダーを書いてください。")
        rows = make(Path(desk).absolute(), options.number, options.seed)
    except DeskError as error:
        console.complain(f"エラー: {error}")
        return 1
    console.say(f"架空の市町村 {options.number:,} 団体、figures.csv 計 {rows:,} 行を作りました: {desk}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
