"""Which packets there are, from when, and which are out of date; as ``build/index.html`` and as text."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from helpers.press import look, manifest

_LABELS = {".html": "HTML", ".pdf": "PDF", ".xlsx": "Excel"}


@dataclass(frozen=True)
class Beside:
    """A file of the caller's own beside a packet, by its name, and what the index says of it."""

    name: str
    label: str


@dataclass(frozen=True)
class File:
    label: str
    href: str
    size: str = ""


@dataclass(frozen=True)
class Wanted:
    """A packet that could be built: where it would stand, and what it is made from."""

    city: str  # as printed
    title: str
    day: str  # as printed
    target: Path
    inputs: Mapping[str, Path]  # what its sections read is known once it is built
    desk: Path
    products: tuple[str, ...]
    beside: Beside | None = None
    group: str = ""  # of cities


@dataclass(frozen=True)
class Entry:
    """What there is of one packet. ``state``: 最新, 要更新 or 未作成; ``changed``: inputs and outputs that differ since."""

    city: str
    title: str
    day: str
    built: str
    state: str
    changed: list[str]
    files: list[File]
    beside: File | None = None
    group: str = ""


def entry(wanted: Wanted, build: Path) -> Entry:
    """Look at what has been built of ``wanted`` in the folder ``build``."""
    record = wanted.target / manifest.NAME
    if not record.exists():
        return Entry(wanted.city, wanted.title, wanted.day, "", "未作成", [], [], group=wanted.group)
    changed = manifest.changed(wanted.target, wanted.inputs, wanted.desk)
    if changed is None:
        changed = [f"{record.relative_to(build).as_posix()}(読めない)"]
    files = [
        File(_LABELS[path.suffix], path.relative_to(build).as_posix(), f"{path.stat().st_size / 1024:,.0f} KB")
        for name in wanted.products
        if (path := wanted.target / name).is_file()
    ]
    beside = wanted.beside and File(
        wanted.beside.label, (wanted.target / wanted.beside.name).relative_to(build).as_posix()
    )
    built = dt.datetime.fromtimestamp(record.stat().st_mtime).strftime("%Y-%m-%d %H:%M")
    state = "要更新" if changed else "最新"
    return Entry(wanted.city, wanted.title, wanted.day, built, state, changed, files, beside, wanted.group)


def restored(known: Mapping) -> Entry:
    """An entry from what ``dataclasses.asdict`` made of it."""
    files, beside = [File(**file) for file in known["files"]], known["beside"]
    return Entry(**{**known, "files": files, "beside": beside and File(**beside)})


def write_index(entries: list[Entry], build: Path, beside: str) -> Path:
    """Write ``index.html`` into the folder ``build``: a table a group, groups, cities and meetings in the order of ``entries``. ``beside``
    is the heading of the files that stand beside the packets.
    """
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)
    css, script = Markup(look.css()), Markup(look.script() + look.sorting())
    groups = [(group, list(own)) for group, own in groupby(entries, key=lambda e: e.group)]
    path = build / "index.html"
    build.mkdir(exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(
        environment.get_template("index.html.j2").render(css=css, script=script, groups=groups, beside=beside),
        encoding="utf-8",
    )
    fresh.replace(path)
    return path


def text(entries: list[Entry], beside: str) -> str:
    """The same for a terminal."""
    lines = []
    for city, own in groupby(entries, key=lambda e: e.city):
        lines.append(city)
        for item in own:
            lines.append(f"  {item.day} {item.title} [{item.state}{' ' + item.built if item.built else ''}]")
            lines += [f"    build/{file.href}({file.size})" for file in item.files]
            lines += [f"    build/{item.beside.href}({beside} {item.beside.label})"] if item.beside else []
    return "\n".join(lines)
