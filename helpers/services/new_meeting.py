"""Roll a city's last meeting forward to its next one, and say what is still to be set."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from helpers import ledger, params, wareki
from helpers.console import say
from helpers.errors import DeskError, Fault, cut, shown_path
from helpers.intake import place
from helpers.ledger import Ledger
from helpers.params import Meeting, desk
from helpers.press.place import writing
from helpers.services.report import copy_of_inputs
from helpers.terms import AGGREGATE_NAMES, TABLE_NAMES

# Fiscal years and months of an era: 令和8年度, 令和8年10月末, 令和元年度.
_ERA_YEAR = re.compile("(令和|平成)(元|[0-9]{1,2})年")
_FIRST = {"令和": 2019, "平成": 1989}
_BY_DAY = ("agenda", "points", "meetings", "published")  # tables whose rows belong to a day of a meeting


def run(city: str, meeting: str) -> None:
    """Write ``params/<city>/<meeting>.yaml`` from the last meeting's file: years go forward, comments and sections stay.

    DeskError ``usage`` for a day that is none, that has a meeting, or that is before the last; ``params`` if the file is written in a way that
    cannot be rolled forward. Then nothing was changed.
    """
    last = params.choose_meeting(city)
    _refuse_day(city, meeting, last)
    old, folder = params.load_meeting(city, last), desk() / "params" / city
    new = forward(old, dt.date.fromisoformat(last), dt.date.fromisoformat(meeting))
    source, target = folder / f"{last}.yaml", folder / f"{meeting}.yaml"
    content = rewritten(source.read_bytes().decode("utf-8-sig"), old, new).encode("utf-8")
    _prove(city, meeting, target, content, new, source)
    with writing(target):
        place.replace_all({target: content})
    say(f"作りました: {shown_path(target, desk())}({shown_path(source, desk())} から)")
    for line in _changes(old, new):
        say(f"  {line}")
    say("確かめて、要れば直すもの:")
    for line in (*_to_look_at(old, new), *_rows_to_set(ledger.load(city), old, new, last, meeting)):
        say(f"  - {line}")


def _refuse_day(city: str, meeting: str, last: str) -> None:
    if not params.is_date(meeting):
        message = f"「{cut(meeting)}」は使えません。会議の日付を、暦にある日の 2026-06-03 の形で書いてください。"
    elif meeting in params.meetings(city):
        message = f"params/{city}/{meeting}.yaml は、もうあります。"
    elif meeting < last:
        message = f"{meeting} は、最新の会議({last})より前です。"
    else:
        return
    raise DeskError("usage", "次の会議を作れません。何も書いていません。", [Fault("MEETING", message)])


def forward(old: Meeting, last: dt.date, day: dt.date) -> Meeting:
    """The meeting on ``day`` as it follows from the ``old`` one: as many fiscal years later, its years in titles too."""
    years = wareki.fiscal_year_of(day) - wareki.fiscal_year_of(last)
    forms = old.forms and old.forms.model_copy(update={"fiscal_year": old.forms.fiscal_year + years})
    return old.model_copy(
        update={
            "title": _later(old.title, years),
            "fiscal_year": old.fiscal_year + years,
            "settled_year": old.settled_year + years,
            "as_of": old.as_of and _same_day(old.as_of, years),
            "forms": forms,
            "sections": [each.model_copy(update={"title": _later(each.title, years)}) for each in old.sections],
        }
    )


def _later(text: str, years: int) -> str:
    """``text`` with its years of eras so many years later: 平成30年度 → 令和元年度."""

    def moved(found: re.Match) -> str:
        number = 1 if found[2] == "元" else int(found[2])
        return wareki.fiscal_year(_FIRST[found[1]] + number - 1 + years).removesuffix("度")

    return _ERA_YEAR.sub(moved, text)


def _same_day(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; the end of February stays it."""
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    at_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return day.replace(year=year, day=last if at_end else min(day.day, last))


