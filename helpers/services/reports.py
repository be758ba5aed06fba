"""Build the packets of all meetings, here or on the workers of a cluster."""

import datetime as dt
import json
import time
from collections.abc import Iterator, Sequence
from functools import partial

from helpers import console, params
from helpers.console import say
from helpers.errors import DeskError
from helpers.params import audience, desk
from helpers.rates import TABLE
from helpers.services import index, rates, report

Packet = tuple[str, str]  # city, day
Ended = tuple[Packet, Exception | None, dict]  # what else is known of it goes into the log


def build(renderer: str, scheduler: str = "") -> None:
    """Every packet that does not stand; one that fails stops none of the others. With the address of a ``scheduler``, its workers do it.

    DeskError ``reports`` names those that failed, at the end.
    """
    if rates.is_late():
        say(f"注意: data/{TABLE} を作った後に、数値を直した市があります。make rates で集め直してください。")
    wanted, failures = _wanted(), []
    if scheduler and audience.asked() == "public":
        raise DeskError(
            "usage", "公開版(AUDIENCE=public)は、SCHEDULER のワーカーでは作れません。SCHEDULER を省いてください。"
        )
    if scheduler:
        failures = _make(wanted, _on_workers(wanted, renderer, scheduler))
    else:
        missing, failures = _missing(wanted, renderer)
        failures += _make(missing, _here(missing, renderer)) if missing else []
    index.write()
    say("一覧: build/index.html")
    if failures:
        raise DeskError("reports", f"{len(failures)} 件の会議資料を作れませんでした。\n" + "\n".join(failures))


def _wanted() -> list[Packet]:
    return [(city, day) for city in params.cities() for day in params.meetings(city)]


def _missing(packets: Sequence[Packet], renderer: str) -> tuple[list[Packet], list[str]]:
    """Those of ``packets`` that do not stand, and what is wrong with those of which nobody can tell."""
    missing, failures = [], []
    for city, day in packets:
        try:
            if not report.stands(city, day, renderer):
                missing.append((city, day))
        except DeskError as error:
            failures.append(_failed(city, day, error))
    return missing, failures


def _make(packets: Sequence[Packet], ends: Iterator[Ended]) -> list[str]:
    """Follow ``packets`` as they end: tell how far it is, note each in the log, and return what failed."""
    started, failures = time.monotonic(), []
    log = desk() / "build" / "log" / f"{dt.datetime.now():%Y%m%d-%H%M%S}-reports.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        for done, ((city, day), error, known) in enumerate(ends, 1):
            if error:
                failures.append(_failed(city, day, error))
            entry = {
                "time": f"{dt.datetime.now():%Y-%m-%dT%H:%M:%S}",
                "city": city,
                "meeting": day,
                "made": not error,
                **known,
            }
            print(
                json.dumps(entry | ({"error": str(error)} if error else {}), ensure_ascii=False), file=file, flush=True
            )
            if far := console.far(started, done, len(packets), len(failures)):
                say(far)
    return failures


def _here(packets: Sequence[Packet], renderer: str) -> Iterator[Ended]:
    from helpers import action_sheets, charts, parts  # noqa: F401 (once for all)
    from helpers.press.abreast import abreast
    from helpers.press.build import load

    load()
    if audience.asked() == "public":
        # Each from a copy of its own: what is wrong with a city is told there, and not taken out.
        jobs = [partial(report.make, *packet, renderer) for packet in packets]
        for place, error in abreast(jobs, say, console.say_to):
            yield packets[place], error, {}
        return
    with report.copy_for_many() as inputs:  # one for all: each has as much to copy however many there are
        jobs = [partial(report.make_from, inputs, city, day, renderer) for city, day in packets]
        for place, error in abreast(jobs, say, console.say_to):
            yield packets[place], error, {}


def _on_workers(packets: Sequence[Packet], renderer: str, scheduler: str) -> Iterator[Ended]:
    """The same on the workers of ``scheduler``; all of them use the renderer that this computer would."""
    from helpers.press import render
    from helpers.services import cluster

    chosen = render.choose(renderer).name
    for packet, made in cluster.spread(packets, chosen, scheduler, say):
        for notice in made.notices:
            say(f"{' '.join(packet)}: {notice}")
        error = (
            DeskError(*made.error)
            if isinstance(made.error, tuple)
            else RuntimeError(made.error)
            if made.error
            else None
        )
        yield packet, error, {"seconds": made.seconds, "worker": made.where}


def _failed(city: str, day: str, error: Exception) -> str:
    say(f"失敗: {city} {day}")
    if isinstance(error, DeskError):
        return f"{city} {day}: {error}"
    return f"{city} {day}: 予期しない誤りが起きました。記録: {console.keep('error.log', str(error))}"
