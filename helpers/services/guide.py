"""``build/guide.html``: everything that a notebook can show, called and printed as the notebooks of the desk do."""

import ast
import inspect
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from helpers import action_sheets, charts, params, parts, sentences, tables
from helpers.console import complain, progress, say
from helpers.errors import DeskError, shown_path
from helpers.packet import Packet
from helpers.params import desk
from helpers.press import execute, gallery, place
from helpers.press.scratch import scratch
from helpers.services import report

_ROOMS = {"表": tables, "図": charts, "文": sentences, "個票": action_sheets, "まとまり": parts}


def build() -> None:
    """Execute the latest packet of every city and write the page. A city or a section that cannot be made is named and left out."""
    rooms = {title: _manuals(room) for title, room in _ROOMS.items()}
    manuals = {name: manual for room in rooms.values() for name, manual in room.items()}
    shown = {name: gallery.Exhibit(name, manual) for name, manual in manuals.items()}
    with report.copy_of_inputs() as inputs, scratch() as out:
        for packet in _packets(inputs):
            progress()(f"実行: {packet.city.name}")
            for called, exhibit in _of(packet, inputs, out / packet.name):
                if called in shown and not shown[called].outputs:
                    shown[called] = replace(exhibit, name=called, manual=manuals[called])
    path = desk() / "build" / "guide.html"
    with place.writing(path):
        gallery.write(path, [gallery.Room(title, [shown[name] for name in names]) for title, names in rooms.items()])
    seen = sum(bool(exhibit.outputs) for exhibit in shown.values())
    say(f"完成: {shown_path(path, desk())}({len(shown)} 種、うち見本 {seen} 種)")


def _manuals(room: ModuleType) -> dict[str, str]:
    """What a notebook may call of a room, by the name it calls it."""
    return {f"{room.__name__.rpartition('.')[2]}.{name}": inspect.getdoc(getattr(room, name)) for name in dir(room)}


def _packets(inputs: Path) -> Iterator[Packet]:
    """The latest one of every city that can be read."""
    for city in params.cities():
        try:
            yield report.open_packet(city, params.choose_meeting(city, "", inputs), inputs)
        except DeskError as error:
            complain(f"注意: {city} は見本帳に載せられません。{error}")


def _of(packet: Packet, inputs: Path, out: Path) -> Iterator[tuple[str, gallery.Exhibit]]:
    """What the notebooks of a packet show, in their order, by the name of what is called."""
    document = report.document_of(packet)
    files = report.inputs_of(packet.name, packet.date.isoformat(), packet.meeting, inputs)
    failures = execute.execute(
        document, inputs, out, lambda chapter, read: None, [desk()], report.cache_of(files, inputs)
    )
    for error in failures.values():
        complain(f"注意: {packet.city.name}: {error}")
    for name in (f"{chapter.notebook}.ipynb" for chapter in document.chapters if chapter.notebook not in failures):
        href = os.path.relpath(params.notebooks(desk()) / name, desk() / "build").replace(os.sep, "/")
        for called, call, outputs in _calls(nbformat.read(out / name, as_version=4)):
            yield called, gallery.Exhibit("", "", call, packet.city.name, f"notebooks/{name}", href, outputs)


def _calls(notebook: nbformat.NotebookNode) -> Iterator[tuple[str, str, list]]:
    """Each call of a house function: its name, the cell it is in with the cells that gave it names, and what the cell shows."""
    given: dict[str, str] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "parameters" in cell.metadata.get("tags", []):
            continue
        tree = ast.parse(TransformerManager().transform_cell(cell.source))
        outputs = [(output.data, output.metadata) for output in cell.outputs if "data" in output]
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        used = [given[node.id] for node in names if node.id in given]
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)) if outputs else ():
            yield ast.unparse(call.func), "\n".join([*dict.fromkeys(used), cell.source]), outputs
        if not outputs:
            stored = [node.id for node in names if isinstance(node.ctx, ast.Store) and node.id != "packet"]
            given |= dict.fromkeys(stored, cell.source)
