"""Try everything that a build would do, and say at once what it would stop at."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import params
from helpers.console import say
from helpers.errors import DeskError, runs
from helpers.intake.sheets import files_of, read
from helpers.ledger import unread
from helpers.params import desk
from helpers.services import doubts
from helpers.services.report import copy_of_inputs, document_of, open_packet

if TYPE_CHECKING:
    from helpers.packet import Packet


def run(city: str, out: str = "", reasons: str = "") -> None:
    """Whatever ``report`` would stop at, of every meeting and section at once. First the ``reasons`` in a workbook of doubts are taken in,
    then the doubts are written into another, ``out``, where these are named.
    """
    params.choose_meeting(city)
    if reasons:
        path = files_of([reasons])[0][0]
        doubts.take_in(city, read(path))
    if out:
        doubts.write(city, out)
    for line in unread(city, desk()):
        say(f"注意: {line}")
    failures: list[DeskError] = []
    packets = []
    with copy_of_inputs() as inputs, _asked_for(inputs) as notes:
        for meeting in params.meetings(city, inputs):
            try:
                packet = open_packet(city, meeting, inputs)
                _ = packet.audit  # its formulas are read
            except DeskError as error:
                failures.append(error)
                continue
            packets.append(packet)
            failures += _rehearse(packet, inputs)
        if not failures:
            _say_tables(packets[-1], notes)
    if failures:
        from helpers.press.build import together

        raise together(failures)
    say("誤りはありません。")


def _rehearse(packet: "Packet", inputs: Path) -> list[DeskError]:
    """Try every section of a meeting, and say which can be made."""
    from helpers.press.build import rehearse

    document = document_of(packet)
    say(f"{document.title}({packet.name} {packet.date})")
    found = rehearse(document, inputs, lambda line: None)
    for section in document.chapters:
        say(f"  {'作れない' if section.notebook in found else '作れる'}: {section.title}")
    return list(found.values())


def _say_tables(packet: "Packet", notes: Path) -> None:
    """How many rows each table has, and what of them no section uses; ``notes``: what the sections told of the figures they asked for."""
    ledger = packet.ledger
    asked = {line for path in notes.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()}
    for name, table in ledger.tables.items():
        say(f"  {ledger.folder}/{name}.csv {len(table)} 行")
        if not len(table):
            say(
                f"注意: {ledger.folder}/{name}.csv は見出しだけで、行がありません。原資料に何もなければ、そのままで構いません。"
            )
    unused = [number for number in ledger["figures"].index if f"{ledger.folder} {number}" not in asked]
    if unused:
        say(
            f"注意: {ledger.folder}/figures.csv の {len(unused)} 行は、どの会議のどの節にも使われません"
            f"({'、'.join(runs(unused))}行目)。年度、as_of、measure、kind の列か、YAML の sections を確かめてください。"
        )


@contextmanager
def _asked_for(folder: Path) -> Iterator[Path]:
    """Have the processes of the sections tell, into files of the folder that is given, which figures they asked for."""
    from helpers.ledger import ASKED

    notes = folder / "asked"
    notes.mkdir()
    os.environ[ASKED] = str(notes)
    try:
        yield notes
    finally:
        del os.environ[ASKED]