def rewritten(text: str, old: Meeting, new: Meeting) -> str:
    """The file of the old meeting with what is another in the new one; every other line as it stands."""
    pairs = [(key, getattr(old, key), getattr(new, key)) for key in ("title", "fiscal_year", "settled_year", "as_of")]
    pairs += [("title", a.title, b.title) for a, b in zip(old.sections, new.sections, strict=True)]
    if old.forms:
        pairs.append(("fiscal_year", old.forms.fiscal_year, new.forms.fiscal_year))
    changed = {(key, str(a)): str(b) for key, a, b in pairs if a != b}

    def line(found: re.Match) -> str:
        before, key, gap, value, after = found.groups()
        return f"{before}{key}:{gap}{changed.get((key, value), value)}{after}"

    return re.sub(r"(?m)^([ \t]*(?:- )?)([a-z_]+):([ \t]+[\"']?)(\S.*?)([\"']?[ \t]*(?: #.*)?\r?)$", line, text)


def _prove(city: str, meeting: str, target: Path, content: bytes, new: Meeting, source: Path) -> None:
    """Read the new file on a copy of the desk: it must say what it should."""
    with copy_of_inputs() as inputs:
        (inputs / target.relative_to(desk())).write_bytes(content)
        found = params.load_meeting(city, meeting, inputs)
    if wrong := [key for key in Meeting.model_fields if getattr(found, key) != getattr(new, key)]:
        message = f"{'、'.join(wrong)} の書き方が変わっているので、次の年に直せません。値を「キー: 値」の1行に書いてください。"
        fault = Fault(shown_path(source, desk()), message)
        raise DeskError("params", "次の会議を作れません。何も書いていません。", [fault])


def _changes(old: Meeting, new: Meeting) -> Iterator[str]:
    for key in ("title", "fiscal_year", "settled_year", "as_of"):
        if getattr(old, key) != getattr(new, key):
            yield f"{key}: {getattr(old, key)} → {getattr(new, key)}"
    for before, after in zip(old.sections, new.sections, strict=True):
        if before.title != after.title:
            yield f"sections の title: {before.title} → {after.title}"
    if old.forms and old.forms != new.forms:
        yield f"forms の fiscal_year: {old.forms.fiscal_year} → {new.forms.fiscal_year}"


def _to_look_at(old: Meeting, new: Meeting) -> Iterator[str]:
    """What stands in the new file as it was, and may be another."""
    yield f"title: {new.title}"
    for key in ("edition", "time", "place"):
        if getattr(old, key):
            yield f"{key}: {getattr(old, key)}(前回のまま)"
    if old.as_of and old.as_of == new.as_of:
        yield f"as_of: {old.as_of}(前回のまま)"
    if old.forms:
        yield f"forms の edition: {old.forms.edition}(前回のまま)"
    for section in old.sections:
        yield from (f"「{section.title}」の notes: {note}(前回のまま)" for note in section.notes)
        yield from (f"「{section.title}」の {name}: {value}(前回のまま)" for name, value in section.parameters.items())
    yield f"source: {old.source}(前回のまま)"


def _rows_to_set(facts: Ledger, old: Meeting, new: Meeting, last: str, meeting: str) -> Iterator[str]:
    """What the tables of ``data/`` do not have yet."""
    figures = facts["figures"]
    year = new.settled_year
    if figures[(figures["fiscal_year"] == year) & (figures["kind"] == "actual")].empty:
        yield f"figures.csv: {wareki.fiscal_year(year)}決算の数値がありません。"
    if new.fiscal_year != old.fiscal_year:
        targets = figures[figures["kind"] == "target"]
        set_now = set(targets[targets["fiscal_year"] == new.fiscal_year]["claim"])
        before = targets[targets["fiscal_year"] == old.fiscal_year]["claim"]
        if open_ := [claim for claim in dict.fromkeys(before) if claim not in set_now]:
            names = AGGREGATE_NAMES | dict(zip(facts["claims"]["claim"], facts["claims"]["name"], strict=True))
            titles = "、".join(names.get(claim, claim) for claim in open_)
            yield f"figures.csv: {wareki.fiscal_year(new.fiscal_year)}の目標がまだない債権 {len(open_)} 件({titles})"
    for table in (name for name in _BY_DAY if name in facts.tables):
        days = facts[table]["meeting"].astype(str)
        if (days == last).any() and not (days == meeting).any():
            yield f"{table}.csv({TABLE_NAMES[table]}): {meeting} の行がありません(前回 {(days == last).sum()} 行)。"
    if facts.has("members"):
        yield f"members.csv({TABLE_NAMES['members']}): {facts['members']['as_of'].astype(str).max()} 現在の名簿です。"
