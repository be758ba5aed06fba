"""Build the packets of all meetings."""

import time
from functools import partial

from helpers import console, params
from helpers.console import say
from helpers.errors import DeskError
from helpers.services import index, report


def build(renderer: str) -> None:
    """Every packet that does not stand; one that fails stops none of the others.

    DeskError ``reports`` names those that failed, at the end.
    """
    wanted, failures = [], []
    for city in params.cities():
        for day in params.meetings(city):
            try:
                if not report.stands(city, day, renderer):
                    wanted.append((city, day))
            except DeskError as error:
                failures.append(_failed(city, day, error))
    if wanted:
        failures += _make(wanted, renderer)
    index.write()
    say("一覧: build/index.html")
    if failures:
        raise DeskError("reports", f"{len(failures)} 件の会議資料を作れませんでした。\n" + "\n".join(failures))


def _make(wanted: list[tuple[str, str]], renderer: str) -> list[str]:
    """Build the packets of ``wanted``, cities and days, and say which failed."""
    started = time.monotonic()
    from helpers import action_sheets, charts, parts  # noqa: F401 (once for all)
    from helpers.press.abreast import abreast
    from helpers.press.build import load

    load()
    failures = []
    with report.copy_of_inputs() as inputs:  # one for all: each has as much to copy however many there are
        jobs = [partial(report.make_from, inputs, city, day, renderer) for city, day in wanted]
        for place, error in abreast(jobs, say, console.say_to):
            city, day = wanted[place]
            if error:
                failures.append(_failed(city, day, error))
            if remaining := console.left(started, place + 1, len(wanted)):
                say(f"資料: {place + 1}/{len(wanted)}{remaining}")
    return failures


def _failed(city: str, day: str, error: Exception) -> str:
    say(f"失敗: {city} {day}")
    if isinstance(error, DeskError):
        return f"{city} {day}: {error}"
    return f"{city} {day}: 予期しない誤りが起きました。記録: {console.keep('error.log', str(error))}"
