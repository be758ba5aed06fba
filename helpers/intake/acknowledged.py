"""The answers in ``city.yaml``: some put in, some taken out, every other line as it stands."""

import json
import re
from collections.abc import Collection

from helpers.params import Acknowledged


def edited(text: str, new: Collection[Acknowledged], out: Collection[int] = ()) -> str:
    """``text`` of city.yaml without the answers at the places ``out`` of ``acknowledged`` and with ``new`` ones at its end. Comments
    between answers stay. ``acknowledged`` in one line of YAML is left as it is: who writes the result reads it first.
    """
    lines = text.splitlines(keepends=True)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    key = next((n for n, line in enumerate(lines) if re.match(r"acknowledged\s*:", line)), None)
    if key is None:
        lines.append(f"acknowledged:{end}")
        key = len(lines) - 1
    elif re.match(r"acknowledged\s*:\s*\[\s*\]", lines[key]):
        lines[key] = re.sub(r"\s*\[\s*\]", "", lines[key], count=1)
    inside = range(
        key + 1, next((n for n, line in enumerate(lines) if n > key and re.match(r"[^\s#-]", line)), len(lines))
    )
    items = [n for n in inside if re.match(r"\s*-\s", lines[n])]
    indent = re.match(r"\s*", lines[items[0]])[0] if items else "  "
    items = [n for n in items if re.match(rf"{indent}-", lines[n])]  # not a 「- 」 inside a reason of several lines
    last = max((n for n in inside if re.match(r"\s*[^\s#]", lines[n])), default=key)
    added = [
        f"{indent}- doubt: {_scalar(entry.doubt)}{end}{indent}  reason: {_scalar(entry.reason)}{end}" for entry in new
    ]
    gone = {n for place in out for n in _lines_of(place, items, last, lines)}
    if gone and not new and gone >= set(items):
        lines[key] = re.sub(r"(acknowledged\s*:)", r"\1 []", lines[key], count=1)
    before = [line for n, line in enumerate(lines[: last + 1]) if n not in gone]
    return "".join([*before, *added, *lines[last + 1 :]])


def _lines_of(place: int, items: list[int], last: int, lines: list[str]) -> range:
    """The lines of the answer at ``place``, without blank lines and comments behind it."""
    if place >= len(items):
        return range(0)
    stop = items[place + 1] if place + 1 < len(items) else last + 1
    while not re.match(r"\s*[^\s#]", lines[stop - 1]):
        stop -= 1
    return range(items[place], stop)


def _scalar(text: str) -> str:
    """``text`` as YAML: plain where nothing in it means anything there, else in quotes."""
    is_plain = re.fullmatch(r"[^\W\d_].*", text) and not re.search(r": |:$| #|[\n\r\t\"\\]|\s$", text)
    words_of_yaml = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
    return text if is_plain and text.lower() not in words_of_yaml else json.dumps(text, ensure_ascii=False)
