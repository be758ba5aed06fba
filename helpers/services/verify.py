"""Whether a packet would be made the same again."""

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, shown_path
from helpers.params import audience, desk
from helpers.services.report import command, inputs_for, open_packet, target_of, write


def run(city: str, meeting: str) -> int:
    """1 if a file of the standing packet is not the one that a build makes now, byte for byte; it says which, and why.

    It is built with the renderer that made the one that stands. DeskError ``usage`` if none stands.
    """
    from helpers.press import manifest
    from helpers.press.scratch import scratch

    day, whom = params.choose_meeting(city, meeting), audience.asked()
    target = target_of(city, day, whom)
    renderer = manifest.renderer(target)
    if not renderer:
        where = shown_path(target / manifest.NAME, desk())
        raise DeskError("usage", f"{where} がないか、読めません。先に {command(city, whom)} で作ってください。")
    with inputs_for(whom, city, day) as inputs, scratch() as aside:
        again = aside / day
        write(open_packet(city, day, inputs), inputs, again, renderer, keep=False)
        found, why = manifest.differences(target, again)
    if not found:
        say(f"{shown_path(target, desk())} は、作り直したものと一バイトも違いません。")
        return 0
    say(f"{shown_path(target, desk())} は、作り直したものと違います: {'、'.join(found)}")
    for reason in why or ["理由は分かりません。もとになるものは全て同じです。"]:
        say(f"  {reason}")
    return 1
