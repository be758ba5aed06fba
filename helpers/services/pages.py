"""How the pages of a packet break."""

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, shown_path
from helpers.params import audience, desk
from helpers.services.report import command, products, target_of


def run(city: str, meeting: str) -> int:
    """1 if a page of the standing report.pdf breaks badly. DeskError ``usage`` if none stands."""
    from helpers.press import pages

    whom = audience.asked()
    path = target_of(city, params.choose_meeting(city, meeting), whom) / products(whom)[1]
    if not path.is_file():
        raise DeskError(
            "usage", f"{shown_path(path, desk())} がありません。先に {command(city, whom)} で作ってください。"
        )
    fills, found = pages.examine(path)
    say(f"{shown_path(path, desk())}: {len(fills)} ページ")
    say("埋まり方(%): " + "、".join(f"{page} {fill:.0%}".removesuffix("%") for page, fill in enumerate(fills, start=1)))
    for finding in found:
        say(f"  {finding.page}ページ({finding.fill:.0%}): {finding.why}")
    if not found:
        say("割れ方の悪いページはありません。")
    return int(bool(found))
