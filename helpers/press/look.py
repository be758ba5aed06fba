"""How a packet looks: the files of ``style/``, for Quarto and for the embedded renderer alike, with the colours of the palette."""

import shutil
from pathlib import Path

from helpers import palette

STYLE = Path(__file__).parent / "style"
_ON_A_PAGE = {"accent": palette.ACCENT, "ink": palette.INK, "head": palette.HEAD}
_IN_PRINT = {"accent": palette.ACCENT}


def css() -> str:
    """The style of a page; its colours are custom properties at the top."""
    style = (STYLE / "report.css").read_text(encoding="utf-8")
    return f":root {{{_properties(_ON_A_PAGE)} }}\n{style}{_dark()}"


def script() -> str:
    """What makes a page easier to use; it reads well without."""
    return (STYLE / "report.js").read_text(encoding="utf-8")


def sorting() -> str:
    """What sorts the tables of a page and leaves only the rows that hold a word."""
    return (STYLE / "sorting.js").read_text(encoding="utf-8")


def _properties(colours: dict[str, str]) -> str:
    return "".join(f" --{name}: {colour};" for name, colour in colours.items())


def _dark() -> str:
    """The same on a dark screen. Cells carry their colours themselves: those of the palette are exchanged."""
    properties = _properties({name: palette.DARK[colour] for name, colour in _ON_A_PAGE.items()})
    cells = f'  [style*="background-color"] {{ color: {palette.INK}; }}\n'
    cells += "".join(
        f'  [style*="{name}: {colour}"] {{ {name}: {palette.DARK[colour]} !important; {also}}}\n'
        for name, colour, also in (
            ("background-color", palette.HEAD, "color: var(--ink) "),
            ("background-color", palette.SHADE, "color: var(--ink) "),
            ("color", palette.RED, ""),
        )
    )
    return f"@media screen and (prefers-color-scheme: dark) {{\n  :root {{{properties} }}\n{cells}}}\n"


def typst() -> str:
    """The Typst template; its colours are variables at the top."""
    variables = "".join(f'#let {name} = rgb("{colour}")\n' for name, colour in _IN_PRINT.items())
    return variables + (STYLE / "typst-template.typ").read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Put all that a renderer needs into ``folder``."""
    shutil.copytree(STYLE, folder, dirs_exist_ok=True)
    (folder / "report.css").write_text(css(), encoding="utf-8")
    (folder / "typst-template.typ").write_text(typst(), encoding="utf-8")
