"""Hold Quarto and the embedded renderer against each other."""

from helpers import params
from helpers.console import say
from helpers.services.report import copy_of_inputs, document_of, open_packet


def run(city: str, meeting: str) -> int:
    """1 if the two renderers differ anywhere."""
    from helpers.press import parity
    from helpers.press.build import compare_renderers

    day = params.choose_meeting(city, meeting)
    with copy_of_inputs() as inputs:
        document = document_of(open_packet(city, day, inputs))
        differences = compare_renderers(document, inputs, parity.differences, say)
    for line in differences:
        say(f"  {line}")
    say(f"違い: {len(differences)} 件" if differences else "Quarto と組込みの組版の結果は同じです。")
    return int(bool(differences))
