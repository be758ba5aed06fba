"""Build one section of a packet alone, beside the packet and never over it."""

import json
import time
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from helpers import params
from helpers.console import progress, say
from helpers.errors import DeskError, did_you_mean, faults_of, shown_path
from helpers.packet import Packet
from helpers.params import Section, audience, desk
from helpers.services import report
from helpers.terms import Audience


def build(city: str, meeting: str, notebook: str, renderer: str) -> list[Path]:
    """Build the section ``notebook`` of a meeting (the latest if empty) as HTML, PDF and Excel."""
    started = time.monotonic()
    day = params.choose_meeting(city, meeting)
    with report.inputs_for(audience.asked(), city, day) as inputs:
        packet = alone(report.open_packet(city, day, inputs), notebook)
        from helpers.press import build as press

        files = report.inputs_of(city, day, packet.meeting, inputs)
        target, cache = target_of(city, day, notebook, packet.audience), report.cache_of(files, inputs)
        made = press.build(
            document_of(packet), inputs, target, files, renderer, progress(), original=desk(), cache=cache
        )
    say(f"完成({time.monotonic() - started:.1f} 秒)")
    for path in made:
        say(f"  {shown_path(path, desk())}")
    return made


def target_of(city: str, day: str, notebook: str, whom: Audience = "committee") -> Path:
    whole = report.target_of(city, day, whom)
    return whole.with_name(f"{whole.name}.sections") / notebook


def alone(packet: Packet, notebook: str) -> Packet:
    """``packet`` with the section ``notebook`` alone: as the meeting lists it, or, while it does not yet, under its own title.

    DeskError ``unknown-section`` if there is no such notebook, or its name or title could not stand in a meeting's YAML.
    """
    listed = {section.notebook: section for section in packet.meeting.sections}
    if notebook not in listed:
        path = params.notebooks(packet.root) / f"{notebook}.ipynb"
        known = {path.stem for path in params.notebooks(packet.root).glob("*.ipynb")}
        if notebook not in known:
            raise DeskError(
                "unknown-section", f"notebooks/{notebook}.ipynb がありません。{did_you_mean(notebook, known)}"
            )
        listed[notebook] = _section(notebook, path)
    return replace(packet, meeting=packet.meeting.model_copy(update={"sections": [listed[notebook]]}))


def _section(notebook: str, path: Path) -> Section:
    try:
        return Section(notebook=notebook, title=_own_title(path))
    except ValidationError as error:
        said = f"notebooks/{path.name} は節にできません。ファイルの名は、英小文字で始め、英小文字・数字・_ だけにしてください(例: my_section.ipynb)。"
        raise DeskError("unknown-section", said, faults_of(error, Section, f"notebooks/{path.name}")) from None


def document_of(packet: Packet):
    """What the press is asked to print of a packet that is :func:`alone`."""
    return replace(report.document_of(packet), whole=False)


def _own_title(path: Path) -> str:
    try:
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    except (OSError, ValueError, LookupError, TypeError):
        return path.stem  # the press says what is wrong with it
    return first.splitlines()[0].removeprefix("# ") if first.strip() else path.stem
