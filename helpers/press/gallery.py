"""A page of everything that a notebook can show: how it is called, what it says of itself, and how it prints."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from helpers.press import look

Output = tuple[Mapping[str, Any], Mapping[str, str]]  # mime bundle and metadata


@dataclass(frozen=True)
class Exhibit:
    """What one call of a notebook shows, and its manual. ``outputs`` are those of the cell; none of a call that no notebook
    has.
    """

    name: str  # tables.trend
    manual: str
    call: str = ""
    of: str = ""  # whose packet it is from
    notebook: str = ""
    href: str = ""  # of the notebook
    outputs: Sequence[Output] = ()

    @property
    def says(self) -> str:
        """The first line of the manual."""
        return self.manual.partition("\n")[0]

    @property
    def anchor(self) -> str:
        return self.name.replace(".", "-")

    @property
    def reference(self) -> str:
        """By what a text refers to it: the id of its first table or picture, "" if it has none."""
        tables = (data.get("application/vnd.dataresource+json", {}).get("name", "") for data, _ in self.outputs)
        pictures = (metadata.get("id", "") for _, metadata in self.outputs)
        return next((name for name in (*pictures, *tables) if name), "") if len(self.outputs) == 1 else ""

    def prints(self) -> Markup:
        """The outputs as they look in a page."""
        return Markup("\n").join(_shown(data, metadata) for data, metadata in self._first())

    def thumbnail(self) -> Markup:
        """The first of them that is a picture or a table, else the first."""
        first = list(self._first())
        kept = [output for output in first if "image/svg+xml" in output[0] or "text/html" in output[0]] or first
        return _shown(*kept[0]) if kept else Markup()

    def _first(self) -> Iterator[Output]:
        """A cell that shows the same for one thing after another is shown up to the second: from heading to heading."""
        headings = 0
        for data, metadata in self.outputs:
            headings += _is_heading(data)
            if headings > 1:
                return
            yield data, metadata


@dataclass(frozen=True)
class Room:
    """Exhibits of one kind under a title: tables, charts, sentences."""

    title: str
    exhibits: Sequence[Exhibit]


def write(path: Path, rooms: Sequence[Room]) -> None:
    """Write the page. No address in it leads outside, and it reads without its script."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)
    page = environment.get_template("gallery.html.j2").render(
        rooms=rooms, css=Markup(look.css()), script=Markup(look.script())
    )
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(page, encoding="utf-8")
    fresh.replace(path)


def _is_heading(data: Mapping[str, str]) -> bool:
    return data.get("text/markdown", "").startswith("#")


def _shown(data: Mapping[str, str], metadata: Mapping[str, str]) -> Markup:
    if svg := data.get("image/svg+xml"):
        source = base64.b64encode(svg.encode()).decode()
        picture = Markup('<img alt="{}" src="data:image/svg+xml;base64,{}">').format(metadata.get("alt", ""), source)
        caption = Markup("<figcaption>{}</figcaption>").format(metadata.get("caption", ""))
        return Markup('<figure class="figure-scroll">{}{}</figure>').format(picture, caption)
    if html := data.get("text/html"):
        return Markup('<div class="table-scroll">{}</div>').format(Markup(html))
    said = data.get("text/markdown", "") if _is_heading(data) else data.get("text/plain", "")
    if _is_heading(data):
        return Markup("<p><strong>{}</strong></p>").format(said.lstrip("# "))
    return Markup("<ul>{}</ul>").format(
        Markup().join(Markup("<li>{}</li>").format(escape(line)) for line in said.splitlines())
    )
